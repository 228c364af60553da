//! Synthetic schemas of any size: each operation has three types with eight fields.

pub(crate) mod hire;

use std::{fmt::Write as _, fs, io, path::Path};

const SCALARS: [&str; 8] =
    ["string", "int64", "timestamp as string", "bool", "float", "list of string", "url", "int32"];

/// Writes a schema with this many operations.
pub(crate) fn write(folder: &Path, operations: usize) -> io::Result<()> {
    fs::create_dir_all(folder.join("types"))?;
    fs::write(folder.join("errors.yaml"), "1002001: 500 | system_error | 系统错误 | The server failed.\n")?;
    fs::write(folder.join("scopes.yaml"), "hire:thing: 事物 | Read things.\n")?;
    fs::write(folder.join("types/common.yaml"), "ids:\n  ThingId: 事物 ID | A thing.\n")?;
    let entry = |index| format!("    thing_{index}: {{ title: Things, zh: 事物, doc: Things of a kind. }}\n");
    let resources: String = (0..operations.div_ceil(10)).map(entry).collect();
    fs::write(folder.join("groups.yaml"), format!("thing:\n  zh: 事物\n  doc: Things.\n  resources:\n{resources}"))?;
    for index in 0..operations {
        let resource = folder.join(format!("hire/v1/thing_{}", index / 10));
        fs::create_dir_all(&resource)?;
        let method = format!("get_{}", index % 10);
        fs::write(resource.join(format!("{method}.yaml")), operation(index))?;
        fs::write(resource.join(format!("{method}.response.json")), sample())?;
    }
    Ok(())
}

fn operation(index: usize) -> String {
    let (resource, method) = (format!("thing_{}", index / 10), format!("get_{}", index % 10));
    let mut yaml = format!(
        "operation: hire.v1.{resource}.{method}\ntitle: Get thing {index}\nzh: 获取事物\ndoc: Returns a thing.\n\
         page: https://open.feishu.cn/document/thing/{index}\nupdated: 2026-01-01\n\
         call: GET /open-apis/hire/v1/things/{index}/:thing_id\nscopes: [hire:thing]\nlimits: [50/second]\n\
         path:\n  thing_id: ThingId | Thing to return. | 1\n\
         query:\n  verbose: bool = false | Whether to return more details.\n  since: timestamp | Returns only newer things.\n\
         response:\n  first: First{index} | First part.\nerrors: [1002001]\nobjects:\n"
    );
    for (part, next) in [("First", Some("Second")), ("Second", Some("Third")), ("Third", None)] {
        let _ = write!(yaml, "  {part}{index}:\n    doc: A part of a thing.\n    fields:\n");
        let own = if next.is_some() { 7 } else { 8 };
        for (number, scalar) in SCALARS.iter().take(own).enumerate() {
            let _ = writeln!(yaml, "      field_{number}: {scalar} | Value of the field.");
        }
        if let Some(next) = next {
            let _ = writeln!(yaml, "      next: {next}{index} | Next part.");
        }
    }
    yaml
}

fn sample() -> String {
    let fields = r#""field_0": "text", "field_1": 1, "field_2": "1618899376474", "field_3": true, "field_4": 1.5, "field_5": ["text"], "field_6": "https://example.com""#;
    format!(
        "{{\"code\": 0, \"msg\": \"success\", \"data\": {{\"first\": {{{fields}, \"next\": {{{fields}, \"next\": {{{fields}, \"field_7\": 1}}}}}}}}}}\n"
    )
}
