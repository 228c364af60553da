//! The examples of the explanations, and the schema that they are about.

use feishu_codegen::Code;

use crate::support::Schema;

/// What is wrong, what is right, and in which files they stand.
pub(crate) struct Example {
    pub(crate) wrong_at: &'static str,
    pub(crate) wrong: &'static str,
    pub(crate) right_at: &'static str,
    pub(crate) right: &'static str,
}

/// The small schema, with a field of an enum in an answer and an operation whose page has no sample body.
pub(crate) fn base() -> Schema {
    let mut schema = Schema::small();
    schema.edit(
        "types/common.yaml",
        "      counts:",
        "      reader_type: UserIdType | How readers are told.\n      counts:",
    );
    schema.edit(
        "hire/v1/note/get.response.json",
        "            \"counts\"",
        "            \"reader_type\": \"open_id\",\n            \"counts\"",
    );
    schema.remove("hire/v1/note/create.request.json");
    let quirk = "errors: [1002001]\nquirks:\n  - at: body\n    kind: no_sample\n    because: Nothing to check against.\n    docs: The page has none.\n    observed: Nothing.\n";
    schema.edit("hire/v1/note/create.yaml", "errors: [1002001]\n", quirk);
    schema
}

impl Example {
    /// The two blocks of an explanation; a mistake about a file as a whole has none.
    pub(crate) fn of(code: Code) -> Option<Self> {
        let (_, rest) = code.explanation().split_once("\nWrong, in `")?;
        let (wrong_at, rest) = rest.split_once("`:")?;
        let (wrong, rest) = block(rest)?;
        let (_, rest) = rest.split_once("\nRight")?;
        let right_at = match rest.strip_prefix(", in `") {
            Some(rest) => rest.split_once('`')?.0,
            None => wrong_at,
        };
        let (right, _) = block(rest)?;
        Some(Self { wrong_at, wrong, right_at, right })
    }

    /// The schema with the mistake in it: instead of what is right, or in a file of its own.
    pub(crate) fn mistaken(&self) -> Schema {
        let mut schema = base();
        if self.wrong_at == self.right_at {
            schema.edit(self.wrong_at, self.right, self.wrong);
        } else {
            schema.file(self.wrong_at, self.wrong);
        }
        schema
    }
}

/// The next fenced block, line by line as a file has it, and what follows.
fn block(text: &'static str) -> Option<(&'static str, &'static str)> {
    let (_, fenced) = text.split_once("```")?;
    let (_, body) = fenced.split_once('\n')?;
    let end = body.find("```")?;
    body.split_at_checked(end)
}
