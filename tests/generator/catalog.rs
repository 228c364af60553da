//! The catalog of the command line.

use std::{collections::BTreeSet, fs};

use serde_json::Value;
use tests::{real_schema, root};

use crate::TestResult;

#[test]
fn the_catalog_is_up_to_date() -> TestResult {
    for file in feishu_codegen::catalog(real_schema()?) {
        let on_disk = fs::read_to_string(root().join("cli/catalog").join(&file.path))?;
        assert!(on_disk == file.text, "{}: run `cargo xtask codegen`", file.path);
    }
    Ok(())
}

#[test]
fn every_line_starts_with_its_key() -> TestResult {
    for file in feishu_codegen::catalog(real_schema()?) {
        let key = file.path.strip_suffix("s.jsonl").ok_or("another file")?;
        let mut keys = BTreeSet::new();
        for line in file.text.lines() {
            let entry: Value = serde_json::from_str(line)?;
            let name = entry[key].as_str().ok_or("no key")?;
            assert!(line.starts_with(&format!("{{ \"{key}\": \"{name}\"")), "{line}");
            assert!(keys.insert(name.to_owned()), "{name} occurs twice");
        }
    }
    Ok(())
}

#[test]
fn every_type_of_a_field_is_in_the_catalog() -> TestResult {
    let files = feishu_codegen::catalog(real_schema()?);
    let lines = || files.iter().flat_map(|file| file.text.lines());
    let entries: Vec<Value> = lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let basic = "bool int32 int64 float string timestamp seconds date url json file".split(' ').map(str::to_owned);
    let named = entries.iter().filter_map(|entry| entry.get("kind").and(entry["type"].as_str()).map(str::to_owned));
    let known: BTreeSet<String> = basic.chain(named).collect();
    let mut seen = 0;
    for field in entries.iter().flat_map(fields) {
        let name = field["type"].as_str().and_then(|name| name.rsplit(' ').next()).ok_or("no type")?;
        assert!(known.contains(name), "{field}");
        seen += 1;
    }
    assert!(seen > 1000, "{seen}");
    Ok(())
}

fn fields(entry: &Value) -> impl Iterator<Item = &Value> {
    let places = ["path", "query", "body", "form", "response", "fields"];
    places.into_iter().filter_map(|place| entry.get(place)?.as_array()).flatten()
}
