//! Drafts an operation from a page.

use feishu_codegen::model::OperationId;
use heck::ToUpperCamelCase;

use crate::clean::one_line;
use crate::draft::Drafter;
use crate::drafted::{DraftEnum, DraftField, DraftObject, Ty};
use crate::identity::{Identity, Taken};
use crate::known::Known;
use crate::page::{ErrorRow, Page, resolve_scopes};
use crate::rows::Row;
use crate::rules;
use crate::sample::{Read, Sample};
use crate::sections;
use crate::source::Place;
use crate::tree::{Nesting, Node};

/// A drafted operation.
pub(crate) struct DraftOperation {
    pub(crate) id: OperationId,
    /// Notes for the author that belong to no field.
    pub(crate) notes: Vec<String>,
    pub(crate) call: String,
    pub(crate) apps: Vec<String>,
    pub(crate) tokens: Vec<String>,
    pub(crate) scopes: Vec<String>,
    pub(crate) field_scopes: Vec<String>,
    /// The rate limits as the key `limits` writes them.
    pub(crate) limits: Option<String>,
    pub(crate) path: Vec<DraftField>,
    pub(crate) query: Vec<DraftField>,
    pub(crate) body: Vec<DraftField>,
    pub(crate) form: Vec<DraftField>,
    pub(crate) response: Vec<DraftField>,
    pub(crate) paging: Option<String>,
    pub(crate) errors: Vec<ErrorRow>,
    pub(crate) enums: Vec<DraftEnum>,
    pub(crate) objects: Vec<DraftObject>,
    pub(crate) quirks: Vec<DraftQuirk>,
    pub(crate) requests: Vec<Read>,
    pub(crate) answers: Vec<Read>,
    pub(crate) nesting: Nesting,
    /// Scopes that the page names, with their labels.
    pub(crate) labelled: Vec<(String, String)>,
}

/// A quirk; why it is right to do so is the author's to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftQuirk {
    pub(crate) at: String,
    pub(crate) kind: String,
    pub(crate) docs: String,
    pub(crate) observed: String,
}

/// Drafts an operation.
pub(crate) fn draft(page: &Page, identity: Identity, known: &Known, names: &mut Taken) -> DraftOperation {
    let Identity { id, guessed } = identity;
    names.for_operation(&id);
    let owner = id.resource.to_upper_camel_case();
    let mut notes = Vec::new();
    if guessed {
        notes.push("check: the id is guessed from method and path".to_owned());
    }
    let (requests, answers) = read_samples(page, &mut notes);
    notes_on_call(page, &mut notes);
    let header = |name| format!("check: the page asks for the header `{name}`, which the schema has no word for");
    notes.extend(page.headers.iter().map(header));
    let mut drafter = Drafter::new(known, names);
    let path = path_parameters(page, &mut drafter, &owner, &mut notes);
    let query = drafter.fields(&leaves(&page.query), &owner, &[], Place::Query);
    let (body_nesting, body, form) = payload(page, &mut drafter, &owner, &requests, &mut notes);
    let (answer_nesting, response) = answer(page, &mut drafter, &owner, &answers, &mut notes);
    let (mut enums, mut objects) = (drafter.enums, drafter.objects);
    let fields = [&path, &query, &body, &form, &response];
    prune(&fields, &mut enums, &mut objects);
    let places = [("path", &path), ("query", &query), ("body", &body), ("form", &form)];
    let quirks = places.into_iter().flat_map(|(root, fields)| unlisted_examples(root, fields)).collect();
    let paging = paging(&query, &body, &response);
    if paging.is_none() && response.iter().any(|field| field.name == "has_more") {
        notes.push("check: it looks paged, but not all of the paging fields are there".to_owned());
    }
    suggest(page, &[&query, &body, &form], &mut notes);
    let limits = page.limits.as_deref().and_then(|text| limits(text, &mut notes));
    let scopes = self::scopes(&page.scopes, known, &mut notes);
    let field_scopes = self::scopes(&page.field_scopes, known, &mut notes);
    let labelled = page.scopes.iter().chain(&page.field_scopes).filter(|(name, _)| !name.is_empty()).cloned().collect();
    DraftOperation {
        call: format!("{} {}", page.method, colons(&page.path)),
        apps: apps(page.apps.as_deref().unwrap_or_default()),
        tokens: tokens(page.tokens.as_deref().unwrap_or_default()),
        scopes,
        field_scopes,
        limits,
        errors: errors(&page.errors),
        quirks,
        nesting: body_nesting.max(answer_nesting),
        id,
        notes,
        path,
        query,
        body,
        form,
        response,
        paging,
        enums,
        objects,
        requests,
        answers,
        labelled,
    }
}

