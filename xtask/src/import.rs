//! `import`: drafts schema files from documentation pages.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use feishu_codegen::{Renderer, Sources, draft::check_draft, model::Api};
use feishu_import::{
    Drafts, Nesting, NestingAccuracy, Outcome, Outcomes, Plan, check_drafts, check_glossary, find_in_schema,
    insert_sorted, measure_nesting,
};

use crate::{CommandResult, compiles, mentions::print_mentions, root::root};

type Error = Box<dyn std::error::Error>;

/// Loads and checks the schema of the project.
pub(crate) fn schema() -> Result<(Sources, Api), Error> {
    let sources = feishu_codegen::load(&root().join("schema"))?;
    let api = feishu_codegen::check(&sources).map_err(|_| "the schema has errors; run `cargo xtask check`")?;
    Ok((sources, api))
}

/// The drafts of the pages that the schema does not have yet.
struct NewDrafts {
    drafts: Drafts,
    api: Api,
}

/// Drafts pages with a plan. Pages that the schema already has are skipped and reported.
fn draft_new_pages(pages: &[PathBuf], plan: &Plan) -> Result<NewDrafts, Error> {
    let sources = feishu_codegen::load(&root().join("schema"))?;
    let errors = check_glossary(&sources);
    if !errors.is_empty() {
        anstream::eprint!("{}", feishu_codegen::render(&errors, &sources, &Renderer::styled()));
        return Err("the glossary has errors".into());
    }
    // The schema may contain unfinished drafts, which have errors.
    let api = check_draft(&sources).api;
    let (skipped, pages): (Vec<_>, Vec<_>) =
        read(pages)?.into_iter().partition(|(name, text)| find_in_schema(name, text, &api).is_some());
    for (name, text) in &skipped {
        let id = find_in_schema(name, text, &api).unwrap_or_default();
        anstream::println!("skipped {name}: the schema already has {id}; `cargo xtask drift` compares them");
    }
    Ok(NewDrafts { drafts: Drafts::with_plan(&pages, &api, &sources, plan), api })
}

