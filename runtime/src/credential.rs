//! Checks app ids, secrets, tokens and tickets.

use crate::{
    Error, Result,
    input::{credential_violation, trim},
};

/// Trims and checks an app id, a secret, a token or a ticket. The error message starts with `name`.
pub(crate) fn checked<'a>(name: &str, text: &'a str) -> Result<&'a str> {
    let text = trim(text);
    match credential_violation(text) {
        None => Ok(text),
        Some(violation) => Err(Error::configuration(format!("{name} {violation}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUOTED: &str = "must not be in quotes";
    const BLANK_INSIDE: &str = "must not contain whitespace or an invisible character";

    #[test]
    fn credentials_are_trimmed() -> Result<()> {
        for text in [
            "cli_x",
            "cli_x ",
            " cli_x",
            "cli_x\r\n",
            "\u{feff}cli_x",
            "cli_x\u{a0}",
            "\u{200b}cli_x\t",
            "\u{3000}cli_x",
        ] {
            assert_eq!(checked("the app id", text)?, "cli_x", "{text:?}");
        }
        Ok(())
    }

    #[test]
    fn credentials_with_other_text_are_refused() {
        for (text, violation) in [
            ("", "must not be empty"),
            (" \u{feff}\n", "must not be empty"),
            ("\"s\"", QUOTED),
            ("'s'", QUOTED),
            ("“s”", QUOTED),
            ("s s", BLANK_INSIDE),
            ("s\0s", BLANK_INSIDE),
            ("s\u{200b}s", BLANK_INSIDE),
            ("t-1\nt-2", BLANK_INSIDE),
            ("t-1,t-2", "must be one value, not a list"),
            ("Bearer t-1", "must be given without `Bearer`"),
            ("bearer\tt-1", "must be given without `Bearer`"),
            ("{\"encrypt\":\"s\"}", "must be the value alone, without the JSON or markup around it"),
            ("密钥", "must have ASCII characters only"),
        ] {
            let error = checked("the secret", text).err().map(|error| error.to_string());
            assert_eq!(error, Some(format!("the secret {violation}")), "{text:?}");
        }
    }
}
