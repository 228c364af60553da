//! `api METHOD PATH`: any endpoint.

use clap::{Arg, ArgAction, ArgMatches, Command};
use feishu_hire::{
    Client, CustomRequest, Method,
    operation::{ALL, Location, Operation as Row, Paging},
};
use serde_json::Value;

use super::operation::{Known, extent, paging_flags};
use crate::{
    body,
    catalog::Operation,
    credentials::{Access, client_without_credentials},
    failure::Failure,
    global::{Global, view},
    language::Language,
    mask::mask_all,
    output::{Printer, columns},
    send::{self, Extent, Respond},
};

pub(super) fn define(language: Language) -> Command {
    let say = |english: &'static str, chinese: &'static str| language.select(english, chinese);
    let text = |name: &'static str, value: &'static str, help| Arg::new(name).long(name).value_name(value).help(help);
    Command::new("api")
        .about(say("Call any endpoint by its method and path", "按方法和路径调用任意接口"))
        .long_about(say(
            "Calls any endpoint by its method and path, such as:\n\n  feishu-hire api GET /open-apis/contact/v3/users/ou_1 --query user_id_type=open_id\n\nThe path may contain a query. Values that no schema describes are masked unless --show-personal is set.",
            "按方法和路径调用任意接口，例如：\n\n  feishu-hire api GET /open-apis/contact/v3/users/ou_1 --query user_id_type=open_id\n\n路径可带查询参数。没有接口定义的值默认隐藏，可用 --show-personal 显示。",
        ))
        .args([
            Arg::new("method").value_name("METHOD").required(true).help(say("HTTP method", "HTTP 方法")).ignore_case(true).value_parser(["GET", "POST", "PUT", "PATCH", "DELETE"]),
            Arg::new("path").value_name("PATH").required(true).help(say("Path of the endpoint, with its values", "接口路径，含路径参数的值")),
            text("query", "NAME=VALUE", say("Query parameter; repeat it for several", "查询参数，可重复")).action(ArgAction::Append),
            text("body", "FILE", say("JSON file with the body, or - for stdin", "请求体 JSON 文件，- 表示标准输入")),
            text("page-token", "TOKEN", say("Page to start with", "起始页的分页标记")),
            text("items", "FIELD", say("Field of the response with the items [default: items]", "响应中列表字段的名称 [默认：items]")),
        ])
        .args(paging_flags(language))
}

pub(super) async fn run(matches: &ArgMatches, global: &Global) -> Result<(), Failure> {
    let view = view(matches)?;
    let call = Call::read(matches)?;
    if let (Some(operation), Some(body)) = (&call.bound, &call.body) {
        body::check(operation.row, body, global)?;
    }
    let curl = call.request(&client_without_credentials(global)?).to_curl()?;
    if global.dry_run {
        return send::print_curl(&curl);
    }
    if let Some(operation) = call.bound.as_ref().filter(|operation| operation.overwrites()) {
        global.confirm(operation)?;
    } else if call.method == Method::Delete {
        global.confirm_call(&format!("DELETE {}", call.path))?;
    }
    let extent = extent(matches);
    let is_paged = !matches!(extent, Extent::Page);
    let access = Access::find(global)?;
    let request = call.request(&access.client(global.base_url.as_deref())?);
    let sent = match &call.bound {
        Some(operation) => {
            let mut known = Known::of(operation, global);
            let printer = Printer::new(view, columns(&known.shape.fields()), known.shape.is_list());
            match operation.row.paging.filter(|_| is_paged) {
                Some(paging) => send::send_pages(request, paging, extent, global, &mut known, printer).await,
                None => send::send_once(request, global, &mut known, printer).await,
            }
        }
        None => {
            let items = is_paged.then_some(call.paging.items);
            let mut unknown = Unknown { items, shows_personal: global.show_personal, masked: 0 };
            let printer = Printer::new(view, Vec::new(), is_paged);
            match is_paged {
                true => send::send_pages(request, call.paging, extent, global, &mut unknown, printer).await,
                false => send::send_once(request, global, &mut unknown, printer).await,
            }
        }
    };
    sent.map_err(|failure| failure.of_app(access.app_id()))
}

