//! The JSON Schemas that editors check by, proved with a validator: they take every file of the schema, and refuse what is
//! wrong in its form.

use std::{collections::BTreeMap, error::Error, fs, path::Path};

use feishu_codegen::{Code, json_schemas, load, modeline};
use jsonschema::Validator;

use crate::{example::Example, json::to_json};

type TestResult = Result<(), Box<dyn Error>>;

/// The mistakes that a form has or has not. Of types, only those that are written small: the language's own. All others are about what stands elsewhere: names, types, samples, other files.
const SEEN_BY_EDITORS: [Code; 26] = [
    Code::Empty,
    Code::TooDeep,
    Code::UnknownKey,
    Code::MissingKey,
    Code::WrongKind,
    Code::Twice,
    Code::Parts,
    Code::NoSentence,
    Code::Name,
    Code::UnknownType,
    Code::NoType,
    Code::AsString,
    Code::Flag,
    Code::NoRange,
    Code::EnumCode,
    Code::NoAddress,
    Code::NoDate,
    Code::UnknownWord,
    Code::Call,
    Code::Payload,
    Code::Limits,
    Code::Rule,
    Code::CatalogEntry,
    Code::GroupName,
    Code::QuirkKind,
    Code::QuirkValues,
];

/// Mistakes that the YAML itself has: an editor says so before it looks at a schema.
const NO_YAML: [Code; 7] = [
    Code::NotYaml,
    Code::Tab,
    Code::Indentation,
    Code::SecondDocument,
    Code::YamlExtra,
    Code::KeyIsNoText,
    Code::DuplicateKey,
];

/// The validators by the name of their file.
fn validators() -> Result<BTreeMap<String, Validator>, Box<dyn Error>> {
    let mut validators = BTreeMap::new();
    for file in json_schemas() {
        let schema = serde_json::from_str(&file.text)?;
        jsonschema::meta::validate(&schema).map_err(|error| error.to_string())?;
        validators.insert(file.path, jsonschema::draft202012::new(&schema).map_err(|error| error.to_string())?);
    }
    Ok(validators)
}

/// What the validator named by a file's modeline says of it.
fn complaints(validators: &BTreeMap<String, Validator>, path: &str, text: &str) -> Result<Vec<String>, String> {
    let name = modeline(path).rsplit(['/', '=']).next().unwrap_or_default().to_owned();
    let validator = validators.get(&name).ok_or_else(|| format!("no validator `{name}`"))?;
    let json = to_json(text)?;
    Ok(validator.iter_errors(&json).map(|error| format!("{path}: {}: {error}", error.instance_path())).collect())
}

#[test]
fn every_file_passes() -> TestResult {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema");
    let validators = validators()?;
    let mut seen = 0;
    for file in load(&folder)?.files.iter().filter(|file| file.path.ends_with(".yaml")) {
        let (first, _) = file.text.split_once('\n').unwrap_or_default();
        assert_eq!(first, modeline(&file.path), "{}: the first line leads editors to the JSON Schema", file.path);
        let linked = first.split_once("$schema=").map_or("", |(_, link)| link);
        assert!(folder.join(&file.path).parent().is_some_and(|folder| folder.join(linked).is_file()), "{linked}");
        assert_eq!(complaints(&validators, &file.path, &file.text)?, [""; 0]);
        seen += 1;
    }
    assert!(seen > 10);
    for (path, text) in crate::example::base().into_files() {
        if path.ends_with(".yaml") {
            assert_eq!(complaints(&validators, &path, &text)?, [""; 0]);
        }
    }
    Ok(())
}

/// `cargo xtask codegen` writes them, `--check` holds them against what it would write; so does this.
#[test]
fn the_files_are_not_stale() -> TestResult {
    for file in json_schemas() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema").join(&file.path);
        assert_eq!(fs::read_to_string(path)?, file.text, "{}: run `cargo xtask codegen`", file.path);
    }
    Ok(())
}

/// Both ways: a mistake of form is refused, and one of another kind is not, so that the list above is complete.
#[test]
fn editors_see_the_mistakes_of_form() -> TestResult {
    let validators = validators()?;
    let mut wrong = Vec::new();
    for code in Code::ALL {
        let Some(example) = Example::of(*code).filter(|example| example.wrong_at.ends_with(".yaml")) else { continue };
        if *code == Code::NoPlace {
            // No JSON Schema is for a file that has no place.
            continue;
        }
        let files = example.mistaken().into_files();
        let text = files.iter().find(|(path, _)| path == example.wrong_at).map_or("", |(_, text)| text);
        let found = match complaints(&validators, example.wrong_at, text) {
            Ok(found) => found,
            Err(_) if NO_YAML.contains(code) => continue,
            Err(error) => return Err(format!("{code:?}: {error}").into()),
        };
        if found.is_empty() == SEEN_BY_EDITORS.contains(code) {
            wrong.push(format!("{code:?} {} {found:?}", code.number()));
        }
    }
    assert!(wrong.is_empty(), "seen, or not seen, against the list:\n{}", wrong.join("\n"));
    Ok(())
}
