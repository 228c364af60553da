//! What an error may show.

use feishu_runtime::{Error, ErrorKind};

/// Stands for a person's data. It is no name of a field, which an excerpt would show.
pub(crate) const MARKER: &str = "SECRET-VALUE";

/// An excerpt is a glance, however long or deep the body.
const LONGEST: usize = 4096;

/// `Display` and `Debug` of an error show no value of the body, except for messages that Feishu wrote to be shown.
pub(crate) fn nothing_personal(error: &Error, body: &[u8]) -> Result<(), String> {
    let shown = format!("{error} {error:?}");
    if error.kind() == ErrorKind::Decode && shown.len() > LONGEST {
        return Err(format!("an error of {} bytes", shown.len()));
    }
    if shown.contains(MARKER) && !is_page(body) && !meant(error).any(|text| text.contains(MARKER)) {
        return Err(format!("the error shows a value: {shown}"));
    }
    Ok(())
}

/// The beginning of a gateway's page is shown.
fn is_page(body: &[u8]) -> bool {
    String::from_utf8_lossy(body).trim_start().starts_with('<')
}

/// What Feishu wrote to be read by developers.
fn meant(error: &Error) -> impl Iterator<Item = &str> {
    let fields = error.field_violations().iter().flat_map(|violation| [violation.field(), violation.description()]);
    let scopes = error.permission_violations().iter().flat_map(|violation| [violation.scope(), violation.url()]);
    [error.message()].into_iter().chain(error.log_id()).chain(fields).chain(scopes)
}
