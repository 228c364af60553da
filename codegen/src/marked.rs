//! Emitted parts of hand-written files. Each part is enclosed by two lines that mark it.

/// The lines before and after an emitted part.
pub(crate) struct Marks {
    pub(crate) begin: &'static str,
    pub(crate) end: &'static str,
}

/// The error if a file lacks the marks around its emitted part.
#[derive(Debug)]
pub struct MissingMarks {
    begin: &'static str,
    end: &'static str,
}

impl std::fmt::Display for MissingMarks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "missing lines `{}` and `{}` around the emitted part", self.begin, self.end)
    }
}

impl std::error::Error for MissingMarks {}

impl Marks {
    /// Replaces the lines between the marks.
    pub(crate) fn replace(&self, before: &str, lines: &str) -> Result<String, MissingMarks> {
        let Self { begin, end } = *self;
        let missing = || MissingMarks { begin, end };
        let (head, rest) = before.split_once(&format!("{begin}\n")).ok_or_else(missing)?;
        let at = rest.find(&format!("{end}\n")).ok_or_else(missing)?;
        let tail = rest.get(at..).unwrap_or_default();
        Ok(format!("{head}{begin}\n{lines}{tail}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_only_the_lines_between_the_marks() {
        let marks = Marks { begin: "# Begin.", end: "# End." };
        let made = marks.replace("a\n# Begin.\nold\n# End.\nb\n", "new\n").unwrap_or_default();
        assert_eq!(made, "a\n# Begin.\nnew\n# End.\nb\n");
        assert_eq!(marks.replace(&made, "new\n").ok(), Some(made));
        let error = marks.replace("a\n", "new\n").err().map(|error| error.to_string()).unwrap_or_default();
        assert_eq!(error, "missing lines `# Begin.` and `# End.` around the emitted part");
    }
}
