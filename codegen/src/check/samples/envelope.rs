//! What stands around an answer's `data`.

use super::walk::Walk;
use crate::check::quirks::Kind;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::json::{Json, Member, Value};
use crate::model::{Operation, Paging};

const ENVELOPE: &str = "an answer is `{ \"code\": 0, \"msg\": …, \"data\": … }`";

/// Checks a whole answer: `code`, `msg`, `data`.
pub(crate) fn check(operation: &Operation, json: &Json<'_>, walk: &mut Walk<'_>) {
    let Value::Object(members) = &json.value else {
        walk.find("response", Kind::WrongType, wrong_kind(json, "the answer"));
        return;
    };
    if json.get("code").is_none() && json.get("data").is_none() {
        let mistake = Diagnostic::new(Code::Envelope, json.span, "the answer has no envelope");
        walk.find("response", Kind::WrongType, mistake.help(ENVELOPE));
        return;
    }
    check_code(json, walk);
    check_message(json, walk);
    for member in members {
        if !matches!(&*member.key, "code" | "msg" | "message" | "data") {
            walk.find("response", Kind::UnknownKey, stray(member));
        }
    }
    match json.get("data") {
        Some(Json { value: Value::Null, .. }) | None if operation.response.is_empty() => {}
        Some(data) => {
            walk.object("response", "the answer", &operation.response, data);
            if let Some(paging) = &operation.paging {
                check_last_page(paging, data, walk);
            }
        }
        None => {
            let mistake = Diagnostic::new(Code::Envelope, json.span, "the answer has no `data`");
            walk.find("response", Kind::WrongType, mistake.help(ENVELOPE));
        }
    }
}

fn check_code(json: &Json<'_>, walk: &mut Walk<'_>) {
    let mistake = match json.get("code") {
        Some(Json { value: Value::Number("0"), .. }) => return,
        Some(code) => Diagnostic::new(Code::Envelope, code.span, "`code` is not 0")
            .help("a sample is the answer to a call that succeeds"),
        None => Diagnostic::new(Code::Envelope, json.span, "the answer has no `code`").help(ENVELOPE),
    };
    walk.find("response", Kind::WrongType, mistake);
}

fn check_message(json: &Json<'_>, walk: &mut Walk<'_>) {
    match (json.get("msg"), json.get("message")) {
        (Some(Json { value: Value::Text(_), .. }), None) => {}
        (Some(msg), None) => walk.find("response", Kind::WrongType, wrong_kind(msg, "`msg`")),
        (None, Some(message)) => {
            let mistake =
                Diagnostic::new(Code::MessageForMsg, message.span, "the answer says `message` where others say `msg`");
            walk.find("response", Kind::MessageForMsg, mistake);
        }
        (Some(_), Some(message)) => {
            walk.find(
                "response",
                Kind::UnknownKey,
                Diagnostic::new(Code::Envelope, message.span, "the answer has `msg` and `message`"),
            );
        }
        (None, None) => walk.find(
            "response",
            Kind::WrongType,
            Diagnostic::new(Code::Envelope, json.span, "the answer has no `msg`"),
        ),
    }
}

fn check_last_page(paging: &Paging, data: &Json<'_>, walk: &mut Walk<'_>) {
    let last = matches!(data.get(&paging.more).map(|more| &more.value), None | Some(Value::Null | Value::Bool(false)));
    if let Some(Json { value: Value::Text(token), span }) = data.get(&paging.next)
        && last
        && !token.is_empty()
    {
        let mistake = Diagnostic::new(Code::TokenAfterLastPage, *span, "there is no next page, and yet a token")
            .label(format!("`{}` is not true", paging.more));
        let mistake = match data.get(&paging.more) {
            Some(more) => mistake.other(more.span, "no more pages, it says here"),
            None => mistake,
        };
        walk.find("response", Kind::TokenAfterLastPage, mistake);
    }
}

fn stray(member: &Member<'_>) -> Diagnostic {
    Diagnostic::new(Code::Envelope, member.key_span, format!("`{}` is no key of an answer", member.key))
        .did_you_mean(&member.key, ["code", "msg", "data"])
}

fn wrong_kind(json: &Json<'_>, what: &str) -> Diagnostic {
    Diagnostic::new(Code::Envelope, json.span, format!("{what} is {}", json.kind()))
}
