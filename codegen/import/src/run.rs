//! Drafts several pages together, with the missing entries of `errors.yaml`, `scopes.yaml` and `groups.yaml`.

mod files;
mod pages;

use std::collections::{BTreeMap, BTreeSet};

use feishu_codegen::{
    Code, Sources,
    draft::{DraftCheck, check_draft},
    model::{Api, Home, OperationId},
    unexercised,
};

use crate::catalog::{Catalog, insert_sorted};
use crate::discrepancy::{draft_event_quirks, draft_page_quirks, draft_sample_quirk};
use crate::drafted::DraftQuirk;
use crate::edit::SchemaFiles;
use crate::event::{self, DraftEvent};
use crate::event_page::EventPage;
use crate::glossary::Glossary;
use crate::groups::GroupAdditions;
use crate::identity::{Identity, UsedNames, identify};
use crate::known::KnownDefinitions;
use crate::operation::{DraftOperation, draft};
use crate::page::{ErrorRow, Page};
use crate::plan::{Plan, TypeIndex, apply, propose};
use crate::print::PLACEHOLDER;
use crate::tree::Nesting;
use crate::yaml::format_scalar;

use self::files::{format_event_files, format_files, stem};
use self::pages::PagesBySubject;

pub use self::files::DraftFile;
pub use self::pages::find_in_schema;

const GROUPS: &str = "groups.yaml";

/// The drafts of several pages.
pub struct Drafts {
    pages: Vec<(Page, DraftOperation)>,
    events: Vec<(EventPage, DraftEvent)>,
    /// The skipped pages, with the reason: a page describes neither an endpoint nor an event, or the same one as another page.
    pub skipped: Vec<(String, String)>,
    /// Lines for `errors.yaml` and `scopes.yaml`.
    catalog: Catalog,
    /// Resources that no group lists.
    groups: GroupAdditions,
    /// The catalogs of the schema. The drafts are checked together with them.
    catalogs: Vec<(String, String)>,
    /// The files with types.
    schema: SchemaFiles,
    /// The files with types, with placeholders for docs. The drafts are checked together with them.
    checked: SchemaFiles,
    /// The topic of each operation: the name of its group.
    topics: BTreeMap<String, String>,
    /// Ids of the glossary, by name.
    ids: BTreeMap<String, String>,
    /// Warnings about members of the plan that do not exist or contradict each other.
    pub warnings: Vec<String>,
}

impl Drafts {
    /// Parses pages (name and text) and drafts their operations and events.
    #[must_use]
    pub fn from_pages(pages: &[(String, String)], api: &Api, schema: &Sources) -> Self {
        Self::with_plan(pages, api, schema, &Plan::default())
    }

    /// Parses pages (name and text), drafts their operations and events, and shares types of operations according to a plan.
    #[must_use]
    pub fn with_plan(pages: &[(String, String)], api: &Api, schema: &Sources, plan: &Plan) -> Self {
        let pages = PagesBySubject::new(pages);
        let mut known = KnownDefinitions::new(api, Glossary::read(schema).0);
        known.add_scopes(pages.all().flat_map(|page| page.scopes.iter().chain(&page.field_scopes)));
        let PagesBySubject { operations, events, errors, skipped } = pages;
        let identities = determine_identities(&operations, &known);
        let ids: Vec<OperationId> = identities.iter().map(|identity| identity.id.clone()).collect();
        let mut names = UsedNames::new(&known, &ids);
        known.operations.extend(ids);
        names.add_payloads(events.iter().map(|page| &page.id));
        let drafted = operations.into_iter().zip(identities).map(|(page, identity)| {
            let operation = draft(&page, identity, &known, &mut names);
            (page, operation)
        });
        let pages: Vec<(Page, DraftOperation)> = drafted.collect();
        let draft_event = |page| {
            let event = event::draft(&page, &known, &mut names);
            (page, event)
        };
        let mut drafts = Self {
            pages,
            events: events.into_iter().map(draft_event).collect(),
            skipped,
            catalog: Catalog::default(),
            groups: GroupAdditions::default(),
            catalogs: read_catalogs(schema),
            schema: SchemaFiles::new(schema),
            checked: SchemaFiles::new(schema),
            topics: BTreeMap::new(),
            ids: known.glossary.ids.clone(),
            warnings: Vec::new(),
        };
        drafts.groups = GroupAdditions::new(api, drafts.page_urls());
        drafts.topics = drafts.topics(api);
        drafts.catalog = Catalog::new(
            drafts.pages.iter().map(|(_, draft)| draft),
            drafts.events.iter().map(|(_, draft)| draft),
            &errors,
            &known,
        );
        drafts.apply(plan, api);
        drafts.define_ids(api);
        drafts.add_discrepancies();
        drafts.remove_unneeded_quirks();
        drafts
    }

