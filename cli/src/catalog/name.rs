//! The command of an operation, from its id.

use feishu_hire::operation::{ALL, Operation as Row};

/// The name of a command or a flag.
pub(crate) fn kebab(name: &str) -> String {
    name.replace('_', "-")
}

/// The parts of an operation id.
pub(super) struct Name<'a> {
    pub(super) service: &'a str,
    pub(super) version: &'a str,
    pub(super) resource: &'a str,
    pub(super) method: &'a str,
}

impl<'a> Name<'a> {
    pub(super) fn of(row: &'a Row) -> Option<Self> {
        Self::parse(row.id)
    }

    fn parse(id: &'a str) -> Option<Self> {
        let mut parts = id.split('.');
        let name =
            Self { service: parts.next()?, version: parts.next()?, resource: parts.next()?, method: parts.next()? };
        parts.next().is_none().then_some(name)
    }

    /// The command: `interview-record get`, and `interview-record get-v2` for the operation of another version than the first.
    pub(super) fn command(&self) -> [String; 2] {
        let service = if self.service == "hire" { String::new() } else { format!("{}-", self.service) };
        let version = if self.version == "v1" { String::new() } else { format!("-{}", self.version) };
        [kebab(&format!("{service}{}", self.resource)), kebab(&format!("{}{version}", self.method))]
    }
}

/// Replaces ids of operations in backticks by commands.
pub(super) fn with_commands(doc: &str) -> String {
    let replace = |(index, part): (usize, &str)| {
        let is_quoted = index % 2 == 1;
        match Name::parse(part).filter(|_| is_quoted && ALL.iter().any(|row| row.id == part)) {
            Some(name) => name.command().join(" "),
            None => part.to_owned(),
        }
    };
    doc.split('`').enumerate().map(replace).collect::<Vec<_>>().join("`")
}
