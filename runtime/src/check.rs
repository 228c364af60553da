//! The limits that the schema states, held against what is about to be sent.

use std::fmt::{self, Write as _};

use crate::{
    FieldViolation,
    wire::{Fields, Object, UnknownFields, Write},
};

/// A limit on a parameter or a field; both ends are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Smallest and largest number; milliseconds for a timestamp.
    Range(i64, i64),
    /// Length of a text in characters.
    Length(usize, usize),
    /// Number of items in a list.
    Items(usize, usize),
}

/// What a limit is held against.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    /// An integer.
    Number(i64),
    /// A number with decimals.
    Float(f64),
    /// A text of so many characters.
    Characters(usize),
    /// A list of so many items.
    Items(usize),
    /// Nothing that a limit speaks of.
    Other,
}

impl Limit {
    /// What is wrong with a value of this measure, if anything.
    #[must_use]
    #[allow(clippy::cast_precision_loss)]
    pub fn violation(self, measure: Measure) -> Option<String> {
        let fits = match (self, measure) {
            (Self::Range(min, max), Measure::Number(number)) => (min..=max).contains(&number),
            (Self::Range(min, max), Measure::Float(number)) => number >= min as f64 && number <= max as f64,
            (Self::Length(min, max), Measure::Characters(length)) => (min..=max).contains(&length),
            (Self::Items(min, max), Measure::Items(count)) => (min..=max).contains(&count),
            _ => true,
        };
        (!fits).then(|| format!("must be {self}"))
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Range(min, i64::MAX) => write!(f, "at least {min}"),
            Self::Range(i64::MIN, max) => write!(f, "at most {max}"),
            Self::Range(min, max) => write!(f, "between {min} and {max}"),
            Self::Length(0, max) => write!(f, "at most {max} characters long"),
            Self::Length(min, usize::MAX) => write!(f, "at least {min} characters long"),
            Self::Length(min, max) => write!(f, "{min} to {max} characters long"),
            Self::Items(0, max) => write!(f, "a list of at most {max} items"),
            Self::Items(min, usize::MAX) => write!(f, "a list of at least {min} items"),
            Self::Items(min, max) => write!(f, "a list of {min} to {max} items"),
        }
    }
}

/// Walks through a body and notes every field beyond its limit, with its path.
#[derive(Debug, Default)]
pub struct Checker {
    path: String,
    violations: Vec<FieldViolation>,
    unknown_keys: Vec<String>,
}

impl Checker {
    /// Every violation of a body.
    pub(crate) fn violations<T: Write>(body: &T) -> Vec<FieldViolation> {
        let mut checker = Self::default();
        body.check(&mut checker);
        checker.violations
    }

    /// The paths of every key that no field took.
    #[cfg(feature = "mock")]
    pub(crate) fn unknown_keys<T: Write>(value: &T) -> Vec<String> {
        let mut checker = Self::default();
        value.check(&mut checker);
        checker.unknown_keys
    }

    /// Holds an object's fields against the limits of its type.
    pub fn object<T: Object>(&mut self, object: &T) {
        let mut fields = LimitedFields { checker: self, limits: T::LIMITS };
        let Ok(()) = object.fields(&mut fields);
    }

    pub(crate) fn within(&mut self, step: fmt::Arguments<'_>, check: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        let _ = self.path.write_fmt(step);
        check(self);
        self.path.truncate(length);
    }
}

struct LimitedFields<'a> {
    checker: &'a mut Checker,
    limits: &'static [(&'static str, Limit)],
}

impl Fields for LimitedFields<'_> {
    type Error = std::convert::Infallible;

    fn field<T: Write + fmt::Debug>(&mut self, name: &'static str, value: &T) -> Result<(), Self::Error> {
        let limits = self.limits.iter().filter(|(limited, _)| *limited == name).map(|(_, limit)| *limit);
        let dot = if self.checker.path.is_empty() { "" } else { "." };
        self.checker.within(format_args!("{dot}{name}"), |checker| {
            if !value.is_absent() {
                let found = limits.filter_map(|limit| limit.violation(value.measure()));
                let path = checker.path.clone();
                checker.violations.extend(found.map(|description| FieldViolation::new(&path, description)));
            }
            value.check(checker);
        });
        Ok(())
    }

    fn unknown(&mut self, unknown: &UnknownFields) -> Result<(), Self::Error> {
        let path = &self.checker.path;
        let dot = if path.is_empty() { "" } else { "." };
        self.checker.unknown_keys.extend(unknown.iter().map(|(key, _)| format!("{path}{dot}{key}")));
        Ok(())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::wire::{MapAccess, Secret};

    /// A type whose every field has a limit, hidden or not.
    #[derive(Clone, Default, PartialEq)]
    pub(crate) struct Thing {
        pub(crate) name: String,
        parts: Vec<i64>,
        secret: String,
        inner: Option<Box<Thing>>,
        hidden: Option<Box<Thing>>,
        unknown_fields: UnknownFields,
    }

    impl Object for Thing {
        const NAME: &'static str = "Thing";
        const LIMITS: &'static [(&'static str, Limit)] =
            &[("name", Limit::Length(0, 2)), ("parts", Limit::Items(2, 3)), ("secret", Limit::Length(0, 2))];

        fn read_field<'de, A: MapAccess<'de>>(&mut self, _: &str, _: &mut A) -> Result<bool, A::Error> {
            Ok(false)
        }

        fn fields<F: Fields>(&self, to: &mut F) -> Result<(), F::Error> {
            to.field("name", &self.name)?;
            to.field("parts", &self.parts)?;
            to.field("secret", &Secret(&self.secret))?;
            to.field("inner", &self.inner)?;
            to.field("hidden", &Secret(&self.hidden))?;
            to.unknown(&self.unknown_fields)
        }

        fn unknown_fields(&mut self) -> &mut UnknownFields {
            &mut self.unknown_fields
        }
    }

    crate::object!(Thing);

    #[test]
    fn every_limit_of_a_body_is_held() {
        let long = || Some(Box::new(Thing { name: "长长长".to_owned(), ..Thing::default() }));
        let thing = Thing {
            name: "两字".to_owned(),
            parts: vec![1],
            secret: "长长长".to_owned(),
            inner: long(),
            hidden: long(),
            ..Thing::default()
        };
        let found = Checker::violations(&thing);
        let fields: Vec<_> = found.iter().map(FieldViolation::field).collect();
        assert_eq!(fields, ["parts", "secret", "inner.name", "hidden.name"]);
        assert!(Checker::violations(&Thing::default()).is_empty(), "an absent list is not too short");
    }
}
