//! Parses a table of fields into rows with name, type, text and depth.

use crate::clean::strip_markup;
use crate::markdown::Table;

/// A row of a table of fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) name: String,
    /// The type as documented, such as `interview[]`.
    pub(crate) ty: String,
    pub(crate) required: Option<bool>,
    /// The description.
    pub(crate) text: String,
    /// The indentation of the name, if it has a depth marker.
    pub(crate) indent: Option<usize>,
}

/// The positions of the columns.
struct Columns {
    name: usize,
    ty: Option<usize>,
    required: Option<usize>,
    text: Option<usize>,
}

impl Columns {
    fn find(table: &Table) -> Option<Self> {
        let find = |words: &[&str]| {
            table.header.iter().position(|cell| {
                let cell = strip_markup(cell).trim().to_lowercase();
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

/// The content of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TableKind {
    /// Fields with their types.
    Fields,
    /// Names with descriptions. They are fields if the section has no other table.
    ReserveName,
    Other,
}

pub(crate) fn classify(table: &Table) -> TableKind {
    match Columns::find(table) {
        Some(columns) if columns.ty.is_some() => TableKind::Fields,
        Some(columns) if columns.text.is_some() => TableKind::ReserveName,
        _ => TableKind::Other,
    }
}

/// Parses the rows of a table. Other kinds of tables have no rows.
pub(crate) fn read(table: &Table) -> Vec<Row> {
    let Some(columns) = Columns::find(table) else { return Vec::new() };
    table.rows.iter().filter_map(|row| read_row(row, &columns)).collect()
}

fn read_row(row: &[String], columns: &Columns) -> Option<Row> {
    let cell = |at: usize| row.get(at).map_or("", String::as_str);
    let (indent, name) = split_marker(cell(columns.name));
    let required = columns.required.map(|at| is_yes(&strip_markup(cell(at))));
    let text = columns.text.map(|at| cell(at).trim().to_owned()).unwrap_or_default();
    let name = strip_markup(&name).trim().trim_matches(['"', '*', ' ', '\u{a0}', '\u{2003}']).to_owned();
    if name.is_empty() {
        return None;
    }
    let ty = columns.ty.map(|at| strip_markup(cell(at)).split_whitespace().collect::<String>()).unwrap_or_default();
    Some(Row { name, ty, required, text: if text == "-" { String::new() } else { text }, indent })
}

fn is_yes(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    text.starts_with('是') || text.starts_with("yes") || text == "true" || text == "必填" || text == "required"
}

/// Splits a cell into the width before the depth marker and the text after it.
fn split_marker(cell: &str) -> (Option<usize>, String) {
    const MARKS: [char; 8] = ['└', '∟', '├', '┕', '┗', '╰', '⌞', '↳'];
    let mut width = 0;
    for (at, c) in cell.char_indices() {
        match c {
            // An em space counts as two spaces.
            '\u{2003}' | '\u{3000}' => width += 2,
            '\t' => width += 4,
            '│' | '┃' => width += 1,
            c if c.is_whitespace() => width += 1,
            c if MARKS.contains(&c) => {
                let rest = cell.get(at + c.len_utf8()..).unwrap_or_default();
                // Some pages repeat the marker instead of indenting it.
                let repeated = rest.chars().take_while(|next| *next == c).count();
                let rest = rest.trim_start_matches(c).trim_start_matches(['─', '━', '-', '\u{a0}', '\u{2003}', ' ']);
                return (Some(width + 2 * repeated), rest.to_owned());
            }
            _ => break,
        }
    }
    // Wide spaces indicate depth even without a marker. ASCII spaces are not preserved in cells.
    if width > 1 {
        return (Some(width), cell.trim().to_owned());
    }
    (None, cell.trim_matches(['\u{a0}', '\u{2003}', ' ']).to_owned())
}
