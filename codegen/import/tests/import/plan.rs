//! Types that several pages share.

use feishu_codegen::{Code, Diagnostic, Renderer, Sources, check, draft::check_draft, model::Api, render};
use feishu_import::{DraftFile, Drafts, Plan, find_in_schema, insert_sorted};

use crate::{BARS, LIST, checked, snapshot, support::Schema};

const GET: &str = include_str!("pages/loan_get.md");
const ERRORS: &str = include_str!("pages/error_codes.md");

fn schema() -> (Sources, Api) {
    checked(Schema::small().into_files())
}

fn pages() -> Vec<(String, String)> {
    [("get", GET), ("list", LIST), ("errors", ERRORS)].map(|(name, text)| (name.to_owned(), text.to_owned())).to_vec()
}

fn read_plan(text: &str) -> Result<Plan, String> {
    let sources = Sources::from_files(vec![("plan.yaml".to_owned(), text.to_owned())]);
    Plan::read(&sources).map_err(|errors| render(&errors, &sources, &Renderer::plain()))
}

fn apply(schema: Schema, plan: &str) -> (Drafts, Vec<DraftFile>) {
    let (sources, api) = checked(schema.into_files());
    let drafts = Drafts::with_plan(&pages(), &api, &sources, &read_plan(plan).unwrap_or_default());
    let changed = drafts.schema_files().collect();
    (drafts, changed)
}

fn shown(drafts: &Drafts, changed: &[DraftFile]) -> String {
    let drafted = drafts.page_names().flat_map(|page| drafts.files(page)).filter(|file| file.path.ends_with(".yaml"));
    let drafted: Vec<DraftFile> = drafted.collect();
    let files = changed.iter().chain(&drafted);
    let mut out: String = files.map(|file| format!("── {}\n{}", file.path, file.text)).collect();
    out.push_str(&format!("── warnings\n{}\n", drafts.warnings.join("\n")));
    out
}

#[test]
fn a_plan_unifies_types_and_supersets() {
    let (sources, api) = schema();
    let plan = Drafts::from_pages(&pages(), &api, &sources).propose_plan(&api);
    snapshot("plan", &plan.to_yaml());
    assert_eq!(plan.summary(), "2 objects of 4 drafted or existing types, 1 enums of 3 drafted or existing types");
}

/// Three labelled numbers suffice for an enum; the name of a received object may have a prefix in the schema.
#[test]
fn drafts_join_larger_types_of_the_schema() {
    let mut schema = Schema::small();
    let uses = "response:\n  kind: Condition | Condition.\n  loan: LibraryLoan | Loan.\n";
    schema.edit("hire/v1/note/get.yaml", "response:\n", uses);
    let types = "ids:\n  LoanId: 借阅编号 | Id of a loan.\n\
        enums:\n  Condition:\n    doc: Condition.\n    zh: 状况\n    code: int\n    values:\n      1: lent | 借出 | Lent.\n\
        \x20     2: returned | 归还 | Returned.\n      3: lost | 丢失 | Lost.\n      4: damaged | 损坏 | Damaged.\n\
        objects:\n  LibraryLoan:\n    doc: Loan.\n    fields:\n      id: LoanId | Id.\n      state: Condition | State.\n\
        \x20     place: Place | Place.\n      due_time: timestamp as string | Time.\n      remark: string | Remark.\n\
        \x20 Place:\n    doc: Place.\n    fields:\n      city: string | City.\n      desk: string | Desk.\n";
    schema.file("types/library.yaml", types);
    let (sources, api) = checked(schema.into_files());
    let plan = Drafts::from_pages(&pages(), &api, &sources).propose_plan(&api).to_yaml();
    snapshot("plan_with_larger_types", &plan);
}

const CONDITION: &str = "enums:
  Condition:
    doc: Condition.
    zh: 状况
    code: int
    values:
      1: lent | 借出 | Lent.
      2: returned | 归还 | Returned.
      3: lost | 丢失 | Lost.
      4: damaged | 损坏 | Damaged.
