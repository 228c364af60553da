//! The emitted code compiles even if the schema uses names of the runtime, of the prelude and of the methods of emitted types.

use std::fmt::Write as _;

use crate::{TestResult, compiled::compile};

/// Type names: those of the prelude, of the rest of the standard library, of the runtime and of serde, of parameters of macros of the runtime,
/// and of other emitted items.
const TYPES: &str = "\
    AsRef Box Clone Copy Default Drop Eq Err Fn From Into IntoIterator Iterator None Ok Option Ord PartialEq PartialOrd Result Send Some \
    String Sync ToOwned ToString TryFrom TryInto Vec \
    Borrow Cow Debug Deref Display Formatter FromStr Hash Infallible SocketAddr \
    Body Call CallOptions Client ClientBuilder Date Download Error ErrorKind Fault Field FromText ValueShape IdText IntEnum IntoList IntoMap \
    IntoOption Items Kind Limit List Map Metadata MockOperation Object Operation Page Pages Parameter Place Reader Redis Region Response RoundTrip \
    Server Shape ShapeField Slot TextEnum Timestamp UnknownCode UnknownFields UnknownText Upload Url Value View Visitor Window \
    Condition Rule \
    Deserialize Deserializer Serialize Serializer D S T FIELDS KEYS OPERATION SHAPE \
    Core Serde Std Thing ThingResource V1";

/// Names of parameters and fields: those of methods of emitted types and of their traits, of fields and variables of emitted code, of Rust
/// keywords, of crates and of primitive types.
const FIELDS: &str = "\
    call_options download into_call items new pages send send_with_metadata to_curl \
    as_ref borrow clear clone clone_from default deserialize eq fmt from has_more into into_items into_list into_option ne next_page read \
    serialize to_owned try_from try_into type_id vacant values view \
    body call client f from_call object options other request set_call unknown_fields visit \
    as async await box crate dyn enum fn gen in loop macro match mod move ref self static struct super try type union use where yield \
    alloc bool core feishu_runtime i64 serde std str";

/// Names of the values of enums.
const VARIANTS: &str = "clone default err error from id_text none ok option result slot some string unknown_code vec";

/// Names of resources and of their methods.
const MODULES: &str = "core default gen new option std type";

/// The services. The types of `hire` are in a shared file; those of other services are in the file of an operation. The number shifts the kinds of
/// the types.
const SERVICES: [(&str, usize); 4] = [("hire", 0), ("core", 0), ("serde", 1), ("std", 2)];

/// The kind of a type in the schema language.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Id,
    Enum,
    Object,
}

