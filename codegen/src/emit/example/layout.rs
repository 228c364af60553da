//! Lays out Rust expressions and JSON values: on one line if they fit, otherwise with one part per line.

/// The maximum width of a line in a doc comment, without its `/// `.
pub(super) const MAX_WIDTH: usize = 116;

/// An expression or a value.
pub(super) enum Layout {
    Text(String),
    Group(Group),
}

/// A call, a list or an object: its parts between brackets, and the method calls after it.
pub(super) struct Group {
    pub(super) open: String,
    pub(super) parts: Vec<Layout>,
    pub(super) close: &'static str,
    /// Calls such as `.name(…)`.
    pub(super) chain: Vec<Layout>,
}

/// The style of a language.
#[derive(Clone, Copy)]
pub(super) struct Style {
    /// The maximum line width.
    pub(super) width: usize,
    /// The spaces of a level.
    pub(super) step: usize,
    /// The comma after the last of several lines.
    pub(super) trailing: &'static str,
}

impl Layout {
    pub(super) fn group(open: impl Into<String>, parts: Vec<Self>, close: &'static str) -> Self {
        Self::Group(Group { open: open.into(), parts, close, chain: Vec::new() })
    }

    /// Puts a text before the value.
    pub(super) fn after(self, prefix: &str) -> Self {
        match self {
            Self::Text(text) => Self::Text(format!("{prefix}{text}")),
            Self::Group(group) => Self::Group(Group { open: format!("{prefix}{}", group.open), ..group }),
        }
    }

    /// Returns the value on one line.
    pub(super) fn line(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Group(Group { chain, .. }) => self.head_line() + &chain.iter().map(Self::line).collect::<String>(),
        }
    }

    /// Returns the value without its method calls, on one line.
    fn head_line(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Group(Group { open, parts, close, .. }) => {
                format!("{open}{}{close}", parts.iter().map(Self::line).collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// Returns the value, starting on a line with this indentation. `rest` characters follow on its last line.
    pub(super) fn lay_out(&self, style: Style, indent: usize, rest: usize) -> String {
        let fits = |line: &str| indent + line.chars().count() + rest <= style.width;
        let line = self.line();
        let Self::Group(Group { open, parts, close, chain }) = self else { return line };
        if fits(&line) {
            return line;
        }
        let (inner, margin) = (indent + style.step, " ".repeat(indent));
        let mut text = self.head_line();
        if !fits(&text) && !parts.is_empty() {
            let parts: Vec<String> = parts.iter().map(|part| part.lay_out(style, inner, 1)).collect();
            let line = format!("\n{margin}{}", " ".repeat(style.step));
            text = format!("{open}{line}{}{}\n{margin}{close}", parts.join(&format!(",{line}")), style.trailing);
        }
        // As rustfmt does, calls after several lines are not indented.
        let indent = if text.contains('\n') { indent } else { inner };
        for call in chain {
            text += &format!("\n{}{}", " ".repeat(indent), call.lay_out(style, indent, rest));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_broken() {
        let text = |text: &str| Layout::Text(text.to_owned());
        let call = |chain| {
            let list = Layout::group("[", vec![text("1"), text("2")], "]");
            Layout::Group(Group { open: "new(".to_owned(), parts: vec![text("a"), list], close: ")", chain })
        };
        let style = |width| Style { width, step: 4, trailing: "," };
        let chain = || vec![Layout::group(".b(", vec![text("c")], ")")];
        assert_eq!(call(chain()).lay_out(style(17), 0, 0), "new(a, [1, 2]).b(c)".replacen(").b", ")\n    .b", 1));
        assert_eq!(call(chain()).lay_out(style(19), 0, 0), "new(a, [1, 2]).b(c)");
        assert_eq!(call(vec![]).lay_out(style(12), 0, 0), "new(\n    a,\n    [1, 2],\n)");
        assert_eq!(call(vec![]).after("x: ").lay_out(style(14), 0, 3), "x: new(\n    a,\n    [1, 2],\n)");
    }
}
