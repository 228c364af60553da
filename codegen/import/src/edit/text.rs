//! Removes and inserts definitions in the text of a file. All other lines stay as they are.

use feishu_codegen::modeline;

use super::outline::{Outline, OutlineSection, rank};

/// A definition that was removed from a file.
pub(crate) struct RemovedDefinition {
    /// The text of the file without the definition.
    pub(crate) rest: String,
    pub(crate) section: String,
    /// The lines of the definition.
    pub(crate) block: String,
}

/// Removes a definition. Also removes its section if the section is then empty.
pub(crate) fn remove(path: &str, text: &str, name: &str) -> Option<RemovedDefinition> {
    let outline = Outline::parse(path, text);
    let (section, definition) = outline.find(name)?;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let block: String = lines.get(definition.lines.clone())?.concat();
    let (mut start, mut end) = (definition.lines.start, definition.lines.end);
    if section.definitions.len() == 1 {
        start = section.line;
    }
    let is_blank = |at: usize| lines.get(at).is_some_and(|line| line.trim().is_empty());
    if is_blank(end) && (start == 0 || is_blank(start - 1) || start - 1 == section.line) {
        end += 1;
    } else if end == lines.len() && start > 0 && is_blank(start - 1) {
        start -= 1;
    }
    let rest = [lines.get(..start)?.concat(), lines.get(end..)?.concat()].concat();
    Some(RemovedDefinition { rest, section: section.name.clone(), block })
}

/// Inserts the lines of a definition. In `types/`, definitions are sorted; in the file of an operation, the new one is the last.
pub(crate) fn insert(path: &str, text: &str, section: &str, name: &str, block: &str) -> String {
    let mut text = if text.is_empty() { modeline(path) } else { text.to_owned() };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let outline = Outline::parse(path, &text);
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let is_shared = path.starts_with("types/");
    let gap = if is_shared && section != "ids" { "\n" } else { "" };
    let known = outline.sections.iter().find(|known| known.name == section);
    let (at, inserted) = match known {
        Some(known) => match successor(known, name).filter(|_| is_shared) {
            Some(line) => (line, format!("{block}{gap}")),
            None => (end(known), format!("{gap}{block}")),
        },
        None => {
            let gap = if is_shared { "\n" } else { "" };
            let later = outline.sections.iter().find(|other| rank(&other.name) > rank(section));
            match later {
                Some(later) => (later.line, format!("{section}:\n{block}{gap}")),
                None => (lines.len(), format!("{gap}{section}:\n{block}")),
            }
        }
    };
    let part = |range: &[&str]| range.concat();
    let (before, after) = lines.split_at_checked(at).unwrap_or((&lines, &[]));
    [part(before), inserted, part(after)].concat()
}

/// Returns the first line of the definition before which a name is inserted.
fn successor(section: &OutlineSection, name: &str) -> Option<usize> {
    let next = section.definitions.iter().find(|definition| definition.name.text.as_str() > name)?;
    Some(next.lines.start)
}

/// Returns the line after the last definition of a section.
fn end(section: &OutlineSection) -> usize {
    section.definitions.last().map_or(section.line + 1, |last| last.lines.end)
}

/// Returns the offset at which a field or a value can be appended to a type.
pub(crate) fn end_of_list(path: &str, text: &str, name: &str, list: &str) -> Option<usize> {
    let outline = Outline::parse(path, text);
    let (_, definition) = outline.find(name)?;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let own = lines.get(definition.lines.clone())?;
    let key = own.iter().position(|line| line.trim_end() == format!("    {list}:"))?;
    let is_inside = |line: &&&str| line.trim().is_empty() || line.starts_with("     ");
    let inside = own.get(key + 1..)?.iter().take_while(is_inside).count();
    let end = definition.lines.start + key + 1 + inside;
    Some(lines.get(..end)?.iter().map(|line| line.len()).sum())
}

/// Appends a key to the definition of a shared parameter, which gets the long form. Returns the new text.
pub(crate) fn append_key(path: &str, text: &str, parameter: &str, key: &str) -> Option<String> {
    let outline = Outline::parse(path, text);
    let section = outline.sections.iter().find(|section| section.name == "parameters")?;
    let definition = section.definitions.iter().find(|definition| definition.name.text == parameter)?;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (before, rest) = lines.split_at_checked(definition.lines.end)?;
    let (last, before) = before.split_last()?;
    let short = last.trim_end().strip_prefix(&format!("  {parameter}: "));
    let last = match short {
        Some(short) => {
            let keys = ["type", "doc", "example"].into_iter().zip(short.splitn(3, " | "));
            let keys: String = keys.map(|(key, value)| format!("    {key}: {value}\n")).collect();
            format!("  {parameter}:\n{keys}")
        }
        None => (*last).to_owned(),
    };
    Some(format!("{}{last}    {key}\n{}", before.concat(), rest.concat()))
}

/// Replaces the first line of a definition with a given start, unless its value is a block of several lines.
pub(crate) fn replace_line(path: &str, text: &str, name: &str, start: &str, line: &str) -> Option<String> {
    let outline = Outline::parse(path, text);
    let (_, definition) = outline.find(name)?;
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let own = lines.get_mut(definition.lines.clone())?;
    let found =
        own.iter_mut().find(|own| own.strip_prefix(start).is_some_and(|value| !value.starts_with(['|', '>'])))?;
    *found = line;
    Some(lines.concat())
}
