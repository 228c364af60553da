//! Parses the blocks of a documentation page into its sections.

use feishu_codegen::draft::{is_date, is_snake_case};

use crate::clean::{join_lines, strip_markup};
use crate::markdown::{self, Block, Table};
use crate::rows::{self, Row, TableKind};
use crate::scopes::parse_scopes;

/// A documentation page of an endpoint, or the parts of the page of an event that both kinds of pages have.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The name in messages: the file name.
    pub(crate) file: String,
    pub(crate) title: String,
    pub(crate) intro: String,
    /// The URL, or its path.
    pub(crate) url: Option<String>,
    pub(crate) updated: Option<String>,
    pub(crate) method: String,
    /// The path of the call, such as `/open-apis/hire/v1/jobs`.
    pub(crate) path: String,
    pub(crate) apps: Option<String>,
    pub(crate) tokens: Option<String>,
    /// Headers in addition to `Authorization` and `Content-Type`.
    pub(crate) headers: Vec<String>,
    pub(crate) scopes: Vec<(String, String)>,
    pub(crate) field_scopes: Vec<(String, String)>,
    /// Scopes that the page lists only by label in addition to scopes with names. They may include field scopes.
    pub(crate) also_labelled: Vec<(String, String)>,
    pub(crate) limits: Option<String>,
    pub(crate) is_form: bool,
    /// Whether the response is documented as binary data instead of JSON.
    pub(crate) is_binary: bool,
    pub(crate) path_parameters: Vec<Row>,
    pub(crate) query: Vec<Row>,
    pub(crate) body: Vec<Row>,
    /// `None` if the page has no response table.
    pub(crate) response: Option<Vec<Row>>,
    pub(crate) request_samples: Vec<String>,
    pub(crate) response_samples: Vec<String>,
    pub(crate) errors: Vec<ErrorRow>,
    /// The type of the event, and the text about its delivery. Empty on pages of endpoints.
    event: Option<String>,
    pub(crate) delivery: String,
    /// The id in the example program, such as `hire.v1.interview.list`.
    pub(crate) call: Option<String>,
}

/// A row of the error code table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ErrorRow {
    pub(crate) status: String,
    pub(crate) code: i64,
    /// The English message, which only pages that list error codes have.
    pub(crate) message: String,
    pub(crate) label: String,
    pub(crate) advice: String,
}

/// A section of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum PageSection {
    Before,
    Request,
    Header,
    Path,
    Query,
    Body,
    BodySample,
    Response,
    ResponseSample,
    Errors,
    Subscription,
    Other,
}

impl PageSection {
    fn is_sample(self) -> bool {
        matches!(self, Self::BodySample | Self::ResponseSample)
    }
}

/// Parses a page.
///
/// # Errors
/// Returns the reason if the page does not describe an endpoint.
pub(crate) fn read(file: &str, text: &str) -> Result<Page, String> {
    let (page, _) = parse(file, text);
    if page.method.is_empty() || page.path.is_empty() {
        return Err("the page has no HTTP method or no URL, so it does not describe an endpoint".to_owned());
    }
    Ok(page)
}

/// Parses a page of an endpoint or an event. For an event, also returns its type. The rows and samples of an event are stored as those of a response.
pub(crate) fn parse(file: &str, text: &str) -> (Page, Option<String>) {
    let (front, blocks) = markdown::read(text);
    let mut page = Page { file: file.to_owned(), ..Page::default() };
    for (key, value) in front {
        page.add_front_matter(&key, value);
    }
    let (mut section, mut level) = (PageSection::Before, 0);
    for block in &blocks {
        match block {
            // A subsection of a sample section contains samples too.
            Block::Heading(at, text) if *at > level && section.is_sample() && section_of(text).is_none() => {}
            Block::Heading(at, text) => {
                section = page.add_heading(text, section);
                level = *at;
            }
            Block::Text(text) => section = page.add_text(text, section),
            Block::Table(table) => page.add_table(table, section),
            Block::Code(code) => page.add_code(code, section),
        }
    }
    let event = page.event.take();
    (page, event)
}

