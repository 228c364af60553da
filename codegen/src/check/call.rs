//! Reads the key `call`, such as `GET /open-apis/hire/v1/notes/:note_id`.

use std::collections::HashMap;

use super::report::Report;
use super::text::is_key;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Piece;
use crate::model::{Field, Method};
use crate::source::Span;

pub(super) const METHODS: [(&str, Method); 5] = [
    ("GET", Method::Get),
    ("POST", Method::Post),
    ("PUT", Method::Put),
    ("PATCH", Method::Patch),
    ("DELETE", Method::Delete),
];

/// Method and path of an operation.
pub(crate) struct Call<'a> {
    pub(crate) method: Method,
    pub(crate) path: Piece<'a>,
    /// The names of the path parameters, in the order of the path.
    parameters: Vec<Piece<'a>>,
}

impl<'a> Call<'a> {
    pub(crate) fn read(text: Piece<'a>, report: &mut Report) -> Option<Self> {
        let words = text.words();
        let [method, path] = words.as_slice() else {
            report.add(
                Diagnostic::new(Code::InvalidCall, text.span, "expected a method and a path")
                    .help("write a call like `GET /open-apis/hire/v1/notes/:note_id`"),
            );
            return None;
        };
        let known = METHODS.iter().find(|(name, _)| *name == method.text).map(|(_, method)| *method);
        if known.is_none() {
            let diagnostic =
                Diagnostic::new(Code::InvalidCall, method.span, format!("unknown method `{}`", method.text));
            let names = METHODS.map(|(name, _)| name);
            report
                .add(diagnostic.help(format!("expected one of {}", names.join(", "))).did_you_mean(method.text, names));
        }
        let parameters = read_path(*path, report);
        Some(Self { method: known?, path: *path, parameters: parameters? })
    }

    pub(crate) fn method_name(&self) -> &'static str {
        METHODS.iter().find(|(_, method)| *method == self.method).map_or("", |(name, _)| name)
    }

    /// Returns the call without the names of its parameters, by which the server distinguishes operations.
    pub(crate) fn pattern(&self) -> (String, Span) {
        let path = self.path.text.trim_end_matches('/');
        let segments = path.split('/').map(|segment| if segment.starts_with(':') { ":" } else { segment });
        (format!("{} {}", self.method_name(), segments.collect::<Vec<_>>().join("/")), self.path.span)
    }

    /// Sorts the fields under `path` in the order of the path. Reports fields and parameters without a counterpart.
    pub(crate) fn match_parameters(&self, mut fields: Vec<Field>, report: &mut Report) -> Vec<Field> {
        for field in &fields {
            if !self.parameters.iter().any(|parameter| parameter.text == field.name) {
                let diagnostic = Diagnostic::new(
                    Code::PathParameters,
                    field.span,
                    format!("path parameter `{}` is not in the call", field.name),
                );
                let diagnostic = diagnostic.other(self.path.span, format!("the path has no `:{}`", field.name));
                report
                    .add(diagnostic.did_you_mean(&field.name, self.parameters.iter().map(|parameter| parameter.text)));
            }
        }
        let mut sorted = Vec::new();
        for parameter in &self.parameters {
            match fields.iter().position(|field| field.name == parameter.text) {
                Some(at) => sorted.push(fields.swap_remove(at)),
                None => report.add(
                    Diagnostic::new(
                        Code::PathParameters,
                        parameter.span,
                        format!("path parameter `{}` is not described", parameter.text),
                    )
                    .help(format!("add it under `path`: `{}: TYPE | Description.`", parameter.text)),
                ),
            }
        }
        sorted
    }
}

fn read_path<'a>(path: Piece<'a>, report: &mut Report) -> Option<Vec<Piece<'a>>> {
    let segments = path.split_up_to(usize::MAX, '/');
    let (before, segments) = segments.split_first()?;
    if !before.text.is_empty() || segments.is_empty() {
        report
            .add(Diagnostic::new(Code::InvalidCall, path.span, "the path does not start with `/`").help("add the `/`"));
        return None;
    }
    let mut parameters: Vec<Piece<'a>> = Vec::new();
    let mut first: HashMap<&str, Span> = HashMap::new();
    let mut clear = true;
    // Some paths end with a slash.
    let segments = match segments {
        [segments @ .., last] if last.text.is_empty() && !segments.is_empty() => segments,
        segments => segments,
    };
    for segment in segments {
        let wrong = match segment.text.strip_prefix(':') {
            Some(name) if !is_key(name) => Some("write a parameter as `:name`"),
            None if !is_plain(segment.text) => {
                Some("use letters, digits, `_`, `-` and `.`, or `:name` for a parameter")
            }
            _ => None,
        };
        if let Some(help) = wrong {
            clear = false;
            report.add(
                Diagnostic::new(Code::InvalidCall, segment.span, format!("invalid path segment `{}`", segment.text))
                    .help(help),
            );
        } else if let (_, Some(name)) = segment.split(':') {
            match first.get(name.text) {
                Some(first) => report.add(
                    Diagnostic::new(Code::Duplicate, name.span, format!("duplicate path parameter `:{}`", name.text))
                        .other(*first, "first used here")
                        .help("rename one of them"),
                ),
                None => {
                    first.insert(name.text, name.span);
                    parameters.push(name);
                }
            }
        }
    }
    clear.then_some(parameters)
}

fn is_plain(segment: &str) -> bool {
    !segment.is_empty() && segment.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

/// The calls read so far, to find duplicates.
#[derive(Default)]
pub(crate) struct Calls {
    seen: HashMap<String, Span>,
}

impl Calls {
    pub(crate) fn add(&mut self, call: &Call<'_>, report: &mut Report) {
        let (pattern, span) = call.pattern();
        if let Some(first) = self.seen.insert(pattern, span) {
            report.add(
                Diagnostic::new(Code::DuplicateCall, span, "two operations have the same call")
                    .label("second operation")
                    .other(first, "first operation")
                    .help("correct the call of one of them"),
            );
        }
    }
}
