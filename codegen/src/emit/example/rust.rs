//! Emits the example as a program, which is a doctest that runs against the mock server.

use std::collections::{BTreeMap, BTreeSet};

use super::value::{first_value, given, shown, wire};
use crate::{
    model::{Api, Field, Literal, Operation, Presence, Type},
    names,
};

/// The maximum line width.
const LINE: usize = 100;

/// Writes values as Rust code, and collects the names to import.
struct Program<'a> {
    api: &'a Api,
    /// The imported names by the path of their module, which is empty for the root module.
    imports: BTreeMap<String, BTreeSet<String>>,
}

pub(super) fn program(api: &Api, operation: &Operation) -> String {
    let id = &operation.id;
    let mut program = Program { api, imports: BTreeMap::new() };
    let (mut lets, mut arguments, mut setters) = (String::new(), Vec::new(), String::new());
    for field in given(operation) {
        let value = program.value(&field.ty, field);
        let name = names::field(&field.name);
        match field.presence {
            Presence::Required if matches!(field.ty, Type::Object(_)) => {
                lets += &format!("let {name} = {value};\n");
                arguments.push(name);
            }
            Presence::Required => arguments.push(value),
            Presence::Optional | Presence::Always => {
                setters += &format!("\n    .{}({value})", names::setter(&field.name))
            }
        }
    }
    let imports: String = program.imports.iter().map(|(module, names)| import(module, names)).collect();
    let blank = if imports.is_empty() { "" } else { "\n" };
    let deprecated = if operation.deprecated.is_some() { "# #[allow(deprecated)]\n" } else { "" };
    let arguments = arguments.join(", ");
    let call = format!("client{}.{}().{}({arguments}){setters}", names::accessors(id), id.resource, id.method);
    let lines = sent(operation, &call);
    format!(
        "```\n\
         # #[tokio::main(flavor = \"current_thread\")]\n\
         {deprecated}\
         # async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n\
         # let server = feishu_hire::mock::Server::start().await?;\n\
         # let client = server.client()?;\n\
         {imports}{blank}\
         {lets}{lines}\n\
         # Ok(())\n\
         # }}\n\
         ```"
    )
}

/// Returns the call and the use of its result: one response, or the items of all pages.
fn sent(operation: &Operation, call: &str) -> String {
    let (start, end, rest) = if operation.paging.is_some() {
        let rest = "while let Some(item) = items.try_next().await? {\n    println!(\"{item:?}\");\n}";
        ("let mut items = ", ".items();", rest)
    } else {
        ("let response = ", ".send().await?;", "# drop(response);")
    };
    let line = format!("{start}{call}{end}");
    if line.len() <= LINE {
        return format!("{line}\n{rest}");
    }
    format!("let request = {call};\n{start}request{end}\n{rest}")
}

fn import(module: &str, names: &BTreeSet<String>) -> String {
    let list: Vec<_> = names.iter().map(String::as_str).collect();
    match list.as_slice() {
        [name] => format!("use feishu_hire::{module}{name};\n"),
        _ => format!("use feishu_hire::{module}{{{}}};\n", list.join(", ")),
    }
}

impl Program<'_> {
    fn value(&mut self, ty: &Type, field: &Field) -> String {
        match ty {
            Type::Bool | Type::Int32 | Type::Int64 | Type::Float => wire(self.api, ty, field),
            Type::String | Type::Date | Type::Url | Type::Id(_) => format!("{:?}", wire(self.api, ty, field)),
            Type::Timestamp => {
                self.import_from("", "Timestamp");
                format!("Timestamp::from_millis({})", wire(self.api, ty, field))
            }
            Type::Seconds => {
                self.import_from("", "Timestamp");
                format!("Timestamp::from_secs({})", wire(self.api, ty, field))
            }
            Type::File => {
                self.import_from("", "Upload");
                "Upload::new(\"cv.pdf\", \"…\")".to_owned()
            }
            Type::Json | Type::Map(_) => "Default::default()".to_owned(),
            Type::IntEnum(name) | Type::TextEnum(name) => self.variant(name, field),
            Type::Object(name) | Type::Boxed(name) => self.object(name),
            Type::List(item) => format!("[{}]", self.value(item, field)),
        }
    }

    fn variant(&mut self, name: &str, field: &Field) -> String {
        let value = match &field.example {
            Some(Literal::Named { name, .. }) => Some(name.as_str()),
            _ => first_value(self.api, name).map(|value| value.0),
        };
        self.import(name);
        format!("{}::{}", names::bare(name), names::variant(value.unwrap_or_default()))
    }

    fn object(&mut self, name: &str) -> String {
        self.import(name);
        let Some(object) = self.api.object(name) else { return String::new() };
        let mut text = format!("{}::new(", names::bare(name));
        let required = object.fields.iter().filter(|field| field.presence == Presence::Required);
        let arguments: Vec<_> = required.map(|field| self.value(&field.ty, field)).collect();
        text += &format!("{})", arguments.join(", "));
        for field in object.fields.iter().filter(|field| field.presence != Presence::Required && shown(field)) {
            text += &format!(".{}({})", names::setter(&field.name), self.value(&field.ty, field));
        }
        text
    }

    fn import(&mut self, key: &str) {
        let module = match names::parts(key).0 {
            Some(service) => format!("model::{}::", names::service(service)),
            None => "model::".to_owned(),
        };
        self.import_from(&module, names::bare(key));
    }

    fn import_from(&mut self, module: &str, name: &str) {
        self.imports.entry(module.to_owned()).or_default().insert(name.to_owned());
    }
}
