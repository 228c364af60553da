//! Emits the example as a program, which is a doctest that runs against the mock server.

use std::collections::{BTreeMap, BTreeSet};

use super::layout::{Group, Layout, MAX_WIDTH, Style};
use super::value::{FILE, first_value, items, select_fields, select_parameters, wire};
use crate::{
    model::{Api, Example, Field, Literal, Operation, Presence, Token, Type},
    names,
};

/// The maximum width of a call that stays on one line with `send`.
const LINE: usize = 100;

const STYLE: Style = Style { width: MAX_WIDTH, step: 4, trailing: "," };

/// The maximum width of a line of [`WrittenRequest::argument_of`], which is indented.
pub(super) const ARGUMENT_WIDTH: usize = MAX_WIDTH - 16;

const UNLIMITED: Style = Style { width: usize::MAX, ..STYLE };

/// The names to import by the path of their module, which is empty for the root module.
pub(super) type Imports = BTreeMap<String, BTreeSet<String>>;

/// Writes values as Rust code, and collects the names to import.
struct Program<'a> {
    api: &'a Api,
    imports: Imports,
}

/// A request with values for its parameters.
pub(super) struct WrittenRequest {
    pub(super) imports: Imports,
    /// Statements that define objects.
    pub(super) lets: String,
    /// The method that creates the request.
    pub(super) call: Layout,
    pub(super) setters: Vec<Layout>,
}

/// Writes the request of an operation, with the documented values.
pub(super) fn write(api: &Api, operation: &Operation, client: &str) -> WrittenRequest {
    let mut program = Program { api, imports: BTreeMap::new() };
    let (mut lets, mut arguments, mut setters) = (String::new(), Vec::new(), Vec::new());
    for field in select_parameters(api, operation) {
        let value = program.value(&field.ty, field.example.as_ref());
        let name = &field.rust_name;
        match field.presence {
            Presence::Required if matches!(field.ty, Type::Object(_)) => {
                let value = value.after(&format!("let {name} = "));
                lets += &format!("{};\n", value.lay_out(STYLE, 0, 1));
                arguments.push(Layout::Text(name.clone()));
            }
            Presence::Required => arguments.push(value),
            Presence::Optional | Presence::Always => {
                setters.push(write_setter(field, value));
            }
        }
    }
    WrittenRequest { imports: program.imports, lets, call: call_of(operation, client, arguments), setters }
}

/// Returns the method call that creates a request.
pub(super) fn call_of(operation: &Operation, client: &str, arguments: Vec<Layout>) -> Layout {
    let id = &operation.id;
    Layout::group(format!("{client}{}.{}().{}(", names::accessors(id), id.resource, id.method), arguments, ")")
}

impl WrittenRequest {
    /// Returns the request as one block of lines, as the argument of a macro.
    pub(super) fn argument_of(&self, name: &str) -> String {
        let setters: String = self.setters.iter().map(|setter| setter.lay_out(UNLIMITED, 0, 0)).collect();
        let line = format!("{name}!({}{setters})", self.call.lay_out(UNLIMITED, 0, 0));
        if line.len() <= ARGUMENT_WIDTH {
            return self.lets.clone() + &line;
        }
        let style = Style { width: ARGUMENT_WIDTH, ..STYLE };
        let setters: String =
            self.setters.iter().map(|setter| format!("\n        {}", setter.lay_out(style, 8, 0))).collect();
        format!("{}{name}!(\n    {}{setters}\n)", self.lets, self.call.lay_out(style, 4, 0))
    }
}

/// Returns the method call that sets an optional parameter or field.
pub(super) fn write_setter(field: &Field, value: Layout) -> Layout {
    Layout::group(format!(".{}(", names::ident(&names::setter(&field.rust_name))), vec![value], ")")
}

pub(super) fn write_program(api: &Api, operation: &Operation) -> String {
    let WrittenRequest { imports, lets, call, setters } = write(api, operation, "client");
    let imports: String = imports
        .iter()
        .map(|(module, names)| format_import(&format!("feishu_hire::{module}"), names, MAX_WIDTH))
        .collect();
    let blank = if imports.is_empty() { "" } else { "\n" };
    let deprecated = if operation.deprecated.is_some() { "# #[allow(deprecated)]\n" } else { "" };
    let token = if operation.tokens == [Token::User] { ".with_token(server.user_token())?" } else { "" };
    let setters: String = setters.iter().map(|setter| format!("\n    {}", setter.lay_out(STYLE, 4, 1))).collect();
    let lines = write_call(operation, call, &setters);
    format!(
        "```\n\
         # #[tokio::main(flavor = \"current_thread\")]\n\
         {deprecated}\
         # async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n\
         # let server = feishu_hire::mock::Server::start().await?;\n\
         # let client = server.client()?{token};\n\
         {imports}{blank}\
         {lets}{lines}\n\
         # Ok(())\n\
         # }}\n\
         ```"
    )
}

