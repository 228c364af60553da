//! Reads the key `required_if`, the condition under which a field is required.

use super::keys;
use super::literal::check_plain;
use super::reader::Reader;
use super::section::Section;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Entry, Map, Node, Piece};
use crate::model::{Condition, Field, Literal, Presence, Type};

impl Reader<'_> {
    /// Reads the condition of a field: `report_file`, or `{ option: [block] }`.
    pub(super) fn read_condition(&mut self, entry: &Entry, fields: &[Field], section: Section) -> Option<Condition> {
        let Node::Map(keys) = &entry.value else { return None };
        let node = keys.get("required_if")?;
        let reject = |message: &str, help: &str| {
            Some(Diagnostic::new(Code::InvalidRule, node.span(), message.to_owned()).help(help.to_owned()))
        };
        let field = fields.iter().find(|field| field.name == entry.key.text);
        let rejected = match section {
            Section::Path | Section::Response | Section::Payload | Section::Shared => {
                reject(&format!("`required_if` is not allowed in {}", section.name()), "remove it")
            }
            _ if field.is_some_and(|field| field.presence != Presence::Optional) => {
                reject("the field is always present", "remove `required_if` or the flag")
            }
            _ => None,
        };
        if let Some(diagnostic) = rejected {
            self.report.add(diagnostic);
            return None;
        }
        match node {
            Node::Map(map) => self.read_values_of(map, entry, fields),
            node => {
                let name = keys::text(node, "`required_if`", self.report)?;
                let other = self.find_other(name, entry, fields)?;
                Some(Condition::IsSet(other.name.clone()))
            }
        }
    }

    /// Reads `{ option: [block] }`.
    fn read_values_of(&mut self, map: &Map, entry: &Entry, fields: &[Field]) -> Option<Condition> {
        let [condition] = map.entries.as_slice() else {
            let diagnostic = Diagnostic::new(Code::InvalidRule, map.span, "expected a map with one key");
            self.report.add(diagnostic.help("write `required_if: { field: [value] }`"));
            return None;
        };
        let name = condition.key.piece();
        let texts =
            keys::texts(keys::list(&condition.value, "`required_if`", self.report)?, "`required_if`", self.report);
        if texts.is_empty() {
            let diagnostic = Diagnostic::new(Code::Empty, condition.value.span(), "the condition has no values");
            self.report.add(diagnostic.help("list the values of the other field"));
        }
        let other = self.find_other(name, entry, fields)?;
        let values = texts.into_iter().filter_map(|text| self.read_value_of(text, other)).collect();
        Some(Condition::OneOf(other.name.clone(), values))
    }

    fn find_other<'f>(&mut self, name: Piece<'_>, entry: &Entry, fields: &'f [Field]) -> Option<&'f Field> {
        let others = || fields.iter().filter(|field| field.name != entry.key.text);
        let found = others().find(|field| field.name == name.text);
        if found.is_none() {
            let diagnostic =
                Diagnostic::new(Code::UnknownSibling, name.span, format!("there is no other field `{}`", name.text));
            let diagnostic = diagnostic.help("name another field of the same section");
            self.report.add(diagnostic.did_you_mean(name.text, others().map(|field| field.name.as_str())));
        }
        found
    }

    /// Reads a value of the other field: the name of an enum value, or a value of a plain type.
    fn read_value_of(&mut self, text: Piece<'_>, other: &Field) -> Option<Literal> {
        if let Some(of) = self.context.index.enum_of(&other.ty) {
            return self.read_value_name(text, of);
        }
        // The type of a field with an invalid type is `json`. That error is already reported.
        if self.report.unclear && other.ty == Type::Json {
            return None;
        }
        if !matches!(other.ty, Type::Bool | Type::Int32 | Type::Int64 | Type::String) {
            let message = format!("`{}` has no values that a condition can compare", other.name);
            let diagnostic = Diagnostic::new(Code::InvalidRule, text.span, message).other(other.span, "defined here");
            self.report.add(diagnostic.help("use the name of the field alone if the condition is that it is set"));
            return None;
        }
        if let Err(what) = check_plain(text.text, &other.ty) {
            let message = format!("expected {what}, found `{}`", text.text);
            let diagnostic = Diagnostic::new(Code::InvalidValue, text.span, message);
            self.report.add(diagnostic.other(other.span, "defined here"));
            return None;
        }
        Some(Literal::Text(text.text.to_owned()))
    }
}
