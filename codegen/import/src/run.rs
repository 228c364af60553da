//! Drafts several pages together, with the missing entries of `errors.yaml`, `scopes.yaml` and `groups.yaml`.

use std::collections::{BTreeMap, BTreeSet};

use feishu_codegen::{
    Sources,
    draft::{DraftCheck, check_draft},
    model::{Api, OperationId},
    unexercised,
};

use crate::discrepancy::{DraftQuirk, of_page, of_sample};
use crate::drafted::english_name;
use crate::groups::Additions;
use crate::identity::{Identity, UsedNames, identify};
use crate::known::Known;
use crate::operation::{DraftOperation, draft};
use crate::page::{self, ErrorRow, Page};
use crate::print::{PLACEHOLDER, print};
use crate::tree::Nesting;
use crate::yaml::scalar;

const GROUPS: &str = "groups.yaml";

/// The drafts of several pages.
pub struct Drafts {
    pages: Vec<(Page, DraftOperation)>,
    /// Pages that do not describe an endpoint: name and reason.
    pub unread: Vec<(String, String)>,
    /// Lines for `errors.yaml` and `scopes.yaml`.
    errors: BTreeMap<i64, ErrorRow>,
    /// Names of error codes in the schema.
    named: BTreeSet<String>,
    scopes: BTreeMap<String, String>,
    /// Resources that no group lists.
    groups: Additions,
    /// The shared files of the schema. The drafts are checked together with them.
    shared: Vec<(String, String)>,
}

/// A file of a draft.
pub struct DraftFile {
    /// The path relative to the schema folder.
    pub path: String,
    /// The content.
    pub text: String,
}

impl Drafts {
    /// Parses pages (name and text) and drafts their operations.
    #[must_use]
    pub fn of(pages: &[(String, String)], api: &Api, schema: &Sources) -> Self {
        let mut known = Known::of(api);
        let mut read = Vec::new();
        let mut unread = Vec::new();
        for (name, text) in pages {
            match page::read(name, text) {
                Ok(page) => read.push(page),
                Err(why) => unread.push((name.clone(), why)),
            }
        }
        known.add_scopes(read.iter().flat_map(|page| page.scopes.iter().chain(&page.field_scopes)));
        let identities = identities(&read, &known);
        let ids: Vec<OperationId> = identities.iter().map(|identity| identity.id.clone()).collect();
        let mut names = UsedNames::new(&known, &ids);
        let drafted = read.into_iter().zip(identities).map(|(page, identity)| {
            let operation = draft(&page, identity, &known, &mut names);
            (page, operation)
        });
        let mut drafts = Self {
            pages: drafted.collect(),
            unread,
            errors: BTreeMap::new(),
            named: known.errors.values().cloned().collect(),
            scopes: BTreeMap::new(),
            groups: Additions::default(),
            shared: shared(schema),
        };
        drafts.groups = Additions::of(api, drafts.page_urls());
        drafts.collect_catalog_entries(&known);
        drafts.add_quirks();
        drafts
    }

    /// Collects error codes and scopes that the schema lacks, with the labels of scopes.
    fn collect_catalog_entries(&mut self, known: &Known) {
        for (_, operation) in &self.pages {
            for error in operation.errors.iter().filter(|error| !known.errors.contains_key(&error.code)) {
                self.errors.entry(error.code).or_insert_with(|| error.clone());
            }
            for (name, label) in &operation.labelled {
                if !known.is_bound_scope(name) {
                    self.scopes.entry(name.clone()).or_insert_with(|| label.clone());
                }
            }
            let fields = operation.objects.iter().flat_map(|object| &object.fields).chain(&operation.response);
            for (_, list) in fields.flat_map(|field| &field.keys).filter(|(key, _)| *key == "scopes") {
                for name in list.trim_matches(['[', ']']).split(", ") {
                    if !known.is_bound_scope(name) {
                        self.scopes.entry(name.to_owned()).or_default();
                    }
                }
            }
        }
    }

    fn page_urls(&self) -> impl Iterator<Item = (&OperationId, &str)> {
        self.pages.iter().map(|(page, operation)| (&operation.id, page.url.as_deref().unwrap_or_default()))
    }

    /// Returns `groups.yaml` with the resources of the drafts. New groups get the given doc.
    #[must_use]
    pub fn groups(&self, before: &str, doc: &str) -> String {
        self.groups.text(before, doc)
    }

    /// Checks the drafts with placeholders for docs, and drafts quirks for discrepancies between page, sample and catalog.
    fn add_quirks(&mut self) {
        let DraftCheck { api, discrepancies, .. } = self.check();
        let unseen = unexercised(&api);
        for (page, operation) in &mut self.pages {
            let of_samples = discrepancies.iter().filter(|finding| finding.operation == operation.id).map(of_sample);
            let drafted = api.operations.iter().find(|drafted| drafted.id == operation.id);
            let of_page = drafted.map(|drafted| of_page(page, drafted, &api, &unseen)).unwrap_or_default();
            for quirk in of_samples.chain(of_page) {
                if !operation.quirks.iter().any(|known| known.at == quirk.at && known.kind == quirk.kind) {
                    operation.quirks.push(quirk);
                }
            }
        }
    }

