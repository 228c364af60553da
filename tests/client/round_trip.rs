//! Round trips: every documented sample is read into its type and serialized again, with the same keys and values.

use std::collections::BTreeSet;

use feishu_hire::mock::{Body, ROUND_TRIPS};

use crate::json::compare;

#[test]
fn every_sample_survives_a_round_trip() {
    assert!(
        ROUND_TRIPS.len() >= 13,
        "only {} samples; there are at least eleven responses and two bodies",
        ROUND_TRIPS.len()
    );
    for round_trip in ROUND_TRIPS {
        let expected = round_trip.well_typed_data().expect("samples are JSON");
        let came_back = (round_trip.run)(&round_trip.body(&expected.to_string()))
            .unwrap_or_else(|error| panic!("{}: {error}", round_trip.file));
        assert_eq!(came_back.unknown, Vec::<String>::new(), "{}: unknown keys", round_trip.file);
        assert!(came_back.is_stable, "{}: the value changes when it is read again", round_trip.file);
        let mut differences = Vec::new();
        let written = serde_json::from_str(&came_back.json).expect("the serialized value is JSON");
        compare("", &expected, &written, &mut differences);
        assert!(differences.is_empty(), "{}:\n{}", round_trip.file, differences.join("\n"));
    }
}

/// Exactly the values with a quirk `wrong_type` are mismatches or are serialized as another type.
#[test]
fn only_declared_values_have_another_type() {
    let mut declared = 0;
    for round_trip in ROUND_TRIPS.iter().filter(|round_trip| round_trip.file.contains(".response.")) {
        let sample = round_trip.data().expect("samples are JSON");
        let tolerated = (round_trip.run_tolerantly)(&Body::new(round_trip.sample))
            .unwrap_or_else(|error| panic!("{}: {error}", round_trip.file));
        let mut differences = Vec::new();
        compare("", &sample, &serde_json::from_str(&tolerated.json).expect("JSON"), &mut differences);
        let changed = differences.iter().filter_map(|difference| difference.split(": ").next());
        let mismatches = tolerated.mismatches.iter().filter_map(|mismatch| mismatch.path().strip_prefix("data"));
        let found: BTreeSet<_> = changed.chain(mismatches).map(without_indices).collect();
        let expected: BTreeSet<_> = round_trip.wrong_type.iter().map(|path| format!(".{path}")).collect();
        assert_eq!(found, expected, "{}: {differences:?}", round_trip.file);
        declared += expected.len();
    }
    assert!(declared >= 5, "only {declared} declared values");
}

/// Removes the indices of a path: `.items[3].id` becomes `.items[].id`.
fn without_indices(path: &str) -> String {
    let mut parts = path.split('[');
    let first = parts.next().unwrap_or_default().to_owned();
    let is_digit = |character: char| character.is_ascii_digit();
    parts.fold(first, |path, part| format!("{path}[{}", part.trim_start_matches(is_digit)))
}

#[test]
fn unknown_keys_are_reported_with_their_path() {
    let file = "interview/list.response.json";
    let list =
        ROUND_TRIPS.iter().find(|round_trip| round_trip.file.ends_with(file)).expect("the operation has a sample");
    let body = Body::new(r#"{"code":0,"data":{"items":[{},{"stage":{"colour":7}}],"mood":1}}"#);
    let came_back = (list.run)(&body).expect("the body matches the type");
    assert_eq!(came_back.unknown, ["items[1].stage.colour", "mood"]);
}
