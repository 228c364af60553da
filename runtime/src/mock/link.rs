//! Redirects the links in samples to files of this server, so that no test accesses the internet.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::Value;

/// Placeholder for the address of the server, which `Reply::insert_host` replaces.
pub(super) const PLACEHOLDER: &str = "http://mock.invalid";

/// Folder of the files to which samples link.
const FOLDER: &str = "/sample-files/";

/// The possible schemes of a link in a JSON text. The slashes may be escaped.
const SCHEMES: [&str; 4] = ["http://", "https://", r"http:\/\/", r"https:\/\/"];

/// Changes each link in a JSON text, including links within longer strings, so that it points to this server.
pub(super) fn localize(json: &str) -> Cow<'_, str> {
    if !SCHEMES.iter().any(|scheme| json.contains(scheme)) {
        return Cow::Borrowed(json);
    }
    let plain = SCHEMES.iter().fold(json.to_owned(), |json, scheme| json.replace(scheme, "http://"));
    Cow::Owned(plain.replace("http://", &format!("{PLACEHOLDER}{FOLDER}")))
}

/// Appends a segment to each link in a value, so that different objects have different files.
pub(super) fn append_segment(value: &mut Value, segment: &str) {
    match value {
        Value::String(text) if text.starts_with(PLACEHOLDER) => {
            let slash = if text.ends_with('/') { "" } else { "/" };
            text.push_str(&format!("{slash}{segment}"));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| append_segment(item, segment)),
        Value::Object(fields) => fields.values_mut().for_each(|field| append_segment(field, segment)),
        _ => {}
    }
}

/// Returns the file at a path to which a sample links: a small PDF that contains the path.
pub(super) fn file(path: &str) -> Option<Bytes> {
    let path = path.strip_prefix(FOLDER)?;
    let objects = "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj";
    Some(format!("%PDF-1.4\n%{path}\n{objects}\ntrailer<</Root 1 0 R>>\n%%EOF\n").into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_point_to_this_server() {
        let json = r#"["https://a.cn/x", "see http://b.cn and https:\/\/c.cn\/y, http:\/\/d.cn"]"#;
        let here = r#"["http://mock.invalid/sample-files/a.cn/x", "see http://mock.invalid/sample-files/b.cn and http://mock.invalid/sample-files/c.cn\/y, http://mock.invalid/sample-files/d.cn"]"#;
        assert_eq!(localize(json), here);
        assert!(matches!(localize(r#"["httpd", "mailto://x"]"#), Cow::Borrowed(_)));
    }
}
