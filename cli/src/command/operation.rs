//! The command of an operation: `interview list`.

use clap::{Arg, ArgAction, ArgMatches, Command};
use feishu_hire::{Client, CustomRequest, Upload, operation::Operation as Row};
use serde_json::Value;

use crate::{
    argument, body,
    catalog::{Field, Operation, Type},
    credentials::{Access, client_without_credentials},
    failure::Failure,
    global::{Global, view},
    help,
    language::Language,
    mask::mask_object,
    output::{Printer, columns},
    result::Shape,
    send::{self, Extent, Respond},
};

/// Returns the command without its flags, as the help of the resource lists it.
pub(crate) fn outline(operation: &Operation, language: Language) -> Command {
    let [_, method] = operation.command();
    let deprecated = match operation.deprecation(language) {
        Some(_) => language.select(" [deprecated]", "[已废弃]"),
        None => "",
    };
    Command::new(method).about(format!("{}{deprecated}", operation.title(language)))
}

/// Returns the complete command.
pub(crate) fn define(operation: &Operation, language: Language) -> Command {
    let say = |english: &'static str, chinese: &'static str| language.select(english, chinese);
    let parameters = operation.path().into_iter().chain(operation.query()).chain(operation.form());
    let required = parameters.filter_map(|field| {
        let flag = argument::flag(&field, language)?;
        let flag = if field.is_required() { flag.required_unless_present("body-template") } else { flag };
        Some(flag.help_heading(say("Parameters", "参数")))
    });
    let body = operation.body();
    let fields = body.iter().filter_map(|field| argument::flag(field, language));
    let fields = fields.map(|flag| flag.help_heading(say("Body", "请求体")));
    let command = outline(operation, language)
        .long_about(help::about(operation, language))
        .after_long_help(help::facts(operation, language))
        .args(required.collect::<Vec<_>>())
        .args(fields.collect::<Vec<_>>());
    let command = if body.is_empty() { command } else { command.args(body_flags(language)) };
    let command = if operation.row.paging.is_some() { command.args(paging_flags(language)) } else { command };
    // The flag is known everywhere, so that parameters can depend on it.
    if body.is_empty() {
        command.arg(Arg::new("body-template").long("body-template").hide(true).action(ArgAction::SetTrue))
    } else {
        command
    }
}

fn body_flags(language: Language) -> [Arg; 2] {
    let heading = language.select("Body", "请求体");
    [
        Arg::new("body").long("body").value_name("FILE").help(language.select(
            "JSON file with the body, or - for stdin; flags replace its fields",
            "请求体 JSON 文件，- 表示标准输入；命令行选项优先于文件中的同名字段",
        )),
        Arg::new("body-template")
            .long("body-template")
            .action(ArgAction::SetTrue)
            .help(language.select("Print a body to fill in, and send nothing", "输出待填写的请求体模板，不发送请求")),
    ]
    .map(|arg| arg.help_heading(heading))
}

/// Returns the flags of paged requests.
pub(super) fn paging_flags(language: Language) -> [Arg; 2] {
    let heading = language.select("Paging", "分页");
    [
        Arg::new("all")
            .long("all")
            .action(ArgAction::SetTrue)
            .conflicts_with("limit")
            .help(language.select("Read all pages [default: one page]", "读取所有页 [默认：一页]")),
        Arg::new("limit")
            .long("limit")
            .value_name("N")
            .value_parser(clap::value_parser!(u32).range(1..))
            .help(language.select("Read pages until there are N items", "读满 N 条为止")),
    ]
    .map(|arg| arg.help_heading(heading))
}

/// Returns how far a listing goes.
pub(super) fn extent(matches: &ArgMatches) -> Extent {
    match (matches.get_flag("all"), matches.get_one::<u32>("limit")) {
        (true, _) => Extent::All,
        (false, Some(limit)) => Extent::Items(usize::try_from(*limit).unwrap_or(usize::MAX)),
        (false, None) => Extent::Page,
    }
}

/// Masks the data of a response and takes the result out of it.
pub(super) struct Known {
    pub(super) fields: Vec<Field>,
    pub(super) shape: Shape,
    pub(super) shows_personal: bool,
    pub(super) masked: usize,
}

impl Known {
    pub(super) fn of(operation: &Operation, global: &Global) -> Self {
        let shows_personal = global.show_personal;
        Self { fields: operation.response(), shape: Shape::of(operation), shows_personal, masked: 0 }
    }
}

