//! Finds and replaces full paths in tokens.

use std::collections::{BTreeSet, HashSet};

use proc_macro2::{Delimiter, Group, Ident, TokenStream, TokenTree};

const OPTION: &str = "::std::option::Option";

/// A path at the start of a token sequence.
struct FoundPath {
    path: String,
    tokens: usize,
    last: Ident,
}

/// Returns the path of a type or a trait at the start of the tokens: `feishu_runtime::…`, `crate::…` or `::std::…`, up to the first part
/// in PascalCase. For `Option`, the path includes the variant, because the variants are in the prelude too.
fn path_at(tokens: &[TokenTree]) -> Option<FoundPath> {
    let colons = |at: usize| {
        let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == ':');
        colon(at) && colon(at + 1)
    };
    let mut path = String::new();
    let mut at = 0;
    if colons(0) {
        path.push_str("::");
        at = 2;
    }
    let Some(TokenTree::Ident(root)) = tokens.get(at) else { return None };
    let is_root = match at {
        0 => root == "feishu_runtime" || root == "crate",
        _ => root == "std",
    };
    if !is_root {
        return None;
    }
    path.push_str(&root.to_string());
    at += 1;
    while colons(at) {
        let Some(TokenTree::Ident(part)) = tokens.get(at + 2) else { return None };
        let text = part.to_string();
        path.push_str("::");
        path.push_str(&text);
        at += 3;
        if text.starts_with(|c: char| c.is_ascii_uppercase()) {
            if path == OPTION && colons(at) {
                continue;
            }
            let is_type = text.len() == 1 || text.contains(|c: char| c.is_ascii_lowercase());
            return is_type.then(|| FoundPath { path, tokens: at, last: part.clone() });
        }
    }
    None
}

/// Returns all paths in tokens.
pub(super) fn paths_in(tokens: &TokenStream) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    collect(tokens, &mut paths);
    paths
}

fn collect(tokens: &TokenStream, paths: &mut BTreeSet<String>) {
    let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut at = 0;
    while let Some(token) = all.get(at) {
        match token {
            TokenTree::Group(group) => collect(&group.stream(), paths),
            TokenTree::Ident(_) | TokenTree::Punct(_) => {
                if let Some(found) = all.get(at..).and_then(path_at) {
                    at += found.tokens;
                    paths.insert(found.path);
                    continue;
                }
            }
            TokenTree::Literal(_) => {}
        }
        at += 1;
    }
}

/// Replaces the paths in `short` by their last parts.
pub(super) fn shorten(tokens: &TokenStream, short: &HashSet<String>) -> TokenStream {
    let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut out = Vec::with_capacity(all.len());
    let mut at = 0;
    while let Some(token) = all.get(at) {
        let found = match token {
            TokenTree::Ident(_) | TokenTree::Punct(_) => all.get(at..).and_then(path_at),
            TokenTree::Group(_) | TokenTree::Literal(_) => None,
        };
        match (found, token) {
            (Some(found), _) if short.contains(&found.path) => {
                at += found.tokens;
                out.push(TokenTree::Ident(found.last));
            }
            (Some(found), _) => {
                out.extend(all.iter().skip(at).take(found.tokens).cloned());
                at += found.tokens;
            }
            (None, TokenTree::Group(group)) => {
                out.push(shorten_group(group, short));
                at += 1;
            }
            (None, token) => {
                out.push(token.clone());
                at += 1;
            }
        }
    }
    out.into_iter().collect()
}

fn shorten_group(group: &Group, short: &HashSet<String>) -> TokenTree {
    // Attributes and documentation contain no paths.
    if group.delimiter() == Delimiter::Bracket && is_doc(&group.stream()) {
        return TokenTree::Group(group.clone());
    }
    TokenTree::Group(Group::new(group.delimiter(), shorten(&group.stream(), short)))
}

pub(super) fn is_doc(tokens: &TokenStream) -> bool {
    matches!(tokens.clone().into_iter().next(), Some(TokenTree::Ident(ident)) if ident == "doc")
}