    /// Proposes a plan to share types across the drafts and the schema.
    #[must_use]
    pub fn propose_plan(&self, api: &Api) -> Plan {
        let drafts = || self.pages.iter().map(|(_, operation)| operation);
        let operations: Vec<OperationId> =
            api.operations.iter().map(|it| it.id.clone()).chain(drafts().map(|draft| draft.id.clone())).collect();
        propose(&TypeIndex::new(api, drafts()), &self.topics, &operations)
    }

    /// Rewrites the drafts and the schema according to a plan.
    fn apply(&mut self, plan: &Plan, api: &Api) {
        let (read, mut operations): (Vec<Page>, Vec<DraftOperation>) =
            std::mem::take(&mut self.pages).into_iter().unzip();
        self.warnings = apply(plan, api, &mut operations, [(&mut self.schema, ""), (&mut self.checked, PLACEHOLDER)]);
        self.pages = read.into_iter().zip(operations).collect();
    }

    /// Returns the changed files of the schema, without catalogs.
    pub fn schema_files(&self) -> impl Iterator<Item = DraftFile> {
        self.schema.changes().map(|file| DraftFile { path: file.path.to_owned(), text: file.text.to_owned() })
    }

    /// Returns the groups of operations by id.
    fn topics(&self, api: &Api) -> BTreeMap<String, String> {
        let bound = api.operations.iter().map(|operation| (operation.id.to_string(), operation.group.clone()));
        let drafted = self.pages.iter().filter_map(|(_, draft)| {
            let listed = api.groups.iter().find(|group| {
                group.resources.iter().any(|it| it.service == draft.id.service && it.name == draft.id.resource)
            });
            let name = listed.map(|group| group.name.as_str()).or_else(|| self.groups.of_resource(&draft.id))?;
            Some((draft.id.to_string(), name.to_owned()))
        });
        bound.chain(drafted).collect()
    }

    /// Moves ids that drafts or shared types use to `types/`, from the files of operations or from the glossary.
    fn define_ids(&mut self, api: &Api) {
        let objects = self.pages.iter().flat_map(|(_, draft)| &draft.objects).flat_map(|object| &object.fields);
        let fields = self.pages.iter().flat_map(|(_, draft)| draft.top_level());
        let of_events = self.events.iter().map(|(_, draft)| draft);
        let of_events =
            of_events.flat_map(|draft| draft.objects.iter().flat_map(|it| &it.fields).chain(&draft.payload));
        let shared = self.schema.references();
        let used: BTreeSet<String> = objects
            .chain(fields)
            .chain(of_events)
            .filter_map(|it| it.ty.name())
            .map(str::to_owned)
            .chain(shared)
            .collect();
        for id in api.ids.iter().filter(|id| used.contains(&id.name)) {
            let home = match &id.home {
                Home::Shared(_) => None,
                Home::Operation(operation) => Some(format!("{}.yaml", operation.replace('.', "/"))),
                Home::Event(event) => Some(format!("{}.yaml", event.stem())),
            };
            if let Some(home) = home {
                for files in [&mut self.schema, &mut self.checked] {
                    files.relocate(&home, &id.name, "types/common.yaml");
                }
            }
        }
        for (name, text) in self.ids.iter().filter(|(name, _)| used.contains(*name)) {
            if !api.ids.iter().any(|id| id.name == *name) && !self.schema.defines("types/common.yaml", name) {
                let line = format!("  {name}: {}\n", format_scalar(text));
                for files in [&mut self.schema, &mut self.checked] {
                    files.insert("types/common.yaml", "ids", name, &line);
                }
            }
        }
    }