impl Respond for Known {
    fn values(&mut self, data: Value) -> Vec<Value> {
        let data = if self.shows_personal { data } else { mask_object(data, &self.fields, &mut self.masked) };
        self.shape.values(data)
    }

    fn masked(&self) -> usize {
        self.masked
    }
}

pub(crate) async fn run(operation: &Operation, matches: &ArgMatches, global: &Global) -> Result<(), Failure> {
    if matches.get_flag("body-template") {
        let mut printer = Printer::new(view(matches)?, Vec::new(), false);
        printer.write(body::template(&operation.body()))?;
        printer.finish()?;
        return Ok(());
    }
    let view = view(matches)?;
    let values = Values::read(operation, matches)?;
    values.check(operation, global)?;
    let extent = if operation.row.paging.is_some() { extent(matches) } else { Extent::Page };
    let curl = values.request(&client_without_credentials(global)?, operation, extent).await?.to_curl()?;
    if global.dry_run {
        return send::print_curl(&curl);
    }
    if operation.overwrites() || values.replaces(operation) {
        global.confirm(operation)?;
    }
    let mut known = Known::of(operation, global);
    let printer = Printer::new(view, columns(&known.shape.fields()), known.shape.is_list());
    let access = Access::find(global)?;
    let client = access.client(global.base_url.as_deref())?;
    let request = values.request(&client, operation, extent).await?;
    let sent = match operation.row.paging {
        Some(paging) => send::send_pages(request, paging, extent, global, &mut known, printer).await,
        None => send::send_once(request, global, &mut known, printer).await,
    };
    sent.map_err(|failure| failure.of_app(access.app_id()))
}

