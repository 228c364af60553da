//! Flags of an operation: from a field of the catalog to a clap argument, and from its values to JSON.

use std::ffi::OsStr;

use clap::{
    Arg, ArgAction, ArgMatches, Command,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
    error::ErrorKind,
};
use feishu_hire::Date;
use serde_json::Value;

use crate::{
    catalog::{EnumValue, Field, Named, Type, kebab},
    language::Language,
    text::Text,
    time::parse_millis,
};

/// Returns the flag of a field. Objects, and lists of them, have none.
pub(crate) fn flag(field: &Field, language: Language) -> Option<Arg> {
    let ty = field.ty();
    let (item, is_list) = if let Type::List(item) = &ty { (&**item, true) } else { (&ty, false) };
    let parser = Parser::of(item, field, language)?;
    let arg = Arg::new(field.flag().to_owned())
        .long(kebab(field.flag()))
        .value_name(parser.value_name())
        .help(short_help(field, language))
        .long_help(long_help(field, &parser, is_list))
        .hide_possible_values(true)
        .allow_negative_numbers(true);
    let arg = match parser.kind {
        Kind::Bool => arg.num_args(0..=1).default_missing_value("true"),
        _ => arg,
    };
    Some(arg.action(if is_list { ArgAction::Append } else { ArgAction::Set }).value_parser(parser))
}

/// Returns the value of a flag in JSON, if it is set.
pub(crate) fn value(field: &Field, matches: &ArgMatches) -> Option<Value> {
    let values: Vec<Value> = matches.try_get_many::<Value>(field.flag()).ok()??.cloned().collect();
    if matches!(field.ty(), Type::List(_)) { Some(Value::Array(values)) } else { values.into_iter().next() }
}

/// Returns whether the documentation does not list a value of an enum.
pub(crate) fn is_unlisted(field: &Field, value: &Value) -> bool {
    let ty = field.ty();
    let item = if let Type::List(item) = &ty { item } else { &ty };
    let Type::Named(named) = item else { return false };
    let Named::Enum(values) = &**named else { return false };
    let accepted = field.accepted();
    let is_listed = |code: &Value| {
        let found = values.iter().find(|value| value.code == *code);
        found.is_some_and(|value| accepted.is_empty() || accepted.contains(&&*value.code_text()))
    };
    match value {
        Value::Array(codes) => !codes.iter().all(is_listed),
        code => !is_listed(code),
    }
}

fn short_help(field: &Field, language: Language) -> String {
    let required = if field.is_required() { language.select(" [required]", "[必填]") } else { "" };
    let deprecated = if field.is_deprecated() { language.select(" [deprecated]", "[已废弃]") } else { "" };
    let doc = field.doc(language);
    format!("{}{required}{deprecated}", doc.lines().next().unwrap_or_default())
}

fn long_help(field: &Field, parser: &Parser, is_list: bool) -> String {
    let language = parser.language;
    let mut help = short_help(field, language);
    let mut line = |text: String| {
        help.push('\n');
        help.push_str(&text);
    };
    if let Kind::Id(zh) = &parser.kind
        && language == Language::Chinese
    {
        line(zh.clone());
    }
    if let Kind::Timestamp | Kind::Seconds = parser.kind {
        line(
            language
                .select(
                    "A date (0:00 in UTC+8), RFC 3339, or milliseconds.",
                    "日期（UTC+8 零点）、RFC 3339 时间或毫秒时间戳。",
                )
                .to_owned(),
        );
    }
    if is_list {
        line(language.select("Repeat the flag for several values.", "多个值请重复此选项。").to_owned());
    }
    if let Some(default) = field.default_value() {
        line(format!("{}{}", language.select("Default: ", "默认值："), parser.shown(default)));
    }
    if let Kind::Enum(values) = &parser.kind {
        line(language.select("Values:", "可选值：").to_owned());
        for value in values {
            let code = value.code_text();
            let code = if code == value.name { String::new() } else { format!(" ({code})") };
            let label = value.label(language);
            line(
                language.select(format!("  {}{code}: {label}", value.name), format!("  {}{code}：{label}", value.name)),
            );
        }
    }
    if let Some(example) = field.example().and_then(first_text) {
        line(format!("{}{}", language.select("Example: ", "示例："), parser.shown(example)));
    }
    help
}

/// Returns the first text of an example, which may be a list.
pub(crate) fn first_text(example: &Value) -> Option<&str> {
    match example {
        Value::Array(items) => first_text(items.first()?),
        example => example.as_str(),
    }
}

/// Reads the values of a flag.
#[derive(Clone)]
pub(crate) struct Parser {
    kind: Kind,
    /// The language of its errors.
    language: Language,
    /// Whether JSON has the value as a string.
    as_string: bool,
}

#[derive(Clone)]
enum Kind {
    Bool,
    Integer(i64, i64),
    Float,
    Text,
    Timestamp,
    Seconds,
    Date,
    File,
    /// By the Chinese name of the id.
    Id(String),
    Enum(Vec<EnumValue>),
}

