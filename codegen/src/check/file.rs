//! `file`: which fields of an object or an answer tell of a file that can be downloaded.

use super::keys::{Keys, Shape};
use super::named::field_name;
use super::report::Report;
use crate::model::{Field, FileFields, Type};

pub(super) const FILE: Shape = Shape { what: "`file`", needed: &["url"], known: &["url", "name", "mime"] };

pub(crate) fn read_file(keys: Keys<'_>, fields: &[Field], kind: &str, report: &mut Report) -> Option<FileFields> {
    let node = keys.get("file")?;
    let keys = Keys::read(node, node.span(), &FILE, report)?;
    let fields: Vec<&Field> = fields.iter().collect();
    let url = field_name(keys, "url", &fields, kind, ("a url", &|ty| *ty == Type::Url), report);
    let name = field_name(keys, "name", &fields, kind, ("a string", &|ty| *ty == Type::String), report);
    let mime = field_name(keys, "mime", &fields, kind, ("a string", &|ty| *ty == Type::String), report);
    Some(FileFields { url: url?, name, mime })
}
