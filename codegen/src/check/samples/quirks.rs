//! Applies quirks to the findings, and reports quirks that are no longer needed.

use std::collections::HashSet;

use super::checker::SampleChecker;
use crate::check::library::{Codes, Library};
use crate::check::path::Target;
use crate::check::quirks::{Kind, QuirkDraft, Quirks};
use crate::check::report::{Discrepancy, Report};
use crate::check::subject::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Field, Type};

/// The results of checking the samples of an operation or an event.
struct Evidence<'a> {
    subject: Subject<'a>,
    found: HashSet<(Kind, String)>,
    seen: HashSet<String>,
    library: &'a Library<'a>,
    /// Whether all samples could be read. Otherwise, an unreadable sample may need the quirk.
    complete: bool,
}

/// Reports the findings that no quirk explains, and the quirks that are no longer needed.
pub(crate) fn apply<'a>(
    subject: Subject<'a>,
    quirks: &Quirks,
    checker: SampleChecker<'a>,
    complete: bool,
    report: &mut Report,
) {
    let explained: HashSet<(Kind, &str)> =
        quirks.drafts.iter().map(|draft| (draft.kind, draft.quirk.at.as_str())).collect();
    let mut evidence =
        Evidence { subject, found: HashSet::new(), seen: checker.seen, library: checker.library, complete };
    for finding in checker.findings {
        if !explained.contains(&(finding.kind, finding.at.as_str())) && !quirks.unclear.contains(&finding.at) {
            report.discrepancies.push(Discrepancy {
                of: subject.id(),
                at: finding.at.clone(),
                kind: finding.kind.name(),
                message: finding.diagnostic.message.clone(),
            });
            report.add(finding.diagnostic);
        }
        evidence.found.insert((finding.kind, finding.at));
    }
    for draft in &quirks.drafts {
        match evidence.needs(draft, report) {
            Ok(true) => {}
            Ok(false) => report.add(unneeded(draft)),
            Err(diagnostic) => report.add(diagnostic),
        }
    }
}

