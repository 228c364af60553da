//! The arguments of a call of each operation, from the catalog and the samples.

use std::io;

use feishu_hire::{
    mock::{ROUND_TRIPS, samples::RoundTrip},
    operation::{ALL, Operation, Rule, TokenKind},
};
use serde_json::Value;

use crate::program::Program;

static OPERATIONS: &str = include_str!("../catalog/operations.jsonl");
static TYPES: &str = include_str!("../catalog/types.jsonl");

/// Returns the entries of the catalog with their rows.
pub(crate) fn entries() -> Vec<(&'static Operation, Value)> {
    let entries: Vec<Value> = OPERATIONS.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let with_id = |row: &Operation| entries.iter().find(|entry| entry["operation"] == row.id).cloned();
    ALL.iter().filter_map(|row| Some((*row, with_id(row)?))).collect()
}

/// Returns the entry of a type.
pub(crate) fn type_entry(name: &str) -> Option<Value> {
    let start = format!("{{ \"type\": \"{name}\"");
    serde_json::from_str(TYPES.lines().find(|line| line.starts_with(&start))?).ok()
}

/// Returns the words of the command.
pub(crate) fn command(id: &str) -> [String; 2] {
    let mut parts = id.split('.').skip(1).map(|part| part.replace('_', "-"));
    let mut next = || parts.next().unwrap_or_default();
    let (version, resource, method) = (next(), next(), next());
    [resource, if version == "v1" { method } else { format!("{method}-{version}") }]
}

/// Returns the sample of an operation: `request` or `response`.
pub(crate) fn sample(id: &str, kind: &str) -> Option<&'static RoundTrip> {
    let file = format!("samples/{}.{kind}.json", id.replace('.', "/"));
    ROUND_TRIPS.iter().find(|sample| sample.file == file)
}

/// Returns the arguments of a call with everything that is required.
pub(crate) fn arguments(program: &Program, row: &'static Operation, entry: &Value) -> io::Result<Vec<String>> {
    let [resource, method] = command(row.id);
    let mut arguments = vec![resource.clone(), method.clone()];
    let first = |rule: &Rule| if let Rule::AtLeastOneOf(names) = rule { names.first().copied() } else { None };
    let one_of: Vec<_> = row.rules.iter().filter_map(first).collect();
    let fields = ["path", "query", "form"].into_iter().flat_map(|place| entry[place].as_array().into_iter().flatten());
    for field in fields
        .filter(|field| field["required"] == true || field["name"].as_str().is_some_and(|it| one_of.contains(&it)))
    {
        let name = field["name"].as_str().unwrap_or_default();
        arguments.push(format!("--{}", name.replace('_', "-")));
        arguments.push(match (field["type"].as_str(), &field["example"]) {
            (Some("file"), _) => program.file("resume.pdf", "%PDF-1.4")?,
            (_, Value::Array(items)) => items.first().and_then(Value::as_str).unwrap_or("1").to_owned(),
            (_, example) => example.as_str().unwrap_or("1").to_owned(),
        });
    }
    if entry["body"].is_array() {
        let body = match sample(row.id, "request").and_then(|sample| sample.well_typed_data().ok()) {
            Some(body) => body.to_string(),
            None => program.run(&[&resource, &method, "--body-template"])?.stdout,
        };
        arguments.extend(["--body".to_owned(), program.file("body.json", &body)?]);
    }
    arguments.push("--yes".to_owned());
    Ok(arguments)
}

/// Sets a token that the operation takes.
pub(crate) fn token(program: &Program, row: &Operation) -> Option<(&'static str, String)> {
    let takes_tenant = row.tokens.contains(&TokenKind::Tenant);
    (!takes_tenant).then(|| ("FEISHU_TOKEN", program.server.user_token().to_owned()))
}
