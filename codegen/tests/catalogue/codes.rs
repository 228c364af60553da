//! Every code: it is explained, its wrong example yields it and nothing else, its right example is right.

use std::collections::BTreeSet;

use feishu_codegen::{Code, Sources, check};

use crate::{
    example::{Example, base},
    told,
};

/// Mistakes about files as a whole, which no lines of YAML show; `odd.rs` and `tests/diagnostics` have their cases.
const WITHOUT_EXAMPLE: [Code; 4] = [Code::NotUtf8, Code::TooLarge, Code::NoGroups, Code::Ungrouped];

#[test]
fn numbers_are_sorted_and_given_once() {
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
fn what_is_right_is_right() {
    assert_eq!(base().report(), "no mistake\n");
    let files = base().into_files();
    for code in Code::ALL {
        let Some(Example { right_at, right, .. }) = Example::of(*code) else {
            assert!(WITHOUT_EXAMPLE.contains(code), "{code:?} has no example");
            continue;
        };
        let text = files.iter().find(|(path, _)| path == right_at).map_or("", |(_, text)| text);
        assert!(text.contains(right), "{code:?}: this does not stand in {right_at}:\n{right}");
    }
}

#[test]
fn what_is_wrong_is_told() {
    let mut others = Vec::new();
    for code in Code::ALL {
        let Some(example) = Example::of(*code) else { continue };
        let schema = example.mistaken();
        let found = check(&Sources::from_files(schema.clone().into_files())).err().unwrap_or_default();
        let codes: BTreeSet<Code> = found.iter().map(|mistake| mistake.code).collect();
        if codes != BTreeSet::from([*code]) {
            others.push(format!("{code:?}: {}", schema.report()));
        } else {
            told(code.number(), &schema.report());
        }
    }
    assert!(others.is_empty(), "not the mistake that is explained:\n{}", others.join("\n"));
}
