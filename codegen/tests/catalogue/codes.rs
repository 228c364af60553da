//! Every code has an explanation. Its erroneous example causes exactly this error; its corrected example causes none.

use std::collections::BTreeSet;

use feishu_codegen::{Code, Sources, check};

use crate::{
    assert_snapshot,
    example::{Example, base},
};

/// Errors about whole files, which lines of YAML cannot show. `unusual_files.rs` and `tests/diagnostics` test them.
const WITHOUT_EXAMPLE: [Code; 4] = [Code::NotUtf8, Code::TooLarge, Code::MissingGroups, Code::Ungrouped];

#[test]
fn numbers_are_sorted_and_unique() {
    let numbers: Vec<&str> = Code::ALL.iter().map(|code| code.number()).collect();
    assert!(numbers.is_sorted() && numbers.iter().collect::<BTreeSet<_>>().len() == numbers.len());
    for code in Code::ALL {
        assert_eq!(Code::from_number(code.number()), Some(*code));
        assert!(code.number().len() == 5 && !code.title().ends_with('.') && code.explanation().len() > 80, "{code:?}");
    }
    assert_eq!(Code::from_number("12"), Some(Code::DuplicateKey));
    assert_eq!(Code::from_number("s0012"), Some(Code::DuplicateKey));
    assert_eq!(Code::from_number("S9999"), None);
    assert_eq!(Code::from_number("twelve"), None);
}

#[test]
fn corrected_examples_have_no_errors() {
    assert_eq!(base().report(), "no errors\n");
    let files = base().into_files();
    for code in Code::ALL {
        let Some(Example { right_at, right, .. }) = Example::of(*code) else {
            assert!(WITHOUT_EXAMPLE.contains(code), "{code:?} has no example");
            continue;
        };
        let text = files.iter().find(|(path, _)| path == right_at).map_or("", |(_, text)| text);
        assert!(text.contains(right), "{code:?}: not found in {right_at}:\n{right}");
    }
}

#[test]
fn erroneous_examples_have_only_the_explained_error() {
    let mut unexpected = Vec::new();
    for code in Code::ALL {
        let Some(example) = Example::of(*code) else { continue };
        let schema = example.erroneous_schema();
        let found = check(&Sources::from_files(schema.clone().into_files())).err().unwrap_or_default();
        let codes: BTreeSet<Code> = found.iter().map(|diagnostic| diagnostic.code).collect();
        if codes != BTreeSet::from([*code]) {
            unexpected.push(format!("{code:?}: {}", schema.report()));
        } else {
            assert_snapshot(code.number(), &schema.report());
        }
    }
    assert!(unexpected.is_empty(), "other errors than the explained one:\n{}", unexpected.join("\n"));
}
