//! Proposes names of types.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToUpperCamelCase;

/// The maximum length of a proposed name.
const MAX_NAME: usize = 30;

/// Words that are too vague as a complete name.
const VAGUE: [&str; 22] = [
    "Basic", "Common", "Content", "Data", "Detail", "Field", "Info", "Item", "Key", "Kind", "Level", "Mode", "Name",
    "Object", "Option", "Result", "Source", "State", "Status", "Text", "Type", "Value",
];

/// A type to be named.
pub(crate) struct UnnamedType<'a> {
    /// The names on the pages.
    pub(crate) titles: Vec<&'a str>,
    /// The types or resources that contain the type.
    pub(crate) owners: Vec<&'a str>,
    /// The resources and methods of the operations, such as `offer` and `get`.
    pub(crate) operations: Vec<(&'a str, &'a str)>,
    pub(crate) is_sent: bool,
}

/// Returns a free name of at most 30 characters without digits: the most frequent name on the pages, made unique with the name of its
/// user or of the operation.
pub(crate) fn propose_name(unnamed: &UnnamedType<'_>, taken: &BTreeSet<String>) -> String {
    let title = clean(&most_frequent(&unnamed.titles));
    let owner = clean(&most_frequent(&unnamed.owners));
    let (resource, method) = unnamed.operations.first().copied().unwrap_or_default();
    let (resource, method) = (clean(resource), clean(method));
    let plain = (!VAGUE.contains(&title.as_str())).then(|| title.clone());
    let suffix = if unnamed.is_sent { "Input" } else { "Entry" };
    let candidates = [
        join(&owner, &title),
        join(&resource, &title),
        format!("{title}{suffix}"),
        join(&format!("{resource}{owner}"), &title),
        join(&format!("{resource}{method}"), &title),
        join(&format!("{method}{resource}"), &title),
    ];
    let last = (b'A'..=b'Z').map(|letter| format!("{}{}", shorten(&title, MAX_NAME - 1), char::from(letter)));
    let candidates = plain.into_iter().chain(candidates).map(|name| shorten(&name, MAX_NAME)).chain(last);
    candidates.into_iter().find(|name| !name.is_empty() && !taken.contains(name)).unwrap_or(title)
}

/// Prefixes a name, unless it already starts with the prefix.
fn join(prefix: &str, title: &str) -> String {
    if title.starts_with(prefix) || prefix.ends_with(title) { title.to_owned() } else { format!("{prefix}{title}") }
}

/// Returns a name in `PascalCase` without digits.
fn clean(name: &str) -> String {
    let name: String = name.to_upper_camel_case().chars().filter(char::is_ascii_alphabetic).collect();
    if name.is_empty() { "Type".to_owned() } else { name }
}

/// Removes words from the start of a name until it is short enough.
fn shorten(name: &str, max: usize) -> String {
    let starts: Vec<usize> = name.char_indices().filter(|(_, c)| c.is_ascii_uppercase()).map(|(at, _)| at).collect();
    let fits = |at: &&usize| name.len() - **at <= max;
    let start = starts.iter().find(fits).copied().unwrap_or(name.len().saturating_sub(max));
    name.get(start..).unwrap_or(name).to_owned()
}

/// Returns the most frequent name. Of equally frequent names, the shortest and then the alphabetically first one is returned.
fn most_frequent(names: &[&str]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    names.iter().for_each(|name| *counts.entry(name).or_default() += 1);
    let best = counts.iter().min_by_key(|(name, count)| (std::cmp::Reverse(**count), name.len(), **name));
    best.map(|(name, _)| (*name).to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(titles: &[&str], owner: &str, taken: &[&str]) -> String {
        let unnamed = UnnamedType {
            titles: titles.to_vec(),
            owners: vec![owner],
            operations: vec![("offer", "get")],
            is_sent: false,
        };
        propose_name(&unnamed, &taken.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn the_name_of_the_page_is_used() {
        assert_eq!(named(&["bonus_amount", "BonusAmount2", "BonusAmount"], "Offer", &[]), "BonusAmount");
    }

    #[test]
    fn a_vague_or_used_name_gets_a_prefix() {
        assert_eq!(named(&["Status"], "Offer", &[]), "OfferStatus");
        assert_eq!(named(&["Plan"], "Offer", &["Plan"]), "OfferPlan");
        assert_eq!(named(&["Plan"], "Offer", &["Plan", "OfferPlan"]), "PlanEntry");
    }

    #[test]
    fn long_names_lose_their_first_words() {
        let name = named(&["EcoBackgroundCheckCustomFieldDataOption"], "Offer", &[]);
        assert_eq!(name, "CheckCustomFieldDataOption");
        assert!(name.len() <= MAX_NAME);
    }
}