/// `cargo xtask import --plan PLAN.yaml PAGE.md…`
pub(crate) fn plan(pages: &[PathBuf], plan: &Path) -> CommandResult {
    if plan.exists() {
        return Err(format!("{} already exists; delete it to write it again", plan.display()).into());
    }
    let NewDrafts { drafts, api } = draft_new_pages(pages, &Plan::default())?;
    drafts.skipped.iter().for_each(|(page, why)| anstream::eprintln!("error: {page}: {why}"));
    let proposed = drafts.propose_plan(&api);
    fs::write(plan, proposed.to_yaml())?;
    anstream::println!("{}: {}", plan.display(), proposed.summary());
    Ok(if drafts.skipped.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Reads a plan, and prints its errors.
fn read_plan(path: &Path) -> Result<Plan, Error> {
    let text = fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let sources = Sources::from_files(vec![(path.display().to_string(), text)]);
    Plan::read(&sources).map_err(|errors| {
        anstream::eprint!("{}", feishu_codegen::render(&errors, &sources, &Renderer::styled()));
        "the plan has errors".into()
    })
}

/// `cargo xtask import [--apply PLAN.yaml] PAGE.md…`
pub(crate) fn import(pages: &[PathBuf], out: Option<PathBuf>, plan: Option<&Path>) -> CommandResult {
    let out = out.unwrap_or_else(|| root().join("schema"));
    let plan = plan.map(read_plan).transpose()?.unwrap_or_default();
    let NewDrafts { drafts, api } = draft_new_pages(pages, &plan)?;
    drafts.warnings.iter().for_each(|warning| anstream::eprintln!("warning: {warning}"));
    let mut written = 0;
    let mut refused = drafts.skipped.len();
    for (page, why) in &drafts.skipped {
        anstream::eprintln!("error: {page}: {why}");
    }
    for page in drafts.page_names() {
        for file in drafts.files(page) {
            let path = out.join(&file.path);
            if path.exists() {
                anstream::eprintln!("error: {} already exists; delete it to draft it again", path.display());
                refused += 1;
                break;
            }
            write(&path, &file.text)?;
            anstream::println!("{}", path.display());
            written += 1;
        }
    }
    if written > 0 {
        for file in drafts.schema_files() {
            write(&out.join(&file.path), &file.text)?;
            anstream::println!("{}", out.join(&file.path).display());
        }
        let (errors, scopes) = drafts.missing_catalog_lines("");
        add_lines(&out.join("errors.yaml"), &errors)?;
        add_lines(&out.join("scopes.yaml"), &scopes)?;
        add_groups(&out.join("groups.yaml"), &drafts)?;
        print_mentions(&removed_types(&api, &check_draft(&feishu_codegen::load(&out)?).api))?;
        anstream::println!(
            "drafted {written} files; add the missing descriptions and names, which `cargo xtask check` lists"
        );
    }
    Ok(if refused == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns the names of types that only the earlier schema has, because a plan renamed or unified them.
fn removed_types(before: &Api, after: &Api) -> Vec<String> {
    let names = |api: &Api| {
        let enums = api.enums.iter().map(|item| item.name.clone());
        api.objects.iter().map(|object| object.name.clone()).chain(enums).collect::<BTreeSet<_>>()
    };
    names(before).difference(&names(after)).cloned().collect()
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)?;
    Ok(())
}

/// Adds lines to a catalog.
fn add_lines(path: &Path, lines: &str) -> Result<(), Error> {
    if lines.is_empty() {
        return Ok(());
    }
    let before = fs::read_to_string(path).unwrap_or_default();
    fs::write(path, insert_sorted(&before, lines))?;
    Ok(())
}

/// Adds the resources of the drafts to `groups.yaml`.
fn add_groups(path: &Path, drafts: &Drafts) -> Result<(), Error> {
    let before = fs::read_to_string(path).unwrap_or_default();
    let after = drafts.groups(&before, "");
    if after != before {
        fs::write(path, after)?;
    }
    Ok(())
}

/// `cargo xtask import --report DIR`
pub(crate) fn report(folder: &Path) -> CommandResult {
    let (sources, api) = schema()?;
    let drafts = Drafts::from_pages(&read(&pages(folder)?)?, &api, &sources);
    let mut outcomes = check_drafts(&drafts);
    let broken = compiles::broken(&mut outcomes)?;
    for page in &outcomes.pages {
        anstream::println!("{}", line(page, broken.get(&page.operation)));
        page.errors.iter().for_each(|error| anstream::println!("    {error}"));
        for (kind, at) in page.quirks.iter().filter(|(kind, _)| matches!(kind.as_str(), "wrong_type" | "unknown_key")) {
            anstream::println!("    {kind} at {at}");
        }
        if let Some(error) = broken.get(&page.operation) {
            anstream::println!("    {error}");
        }
    }
    for (page, why) in &drafts.skipped {
        anstream::println!("{page}: cannot be read: {why}");
    }
    outcomes.other_errors.iter().for_each(|error| anstream::println!("not specific to a page: {error}"));
    total(&outcomes, broken.len(), drafts.skipped.len());
    for (cause, pages) in causes(&outcomes, broken.values()) {
        anstream::println!("{pages:>5}  {cause}");
    }
    Ok(ExitCode::SUCCESS)
}

/// Returns why samples do not fit and drafts do not compile, with the number of findings, the most frequent cause first.
fn causes<'a>(outcomes: &'a Outcomes, broken: impl Iterator<Item = &'a String>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let errors = outcomes.pages.iter().flat_map(|page| &page.errors).chain(&outcomes.other_errors);
    // The location of the error is removed.
    let errors = errors.map(|error| general(error.split_once(": ").map_or(error, |(_, message)| message)));
    let quirks = outcomes.pages.iter().flat_map(|page| &page.quirks);
    let quirks = quirks.filter(|(kind, _)| matches!(kind.as_str(), "wrong_type" | "unknown_key"));
    let quirks = quirks.map(|(kind, at)| {
        let envelope = if matches!(at.as_str(), "response" | "body") { " at the top level" } else { "" };
        format!("quirk {kind}{envelope}")
    });
    for cause in errors.chain(quirks).chain(broken.map(|error| general(error))) {
        *counts.entry(cause).or_default() += 1;
    }
    let mut causes: Vec<_> = counts.into_iter().collect();
    causes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    causes
}

/// Replaces the names in a message, so that messages with the same cause are equal.
fn general(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let parts = line.split('`').enumerate().map(|(at, part)| if at % 2 == 1 { "…" } else { part });
    parts.collect::<Vec<_>>().join("`")
}

fn line(page: &Outcome, broken: Option<&String>) -> String {
    let nesting = match page.nesting {
        Nesting::Certain => "certain",
        Nesting::Rebuilt => "rebuilt",
        Nesting::Undecided => "undecided",
    };
    let fits = if page.samples_fit() { "fits" } else { "does not fit" };
    let compiles = match broken {
        Some(_) => "does not compile",
        None if page.errors.is_empty() => "compiles",
        None => "not compiled",
    };
    format!("{}: {}, {fits}, nesting {nesting}, {compiles}, {} quirks", page.page, page.operation, page.quirks.len())
}

fn total(outcomes: &Outcomes, broken: usize, skipped: usize) {
    let pages = &outcomes.pages;
    let count = |is: &dyn Fn(&Outcome) -> bool| pages.iter().filter(|page| is(page)).count();
    let fits = count(&Outcome::samples_fit);
    anstream::println!(
        "\n{} pages of endpoints and events read, {skipped} other pages; {fits} samples fit ({:.1} %), {} of them without quirks",
        pages.len(),
        percent(fits, pages.len()),
        count(&|page| page.samples_fit() && page.quirks.is_empty()),
    );
    anstream::println!(
        "nesting certain {}, rebuilt {}, undecided {}; {} compile",
        count(&|page| page.nesting == Nesting::Certain),
        count(&|page| page.nesting == Nesting::Rebuilt),
        count(&|page| page.nesting == Nesting::Undecided),
        count(&|page| page.errors.is_empty()) - broken,
    );
}

/// `cargo xtask import --report DIR --without-depth`
pub(crate) fn without_depth(folder: &Path) -> CommandResult {
    let (mut with_samples, mut without_samples, mut read) = (NestingAccuracy::default(), NestingAccuracy::default(), 0);
    for (page, text) in self::read(&pages(folder)?)? {
        let Ok(rebuilt) = measure_nesting(&text) else { continue };
        read += 1;
        let depth = &rebuilt.with_samples;
        if !depth.wrong.is_empty() {
            anstream::println!("{page}: {} of {} fields at the correct position", depth.correct, depth.fields);
            depth.wrong.iter().for_each(|wrong| anstream::println!("    {wrong}"));
        }
        add(&mut with_samples, depth);
        add(&mut without_samples, &rebuilt.without_samples);
    }
    anstream::println!("\n{read} pages");
    for (how, depth) in [("with samples", with_samples), ("without samples", without_samples)] {
        anstream::println!(
            "{how}: {} of {} fields at the correct position ({:.2} %), {} undecided, {} at a wrong position without a `# check:`",
            depth.correct,
            depth.fields,
            percent(depth.correct, depth.fields),
            depth.undecided,
            depth.unmarked,
        );
    }
    Ok(ExitCode::SUCCESS)
}

fn add(total: &mut NestingAccuracy, depth: &NestingAccuracy) {
    total.fields += depth.fields;
    total.correct += depth.correct;
    total.undecided += depth.undecided;
    total.unmarked += depth.unmarked;
}

fn percent(part: usize, whole: usize) -> f64 {
    if whole == 0 { 100.0 } else { part as f64 * 100.0 / whole as f64 }
}

/// Reads pages and returns their names and contents.
pub(crate) fn read(pages: &[PathBuf]) -> Result<Vec<(String, String)>, Error> {
    let mut texts = Vec::new();
    for page in pages {
        let bytes = fs::read(page).map_err(|error| format!("cannot read {}: {error}", page.display()))?;
        texts.push((page.display().to_string(), String::from_utf8_lossy(&bytes).into_owned()));
    }
    Ok(texts)
}

/// Returns all pages in a folder and its subfolders, sorted.
fn pages(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(pages(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "md" || extension == "txt") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use feishu_import::Outcome;

    #[test]
    fn causes_are_sorted_by_frequency() {
        let page = |errors: &[&str], quirks: &[(&str, &str)]| Outcome {
            page: "page.md".to_owned(),
            operation: "hire.v1.note.get".to_owned(),
            nesting: Nesting::Certain,
            errors: errors.iter().map(|it| (*it).to_owned()).collect(),
            quirks: quirks.iter().map(|(kind, at)| ((*kind).to_owned(), (*at).to_owned())).collect(),
        };
        let pages = vec![
            page(&["a.yaml:1: `A` has no value `b` here"], &[("wrong_type", "response"), ("no_sample", "body")]),
            page(&["b.yaml:2: `C` has no value `d` here"], &[("unknown_key", "response.a")]),
        ];
        let outcomes = Outcomes { pages, api: Api::default(), other_errors: Vec::new() };
        let broken = ["cannot find type `X`\nmore".to_owned()];
        let causes = causes(&outcomes, broken.iter());
        assert_eq!(causes.first(), Some(&("`…` has no value `…` here".to_owned(), 2)));
        let rest: Vec<_> = causes.iter().skip(1).map(|(cause, _)| cause.as_str()).collect();
        assert_eq!(rest, ["cannot find type `…`", "quirk unknown_key", "quirk wrong_type at the top level"]);
    }
}
