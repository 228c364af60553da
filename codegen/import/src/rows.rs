//! A table of fields as rows with name, type, text and depth.

use crate::clean::plain;
use crate::markdown::Table;

/// A field as its table has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) name: String,
    /// As on the page, without marks: `interview[]`.
    pub(crate) ty: String,
    pub(crate) required: Option<bool>,
    /// The description, line by line.
    pub(crate) text: String,
    /// How far its name is indented, if it has a mark of depth.
    pub(crate) indent: Option<usize>,
}

/// Which column says what.
struct Columns {
    name: usize,
    ty: Option<usize>,
    required: Option<usize>,
    text: Option<usize>,
}

impl Columns {
    fn of(table: &Table) -> Option<Self> {
        let find = |words: &[&str]| {
            table.header.iter().position(|cell| {
                let cell = plain(cell).trim().to_lowercase();
                words.iter().any(|word| cell == *word)
            })
        };
        Some(Self {
            name: find(&["名称", "参数名", "参数", "参数名称", "字段", "字段名", "name", "parameter", "field"])?,
            ty: find(&["类型", "参数类型", "数据类型", "字段类型", "type", "data type"]),
            required: find(&["必填", "是否必填", "必须", "是否必须", "required"]),
            text: find(&["描述", "说明", "参数描述", "参数说明", "description"]),
        })
    }
}

/// What a table tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tells {
    /// Of fields and their types.
    Fields,
    /// Of names and what they mean: fields, if nothing better is there.
    Names,
    Other,
}

pub(crate) fn tells(table: &Table) -> Tells {
    match Columns::of(table) {
        Some(columns) if columns.ty.is_some() => Tells::Fields,
        Some(columns) if columns.text.is_some() => Tells::Names,
        _ => Tells::Other,
    }
}

/// The rows of a table; none when it is another kind of table.
pub(crate) fn read(table: &Table) -> Vec<Row> {
    let Some(columns) = Columns::of(table) else { return Vec::new() };
    table.rows.iter().filter_map(|row| read_row(row, &columns)).collect()
}

fn read_row(row: &[String], columns: &Columns) -> Option<Row> {
    let cell = |at: usize| row.get(at).map_or("", String::as_str);
    let (indent, name) = split_mark(cell(columns.name));
    let required = columns.required.map(|at| is_yes(&plain(cell(at))));
    let text = columns.text.map(|at| cell(at).trim().to_owned()).unwrap_or_default();
    let name = plain(&name).trim().trim_matches(['"', '*', ' ', '\u{a0}', '\u{2003}']).to_owned();
    if name.is_empty() {
        return None;
    }
    let ty = columns.ty.map(|at| plain(cell(at)).split_whitespace().collect::<String>()).unwrap_or_default();
    Some(Row { name, ty, required, text: if text == "-" { String::new() } else { text }, indent })
}

fn is_yes(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    text.starts_with('是') || text.starts_with("yes") || text == "true" || text == "必填" || text == "required"
}

/// The blanks before a mark of depth, and what stands behind it.
fn split_mark(cell: &str) -> (Option<usize>, String) {
    const MARKS: [char; 8] = ['└', '∟', '├', '┕', '┗', '╰', '⌞', '↳'];
    let mut width = 0;
    for (at, c) in cell.char_indices() {
        match c {
            // An em space is as wide as two others.
            '\u{2003}' | '\u{3000}' => width += 2,
            '\t' => width += 4,
            '│' | '┃' => width += 1,
            c if c.is_whitespace() => width += 1,
            c if MARKS.contains(&c) => {
                let rest = cell.get(at + c.len_utf8()..).unwrap_or_default();
                // Some pages repeat the mark instead of indenting it.
                let repeated = rest.chars().take_while(|next| *next == c).count();
                let rest = rest.trim_start_matches(c).trim_start_matches(['─', '━', '-', '\u{a0}', '\u{2003}', ' ']);
                return (Some(width + 2 * repeated), rest.to_owned());
            }
            _ => break,
        }
    }
    // Wide blanks alone are a mark, too; those of a keyboard are not kept in cells.
    if width > 1 {
        return (Some(width), cell.trim().to_owned());
    }
    (None, cell.trim_matches(['\u{a0}', '\u{2003}', ' ']).to_owned())
}
