//! Files with one JSON object per line.

use std::{
    collections::HashMap,
    fs::File,
    hash::{DefaultHasher, Hash, Hasher},
    io::{self, BufRead, BufReader, Write},
    path::Path,
};

use serde_json::Value;

use crate::private;
use crate::{failure::Failure, output::at};

/// Calls `use_line` for each line of a file. A file that does not exist has no lines.
pub(super) fn for_each(path: &Path, mut use_line: impl FnMut(&str) -> Result<(), Failure>) -> Result<(), Failure> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(private::failed(path, &error)),
    };
    let (mut reader, mut line) = (BufReader::new(file), String::new());
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        use_line(line.trim_end())?;
    }
}

/// Parses a line.
pub(super) fn parse(line: &str) -> Result<Value, Failure> {
    Ok(serde_json::from_str(line)?)
}

/// The numbers of objects in a merge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Merged {
    pub(super) objects: u64,
    /// Objects of the journal.
    pub(super) read: u64,
}

/// Merges a journal into a file: the last line of each object remains. `id` is the path of its id.
pub(super) fn merge(path: &Path, journal: &Path, id: &str) -> Result<Merged, Failure> {
    let mut last: HashMap<u128, u64> = HashMap::new();
    let mut number = 0;
    for_each(journal, |line| {
        number += 1;
        last.insert(key(line, id)?, number);
        Ok(())
    })?;
    let mut merged = Merged::default();
    private::replace(path, |out| {
        for_each(path, |line| {
            if !last.contains_key(&key(line, id)?) {
                merged.objects += 1;
                writeln!(out, "{line}")?;
            }
            Ok(())
        })?;
        let mut number = 0;
        for_each(journal, |line| {
            number += 1;
            if last.get(&key(line, id)?) == Some(&number) {
                merged.objects += 1;
                merged.read += 1;
                writeln!(out, "{line}")?;
            }
            Ok(())
        })
    })?;
    Ok(merged)
}

/// Returns a hash of the id of an object, or of its line if it has no id. 128 bits take less memory than an id.
fn key(line: &str, id: &str) -> Result<u128, Failure> {
    let object = parse(line)?;
    let id = at(&object, id).and_then(Value::as_str);
    let half = |seed: u8| {
        let mut hasher = DefaultHasher::new();
        (seed, id.unwrap_or(line), id.is_some()).hash(&mut hasher);
        u128::from(hasher.finish())
    };
    Ok(half(0) << 64 | half(1))
}
