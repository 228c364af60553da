//! The examples of the explanations, and the schema that they modify.

use feishu_codegen::Code;

use crate::support::{Schema, TRANSLATIONS};

/// The erroneous and the corrected lines, with their files.
pub(crate) struct Example {
    pub(crate) wrong_at: &'static str,
    pub(crate) wrong: &'static str,
    pub(crate) right_at: &'static str,
    pub(crate) right: &'static str,
}

/// The small schema with an enum field in a response, Chinese descriptions, and an operation without a sample body.
pub(crate) fn base() -> Schema {
    let mut schema = Schema::small();
    schema.edit(
        "types/common.yaml",
        "      counts:",
        "      reader_type: UserIdType | Type of the reader ids.\n      counts:",
    );
    schema.edit(
        "hire/v1/note/get.response.json",
        "            \"counts\"",
        "            \"reader_type\": \"open_id\",\n            \"counts\"",
    );
    let doc = "doc: Writes a note about a talent.\n";
    schema.edit("hire/v1/note/create.yaml", doc, &format!("{doc}doc_zh: 为人才创建备注。\n"));
    schema.file("translations.yaml", TRANSLATIONS);
    schema.remove("hire/v1/note/create.request.json");
    let quirk = "errors: [1002001]\nquirks:\n  - at: body\n    kind: no_sample\n    because: No sample to check.\n    docs: Shows no sample body.\n    observed: Nothing.\n";
    schema.edit("hire/v1/note/create.yaml", "errors: [1002001]\n", quirk);
    schema
}

impl Example {
    /// Parses the two blocks of an explanation. Returns `None` if it has no example.
    pub(crate) fn of(code: Code) -> Option<Self> {
        let (_, rest) = code.explanation().split_once("\nErroneous example, in `")?;
        let (wrong_at, rest) = rest.split_once("`:")?;
        let (wrong, rest) = split_block(rest)?;
        let (_, rest) = rest.split_once("\nCorrected")?;
        let right_at = match rest.strip_prefix(", in `") {
            Some(rest) => rest.split_once('`')?.0,
            None => wrong_at,
        };
        let (right, _) = split_block(rest)?;
        Some(Self { wrong_at, wrong, right_at, right })
    }

    /// Returns the schema with the erroneous lines, in place of the corrected lines or in a separate file.
    pub(crate) fn erroneous_schema(&self) -> Schema {
        let mut schema = base();
        if self.wrong_at == self.right_at {
            schema.edit(self.wrong_at, self.right, self.wrong);
        } else {
            schema.file(self.wrong_at, self.wrong);
        }
        schema
    }
}

/// Returns the content of the next fenced block, and the rest.
fn split_block(text: &'static str) -> Option<(&'static str, &'static str)> {
    let (_, fenced) = text.split_once("```")?;
    let (_, body) = fenced.split_once('\n')?;
    let end = body.find("```")?;
    body.split_at_checked(end)
}