    /// Returns the files of a draft: YAML with empty docs, and the samples.
    #[must_use]
    pub fn files(&self, page: &str) -> Vec<DraftFile> {
        let found = self.pages.iter().find(|(read, _)| read.file == page);
        found.map(|(page, operation)| files(page, operation, "")).unwrap_or_default()
    }

    /// Returns the names of the pages that describe an endpoint.
    pub fn read(&self) -> impl Iterator<Item = &str> {
        self.pages.iter().map(|(page, _)| page.file.as_str())
    }

    /// Returns the missing lines of `errors.yaml` and `scopes.yaml`.
    #[must_use]
    pub fn missing(&self, doc: &str) -> (String, String) {
        let mut errors = String::new();
        let mut named = self.named.clone();
        for error in self.errors.values() {
            let name = error_name(error, &mut named);
            let status = error.status.parse::<u16>().ok().filter(|status| (100..600).contains(status)).unwrap_or(400);
            let label = if error.label.is_empty() { "-" } else { &error.label };
            let line = format!("{status} | {name} | {} | {doc}", label.replace('|', "/"));
            if doc.is_empty() && !error.advice.is_empty() {
                errors.push_str(&format!("# {}\n", error.advice));
            }
            errors.push_str(&format!("{}: {}\n", error.code, scalar(line.trim_end())));
        }
        let mut scopes = String::new();
        for (name, label) in &self.scopes {
            let label = if label.is_empty() { name } else { label };
            scopes.push_str(&format!("{name}: {}\n", scalar(format!("{label} | {doc}").trim_end())));
        }
        (errors, scopes)
    }

    /// Returns the shared files of the schema and all drafts, with placeholders for docs.
    #[must_use]
    pub fn sources(&self) -> Sources {
        let (errors, scopes) = self.missing(PLACEHOLDER);
        let mut all = self.shared.clone();
        for (path, more) in [("errors.yaml", errors), ("scopes.yaml", scopes)] {
            match all.iter_mut().find(|(known, _)| known == path) {
                Some((_, text)) => text.push_str(&format!("\n{more}")),
                None => all.push((path.to_owned(), more)),
            }
        }
        self.add_groups(&mut all);
        for (page, operation) in &self.pages {
            all.extend(files(page, operation, PLACEHOLDER).into_iter().map(|file| (file.path, file.text)));
        }
        all.retain(|(_, text)| !text.trim().is_empty());
        Sources::from_files(all)
    }

    /// Adds `groups.yaml` with the resources of the drafts.
    fn add_groups(&self, all: &mut Vec<(String, String)>) {
        let before = all.iter().position(|(path, _)| path == GROUPS).map(|at| all.remove(at).1).unwrap_or_default();
        let text = self.groups(&before, PLACEHOLDER);
        all.push((GROUPS.to_owned(), text));
    }

    pub(crate) fn check(&self) -> DraftCheck {
        check_draft(&self.sources())
    }

    /// Returns page, operation, nesting and quirks of each draft.
    pub(crate) fn outcomes(&self) -> impl Iterator<Item = (&Page, &OperationId, Nesting, &[DraftQuirk])> {
        self.pages.iter().map(|(page, operation)| (page, &operation.id, operation.nesting, operation.quirks.as_slice()))
    }
}

/// Returns a unique name for an error code: the first words of its text if they are English.
fn error_name(error: &ErrorRow, taken: &mut BTreeSet<String>) -> String {
    let name = english_name(&error.label).unwrap_or_else(|| format!("error_{}", error.code));
    let name = if taken.contains(&name) { format!("{name}_{}", error.code) } else { name };
    taken.insert(name.clone());
    name
}

/// Determines the ids of the pages. A number is appended to an id that is already used.
fn identities(pages: &[Page], known: &Known) -> Vec<Identity> {
    let mut taken = BTreeSet::new();
    let mut identities = Vec::new();
    for page in pages {
        let mut identity = identify(page, known);
        let plain = identity.id.method.clone();
        for number in 2.. {
            if taken.insert(identity.id.clone()) {
                break;
            }
            identity.id.method = format!("{plain}{number}");
            identity.guessed = true;
        }
        identities.push(identity);
    }
    identities
}

fn files(page: &Page, operation: &DraftOperation, doc: &'static str) -> Vec<DraftFile> {
    let stem = operation.id.to_string().replace('.', "/");
    let mut files = vec![DraftFile { path: format!("{stem}.yaml"), text: print(operation, page, doc) }];
    let mut sample = |path: String, text: &str| {
        let end = if text.ends_with('\n') { "" } else { "\n" };
        files.push(DraftFile { path, text: format!("{text}{end}") });
    };
    if let Some(request) = operation.requests.first().filter(|_| !operation.body.is_empty()) {
        sample(format!("{stem}.request.json"), &request.text);
    }
    for (at, response) in operation.responses.iter().enumerate() {
        let label = if at == 0 { String::new() } else { format!("no_{}.", at + 1) };
        sample(format!("{stem}.response.{label}json"), &response.text);
    }
    files
}

/// Returns the shared types, `errors.yaml`, `scopes.yaml` and `groups.yaml` of a schema.
fn shared(schema: &Sources) -> Vec<(String, String)> {
    let is_shared = |path: &str| path.starts_with("types/") || matches!(path, "errors.yaml" | "scopes.yaml" | GROUPS);
    let files = schema.files.iter().filter(|file| is_shared(&file.path));
    files.map(|file| (file.path.clone(), file.text.clone())).collect()
}
