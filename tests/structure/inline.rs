//! Code that many programs do not call is `#[inline]`, so that only programs that call it compile it; see `ARCHITECTURE.md`.

use std::fs;

use quote::ToTokens;
use syn::{Attribute, ImplItem, Item, Signature};
use tests::root;

use crate::{TestResult, rust_files};

/// Files and folders of the runtime.
const RARELY_CALLED: [&str; 4] = ["call/curl.rs", "call/custom.rs", "call/custom", "file"];

/// Collects the functions that are not `#[inline]`, outside of test modules.
#[derive(Default)]
struct Functions {
    inline: usize,
    others: Vec<String>,
}

impl Functions {
    fn add_all(&mut self, items: Vec<Item>) {
        for item in items {
            match item {
                Item::Fn(function) if !is_test(&function.attrs) => self.add(&function.attrs, &function.sig),
                Item::Mod(module) if !is_test(&module.attrs) => {
                    self.add_all(module.content.map(|(_, items)| items).unwrap_or_default());
                }
                Item::Impl(block) if !is_test(&block.attrs) => block.items.iter().for_each(|item| match item {
                    ImplItem::Fn(method) if !is_test(&method.attrs) => self.add(&method.attrs, &method.sig),
                    _ => {}
                }),
                _ => {}
            }
        }
    }

    fn add(&mut self, attributes: &[Attribute], signature: &Signature) {
        if attributes.iter().any(|attribute| attribute.path().is_ident("inline")) {
            self.inline += 1;
        } else {
            self.others.push(signature.ident.to_string());
        }
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.to_token_stream().to_string().contains("test"))
}

#[test]
fn rarely_called_functions_are_compiled_only_into_programs_that_call_them() -> TestResult {
    for folder in RARELY_CALLED {
        let mut all = 0;
        for file in rust_files(&root().join("runtime/src").join(folder))? {
            let mut functions = Functions::default();
            functions.add_all(syn::parse_file(&fs::read_to_string(&file)?)?.items);
            assert!(functions.others.is_empty(), "{}: add `#[inline]` to {:?}", file.display(), functions.others);
            all += functions.inline;
        }
        assert!(all > 0, "{folder} has no functions");
    }
    Ok(())
}
