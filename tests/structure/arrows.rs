//! Crates depend only on the crates that `ARCHITECTURE.md` allows, and the generator does not use the runtime.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error,
    fs,
};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::Item;
use tests::root;

use crate::{
    TestResult, crates,
    modules::{Modules, is_test},
};

/// For each crate, the crates of this repository on which it may depend. `None` means all.
type Allowed = BTreeMap<String, Option<BTreeSet<String>>>;

/// Parses the table under the heading `Dependencies between components`.
fn parse_table(architecture: &str) -> Option<Allowed> {
    let section = architecture.split("\n## ").find(|section| section.starts_with("Dependencies between components"))?;
    let quoted = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<BTreeSet<_>>();
    let mut allowed = Allowed::new();
    for row in section.lines().filter(|line| line.starts_with("| `")) {
        let mut cells = row.trim_matches('|').split('|');
        let (crates, may_use) = (quoted(cells.next()?), cells.next()?);
        let may_use = (may_use.trim() != "everything").then(|| quoted(may_use));
        allowed.extend(crates.into_iter().map(|name| (name, may_use.clone())));
    }
    Some(allowed)
}

/// Returns the name of a crate and its dependencies, including development dependencies.
fn parse_manifest(text: &str) -> Option<(String, BTreeSet<String>)> {
    let name = text.lines().find_map(|line| line.strip_prefix("name = \""))?.trim_end_matches('"').to_owned();
    let mut dependencies = BTreeSet::new();
    let mut is_dependency = false;
    for line in text.lines() {
        if let Some(section) = line.strip_prefix('[') {
            is_dependency = section.trim_end_matches(']').ends_with("dependencies");
        } else if is_dependency && let Some(name) = line.split([' ', '.', '=']).next() {
            dependencies.insert(name.to_owned());
        }
    }
    Some((name, dependencies))
}

#[test]
fn crates_depend_only_on_allowed_crates() -> TestResult {
    let allowed = parse_table(&fs::read_to_string(root().join("ARCHITECTURE.md"))?).ok_or("no table of arrows")?;
    let mut manifests = BTreeMap::new();
    for folder in crates()? {
        manifests.extend(parse_manifest(&fs::read_to_string(folder.join("Cargo.toml"))?));
    }
    assert_eq!(
        allowed.keys().collect::<Vec<_>>(),
        manifests.keys().collect::<Vec<_>>(),
        "the table must list every crate"
    );
    for (name, dependencies) in &manifests {
        // The examples of a crate may depend on the crate itself.
        let is_own = |other: &&String| manifests.contains_key(*other) && *other != name;
        let own: BTreeSet<_> = dependencies.iter().filter(is_own).cloned().collect();
        if let Some(Some(may_use)) = allowed.get(name) {
            assert_eq!(&own, may_use, "`{name}` must depend on exactly the listed crates");
        }
    }
    Ok(())
}

/// Names of the emitted crate and of its runtime.
const EMITTED: [&str; 2] = ["feishu_runtime", "feishu_hire"];

/// The mentions of the emitted crates, in code and in string literals.
#[derive(Default)]
struct Mentions {
    code: Vec<String>,
    texts: Vec<String>,
}

impl Mentions {
    /// Finds the mentions in code, but not in quotes and attributes.
    fn scan(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            let shown = token.to_string();
            match token {
                TokenTree::Group(group) if !is_quote_or_attribute(tokens.get(..at).unwrap_or_default()) => {
                    self.scan(group.stream())
                }
                TokenTree::Ident(_) if EMITTED.contains(&shown.as_str()) => self.code.push(shown),
                TokenTree::Literal(_) if EMITTED.iter().any(|name| shown.contains(name)) => self.texts.push(shown),
                _ => {}
            }
        }
    }
}

/// Whether the tokens before a group make it a quote or an attribute, such as a doc comment.
fn is_quote_or_attribute(before: &[TokenTree]) -> bool {
    let is_mark = |token: &TokenTree, mark| matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark);
    match before {
        [.., first, second] if is_mark(second, '!') => first.to_string() == "quote" || is_mark(first, '#'),
        [.., last] => is_mark(last, '#'),
        [] => false,
    }
}

fn find_mentions(text: &str) -> Result<Mentions, Box<dyn Error>> {
    let mut file = syn::parse_file(text)?;
    file.items.retain(|item| !matches!(item, Item::Mod(module) if is_test(&module.attrs)));
    let mut found = Mentions::default();
    for item in file.items {
        found.scan(item.into_token_stream());
    }
    Ok(found)
}

#[test]
fn the_generator_mentions_the_runtime_only_in_emitted_code() -> TestResult {
    let root_file = root().join("codegen/src/lib.rs");
    let modules = Modules::read(&root_file)?;
    let emit = root().join("codegen/src/emit");
    let mut emitting = 0;
    for file in modules.files() {
        if file.ends_with("names.rs") {
            continue;
        }
        let Mentions { code, texts } = find_mentions(&fs::read_to_string(file)?)?;
        assert!(code.is_empty(), "{} mentions {code:?} outside of `quote!`", file.display());
        assert!(texts.is_empty() || file.starts_with(&emit), "{} has the string literals {texts:?}", file.display());
        emitting += texts.len();
    }
    assert!(emitting > 0, "no mention found in the emitter, so no file was scanned");
    Ok(())
}

#[test]
fn mentions_in_quotes_are_ignored() -> TestResult {
    let text = r#"
        /// `feishu_runtime::Client`
        fn quoted() -> T { quote!(feishu_runtime::Date) }
        fn named(x: feishu_runtime::Date) -> &'static str { f(format!("use feishu_hire::{x}")) }
        #[cfg(test)]
        mod tests { use feishu_runtime::Url; }
    "#;
    let Mentions { code, texts } = find_mentions(text)?;
    assert_eq!((code, texts), (vec!["feishu_runtime".to_owned()], vec![r#""use feishu_hire::{x}""#.to_owned()]));
    Ok(())
}
