//! Parquet files.

use std::{fs::File, io::BufWriter, path::Path, sync::Arc};

use parquet::{
    basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical},
    column::writer::ColumnWriter,
    data_type::ByteArray,
    errors::{ParquetError, Result as Written},
    file::{
        properties::WriterProperties,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::types::{Type, TypePtr},
};
use serde_json::Value;

use super::{
    columns::{Column, Kind},
    lines,
};
use crate::{failure::Failure, mask::MASK, output::cell_text, private, text::Text};

/// Number of rows that are in memory at the same time.
const ROWS: usize = 5000;

/// Writes the objects of a file with JSON lines as Parquet. Returns the number of values that do not fit the type of their column, which are null.
/// Masked values are null too.
pub(super) fn write(path: &Path, objects: &Path, columns: &[Column]) -> Result<u64, Failure> {
    let mut misfits = 0;
    private::replace(path, |out| {
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let mut writer = SerializedFileWriter::new(out, schema(columns)?, Arc::new(properties))?;
        let mut group: Vec<_> = columns.iter().map(|column| Cells::new(column.kind)).collect();
        let mut rows = 0;
        lines::for_each(objects, |line| {
            let object = lines::parse(line)?;
            for (column, cells) in columns.iter().zip(&mut group) {
                misfits += u64::from(!cells.push(column.value(&object)));
            }
            rows += 1;
            if rows == ROWS {
                rows = 0;
                write_group(&mut writer, &mut group)?;
            }
            Ok(())
        })?;
        if rows > 0 {
            write_group(&mut writer, &mut group)?;
        }
        writer.close()?;
        Ok(())
    })?;
    Ok(misfits)
}

fn schema(columns: &[Column]) -> Written<TypePtr> {
    let field = |column: &Column| {
        let (physical, logical) = match column.kind {
            Kind::Bool => (Physical::BOOLEAN, None),
            Kind::Integer => (Physical::INT64, None),
            Kind::Float => (Physical::DOUBLE, None),
            Kind::Millis | Kind::Seconds => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS))),
            Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        };
        let field = Type::primitive_type_builder(&column.path, physical).with_logical_type(logical);
        field.with_repetition(Repetition::OPTIONAL).build().map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Written<_>>()?;
    Type::group_type_builder("object").with_fields(fields).build().map(Arc::new)
}

fn write_group(
    writer: &mut SerializedFileWriter<&mut BufWriter<File>>,
    columns: &mut [Cells],
) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    columns.iter_mut().try_for_each(|cells| cells.write(&mut group))?;
    group.close()?;
    Ok(())
}

/// The values of a column in a row group.
struct Cells {
    kind: Kind,
    values: Values,
    /// For each row, 1 if it has a value, otherwise 0.
    present: Vec<i16>,
}

enum Values {
    Bools(Vec<bool>),
    Integers(Vec<i64>),
    Floats(Vec<f64>),
    Texts(Vec<ByteArray>),
}

impl Cells {
    fn new(kind: Kind) -> Self {
        let values = match kind {
            Kind::Bool => Values::Bools(Vec::new()),
            Kind::Integer | Kind::Millis | Kind::Seconds => Values::Integers(Vec::new()),
            Kind::Float => Values::Floats(Vec::new()),
            Kind::Text => Values::Texts(Vec::new()),
        };
        Self { kind, values, present: Vec::new() }
    }

    /// Appends a cell. Returns whether the value fits.
    fn push(&mut self, value: Option<&Value>) -> bool {
        let is_present = value.is_some_and(|value| self.values.push(value, self.kind));
        self.present.push(is_present.into());
        is_present || value.is_none_or(|value| value == MASK || value == "")
    }

    /// Writes the column, and starts the next row group.
    fn write<W: std::io::Write + Send>(&mut self, group: &mut SerializedRowGroupWriter<'_, W>) -> Written<()> {
        let Some(mut column) = group.next_column()? else {
            return Err(ParquetError::General("fewer columns than in the schema".to_owned()));
        };
        let present = Some(self.present.as_slice());
        match (column.untyped(), &self.values) {
            (ColumnWriter::BoolColumnWriter(writer), Values::Bools(values)) => {
                writer.write_batch(values, present, None)?
            }
            (ColumnWriter::Int64ColumnWriter(writer), Values::Integers(values)) => {
                writer.write_batch(values, present, None)?
            }
            (ColumnWriter::DoubleColumnWriter(writer), Values::Floats(values)) => {
                writer.write_batch(values, present, None)?
            }
            (ColumnWriter::ByteArrayColumnWriter(writer), Values::Texts(values)) => {
                writer.write_batch(values, present, None)?
            }
            _ => return Err(ParquetError::General("a column has another type in the schema".to_owned())),
        };
        column.close()?;
        *self = Self::new(self.kind);
        Ok(())
    }
}

impl Values {
    fn push(&mut self, value: &Value, kind: Kind) -> bool {
        match self {
            Self::Bools(values) => add(values, value.as_bool()),
            Self::Integers(values) => {
                let number = value.as_i64().or_else(|| value.as_str()?.parse().ok());
                let factor = if kind == Kind::Seconds { 1000 } else { 1 };
                add(values, number.and_then(|number: i64| number.checked_mul(factor)))
            }
            Self::Floats(values) => add(values, value.as_f64().or_else(|| value.as_str()?.parse().ok())),
            Self::Texts(values) => add(values, Some(cell_text(Some(value)).into_bytes().into())),
        }
    }
}

fn add<T>(values: &mut Vec<T>, value: Option<T>) -> bool {
    let is_present = value.is_some();
    values.extend(value);
    is_present
}

impl From<ParquetError> for Failure {
    fn from(error: ParquetError) -> Self {
        Self::Io(Text::foreign(error))
    }
}
