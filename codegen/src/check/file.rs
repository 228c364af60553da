//! Reads the key `file`, the fields of an object or a response that describe a downloadable file.

use super::keys::{Keys, Shape};
use super::named::read_field_name;
use super::report::Report;
use crate::model::{Field, FileFields, Type};

pub(super) const FILE: Shape = Shape { what: "`file`", required: &["url"], known: &["url", "name", "mime"] };

pub(crate) fn read_file(keys: Keys<'_>, fields: &[Field], kind: &str, report: &mut Report) -> Option<FileFields> {
    let node = keys.get("file")?;
    let keys = Keys::read(node, node.span(), &FILE, report)?;
    let fields: Vec<&Field> = fields.iter().collect();
    let url = read_field_name(keys, "url", &fields, kind, ("a URL", &|ty| *ty == Type::Url), report);
    let name = read_field_name(keys, "name", &fields, kind, ("a string", &|ty| *ty == Type::String), report);
    let mime = read_field_name(keys, "mime", &fields, kind, ("a string", &|ty| *ty == Type::String), report);
    Some(FileFields { url: url?, name, mime })
}
