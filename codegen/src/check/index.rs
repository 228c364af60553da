//! Every type of the schema by name, and who may use it.

use std::cell::Cell;

use indexmap::IndexMap;

use super::plain::{PLAIN, usual_name};
use super::report::Report;
use super::text::is_pascal_case;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::{Node, Piece, Scalar};
use crate::model::{Enum, EnumValues, Home, Id, Type};
use crate::names;
use crate::source::Span;

/// Every type by its key.
pub(crate) struct Index<'a> {
    /// By their keys: [`names::key`].
    pub(crate) types: IndexMap<String, Known<'a>>,
    /// Whether every file in `types/` could be read; if not, a name that is missing may stand there.
    pub(crate) all_shared: bool,
}

/// A type.
pub(crate) struct Known<'a> {
    pub(crate) definition: Definition<'a>,
    pub(crate) home: &'a Home,
    pub(crate) span: Span,
    used: Cell<bool>,
}

/// What a type is. Objects are read once all names are known.
pub(crate) enum Definition<'a> {
    Id(Id),
    Enum(Enum),
    /// An enum whose values could not all be read: what uses it cannot be checked.
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
                    .label("again")
                    .other(first.span, "first defined here")
                    .help("a type that several operations use is defined once, in `types/`; another type takes another name"),
            ),
            None => {
                let known = Known { definition, home, span: name.span, used: Cell::new(false) };
                self.types.insert(key, known);
            }
        }
    }

    /// The key and the type of a name: one of the user's own service before one of all services.
    fn find(&self, name: &str, user: &Home) -> Option<(&String, &Known<'a>)> {
        let own = self.types.get_key_value(&names::key(user.service(), name));
        own.or_else(|| self.types.get_key_value(name))
    }

    /// The type of a name, for a file that wants to use it.
    pub(crate) fn resolve(&self, name: Piece<'_>, user: &Home, report: &mut Report) -> Option<Type> {
        let Some((key, known)) = self.find(name.text, user) else {
            self.unknown(name, user, report);
            return None;
        };
        known.used.set(true);
        if let Home::Operation(_) = known.home
            && known.home != user
        {
            report.add(
                Diagnostic::new(Code::ForeignType, name.span, format!("`{}` belongs to another operation", name.text))
                    .other(known.span, "defined here, for one operation alone")
                    .help(format!("move `{}` to a file in `types/`: several files use it", name.text)),
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

    /// The enum that a type, or the item of a list, is.
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
                Diagnostic::new(Code::Unused, known.span, format!("nothing uses `{}`", names::bare(name)))
                    .help("delete it, or use it"),
            );
        }
    }

    fn unknown(&self, name: Piece<'_>, user: &Home, report: &mut Report) {
        if !self.all_shared && is_pascal_case(name.text) {
            return;
        }
        let mistake = Diagnostic::new(Code::UnknownType, name.span, format!("there is no type `{}`", name.text));
        if let Some(ours) = usual_name(name.text) {
            report.add(mistake.help(format!("here it is called {ours}")));
            return;
        }
        if let Some(item) = name.text.strip_suffix("[]") {
            report.add(mistake.help(format!("write `list of {item}`")));
            return;
        }
        if name.text.contains(['<', '[']) {
            report.add(mistake.help("write `list of …` or `map of …`"));
            return;
        }
        let mistake = mistake.help("types stand under `ids`, `enums` and `objects`, in this file or in `types/`");
        let visible =
            self.types.iter().filter(|(_, known)| known.home == user || matches!(known.home, Home::Shared(_)));
        let names = visible.map(|(name, _)| names::bare(name)).chain(PLAIN.iter().map(|(name, _)| *name));
        report.add(mistake.did_you_mean(name.text, names));
    }
}
