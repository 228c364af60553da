//! Formats the results as text: a table with one line per row, and the error messages.

use feishu_hire::Error;

use super::{
    row::{Row, Setting},
    run::{Observation, Success},
};

/// The results of a row, by setting.
pub(super) type Outcome = (Row, Vec<(Setting, Observation)>);

pub(super) fn table(outcomes: &[Outcome]) -> String {
    let heads = ["fault", "once", "always, two retries", "once, on a write"].map(str::to_owned);
    let rows = outcomes.iter().map(|(row, seen)| {
        let cell =
            |setting| seen.iter().find(|(under, _)| *under == setting).map_or("–".to_owned(), |(_, it)| cell(it));
        [row.name.to_owned(), cell(Setting::Once), cell(Setting::Always), cell(Setting::Write)]
    });
    let lines: Vec<_> = std::iter::once(heads).chain(rows).collect();
    let width = |column: usize| {
        let cells = lines.iter().filter_map(|line| line.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths = [0, 1, 2, 3].map(width);
    let line = |cells: &[String; 4]| {
        let padded = cells.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        padded.collect::<Vec<_>>().join(" | ").trim_end().to_owned()
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Returns the message of the first error of each row.
pub(super) fn texts(outcomes: &[Outcome]) -> String {
    let mut lines = Vec::new();
    for (row, seen) in outcomes {
        let error = seen.iter().find_map(|(_, seen)| seen.outcome.as_ref().err());
        lines.extend(error.map(|error| format!("{}\n    {}", row.name, masked(&error.to_string()))));
    }
    lines.join("\n")
}

/// Removes the error numbers, which differ between systems, and the numbers of log ids, which on a busy machine count another token fetch.
/// Shortens a path of 32 lists.
fn masked(text: &str) -> String {
    let text = text.replace(&"[0]".repeat(32), "[0]×32");
    ["(os error ", "log id 20261120-"].iter().fold(text, |text, prefix| without_numbers_after(prefix, &text))
}

fn without_numbers_after(prefix: &str, text: &str) -> String {
    let mut parts = text.split(prefix);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, rest| text + prefix + rest.trim_start_matches(|c: char| c.is_ascii_digit()))
}

fn cell(seen: &Observation) -> String {
    let (text, attempts) = match &seen.outcome {
        Ok(success) => (success_text(success), success.attempts as usize),
        Err(error) => (error_text(error), error.attempts().len()),
    };
    let requests = match seen.requests {
        1 => ", 1 request".to_owned(),
        requests => format!(", {requests} requests"),
    };
    let requests = if seen.requests == attempts { String::new() } else { requests };
    format!("{text}, attempt {attempts}{requests}")
}

fn success_text(success: &Success) -> String {
    match (&success.items, success.count) {
        (Some(_), 1) => "1 item".to_owned(),
        (Some(_), count) => format!("{count} items"),
        (None, _) => "written".to_owned(),
    }
}

fn error_text(error: &Error) -> String {
    let facts = [
        Some(format!("{:?}", error.kind())),
        error.status().map(|status| format!("HTTP {status}")),
        error.code().map(|code| format!("code {code}")),
        error.json_path().map(|path| masked(&format!("at {path}"))),
        (!error.was_sent()).then(|| "unsent".to_owned()),
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
