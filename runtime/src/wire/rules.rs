//! Rules that involve several parameters of a call or fields of an object. They are checked before a request is sent.

use std::fmt;

/// A rule that involves several parameters of a call or fields of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// At least one of these is required.
    AtLeastOneOf(&'static [&'static str]),
    /// At most one of these is allowed.
    AtMostOneOf(&'static [&'static str]),
    /// Either all or none of these must be set.
    AllOrNone(&'static [&'static str]),
    /// The first time must not be after the second time.
    NotAfter(&'static str, &'static str),
    /// The parameter or field is required under a condition.
    RequiredIf(&'static str, Condition),
}

/// The condition under which a parameter or a field is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Another parameter or field is set.
    IsSet(&'static str),
    /// Another parameter or field has one of these values, or is a list that contains one of them.
    OneOf(&'static str, &'static [&'static str]),
}

/// Returns the values of a parameter or a field: several for a list, none for an object. Returns `None` if it is not set.
pub(crate) type Lookup<'a> = dyn Fn(&str) -> Option<Vec<String>> + 'a;

impl Rule {
    /// Returns the names of the parameters or fields to report if the rule is violated.
    pub(crate) fn names(&self) -> Vec<&'static str> {
        match *self {
            Self::AtLeastOneOf(names) | Self::AtMostOneOf(names) | Self::AllOrNone(names) => names.to_vec(),
            Self::NotAfter(earlier, later) => vec![earlier, later],
            Self::RequiredIf(name, _) => vec![name],
        }
    }

    /// Whether the values satisfy the rule.
    pub(crate) fn is_satisfied(&self, values: &Lookup<'_>) -> bool {
        let count = |names: &[&str]| names.iter().filter(|name| values(name).is_some()).count();
        match *self {
            Self::AtLeastOneOf(names) => count(names) > 0,
            Self::AtMostOneOf(names) => count(names) <= 1,
            Self::AllOrNone(names) => [0, names.len()].contains(&count(names)),
            Self::NotAfter(earlier, later) => {
                let time = |name| values(name)?.first()?.parse::<i64>().ok();
                time(earlier).zip(time(later)).is_none_or(|(earlier, later)| earlier <= later)
            }
            Self::RequiredIf(name, condition) => values(name).is_some() || !condition.is_satisfied(values),
        }
    }
}

impl Condition {
    fn is_satisfied(&self, values: &Lookup<'_>) -> bool {
        match *self {
            Self::IsSet(name) => values(name).is_some(),
            Self::OneOf(name, listed) => {
                values(name).is_some_and(|values| values.iter().any(|value| listed.contains(&value.as_str())))
            }
        }
    }
}

impl fmt::Display for Rule {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtLeastOneOf(names) => write!(f, "at least one of {} is required", names.join(", ")),
            Self::AtMostOneOf(names) => write!(f, "at most one of {} is allowed", names.join(", ")),
            Self::AllOrNone(names) => write!(f, "either all or none of {} must be set", names.join(", ")),
            Self::NotAfter(earlier, later) => write!(f, "{earlier} must not be after {later}"),
            Self::RequiredIf(name, Condition::IsSet(other)) => write!(f, "{name} is required if {other} is set"),
            Self::RequiredIf(name, Condition::OneOf(other, values)) => {
                write!(f, "{name} is required if {other} is {}", values.join(" or "))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broken(rule: Rule, given: &[(&str, &[&str])]) -> bool {
        !rule.is_satisfied(&|name| {
            let (_, values) = given.iter().find(|(given, _)| *given == name)?;
            Some(values.iter().map(|value| (*value).to_owned()).collect())
        })
    }

    #[test]
    fn times_are_compared_as_numbers() {
        let rule = Rule::NotAfter("start", "end");
        for (start, end, is_broken) in [("9", "10", false), ("10", "9", true), ("5", "5", false), ("-2", "-1", false)] {
            assert_eq!(broken(rule, &[("start", &[start]), ("end", &[end])]), is_broken, "{start} {end}");
        }
        assert!(!broken(rule, &[("start", &["5"])]) && !broken(rule, &[("end", &["5"])]) && !broken(rule, &[]));
        assert_eq!(rule.to_string(), "start must not be after end");
    }

    #[test]
    fn a_condition_tests_the_value_or_the_presence() {
        let rule = Rule::RequiredIf("reason", Condition::OneOf("option", &["1", "2"]));
        assert!(broken(rule, &[("option", &["1"])]));
        assert!(broken(rule, &[("option", &["3", "2"])]), "a list contains one of the values");
        for given in
            [&[("option", &["3"] as &[&str])][..], &[("option", &[])], &[], &[("option", &["1"]), ("reason", &[])]]
        {
            assert!(!broken(rule, given), "{given:?}");
        }
        assert_eq!(rule.to_string(), "reason is required if option is 1 or 2");
        let rule = Rule::RequiredIf("file", Condition::IsSet("result"));
        assert!(broken(rule, &[("result", &[])]) && !broken(rule, &[]));
        assert_eq!(rule.to_string(), "file is required if result is set");
    }
}