/// The values of a request.
struct Values {
    path: Vec<(&'static str, Value)>,
    query: Vec<(&'static str, Value)>,
    form: Vec<(&'static str, Value, bool)>,
    body: Option<Value>,
}

impl Values {
    fn read(operation: &Operation, matches: &ArgMatches) -> Result<Self, Failure> {
        let read = |fields: Vec<Field>| -> Vec<(&'static str, Value)> {
            let value =
                |field: &Field| Some((static_name(operation.row, field.name())?, argument::value(field, matches)?));
            fields.iter().filter_map(value).collect()
        };
        let form = operation.form();
        let is_file = |name: &str| form.iter().any(|field| field.name() == name && matches!(field.ty(), Type::File));
        let parts = read(form.clone()).into_iter().map(|(name, value)| (name, value, is_file(name))).collect();
        let fields = operation.body();
        let body = if fields.is_empty() { None } else { Some(body::read(&fields, matches)?) };
        Ok(Self { path: read(operation.path()), query: read(operation.query()), form: parts, body })
    }

    /// Checks the body, and reports values that are not listed. The library checks everything else.
    fn check(&self, operation: &Operation, global: &Global) -> Result<(), Failure> {
        let given = self.path.iter().chain(&self.query).map(|(name, value)| (*name, value));
        let given: Vec<_> = given.chain(self.form.iter().map(|(name, value, _)| (*name, value))).collect();
        for field in operation.path().into_iter().chain(operation.query()).chain(operation.form()) {
            if given.iter().any(|(name, value)| *name == field.name() && argument::is_unlisted(&field, value)) {
                body::note_unlisted(field.name(), global);
            }
        }
        self.body.iter().try_for_each(|body| body::check(operation.row, body, global))
    }

    /// Returns whether the body has a field that replaces the stored value as a whole.
    fn replaces(&self, operation: &Operation) -> bool {
        let has = |field: &Field| self.body.as_ref().is_some_and(|body| body.get(field.name()).is_some());
        operation.body().iter().any(|field| field.replaces() && has(field))
    }

    async fn request(&self, client: &Client, operation: &Operation, extent: Extent) -> Result<CustomRequest, Failure> {
        let size = page_size(operation, extent).filter(|(name, _)| self.query.iter().all(|(set, _)| set != name));
        let request = client.call(operation.row);
        let request = self.path.iter().fold(request, |request, (name, value)| request.path(name, value));
        let request = self.query.iter().fold(request, |request, (name, value)| request.query(name, value));
        let request = size.into_iter().fold(request, |request, (name, size)| request.query(name, size));
        let mut request = self.body.iter().fold(request, |request, body| request.json(body));
        for (name, value, is_file) in &self.form {
            request = match value.as_str() {
                Some(path) if *is_file => request.form_file(name, Upload::from_file(path).await?),
                _ => request.form_text(name, value),
            };
        }
        Ok(request)
    }
}

/// The largest pages need the fewest calls; and no page needs more items than the user wants.
fn page_size(operation: &Operation, extent: Extent) -> Option<(&'static str, i64)> {
    let paging = operation.row.paging?;
    let query = operation.query();
    let largest = query.iter().find(|field| field.name() == paging.size)?.maximum()?;
    match extent {
        Extent::Page => None,
        Extent::All => Some((paging.size, largest)),
        Extent::Items(count) => Some((paging.size, i64::try_from(count).unwrap_or(largest).min(largest))),
    }
}

fn static_name(row: &'static Row, name: &str) -> Option<&'static str> {
    row.parameters.iter().map(|parameter| parameter.name).find(|known| *known == name)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;
    use feishu_hire::{mock::ROUND_TRIPS, operation::ALL};
    use serde_json::json;

    use super::*;
    use crate::{
        catalog::Named,
        output::{Format, View},
        text::Text,
    };

    const PERSON: &str = "PERSON-";
    const UNKNOWN: &str = "UNKNOWN-VALUE";

    /// Marks the sensitive texts of an object, and adds a field that the schema does not have. Returns how many texts it marked.
    fn mark(fields: &[Field], value: &mut Value) -> usize {
        let mut count = 0;
        for field in fields {
            let Some(inner) = value.get_mut(field.name()) else { continue };
            count += if field.is_sensitive() { mark_all(inner) } else { mark_type(&field.ty(), inner) };
        }
        if let Value::Object(entries) = value {
            entries.insert("field_of_tomorrow".to_owned(), json!({ "inner": [UNKNOWN] }));
        }
        count
    }

    fn mark_type(ty: &Type, value: &mut Value) -> usize {
        match ty {
            Type::List(item) => value.as_array_mut().into_iter().flatten().map(|value| mark_type(item, value)).sum(),
            Type::Named(named) => match &**named {
                Named::Object(fields) if value.is_object() => mark(fields, value),
                _ => 0,
            },
            _ => 0,
        }
    }

    fn mark_all(value: &mut Value) -> usize {
        match value {
            Value::String(text) => {
                *text = format!("{PERSON}张三");
                1
            }
            Value::Array(items) => items.iter_mut().map(mark_all).sum(),
            Value::Object(entries) => entries.values_mut().map(mark_all).sum(),
            _ => 0,
        }
    }

    fn printed(operation: &Operation, data: Value, format: Format, shows_personal: bool) -> Result<String, Failure> {
        let shape = Shape::of(operation);
        let (columns, is_list) = (columns(&shape.fields()), shape.is_list());
        let mut known = Known { fields: operation.response(), shape, shows_personal, masked: 0 };
        let mut out = Vec::new();
        let mut printer = Printer::to(&mut out, View { format, selection: None, filter: None }, columns, is_list);
        known.values(data).into_iter().try_for_each(|value| printer.write(value))?;
        printer.finish()?;
        Ok(String::from_utf8_lossy(&out).into_owned())
    }

    #[test]
    fn personal_data_of_every_operation_is_masked_in_every_format() -> Result<(), Failure> {
        let mut marked = 0;
        for operation in ALL.iter().copied().filter_map(Operation::of) {
            let file = format!("samples/{}.response.json", operation.row.id.replace('.', "/"));
            let sample = ROUND_TRIPS.iter().find(|sample| sample.file == file);
            let mut data =
                sample.ok_or_else(|| Failure::Usage(Text::foreign(format!("{file} is missing"))))?.well_typed_data()?;
            let count = mark(&operation.response(), &mut data);
            marked += count;
            for format in Format::value_variants() {
                let text = printed(&operation, data.clone(), *format, false)?;
                assert!(!text.contains(PERSON) && !text.contains(UNKNOWN), "{} {format:?}: {text}", operation.row.id);
            }
            let [masked, shown] = [false, true].map(|shows| printed(&operation, data.clone(), Format::Json, shows));
            let (masked, shown) = (masked?, shown?);
            assert!(count == 0 || masked.contains("[redacted]"), "{}: {masked}", operation.row.id);
            assert!(count == 0 || shown.contains(PERSON), "{}: {shown}", operation.row.id);
        }
        assert!(marked > 300, "{marked}");
        Ok(())
    }
}