impl Parser {
    /// Returns the parser of a type, if it has one.
    pub(crate) fn of(ty: &Type, field: &Field, language: Language) -> Option<Self> {
        let kind = match ty {
            Type::Bool => Kind::Bool,
            Type::Int32 => Kind::Integer(i32::MIN.into(), i32::MAX.into()),
            Type::Int64 => Kind::Integer(i64::MIN, i64::MAX),
            Type::Float => Kind::Float,
            Type::Text | Type::Url => Kind::Text,
            Type::Timestamp => Kind::Timestamp,
            Type::Seconds => Kind::Seconds,
            Type::Date => Kind::Date,
            Type::File => Kind::File,
            Type::Json | Type::List(_) | Type::Map(_) => return None,
            Type::Named(named) => match &**named {
                Named::Id(zh) => Kind::Id(zh.clone()),
                Named::Object(_) => return None,
                Named::Enum(values) => {
                    let accepted = field.accepted();
                    let is_accepted =
                        |value: &&EnumValue| accepted.is_empty() || accepted.contains(&&*value.code_text());
                    Kind::Enum(values.iter().filter(is_accepted).cloned().collect())
                }
            },
        };
        Some(Self { kind, language, as_string: field.is_as_string() })
    }

    fn value_name(&self) -> &'static str {
        match self.kind {
            Kind::Bool => "true|false",
            Kind::Integer(..) | Kind::Float => "NUMBER",
            Kind::Text => "TEXT",
            Kind::Timestamp | Kind::Seconds => "TIME",
            Kind::Date => "DATE",
            Kind::File => "FILE",
            Kind::Id(_) => "ID",
            Kind::Enum(_) => "VALUE",
        }
    }

    /// Returns how a code of the catalog is written on the command line.
    pub(crate) fn shown(&self, code: &str) -> String {
        match &self.kind {
            Kind::Enum(values) => values.iter().find(|value| value.code_text() == code).map(|value| value.name.clone()),
            _ => None,
        }
        .unwrap_or_else(|| code.to_owned())
    }

    /// Reads a text. Enums are read before.
    fn read(&self, text: &str) -> Result<Value, Text> {
        let number = |number: i64| if self.as_string { Value::from(number.to_string()) } else { Value::from(number) };
        match &self.kind {
            Kind::Bool => text
                .parse::<bool>()
                .map(Value::from)
                .map_err(|_| Text::new("expected true or false", "应为 true 或 false")),
            Kind::Integer(min, max) => match text.parse::<i64>() {
                Ok(value) if (min..=max).contains(&&value) => Ok(number(value)),
                _ => Err(Text::new("expected an integer", "应为整数")),
            },
            Kind::Float => {
                let value: f64 = text.parse().map_err(|_| Text::new("expected a number", "应为数字"))?;
                Ok(if self.as_string { Value::from(text) } else { Value::from(value) })
            }
            Kind::Timestamp => parse_millis(text).map(number),
            Kind::Seconds => parse_millis(text).map(|millis| number(millis.div_euclid(1000))),
            Kind::Date => match text.parse::<Date>() {
                Ok(_) => Ok(Value::from(text)),
                Err(_) => Err(Text::new("expected a date such as 2026-11-01", "应为日期，如 2026-11-01")),
            },
            // Like the ids of the library, which removes whitespace that was copied with an id.
            Kind::Id(_) => Ok(Value::from(text.trim())),
            Kind::Text | Kind::File | Kind::Enum(_) => Ok(Value::from(text)),
        }
    }

    /// Reads a value that the documentation does not list, which Feishu may have added: a code like the others. Some texts are numbers.
    fn read_unlisted(values: &[EnumValue], text: &str) -> Option<Value> {
        let number = text.parse::<i64>().ok();
        if values.iter().any(|value| value.code.is_number()) {
            return number.map(Value::from);
        }
        let is_numeric = values.iter().all(|value| value.code_text().parse::<i64>().is_ok());
        let fits = if is_numeric { number.is_some() } else { !text.trim().is_empty() };
        fits.then(|| Value::from(text))
    }

    fn names_and_codes(&self) -> Vec<PossibleValue> {
        let Kind::Enum(values) = &self.kind else { return Vec::new() };
        let codes = values.iter().map(|value| (value.code_text(), value)).filter(|(code, value)| *code != value.name);
        let names = values.iter().map(|value| (value.name.clone(), value));
        names
            .chain(codes)
            .map(|(text, value)| PossibleValue::new(text).help(value.label(self.language).to_owned()))
            .collect()
    }
}

impl TypedValueParser for Parser {
    type Value = Value;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, text: &OsStr) -> Result<Value, clap::Error> {
        if let Kind::Enum(values) = &self.kind {
            let listed = values.iter().find(|value| text == value.name.as_str() || text == value.code_text().as_str());
            let code = listed.map(|value| value.code.clone());
            if let Some(code) = code.or_else(|| Self::read_unlisted(values, text.to_str()?)) {
                return Ok(code);
            }
            // Its error names the values.
            PossibleValuesParser::new(self.names_and_codes()).parse_ref(command, arg, text)?;
            return Err(clap::Error::new(ErrorKind::InvalidValue).with_cmd(command));
        }
        let parser = self.clone();
        (move |text: &str| parser.read(text).map_err(|problem| problem.get(parser.language).to_owned()))
            .parse_ref(command, arg, text)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        match self.kind {
            Kind::Enum(_) => Some(Box::new(self.names_and_codes().into_iter())),
            Kind::Bool => Some(Box::new(["true", "false"].into_iter().map(PossibleValue::new))),
            _ => None,
        }
    }
}
