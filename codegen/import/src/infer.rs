//! Infers types from descriptions, names and samples.

use feishu_codegen::draft::{is_date, is_number, is_url};
use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::describe::{Description, Limits};
use crate::drafted::{DraftField, Ty};
use crate::kind::Kind;
use crate::known::KnownDefinitions;
use crate::links::linked_resource;
use crate::sample::Sample;
use crate::source::{CallPart, FieldSource};

/// Returns the kind of a field, corrected according to its children and its samples.
pub(crate) fn resolve_kind(kind: Kind, has_children: bool, values: &[&Sample], notes: &mut Vec<String>) -> Kind {
    let seen = values.iter().find(|value| !matches!(value, Sample::Null));
    if matches!(kind, Kind::Object(_)) && !has_children && have_mixed_kinds(values) {
        notes.push("check: the samples have values of different kinds".to_owned());
        return Kind::Unknown;
    }
    if kind == Kind::Unknown && !has_children {
        match kind_of_values(&kind, values, notes) {
            None => return Kind::Unknown,
            Some(Kind::Unknown) => {}
            Some(seen) => return seen,
        }
    }
    let is_empty_list = |value: &Sample| matches!(value, Sample::Array(items) if items.is_empty());
    let settled = match (&kind, seen) {
        (Kind::Unknown, Some(value)) if !has_children || matches!(value, Sample::Array(_)) => kind_of_sample(value),
        (Kind::Unknown, _) if has_children => Kind::Object(String::new()),
        // The documented type contradicts the sample or the child fields.
        (Kind::Object(name), Some(Sample::Array(_))) => Kind::List(Box::new(Kind::Object(name.clone()))),
        (Kind::Object(_), Some(value @ (Sample::Text(_) | Sample::Number(_) | Sample::Bool(_)))) if !has_children => {
            kind_of_sample(value)
        }
        (Kind::List(item), Some(Sample::Object(_))) if item.object().is_some() => (**item).clone(),
        (Kind::Text | Kind::Int | Kind::Int64, None) if has_children => Kind::Object(String::new()),
        (Kind::Text | Kind::Int | Kind::Int64, Some(Sample::Object(_))) => Kind::Object(String::new()),
        (Kind::Text | Kind::Int | Kind::Int64, Some(Sample::Array(_))) if has_children => {
            Kind::List(Box::new(Kind::Object(String::new())))
        }
        (Kind::Text | Kind::Int | Kind::Int64, Some(Sample::Array(_))) => Kind::List(Box::new(kind.clone())),
        _ => return kind,
    };
    if kind != Kind::Unknown && settled != kind && !seen.is_some_and(|value| is_empty_list(value)) {
        let source = if seen.is_some() { "its sample" } else { "its child fields" };
        notes.push(format!("check: the documented type contradicts {source}; drafted from {source}"));
        return settled;
    }
    if kind == Kind::Unknown { settled } else { kind }
}

/// Returns the kind of the values of a map. Pages often document strings for other scalars, so the sample determines the kind of scalars. Returns
/// `None` if the samples have values of different kinds.
pub(crate) fn kind_of_values(documented: &Kind, values: &[&Sample], notes: &mut Vec<String>) -> Option<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    for kind in values.iter().map(|value| kind_of_sample(value)).filter(|kind| *kind != Kind::Unknown) {
        match kind {
            Kind::Int if kinds.contains(&Kind::Float) => {}
            Kind::Float => {
                kinds.retain(|kind| *kind != Kind::Int && *kind != Kind::Float);
                kinds.push(Kind::Float);
            }
            kind if kinds.contains(&kind) => {}
            kind => kinds.push(kind),
        }
    }
    match (documented, kinds.as_slice()) {
        (Kind::Text | Kind::Bool | Kind::Unknown, [seen @ (Kind::Bool | Kind::Int | Kind::Float | Kind::Text)])
        | (Kind::Int | Kind::Int64, [seen @ (Kind::Bool | Kind::Float | Kind::Text)])
        | (Kind::Float, [seen @ (Kind::Bool | Kind::Text)]) => {
            if documented != seen && *documented != Kind::Unknown {
                notes.push("check: the documented type contradicts its sample; drafted from its sample".to_owned());
            }
            Some(seen.clone())
        }
        (_, [] | [_]) => Some(documented.clone()),
        _ => {
            notes.push("check: the samples have values of different kinds".to_owned());
            None
        }
    }
}

