//! CSV files.

use std::path::Path;

use super::{columns::Column, lines};
use crate::{failure::Failure, output::cell_text, private};

/// Writes the objects of a file with JSON lines as CSV, with a header.
pub(super) fn write(path: &Path, objects: &Path, columns: &[Column]) -> Result<(), Failure> {
    private::replace(path, |out| {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(columns.iter().map(|column| &column.path))?;
        lines::for_each(objects, |line| {
            let object = lines::parse(line)?;
            Ok(writer.write_record(columns.iter().map(|column| cell_text(column.value(&object))))?)
        })?;
        Ok(writer.flush()?)
    })
}