    /// Removes quirks that the samples do not need.
    fn remove_unneeded_quirks(&mut self) {
        let sources = self.sources();
        let unneeded: BTreeSet<(String, String)> = check_draft(&sources)
            .diagnostics
            .iter()
            .filter(|error| error.code == Code::UnneededQuirk)
            .filter_map(|error| {
                let at = sources.file(error.span.file())?.text.get(error.span.range())?;
                Some((sources.path(error.span).to_owned(), format!("{at} {}", error.message)))
            })
            .collect();
        for (_, draft) in &mut self.pages {
            let path = format!("{}.yaml", draft.id.to_string().replace('.', "/"));
            draft.quirks.retain(|quirk| {
                !unneeded.iter().any(|(file, what)| {
                    *file == path
                        && what.starts_with(&format!("{} ", quirk.at))
                        && what.contains(&format!("`{}`", quirk.kind))
                })
            });
        }
    }

    /// Returns service, resource and URL of every page.
    fn page_urls(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let operations = self.pages.iter().map(|(page, draft)| (&draft.id.service, &draft.id.resource, page));
        let events = self.events.iter().map(|(source, draft)| (&draft.id.service, &draft.id.resource, &source.page));
        let all = operations.chain(events);
        all.map(|(service, name, page)| (service.as_str(), name.as_str(), page.url.as_deref().unwrap_or_default()))
    }

    /// Returns `groups.yaml` with the resources of the drafts. New groups get the given doc.
    #[must_use]
    pub fn groups(&self, before: &str, doc: &str) -> String {
        self.groups.text(before, doc)
    }

    /// Checks the drafts with placeholders for docs. Drafts quirks for discrepancies between page and sample, and the statuses that differ from the
    /// catalog.
    fn add_discrepancies(&mut self) {
        let DraftCheck { api, discrepancies, .. } = self.check();
        let unseen = unexercised(&api);
        for (page, operation) in &mut self.pages {
            operation.other_statuses = other_statuses(&operation.errors, &api);
            let of_samples =
                discrepancies.iter().filter(|finding| finding.of == operation.id.to_string()).map(draft_sample_quirk);
            let drafted = api.operations.iter().find(|drafted| drafted.id == operation.id);
            let draft_page_quirks =
                drafted.map(|drafted| draft_page_quirks(page, drafted, &api, &unseen)).unwrap_or_default();
            for quirk in of_samples.chain(draft_page_quirks) {
                if !operation.quirks.iter().any(|known| known.matches(&quirk.at, &quirk.kind)) {
                    operation.quirks.push(quirk);
                }
            }
        }
        for (page, event) in &mut self.events {
            let id = event.id.to_string();
            let drafted = api.events.iter().find(|drafted| drafted.id == event.id);
            let draft_page_quirks =
                drafted.map(|drafted| draft_event_quirks(page, drafted, &api, &unseen)).unwrap_or_default();
            event.quirks.extend(discrepancies.iter().filter(|finding| finding.of == id).map(draft_sample_quirk));
            event.quirks.extend(draft_page_quirks);
        }
    }