/// Whether the values are of different kinds: objects, lists, scalars.
fn have_mixed_kinds(values: &[&Sample]) -> bool {
    let kinds = values.iter().filter_map(|value| match value {
        Sample::Null => None,
        Sample::Object(_) => Some(0),
        Sample::Array(_) => Some(1),
        Sample::Bool(_) | Sample::Number(_) | Sample::Text(_) => Some(2),
    });
    let mut kinds = kinds.peekable();
    kinds.peek().copied().is_some_and(|first| kinds.any(|kind| kind != first))
}

/// Returns the kind of a sample value.
fn kind_of_sample(value: &Sample) -> Kind {
    match value {
        Sample::Null => Kind::Unknown,
        Sample::Bool(_) => Kind::Bool,
        Sample::Number(text) if text.contains(['.', 'e', 'E']) => Kind::Float,
        Sample::Number(_) => Kind::Int,
        Sample::Text(_) => Kind::Text,
        Sample::Array(_) => Kind::List(Box::new(Kind::Unknown)),
        Sample::Object(_) => Kind::Object(String::new()),
    }
}

/// Returns the items of a list, or a value that is not a list as the only item.
pub(crate) fn items(value: &Sample) -> Vec<&Sample> {
    match value {
        Sample::Array(items) => items.iter().collect(),
        Sample::Null => Vec::new(),
        other => vec![other],
    }
}

/// Returns the type of a single value. `values` are the values of the field in the samples.
pub(crate) fn infer_scalar_type(
    known: &KnownDefinitions,
    kind: &Kind,
    source: FieldSource<'_>,
    values: &[&Sample],
    field: &mut DraftField,
) -> Ty {
    let described = source.described;
    let shown = shown_values(described, values);
    let unit = find_unit(&described.text);
    match kind {
        Kind::Bool => Ty::Plain("bool"),
        Kind::Float => infer_number_type("float", source, values, field),
        Kind::Int | Kind::Int64 => {
            let ty = infer_integer_type(kind, source, unit, &shown, field);
            infer_number_type(ty, source, values, field)
        }
        _ if unit == Some(Unit::Millis) && all_match(&shown, is_integer) => {
            if source.part.is_text() {
                Ty::Plain("timestamp")
            } else {
                Ty::AsString("timestamp")
            }
        }
        _ if unit.is_none() && is_time(source) && are_millis(&shown) => {
            if source.part.is_text() {
                Ty::Plain("timestamp")
            } else {
                Ty::AsString("timestamp")
            }
        }
        _ if !source.part.is_text()
            && unit != Some(Unit::Millis)
            && (unit.is_some() || is_time(source))
            && are_seconds(&shown) =>
        {
            Ty::AsString("seconds")
        }
        _ => {
            if unit.is_some() && unit != Some(Unit::Millis) {
                field.notes.push("check: the time is not in milliseconds".to_owned());
            } else if unit == Some(Unit::Millis) {
                field.notes.push("check: the time is documented in milliseconds, but the values are not".to_owned());
            }
            infer_string_type(known, source, &shown, field)
        }
    }
}

/// Returns the type of a number: as string if the samples of the response have numbers in strings.
fn infer_number_type(ty: &'static str, source: FieldSource<'_>, values: &[&Sample], field: &mut DraftField) -> Ty {
    let is_text = |value: &&Sample| matches!(value, Sample::Text(text) if is_number(text));
    if source.part != CallPart::Response || values.is_empty() || !values.iter().all(is_text) {
        return Ty::Plain(ty);
    }
    field
        .notes
        .push("check: the page documents a number, but the sample has a string that contains a number".to_owned());
    Ty::AsString(if ty == "int32" { "int64" } else { ty })
}

/// Returns the type of an integer: `timestamp`, `seconds`, `int64` or `int32`.
fn infer_integer_type(
    kind: &Kind,
    source: FieldSource<'_>,
    unit: Option<Unit>,
    shown: &[String],
    field: &mut DraftField,
) -> &'static str {
    let described = source.described;
    let is_time = is_time(source);
    if unit == Some(Unit::Millis) || (unit.is_none() && is_time && are_millis(shown)) {
        return "timestamp";
    }
    if unit.is_none() && is_time && !source.part.is_text() && are_seconds(shown) {
        return "seconds";
    }
    if unit == Some(Unit::Seconds) {
        if !source.part.is_text() && (shown.is_empty() || are_seconds(shown)) {
            return "seconds";
        }
        field.notes.push("check: the time is in seconds".to_owned());
        return "int64";
    }
    let wide = shown.iter().any(|text| text.parse::<i64>().is_ok() && text.parse::<i32>().is_err());
    let wide =
        wide || [described.range.0, described.range.1].into_iter().flatten().any(|end| i32::try_from(end).is_err());
    if *kind == Kind::Int64 || wide || described.text.contains("int64") || is_time { "int64" } else { "int32" }
}

