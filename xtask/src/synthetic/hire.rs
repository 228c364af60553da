//! Synthetic schemas with the proportions of Hire. Each operation adds six objects, one enum with six values and about 40 fields.
//! Objects are nested four deep, and half of the types are shared between operations.

use std::{fmt::Write as _, fs, io, path::Path};

/// Hire has about a dozen feature groups.
const GROUPS: usize = 12;

/// The methods of a resource: name, HTTP method, and the rest of the path.
const METHODS: [(&str, &str, &str); 5] = [
    ("list", "GET", ""),
    ("get", "GET", "/:thing_id"),
    ("search", "POST", "/search"),
    ("create", "POST", ""),
    ("update", "PUT", "/:thing_id"),
];

/// The fields that objects are filled with: name, type, documentation, sample.
const FIELDS: [(&str, &str, &str, &str); 8] = [
    ("name", "string, sensitive", "Name that people see.", "\"text\""),
    ("code", "string", "Code that the tenant chose.", "\"text\""),
    ("owner_id", "ThingId", "Thing that this one belongs to.", "\"1\""),
    ("create_time", "timestamp as string", "Time of creation.", "\"1618899376474\""),
    ("is_active", "bool", "Whether it is in use.", "true"),
    ("tags", "list of string", "Tags in the order of their creation.", "[\"text\"]"),
    ("count", "int32", "Number of uses.", "1"),
    ("link", "url", "Page that shows it.", "\"https://example.com\""),
];

/// Writes a schema of this many operations.
pub(crate) fn write(folder: &Path, operations: usize) -> io::Result<()> {
    fs::create_dir_all(folder.join("types"))?;
    fs::write(folder.join("groups.yaml"), groups(operations))?;
    fs::write(folder.join("errors.yaml"), "1002001: 500 | system_error | 系统错误 | The server failed.\n")?;
    fs::write(folder.join("scopes.yaml"), "hire:thing: 事物 | Read and write things.\n")?;
    fs::write(folder.join("types/common.yaml"), common())?;
    for index in 0..operations {
        let Some(&(method, _, _)) = METHODS.get(index % METHODS.len()) else { continue };
        let resource = folder.join("hire/v1").join(resource(index));
        fs::create_dir_all(&resource)?;
        fs::write(folder.join(format!("types/shared_{index}.yaml")), shared(index))?;
        fs::write(resource.join(format!("{method}.yaml")), operation(index, operations))?;
        fs::write(resource.join(format!("{method}.response.json")), response(index))?;
        if has_body(index) {
            fs::write(resource.join(format!("{method}.request.json")), request())?;
        }
    }
    Ok(())
}

/// Returns `groups.yaml` with a dozen groups, or one per resource if there are fewer resources.
fn groups(operations: usize) -> String {
    let resources = operations.div_ceil(METHODS.len());
    let per_group = resources.div_ceil(GROUPS).max(1);
    let mut yaml = String::new();
    for (group, start) in (0..resources).step_by(per_group).enumerate() {
        let end = resources.min(start + per_group);
        let entry = |number| format!("    thing_{number}: {{ title: Things, zh: 事物, doc: Things of a kind. }}\n");
        let entries: String = (start..end).map(entry).collect();
        let _ = write!(yaml, "group_{group}:\n  zh: 事物\n  doc: Things.\n  resources:\n{entries}");
    }
    yaml
}

fn resource(index: usize) -> String {
    format!("thing_{}", index / METHODS.len())
}

fn is_paged(index: usize) -> bool {
    index.is_multiple_of(METHODS.len())
}

fn has_body(index: usize) -> bool {
    index % METHODS.len() >= 2
}

fn common() -> String {
    let mut yaml = "ids:\n  ThingId: 事物 ID | A thing.\nobjects:\n".to_owned();
    yaml.push_str("  I18nText:\n    doc: A text in Chinese and in English.\n    fields:\n");
    yaml.push_str("      zh_cn: string | Chinese text.\n      en_us: string | English text.\n");
    yaml
}

/// Returns the types that an operation shares with the next one: three objects, and an enum for every other operation.
fn shared(index: usize) -> String {
    let mut yaml = if has_shared_enum(index) { format!("enums:\n{}", enumeration(index)) } else { String::new() };
    yaml.push_str("objects:\n");
    yaml.push_str(&object(&format!("Inner{index}"), 5, &[("part", format!("Core{index}"))]));
    yaml.push_str(&object(&format!("Core{index}"), 4, &[("title", "I18nText".to_owned())]));
    yaml.push_str(&object(&format!("Detail{index}"), 4, &[]));
    yaml
}

fn has_shared_enum(index: usize) -> bool {
    index % 2 == 1
}

fn enumeration(index: usize) -> String {
    let mut yaml = format!("  State{index}:\n    doc: State of a thing.\n    zh: 状态\n    code: int\n    values:\n");
    for (code, name) in ["draft", "open", "waiting", "paused", "closed", "removed"].iter().enumerate() {
        let _ = writeln!(yaml, "      {}: {name} | 状态 | The thing is {name}.", code + 1);
    }
    yaml
}

/// Returns an object with a number of plain fields and with other fields.
fn object(name: &str, plain: usize, others: &[(&str, String)]) -> String {
    let mut yaml = format!("  {name}:\n    doc: A part of a thing.\n    fields:\n");
    for (field, kind, doc, _) in FIELDS.iter().take(plain) {
        let _ = writeln!(yaml, "      {field}: {kind} | {doc}");
    }
    for (field, kind) in others {
        let _ = writeln!(yaml, "      {field}: {kind} | Further part.");
    }
    yaml
}

