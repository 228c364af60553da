//! Rules across parameters and fields.

use super::value::Literal;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    AtLeastOneOf(Vec<String>),
    AtMostOneOf(Vec<String>),
    AllOrNone(Vec<String>),
    /// The first time is not after the second one.
    NotAfter(String, String),
    /// A field is required under a condition.
    RequiredIf(String, Condition),
}

/// The condition under which a field is required. Refers to another field of the same section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The other field is set.
    IsSet(String),
    /// The other field has one of these values, or is a list that contains one of them.
    OneOf(String, Vec<Literal>),
}

impl Rule {
    /// Returns the rule as a sentence.
    pub(crate) fn text(&self) -> String {
        let list = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        match self {
            Self::AtLeastOneOf(names) => format!("At least one of {} is required.", list(names)),
            Self::AtMostOneOf(names) => format!("At most one of {} can be set.", list(names)),
            Self::AllOrNone(names) => format!("Either all or none of {} must be set.", list(names)),
            Self::NotAfter(earlier, later) => format!("`{earlier}` must not be after `{later}`."),
            Self::RequiredIf(name, condition) => format!("`{name}` is required if {}.", condition.text()),
        }
    }

    /// Returns the rule as a sentence in Chinese.
    pub(crate) fn text_zh(&self) -> String {
        let list = |names: &[String]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join("、");
        match self {
            Self::AtLeastOneOf(names) => format!("{} 至少须设置一个。", list(names)),
            Self::AtMostOneOf(names) => format!("{} 最多只能设置一个。", list(names)),
            Self::AllOrNone(names) => format!("{} 须全部设置或全部不设置。", list(names)),
            Self::NotAfter(earlier, later) => format!("`{earlier}` 不能晚于 `{later}`。"),
            Self::RequiredIf(name, condition) => format!("{}时，`{name}` 必填。", condition.text_zh()),
        }
    }
}

impl Condition {
    /// Returns the name of the field that the condition refers to.
    pub(crate) fn field(&self) -> &str {
        match self {
            Self::IsSet(name) | Self::OneOf(name, _) => name,
        }
    }

    /// Returns the condition as a clause.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::IsSet(name) => format!("`{name}` is set"),
            Self::OneOf(name, values) => {
                let values: Vec<_> = values.iter().map(|value| format!("`{}`", value.name())).collect();
                format!("`{name}` is {}", values.join(" or "))
            }
        }
    }

    /// Returns the condition as a clause in Chinese.
    fn text_zh(&self) -> String {
        match self {
            Self::IsSet(name) => format!("设置 `{name}` "),
            Self::OneOf(name, values) => {
                let values: Vec<_> = values.iter().map(|value| format!("`{}`", value.name())).collect();
                format!("`{name}` 为 {} ", values.join(" 或 "))
            }
        }
    }
}