/// Returns the call and the use of its result: one response, or the items of all pages.
fn write_call(operation: &Operation, call: Layout, setters: &str) -> String {
    let (start, end, rest) = if operation.paging.is_some() {
        let rest = "while let Some(item) = items.try_next().await? {\n    println!(\"{item:?}\");\n}";
        ("let mut items = ", ".items();", rest)
    } else {
        ("let response = ", ".send().await?;", "# drop(response);")
    };
    let line = format!("{start}{}{setters}{end}", call.lay_out(UNLIMITED, 0, 0));
    if line.len() <= LINE {
        return format!("{line}\n{rest}");
    }
    let call = call.after("let request = ").lay_out(STYLE, 0, if setters.is_empty() { 1 } else { 0 });
    format!("{call}{setters};\n{start}request{end}\n{rest}")
}

/// Returns the import of names from a module, whose path ends with `::`.
pub(super) fn format_import(module: &str, names: &BTreeSet<String>, width: usize) -> String {
    let list: Vec<_> = names.iter().map(String::as_str).collect();
    match list.as_slice() {
        [name] => format!("use {module}{name};\n"),
        list => {
            let line = format!("use {module}{{{}}};\n", list.join(", "));
            if line.len() <= width { line } else { format!("use {module}{{\n{}}};\n", fill(list, width)) }
        }
    }
}

/// Puts as many names on a line as fit.
fn fill(names: &[&str], max_width: usize) -> String {
    let mut text = String::new();
    let mut width = max_width;
    for name in names {
        if width + name.len() + 2 > max_width {
            text += if text.is_empty() { "    " } else { "\n    " };
            width = 4;
        } else {
            text.push(' ');
        }
        text += &format!("{name},");
        width += name.len() + 2;
    }
    text.push('\n');
    text
}

/// Adds the import of a type of the schema.
pub(super) fn import_model(key: &str, imports: &mut Imports) {
    let module = match names::parts(key).0 {
        Some(service) => format!("model::{}::", names::service(service)),
        None => "model::".to_owned(),
    };
    imports.entry(module).or_default().insert(names::bare(key).to_owned());
}

impl Program<'_> {
    fn value(&mut self, ty: &Type, example: Option<&Example>) -> Layout {
        let text = match ty {
            Type::Object(name) | Type::Boxed(name) => return self.object(name),
            Type::List(item) => {
                let items = items(example).into_iter().map(|example| self.value(item, example));
                return Layout::group("[", items.collect(), "]");
            }
            ty => self.single(ty, example),
        };
        Layout::Text(text)
    }

    /// Returns a value that is neither a list nor an object.
    fn single(&mut self, ty: &Type, example: Option<&Example>) -> String {
        match ty {
            Type::Bool | Type::Int32 | Type::Int64 | Type::Float => wire(self.api, ty, example),
            Type::String | Type::Date | Type::Url | Type::Id(_) => format!("{:?}", wire(self.api, ty, example)),
            Type::Timestamp => {
                self.import_from("", "Timestamp");
                format!("Timestamp::from_millis({})", wire(self.api, ty, example))
            }
            Type::Seconds => {
                self.import_from("", "Timestamp");
                format!("Timestamp::from_secs({})", wire(self.api, ty, example))
            }
            Type::File => {
                self.import_from("", "Upload");
                let name = wire(self.api, ty, example);
                format!("Upload::new({name:?}, {:?})", if name == FILE { "…" } else { &name })
            }
            Type::Json | Type::Map(_) => "Default::default()".to_owned(),
            Type::IntEnum(name) | Type::TextEnum(name) => self.variant(name, example),
            Type::Object(_) | Type::Boxed(_) | Type::List(_) => String::new(),
        }
    }

    fn variant(&mut self, name: &str, example: Option<&Example>) -> String {
        let value = match example {
            Some(Example::One(Literal::Named { name, .. })) => Some(name.as_str()),
            _ => first_value(self.api, name).map(|value| value.0),
        };
        self.import(name);
        format!("{}::{}", names::bare(name), names::variant(value.unwrap_or_default()))
    }

    fn object(&mut self, name: &str) -> Layout {
        self.import(name);
        let fields = self.api.object(name).map(|object| select_fields(self.api, object)).unwrap_or_default();
        let mut group =
            Group { open: format!("{}::new(", names::bare(name)), parts: vec![], close: ")", chain: vec![] };
        for field in fields {
            let value = self.value(&field.ty, field.example.as_ref());
            if field.presence == Presence::Required {
                group.parts.push(value);
            } else {
                group.chain.push(write_setter(field, value));
            }
        }
        Layout::Group(group)
    }

    fn import(&mut self, key: &str) {
        import_model(key, &mut self.imports);
    }

    fn import_from(&mut self, module: &str, name: &str) {
        self.imports.entry(module.to_owned()).or_default().insert(name.to_owned());
    }
}
