//! Results on stdout, in the format that the user chose.

mod cell;
mod jq;
mod select;
mod table;
mod yaml;

use std::io::{self, BufWriter, Stdout, Write};

use clap::ValueEnum;
use serde_json::Value;

pub(crate) use self::{
    cell::{columns, leaves, text as cell_text},
    jq::Filter,
    select::{Selection, at},
};
use crate::{failure::Failure, text::Text};

/// A format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// Indented JSON.
    Json,
    /// One line of JSON for each item.
    Ndjson,
    Csv,
    Table,
    Yaml,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &[Self::Json, Self::Ndjson, Self::Csv, Self::Table, Self::Yaml]
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(match self {
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
            Self::Table => "table",
            Self::Yaml => "yaml",
        }))
    }
}

/// The selection and the format of a result.
pub(crate) struct View {
    pub(crate) format: Format,
    pub(crate) selection: Option<Selection>,
    pub(crate) filter: Option<Filter>,
}

/// Writes a result: one object, or the items of a list one by one.
pub(crate) struct Printer<W: Write = Stdout> {
    out: BufWriter<W>,
    view: View,
    /// Columns of CSV files and tables that the schema defines.
    columns: Vec<String>,
    is_list: bool,
    written: usize,
    /// Values that can only be written together: those of a table, and the input of an expression.
    kept: Vec<Value>,
    /// Notes for the user about the result.
    pub(crate) notes: Vec<Text>,
}

impl Printer {
    /// Starts a result on stdout.
    pub(crate) fn new(view: View, columns: Vec<String>, is_list: bool) -> Self {
        Self::to(io::stdout(), view, columns, is_list)
    }
}

impl<W: Write> Printer<W> {
    /// Starts a result.
    pub(crate) fn to(out: W, view: View, columns: Vec<String>, is_list: bool) -> Self {
        let columns = view.selection.as_ref().map_or(columns, |selection| selection.paths.clone());
        Self { out: BufWriter::new(out), view, columns, is_list, written: 0, kept: Vec::new(), notes: Vec::new() }
    }

    /// Writes the object, or the next item of the list.
    pub(crate) fn write(&mut self, value: Value) -> Result<(), Failure> {
        let value = match &self.view.selection {
            Some(selection) => selection.apply(value),
            None => value,
        };
        match &self.view.filter {
            // Lines are a stream of values, so an expression filters each of them, as jq does.
            Some(filter) if self.view.format == Format::Ndjson => {
                filter.run(value)?.into_iter().try_for_each(|output| self.emit(output))
            }
            Some(_) => {
                self.kept.push(value);
                Ok(())
            }
            None => self.emit(value),
        }
    }

