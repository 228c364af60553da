//! Regular expressions for the syntax of lines. Spaces around the parts of a line are optional.

use crate::check::call::METHODS;
use crate::check::enums::DEPRECATED;
use crate::check::plain::{BUILTIN, MAX_DEPTH};
use crate::check::rate::UNITS;
use crate::check::section::Section;
use crate::check::subject::Root;
use crate::error_class::ErrorClass;
use crate::model::Type;

/// A text for which [`is_key`](crate::check::is_key) is true.
pub(super) const KEY: &str = "^[A-Za-z_][A-Za-z0-9_]*$";
/// A text for which [`is_snake_case`](crate::check::is_snake_case) is true.
pub(super) const SNAKE: &str = "^[a-z][a-z0-9]*(_[a-z0-9]+)*$";
/// A resource, with its service as prefix unless that is `hire`.
pub(super) const RESOURCE: &str = "^([a-z][a-z0-9]*(_[a-z0-9]+)*\\.)?[a-z][a-z0-9]*(_[a-z0-9]+)*$";
/// A text in `PascalCase`.
pub(super) const PASCAL: &str = "^[A-Z][A-Za-z0-9]*$";
pub(super) const NOT_EMPTY: &str = "\\S";
pub(super) const SENTENCE: &str = "[.!?]\\s*$";
pub(super) const CHINESE_SENTENCE: &str = "[\u{3400}-\u{9fff}\u{f900}-\u{faff}][\\s\\S]*[。！？]\\s*$";
/// A text for which [`is_url`](crate::check::is_url) is true, with the scheme `https`.
pub(super) const HTTPS: &str = "^https://[^/\\s]\\S*$";
/// Like [`is_date`](crate::check::is_date), but without the lengths of months.
pub(super) const DATE: &str = "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$";
pub(super) const INT: &str = "^(0|-?[1-9]\\d*)$";
pub(super) const POSITIVE: &str = "^[1-9]\\d*$";
pub(super) const SCOPE: &str = "^\\S*:\\S*$";
pub(super) const RANGE: &str = "^\\s*(-?\\d+\\s*\\.\\.\\s*(-?\\d+)?|\\.\\.\\s*-?\\d+)\\s*$";
/// A non-empty part of a line, except the last one.
const PART: &str = "\\s*[^|\\s][^|]*";
/// The last part of a line: sentences, which may contain `|`.
const DOC: &str = "\\s*[^\\s][\\s\\S]*[.!?]\\s*";

/// Removes the anchors, so that the pattern can be part of another one.
fn without_anchors(pattern: &str) -> &str {
    pattern.trim_start_matches('^').trim_end_matches('$')
}

fn alternatives<T>(of: &[(&str, T)]) -> String {
    of.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("|")
}

pub(super) fn operation_id() -> String {
    let part = without_anchors(SNAKE);
    format!("^{part}(\\.{part}){{3}}$")
}

pub(super) fn call() -> String {
    let segment = format!("(:{}|[A-Za-z0-9_.-]+)", without_anchors(KEY));
    format!("^({})\\s+(/{segment})+/?$", alternatives(&METHODS))
}

pub(super) fn window() -> String {
    format!("^[1-9]\\d*\\s*/\\s*({})$", alternatives(&UNITS))
}

pub(super) fn event_type() -> String {
    let part = without_anchors(SNAKE);
    format!("^{part}\\.{part}\\.{part}$")
}

pub(super) fn quirk_path(roots: &[(&str, Root)]) -> String {
    format!("^({})(\\.{}(\\[\\]|\\{{\\}})*)*$", alternatives(roots), without_anchors(KEY))
}

/// The line of an id: `label | doc[ | owner]`.
pub(super) fn id() -> String {
    format!("^{PART}\\|\\s*[^|\\s][^|]*[.!?]\\s*(\\|\\s*{}\\s*)?$", without_anchors(PASCAL))
}

/// The line of a scope: `label | doc`.
pub(super) fn label_and_doc() -> String {
    format!("^{PART}\\|{DOC}$")
}

/// The line of an enum value: `name[, deprecated] | label | doc`.
pub(super) fn enum_value() -> String {
    format!("^\\s*{}\\s*(,\\s*{DEPRECATED}\\s*)?\\|{PART}\\|{DOC}$", without_anchors(SNAKE))
}

/// The line of an error code: `status | name | label | doc [| class]`.
pub(super) fn error() -> String {
    let classes: Vec<_> = ErrorClass::ALL.iter().map(|class| class.name()).collect();
    let classes = classes.join("|");
    format!(
        "^\\s*[1-5]\\d\\d\\s*\\|\\s*{}\\s*\\|{PART}\\|{PART}[.!?]\\s*(\\|\\s*({classes})\\s*)?$",
        without_anchors(SNAKE)
    )
}

/// The types that are allowed in a section. The check determines which built-in types are allowed.
fn ty(section: Section) -> String {
    let allowed = |ty: &Type| section.rejects(ty).is_none();
    let plain: Vec<&str> = BUILTIN.iter().filter(|(_, ty)| allowed(ty)).map(|(name, _)| *name).collect();
    let name = format!("({}|{})", plain.join("|"), without_anchors(PASCAL));
    let wraps = match (allowed(&Type::Map(Box::new(Type::String))), allowed(&Type::List(Box::new(Type::String)))) {
        (true, _) => format!("((list|map)\\s+of\\s+){{0,{MAX_DEPTH}}}"),
        (false, true) => "(list\\s+of\\s+)?".to_owned(),
        (false, false) => String::new(),
    };
    if section.is_text() {
        return format!("({wraps}{name})");
    }
    let encoded = format!("(timestamp|seconds|int64|float|json|{})\\s+as\\s+string", without_anchors(PASCAL));
    format!("({wraps}{name}|{encoded})")
}

/// The part before the first `|`.
fn head(section: Section) -> String {
    format!("\\s*{}\\s*(=\\s*[^,|\\s][^,|]*)?(,\\s*({})\\s*)*", ty(section), section.flags().join("|"))
}

/// The key `type` of the long form.
pub(super) fn type_key(section: Section) -> String {
    format!("^{}$", head(section))
}

/// A field in one line, or a shared parameter.
pub(super) fn line(section: Section) -> String {
    let field = format!("{}\\|\\s*[^|]*[.!?]\\s*(\\|\\s*\\S[\\s\\S]*)?", head(section));
    match section {
        Section::Response | Section::Payload | Section::Object | Section::Shared => format!("^{field}$"),
        _ => format!("^(\\s*shared(\\s+{})?\\s*|{field})$", without_anchors(KEY)),
    }
}
