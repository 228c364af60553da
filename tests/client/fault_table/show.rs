//! The table as one reads it: a line for each row.

use feishu_hire::Error;

use super::{
    row::{Row, Setting},
    run::{Good, Seen},
};

/// What a row came to, under each of the settings that it is for.
pub(super) type Outcome = (Row, Vec<(Setting, Seen)>);

pub(super) fn table(outcomes: &[Outcome]) -> String {
    let heads = ["fault", "once", "for ever, two retries", "once, on a write"].map(str::to_owned);
    let rows = outcomes.iter().map(|(row, seen)| {
        let cell =
            |setting| seen.iter().find(|(under, _)| *under == setting).map_or("–".to_owned(), |(_, it)| cell(it));
        [row.name.to_owned(), cell(Setting::Once), cell(Setting::ForEver), cell(Setting::OnAWrite)]
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

/// What the errors of a fault that does not end say of themselves.
pub(super) fn texts(outcomes: &[Outcome]) -> String {
    let mut lines = Vec::new();
    for (row, seen) in outcomes {
        let error = seen.iter().find_map(|(_, seen)| seen.outcome.as_ref().err());
        lines.extend(error.map(|error| format!("{}\n    {}", row.name, masked(&error.to_string()))));
    }
    lines.join("\n")
}

/// Each system has numbers of its own for its errors; a path of 32 lists is shown shorter here.
fn masked(text: &str) -> String {
    let text = &text.replace(&"[0]".repeat(32), "[0]×32");
    let mut parts = text.split("(os error ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, rest| text + "(os error " + rest.trim_start_matches(|c: char| c.is_ascii_digit()))
}

fn cell(seen: &Seen) -> String {
    let (text, attempts) = match &seen.outcome {
        Ok(good) => (well(good), good.attempts as usize),
        Err(error) => (badly(error), error.attempts().len()),
    };
    let requests = match seen.requests {
        1 => ", 1 request".to_owned(),
        requests => format!(", {requests} requests"),
    };
    let requests = if seen.requests == attempts { String::new() } else { requests };
    format!("{text}, attempt {attempts}{requests}")
}

fn well(good: &Good) -> String {
    match (&good.items, good.count) {
        (Some(_), 1) => "1 item".to_owned(),
        (Some(_), count) => format!("{count} items"),
        (None, _) => "written".to_owned(),
    }
}

fn badly(error: &Error) -> String {
    let facts = [
        Some(format!("{:?}", error.kind())),
        error.status().map(|status| format!("HTTP {status}")),
        error.code().map(|code| format!("code {code}")),
        error.json_path().map(|path| masked(&format!("at {path}"))),
        (!error.was_sent()).then(|| "unsent".to_owned()),
    ];
    facts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
