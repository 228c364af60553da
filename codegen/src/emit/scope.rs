//! Shortens the paths of a file to names with a `use`, if the short name is unambiguous.
//!
//! The emitter writes every name of the runtime, of the standard library and of the schema as a full path, so that no name of the schema can
//! shadow another one. This module makes the result readable.

mod path;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::quote;

use self::path::{is_doc, paths_in, shorten};
use super::{Part, gate::Gate};

/// A Rust item of a file with its gate.
pub(super) struct Item {
    gate: Gate,
    body: Body,
    position: Position,
}

enum Body {
    Tokens(TokenStream),
    /// Unformatted text, and the full paths whose last parts it contains.
    Text {
        lines: String,
        paths: BTreeSet<String>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Position {
    /// Before the imports, with full paths: documentation, modules and re-exports.
    BeforeImports,
    /// After the imports, with short names.
    AfterImports,
}

impl From<TokenStream> for Item {
    fn from(tokens: TokenStream) -> Self {
        Self { gate: Gate::open(), body: Body::Tokens(tokens), position: Position::AfterImports }
    }
}

impl Item {
    pub(super) fn gated(gate: &Gate, tokens: TokenStream) -> Self {
        Self { gate: gate.clone(), body: Body::Tokens(tokens), position: Position::AfterImports }
    }

    /// Creates an item of unformatted text.
    pub(super) fn text(gate: &Gate, lines: String) -> Self {
        Self {
            gate: gate.clone(),
            body: Body::Text { lines, paths: BTreeSet::new() },
            position: Position::AfterImports,
        }
    }

    /// Adds a path whose last part the text contains.
    pub(super) fn naming(mut self, path: String) -> Self {
        if let Body::Text { paths, .. } = &mut self.body {
            paths.insert(path);
        }
        self
    }

    /// Creates an item before the imports, whose paths are not shortened.
    pub(super) fn head(gate: &Gate, tokens: TokenStream) -> Self {
        Self { gate: gate.clone(), body: Body::Tokens(tokens), position: Position::BeforeImports }
    }
}

impl Item {
    /// Returns the full paths that the item uses.
    fn paths(&self) -> BTreeSet<String> {
        match &self.body {
            Body::Tokens(tokens) => paths_in(tokens),
            Body::Text { paths, .. } => paths.clone(),
        }
    }

    /// Returns the full paths whose last parts the text contains.
    fn fixed(&self) -> Option<&BTreeSet<String>> {
        match &self.body {
            Body::Tokens(_) => None,
            Body::Text { paths, .. } => Some(paths),
        }
    }

    /// Converts the item to a part. `write` combines gate and tokens.
    fn part(self, write: impl FnOnce(&Gate, TokenStream) -> TokenStream) -> Part {
        match self.body {
            Body::Tokens(tokens) => Part::Tokens(write(&self.gate, tokens)),
            Body::Text { lines, .. } => Part::Text { attribute: self.gate.attribute(), lines },
        }
    }
}

/// Creates an item before the imports that is always compiled.
pub(super) fn head(tokens: TokenStream) -> Item {
    Item::head(&Gate::open(), tokens)
}

/// Names that need no `use`.
const PRELUDE: &[&str] =
    &["Box", "Default", "From", "Into", "IntoIterator", "None", "Option", "Result", "Some", "String", "Vec"];

/// Adds imports to the items of a file. `own` are the paths of the items that the file defines; `defined` are all type names of
/// the schema.
pub(super) fn add_imports(items: Vec<Item>, own: &BTreeSet<String>, defined: &HashSet<String>) -> Vec<Part> {
    let (heads, items): (Vec<Item>, Vec<Item>) =
        items.into_iter().partition(|item| item.position == Position::BeforeImports);
    let paths: Vec<BTreeSet<String>> = items.iter().map(Item::paths).collect();
    // Text always uses the short names of its paths, so no other path can use them.
    let fixed: BTreeSet<String> = items.iter().filter_map(Item::fixed).flatten().chain(own).cloned().collect();
    let short = short_names(paths.iter().flatten(), &fixed, defined);
    let mut gates: BTreeMap<&str, Vec<&Gate>> = BTreeMap::new();
    for (item, paths) in items.iter().zip(&paths) {
        for path in paths.iter().filter(|path| short.contains(path.as_str()) && needs_import(path, own)) {
            gates.entry(path).or_default().push(&item.gate);
        }
    }
    let mut by_gate: BTreeMap<Gate, BTreeMap<&str, Vec<&str>>> = BTreeMap::new();
    for (path, gates) in gates {
        let (module, name) = path.rsplit_once("::").unwrap_or(("crate", path));
        by_gate.entry(Gate::any(gates)).or_default().entry(module).or_default().push(name);
    }
    let uses: TokenStream = by_gate.iter().map(|(gate, modules)| emit_uses(gate, modules)).collect();
    let heads = heads.into_iter().map(|item| {
        item.part(|gate, tokens| {
            let cfg = gate.attribute();
            quote!(#cfg #tokens)
        })
    });
    let heads: Vec<Part> = heads.collect();
    let bodies = items.into_iter().map(|item| item.part(|gate, tokens| gated(gate, shorten(&tokens, &short))));
    heads.into_iter().chain([Part::Tokens(uses)]).chain(bodies).collect()
}

/// Inserts the gate after the documentation of an item.
fn gated(gate: &Gate, tokens: TokenStream) -> TokenStream {
    if gate.is_open() {
        return tokens;
    }
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_doc = |pair: &[TokenTree]| match pair {
        [TokenTree::Punct(hash), TokenTree::Group(group)] => hash.as_char() == '#' && is_doc(&group.stream()),
        _ => false,
    };
    let docs = 2 * tokens.chunks(2).take_while(|pair| is_doc(pair)).count();
    let (docs, rest) = tokens.split_at_checked(docs).unwrap_or((&[], &tokens));
    let cfg = gate.attribute();
    quote!(#(#docs)* #cfg #(#rest)*)
}

fn emit_uses(gate: &Gate, modules: &BTreeMap<&str, Vec<&str>>) -> TokenStream {
    let cfg = gate.attribute();
    let lines = modules.iter().map(|(module, names)| {
        let module: TokenStream = module.trim_start_matches("::").parse().unwrap_or_default();
        let names: Vec<_> = names.iter().map(|name| crate::names::ident(name)).collect();
        match names.as_slice() {
            [name] => quote!(#cfg use #module::#name;),
            names => quote!(#cfg use #module::{#(#names),*};),
        }
    });
    lines.collect()
}

fn needs_import(path: &str, own: &BTreeSet<String>) -> bool {
    let in_prelude = path.starts_with("::std::") && PRELUDE.contains(&last(path));
    !own.contains(path) && !in_prelude
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// Returns the paths that are shortened to their last part. Of two paths with the same last part, the closer one is shortened.
fn short_names<'a>(
    paths: impl Iterator<Item = &'a String>,
    own: &BTreeSet<String>,
    defined: &HashSet<String>,
) -> HashSet<String> {
    let mut nearest: BTreeMap<&str, (u8, &str)> = own.iter().map(|path| (last(path), (0, path.as_str()))).collect();
    for path in paths {
        let distance = distance(path, own);
        let is_foreign = distance > 1 && defined.contains(last(path));
        let found = nearest.get(last(path));
        if !is_foreign && found.is_none_or(|found| (distance, path.as_str()) < *found) {
            nearest.insert(last(path), (distance, path));
        }
    }
    nearest.into_values().map(|(_, path)| path.to_owned()).collect()
}

fn distance(path: &str, own: &BTreeSet<String>) -> u8 {
    match path {
        _ if own.contains(path) => 0,
        _ if path.starts_with("crate::model::") => 1,
        _ if path.starts_with("feishu_runtime::") => 2,
        _ if path.starts_with("crate::") => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(items: Vec<Item>, own: &[&str], defined: &[&str]) -> String {
        let own = own.iter().map(|path| (*path).to_owned()).collect();
        let defined = defined.iter().map(|name| (*name).to_owned()).collect();
        let printed = |part| match part {
            Part::Tokens(tokens) => format!("{tokens}\n"),
            Part::Text { attribute, lines } => format!("{attribute} {lines}"),
        };
        add_imports(items, &own, &defined).into_iter().map(printed).collect()
    }

    #[test]
    fn a_path_is_replaced_by_a_name_and_a_use() {
        let item = quote!(
            fn get() -> ::std::option::Option<feishu_runtime::Timestamp> {
                crate::model::Note::new()
            }
        );
        let shown = file(vec![item.into()], &["crate::model::Note"], &[]);
        assert_eq!(shown, "use feishu_runtime :: Timestamp ;\nfn get () -> Option < Timestamp > { Note :: new () }\n");
    }

    #[test]
    fn a_name_of_the_schema_takes_precedence() {
        let item = quote!(
            type A = ::std::option::Option<(crate::model::Option, crate::model::contact::Note, crate::model::Note)>;
        );
        let shown = file(vec![item.into()], &[], &["Option", "Note"]);
        assert!(shown.contains("(Option , crate :: model :: contact :: Note , Note)"), "{shown}");
        assert!(shown.contains(":: std :: option :: Option <"), "{shown}");
    }

    #[test]
    fn variants_of_option_are_short_unless_the_schema_has_their_names() {
        let item = quote!(
            const A: ::std::option::Option<bool> = ::std::option::Option::Some(true);
            const B: ::std::option::Option<bool> = ::std::option::Option::None;
        );
        let shown = file(vec![item.into()], &[], &["Some"]);
        assert!(shown.contains("Option < bool > = :: std :: option :: Option :: Some (true)"), "{shown}");
        assert!(shown.contains("Option < bool > = None"), "{shown}");
    }

    #[test]
    fn text_is_unchanged() {
        let text = Item::text(&Gate::open(), "object!(Note {});\n".to_owned());
        let text = text.naming("crate::model::contact::Note".to_owned());
        let item = quote!(
            type A = (crate::model::Note, crate::model::contact::Note);
        );
        let shown = file(vec![text, item.into()], &[], &["Note"]);
        assert!(shown.starts_with("use crate :: model :: contact :: Note ;\n object!(Note {});\n"), "{shown}");
        assert!(shown.contains("(crate :: model :: Note , Note)"), "{shown}");
    }

    #[test]
    fn an_import_has_the_gate_of_its_users() {
        let (a, b) = (Gate::of_group("a"), Gate::of_group("b"));
        let items = vec![
            Item::gated(
                &a,
                quote!(
                    type A = feishu_runtime::Date;
                ),
            ),
            Item::gated(
                &b,
                quote!(
                    type B = (feishu_runtime::Date, feishu_runtime::Url);
                ),
            ),
        ];
        let shown = file(items, &[], &[]);
        assert!(
            shown.contains("# [cfg (any (feature = \"a\" , feature = \"b\"))] use feishu_runtime :: Date"),
            "{shown}"
        );
        assert!(shown.contains("# [cfg (feature = \"b\")] use feishu_runtime :: Url"), "{shown}");
    }
}
