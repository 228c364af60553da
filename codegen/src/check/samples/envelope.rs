//! The envelope of a response: `code`, `msg`, and `data` or the fields of the data.

use super::checker::SampleChecker;
use crate::check::quirks::Kind;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::json::{Json, Member, Value};
use crate::model::{DataLocation, Field, Operation, Paging};

const ENVELOPE: &str = "write the response as `{ \"code\": 0, \"msg\": …, \"data\": … }`";

/// Returns the data of a response sample. `None` if the sample has no `data`.
pub(crate) fn response_data<'a>(operation: &Operation, mut json: Json<'a>) -> Option<Json<'a>> {
    match (operation.data, &mut json.value) {
        (DataLocation::Field, Value::Object(members)) => {
            let at = members.iter().position(|member| member.key == "data")?;
            Some(members.swap_remove(at).value)
        }
        (DataLocation::TopLevel, Value::Object(members)) => {
            let message = message_key(members, &operation.response);
            members.retain(|member| !["code", message, "error"].contains(&&*member.key));
            Some(json)
        }
        _ => None,
    }
}

/// Returns the key of the message. The data may have a field `message` itself.
fn message_key(members: &[Member<'_>], fields: &[Field]) -> &'static str {
    let has_msg = members.iter().any(|member| member.key == "msg");
    if has_msg || fields.iter().any(|field| field.name == "message") { "msg" } else { "message" }
}

/// Checks a complete response sample.
pub(crate) fn check(operation: &Operation, json: Json<'_>, checker: &mut SampleChecker<'_>) {
    let Value::Object(members) = &json.value else {
        checker.add("response", Kind::WrongType, wrong_kind(&json, "an object", "the response"));
        return;
    };
    let is_nested = operation.data == DataLocation::Field;
    if json.get("code").is_none() && !(is_nested && json.get("data").is_some()) {
        let diagnostic = Diagnostic::new(Code::InvalidEnvelope, json.span, "the response has no envelope");
        checker.add("response", Kind::WrongType, diagnostic.help(ENVELOPE));
        return;
    }
    check_code(&json, checker);
    let is_data = !is_nested && message_key(members, &operation.response) != "message";
    check_message(&json, json.get("message").filter(|_| !is_data), checker);
    for member in members.iter().filter(|_| is_nested) {
        if !matches!(&*member.key, "code" | "msg" | "message" | "data") {
            checker.add("response", Kind::UnknownKey, unknown_key(member));
        }
    }
    let span = json.span;
    match response_data(operation, json) {
        Some(Json { value: Value::Null, .. }) | None if operation.response.is_empty() => {}
        Some(data) => {
            checker.check_object("response", &operation.response, &data);
            if let Some(paging) = &operation.paging {
                check_last_page(paging, &data, checker);
            }
        }
        None => {
            let diagnostic = Diagnostic::new(Code::InvalidEnvelope, span, "the response has no `data`");
            checker.add("response", Kind::WrongType, diagnostic.help(ENVELOPE));
        }
    }
}

fn check_code(json: &Json<'_>, checker: &mut SampleChecker<'_>) {
    let diagnostic = match json.get("code") {
        Some(Json { value: Value::Number("0"), .. }) => return,
        Some(code) => Diagnostic::new(Code::InvalidEnvelope, code.span, "`code` is not 0")
            .help("use the response to a successful call"),
        None => Diagnostic::new(Code::InvalidEnvelope, json.span, "the response has no `code`").help(ENVELOPE),
    };
    checker.add("response", Kind::WrongType, diagnostic);
}

fn check_message(json: &Json<'_>, message: Option<&Json<'_>>, checker: &mut SampleChecker<'_>) {
    match (json.get("msg"), message) {
        (Some(Json { value: Value::Text(_), .. }), None) => {}
        (Some(msg), None) => checker.add("response", Kind::WrongType, wrong_kind(msg, "a string", "`msg`")),
        (None, Some(message)) => {
            let diagnostic =
                Diagnostic::new(Code::MessageForMsg, message.span, "the response has `message` instead of `msg`");
            checker.add("response", Kind::MessageForMsg, diagnostic);
        }
        (Some(_), Some(message)) => {
            checker.add(
                "response",
                Kind::UnknownKey,
                Diagnostic::new(Code::InvalidEnvelope, message.span, "the response has both `msg` and `message`"),
            );
        }
        (None, None) => checker.add(
            "response",
            Kind::WrongType,
            Diagnostic::new(Code::InvalidEnvelope, json.span, "the response has no `msg`").help(ENVELOPE),
        ),
    }
}

fn check_last_page(paging: &Paging, data: &Json<'_>, checker: &mut SampleChecker<'_>) {
    let last = matches!(data.get(&paging.more).map(|more| &more.value), None | Some(Value::Null | Value::Bool(false)));
    if let Some(Json { value: Value::Text(token), span }) = data.get(&paging.next)
        && last
        && !token.is_empty()
    {
        let diagnostic = Diagnostic::new(Code::TokenAfterLastPage, *span, "page token after the last page")
            .label(format!("`{}` is not true", paging.more));
        let diagnostic = match data.get(&paging.more) {
            Some(more) => diagnostic.other(more.span, "this is the last page"),
            None => diagnostic,
        };
        checker.add("response", Kind::TokenAfterLastPage, diagnostic);
    }
}

fn unknown_key(member: &Member<'_>) -> Diagnostic {
    Diagnostic::new(Code::InvalidEnvelope, member.key_span, format!("unknown key `{}` in a response", member.key))
        .did_you_mean(&member.key, ["code", "msg", "data"])
}

fn wrong_kind(json: &Json<'_>, expected: &str, what: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidEnvelope, json.span, format!("expected {expected} for {what}, found {}", json.kind()))
}