/// Whether a field is a time, by its name or its description.
fn is_time(source: FieldSource<'_>) -> bool {
    let (name, text) = (source.name(), &source.described.text);
    let named = ["time", "date", "birthday"].iter().any(|word| name.contains(word)) || name.ends_with("_at");
    named || ["时间", "日期", "生日"].iter().any(|word| text.contains(word))
}

/// Whether there are values, all of them milliseconds of the years 2001 to 2286.
fn are_millis(shown: &[String]) -> bool {
    !shown.is_empty() && all_match(shown, |text| text.len() == 13 && is_integer(text))
}

/// Whether there are values, all of them seconds of the years 2001 to 2286.
fn are_seconds(shown: &[String]) -> bool {
    !shown.is_empty() && all_match(shown, |text| text.len() == 10 && is_integer(text))
}

/// Returns the type of a string: an id, `url`, `date` or `string`.
fn infer_string_type(
    known: &KnownDefinitions,
    source: FieldSource<'_>,
    shown: &[String],
    field: &mut DraftField,
) -> Ty {
    let FieldSource { owner, described, .. } = source;
    let name = source.name();
    if let Some(id) = find_id_type(known, name, owner, &described.text) {
        return Ty::Named(id);
    }
    // A query contains only text, so a number is sent in the same way as a string.
    if source.part == CallPart::Query && name == "page_size" && all_match(shown, is_integer) {
        return Ty::Plain("int32");
    }
    let is_link = name == "url" || name.ends_with("_url") || name == "link" || name.ends_with("_link");
    let may_be_id = ["/ID", "/ ID", "ID/", "或 ID", "或ID"].iter().any(|word| described.text.contains(word));
    if is_link && !may_be_id && all_match(shown, is_url) {
        return Ty::Plain("url");
    }
    let dated = name.contains("date") || name.contains("birthday") || described.text.contains("日期");
    if dated && !shown.is_empty() && all_match(shown, is_date) {
        return Ty::Plain("date");
    }
    let resource = linked_resource(&source.node.row.text).filter(|_| is_name_of_id(name));
    if let Some(id) = resource.as_deref().and_then(|resource| known.find_id(&format!("{resource}_id"))) {
        field.notes.push(format!("check: `{id}`, because the page links to an operation that returns it"));
        return Ty::Named(id.to_owned());
    }
    if resource.is_some() || name == "id" || name.ends_with("_id") {
        let own = if name == "id" { format!("{owner}_id") } else { name.to_owned() };
        let wanted = resource.map_or(own, |resource| format!("{resource}_id"));
        field.notes.push(format!("suggestion: define an id type `{}`", wanted.to_upper_camel_case()));
    }
    Ty::Plain("string")
}

/// Whether a field with this name holds an id or a list of ids.
fn is_name_of_id(name: &str) -> bool {
    let singular = name.strip_suffix("_list").or_else(|| name.strip_suffix('s')).unwrap_or(name);
    singular == "id" || singular.ends_with("_id")
}

/// Finds the shared id type of a field by its name, the name of its owner, or the parameter that selects the type of id.
fn find_id_type(known: &KnownDefinitions, name: &str, owner: &str, text: &str) -> Option<String> {
    if name.ends_with("id_type") {
        return None;
    }
    let by_parameter = ["user_id_type", "department_id_type", "job_level_id_type", "job_family_id_type"]
        .into_iter()
        .find(|parameter| text.contains(parameter))
        .and_then(|parameter| known.find_id(parameter.trim_end_matches("_type")));
    let own = (name == "id").then(|| format!("{}_id", owner.to_upper_camel_case().to_snake_case()));
    let found = by_parameter.or_else(|| known.find_id(name)).or_else(|| known.find_id(own.as_deref()?));
    found.map(str::to_owned)
}

/// Returns the values in the samples as texts. Without samples, returns the example.
fn shown_values(described: &Description, values: &[&Sample]) -> Vec<String> {
    let texts = values.iter().filter_map(|value| match value {
        Sample::Number(text) | Sample::Text(text) => Some(text.clone()),
        _ => None,
    });
    let shown: Vec<String> = texts.collect();
    if shown.is_empty() { described.example.iter().cloned().collect() } else { shown }
}

