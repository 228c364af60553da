//! Parses Markdown into headings, tables, code and text. A standard parser does not support the pages of Feishu: they have tables
//! without borders, with cells over several lines.

use crate::clean::{decode, unescape};
use crate::tags;

/// A block of a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// The level, from 1, and the text.
    Heading(usize, String),
    Table(Table),
    Code(String),
    Text(String),
}

/// A table. All rows have as many cells as the header.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

/// Parses a page into front matter and blocks.
pub(crate) fn read(text: &str) -> (Vec<(String, String)>, Vec<Block>) {
    let text = tags::to_markdown(&text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n"));
    // Some pages have the last row of a table and the next heading on one line.
    let text = text.replace("| ## ", "|\n## ").replace("| ### ", "|\n### ");
    let lines: Vec<&str> = text.split('\n').collect();
    let (front, lines) = read_front_matter(&lines);
    let mut reader = Reader { lines, at: 0, blocks: Vec::new() };
    while reader.read_block() {}
    (front, reader.blocks)
}

/// Parses the `key: value` lines between two `---`.
fn read_front_matter<'a, 'b>(lines: &'b [&'a str]) -> (Vec<(String, String)>, &'b [&'a str]) {
    let start = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
    let rest = lines.get(start..).unwrap_or_default();
    let Some((first, inside)) = rest.split_first() else { return (Vec::new(), lines) };
    let end = inside.iter().position(|line| line.trim() == "---");
    let (true, Some(end)) = (first.trim() == "---", end) else { return (Vec::new(), lines) };
    let (front, body) = inside.split_at_checked(end).unwrap_or_default();
    let pair = |line: &&str| {
        let (key, value) = line.split_once(':')?;
        Some((key.trim().to_owned(), value.trim().trim_matches('"').to_owned()))
    };
    (front.iter().filter_map(pair).collect(), body.get(1..).unwrap_or_default())
}

struct Reader<'a, 'b> {
    lines: &'b [&'a str],
    at: usize,
    blocks: Vec<Block>,
}

impl<'a> Reader<'a, '_> {
    fn peek(&self, ahead: usize) -> Option<&'a str> {
        self.lines.get(self.at + ahead).copied()
    }

    /// Parses a block. Returns `false` at the end.
    fn read_block(&mut self) -> bool {
        let Some(line) = self.peek(0) else { return false };
        let trimmed = line.trim();
        if let Some(fence) = fence(trimmed) {
            self.read_code(fence);
        } else if trimmed.starts_with('#') {
            self.at += 1;
            let level = trimmed.chars().take_while(|c| *c == '#').count();
            self.blocks.push(Block::Heading(level, trimmed.trim_matches('#').trim().to_owned()));
        } else if trimmed.contains('|') && self.peek(1).is_some_and(is_separator) {
            self.read_table();
        } else if trimmed == "{" {
            self.read_json();
        } else {
            self.at += 1;
            if !trimmed.is_empty() {
                self.blocks.push(Block::Text(trimmed.to_owned()));
            }
        }
        true
    }

    fn read_code(&mut self, fence: &str) {
        self.at += 1;
        let mut lines = Vec::new();
        while let Some(line) = self.peek(0) {
            self.at += 1;
            if line.trim().starts_with(fence) {
                break;
            }
            lines.push(line);
        }
        self.blocks.push(Block::Code(lines.join("\n")));
    }

    /// Parses JSON without fences: up to a closing bracket at the start of a line.
    fn read_json(&mut self) {
        let rest = self.lines.get(self.at..).unwrap_or_default();
        let len = rest.iter().position(|line| line.trim_end() == "}").map_or(1, |end| end + 1);
        self.blocks.push(Block::Code(rest.get(..len).unwrap_or_default().join("\n")));
        self.at += len;
    }

    fn read_table(&mut self) {
        let bordered = self.peek(0).is_some_and(|line| line.trim_start().starts_with('|'));
        let header = split_cells(self.peek(0).unwrap_or_default());
        let columns = split_cells(self.peek(1).unwrap_or_default()).len().max(header.len());
        self.at += 2;
        let mut rows = Rows { columns, rows: Vec::new(), open: false };
        while let Some(line) = self.peek(0) {
            let trimmed = line.trim();
            if trimmed.is_empty() || trimmed.starts_with("#") || fence(trimmed).is_some() {
                break;
            }
            self.at += 1;
            if bordered { rows.add_bordered(line) } else { rows.add_unbordered(line) }
        }
        let clean = |cell: String| decode(&unescape(cell.trim_matches(' ')));
        let even = |mut row: Vec<String>| {
            row.resize(columns, String::new());
            row.into_iter().map(clean).collect()
        };
        let table = Table { header: even(header), rows: rows.rows.into_iter().map(even).collect() };
        self.blocks.push(Block::Table(table));
    }
}

