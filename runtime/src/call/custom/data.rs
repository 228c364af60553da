//! Deserializes the JSON text of a response with serde. Its errors do not contain values of the response.

use serde::de::DeserializeOwned;

use crate::{Error, ErrorKind, RawJson, Result, operation::DataLocation, response::excerpt::locate};

/// Decodes the data of a response.
#[inline]
pub(super) fn decode<T: DeserializeOwned>(data: &RawJson, location: DataLocation) -> Result<T> {
    // The fields at the top level are an object, even if there are none.
    if location == DataLocation::TopLevel
        && data.as_str() == "null"
        && let Ok(empty) = serde_json::from_str("{}")
    {
        return Ok(empty);
    }
    decode_at(data, location.keys())
}

/// Decodes the value at a path of keys in the response, outermost key first.
#[inline]
pub(super) fn decode_at<T: DeserializeOwned>(raw: &RawJson, keys: &[&str]) -> Result<T> {
    match raw.parse() {
        // Feishu leaves out the data if all its fields are absent.
        Err(_) if raw.as_str() == "null" => serde_json::from_str("{}").or_else(|_| raw.parse()),
        outcome => outcome,
    }
    .map_err(|error| undecodable(&error, raw, keys))
}

/// Creates the error for a value that does not fit. The error of serde is not its source, because the message of serde may contain the value.
#[inline]
fn undecodable(error: &serde_json::Error, raw: &RawJson, keys: &[&str]) -> Error {
    let outside: String = keys.iter().map(|key| format!("{{\"{key}\":")).collect();
    // Raw JSON has no line breaks, so the column is the offset in bytes.
    let text = format!("{outside}{}", raw.as_str());
    let offset = outside.len() + error.column();
    // serde_json reports the errors of custom types after the comma that follows the item.
    let offset = offset - usize::from(text.as_bytes().get(..offset).is_some_and(|read| read.ends_with(b",")));
    let location = locate(&text, offset);
    Error::new(ErrorKind::Decode, explanation(&error.to_string())).with_location(location.path, location.excerpt)
}

/// Returns the part of a serde message that names fields and types, without the value that was found.
#[inline]
fn explanation(message: &str) -> String {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    let starts_with = |start: &&str| message.starts_with(*start);
    let expected = message.rsplit_once(", expected ").map(|(_, expected)| expected);
    match expected {
        _ if ["missing field `", "duplicate field `"].iter().any(starts_with) => message.to_owned(),
        Some(expected) if ["invalid ", "unknown variant `", "unknown field `"].iter().any(starts_with) => {
            format!("expected {expected}")
        }
        _ => "the value does not fit the type that the caller chose".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Slot as _;

    #[test]
    fn explanations_show_no_value() {
        let other = "the value does not fit the type that the caller chose";
        let cases = [
            ("missing field `id` at line 1 column 9", "missing field `id`"),
            ("invalid type: string \"张三, expected x\", expected u32 at line 1 column 9", "expected u32"),
            ("invalid value: integer `13800138000`, expected i8 at line 1 column 9", "expected i8"),
            ("unknown variant `张三`, expected `a` or `b`", "expected `a` or `b`"),
            ("unknown variant `张三`, there are no variants", other),
            ("13800138000 is no date", other),
            ("number out of range at line 1 column 3", other),
        ];
        for (message, expected) in cases {
            assert_eq!(explanation(message), expected, "{message}");
        }
    }

    #[test]
    fn data_that_is_absent_is_null_or_empty() -> Result<()> {
        let null = RawJson::vacant();
        let location = DataLocation::Field;
        assert_eq!(decode::<Option<u8>>(&null, location)?, None);
        assert_eq!(decode::<std::collections::BTreeMap<String, u8>>(&null, location)?.len(), 0);
        let error = decode::<u8>(&null, location).err();
        assert_eq!(error.as_ref().and_then(Error::json_path), Some("data"));
        Ok(())
    }
}
