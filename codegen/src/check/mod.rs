//! Checks the schema. All errors of all files are reported at once.

mod bare;
mod call;
mod catalog;
mod collisions;
mod condition;
mod data;
mod definitions;
mod documents;
mod enums;
mod errors;
mod event;
mod field;
mod file;
mod graph;
mod groups;
mod heading;
mod index;
mod keys;
mod library;
mod limit;
mod literal;
mod mentions;
mod named;
mod notation;
mod operation;
mod owners;
mod paging;
mod path;
mod plain;
mod quirks;
mod rate;
mod reader;
mod replaces;
mod report;
mod rules;
mod samples;
mod schema;
mod section;
mod shared;
mod subject;
mod text;
mod translations;
mod types;
mod unexercised;

use crate::diagnostic::Diagnostic;
use crate::model::{Api, Object};
use crate::source::{File, Sources};
use catalog::Catalog;
use documents::Documents;
use index::{Definition, Index};
use reader::Context;
use report::Report;

pub use documents::{event_type, operation_id};
pub use groups::FIXED_FEATURES;
pub use report::Discrepancy;
pub use schema::{json_schemas, modeline};
pub use text::{is_date, is_key, is_snake_case, is_url};
pub use unexercised::{UnexercisedField, unexercised};

/// Checks the schema and resolves it.
///
/// # Errors
/// Returns every error in the schema.
pub fn check(sources: &Sources) -> Result<Api, Vec<Diagnostic>> {
    let DraftCheck { api, diagnostics, .. } = run(sources, true);
    if diagnostics.is_empty() { Ok(api) } else { Err(diagnostics) }
}

/// The result of checking a schema that may be unfinished.
pub struct DraftCheck {
    /// The parts of the API that could be resolved.
    pub api: Api,
    /// All errors.
    pub diagnostics: Vec<Diagnostic>,
    /// The errors in samples that a quirk can explain. `diagnostics` contains them too.
    pub discrepancies: Vec<Discrepancy>,
}

/// Checks a schema that may be unfinished. Unused shared types are accepted.
#[must_use]
pub fn check_draft(sources: &Sources) -> DraftCheck {
    run(sources, false)
}

fn run(sources: &Sources, finished: bool) -> DraftCheck {
    let mut report = Report::default();
    // The folder also contains the JSON Schemas for editors, and the glossary of the importer.
    let is_schema = |file: &File| !schema::is_json_schema(&file.path) && !file.path.starts_with("glossary/");
    let files = sources.iter().filter(|(_, file)| is_schema(file));
    let documents = Documents::read(files, &mut report);
    let catalog = Catalog::read(&documents, &mut report);
    let groups = groups::read_groups(&documents, &mut report);
    let translations = translations::read(&documents, &mut report);
    let index = definitions::build_index(&documents, &mut report);
    let shared = shared::read_parameters(&documents, &index, &catalog, &mut report);
    let context = Context { index: &index, catalog: &catalog, shared: &shared };
    let mut objects = definitions::read_objects(context, &mut report);
    let mut drafts = operation::read_operations(&documents, context, &mut report);
    let mut events = event::read_events(&documents, context, &mut report);
    objects.extend(events.iter().map(|draft| draft.payload.clone()));
    if finished {
        index.report_unused(&mut report);
        shared::report_unused(&shared, &mut report);
        groups::report_unknown(groups.as_deref().unwrap_or_default(), &documents, &mut report);
    }

    let parameters = shared.into_iter().map(|(_, shared)| shared.field).collect();
    let all_known = index.all_shared;
    let mut api = assemble(index, catalog, objects);
    owners::resolve(&mut api.ids, all_known, &mut report);
    api.parameters = parameters;
    graph::resolve(&mut api.objects, &drafts, &events, &mut report);
    samples::check(&api, &mut drafts, &mut events, &documents, sources, &mut report);
    api.operations = drafts.into_iter().map(|draft| draft.operation).collect();
    api.events = events.into_iter().map(|draft| draft.event).collect();
    groups::assign(&mut api, groups, &documents, &mut report);
    let are_translated = translations.is_some();
    api.translations = translations.unwrap_or_default();
    if finished {
        mentions::report_unknown(&api, &documents, &mut report);
    }
    if finished && are_translated {
        translations::report_missing_and_unused(&api, &mut report);
    }

    let discrepancies = std::mem::take(&mut report.discrepancies);
    let mut diagnostics = report.finish();
    diagnostics.extend(collisions::find_collisions(&api));
    DraftCheck { api, diagnostics, discrepancies }
}

/// The API without operations, sorted.
fn assemble(index: Index<'_>, catalog: Catalog, objects: Vec<Object>) -> Api {
    let errors = catalog.errors.into_values().collect();
    let scopes = catalog.scopes.into_values().collect();
    let mut api = Api { objects, errors, scopes, ..Api::default() };
    for (_, known) in index.types {
        match known.definition {
            Definition::Id(id) => api.ids.push(id),
            Definition::Enum(found) => api.enums.push(found),
            Definition::UnclearEnum | Definition::Object(_) => {}
        }
    }
    api.ids.sort_by(|a, b| a.name.cmp(&b.name));
    api.enums.sort_by(|a, b| a.name.cmp(&b.name));
    api.objects.sort_by(|a, b| a.name.cmp(&b.name));
    api
}