fn section_of(heading: &str) -> Option<PageSection> {
    let heading = strip_markup(heading).to_lowercase();
    let heading = heading.trim().trim_end_matches([':', '：']);
    let sample = heading.contains("示例") || heading.contains("example") || heading.contains("sample");
    Some(match heading {
        _ if heading.contains("订阅示例") => PageSection::Subscription,
        _ if heading.contains("调用示例") || heading.contains("代码") => PageSection::Other,
        _ if heading.starts_with("请求体") || heading.starts_with("request body") || heading == "请求参数" => {
            if sample {
                PageSection::BodySample
            } else {
                PageSection::Body
            }
        }
        _ if sample && (heading.starts_with("请求") || heading.starts_with("request")) => PageSection::BodySample,
        _ if sample && (heading.contains("响应") || heading.contains("返回") || heading.contains("response")) => {
            PageSection::ResponseSample
        }
        "请求头" | "request header" | "request headers" | "header" => PageSection::Header,
        "路径参数" | "path parameters" | "path parameter" => PageSection::Path,
        "查询参数" | "query parameters" | "query parameter" => PageSection::Query,
        "请求" | "request" | "http 请求" => PageSection::Request,
        "事件体" | "event body" => PageSection::Response,
        _ if sample && heading.starts_with("事件体") => PageSection::ResponseSample,
        "响应" | "响应体" | "response" | "response body" | "返回参数" => PageSection::Response,
        _ if heading.starts_with("错误码") || heading.starts_with("error code") => PageSection::Errors,
        _ => return None,
    })
}

impl Page {
    /// Whether the page uses the short form without examples, defaults and limits. Then their absence has no meaning.
    pub(crate) fn is_terse(&self) -> bool {
        let rows = || self.path_parameters.iter().chain(&self.query).chain(&self.body);
        self.response.is_none() && !rows().any(|row| row.text.contains("**"))
    }

    fn add_front_matter(&mut self, key: &str, value: String) {
        match key {
            "title" if self.title.is_empty() => self.title = value,
            "fullPath" | "full_path" | "source_url" | "url" => self.url = Some(value),
            "updateTime" | "updated_at" | "last_remote_update" | "updated" if self.updated.is_none() => {
                self.updated = parse_date(&value)
            }
            _ => {}
        }
    }

    fn add_heading(&mut self, text: &str, before: PageSection) -> PageSection {
        if let Some(section) = section_of(text) {
            return section;
        }
        if self.title.is_empty() && before == PageSection::Before {
            self.title = strip_markup(text);
        }
        if before == PageSection::Before { PageSection::Before } else { PageSection::Other }
    }

    /// Adds a line of text. In some pages, bold lines are headings.
    fn add_text(&mut self, text: &str, section: PageSection) -> PageSection {
        if text.starts_with("**")
            && let Some(section) = section_of(text)
        {
            return section;
        }
        if let Some(date) = text.strip_prefix("最后更新于") {
            self.updated = self.updated.take().or_else(|| parse_date(date.trim()));
        } else if section == PageSection::Response {
            self.is_binary |= ["二进制", "binary"].iter().any(|word| text.to_lowercase().contains(word));
        } else if section == PageSection::Header {
            let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
            self.headers.extend(words.filter(|word| word.starts_with("X-")).map(str::to_owned));
        } else if section == PageSection::Subscription {
            self.delivery.push_str(text);
        } else if section == PageSection::Before {
            self.intro.push_str(text);
            self.intro.push('\n');
        }
        section
    }

    fn add_table(&mut self, table: &Table, section: PageSection) {
        if is_request(table) {
            table.rows.iter().for_each(|row| self.add_request_row(row));
            return;
        }
        let rows = || rows::read(table);
        match section {
            PageSection::Header => {
                let cells: Vec<&str> = table.rows.iter().flatten().map(String::as_str).collect();
                self.tokens = self.tokens.take().or_else(|| Some(cells.join(" ")));
                let names = table.rows.iter().filter_map(|row| row.first()).map(|name| join_lines(name));
                self.headers.extend(names.filter(|name| !["Authorization", "Content-Type"].contains(&name.as_str())));
                self.is_form |=
                    table.rows.iter().any(|row| row.iter().any(|cell| cell.contains("multipart/form-data")));
            }
            PageSection::Path => self.path_parameters.extend(rows()),
            PageSection::Query => self.query.extend(rows()),
            PageSection::Body => self.body.extend(rows()),
            PageSection::Response => match rows::classify(table) {
                TableKind::Fields => self.response.get_or_insert_default().extend(rows()),
                TableKind::ReserveName if self.response.is_none() => self.response = Some(rows()),
                TableKind::ReserveName | TableKind::Other => {}
            },
            PageSection::Errors => self.errors.extend(table.rows.iter().filter_map(|row| parse_error(row))),
            _ => {}
        }
    }

