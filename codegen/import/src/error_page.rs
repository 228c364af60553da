//! Pages that list error codes and describe no endpoint.

use crate::clean::{join_lines, strip_markup};
use crate::markdown::{self, Block, Table};
use crate::page::ErrorRow;

/// Returns the error codes of a page with tables of code, message, description and advice. Empty if the page has no such table.
pub(crate) fn read_error_page(text: &str) -> Vec<ErrorRow> {
    let (_, blocks) = markdown::read(text);
    let tables = blocks.iter().filter_map(|block| match block {
        Block::Table(table) if is_error_table(table) => Some(table),
        _ => None,
    });
    tables.flat_map(|table| &table.rows).filter_map(|row| read_row(row)).collect()
}

fn is_error_table(table: &Table) -> bool {
    let first = table.header.first().map(|cell| strip_markup(cell).trim().to_lowercase()).unwrap_or_default();
    table.header.len() > 2 && ["code", "错误码"].contains(&first.as_str())
}

fn read_row(row: &[String]) -> Option<ErrorRow> {
    let cell = |at: usize| row.get(at).map(|cell| join_lines(cell)).unwrap_or_default();
    let code = strip_markup(row.first()?).trim().parse().ok()?;
    Some(ErrorRow { status: String::new(), code, message: cell(1), label: cell(2), advice: cell(3) })
}
