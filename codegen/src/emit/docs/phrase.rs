//! Phrases that several descriptions contain.

/// Returns `doc` followed by the Chinese name.
pub(in crate::emit) fn with_zh(doc: &str, zh: Option<&str>) -> String {
    match zh {
        Some(zh) => format!("{} ({zh})", doc.trim()),
        None => doc.trim().to_owned(),
    }
}

pub(super) fn list_any_of(names: &[String]) -> String {
    match names {
        [one] => format!("`{one}`"),
        _ => format!("any of {}", format_code_list(names)),
    }
}

pub(super) fn format_code_list(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