";

/// Without a plan, a draft uses a shared enum with more numbers if at least three have the same labels.
#[test]
fn drafts_use_larger_enums_of_the_schema() {
    let mut schema = Schema::small();
    schema.edit("hire/v1/note/get.yaml", "response:\n", "response:\n  kind: Condition | Condition.\n");
    schema.file("types/library.yaml", CONDITION);
    let (sources, api) = checked(schema.into_files());
    let draft = |page: &str| {
        let drafts = Drafts::from_pages(&[("get".to_owned(), page.to_owned())], &api, &sources);
        drafts.files("get").into_iter().next().map(|file| file.text).unwrap_or_default()
    };
    let received = draft(GET);
    let quirk = "  - at: response.loan.state\n    kind: fewer_values\n    values: [1, 2, 3]\n";
    for line in ["      state: Condition |", quirk, "  state: LoanState = value_1 |"] {
        assert!(received.contains(line), "{received}");
    }
    assert!(!received.contains("    values: [lent"), "{received}");
    let sent = draft(&GET.replace("- `2`: 归还<br>**默认值**", "- `2`: 归还 - `4`: 损坏<br>**默认值**"));
    for line in ["    type: Condition = lent\n", "    values: [lent, returned, damaged]\n"] {
        assert!(sent.contains(line), "{sent}");
    }
}

/// If several shared types have the same fields, a draft uses the one that fields of the same name have.
#[test]
fn drafts_prefer_the_type_of_fields_of_the_same_name() {
    let place = "    doc: Place.\n    fields:\n      city: string | City.\n      desk: string | Desk.\n";
    for (place_type, other) in [("Corner", "Spot"), ("Spot", "Corner")] {
        let mut schema = Schema::small();
        let fields = format!("response:\n  other: {other} | Other.\n  place: {place_type} | Place.\n");
        schema.edit("hire/v1/note/get.yaml", "response:\n", &fields);
        schema.file("types/library.yaml", &format!("objects:\n  Corner:\n{place}  Spot:\n{place}"));
        let (sources, api) = checked(schema.into_files());
        let files = Drafts::from_pages(&[("get".to_owned(), GET.to_owned())], &api, &sources).files("get");
        let yaml = files.first().map(|file| file.text.as_str()).unwrap_or_default();
        assert!(yaml.contains(&format!("      place: {place_type} |")), "{yaml}");
    }
}

/// Such a type may have more fields, but fewer than twice as many.
#[test]
fn types_of_fields_of_the_same_name_may_be_larger() {
    let with_fields = |names: &[&str]| {
        let fields: String = names.iter().map(|name| format!("      {name}: string | Text.\n")).collect();
        format!("    doc: Place.\n    fields:\n{fields}")
    };
    let desk = with_fields(&["city", "desk"]);
    for (more, expected) in
        [(["city", "desk", "floor"].as_slice(), "Place"), (&["city", "desk", "floor", "room"], "Desk")]
    {
        let mut schema = Schema::small();
        let fields = "response:\n  desk: Desk | Desk.\n  place: Place | Place.\n";
        schema.edit("hire/v1/note/get.yaml", "response:\n", fields);
        schema.file("types/library.yaml", &format!("objects:\n  Desk:\n{desk}  Place:\n{}", with_fields(more)));
        let (sources, api) = checked(schema.into_files());
        let files = Drafts::from_pages(&[("get".to_owned(), GET.to_owned())], &api, &sources).files("get");
        let yaml = files.first().map(|file| file.text.as_str()).unwrap_or_default();
        assert!(yaml.contains(&format!("      place: {expected} |")), "{yaml}");
        let quirk = "    kind: fewer_fields\n    fields: [floor]\n";
        assert_eq!(yaml.contains(quirk), expected == "Place", "{yaml}");
    }
}