/// The samples of requests and of successful responses.
fn read_samples(page: &Page, notes: &mut Vec<String>) -> (Vec<Read>, Vec<Read>) {
    let (failures, answers): (Vec<Read>, Vec<Read>) =
        sections::read_samples(&page.response_samples).into_iter().partition(|read| is_failure(&read.value));
    if !failures.is_empty() {
        notes.push("check: the sample of a failure is left out; samples are of what succeeds".to_owned());
    }
    let requests = sections::read_samples(&page.request_samples);
    if answers.len() + failures.len() < page.response_samples.len() || requests.len() < page.request_samples.len() {
        notes.push("check: a sample of the page cannot be read, even after repair".to_owned());
    }
    notes_on_samples(&answers, &requests, notes);
    (requests, answers)
}

/// Adds suggestions for keys of the operation that the author decides on. `sent` are the fields of query, body and form.
fn suggest(page: &Page, sent: &[&Vec<DraftField>; 3], notes: &mut Vec<String>) {
    let rules = sent.iter().flat_map(|fields| rules::suggested(fields));
    notes.extend(rules.map(|rule| format!("suggestion: rules: [{{ {rule} }}]")));
    let key = sent.iter().flat_map(|fields| fields.iter()).find(|field| rules::is_idempotency_key(field));
    if let Some(key) = key.filter(|_| is_repeated_with_care(page)) {
        notes.push(format!("suggestion: idempotent: true; the server knows a call again by `{}`", key.name));
    }
    if is_historic(page) {
        notes.push("suggestion: deprecated; the page is of a historic version, or says so itself".to_owned());
    }
}

/// Adds notes on an unusual address and on missing headers.
fn notes_on_call(page: &Page, notes: &mut Vec<String>) {
    if !page.path.starts_with("/open-apis/") {
        notes.push("check: its address is not below /open-apis; its host may be another one, too".to_owned());
    }
    if page.tokens.as_ref().is_some_and(|said| !said.contains("access_token")) {
        notes.push("check: the page names no access token among the headers".to_owned());
    }
}

/// Whether a second call may do something a second time, as far as the method tells.
fn is_repeated_with_care(page: &Page) -> bool {
    matches!(page.method.as_str(), "POST" | "PATCH")
}

/// Whether a page is kept for those alone who use the operation already.
fn is_historic(page: &Page) -> bool {
    let address = page.address.as_deref().unwrap_or_default();
    let said = format!("{} {}", page.title, page.intro).to_lowercase();
    let words =
        ["历史版本", "不再维护", "不推荐使用", "不建议使用", "已废弃", "即将下线", "deprecated", "historical version"];
    address.contains("historic") || words.iter().any(|word| said.contains(word))
}

/// Examples of parameters that are not among the values that the page lists.
fn unlisted_examples(root: &str, fields: &[DraftField]) -> Vec<DraftQuirk> {
    let quirk = |field: &DraftField| {
        let example = field.unlisted_example.as_ref().filter(|_| field.shared.is_none() && field.example.is_some())?;
        Some(DraftQuirk {
            at: format!("{root}.{}", field.name),
            kind: "unlisted_example".to_owned(),
            docs: "Lists other values.".to_owned(),
            observed: format!("The page's example is {example}."),
        })
    };
    fields.iter().filter_map(quirk).collect()
}

/// Whether an answer tells of a failure.
fn is_failure(answer: &Sample) -> bool {
    matches!(answer.get("code"), Some(Sample::Number(code)) if code != "0") && answer.get("data").is_none()
}

/// Adds notes on repairs of samples.
fn notes_on_samples(answers: &[Read], requests: &[Read], notes: &mut Vec<String>) {
    for mended in answers.iter().chain(requests).flat_map(|read| &read.mended) {
        notes.push(format!("check: mended in a sample: {mended}"));
    }
}