/// Whether all values satisfy a condition.
fn all_match(shown: &[String], is: impl Fn(&str) -> bool) -> bool {
    shown.iter().all(|text| is(text))
}

fn is_integer(text: &str) -> bool {
    text.parse::<i64>().is_ok()
}

/// The unit of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Millis,
    Seconds,
}

fn find_unit(text: &str) -> Option<Unit> {
    let lower = text.to_lowercase();
    let is_time =
        lower.contains("时间") || lower.contains("timestamp") || lower.contains("日期") || lower.contains("time");
    if ["毫秒", "（ms）", "(ms)", "单位：ms", "单位:ms", "millisecond"].iter().any(|word| lower.contains(word))
    {
        return (is_time || lower.contains("戳")).then_some(Unit::Millis);
    }
    ["秒级时间戳", "秒时间戳", "单位：秒", "单位为秒", "unix 时间戳", "（s）", "in seconds"]
        .iter()
        .any(|word| lower.contains(word))
        .then_some(Unit::Seconds)
        .filter(|_| is_time)
}

/// Adds the limits of the value, its length or its number of items.
pub(crate) fn add_limits(field: &mut DraftField, described: &Description) {
    let number = matches!(field.ty, Ty::Plain("int32" | "int64" | "float" | "timestamp") | Ty::AsString(_));
    let list = matches!(field.ty, Ty::List(_));
    let ends = |(from, to): Limits| {
        let end = |end: Option<i64>| end.map(|end| end.to_string()).unwrap_or_default();
        let holds = from.zip(to).is_none_or(|(from, to)| from <= to);
        ((from.is_some() || to.is_some()) && holds).then(|| format!("{}..{}", end(from), end(to)))
    };
    if number {
        field.keys.extend(ends(described.range).map(|ends| ("range", ends)));
    } else if list {
        let limits = if described.length == (None, None) { described.range } else { described.length };
        if limits.0.unwrap_or(0) >= 0 {
            field.keys.extend(ends(limits).map(|ends| ("items", ends)));
        }
    } else if matches!(field.ty, Ty::Plain("string" | "url")) && described.length.0.unwrap_or(0) >= 0 {
        field.keys.extend(ends(described.length).map(|ends| ("length", ends)));
    }
}

/// Whether a value is within the limits of the field.
pub(crate) fn is_within(field: &DraftField, text: &str) -> bool {
    let value = |key: &str| match key {
        "range" => text.parse::<i64>().ok(),
        "length" => i64::try_from(text.chars().count()).ok(),
        _ => None,
    };
    field.keys.iter().all(|(key, ends)| {
        let (Some(value), Some((from, to))) = (value(key), ends.split_once("..")) else { return true };
        from.parse::<i64>().map_or(true, |from| from <= value) && to.parse::<i64>().map_or(true, |to| value <= to)
    })
}

/// Whether a text is a value of a type.
pub(crate) fn parses(ty: &Ty, text: &str) -> bool {
    let (Ty::Plain(name) | Ty::AsString(name)) = ty else { return true };
    match *name {
        "bool" => matches!(text, "true" | "false"),
        "int32" => text.parse::<i32>().is_ok_and(|n| n.to_string() == text),
        "int64" | "timestamp" => text.parse::<i64>().is_ok_and(|n| n.to_string() == text),
        "float" => is_number(text),
        "date" => is_date(text),
        "url" => is_url(text),
        _ => true,
    }
}

/// Returns the singular of a name: `item` for `items`, `talent` for `talent_list`.
pub(crate) fn singular(name: &str) -> String {
    if let Some(stem) = name.strip_suffix("_list").filter(|stem| !stem.is_empty()) {
        return stem.to_owned();
    }
    if let Some(stem) = name.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return format!("{stem}y");
    }
    let hissing = |stem: &&str| ["ss", "x", "tch", "nch", "sh", "tus"].iter().any(|end| stem.ends_with(end));
    if let Some(stem) = name.strip_suffix("es").filter(hissing) {
        return stem.to_owned();
    }
    let plural = name.ends_with('s')
        && !name.ends_with("ss")
        && !name.ends_with("us")
        && !name.ends_with("is")
        && name.len() > 3;
    if plural { name.trim_end_matches('s').to_owned() } else { name.to_owned() }
}
