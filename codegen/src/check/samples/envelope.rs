//! The envelope of a response: `code`, `msg` and `data`.

use super::walk::Walk;
use crate::check::quirks::Kind;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::json::{Json, Member, Value};
use crate::model::{Operation, Paging};

const ENVELOPE: &str = "write the response as `{ \"code\": 0, \"msg\": …, \"data\": … }`";

/// Checks a complete response sample.
pub(crate) fn check(operation: &Operation, json: &Json<'_>, walk: &mut Walk<'_>) {
    let Value::Object(members) = &json.value else {
        walk.add("response", Kind::WrongType, wrong_kind(json, "an object", "the response"));
        return;
    };
    if json.get("code").is_none() && json.get("data").is_none() {
        let diagnostic = Diagnostic::new(Code::InvalidEnvelope, json.span, "the response has no envelope");
        walk.add("response", Kind::WrongType, diagnostic.help(ENVELOPE));
        return;
    }
    check_code(json, walk);
    check_message(json, walk);
    for member in members {
        if !matches!(&*member.key, "code" | "msg" | "message" | "data") {
            walk.add("response", Kind::UnknownKey, unknown_key(member));
        }
    }
    match json.get("data") {
        Some(Json { value: Value::Null, .. }) | None if operation.response.is_empty() => {}
        Some(data) => {
            walk.object("response", &operation.response, data);
            if let Some(paging) = &operation.paging {
                check_last_page(paging, data, walk);
            }
        }
        None => {
            let diagnostic = Diagnostic::new(Code::InvalidEnvelope, json.span, "the response has no `data`");
            walk.add("response", Kind::WrongType, diagnostic.help(ENVELOPE));
        }
    }
}

fn check_code(json: &Json<'_>, walk: &mut Walk<'_>) {
    let diagnostic = match json.get("code") {
        Some(Json { value: Value::Number("0"), .. }) => return,
        Some(code) => Diagnostic::new(Code::InvalidEnvelope, code.span, "`code` is not 0")
            .help("use the response to a successful call"),
        None => Diagnostic::new(Code::InvalidEnvelope, json.span, "the response has no `code`").help(ENVELOPE),
    };
    walk.add("response", Kind::WrongType, diagnostic);
}

fn check_message(json: &Json<'_>, walk: &mut Walk<'_>) {
    match (json.get("msg"), json.get("message")) {
        (Some(Json { value: Value::Text(_), .. }), None) => {}
        (Some(msg), None) => walk.add("response", Kind::WrongType, wrong_kind(msg, "a string", "`msg`")),
        (None, Some(message)) => {
            let diagnostic =
                Diagnostic::new(Code::MessageForMsg, message.span, "the response has `message` instead of `msg`");
            walk.add("response", Kind::MessageForMsg, diagnostic);
        }
        (Some(_), Some(message)) => {
            walk.add(
                "response",
                Kind::UnknownKey,
                Diagnostic::new(Code::InvalidEnvelope, message.span, "the response has both `msg` and `message`"),
            );
        }
        (None, None) => walk.add(
            "response",
            Kind::WrongType,
            Diagnostic::new(Code::InvalidEnvelope, json.span, "the response has no `msg`").help(ENVELOPE),
        ),
    }
}

fn check_last_page(paging: &Paging, data: &Json<'_>, walk: &mut Walk<'_>) {
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
        walk.add("response", Kind::TokenAfterLastPage, diagnostic);
    }
}

fn unknown_key(member: &Member<'_>) -> Diagnostic {
    Diagnostic::new(Code::InvalidEnvelope, member.key_span, format!("unknown key `{}` in a response", member.key))
        .did_you_mean(&member.key, ["code", "msg", "data"])
}

fn wrong_kind(json: &Json<'_>, expected: &str, what: &str) -> Diagnostic {
    Diagnostic::new(Code::InvalidEnvelope, json.span, format!("expected {expected} for {what}, found {}", json.kind()))
}
