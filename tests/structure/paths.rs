//! Finds paths in tokens, such as `crate::wire::List`, `super::text` and `keys::Shape`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path as its segments.
pub(crate) type Path = Vec<String>;

/// Macros whose arguments are code of another crate.
const QUOTES: [&str; 2] = ["quote", "quote_spanned"];

/// Returns every path with at least two segments, including those in macros. A group such as `a::{b, c}` results in one path per member.
pub(crate) fn find_paths(tokens: TokenStream) -> Vec<Path> {
    let mut found = Vec::new();
    scan(tokens, &[], &mut found);
    found.retain(|path| path.len() > 1);
    found
}

fn scan(tokens: TokenStream, prefix: &[String], found: &mut Vec<Path>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = tokens.as_slice();
    while let [first, after @ ..] = rest {
        rest = match first {
            // A path that starts with `::` refers to another crate.
            _ if starts_with_colons(rest) => match after {
                [_, TokenTree::Ident(name), after @ ..] => read_path(prefix, name.to_string(), after, &mut Vec::new()),
                _ => after,
            },
            TokenTree::Ident(name) if is_quote(&name.to_string(), after) => after.get(2..).unwrap_or_default(),
            TokenTree::Ident(name) => read_path(prefix, name.to_string(), after, found),
            TokenTree::Group(group) => {
                scan(group.stream(), &[], found);
                after
            }
            _ => after,
        };
    }
}

/// Reads the rest of a path after its first segment. Returns the tokens after the path.
fn read_path<'t>(
    prefix: &[String],
    first: String,
    mut rest: &'t [TokenTree],
    found: &mut Vec<Path>,
) -> &'t [TokenTree] {
    let mut segments = [prefix, &[strip_raw(first)]].concat();
    while starts_with_colons(rest) {
        match rest.get(2) {
            Some(TokenTree::Ident(name)) => segments.push(strip_raw(name.to_string())),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                scan(group.stream(), &segments, found);
                return rest.get(3..).unwrap_or_default();
            }
            _ => break,
        }
        rest = rest.get(3..).unwrap_or_default();
    }
    found.push(segments);
    rest
}

/// Removes the prefix of a raw identifier.
fn strip_raw(name: String) -> String {
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}

fn starts_with_colons(tokens: &[TokenTree]) -> bool {
    let is_colon = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ':');
    matches!(tokens, [first, second, ..] if is_colon(first) && is_colon(second))
}

fn is_quote(name: &str, rest: &[TokenTree]) -> bool {
    QUOTES.contains(&name) && matches!(rest, [TokenTree::Punct(mark), TokenTree::Group(_), ..] if mark.as_char() == '!')
}

#[test]
fn finds_every_path_outside_of_quotes() -> Result<(), Box<dyn std::error::Error>> {
    let text = "fn f(a: super::A) -> ::std::B { use crate::{c::D, e::{self, F}}; m!(g::h(quote!(crate::I::J), k.l)) }";
    let shown: Vec<String> = find_paths(text.parse()?).iter().map(|path| path.join("::")).collect();
    assert_eq!(shown, ["super::A", "crate::c::D", "crate::e::self", "crate::e::F", "g::h"]);
    Ok(())
}
