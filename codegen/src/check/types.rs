//! Parses the type of a field, such as `list of TalentId` or `timestamp as string`.

use super::plain::{BUILTIN, MAX_DEPTH};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Piece;
use crate::model::Type;

/// A type with its encoding.
pub(crate) struct TypeSpec {
    pub(crate) ty: Type,
    pub(crate) as_string: bool,
}

enum Container {
    List,
    Map,
}

impl Reader<'_> {
    /// Parses a type.
    pub(crate) fn read_type(&mut self, text: Piece<'_>) -> Option<TypeSpec> {
        let words = text.words();
        let mut rest = words.as_slice();
        let mut containers = Vec::new();
        while let [container, of, inner @ ..] = rest
            && of.text == "of"
        {
            match container.text {
                "list" => containers.push(Container::List),
                "map" => containers.push(Container::Map),
                _ => break,
            }
            rest = inner;
        }
        if containers.len() > MAX_DEPTH {
            let message = format!("lists and maps are nested more than {MAX_DEPTH} levels deep");
            let diagnostic = Diagnostic::new(Code::TooDeep, text.span, message);
            self.report.add(diagnostic.help("remove the superfluous levels"));
            return None;
        }
        let TypeSpec { ty, as_string } = self.read_innermost(text, rest)?;
        if ty == Type::Seconds && !containers.is_empty() {
            let diagnostic =
                Diagnostic::new(Code::TypeNotAllowed, text.span, "`seconds` is not allowed in a list or a map");
            self.report.add(diagnostic.help("use `int64`"));
        }
        if as_string && !containers.is_empty() {
            self.report.add(
                Diagnostic::new(Code::InvalidAsString, text.span, "`as string` is not allowed for a list or a map")
                    .help("remove it"),
            );
        }
        let ty = containers.into_iter().rev().fold(ty, |ty, container| match container {
            Container::List => Type::List(Box::new(ty)),
            Container::Map => Type::Map(Box::new(ty)),
        });
        Some(TypeSpec { as_string: as_string && fits_in_string(&ty), ty })
    }

    fn read_innermost(&mut self, whole: Piece<'_>, words: &[Piece<'_>]) -> Option<TypeSpec> {
        match words {
            [name] => Some(TypeSpec { ty: self.resolve(*name)?, as_string: false }),
            [name, as_, string] if as_.text == "as" && string.text == "string" => {
                let ty = self.resolve(*name)?;
                if !fits_in_string(&ty) {
                    self.report.add(
                        Diagnostic::new(
                            Code::InvalidAsString,
                            name.span,
                            format!("`{}` cannot be encoded as a string", name.text),
                        )
                        .help("use `as string` only with `timestamp`, `seconds`, `int64`, `float`, `json` and objects"),
                    );
                }
                Some(TypeSpec { ty, as_string: true })
            }
            _ => {
                self.report.add(
                    Diagnostic::new(Code::InvalidType, whole.span, format!("invalid type `{}`", whole.text)).help(
                        "write a single name such as `string` or `TalentId`, `list of …`, `map of …`, or `… as string`",
                    ),
                );
                None
            }
        }
    }

    fn resolve(&mut self, name: Piece<'_>) -> Option<Type> {
        match BUILTIN.iter().find(|(plain, _)| *plain == name.text) {
            Some((_, ty)) => Some(ty.clone()),
            None => self.context.index.resolve(name, self.home, self.report),
        }
    }
}

/// Whether a string can contain a value of the type: a number, or JSON.
fn fits_in_string(ty: &Type) -> bool {
    matches!(ty, Type::Timestamp | Type::Seconds | Type::Int64 | Type::Float | Type::Json | Type::Object(_))
}
