//! Verifies that errors show no values of the body.

use feishu_runtime::{Error, ErrorKind};

/// A marker for personal data. It is not the name of a field, because excerpts contain names.
pub(crate) const MARKER: &str = "SECRET-VALUE";

/// The maximum length of a printed error, regardless of the length and depth of the body.
const LONGEST: usize = 4096;

/// Verifies that `Display` and `Debug` of an error show no value of the body, except for messages of Feishu.
pub(crate) fn nothing_personal(error: &Error, body: &[u8]) -> Result<(), String> {
    let shown = format!("{error} {error:?}");
    if error.kind() == ErrorKind::Decode && shown.len() > LONGEST {
        return Err(format!("an error of {} bytes", shown.len()));
    }
    if shown.contains(MARKER) && !is_page(body) && !messages_of_feishu(error).any(|text| text.contains(MARKER)) {
        return Err(format!("the error shows a value: {shown}"));
    }
    Ok(())
}

/// Whether the body is the page of a gateway, whose start is shown.
fn is_page(body: &[u8]) -> bool {
    String::from_utf8_lossy(body).trim_start().starts_with('<')
}

/// Returns the messages of Feishu for developers.
fn messages_of_feishu(error: &Error) -> impl Iterator<Item = &str> {
    let fields = error.field_violations().iter().flat_map(|violation| [violation.field(), violation.description()]);
    let scopes = error.permission_violations().iter().flat_map(|violation| [violation.scope(), violation.url()]);
    [error.message()].into_iter().chain(error.log_id()).chain(fields).chain(scopes)
}
