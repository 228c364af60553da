//! Drafts quirks for discrepancies between page, samples and catalog. The author writes the reasons.

use std::collections::BTreeMap;

use feishu_codegen::{
    UnexercisedField,
    draft::Discrepancy,
    model::{Api, Event, Operation},
};

use crate::drafted::DraftQuirk;
use crate::drift::{Drift, compare_event_page, compare_page};
use crate::event_page::EventPage;
use crate::page::Page;

/// Drafts the quirk for an error in a sample.
pub(crate) fn draft_sample_quirk(finding: &Discrepancy) -> DraftQuirk {
    let observed = match finding.kind {
        "no_sample" => "No sample to observe.".to_owned(),
        _ => format!("Sample: {}.", finding.message),
    };
    DraftQuirk::new(&finding.at, finding.kind, describe_docs(finding.kind), observed)
}

/// Drafts quirks for differences between a page and its draft. `unseen` are the fields that no sample contains.
pub(crate) fn draft_page_quirks(
    page: &Page,
    operation: &Operation,
    api: &Api,
    unseen: &[UnexercisedField],
) -> Vec<DraftQuirk> {
    draft_quirks(compare_page(page, operation, api), &operation.id.to_string(), unseen)
}

/// Drafts quirks for differences between the page of an event and its draft.
pub(crate) fn draft_event_quirks(
    page: &EventPage,
    event: &Event,
    api: &Api,
    unseen: &[UnexercisedField],
) -> Vec<DraftQuirk> {
    draft_quirks(compare_event_page(page, event, api), &event.id.to_string(), unseen)
}

fn draft_quirks(drifts: Vec<Drift>, id: &str, unseen: &[UnexercisedField]) -> Vec<DraftQuirk> {
    let mut quirks: Vec<DraftQuirk> = Vec::new();
    let mut fewer: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let is_seen = |at: &str| {
        let covers = |field: &UnexercisedField| {
            let rest = at.strip_prefix(&field.path);
            field.of == id && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[', '{']))
        };
        !unseen.iter().any(covers)
    };
    for drift in drifts {
        let at = drift.at.as_str();
        let is_in_sample = ["response.", "body.", "payload."].iter().any(|payload| at.starts_with(payload));
        let observed =
            if is_in_sample { "The sample contains the field." } else { "The values are sent as text." }.to_owned();
        match (drift.explained, drift.explained_by) {
            (None, [kind @ "only_in_sample", ..]) if is_seen(at) => {
                quirks.push(DraftQuirk::new(at, kind, "Does not list the field.", observed));
            }
            (None, ["only_in_sample", ..]) => {
                let (parent, field) = at.rsplit_once('.').unwrap_or(("", at));
                fewer.entry(parent.to_owned()).or_default().push(field.to_owned());
            }
            (None, [.., kind @ "wrong_type_on_page"]) if is_seen(at) => {
                quirks.push(DraftQuirk::new(at, kind, "Documents another type.", observed));
            }
            (None, [kind @ "other_scopes"]) => {
                let documented = if drift.documented.is_empty() { "no" } else { "other" };
                let docs = format!("Documents {documented} scopes for this field.");
                let quirk = DraftQuirk::new(at, kind, &docs, "Not observed.".to_owned());
                quirks.push(DraftQuirk { listed: Some(("values", drift.documented)), ..quirk });
            }
            // Each value that the page lacks is a separate difference. One quirk covers all of them.
            (None, [kind @ "fewer_values"]) if !quirks.iter().any(|quirk| quirk.matches(at, kind)) => {
                quirks.push(DraftQuirk::fewer_values(at, drift.documented, "No sample contains the others."));
            }
            (None, [kind @ "invalid_default"]) => {
                quirks.push(DraftQuirk::new(at, kind, "Documents an invalid default.", "Not observed.".to_owned()));
            }
            _ => {}
        }
    }
    quirks.extend(fewer.into_iter().map(|(at, fields)| DraftQuirk {
        listed: Some(("fields", fields)),
        ..DraftQuirk::new(
            &at,
            "fewer_fields",
            "Does not list these fields of the shared type.",
            "Not in the sample.".to_owned(),
        )
    }));
    quirks
}

/// Returns the text of `docs` for a kind of quirk.
fn describe_docs(kind: &str) -> &'static str {
    match kind {
        "unlisted_value" => "Lists other values.",
        "unknown_key" => "Does not list the field.",
        "wrong_type" => "Documents another type.",
        "absent_from_sample" => "Documents the field as required.",
        "no_sample" => "Has no sample.",
        "message_for_msg" => "Documents `msg`.",
        "token_after_last_page" => "Documents a token only if there are more items.",
        _ => "Documents something else.",
    }
}