#[test]
fn awkward_names_compile() -> TestResult {
    let mut files = Vec::new();
    for (service, shift) in SERVICES {
        let is_shared = service == "hire";
        let own = if is_shared { String::new() } else { types(shift) };
        files.extend(operation(service, "thing", "create", create(service) + &own, "{}"));
        let page = r#"{"items":[{"download":"a"}],"send":false}"#;
        files.extend(operation(service, "thing", "list", list(service, is_shared.then_some(shift)), page));
        files.extend(operation(service, "thing", "upload", upload(service), "{}"));
    }
    files.push(("types/std.yaml".to_owned(), types(0)));
    for resource in names(MODULES) {
        for method in names(MODULES) {
            files.extend(operation("hire", resource, method, get(resource, method), r#"{"name":"a"}"#));
        }
    }
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    compile("awkward-names", &files)
}

fn names(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split_whitespace()
}

/// Returns one of a few texts, in rotation.
fn rotate(index: usize, texts: &[&'static str]) -> &'static str {
    texts.iter().cycle().nth(index).copied().unwrap_or_default()
}

fn scalar(index: usize) -> &'static str {
    rotate(index, &["string", "int64", "timestamp", "date", "url", "bool", "float"])
}

/// Returns the kind of a type, which differs for each shift.
fn kind(index: usize, shift: usize) -> Kind {
    match (index + shift) % 3 {
        0 => Kind::Id,
        1 => Kind::Enum,
        _ => Kind::Object,
    }
}

/// Returns the files of an operation with its sample.
fn operation(service: &str, resource: &str, method: &str, yaml: String, data: &str) -> [(String, String); 2] {
    let path = format!("{service}/v1/{resource}/{method}");
    let sample = format!(r#"{{"code":0,"msg":"ok","data":{data}}}"#);
    [(format!("{path}.yaml"), yaml), (format!("{path}.response.json"), sample)]
}

fn head(service: &str, resource: &str, method: &str, verb: &str) -> String {
    format!(
        "operation: {service}.v1.{resource}.{method}\ntitle: Handle things\nzh: 事物\ndoc: Handles things.\n\
         page: https://open.feishu.cn/document/{service}/{resource}/{method}\nupdated: 2026-01-02\n\
         call: {verb} /open-apis/{service}/v1/{resource}/{method}\nscopes: [hire:thing]\n"
    )
}

/// Returns all types, with all names of values and fields.
fn types(shift: usize) -> String {
    let (mut ids, mut enums, mut objects) = (String::new(), String::new(), String::new());
    for (index, name) in names(TYPES).enumerate() {
        let doc = format!("  {name}:\n    doc: A name.\n");
        match kind(index, shift) {
            Kind::Id => ids += &format!("  {name}: 名 | A name.\n"),
            Kind::Enum => enums += &(doc + "    zh: 名\n" + &values(index)),
            Kind::Object => objects += &(doc + "    fields:\n" + &fields("      ", index) + RULES),
        }
    }
    format!("ids:\n{ids}enums:\n{enums}objects:\n{objects}")
}

/// The fields and the rules of every object that a request contains.
const RULES: &str = "      start: seconds | A name.\n      end:\n        type: seconds as string\n        doc: A name.\n\
    \x20       replaces: whole\n        required_if: { kind: [1, 2] }\n\
    \x20     kind: int32 | A name.\n      free: json as string | A name.\n\
    \x20   rules:\n      - not_after: [start, end]\n      - all_or_none: [start, free]\n";

/// Returns the values of an enum, alternating between integer and string codes.
fn values(index: usize) -> String {
    let is_int = index.is_multiple_of(2);
    let code = |value: usize, name: &str| if is_int { value.to_string() } else { name.to_uppercase() };
    let mut yaml = format!("    code: {}\n    values:\n", if is_int { "int" } else { "string" });
    for (value, name) in names(VARIANTS).enumerate() {
        let flag = rotate(value, &["", ", deprecated"]);
        let _ = writeln!(yaml, "      {}: {name}{flag} | 名 | A name.", code(value, name));
    }
    yaml
}

/// Returns fields with all names. Some are required.
fn fields(indent: &str, shift: usize) -> String {
    let mut yaml =
        format!("{indent}Type:\n{indent}  type: string\n{indent}  doc: A name.\n{indent}  rust_name: other_type\n");
    for (index, name) in names(FIELDS).enumerate() {
        let flag = rotate(index + shift, &[", required", "", ""]);
        let _ = writeln!(yaml, "{indent}{name}: {}{flag} | A name.", scalar(index + shift));
    }
    yaml
}

/// Returns an operation with all names in its body and all types in its response.
fn create(service: &str) -> String {
    let mut body = fields("  ", 0);
    let mut response = fields("  ", 0).replace(", required", "");
    for (index, name) in names(TYPES).enumerate() {
        let (list, flag) = (rotate(index % 5, &["", "list of ", "map of "]), rotate(index, &["", ", required"]));
        let _ = writeln!(body, "  with_{index}: {list}{name}{flag} | A name.");
        let _ = writeln!(response, "  with_{index}: {list}{name} | A name.");
    }
    let quirk = "  - at: body\n    kind: no_sample\n    because: A name.\n    docs: A name.\n    observed: A name.\n";
    head(service, "thing", "create", "POST") + &format!("body:\n{body}response:\n{response}quirks:\n{quirk}")
}

/// Returns a paged operation with all names in its query, with the ids and enums of a shift, and with downloadable objects.
fn list(service: &str, shift: Option<usize>) -> String {
    let mut query = fields("  ", 1);
    for (index, name) in names(TYPES).enumerate() {
        if shift.is_some_and(|shift| kind(index, shift) != Kind::Object) {
            let (list, flag) = (rotate(index % 5, &["", "list of "]), rotate(index, &["", ", required"]));
            let _ = writeln!(query, "  with_{index}: {list}{name}{flag} | A name.");
        }
    }
    let rest = "  page_size: int32 = 10 | A name.\n  page_token: string | A name.\n\
        response:\n  items: list of File | A name.\n  send: bool, always | A name.\n  new: string | A name.\n\
        paging: { size: page_size, token: page_token, items: items, next: new, more: send }\n\
        objects:\n  File:\n    doc: A name.\n    file: { url: clone, name: download }\n    fields:\n\
        \x20     clone: url | A name.\n      download: string, always | A name.\n";
    head(service, "thing", "list", "GET") + &format!("query:\n{query}{rest}")
}

fn upload(service: &str) -> String {
    let form = fields("  ", 2);
    head(service, "thing", "upload", "POST")
        + &format!("form:\n  file: file, required | A name.\n{form}response: {{}}\n")
}

fn get(resource: &str, method: &str) -> String {
    head("hire", resource, method, "GET")
        + "query:\n  name: string, required | A name.\nresponse:\n  name: string | A name.\n"
}
