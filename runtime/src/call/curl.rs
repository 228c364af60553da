//! A call as a `curl` line, to be tried by hand. The token is left out.

use crate::{call::Prepared, operation::Method, transport::http::Body};

/// What stands in the place of the token.
const TOKEN: &str = "$FEISHU_TOKEN";

/// The line, with the parts of the form if the call sends one. Values are those of the call: they may tell of a person.
pub(crate) fn line(prepared: &Prepared, form: &[(&str, String)]) -> String {
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

/// As one word of a shell, whatever is in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_quotes() {
        assert_eq!(quoted("a'; rm -rf $HOME `x`"), r"'a'\''; rm -rf $HOME `x`'");
    }
}
