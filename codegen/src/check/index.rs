//! Finds types by name, and checks their visibility.

use std::cell::Cell;

use indexmap::IndexMap;

use super::plain::{BUILTIN, builtin_for};
use super::report::Report;
use super::text::is_pascal_case;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Node, Piece, Scalar};
use crate::model::{Enum, EnumValues, Home, Id, Type};
use crate::names;
use crate::source::Span;

/// The types of the schema.
pub(crate) struct Index<'a> {
    /// The types by [`names::key`].
    pub(crate) types: IndexMap<String, TypeEntry<'a>>,
    /// Whether every file in `types/` could be read. If not, an unknown type may be defined in an unreadable file.
    pub(crate) all_shared: bool,
}

/// A defined type.
pub(crate) struct TypeEntry<'a> {
    pub(crate) definition: Definition<'a>,
    pub(crate) home: &'a Home,
    pub(crate) span: Span,
    used: Cell<bool>,
}

/// The definition of a type. Objects are read after all names are known.
pub(crate) enum Definition<'a> {
    Id(Id),
    Enum(Enum),
    /// An enum with unreadable values. Uses of it are not checked.
    UnclearEnum,
    Object(&'a Node),
}

impl<'a> Index<'a> {
    pub(crate) fn new(all_shared: bool) -> Self {
        Self { types: IndexMap::new(), all_shared }
    }

    pub(crate) fn add(&mut self, name: &'a Scalar, home: &'a Home, definition: Definition<'a>, report: &mut Report) {
        let key = names::key(home.service(), &name.text);
        match self.types.get(&key) {
            Some(first) => report.add(
                Diagnostic::new(Code::DefinedTwice, name.span, format!("`{}` is defined twice", name.text))
                    .label("defined again here")
                    .other(first.span, "first defined here")
                    .help("define a shared type once, in `types/`, or rename one of the two"),
            ),
            None => {
                let known = TypeEntry { definition, home, span: name.span, used: Cell::new(false) };
                self.types.insert(key, known);
            }
        }
    }

    /// Finds a type by name: first among the types of the service of `user`, then among the types of `hire`.
    fn find(&self, name: &str, user: &Home) -> Option<(&String, &TypeEntry<'a>)> {
        let own = self.types.get_key_value(&names::key(user.service(), name));
        own.or_else(|| self.types.get_key_value(name))
    }

    /// Resolves a name that the file `user` uses as a type.
    pub(crate) fn resolve(&self, name: Piece<'_>, user: &Home, report: &mut Report) -> Option<Type> {
        let Some((key, known)) = self.find(name.text, user) else {
            self.report_unknown(name, user, report);
            return None;
        };
        known.used.set(true);
        let owner = match known.home {
            Home::Shared(_) => None,
            Home::Operation(_) => Some(("another operation", "one operation")),
            Home::Event(_) => Some(("an event", "one event")),
        };
        if let Some((other, owner)) = owner.filter(|_| known.home != user) {
            report.add(
                Diagnostic::new(Code::ForeignType, name.span, format!("`{}` is private to {other}", name.text))
                    .other(known.span, format!("defined in the file of {owner}"))
                    .help(format!("move `{}` to a file in `types/`", name.text)),
            );
        }
        let name = key.clone();
        Some(match &known.definition {
            Definition::Id(_) => Type::Id(name),
            Definition::Enum(Enum { values: EnumValues::Int(_), .. }) => Type::IntEnum(name),
            Definition::Enum(Enum { values: EnumValues::Text(_), .. }) => Type::TextEnum(name),
            Definition::UnclearEnum => return None,
            Definition::Object(_) => Type::Object(name),
        })
    }

    /// Returns the enum of a type, or of the items of a list.
    pub(crate) fn enum_of(&self, ty: &Type) -> Option<&Enum> {
        match ty {
            Type::IntEnum(name) | Type::TextEnum(name) => match &self.types.get(name.as_str())?.definition {
                Definition::Enum(found) => Some(found),
                _ => None,
            },
            Type::List(item) => self.enum_of(item),
            _ => None,
        }
    }

    pub(crate) fn report_unused(&self, report: &mut Report) {
        if report.unclear {
            return;
        }
        for (name, known) in self.types.iter().filter(|(_, known)| !known.used.get()) {
            report.add(
                Diagnostic::new(Code::Unused, known.span, format!("unused type `{}`", names::bare(name)))
                    .help("delete it, or use it in an operation"),
            );
        }
    }

    fn report_unknown(&self, name: Piece<'_>, user: &Home, report: &mut Report) {
        if !self.all_shared && is_pascal_case(name.text) {
            return;
        }
        let diagnostic = Diagnostic::new(Code::UnknownType, name.span, format!("unknown type `{}`", name.text));
        if let Some(builtin) = builtin_for(name.text) {
            report.add(diagnostic.help(format!("use {builtin}")));
            return;
        }
        if let Some(item) = name.text.strip_suffix("[]") {
            report.add(diagnostic.help(format!("write `list of {item}`")));
            return;
        }
        if name.text.contains(['<', '[']) {
            report.add(diagnostic.help("write `list of …` or `map of …`"));
            return;
        }
        let diagnostic = diagnostic.help("define it under `ids`, `enums` or `objects`, in this file or in `types/`");
        let visible =
            self.types.iter().filter(|(_, known)| known.home == user || matches!(known.home, Home::Shared(_)));
        let names = visible.map(|(name, _)| names::bare(name)).chain(BUILTIN.iter().map(|(name, _)| *name));
        report.add(diagnostic.did_you_mean(name.text, names));
    }
}
