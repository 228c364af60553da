//! The state file: which runs are complete, and how far an incomplete run is.

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde_json::{Map, Value, json};

use crate::{failure::Failure, private};

const VERSION: u64 = 1;

/// The identity of an export. Ids differ between apps, and masked values cannot be distinguished from changed ones, so a folder has one identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    /// `None` if a token is used.
    pub(super) app: Option<String>,
    pub(super) shows_personal: bool,
}

/// The state file and its content.
pub(super) struct State {
    path: PathBuf,
    identity: Identity,
    sources: BTreeMap<String, Progress>,
}

/// The runs of a source.
#[derive(Clone, Default)]
struct Progress {
    /// Start of the last complete run, in milliseconds.
    last: Option<i64>,
    run: Option<Run>,
}

/// An incomplete run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Start of the run, in milliseconds.
    pub(super) started: i64,
    /// Start of the window that it reads, in milliseconds.
    pub(super) from: Option<i64>,
    pub(super) position: Position,
    /// Length of the durable part of the journal, in bytes. The rest belongs to a page that is read again.
    pub(super) bytes: u64,
}

/// The position from which a run continues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Position {
    FirstPage,
    Page(String),
    /// Everything was read.
    End,
}

impl State {
    /// Opens the state file of a folder, or starts one.
    pub(super) fn open(folder: &Path, identity: Identity) -> Result<Self, Failure> {
        let path = folder.join("export.json");
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Ok(Self { path, identity, sources: BTreeMap::new() });
            }
            Err(error) => return Err(private::failed(&path, &error)),
        };
        let shown = path.display();
        let content: Value = serde_json::from_slice(&text).map_err(|error| {
            Failure::usage(format!("{shown}: {error}; use another folder"), format!("{shown}：{error}；请使用另一目录"))
        })?;
        if content.get("version").and_then(Value::as_u64) != Some(VERSION) {
            return Err(Failure::usage(
                format!("{shown} is of another version; use another folder"),
                format!("{shown} 的版本不同，请使用另一目录"),
            ));
        }
        let known = Identity {
            app: content.get("app").and_then(Value::as_str).map(str::to_owned),
            shows_personal: content.get("personal").and_then(Value::as_bool).unwrap_or_default(),
        };
        if known.app != identity.app {
            return Err(Failure::usage(
                format!("{shown} belongs to another app; use another folder"),
                format!("{shown} 属于另一应用，请使用另一目录"),
            ));
        }
        if known.shows_personal != identity.shows_personal {
            let (english, chinese) = if known.shows_personal {
                (
                    "contains personal data; add --show-personal, or use another folder",
                    "包含个人信息，请加 --show-personal，或使用另一目录",
                )
            } else {
                (
                    "was exported without personal data; omit --show-personal, or use another folder",
                    "导出时未包含个人信息，请去掉 --show-personal，或使用另一目录",
                )
            };
            let folder = folder.display();
            return Err(Failure::usage(format!("{folder} {english}"), format!("{folder} {chinese}")));
        }
        let entries = content.get("sources").and_then(Value::as_object);
        let sources = entries.into_iter().flatten().map(|(name, entry)| (name.clone(), Progress::of(entry))).collect();
        Ok(Self { path, identity, sources })
    }

    /// Returns the start of the last complete run, in milliseconds.
    pub(super) fn last(&self, source: &str) -> Option<i64> {
        self.sources.get(source)?.last
    }

    /// Returns the incomplete run.
    pub(super) fn run(&self, source: &str) -> Option<&Run> {
        self.sources.get(source)?.run.as_ref()
    }

    /// Saves how far a run is.
    pub(super) fn advance(&mut self, source: &str, run: Run) -> Result<(), Failure> {
        self.sources.entry(source.to_owned()).or_default().run = Some(run);
        self.save()
    }

    /// Saves that the run is complete.
    pub(super) fn complete(&mut self, source: &str) -> Result<(), Failure> {
        let progress = self.sources.entry(source.to_owned()).or_default();
        if let Some(run) = progress.run.take() {
            progress.last = Some(run.started);
        }
        self.save()
    }

    fn save(&self) -> Result<(), Failure> {
        let sources: Map<_, _> = self.sources.iter().map(|(name, it)| (name.clone(), it.entry())).collect();
        let content = json!({
            "version": VERSION,
            "app": self.identity.app,
            "personal": self.identity.shows_personal,
            "sources": sources,
        });
        private::replace(&self.path, |file| Ok(writeln!(file, "{content:#}")?))
    }
}

impl Progress {
    fn of(entry: &Value) -> Self {
        Self { last: entry.get("last").and_then(Value::as_i64), run: entry.get("run").and_then(Run::of) }
    }

    fn entry(&self) -> Value {
        let mut entry = Map::new();
        entry.extend(self.last.map(|last| ("last".to_owned(), last.into())));
        entry.extend(self.run.as_ref().map(|run| ("run".to_owned(), run.entry())));
        entry.into()
    }
}

impl Run {
    fn of(entry: &Value) -> Option<Self> {
        let position = match (entry.get("end").and_then(Value::as_bool), entry.get("page_token")) {
            (Some(true), _) => Position::End,
            (_, Some(token)) => Position::Page(token.as_str()?.to_owned()),
            (_, None) => Position::FirstPage,
        };
        let from = entry.get("from").and_then(Value::as_i64);
        let (started, bytes) = (entry.get("started")?.as_i64()?, entry.get("bytes")?.as_u64()?);
        Some(Self { started, from, position, bytes })
    }

    fn entry(&self) -> Value {
        let mut entry = Map::new();
        entry.insert("started".to_owned(), self.started.into());
        entry.extend(self.from.map(|from| ("from".to_owned(), from.into())));
        entry.insert("bytes".to_owned(), self.bytes.into());
        match &self.position {
            Position::FirstPage => None,
            Position::Page(token) => entry.insert("page_token".to_owned(), token.clone().into()),
            Position::End => entry.insert("end".to_owned(), true.into()),
        };
        entry.into()
    }
}