    fn add_request_row(&mut self, row: &[String]) {
        let [label, value, ..] = row else { return };
        let label = label.trim();
        let value = value.trim();
        match label {
            _ if label.starts_with("HTTP URL") => self.path = url_path(value),
            _ if label.starts_with("事件类型") || label.starts_with("Event type") => {
                self.event = Some(strip_markup(value).trim().to_owned());
            }
            _ if label.starts_with("推送方式") => self.delivery.push_str(value),
            _ if label.starts_with("HTTP Method") => self.method = strip_markup(value).trim().to_uppercase(),
            _ if label.starts_with("接口频率限制") || label.starts_with("Rate") => {
                self.limits = Some(strip_markup(value))
            }
            _ if label.starts_with("支持的应用类型") || label.starts_with("Supported app") => {
                self.apps = Some(strip_markup(value));
            }
            _ if label.starts_with("支持的访问令牌") => self.tokens = Some(strip_markup(value)),
            _ if label.starts_with("字段权限要求") || label.starts_with("Required field") => {
                self.field_scopes.extend(parse_scopes(value));
            }
            _ if label.starts_with("权限要求") || label.starts_with("Required scope") => {
                self.add_scopes(parse_scopes(value))
            }
            _ => {}
        }
    }

    /// Adds scopes. Some pages list the same scopes twice, by label and by name. Then the names are used.
    fn add_scopes(&mut self, listed: Vec<(String, String)>) {
        let named = |scopes: &[(String, String)]| scopes.iter().any(|(name, _)| !name.is_empty());
        if named(&listed) && !named(&self.scopes) {
            self.also_labelled.append(&mut self.scopes);
        } else if named(&self.scopes) && !named(&listed) {
            self.also_labelled.extend(listed);
            return;
        }
        self.scopes.extend(listed);
    }

    fn add_code(&mut self, code: &str, section: PageSection) {
        let json = code.trim_start().starts_with(['{', '[']);
        match section {
            PageSection::BodySample if json => self.request_samples.push(code.to_owned()),
            PageSection::ResponseSample if json => self.response_samples.push(code.to_owned()),
            PageSection::Response if json && code.contains("\"code\"") => self.response_samples.push(code.to_owned()),
            _ => self.call = self.call.take().or_else(|| find_sdk_call(code)),
        }
    }
}

fn is_request(table: &Table) -> bool {
    let starts = ["HTTP URL", "事件类型", "Event type"];
    table
        .rows
        .iter()
        .any(|row| row.first().is_some_and(|cell| starts.iter().any(|start| cell.trim().starts_with(start))))
}

/// Extracts the path from a URL.
fn url_path(text: &str) -> String {
    let text = strip_markup(text);
    let text = text.split_whitespace().find(|word| word.contains('/')).unwrap_or_default();
    let start = text.find("/open-apis").or_else(|| {
        let host = text.find("://").map(|at| at + 3)?;
        text.get(host..)?.find('/').map(|slash| host + slash)
    });
    let path = start.and_then(|start| text.get(start..)).unwrap_or(text);
    path.split(['?', '#']).next().unwrap_or_default().to_owned()
}

fn parse_error(row: &[String]) -> Option<ErrorRow> {
    let numbers = row.iter().position(|cell| strip_markup(cell).trim().parse::<i64>().is_ok_and(|code| code > 999));
    let at = numbers?;
    let cell = |at: usize| row.get(at).map(|cell| join_lines(cell)).unwrap_or_default();
    let status = if at == 0 { String::new() } else { cell(at - 1) };
    Some(ErrorRow {
        status,
        code: cell(at).parse().ok()?,
        message: String::new(),
        label: cell(at + 1),
        advice: cell(at + 2),
    })
}

/// Returns the operation that an example program calls: `client.Hire.V1.Interview.List(` or `client.hire.v1.interview.list(`.
fn find_sdk_call(code: &str) -> Option<String> {
    let at = code.find("= client.")?;
    let call = code.get(at + "= client.".len()..)?.split('(').next()?;
    let parts: Vec<String> = call.split('.').map(heck::ToSnakeCase::to_snake_case).collect();
    (parts.len() == 4 && parts.iter().all(|part| is_snake_case(part))).then(|| parts.join("."))
}

/// Parses a date, or milliseconds since 1970 as a date in China.
fn parse_date(text: &str) -> Option<String> {
    let day: String = text.chars().take(10).collect();
    if is_date(&day) {
        return Some(day);
    }
    let millis: i64 = text.trim().parse().ok()?;
    let days = (millis / 1000 + 8 * 3600).div_euclid(86_400);
    Some(date_from_days(days))
}

/// Converts days since 1970 to a date, with the arithmetic of 400-year eras.
fn date_from_days(days: i64) -> String {
    let shifted = days.saturating_add(719_468);
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 { month_index + 3 } else { month_index - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}