/// The names of scopes. If a page has only a label, the schema may know its scope.
fn scopes(said: &[(String, String)], known: &Known, notes: &mut Vec<String>) -> Vec<String> {
    let (names, unknown) = resolve_scopes(said, &known.scopes);
    notes.extend(unknown.iter().map(|label| format!("check: the page names a scope by its label alone: {label}")));
    names
}

/// Rows without nesting.
fn leaves(rows: &[Row]) -> Vec<Node> {
    rows.iter().map(|row| Node { row: row.clone(), ..Node::default() }).collect()
}

/// The path parameters, in the order of the path. The table may lack them or have other names.
fn path_parameters(
    page: &Page,
    drafter: &mut Drafter<'_, Taken>,
    owner: &str,
    notes: &mut Vec<String>,
) -> Vec<DraftField> {
    let path = colons(&page.path);
    let names: Vec<&str> = path.split('/').filter_map(|step| step.strip_prefix(':')).collect();
    let row = |name: &&str| {
        let found = page.path_parameters.iter().find(|row| row.name == *name);
        found.cloned().unwrap_or_else(|| Row { name: (*name).to_owned(), ty: "string".to_owned(), ..Row::default() })
    };
    let strange = page.path_parameters.iter().filter(|row| !names.contains(&row.name.as_str()));
    notes.extend(strange.map(|row| format!("check: the page lists `{}`, which is not in the path", row.name)));
    let rows: Vec<Row> = names.iter().map(row).collect();
    drafter.fields(&leaves(&rows), owner, &[], Place::Path)
}

type Payload = (Nesting, Vec<DraftField>, Vec<DraftField>);

fn payload(
    page: &Page,
    drafter: &mut Drafter<'_, Taken>,
    owner: &str,
    samples: &[Read],
    notes: &mut Vec<String>,
) -> Payload {
    let has_file = page.body.iter().any(|row| row.ty.eq_ignore_ascii_case("file"));
    if page.method == "GET" {
        if !page.body.is_empty() {
            notes.push("check: the page has a body, which a GET request cannot have".to_owned());
        }
        return (Nesting::Certain, Vec::new(), Vec::new());
    }
    if page.is_form || has_file {
        return (Nesting::Certain, Vec::new(), drafter.fields(&leaves(&page.body), owner, &[], Place::Form));
    }
    let values: Vec<&Sample> =
        samples.iter().map(|read| &read.value).filter(|value| !value.members().is_empty()).collect();
    if page.body.is_empty() && values.is_empty() {
        return (Nesting::Certain, Vec::new(), Vec::new());
    }
    let section = sections::body(page, values.first().copied());
    let fields = drafter.fields(&section.fields, owner, &values, Place::Body);
    (section.nesting, fields, Vec::new())
}

fn answer(
    page: &Page,
    drafter: &mut Drafter<'_, Taken>,
    owner: &str,
    samples: &[Read],
    notes: &mut Vec<String>,
) -> (Nesting, Vec<DraftField>) {
    let data: Vec<&Sample> = samples.iter().filter_map(|read| read.value.get("data")).collect();
    let beside = |read: &Read| read.value.members().iter().any(|(key, _)| !["code", "msg"].contains(&key.as_str()));
    if data.is_empty() && samples.iter().any(beside) {
        notes
            .push("check: the answer is not in `data`, but beside `code`, which the schema has no word for".to_owned());
    }
    let Some(section) = sections::response(page, samples.first().map(|read| &read.value)) else {
        let note = if page.is_binary && samples.is_empty() {
            "check: it answers with a file itself, which the schema has no word for"
        } else {
            "check: the page has no table for its answer; it is drafted from the sample"
        };
        notes.push(note.to_owned());
        return (Nesting::Rebuilt, drafter.fields(&[], owner, &data, Place::Response));
    };
    (section.nesting, drafter.fields(&section.fields, owner, &data, Place::Response))
}

/// Removes types that are unused because a shared type replaced their user.
fn prune(fields: &[&Vec<DraftField>], enums: &mut Vec<DraftEnum>, objects: &mut Vec<DraftObject>) {
    let mut used = Vec::new();
    let mut open: Vec<&DraftField> = fields.iter().flat_map(|fields| fields.iter()).collect();
    while let Some(field) = open.pop() {
        let Some(name) = named(&field.ty).filter(|_| field.shared.is_none()) else { continue };
        if used.contains(&name) {
            continue;
        }
        used.push(name);
        if let Some(object) = objects.iter().find(|object| object.name == name) {
            open.extend(&object.fields);
        }
    }
    let used: Vec<String> = used.into_iter().map(str::to_owned).collect();
    enums.retain(|item| used.contains(&item.name));
    objects.retain(|object| used.contains(&object.name));
}

