//! Whether the page of an operation declares it deprecated, and the operation that replaces it.

use feishu_codegen::model::OperationId;

use crate::identity::linked_operation;
use crate::known::KnownDefinitions;
use crate::page::Page;

/// The deprecation of an operation.
pub(crate) struct DraftDeprecation {
    /// The operation to use instead, if the page links to one of the schema.
    pub(crate) instead: Option<OperationId>,
}

/// Returns the deprecation if a page is kept only for existing users of the operation.
pub(crate) fn find_deprecation(page: &Page, known: &KnownDefinitions) -> Option<DraftDeprecation> {
    const WORDS: [&str; 9] = [
        "历史版本",
        "不再维护",
        "不推荐使用",
        "不建议使用",
        "已废弃",
        "即将下线",
        "不再更新",
        "deprecated",
        "historical version",
    ];
    let is_said = |text: &str| WORDS.iter().any(|word| text.to_lowercase().contains(word));
    let line = page.intro.lines().find(|line| is_said(line));
    let is_historic = page.url.as_ref().is_some_and(|url| url.contains("historic")) || is_said(&page.title);
    let instead = line.and_then(|line| linked_operation(line, known));
    (line.is_some() || is_historic).then_some(DraftDeprecation { instead })
}
