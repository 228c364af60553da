//! Which quirks bite, and which findings they excuse.

use std::collections::HashSet;

use super::walk::Walk;
use crate::check::library::{Codes, Library};
use crate::check::operation::Drafted;
use crate::check::path::Target;
use crate::check::quirks::{Draft, Kind};
use crate::check::report::{Discrepancy, Report};
use crate::check::rules::payload_fields;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Type;

/// What the samples showed.
struct Evidence<'a> {
    found: HashSet<(Kind, String)>,
    seen: HashSet<String>,
    library: &'a Library<'a>,
    /// Whether all samples could be read; if not, a quirk may bite in another.
    complete: bool,
}

/// Reports the findings that no quirk excuses, and the quirks that do not bite.
pub(crate) fn settle(drafted: &Drafted, walk: Walk<'_>, complete: bool, report: &mut Report) {
    let excused: HashSet<(Kind, &str)> =
        drafted.quirks.drafts.iter().map(|draft| (draft.kind, draft.quirk.at.as_str())).collect();
    let mut evidence = Evidence { found: HashSet::new(), seen: walk.seen, library: walk.library, complete };
    for finding in walk.findings {
        if !excused.contains(&(finding.kind, finding.at.as_str())) && !drafted.quirks.unclear.contains(&finding.at) {
            report.discrepancies.push(Discrepancy {
                operation: drafted.operation.id.clone(),
                at: finding.at.clone(),
                kind: finding.kind.name(),
                message: finding.mistake.message.clone(),
            });
            report.add(finding.mistake);
        }
        evidence.found.insert((finding.kind, finding.at));
    }
    for draft in &drafted.quirks.drafts {
        match evidence.bites(draft, drafted, report) {
            Ok(true) => {}
            Ok(false) => report.add(no_longer_bites(draft)),
            Err(mistake) => report.add(mistake),
        }
    }
}

impl Evidence<'_> {
    fn bites(&self, draft: &Draft, drafted: &Drafted, report: &mut Report) -> Result<bool, Diagnostic> {
        let at = &draft.quirk.at;
        let found = || !self.complete || self.found.contains(&(draft.kind, at.clone()));
        if draft.kind == Kind::UnknownKey {
            draft.at.find_parent(&drafted.operation, self.library)?;
            return Ok(found());
        }
        let target = draft.at.find(&drafted.operation, self.library)?;
        if report.unclear && target.is_none() && !draft.at.is_root() {
            return Ok(true);
        }
        Ok(match (draft.kind, target) {
            (Kind::UnlistedExample, Some(target)) => report.excuse_example(target.field.span),
            (Kind::FewerValues, Some(target)) => self.lists_fewer(draft, &target, report)?,
            (Kind::AbsentFromSample | Kind::Undocumented, _) => !self.seen.contains(at),
            (Kind::FewerFields, target) => self.has_fewer(draft, target.as_ref(), drafted)?,
            (Kind::UnlistedExample | Kind::FewerValues, None) => false,
            _ => found(),
        })
    }

    /// Whether the fields are there and no sample has one of them.
    fn has_fewer(&self, draft: &Draft, target: Option<&Target<'_>>, drafted: &Drafted) -> Result<bool, Diagnostic> {
        let at = &draft.quirk.at;
        let fields = match target.map(|target| target.ty) {
            Some(Type::Object(name) | Type::Boxed(name)) => self.library.fields(name),
            None if at == "response" => &drafted.operation.response,
            None => payload_fields(&drafted.operation.payload),
            Some(_) => {
                return Err(Diagnostic::new(Code::QuirkPlace, draft.at_span, format!("`{at}` is no object"))
                    .help("a list's items are at `[]`"));
            }
        };
        let known = || fields.iter().map(|field| field.name.as_str());
        if let Some((name, span)) = draft.values.iter().find(|(name, _)| !known().any(|field| field == name)) {
            let mistake = Diagnostic::new(Code::QuirkPath, *span, format!("there is no field `{name}` at `{at}`"));
            return Err(mistake.did_you_mean(name, known()));
        }
        Ok(!draft.values.is_empty()
            && !draft.values.iter().any(|(name, _)| self.seen.contains(&format!("{at}.{name}"))))
    }

    /// Whether the page lists fewer values than the enum has.
    fn lists_fewer(&self, draft: &Draft, target: &Target<'_>, report: &mut Report) -> Result<bool, Diagnostic> {
        let ty = match target.ty {
            Type::List(item) => item,
            ty => ty,
        };
        let (Type::IntEnum(name) | Type::TextEnum(name)) = ty else {
            let mistake = Diagnostic::new(Code::QuirkValues, draft.at_span, format!("`{}` is no enum", draft.quirk.at));
            return Err(mistake.other(target.field.span, "defined here"));
        };
        let Some(codes) = self.library.codes(name) else { return Ok(true) };
        for (code, span) in draft.values.iter().filter(|(code, _)| !codes.lists(code)) {
            report.add(unlisted_code(
                code,
                name,
                codes,
                Diagnostic::new(Code::QuirkValues, *span, format!("`{code}` is no code of `{name}`")),
            ));
        }
        Ok(draft.values.len() < codes.len())
    }
}

fn unlisted_code(code: &str, name: &str, codes: &Codes<'_>, mistake: Diagnostic) -> Diagnostic {
    let mut known = codes.texts();
    known.sort();
    mistake.help(format!("`{name}` has {}", known.join(", "))).did_you_mean(code, known.iter().map(String::as_str))
}

fn no_longer_bites(draft: &Draft) -> Diagnostic {
    let why = match draft.kind {
        Kind::UnlistedValue => "no sample holds an unlisted value there",
        Kind::UnlistedExample => "the example there is a listed value, or there is none",
        Kind::UnknownKey => "no sample holds that key, or the schema has it",
        Kind::WrongType => "no sample holds a value of another type there",
        Kind::AbsentFromSample | Kind::Undocumented => "a sample has the field",
        Kind::FewerFields => "a sample has one of the fields",
        Kind::FewerValues => "the enum has no more values than these",
        Kind::TokenAfterLastPage => "no sample has a token after the last page",
        Kind::MessageForMsg => "every sample says `msg`",
        Kind::NoSample => "there is a sample, or none is needed",
    };
    Diagnostic::new(Code::QuirkIdle, draft.at_span, format!("the quirk `{}` no longer bites", draft.kind.name()))
        .label(why)
        .help("delete it, or mend what it says")
}
