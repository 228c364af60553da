//! Formats a call as a `curl` command, without its token.

use crate::{call::prepared::Prepared, operation::Method, transport::http::Body};

/// The placeholder for the token.
const TOKEN: &str = "$FEISHU_TOKEN";

/// Returns the command, with unmasked values that may be personal data. `form` contains the parts of a multipart body.
#[inline]
pub(crate) fn format_command(prepared: &Prepared, form: &[(&str, String)]) -> String {
    let method = match prepared.operation.method {
        Method::Get => String::new(),
        method => format!("-X {method} "),
    };
    let mut line = format!("curl {method}{}", quoted(&prepared.url));
    line += &format!(" \\\n  -H \"Authorization: Bearer {TOKEN}\"");
    match &prepared.body {
        Body::None => {}
        Body::Json(json) => {
            line += " \\\n  -H 'Content-Type: application/json; charset=utf-8'";
            line += &format!(" \\\n  --data-raw {}", quoted(&String::from_utf8_lossy(json)));
        }
        Body::Form(_) => {
            for (name, value) in form {
                line += &format!(" \\\n  -F {}", quoted(&format!("{name}={value}")));
            }
        }
    }
    line
}

/// Quotes a text as a single word for a POSIX shell.
#[inline]
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_text_is_one_word() {
        assert_eq!(quoted("a'; rm -rf $HOME `x`"), r"'a'\''; rm -rf $HOME `x`'");
    }
}