/// The name in a type.
fn named(ty: &Ty) -> Option<&str> {
    match ty {
        Ty::Named(name) => Some(name),
        Ty::List(inner) | Ty::Map(inner) => named(inner),
        Ty::Plain(_) | Ty::AsString(_) => None,
    }
}

/// `{id}` as `:id`.
fn colons(path: &str) -> String {
    let step = |step: &str| match step.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
        Some(name) => format!(":{name}"),
        None => step.to_owned(),
    };
    path.split('/').map(step).collect::<Vec<_>>().join("/")
}

pub(crate) fn apps(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let mut apps = Vec::new();
    if has(&["custom", "自建"]) {
        apps.push("custom".to_owned());
    }
    if has(&["isv", "商店", "store"]) {
        apps.push("store".to_owned());
    }
    apps
}

/// The kinds of tokens; empty for the default, a tenant's.
pub(crate) fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for (name, word) in [("tenant", "tenant_access_token"), ("user", "user_access_token")] {
        if text.contains(word) {
            tokens.push(name.to_owned());
        }
    }
    if tokens == ["tenant"] { Vec::new() } else { tokens }
}

/// `1000 次/分钟、50 次/秒`
pub(crate) fn limits(text: &str, notes: &mut Vec<String>) -> Option<String> {
    let text = one_line(text);
    let text = text.trim_matches(['[', ']', ' ']);
    if text.contains("特殊") || text.to_lowercase().contains("special") {
        return Some("special".to_owned());
    }
    let window = |part: &str| {
        let (calls, unit) = part.split_once('/').or_else(|| part.split_once(" per "))?;
        let calls: u32 = calls.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok()?;
        let unit = unit.trim().to_lowercase();
        let units = [
            ("秒", "second"),
            ("sec", "second"),
            ("分", "minute"),
            ("min", "minute"),
            ("时", "hour"),
            ("hour", "hour"),
            ("天", "day"),
            ("日", "day"),
            ("day", "day"),
        ];
        let (_, unit) = units.into_iter().find(|(word, _)| unit.contains(word))?;
        Some(format!("{calls}/{unit}"))
    };
    let windows: Option<Vec<String>> = text.split(['、', ',', '，', '；', ';']).map(window).collect();
    match windows {
        Some(windows) if !windows.is_empty() => Some(format!("[{}]", windows.join(", "))),
        _ => {
            notes.push(format!("check: the page's rate limit is `{text}`"));
            None
        }
    }
}

/// The error codes without duplicates.
fn errors(rows: &[ErrorRow]) -> Vec<ErrorRow> {
    let mut errors: Vec<ErrorRow> = Vec::new();
    for row in rows.iter().filter(|row| row.code > 0) {
        if !errors.iter().any(|known| known.code == row.code) {
            errors.push(row.clone());
        }
    }
    errors
}

/// The value of `paging` if the operation has all paging fields.
fn paging(query: &[DraftField], body: &[DraftField], response: &[DraftField]) -> Option<String> {
    let parameter = |name: &str, types: &[&str]| {
        let mut all = query.iter().chain(body);
        all.any(|field| field.name == name && matches!(field.ty, Ty::Plain(ty) if types.contains(&ty)))
    };
    let answers = |name: &str, ty: &str| {
        response.iter().any(|field| field.name == name && matches!(field.ty, Ty::Plain(found) if found == ty))
    };
    let lists: Vec<&DraftField> = response.iter().filter(|field| matches!(field.ty, Ty::List(_))).collect();
    let items =
        lists.iter().find(|field| field.name == "items").or_else(|| lists.first().filter(|_| lists.len() == 1))?;
    let whole = parameter("page_size", &["int32", "int64"])
        && parameter("page_token", &["string"])
        && answers("page_token", "string")
        && answers("has_more", "bool");
    whole.then(|| {
        format!("{{ size: page_size, token: page_token, items: {}, next: page_token, more: has_more }}", items.name)
    })
}
