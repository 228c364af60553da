//! Checking terminates without a panic for random changes to the schema, and reports errors.

mod support;

use std::{
    io, iter,
    num::NonZero,
    panic::resume_unwind,
    path::Path,
    sync::{Mutex, PoisonError},
    thread,
};

use annotate_snippets::Renderer;
use feishu_codegen::{Sources, check, load, render};
use support::Schema;

/// A deterministic random number generator.
struct Xorshift(u64);

impl Xorshift {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap_or(0)
    }
}

/// Insertions that are likely to cause errors.
const PIECES: [&str; 20] = [
    "\n", "\r\n", "\t", "  ", ": ", "- ", "|", "\"", "'", "[", "]", "{", "}", "#", "&a ", "*a", "\u{feff}", "。", "=",
    ",",
];

/// Deletes, duplicates, swaps or inserts a character or a line.
fn mutate(text: &str, random: &mut Xorshift) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    let at = random.below(lines.len());
    if at == lines.len() {
        return PIECES.concat();
    }
    match random.below(5) {
        0 => {
            lines.remove(at);
        }
        1 => lines.insert(at, lines.get(at).cloned().unwrap_or_default()),
        2 => {
            let other = random.below(lines.len());
            lines.swap(at, other);
        }
        kind => {
            let mut chars: Vec<char> = lines.get(at).map(|line| line.chars().collect()).unwrap_or_default();
            let column = random.below(chars.len());
            if kind == 3 && column < chars.len() {
                chars.remove(column);
            } else {
                let piece = PIECES.get(random.below(PIECES.len())).copied().unwrap_or_default();
                chars.splice(column..column, piece.chars());
            }
            lines.splice(at..=at, [chars.into_iter().collect()]);
        }
    }
    lines.concat()
}

/// Returns schemas with random changes.
fn changed_schemas(
    files: &[(String, String)],
    rounds: usize,
    seed: u64,
) -> impl Iterator<Item = Vec<(String, String)>> + Send {
    let mut random = Xorshift(seed);
    (0..rounds).map(move |_| {
        let mut changed = files.to_vec();
        for _ in 0..=random.below(4) {
            let at = random.below(changed.len());
            if let Some((_, text)) = changed.get_mut(at) {
                *text = mutate(text, &mut random);
            }
        }
        changed
    })
}

/// Checks a schema and formats the errors. Returns whether there are errors.
fn is_erroneous(files: Vec<(String, String)>) -> bool {
    let sources = Sources::from_files(files);
    let Err(diagnostics) = check(&sources) else { return false };
    assert!(!render(&diagnostics, &sources, &Renderer::plain()).is_empty());
    true
}

/// Checks random changes to a schema, with one thread per core. Returns how many of them caused errors.
fn fuzz(files: &[(String, String)], rounds: usize, seed: u64) -> usize {
    let schemas = Mutex::new(changed_schemas(files, rounds, seed));
    let next = || schemas.lock().unwrap_or_else(PoisonError::into_inner).next();
    let count_errors = || iter::from_fn(next).map(is_erroneous).filter(|it| *it).count();
    thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let counts: Vec<_> = (0..threads).map(|_| scope.spawn(count_errors)).collect();
        counts.into_iter().map(|count| count.join().unwrap_or_else(|panic| resume_unwind(panic))).sum()
    })
}

#[test]
fn survives_changes_to_the_small_schema() {
    assert!(fuzz(&Schema::small().into_files(), 1_500, 0x9E37_79B9_7F4A_7C15) > 500);
}

#[test]
fn survives_changes_to_the_real_schema() -> io::Result<()> {
    let sources = load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema"))?;
    let files: Vec<_> = sources.files.into_iter().map(|file| (file.path, file.text)).collect();
    assert!(fuzz(&files, 100, 0x2545_F491_4F6C_DD1D) > 20);
    Ok(())
}

#[test]
fn accepts_windows_line_endings_and_byte_order_marks() {
    let files = Schema::small().into_files().into_iter();
    let changed = files.map(|(path, text)| (path, format!("\u{feff}{}", text.replace('\n', "\r\n")))).collect();
    let sources = Sources::from_files(changed);
    let report = check(&sources).map_err(|diagnostics| render(&diagnostics, &sources, &Renderer::plain()));
    assert_eq!(report.err().unwrap_or_default(), "");
}

#[test]
fn locations_are_correct_after_a_byte_order_mark() {
    let mut schema = Schema::small();
    schema.edit("types/common.yaml", "ids:", "\u{feff}# 备注\r\nids:");
    schema.edit("types/common.yaml", "TalentId |", "TalntId |");
    support::snapshot("byte_order_mark", &schema.report());
}

#[test]
fn checks_the_other_files_if_one_is_not_utf_8() -> io::Result<()> {
    let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("not-utf-8");
    std::fs::create_dir_all(dir.join("types"))?;
    std::fs::write(dir.join("types/gb.yaml"), b"ids:\n  NoteId: \xb1\xb8\xd7\xa2 | A note.\n")?;
    std::fs::write(dir.join("errors.yaml"), "1: 400 | One | \u{4e00} | One.\n")?;
    std::fs::write(dir.join("README.md"), "not read")?;
    let report = support::report(load(&dir)?).replace(&format!("{}/", dir.display()), "schema/");
    support::snapshot("invalid_utf_8", &report);
    Ok(())
}

#[test]
fn fails_without_the_folder() {
    assert!(load(Path::new("no such folder")).is_err());
}
