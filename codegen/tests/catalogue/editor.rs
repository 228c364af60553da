//! The JSON Schemas for editors, tested with a validator: they accept every file of the schema and reject errors of form.

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use feishu_codegen::{Code, json_schemas, load, modeline};
use jsonschema::Validator;

use crate::{example::Example, json::to_json, support::Schema};

type TestResult = Result<(), Box<dyn Error>>;

/// The errors that a JSON Schema can detect. For types, these are only unknown built-in types, which are written in lower case.
/// All other errors depend on other definitions, samples or files.
const DETECTED_BY_EDITORS: [Code; 28] = [
    Code::Empty,
    Code::TooDeep,
    Code::UnknownKey,
    Code::MissingKey,
    Code::WrongKind,
    Code::Duplicate,
    Code::PartCount,
    Code::NotASentence,
    Code::InvalidName,
    Code::UnnamedValue,
    Code::NotAChineseSentence,
    Code::UnknownType,
    Code::InvalidType,
    Code::InvalidAsString,
    Code::InvalidFlag,
    Code::InvalidRange,
    Code::InvalidEnumCode,
    Code::InvalidUrl,
    Code::InvalidDate,
    Code::UnknownChoice,
    Code::InvalidCall,
    Code::InvalidPayload,
    Code::InvalidRateLimit,
    Code::InvalidRule,
    Code::InvalidCatalogEntry,
    Code::InvalidGroupName,
    Code::UnknownQuirkKind,
    Code::QuirkValues,
];

/// Errors in the YAML itself, which an editor reports before it uses a JSON Schema.
const INVALID_YAML: [Code; 7] = [
    Code::NotYaml,
    Code::Tab,
    Code::Indentation,
    Code::SecondDocument,
    Code::UnsupportedYaml,
    Code::KeyNotString,
    Code::DuplicateKey,
];

/// Returns the validators by file name.
fn validators() -> Result<BTreeMap<String, Validator>, Box<dyn Error>> {
    let mut validators = BTreeMap::new();
    for file in json_schemas() {
        let schema = serde_json::from_str(&file.text)?;
        jsonschema::meta::validate(&schema).map_err(|error| error.to_string())?;
        validators.insert(file.path, jsonschema::draft202012::new(&schema).map_err(|error| error.to_string())?);
    }
    Ok(validators)
}

/// Validates a file with the JSON Schema of its modeline.
fn validate(validators: &BTreeMap<String, Validator>, path: &str, text: &str) -> Result<Vec<String>, String> {
    let name = modeline(path).rsplit(['/', '=']).next().unwrap_or_default().to_owned();
    let validator = validators.get(&name).ok_or_else(|| format!("no validator `{name}`"))?;
    let json = to_json(text)?;
    Ok(validator.iter_errors(&json).map(|error| format!("{path}: {}: {error}", error.instance_path())).collect())
}

#[test]
fn every_file_is_valid() -> TestResult {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
    let validators = validators()?;
    let mut seen = 0;
    // The importer reads the glossary; it has no JSON Schema.
    let is_schema = |path: &str| path.ends_with(".yaml") && !path.starts_with("glossary/");
    for file in load(&folder)?.files.iter().filter(|file| is_schema(&file.path)) {
        let (first, _) = file.text.split_once('\n').unwrap_or_default();
        assert_eq!(first, modeline(&file.path), "{}: the first line must refer to the JSON Schema", file.path);
        let linked = first.split_once("$schema=").map_or("", |(_, link)| link);
        assert!(folder.join(&file.path).parent().is_some_and(|folder| folder.join(linked).is_file()), "{linked}");
        assert_eq!(validate(&validators, &file.path, &file.text)?, [""; 0]);
        seen += 1;
    }
    assert!(seen > 10);
    let small = crate::example::base().into_files().into_iter().chain(Schema::with_update().into_files());
    for (path, text) in small {
        if path.ends_with(".yaml") {
            assert_eq!(validate(&validators, &path, &text)?, [""; 0]);
        }
    }
    Ok(())
}

#[test]
fn the_files_are_up_to_date() -> TestResult {
    for file in json_schemas() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema").join(&file.path);
        assert_eq!(fs::read_to_string(path)?, file.text, "{}: run `cargo xtask codegen`", file.path);
    }
    Ok(())
}

/// The list above is complete: errors in the list are detected, and all others are not.
#[test]
fn editors_detect_errors_of_form() -> TestResult {
    let validators = validators()?;
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let Some(example) = Example::of(*code).filter(|example| example.wrong_at.ends_with(".yaml")) else { continue };
        if *code == Code::UnexpectedFile {
            // An unexpected file has no JSON Schema.
            continue;
        }
        let files = example.erroneous_schema().into_files();
        let text = files.iter().find(|(path, _)| path == example.wrong_at).map_or("", |(_, text)| text);
        let found = match validate(&validators, example.wrong_at, text) {
            Ok(found) => found,
            Err(_) if INVALID_YAML.contains(code) => continue,
            Err(error) => return Err(format!("{code:?}: {error}").into()),
        };
        if found.is_empty() == DETECTED_BY_EDITORS.contains(code) {
            wrong.push(format!("{code:?} {} {found:?}", code.number()));
        }
    }
    assert!(wrong.is_empty(), "detected or undetected, contrary to the list:\n{}", wrong.join("\n"));
    Ok(())
}