fn operation(index: usize, operations: usize) -> String {
    let (method, http, end) = METHODS.get(index % METHODS.len()).copied().unwrap_or_default();
    let resource = resource(index);
    let mut yaml = format!(
        "operation: hire.v1.{resource}.{method}\ntitle: Handle thing {index}\nzh: 处理事物\ndoc: Handles things.\n\
         page: https://open.feishu.cn/document/thing/{index}\nupdated: 2026-01-01\n\
         call: {http} /open-apis/hire/v1/{resource}{end}\nscopes: [hire:thing]\nlimits: [50/second]\n"
    );
    if end.contains(':') {
        yaml.push_str("path:\n  thing_id: ThingId | Thing to handle. | 1\n");
    }
    yaml.push_str("query:\n  since: timestamp | Earliest time of creation.\n  verbose: bool = false | Whether to return details.\n");
    if is_paged(index) {
        yaml.push_str("  page_size: int32 = 10 | Things per page.\n  page_token: string | Token of the page.\n");
    }
    if has_body(index) {
        let _ =
            write!(yaml, "body:\n  name: string, required | Name to set.\n  extra: Extra{index} | Details to set.\n");
    }
    yaml.push_str(&sample_response(index));
    yaml.push_str("errors: [1002001]\n");
    yaml + &own_types(index, operations)
}

fn sample_response(index: usize) -> String {
    if is_paged(index) {
        return format!(
            "response:\n  items: list of Thing{index} | Things of this page.\n  has_more: bool | Whether more pages follow.\n  \
             page_token: string | Token of the next page.\n\
             paging: {{ size: page_size, token: page_token, items: items, next: page_token, more: has_more }}\n"
        );
    }
    format!("response:\n  thing: Thing{index} | The thing.\n")
}

/// `Thing` contains `Part`, which contains a shared `Inner`, which contains a shared `Core`. `Extra` contains the `Detail` of the previous operation.
fn own_types(index: usize, operations: usize) -> String {
    let previous = if index == 0 { operations - 1 } else { index - 1 };
    let mut yaml = if has_shared_enum(index) { String::new() } else { format!("enums:\n{}", enumeration(index)) };
    // The types that the previous operation shares.
    let state = if has_shared_enum(previous) { previous } else { index };
    yaml.push_str("objects:\n");
    let mut thing = vec![
        ("state", format!("State{index}")),
        ("part", format!("Part{index}")),
        ("extra", format!("Extra{index}")),
        ("detail", format!("Detail{index}")),
    ];
    if state != index {
        thing.push(("previous_state", format!("State{state}")));
    }
    yaml.push_str(&object(&format!("Thing{index}"), 6, &thing));
    let inner = [("inner", format!("Inner{index}")), ("previous", format!("list of Inner{previous}"))];
    yaml.push_str(&object(&format!("Part{index}"), 5, &inner));
    yaml.push_str(&object(&format!("Extra{index}"), 3, &[("detail", format!("Detail{previous}"))]));
    yaml
}

fn response(index: usize) -> String {
    let inner = fields(5, &[("part", fields(4, &[("title", r#"{"zh_cn": "text", "en_us": "text"}"#.to_owned())]))]);
    let part = fields(5, &[("inner", inner.clone()), ("previous", format!("[{inner}]"))]);
    let mut others = vec![("state", "1".to_owned()), ("part", part), ("extra", extra()), ("detail", fields(4, &[]))];
    if !has_shared_enum(index) {
        others.push(("previous_state", "1".to_owned()));
    }
    let thing = fields(6, &others);
    let data = if is_paged(index) {
        format!("{{\"items\": [{thing}], \"has_more\": false, \"page_token\": \"\"}}")
    } else {
        format!("{{\"thing\": {thing}}}")
    };
    format!("{{\"code\": 0, \"msg\": \"success\", \"data\": {data}}}\n")
}

fn request() -> String {
    format!("{{\"name\": \"text\", \"extra\": {}}}\n", extra())
}

fn extra() -> String {
    fields(3, &[("detail", fields(4, &[]))])
}

/// Returns the sample of an object.
fn fields(plain: usize, others: &[(&str, String)]) -> String {
    let plain = FIELDS.iter().take(plain).map(|(name, _, _, sample)| format!("\"{name}\": {sample}"));
    let others = others.iter().map(|(name, sample)| format!("\"{name}\": {sample}"));
    format!("{{{}}}", plain.chain(others).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::{count::Counts, emitted::EmittedSchema};

    #[test]
    fn every_resource_is_in_one_group() {
        let yaml = groups(182);
        let listed = (0..37).filter(|number| {
            let name = format!("thing_{number}");
            yaml.split(['\n', ' ', ':']).filter(|word| *word == name).count() == 1
        });
        assert_eq!(listed.count(), 37, "{yaml}");
        assert_eq!(yaml.matches("resources:").count(), 10, "{yaml}");
    }

    #[test]
    fn the_schema_has_the_proportions_of_hire() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        write(folder.path(), 20)?;
        let emitted = EmittedSchema::of(folder.path())?;
        let (api, counts) = (&emitted.api, Counts::of(&emitted.api, &emitted.files));
        assert_eq!((api.operations.len(), api.enums.len(), api.objects.len()), (20, 20, 20 * 6 + 1));
        assert!((36..=44).contains(&(counts.model_fields / counts.operations)), "{} fields", counts.model_fields);
        Ok(())
    }
}
