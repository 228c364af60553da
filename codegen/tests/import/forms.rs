//! One page of each form, and its draft.

use feishu_codegen::import::{How, outcomes};

use crate::{
    BARS, BLANKS, MARKS_REPEATED, NAMES_ALONE, NO_DEPTH, NO_TABLE, TAGS, UPLOAD, drafts, shown, support::snapshot,
};

fn drafted(name: &str, page: &str) {
    snapshot(&format!("import_{name}"), &shown(&drafts(&[(name, page)]), name));
}

#[test]
fn depth_in_bars() {
    drafted("depth_in_bars", BARS);
}

#[test]
fn depth_in_blanks() {
    drafted("depth_in_blanks", BLANKS);
}

#[test]
fn no_depth() {
    drafted("no_depth", NO_DEPTH);
}

#[test]
fn no_table() {
    drafted("no_table", NO_TABLE);
}

#[test]
fn marks_repeated() {
    drafted("marks_repeated", MARKS_REPEATED);
}

#[test]
fn names_alone() {
    drafted("names_alone", NAMES_ALONE);
}

#[test]
fn tags() {
    drafted("tags", TAGS);
}

#[test]
fn upload() {
    drafted("upload", UPLOAD);
}

#[test]
fn line_ends_of_windows_change_nothing() {
    for page in [BARS, BLANKS, NO_DEPTH, NO_TABLE, MARKS_REPEATED, NAMES_ALONE, TAGS] {
        let windows = format!("\u{feff}{}", page.replace('\n', "\r\n"));
        let yaml = |page: &str| drafts(&[("page", page)]).files("page").first().map(|file| file.text.clone());
        assert_eq!(yaml(page), yaml(&windows));
    }
}

/// All pages together: no type twice, every sample fits, nothing but docs is missing.
#[test]
fn drafts_fit_their_samples() {
    let pages = [
        ("bars", BARS),
        ("blanks", BLANKS),
        ("no_depth", NO_DEPTH),
        ("no_table", NO_TABLE),
        ("upload", UPLOAD),
        ("repeated", MARKS_REPEATED),
        ("names", NAMES_ALONE),
        ("tags", TAGS),
    ];
    let outcomes = outcomes(&drafts(&pages));
    let mistakes: Vec<_> = outcomes.pages.iter().flat_map(|page| &page.mistakes).chain(&outcomes.elsewhere).collect();
    assert!(mistakes.is_empty(), "{mistakes:#?}");
    assert!(outcomes.pages.iter().all(|page| page.fits()));
    let nesting: Vec<How> = outcomes.pages.iter().map(|page| page.nesting).collect();
    assert_eq!(
        nesting,
        [
            How::Certain,
            How::Certain,
            How::Undecided,
            How::Rebuilt,
            How::Certain,
            How::Certain,
            How::Certain,
            How::Certain
        ]
    );
    assert!(feishu_codegen::generate(&outcomes.api).is_ok());
}

#[test]
fn what_the_schema_has_no_word_for_is_pointed_out() {
    let cases = [
        ("open.feishu.cn/open-apis/library/v2", "www.feishu.cn/library/openapi/v2", "is not below /open-apis"),
        ("`tenant_access_token` 或 `user_access_token`", "app_id", "names no access token"),
        ("    \"data\": {", "    \"answer\": {", "is not in `data`, but beside `code`"),
    ];
    for (from, to, note) in cases {
        let draft = |page: &str| shown(&drafts(&[("page", page)]), "page");
        assert!(BARS.contains(from), "{from}");
        assert!(!draft(BARS).contains(note), "{note}");
        assert!(draft(&BARS.replace(from, to)).contains(note), "{note}");
    }
}

#[test]
fn what_is_no_endpoint_is_said_to_be_none() {
    let drafts = drafts(&[("guide", "# A guide\n\nText, and a | bar.\n")]);
    assert_eq!(drafts.unread.len(), 1);
    assert_eq!(drafts.read().count(), 0);
}