    /// Flushes the complete part of the output, so that a reader of a pipe receives it.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        Ok(self.out.flush()?)
    }

    /// Ends the result. Returns the notes.
    pub(crate) fn finish(mut self) -> Result<Vec<Text>, Failure> {
        if let Some(filter) = self.view.filter.take_if(|_| self.view.format != Format::Ndjson) {
            let kept = std::mem::take(&mut self.kept);
            let input = if self.is_list { Value::Array(kept) } else { kept.into_iter().next().unwrap_or_default() };
            self.filtered(filter.run(input)?)?;
        } else {
            self.end()?;
        }
        self.out.flush()?;
        Ok(self.notes)
    }

    /// Writes the outputs of an expression separately. Texts are written without quotes, for shells. Tables have a row for each item of a list.
    fn filtered(&mut self, outputs: Vec<Value>) -> Result<(), Failure> {
        self.columns.clear();
        self.is_list = matches!(self.view.format, Format::Csv | Format::Table);
        for (index, output) in outputs.into_iter().enumerate() {
            match (self.view.format, output) {
                (Format::Json, Value::String(text)) => writeln!(self.out, "{text}")?,
                (Format::Csv | Format::Table, Value::Array(items)) => {
                    items.into_iter().try_for_each(|item| self.emit(item))?;
                }
                (Format::Yaml, output) if index > 0 => write!(self.out, "---\n{}", yaml::document(&output))?,
                (_, output) => self.emit(output)?,
            }
        }
        self.end()
    }

    fn emit(&mut self, value: Value) -> Result<(), Failure> {
        match self.view.format {
            Format::Json if self.is_list => {
                let text = format!("{value:#}").replace('\n', "\n  ");
                write!(self.out, "{}  {text}", if self.written == 0 { "[\n" } else { ",\n" })?;
            }
            Format::Json => writeln!(self.out, "{value:#}")?,
            Format::Ndjson => writeln!(self.out, "{value}")?,
            Format::Yaml if self.is_list => write!(self.out, "{}", yaml::item(&value))?,
            Format::Yaml => write!(self.out, "{}", yaml::document(&value))?,
            Format::Csv => self.write_row(&value)?,
            Format::Table => self.kept.push(value),
        }
        self.written += 1;
        Ok(())
    }

    fn write_row(&mut self, value: &Value) -> Result<(), Failure> {
        if self.columns.is_empty() {
            self.columns = cell::columns_of(value);
        }
        let mut writer = csv::Writer::from_writer(Vec::new());
        if self.written == 0 && !self.columns.is_empty() {
            writer.write_record(&self.columns)?;
        }
        writer.write_record(cell::row(value, &self.columns))?;
        writer.flush()?;
        Ok(self.out.write_all(writer.get_ref())?)
    }

    fn end(&mut self) -> Result<(), Failure> {
        match (self.view.format, self.is_list, self.written) {
            (Format::Json, true, 0) => writeln!(self.out, "[]")?,
            (Format::Json, true, _) => writeln!(self.out, "\n]")?,
            (Format::Yaml, true, 0) => writeln!(self.out, "[]")?,
            (Format::Csv, true, 0) if !self.columns.is_empty() => {
                let mut writer = csv::Writer::from_writer(&mut self.out);
                writer.write_record(&self.columns)?;
                writer.flush()?;
            }
            (Format::Table, ..) => self.write_table()?,
            _ => {}
        }
        Ok(())
    }

    fn write_table(&mut self) -> Result<(), Failure> {
        let kept = std::mem::take(&mut self.kept);
        let columns = match kept.first() {
            Some(first) if self.columns.is_empty() => cell::columns_of(first),
            _ => std::mem::take(&mut self.columns),
        };
        let row = |value: &Value| cell::row(value, &columns);
        let rows: Vec<_> = kept.iter().map(row).collect();
        let layout = match (self.is_list, rows.first()) {
            (_, None) => {
                self.notes.push(Text::new("there are no items", "没有数据"));
                return Ok(());
            }
            (false, Some(row)) => {
                let filled = columns.iter().zip(row).filter(|(_, cell)| !cell.is_empty());
                let rows: Vec<_> = filled.map(|(name, cell)| vec![name.clone(), cell.clone()]).collect();
                table::layout(&["field".to_owned(), "value".to_owned()], &rows, table::terminal_width())
            }
            (true, Some(_)) => {
                let is_filled =
                    |index: usize| rows.iter().any(|row| row.get(index).is_some_and(|cell| !cell.is_empty()));
                let filled: Vec<bool> = (0..columns.len()).map(is_filled).collect();
                let keep = |cells: &[String]| -> Vec<String> {
                    cells.iter().zip(&filled).filter(|(_, filled)| **filled).map(|(cell, _)| cell.clone()).collect()
                };
                let rows: Vec<_> = rows.iter().map(|row| keep(row)).collect();
                table::layout(&keep(&columns), &rows, table::terminal_width())
            }
        };
        write!(self.out, "{}", layout.text)?;
        if layout.left_out > 0 {
            let count = layout.left_out;
            self.notes.push(Text::new(
                format!("{count} columns do not fit; choose some with --fields"),
                format!("有 {count} 列未能显示，可用 --fields 选择要显示的列"),
            ));
        }
        Ok(())
    }
}
