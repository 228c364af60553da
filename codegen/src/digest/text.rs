//! Short texts for Rust types and for properties of the wire format.

use crate::model::{App, Deprecated, Field, Limit, Literal, Presence, RateLimit, Token, Type, Window};

/// Returns the Rust type of a value.
pub(super) fn value(ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::Int32 => "i32".to_owned(),
        Type::Int64 => "i64".to_owned(),
        Type::Float => "f64".to_owned(),
        Type::String => "String".to_owned(),
        Type::Timestamp | Type::Seconds => "Timestamp".to_owned(),
        Type::Date => "Date".to_owned(),
        Type::Url => "Url".to_owned(),
        Type::Json => "Value".to_owned(),
        Type::File => "Upload".to_owned(),
        Type::Id(name) | Type::IntEnum(name) | Type::TextEnum(name) | Type::Object(name) => name.clone(),
        Type::Boxed(name) => format!("Box<{name}>"),
        Type::List(item) => format!("Vec<{}>", value(item)),
        Type::Map(item) => format!("Map<{}>", value(item)),
    }
}

/// Returns the Rust type of a struct field. Absent lists and maps are empty.
pub(super) fn field(field: &Field) -> String {
    let ty = value(&field.ty);
    let is_option = field.presence == Presence::Optional && !matches!(field.ty, Type::List(_) | Type::Map(_));
    let ty = if is_option { format!("Option<{ty}>") } else { ty };
    with_deprecation(ty, field.deprecated.as_ref())
}

pub(super) fn with_deprecation(text: String, deprecated: Option<&Deprecated>) -> String {
    match deprecated {
        None => text,
        Some(Deprecated::Nothing) => format!("{text}, deprecated"),
        Some(Deprecated::Use(instead)) => format!("{text}, deprecated for {instead}"),
    }
}

/// Returns the properties of a field other than its type.
pub(super) fn properties(field: &Field) -> Vec<String> {
    let mut properties = Vec::new();
    if field.as_string {
        properties.push("as string".to_owned());
    }
    if field.ty == Type::Seconds {
        properties.push("in seconds".to_owned());
    }
    if field.is_bare {
        properties.push("bare".to_owned());
    }
    if field.sensitive {
        properties.push("sensitive".to_owned());
    }
    if field.replaces_whole {
        properties.push("replaces stored values".to_owned());
    }
    if let Some(default) = &field.default {
        properties.push(format!("default {}", literal(default)));
    }
    properties.extend(field.limits.iter().map(limit));
    if !field.values.is_empty() {
        properties.push(format!("takes {}", field.values.iter().map(Literal::wire).collect::<Vec<_>>().join(", ")));
    }
    if !field.scopes.is_empty() {
        properties.push(format!("with {}", field.scopes.join(", ")));
    }
    properties
}

fn literal(literal: &Literal) -> &str {
    match literal {
        Literal::Text(text) => text,
        Literal::Named { wire, .. } => wire,
    }
}

fn limit(limit: &Limit) -> String {
    match limit {
        Limit::Range(min, max) => format!("range {}", span(*min, *max)),
        Limit::Length(min, max) => format!("length {}", span(*min, *max)),
        Limit::Items(min, max) => format!("items {}", span(*min, *max)),
    }
}

fn span<N: ToString>(min: Option<N>, max: Option<N>) -> String {
    let end = |end: Option<N>| end.map(|end| end.to_string()).unwrap_or_default();
    format!("{}..{}", end(min), end(max))
}

pub(super) fn rate_limit(limits: &RateLimit) -> String {
    let window = |window: &Window| format!("{} per {} s", window.calls, window.seconds);
    match limits {
        RateLimit::Unstated => "no limit stated".to_owned(),
        RateLimit::Special => "special limit".to_owned(),
        RateLimit::Windows(windows) => windows.iter().map(window).collect::<Vec<_>>().join(" and "),
    }
}

pub(super) fn app(app: App) -> &'static str {
    match app {
        App::Custom => "custom apps",
        App::Store => "store apps",
    }
}

pub(super) fn token(token: Token) -> &'static str {
    match token {
        Token::Tenant => "tenant token",
        Token::User => "user token",
    }
}
