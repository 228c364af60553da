//! The type of a field: `list of TalentId`, `timestamp as string`.

use super::plain::{DEEPEST, PLAIN};
use super::reader::Reader;
use crate::diagnostic::{Code, Diagnostic};
use crate::load::tree::Piece;
use crate::model::Type;

/// A type as it was written.
pub(crate) struct Written {
    pub(crate) ty: Type,
    pub(crate) as_string: bool,
}

enum Wrap {
    List,
    Map,
}

impl Reader<'_> {
    /// The type that a text says, if it says one.
    pub(crate) fn read_type(&mut self, text: Piece<'_>) -> Option<Written> {
        let words = text.words();
        let mut rest = words.as_slice();
        let mut wraps = Vec::new();
        while let [wrap, of, inner @ ..] = rest
            && of.text == "of"
        {
            match wrap.text {
                "list" => wraps.push(Wrap::List),
                "map" => wraps.push(Wrap::Map),
                _ => break,
            }
            rest = inner;
        }
        if wraps.len() > DEEPEST {
            self.report.add(Diagnostic::new(
                Code::TooDeep,
                text.span,
                format!("lists and maps stand more than {DEEPEST} deep in each other"),
            ));
            return None;
        }
        let Written { ty, as_string } = self.base(text, rest)?;
        if as_string && !wraps.is_empty() {
            self.report.add(
                Diagnostic::new(Code::AsString, text.span, "`as string` is for single values")
                    .label("this is a list or a map"),
            );
        }
        let ty = wraps.into_iter().rev().fold(ty, |ty, wrap| match wrap {
            Wrap::List => Type::List(Box::new(ty)),
            Wrap::Map => Type::Map(Box::new(ty)),
        });
        Some(Written { as_string: as_string && matches!(ty, Type::Timestamp | Type::Int64 | Type::Float), ty })
    }

    fn base(&mut self, whole: Piece<'_>, words: &[Piece<'_>]) -> Option<Written> {
        match words {
            [name] => Some(Written { ty: self.named(*name)?, as_string: false }),
            [name, as_, string] if as_.text == "as" && string.text == "string" => {
                let ty = self.named(*name)?;
                if !matches!(ty, Type::Timestamp | Type::Int64 | Type::Float) {
                    self.report.add(
                        Diagnostic::new(
                            Code::AsString,
                            name.span,
                            format!("`{}` does not travel as a string", name.text),
                        )
                        .help("`as string` is for `timestamp`, `int64` and `float`"),
                    );
                }
                Some(Written { ty, as_string: true })
            }
            _ => {
                self.report.add(
                    Diagnostic::new(Code::NoType, whole.span, format!("`{}` is no type", whole.text)).help(
                        "a type is one name such as `string` or `TalentId`, `list of …`, `map of …`, or `… as string`",
                    ),
                );
                None
            }
        }
    }

    fn named(&mut self, name: Piece<'_>) -> Option<Type> {
        match PLAIN.iter().find(|(plain, _)| *plain == name.text) {
            Some((_, ty)) => Some(ty.clone()),
            None => self.context.index.resolve(name, self.home, self.report),
        }
    }
}
