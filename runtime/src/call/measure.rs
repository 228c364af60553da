//! Measures a value that is sent as text, so that its limits can be checked.

use crate::operation::{Kind, Measure};

/// Returns the property of the value that limits restrict: its number, or its length.
pub(crate) fn measure(kind: Kind, value: &str) -> Measure {
    match kind {
        Kind::Integer | Kind::Integer32 | Kind::Timestamp => value.parse().map_or(Measure::Other, Measure::Number),
        Kind::Float => value.parse().map_or(Measure::Other, Measure::Float),
        Kind::Text | Kind::Date | Kind::Url | Kind::Id => Measure::Characters(value.chars().count()),
        _ => Measure::Other,
    }
}