/// The call that the arguments describe.
struct Call {
    method: Method,
    path: &'static str,
    /// The operation with this method and path, and the values in its path.
    bound: Option<Operation>,
    in_path: Vec<(&'static str, String)>,
    query: Vec<(&'static str, String)>,
    body: Option<Value>,
    paging: Paging,
}

impl Call {
    fn read(matches: &ArgMatches) -> Result<Self, Failure> {
        let text = |name| matches.get_one::<String>(name).map(String::as_str);
        let method = match text("method").unwrap_or_default().to_uppercase().as_str() {
            "GET" => Method::Get,
            "POST" => Method::Post,
            "PUT" => Method::Put,
            "PATCH" => Method::Patch,
            _ => Method::Delete,
        };
        let whole = text("path").unwrap_or_default();
        let (path, in_path_query) = whole.split_once('?').unwrap_or((whole, ""));
        let given = matches.get_many::<String>("query").into_iter().flatten().map(String::as_str);
        let mut query = Vec::new();
        for pair in in_path_query.split('&').filter(|pair| !pair.is_empty()).chain(given) {
            let (name, value) = pair.split_once('=').ok_or_else(|| {
                Failure::usage(
                    format!("--query {pair}: expected NAME=VALUE"),
                    format!("--query {pair}：应为 NAME=VALUE"),
                )
            })?;
            query.push((leak(name), value.to_owned()));
        }
        let paging = Paging { items: leak(text("items").unwrap_or("items")), ..Paging::default() };
        query.extend(text("page-token").map(|token| (paging.token, token.to_owned())));
        let body = text("body").map(body::read_file).transpose()?.map(Value::Object);
        let bound = ALL
            .iter()
            .copied()
            .filter(|row| row.method == method)
            .find_map(|row| Some((row, values_in_path(row, path)?)));
        let (bound, in_path) = match bound {
            Some((row, values)) => (Operation::of(row), values),
            None => (None, Vec::new()),
        };
        Ok(Self { method, path: leak(path), bound, in_path, query, body, paging })
    }

    fn request(&self, client: &Client) -> CustomRequest {
        let request = match &self.bound {
            Some(operation) => client.call(operation.row),
            None => client.request(self.method, self.path).paging(self.paging),
        };
        let request = self.in_path.iter().fold(request, |request, (name, value)| request.path(name, value));
        let request =
            grouped(&self.query).into_iter().fold(request, |request, (name, values)| match values.as_slice() {
                [value] => request.query(name, value),
                values => request.query(name, values),
            });
        self.body.iter().fold(request, |request, body| request.json(body))
    }
}

/// The values of each name: a repeated parameter is a list.
fn grouped(query: &[(&'static str, String)]) -> Vec<(&'static str, Vec<String>)> {
    let mut grouped: Vec<(&'static str, Vec<String>)> = Vec::new();
    for (name, value) in query {
        match grouped.iter_mut().find(|(known, _)| known == name) {
            Some((_, values)) => values.push(value.clone()),
            None => grouped.push((name, vec![value.clone()])),
        }
    }
    grouped
}

/// A request names its parameters for as long as the process lives, which is one call.
fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}

/// Returns the path parameters, if the path is one of the row's.
fn values_in_path(row: &'static Row, path: &str) -> Option<Vec<(&'static str, String)>> {
    let mut values = Vec::new();
    let (mut template, mut segments) = (row.path.split('/'), path.split('/'));
    loop {
        match (template.next(), segments.next()) {
            (None, None) => return Some(values),
            (Some(expected), Some(segment)) => match expected.strip_prefix(':') {
                Some(name) => {
                    let parameter =
                        row.parameters.iter().find(|it| it.location == Location::Path && it.name == name)?;
                    values.push((parameter.name, segment.to_owned()));
                }
                None if expected == segment => {}
                None => return None,
            },
            _ => return None,
        }
    }
}

/// A response that no schema describes.
struct Unknown {
    items: Option<&'static str>,
    shows_personal: bool,
    masked: usize,
}

impl Respond for Unknown {
    fn values(&mut self, mut data: Value) -> Vec<Value> {
        let data = match self.items {
            Some(items) => data.get_mut(items).map(Value::take).unwrap_or_default(),
            None => data,
        };
        let data = if self.shows_personal { data } else { mask_all(data, &mut self.masked) };
        match data {
            Value::Array(items) if self.items.is_some() => items,
            Value::Null if self.items.is_some() => Vec::new(),
            data => vec![data],
        }
    }

    fn masked(&self) -> usize {
        self.masked
    }
}
