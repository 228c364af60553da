//! Parser for `multipart/form-data`.

/// A part of a form.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) name: String,
    /// Text of the part; `None` for a file.
    pub(super) text: Option<String>,
}

/// Returns the parts of a form, or `None` if the body is not a form.
pub(super) fn parse(content_type: &str, body: &[u8]) -> Option<Vec<Part>> {
    let delimiter = format!("--{}", boundary(content_type)?);
    let (_, mut rest) = split(body, delimiter.as_bytes())?;
    let delimiter = format!("\r\n{delimiter}");
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        let (part, after) = split(rest, delimiter.as_bytes())?;
        // The first line is the rest of the delimiter line.
        let (head, content) = split(part, b"\r\n\r\n")?;
        parts.push(read_part(&String::from_utf8_lossy(head), content)?);
        rest = after;
    }
    Some(parts)
}

fn boundary(content_type: &str) -> Option<&str> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    value_of(parameters, "boundary").filter(|boundary| !boundary.is_empty())
}

fn read_part(head: &str, content: &[u8]) -> Option<Part> {
    let disposition = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    })?;
    let (_, parameters) = disposition.split_once(';')?;
    let is_file = value_of(parameters, "filename").or_else(|| value_of(parameters, "filename*")).is_some();
    let text = (!is_file).then(|| String::from_utf8_lossy(content).into_owned());
    Some(Part { name: value_of(parameters, "name")?.to_owned(), text })
}

/// Returns the value of `name` in `name="value"; other=value`.
fn value_of<'a>(mut parameters: &'a str, name: &str) -> Option<&'a str> {
    loop {
        let (key, rest) = parameters.split_once('=')?;
        let (value, rest) = match rest.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"')?,
            None => rest.split_once(';').unwrap_or((rest, "")),
        };
        if key.trim().trim_start_matches(';').trim().eq_ignore_ascii_case(name) {
            return Some(value.trim());
        }
        parameters = rest;
    }
}

/// Splits at the first `separator`.
fn split<'a>(bytes: &'a [u8], separator: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(separator.len()).position(|window| window == separator)?;
    let (before, rest) = bytes.split_at_checked(at)?;
    Some((before, rest.get(separator.len()..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str, text: Option<&str>) -> Part {
        Part { name: name.to_owned(), text: text.map(str::to_owned) }
    }

    #[test]
    fn texts_and_files_are_parsed() {
        let body = "preamble\r\n--xyz\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nline\r\n--xy is text\r\n\
                    --xyz\r\nContent-Type: text/plain\r\ncontent-disposition: form-data; filename=\"a=b; c.txt\"; name=\"content\"\r\n\r\n\
                    \r\n\r\nbytes\r\n--xyz--\r\n";
        let parts = Some(vec![part("note", Some("line\r\n--xy is text")), part("content", None)]);
        assert_eq!(parse("multipart/form-data; boundary=xyz", body.as_bytes()), parts);
        assert_eq!(parse("Multipart/Form-Data; charset=utf-8; boundary=\"xyz\"", body.as_bytes()), parts);
    }

    #[test]
    fn invalid_forms_are_refused() {
        let cut = b"--xyz\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nline";
        assert_eq!(parse("multipart/form-data; boundary=xyz", cut), None);
        assert_eq!(parse("multipart/form-data", cut), None);
        assert_eq!(parse("application/json", b"{}"), None);
        assert_eq!(parse("multipart/form-data; boundary=xyz", b""), None);
        assert_eq!(parse("multipart/form-data; boundary=xyz", b"--xyz\r\n\r\nno name\r\n--xyz--"), None);
    }
}
