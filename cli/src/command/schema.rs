//! `schema OPERATION`: the description of an operation, with the types that it uses.

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, ArgMatches, Command};
use feishu_hire::operation::Operation as Row;
use serde_json::{Map, Value, json};

use crate::{
    catalog::{Operation, type_entry},
    failure::Failure,
    global::view,
    language::Language,
    output::Printer,
};

pub(super) fn define(language: Language) -> Command {
    let help = language.select(
        "Command or id of the operation, such as: interview list, hire.v1.interview.list",
        "接口的命令或 ID，如 interview list 或 hire.v1.interview.list",
    );
    let operation =
        Arg::new("operation").value_name("OPERATION").required(true).num_args(1..=2).action(ArgAction::Append);
    Command::new("schema")
        .about(language.select("Print parameters, response and types of an operation", "输出接口的参数、响应和类型"))
        .arg(operation.help(help))
}

pub(super) fn run(matches: &ArgMatches) -> Result<(), Failure> {
    let words: Vec<_> = matches.get_many::<String>("operation").into_iter().flatten().map(String::as_str).collect();
    let operation = match words.as_slice() {
        [id] => Operation::with_id(id),
        [resource, method] => Operation::of_command(resource, method),
        _ => None,
    };
    let Some(operation) = operation else {
        let words = words.join(" ");
        return Err(Failure::usage(format!("there is no operation {words:?}"), format!("没有接口 {words:?}")));
    };
    let mut printer = Printer::new(view(matches)?, Vec::new(), false);
    printer.write(describe(&operation))?;
    printer.finish()?;
    Ok(())
}

fn describe(operation: &Operation) -> Value {
    let mut whole = operation.entry().as_object().cloned().unwrap_or_default();
    whole.extend(facts(operation.row));
    let mut types = BTreeMap::new();
    collect(operation.entry(), &mut types);
    whole.insert("types".to_owned(), types.into_iter().collect::<Map<_, _>>().into());
    Value::Object(whole)
}

/// The properties of the row.
fn facts(row: &Row) -> Map<String, Value> {
    let windows = row.windows.iter().map(|window| json!({ "calls": window.calls, "seconds": window.per.as_secs() }));
    let errors =
        row.errors.iter().map(|error| json!({ "code": error.code, "name": error.name, "summary": error.summary }));
    let facts = [
        ("method", json!(row.method.as_str())),
        ("url", json!(row.path)),
        ("page", json!(row.page)),
        ("scopes", json!(row.scopes)),
        ("field_scopes", json!(row.field_scopes)),
        ("rate_limits", windows.collect()),
        ("idempotent", json!(row.idempotent)),
        ("errors", errors.collect()),
    ];
    facts.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Collects the types to which an entry refers, directly or through others.
fn collect(entry: &Value, types: &mut BTreeMap<String, Value>) {
    match entry {
        Value::Array(items) => items.iter().for_each(|item| collect(item, types)),
        Value::Object(entries) => {
            let name = entries.get("type").and_then(Value::as_str).and_then(|name| name.rsplit(' ').next());
            if let Some(name) = name.filter(|name| !types.contains_key(*name))
                && let Some(found) = type_entry(name)
            {
                types.insert(name.to_owned(), found.clone());
                collect(&found, types);
            }
            entries.values().for_each(|value| collect(value, types));
        }
        _ => {}
    }
}