impl Evidence<'_> {
    /// Whether the quirk still describes a discrepancy.
    fn needs(&self, draft: &QuirkDraft, report: &mut Report) -> Result<bool, Diagnostic> {
        let at = &draft.quirk.at;
        let found = || !self.complete || self.found.contains(&(draft.kind, at.clone()));
        if draft.kind == Kind::UnknownKey {
            draft.at.find_parent(self.subject, self.library)?;
            return Ok(found());
        }
        let target = draft.at.find(self.subject, self.library)?;
        if report.unclear && target.is_none() && !draft.at.is_root() {
            return Ok(true);
        }
        Ok(match (draft.kind, target) {
            (Kind::UnlistedExample, Some(target)) => report.explain_example(target.field.span),
            (Kind::FewerValues, Some(target)) => self.lists_fewer(draft, &target, report)?,
            (Kind::AbsentFromSample | Kind::Undocumented, _) => !self.seen.contains(at),
            // Samples do not contain parameters. Parameters are sent as text, so the quirk is possible only for a parameter that is a string.
            (Kind::WrongTypeOnPage, Some(target)) if !draft.at.is_in_sample() => *target.ty != Type::String,
            (Kind::OnlyInSample | Kind::WrongTypeOnPage, _) => !self.complete || self.seen.contains(at),
            (Kind::OtherScopes, Some(target)) => has_other_scopes(draft, target.field),
            (Kind::InvalidDefault, Some(target)) => target.field.default.is_none(),
            (Kind::FewerFields, target) => self.has_fewer(draft, target.as_ref())?,
            (Kind::WrongPresenceOnPage, target) => target.is_some(),
            (Kind::UnlistedExample | Kind::FewerValues | Kind::InvalidDefault | Kind::OtherScopes, None) => false,
            _ => found(),
        })
    }

    /// Whether the schema defines the fields and no sample contains any of them.
    fn has_fewer(&self, draft: &QuirkDraft, target: Option<&Target<'_>>) -> Result<bool, Diagnostic> {
        let at = &draft.quirk.at;
        let fields = match target.map(|target| target.ty) {
            Some(Type::Object(name) | Type::Boxed(name)) => self.library.fields(name),
            None => self.subject.fields(draft.at.root(), self.library),
            Some(_) => {
                return Err(Diagnostic::new(Code::MisplacedQuirk, draft.at_span, format!("`{at}` is not an object"))
                    .help("use `[]` for the items of a list"));
            }
        };
        let known = || fields.iter().map(|field| field.name.as_str());
        if let Some((name, span)) = draft.values.iter().find(|(name, _)| !known().any(|field| field == name)) {
            let diagnostic =
                Diagnostic::new(Code::InvalidQuirkPath, *span, format!("unknown field `{name}` at `{at}`"));
            return Err(diagnostic.did_you_mean(name, known()));
        }
        Ok(!draft.values.is_empty()
            && !draft.values.iter().any(|(name, _)| self.seen.contains(&format!("{at}.{name}"))))
    }

    /// Whether the page lists fewer values than the enum.
    fn lists_fewer(&self, draft: &QuirkDraft, target: &Target<'_>, report: &mut Report) -> Result<bool, Diagnostic> {
        let ty = match target.ty {
            Type::List(item) => item,
            ty => ty,
        };
        let (Type::IntEnum(name) | Type::TextEnum(name)) = ty else {
            // The values of the enum may be unreadable.
            if report.unclear {
                return Ok(true);
            }
            let diagnostic =
                Diagnostic::new(Code::QuirkValues, draft.at_span, format!("`{}` is not an enum", draft.quirk.at));
            return Err(diagnostic.help("use `fewer_values` only for enums").other(target.field.span, "defined here"));
        };
        let Some(codes) = self.library.codes(name) else { return Ok(true) };
        for (code, span) in draft.values.iter().filter(|(code, _)| !codes.lists(code)) {
            report.add(suggest_code(
                code,
                codes,
                Diagnostic::new(Code::QuirkValues, *span, format!("`{name}` has no code `{code}`")),
            ));
        }
        Ok(draft.values.len() < codes.len())
    }
}

/// Whether the quirk lists other scopes than the field.
fn has_other_scopes(draft: &QuirkDraft, field: &Field) -> bool {
    let documented: HashSet<&str> = draft.values.iter().map(|(scope, _)| scope.as_str()).collect();
    documented != field.scopes.iter().map(String::as_str).collect()
}

fn suggest_code(code: &str, codes: &Codes<'_>, diagnostic: Diagnostic) -> Diagnostic {
    let mut known = codes.texts();
    known.sort();
    diagnostic
        .help(format!("expected one of {}", known.join(", ")))
        .did_you_mean(code, known.iter().map(String::as_str))
}

fn unneeded(draft: &QuirkDraft) -> Diagnostic {
    let why = match draft.kind {
        Kind::UnlistedValue => "no sample has an unlisted value here",
        Kind::UnlistedExample => "the example is a listed value, or there is no example",
        Kind::UnknownKey => "no sample has this key, or the schema defines it",
        Kind::WrongType => "no sample has a value of another type here",
        Kind::AbsentFromSample | Kind::Undocumented => "a sample contains the field",
        Kind::OnlyInSample => "no sample contains the field",
        Kind::WrongTypeOnPage => "no sample contains the field, or the parameter is a string",
        Kind::WrongPresenceOnPage => "there is no such field",
        Kind::OtherScopes => "it lists the scopes of the field",
        Kind::InvalidDefault => "the field has a default",
        Kind::FewerFields => "a sample contains one of the fields",
        Kind::FewerValues => "the enum has no other values",
        Kind::TokenAfterLastPage => "no sample has a token after the last page",
        Kind::MessageForMsg => "every sample has `msg`",
        Kind::NoSample => "the sample exists, or is not needed",
    };
    Diagnostic::new(
        Code::UnneededQuirk,
        draft.at_span,
        format!("the quirk `{}` is no longer needed", draft.kind.name()),
    )
    .label(why)
    .help("delete it, or correct its path")
}