    /// Returns the files of a draft: YAML with empty docs, and the samples.
    #[must_use]
    pub fn files(&self, page: &str) -> Vec<DraftFile> {
        let operation = self.pages.iter().find(|(read, _)| read.file == page);
        let event = self.events.iter().find(|(source, _)| source.page.file == page);
        let operation = operation.map(|(page, draft)| format_files(page, draft, ""));
        operation.or_else(|| event.map(|(source, draft)| format_event_files(source, draft, ""))).unwrap_or_default()
    }

    /// Returns the names of the pages that describe an endpoint or an event.
    pub fn page_names(&self) -> impl Iterator<Item = &str> {
        let pages = self.pages.iter().map(|(page, _)| page);
        pages.chain(self.events.iter().map(|(source, _)| &source.page)).map(|page| page.file.as_str())
    }

    /// Returns the missing lines of `errors.yaml` and `scopes.yaml`.
    #[must_use]
    pub fn missing_catalog_lines(&self, doc: &str) -> (String, String) {
        self.catalog.lines(doc)
    }

    /// Returns the shared files of the schema and all drafts, with placeholders for docs.
    #[must_use]
    pub fn sources(&self) -> Sources {
        let (errors, scopes) = self.missing_catalog_lines(PLACEHOLDER);
        let mut all = self.catalogs.clone();
        all.extend(self.checked.shared().map(|(path, text)| (path.to_owned(), text.to_owned())));
        for (path, more) in [("errors.yaml", errors), ("scopes.yaml", scopes)] {
            match all.iter_mut().find(|(known, _)| known == path) {
                Some((_, text)) => *text = insert_sorted(text, &more),
                None => all.push((path.to_owned(), more)),
            }
        }
        self.add_groups(&mut all);
        for (page, operation) in &self.pages {
            all.extend(format_files(page, operation, PLACEHOLDER).into_iter().map(|file| (file.path, file.text)));
        }
        for (source, event) in &self.events {
            all.extend(format_event_files(source, event, PLACEHOLDER).into_iter().map(|file| (file.path, file.text)));
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

    /// Returns all drafts.
    pub(crate) fn page_drafts(&self) -> impl Iterator<Item = PageDraft<'_>> {
        let operations = self.pages.iter().map(|(page, draft)| PageDraft {
            page,
            id: draft.id.to_string(),
            stem: stem(&draft.id),
            nesting: draft.nesting,
            quirks: &draft.quirks,
        });
        let events = self.events.iter().map(|(source, draft)| PageDraft {
            page: &source.page,
            id: draft.id.to_string(),
            stem: draft.id.stem(),
            nesting: draft.nesting,
            quirks: &draft.quirks,
        });
        operations.chain(events)
    }
}

/// The draft of a page.
pub(crate) struct PageDraft<'a> {
    pub(crate) page: &'a Page,
    /// The id of the operation or the event.
    pub(crate) id: String,
    /// The path of the YAML file without its extension.
    pub(crate) stem: String,
    pub(crate) nesting: Nesting,
    pub(crate) quirks: &'a [DraftQuirk],
}

/// Determines the ids of the pages. A number is appended to an id that is already used.
fn determine_identities(pages: &[Page], known: &KnownDefinitions) -> Vec<Identity> {
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

/// Returns the HTTP statuses that differ from the catalog, by error code.
fn other_statuses(errors: &[ErrorRow], api: &Api) -> BTreeMap<i64, u16> {
    let statuses = errors.iter().filter_map(|row| Some((row.code, row.status.parse().ok()?)));
    statuses.filter(|(code, status)| api.error(*code).is_some_and(|known| known.status != *status)).collect()
}

/// Returns `errors.yaml`, `scopes.yaml` and `groups.yaml` of a schema.
fn read_catalogs(schema: &Sources) -> Vec<(String, String)> {
    let files = schema.files.iter().filter(|file| matches!(file.path.as_str(), "errors.yaml" | "scopes.yaml" | GROUPS));
    files.map(|file| (file.path.clone(), file.text.clone())).collect()
}
