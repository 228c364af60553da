//! Numbers and booleans, including those in strings.

use super::{
    ReadError, Reader, Slot, View,
    reader::{NextValue, Number},
};

/// Reads an integer from a number or a string, including decimal notation such as `1.0`. Returns `None` for null and the empty string.
///
/// # Errors
/// Returns a [`ReadError`] for other values.
pub fn read_integer(from: &mut Reader<'_>) -> Result<Option<i64>, ReadError> {
    read_integer_as(from, "an integer")
}

fn read_integer_as(from: &mut Reader<'_>, expected: &'static str) -> Result<Option<i64>, ReadError> {
    let integer = match from.scalar()? {
        NextValue::Null => return Ok(None),
        NextValue::Text(text) if text.is_empty() => return Ok(None),
        NextValue::Number(Number { integer: Some(integer), .. }) => Some(integer),
        NextValue::Number(Number { digits, .. }) => exact_integer(digits),
        NextValue::Text(text) => {
            let text = text.trim();
            return text
                .parse()
                .ok()
                .or_else(|| exact_integer(text))
                .map(Some)
                .ok_or_else(|| from.value_mismatch(expected, "a string"));
        }
        NextValue::Bool(_) => return Err(from.value_mismatch(expected, "a boolean")),
        NextValue::List | NextValue::Object => return Err(from.type_mismatch(expected)),
    };
    integer.map(Some).ok_or_else(|| from.value_mismatch(expected, "another number"))
}

/// Returns the exact integer value of a number with a decimal point or an exponent.
fn exact_integer(number: &str) -> Option<i64> {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let shift = exponent.parse::<i64>().ok()?.checked_sub(i64::try_from(after.len()).ok()?)?;
    let mut digits = format!("{before}{after}");
    let magnitude = digits.strip_prefix('-').unwrap_or(&digits);
    if magnitude.is_empty() || !magnitude.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if magnitude.bytes().all(|byte| byte == b'0') {
        return Some(0);
    }
    for _ in shift..0 {
        digits.pop().filter(|digit| *digit == '0')?;
    }
    // 20 zeros exceed 64 bits in any case.
    digits.extend(std::iter::repeat_n('0', usize::try_from(shift).unwrap_or(0).min(20)));
    digits.parse().ok()
}

fn read_float(from: &mut Reader<'_>) -> Result<Option<f64>, ReadError> {
    const EXPECTED: &str = "a number";
    let (text, found) = match from.scalar()? {
        NextValue::Null => return Ok(None),
        NextValue::Text(text) if text.is_empty() => return Ok(None),
        NextValue::Number(number) => {
            (std::borrow::Cow::Borrowed(number.digits), "a number beyond the range of 64 bits")
        }
        NextValue::Text(text) => (text, "a string"),
        NextValue::Bool(_) => return Err(from.value_mismatch(EXPECTED, "a boolean")),
        NextValue::List | NextValue::Object => return Err(from.type_mismatch(EXPECTED)),
    };
    let number = text.trim().parse().ok().filter(|number: &f64| number.is_finite());
    number.map(Some).ok_or_else(|| from.value_mismatch(EXPECTED, found))
}

fn read_bool(from: &mut Reader<'_>) -> Result<Option<bool>, ReadError> {
    const EXPECTED: &str = "true or false";
    match from.scalar()? {
        NextValue::Null => Ok(None),
        NextValue::Bool(value) => Ok(Some(value)),
        NextValue::Number(Number { integer: Some(0), .. }) => Ok(Some(false)),
        NextValue::Number(Number { integer: Some(1), .. }) => Ok(Some(true)),
        NextValue::Number(_) => Err(from.value_mismatch(EXPECTED, "another number")),
        NextValue::Text(text) => match text.trim() {
            "" => Ok(None),
            "true" | "1" => Ok(Some(true)),
            "false" | "0" => Ok(Some(false)),
            _ => Err(from.value_mismatch(EXPECTED, "another string")),
        },
        NextValue::List | NextValue::Object => Err(from.type_mismatch(EXPECTED)),
    }
}

fn read_i32(from: &mut Reader<'_>) -> Result<Option<i32>, ReadError> {
    const EXPECTED: &str = "an integer of 32 bits";
    match read_integer_as(from, EXPECTED)? {
        None => Ok(None),
        Some(integer) => {
            integer.try_into().map(Some).map_err(|_| from.value_mismatch(EXPECTED, "an integer beyond 32 bits"))
        }
    }
}

macro_rules! scalar_slots {
    ($($name:ty: $read:ident, $view:expr;)+) => { $(
        impl Slot for $name {
            fn vacant() -> Self {
                Self::default()
            }

            fn read(&mut self, from: &mut Reader<'_>) -> Result<bool, ReadError> {
                let value = $read(from)?;
                *self = value.unwrap_or_default();
                Ok(value.is_some())
            }

            fn clear(&mut self) {
                *self = Self::default();
            }

            fn view(&self) -> View<'_> {
                let view: fn($name) -> View<'static> = $view;
                view(*self)
            }
        }
    )+ };
}

scalar_slots! {
    bool: read_bool, View::Bool;
    i32: read_i32, |number| View::Integer(number.into());
    i64: read_integer, View::Integer;
    f64: read_float, View::Float;
}