/// A draft refers to a shared enum of a similar name that has its codes, but other labels.
#[test]
fn drafts_suggest_enums_with_other_labels() {
    let page = GET.replace("- `2`: 归还（逾期） - `3`: 丢失", "- `2`: 已还 - `3`: 遗失 - `4`: 损坏");
    for (name, label, is_suggested) in
        [("LoanState", "借出", true), ("Loan", "借出", false), ("LoanState", "出借", false)]
    {
        let mut schema = Schema::small();
        schema.edit("hire/v1/note/get.yaml", "response:\n", &format!("response:\n  kind: {name} | Condition.\n"));
        let types = CONDITION.replace("Condition:", &format!("{name}:")).replace("借出", label).replace("损坏", "破损");
        schema.file("types/library.yaml", &types);
        let (sources, api) = checked(schema.into_files());
        let files = Drafts::from_pages(&[("get".to_owned(), page.clone())], &api, &sources).files("get");
        let yaml = files.first().map(|file| file.text.as_str()).unwrap_or_default();
        let note =
            "  # suggestion: `LoanState` in types/ has these codes, but other labels; a plan can unify the two\n";
        assert_eq!(yaml.contains(note), is_suggested, "{yaml}");
    }
}

/// Words join a larger enum of another name if at least three have the same labels.
#[test]
fn words_with_the_same_labels_join_a_larger_enum() {
    let letters = [("1", "a"), ("2", "b"), ("3", "c"), ("4", "d")];
    let lettered = |text: &str, quote: &str| {
        letters.iter().fold(text.to_owned(), |text, (number, letter)| {
            text.replace(&format!("{quote}{number}{quote}: "), &format!("{quote}{letter}{quote}: "))
        })
    };
    let page = lettered(GET, "`").replace("`int`", "`string`").replace("\"state\": 3", "\"state\": \"c\"");
    let labelled = lettered(CONDITION, "").replace("code: int", "code: string");
    for (labels, is_joined) in [(labelled.clone(), true), (labelled.replace("丢失", "报失"), false)] {
        let mut schema = Schema::small();
        schema.edit("hire/v1/note/get.yaml", "response:\n", "response:\n  kind: Condition | Condition.\n");
        schema.edit("hire/v1/note/get.yaml", "errors: [1002001, 1002002]\n", &format!("errors: [1002001]\n{labels}"));
        let (sources, api) = checked(schema.into_files());
        let plan = Drafts::from_pages(&[("get".to_owned(), page.clone())], &api, &sources).propose_plan(&api).to_yaml();
        assert!(plan.contains("  - hire.v1.loan.get LoanGetLoanState\n"), "{plan}");
        assert_eq!(plan.contains("  - hire.v1.note.get Condition\n"), is_joined, "{plan}");
    }
}