/// Collects rows line by line.
struct Rows {
    columns: usize,
    rows: Vec<Vec<String>>,
    /// Whether the last line ended with a hard break, so that its cell continues.
    open: bool,
}

impl Rows {
    /// Adds a line of a table with borders. A line that does not look like a row continues the last cell.
    fn add_bordered(&mut self, line: &str) {
        let has_bar = line.trim_start().starts_with('|');
        let lacks_bar = !has_bar && split_cells(line).len() >= self.columns && starts_like_a_row(line, self.columns);
        self.add(line, lacks_bar || (has_bar && !self.open));
        self.open = !lacks_bar && !line.trim_end().ends_with('|');
    }

    /// Adds a line of a table without borders. A line that does not look like a row continues the previous row.
    fn add_unbordered(&mut self, line: &str) {
        let here = split_cells(line).len();
        let incomplete = self.rows.last().is_some_and(|row| row.len() < self.columns);
        let part = line.starts_with([' ', '\t']) || line.trim_start().starts_with(['-', '*', '>']);
        let whole = here >= self.columns && !part && starts_like_a_row(line, self.columns);
        let starts = match self.rows.is_empty() {
            true => true,
            false => whole || (!self.open && !part && !incomplete && (here > 1 || self.columns == 2)),
        };
        self.add(line, starts);
        self.open = line.ends_with("  ") || line.trim_end().ends_with("<br>");
    }

    fn add(&mut self, line: &str, starts: bool) {
        let mut pieces = split_cells(line).into_iter();
        if starts || self.rows.is_empty() {
            self.rows.push(Vec::new());
        } else if let Some(last) = self.rows.last_mut().and_then(|row| row.last_mut())
            && let Some(first) = pieces.next()
        {
            last.push('\n');
            last.push_str(first.trim());
        }
        let Some(row) = self.rows.last_mut() else { return };
        for piece in pieces {
            let full = row.len() >= self.columns;
            match row.last_mut() {
                // A bar in the last column is part of the text.
                Some(last) if full => {
                    last.push('|');
                    last.push_str(&piece);
                }
                _ => row.push(piece),
            }
        }
    }
}

/// Whether the first cells of a line look like a name and a type.
fn starts_like_a_row(line: &str, columns: usize) -> bool {
    let cells = split_cells(line);
    let word = |cell: &String| {
        let cell = unescape(&decode(cell));
        let cell = cell.trim_matches(|c: char| !c.is_ascii_alphanumeric()).to_owned();
        !cell.is_empty() && cell.chars().all(|c| c.is_ascii_alphanumeric() || "_-.[]()<>, ".contains(c))
    };
    columns >= 3 && cells.first().is_some_and(word)
}

/// Splits a line into cells at unescaped bars, except bars at its ends.
fn split_cells(line: &str) -> Vec<String> {
    let line = line.trim_end();
    let line = if line.trim_start().starts_with('|') { line.trim_start().get(1..).unwrap_or_default() } else { line };
    let mut cells = vec![String::new()];
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek() == Some(&'|') => {
                chars.next();
                push(&mut cells, '|');
            }
            '|' => cells.push(String::new()),
            c => push(&mut cells, c),
        }
    }
    if cells.len() > 1 && line.ends_with('|') && !line.ends_with("\\|") {
        cells.pop();
    }
    cells
}

fn push(cells: &mut [String], c: char) {
    if let Some(last) = cells.last_mut() {
        last.push(c);
    }
}

/// Returns the fence that a line starts with.
fn fence(line: &str) -> Option<&'static str> {
    ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence))
}

/// Whether a line is a separator such as `| --- | :---: |`. One dash per cell is enough.
fn is_separator(line: &str) -> bool {
    let is_rule = |cell: &String| {
        let dashes = cell.trim().trim_matches(':');
        !dashes.is_empty() && dashes.chars().all(|c| c == '-')
    };
    line.contains('|') && split_cells(line).iter().all(is_rule)
}
