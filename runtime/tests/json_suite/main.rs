//! A public conformance suite for JSON parsers, applied to `serde_json` and to the client's reader.
//!
//! The first test verifies that the data is complete and unmodified.

mod cases;

use std::collections::BTreeMap;

use feishu_runtime::{
    List, Map, RawJson,
    wire::{Reader, Slot as _},
};

use cases::{Case, Verdict, cases};

type TestResult = Result<(), Box<dyn std::error::Error>>;

/// The cases without a fixed verdict that `serde_json` accepts: numbers that lose digits. It rejects the others: numbers
/// beyond the range of a float, lone surrogates, bytes that are not UTF-8, a byte order mark, and 500 levels.
const EITHER_ACCEPTED: [&str; 5] = [
    "i_number_double_huge_neg_exp",
    "i_number_real_underflow",
    "i_number_too_big_neg_int",
    "i_number_too_big_pos_int",
    "i_number_very_big_negative_int",
];

fn accepts(text: &[u8]) -> bool {
    serde_json::from_slice::<serde_json::Value>(text).is_ok()
}

fn names(cases: &[Case], wanted: impl Fn(&Case) -> bool) -> Vec<&str> {
    cases.iter().filter(|case| wanted(case)).map(|case| case.name).collect()
}

/// 64-bit FNV-1a, which detects changed bytes.
fn checksum(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[test]
fn every_case_has_the_bytes_of_the_original_file() -> TestResult {
    let cases = cases()?;
    let count = |verdict| cases.iter().filter(|case| case.verdict == verdict).count();
    let counts = (count(Verdict::Accept), count(Verdict::Reject), count(Verdict::Either));
    assert_eq!(counts, (95, 188, 35));
    assert_eq!(cases.iter().map(|case| case.text.len()).sum::<usize>(), 354_024);
    // Computed from the original files: name, NUL, content, NUL.
    let bytes = cases.iter().flat_map(|case| [case.name.as_bytes(), b"\0", &case.text, b"\0"].concat());
    assert_eq!(checksum(bytes), 0xe2aa_a5c5_dc2b_6274);
    Ok(())
}

#[test]
fn bytes_that_are_not_utf8_survive_the_loader() -> TestResult {
    let cases = cases()?;
    assert_eq!(names(&cases, |case| std::str::from_utf8(&case.text).is_err()).len(), 25);
    let text = |name| cases.iter().find(|case| case.name == name).map(|case| case.text.as_slice());
    assert_eq!(text("i_string_overlong_sequence_2_bytes"), Some(&b"[\"\xc0\xaf\"]"[..]));
    assert_eq!(text("n_structure_incomplete_UTF8_BOM"), Some(&b"\xef\xbb{}"[..]));
    assert_eq!(text("n_structure_no_data"), Some(&b""[..]));
    assert_eq!(text("y_array_with_leading_space"), Some(&b" [1]"[..]));
    Ok(())
}

#[test]
fn serde_json_agrees_with_every_fixed_verdict() -> TestResult {
    let cases = cases()?;
    let deviation = |case: &Case| match case.verdict {
        Verdict::Accept => !accepts(&case.text),
        Verdict::Reject => accepts(&case.text),
        Verdict::Either => false,
    };
    assert_eq!(names(&cases, deviation), [""; 0]);
    Ok(())
}

#[test]
fn serde_json_decides_the_open_cases_as_listed() -> TestResult {
    let cases = cases()?;
    let accepted = names(&cases, |case| case.verdict == Verdict::Either && accepts(&case.text));
    assert_eq!(accepted, EITHER_ACCEPTED);
    Ok(())
}

/// Whether the client's reader accepts a text, both as an unknown value and, if a type matches, as a typed value.
fn reader_accepts(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    Reader::new(text).read_all(&mut RawJson::vacant()).is_ok()
}

#[test]
fn the_reader_agrees_with_every_fixed_verdict() -> TestResult {
    let cases = cases()?;
    let deviation = |case: &Case| match case.verdict {
        Verdict::Accept => !reader_accepts(&case.text),
        Verdict::Reject => reader_accepts(&case.text),
        Verdict::Either => false,
    };
    assert_eq!(names(&cases, deviation), [""; 0]);
    Ok(())
}

/// Compares lists and objects of strings, read into typed slots, with the result of `serde_json`.
#[test]
fn typed_values_equal_those_of_serde_json() -> TestResult {
    let mut compared = 0;
    for case in cases()? {
        let Ok(text) = std::str::from_utf8(&case.text) else { continue };
        if let Ok(expected) = serde_json::from_str::<Vec<String>>(text) {
            let mut found = List::<String>::vacant();
            assert!(Reader::new(text).read_all(&mut found).is_ok(), "{}", case.name);
            assert_eq!(found, expected, "{}", case.name);
            compared += 1;
        }
        if let Ok(expected) = serde_json::from_str::<BTreeMap<String, String>>(text) {
            let mut found = Map::<String>::vacant();
            assert!(Reader::new(text).read_all(&mut found).is_ok(), "{}", case.name);
            assert_eq!(found, expected, "{}", case.name);
            compared += 1;
        }
        if let Ok(expected) = serde_json::from_str::<Vec<f64>>(text) {
            let mut found = List::<f64>::vacant();
            assert!(Reader::new(text).read_all(&mut found).is_ok(), "{}", case.name);
            assert_eq!(found, expected, "{}", case.name);
            compared += 1;
        }
    }
    assert!(compared > 60, "only {compared} cases were compared");
    Ok(())
}