/// A proposed plan can be read. In drafts that use it, only texts and names are missing.
#[test]
fn a_proposed_plan_can_be_applied() {
    let (sources, api) = schema();
    let plan = Drafts::from_pages(&pages(), &api, &sources).propose_plan(&api).to_yaml();
    let (drafts, changed) = apply(Schema::small(), &plan);
    assert!(drafts.warnings.is_empty(), "{:?}", drafts.warnings);
    snapshot("applied_plan", &shown(&drafts, &changed));
    let mut written = Schema::small();
    let drafted = drafts.page_names().flat_map(|page| drafts.files(page)).collect::<Vec<_>>();
    changed.iter().chain(&drafted).for_each(|file| written.file(&file.path, &file.text));
    let (errors, scopes) = drafts.missing_catalog_lines("");
    let files = written.clone().into_files();
    for (path, lines) in [("errors.yaml", errors), ("scopes.yaml", scopes)] {
        let before = files.iter().find(|(known, _)| known == path).map_or("", |(_, text)| text);
        written.file(path, &insert_sorted(before, &lines));
    }
    let before = files.iter().find(|(known, _)| known == "groups.yaml").map_or("", |(_, text)| text);
    written.file("groups.yaml", &drafts.groups(before, ""));
    let diagnostics = check_draft(&Sources::from_files(written.into_files())).diagnostics;
    let is_text_or_name = |error: &&Diagnostic| matches!(error.code, Code::Empty | Code::UnnamedValue);
    let errors: Vec<_> = diagnostics.iter().filter(|error| !is_text_or_name(error)).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// The names and texts of a plan replace those of the drafts. Entries that match nothing are reported.
#[test]
fn a_plan_has_the_texts_of_its_author() {
    let plan = "\
objects:
- name: Loan
  home: types/library.yaml
  zh: 借阅
  doc: Loan of a book.
  members: [loan.get Loan, hire.v1.loan.list LoanListLoan]
  missing: {loan.list LoanListLoan: [due_time]}
enums:
- name: LoanState
  home: operation
  members: [loan.get LoanState, loan.list LoanListLoanState]
  values: {1: lent | 借出 | Lent., 3: lost | 丢失 | Lost., 4: x | x | X.}
";
    let (drafts, changed) = apply(Schema::small(), plan);
    snapshot("applied_edited_plan", &shown(&drafts, &changed));
}

#[test]
fn members_that_do_not_exist_are_reported() {
    let plan = "\
objects:
- name: Loan
  home: types/library.yaml
  members: [loan.get Laon, loan.got Loan, nowhere, types/common.yaml Note, loan.get LoanState]
- name: Loans
  home: operation
  members: [loan.get Loan, loan.list LoanListLoan]
- name: Again
  home: operation
  members: [loan.get Loan]
";
    let (drafts, _) = apply(Schema::small(), plan);
    snapshot("plan_warnings", &drafts.warnings.join("\n"));
}

#[test]
fn mistakes_in_a_plan_have_locations() {
    let plan = "objects:\n- name: loan\n  hom: operation\n- home: types\n  members: loan\nenums:\n  a: b\nids: []\n";
    snapshot("plan_errors", &read_plan(plan).err().unwrap_or_default());
}

/// A type of an operation that a draft shares moves to `types/`, with its text and its references.
#[test]
fn types_of_the_schema_are_moved_renamed_and_extended() {
    let mut schema = Schema::small();
    schema.edit("hire/v1/note/get.yaml", "response:\n", "response:\n  loan: Lending | What is lent.\n");
    let text = "enums:\n  Lent:\n    doc: State.\n    code: int\n    values:\n      1: lent | 借出 | Lent.\nobjects:\n  # The author's comment.\n  Lending:\n    doc: A loan.\n    fields:\n      state: Lent | State of the loan.\n";
    let files = schema.clone().into_files();
    let before = files.iter().find(|(path, _)| path == "hire/v1/note/get.yaml").map(|(_, text)| text.clone());
    schema.file("hire/v1/note/get.yaml", &format!("{}{text}", before.unwrap_or_default()));
    let plan = "\
objects:
- name: Loan
  home: types/library.yaml
  members: [loan.get Loan, note.get Lending]
  missing: {note.get Lending: [id, place, due_time]}
enums:
- name: LoanState
  home: types/library.yaml
  doc: State of a loan.
  members: [loan.get LoanState, note.get Lent]
  values: {1: borrowed | 借出 | Borrowed.}
  missing: {note.get Lent: [2]}
";
    let (drafts, changed) = apply(schema, plan);
    snapshot("bound_types", &shown(&drafts, &changed));
}

#[test]
fn error_codes_have_the_texts_of_a_page_that_lists_them() {
    let (sources, api) = schema();
    let drafts = Drafts::from_pages(&pages(), &api, &sources);
    assert!(drafts.skipped.is_empty(), "{:?}", drafts.skipped);
    let (errors, _) = drafts.missing_catalog_lines("");
    assert_eq!(errors, "# 检查投递 ID\n1002054: 400 | application_not_found | 投递不存在 |\n");
}

#[test]
fn a_page_is_found_in_the_schema_by_its_call() {
    let (_, api) = schema();
    assert!(find_in_schema("get", GET, &api).is_none());
    let note = GET.replace("GET", "POST").replace("/loans/current", "/notes");
    let id = find_in_schema("note", &note, &api);
    assert_eq!(id.as_deref(), Some("hire.v1.note.create"));
}

#[test]
fn the_glossary_describes_fields_and_names_values() {
    let mut schema = Schema::small();
    schema.file(
        "glossary/fields.yaml",
        "id:\n- doc: Loan.\n  type: LoanId\n  zh: [借阅编号]\n\
         talent_id:\n- doc: Borrower.\n  sensitive: true\n  deprecated: nothing\n  zh: [人才]\n\
         due_time:\n- doc: When it is due.\n  type: timestamp\n  zh: ['归还时间，毫秒时间戳']\n\
         state:\n- doc: Any state.\n  zh: [状态]\n- doc: State of the loan.\n  in: [Loan]\n  zh: [状态]\n\
         city:\n- doc: City.\n  type: int32\n  zh: [城市, 城]\n\
         desk:\n- doc: Desk.\n  type: DeskId\n  zh: [柜台]\n- doc: Other desk.\n  in: [Room]\n  zh: [柜台]\n",
    );
    schema.file("glossary/ids.yaml", "LoanId: 借阅编号 | Id of a loan.\n");
    schema.file(
        "glossary/values.yaml",
        "借出: lent | Lent.\n归还:\n- returned | Returned.\n- { in: LoanState, value: back | Back. }\n",
    );
    let files = schema.clone().into_files();
    assert!(check(&Sources::from_files(files)).is_ok());
    let (drafts, changed) = apply(schema, "objects: []");
    snapshot("glossary", &shown(&drafts, &changed));
}

/// The glossary may know a parameter only from operations without a body.
#[test]
fn texts_about_responses_are_questioned_if_there_is_a_body() {
    let mut schema = Schema::small();
    schema.file("glossary/fields.yaml", "locale:\n- doc: Language of the names in the response.\n  zh: [语言]\n");
    let (sources, api) = checked(schema.into_files());
    let with_get = BARS.replace("| HTTP Method | POST |", "| HTTP Method | GET |");
    let without_body = with_get.split("### 请求体\n").next().unwrap_or_default().to_owned();
    for (page, is_questioned) in [(BARS.to_owned(), true), (without_body, false)] {
        let files = Drafts::from_pages(&[("page".to_owned(), page)], &api, &sources).files("page");
        let yaml = files.first().map(|file| file.text.as_str()).unwrap_or_default();
        assert!(yaml.contains("| Language of the names in the response."), "{yaml}");
        let note = "  # check: `in the response`, or in the request as well\n  locale: ";
        assert_eq!(yaml.contains(note), is_questioned, "{yaml}");
    }
}

#[test]
fn mistakes_in_the_glossary_have_locations() {
    let mut schema = Schema::small();
    schema.file(
        "glossary/fields.yaml",
        "id:\n- doc: Loan.\n  typ: LoanId\n  type: loan id\n  sensitive: yes\n  zh: [编号]\n- doc: Again.\n  zh: [编号]\n- doc: Own.\n  in: [Loan]\n  zh: [编号]\n- doc: Own.\n  in: [Loan]\n  zh: [编号]\n- doc: ''\nname: text\n",
    );
    schema.file("glossary/values.yaml", "借出: Lent\n归还:\n- { on: Loan }\n");
    schema.file("glossary/ids.yaml", "LoanId: a: b\n");
    let sources = Sources::from_files(schema.into_files());
    let errors = feishu_import::check_glossary(&sources);
    snapshot("glossary_errors", &render(&errors, &sources, &Renderer::plain()));
}
