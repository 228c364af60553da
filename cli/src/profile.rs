//! Profiles: credentials in a file that only its owner can read.

use std::{
    env,
    fs::File,
    io::{Read, Write},
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

use crate::{
    failure::Failure,
    private::{self, create_folder},
};

/// The profile that is used if none is named.
pub(crate) const DEFAULT: &str = "default";

/// The identity of the caller.
pub(crate) enum Credentials {
    App { id: String, secret: String },
    Token(String),
}

/// A profile.
pub(crate) struct Profile {
    pub(crate) credentials: Credentials,
    pub(crate) base_url: Option<String>,
}

impl Profile {
    /// Reads the entry of a profile. The error describes the problem.
    fn of(entry: &Value) -> Result<Self, String> {
        let Some(entry) = entry.as_object() else { return Err("a profile is an object".to_owned()) };
        let is_known = |(key, value): (&String, &Value)| {
            ["app_id", "app_secret", "token", "base_url"].contains(&key.as_str()) && value.is_string()
        };
        if !entry.iter().all(is_known) {
            return Err("a profile has the texts app_id, app_secret, token and base_url only".to_owned());
        }
        let text = |key| entry.get(key).and_then(Value::as_str).map(str::to_owned);
        let credentials = match (text("token"), text("app_id"), text("app_secret")) {
            (Some(token), ..) => Credentials::Token(token),
            (None, Some(id), Some(secret)) => Credentials::App { id, secret },
            _ => return Err("a profile needs app_id and app_secret, or token".to_owned()),
        };
        Ok(Self { credentials, base_url: text("base_url") })
    }

    fn entry(self) -> Value {
        let mut entry = Map::new();
        match self.credentials {
            Credentials::App { id, secret } => {
                entry.insert("app_id".to_owned(), id.into());
                entry.insert("app_secret".to_owned(), secret.into());
            }
            Credentials::Token(token) => {
                entry.insert("token".to_owned(), token.into());
            }
        }
        entry.extend(self.base_url.map(|url| ("base_url".to_owned(), url.into())));
        entry.into()
    }
}

/// Returns the path of the file: `$XDG_CONFIG_HOME/feishu-hire/profiles.json`, by default below `~/.config`.
pub(crate) fn path() -> Option<PathBuf> {
    let set = |name| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder =
        set("XDG_CONFIG_HOME").or_else(|| Some(set("HOME").or_else(|| set("USERPROFILE"))?.join(".config")))?;
    Some(folder.join("feishu-hire").join("profiles.json"))
}

/// Reads a profile, if there is one of this name.
pub(crate) fn read(name: &str) -> Result<Option<Profile>, Failure> {
    let Some(path) = path() else { return Ok(None) };
    let profiles = Profiles::read(path)?;
    profiles.entries.get(name).map(|entry| profiles.parse(name, entry)).transpose()
}

/// The profile file and its content.
pub(crate) struct Profiles {
    path: PathBuf,
    entries: Map<String, Value>,
}

impl Profiles {
    /// Reads the file of the user; no profiles if it does not exist.
    pub(crate) fn open() -> Result<Self, Failure> {
        Self::read(path().ok_or_else(|| Failure::usage("there is no home folder: set HOME or XDG_CONFIG_HOME"))?)
    }

    fn read(path: PathBuf) -> Result<Self, Failure> {
        if !path.exists() {
            return Ok(Self { path, entries: Map::new() });
        }
        let shown = path.display();
        match serde_json::from_str(&read_private(&path)?) {
            Ok(Value::Object(entries)) => Ok(Self { path, entries }),
            Ok(_) => Err(Failure::usage(format!("{shown}: expected an object with a profile for each name"))),
            // Without the cause, which may show a secret.
            Err(error) => Err(Failure::usage(format!("{shown}: not valid JSON in line {}", error.line()))),
        }
    }

    fn parse(&self, name: &str, entry: &Value) -> Result<Profile, Failure> {
        Profile::of(entry).map_err(|problem| Failure::usage(format!("{}: {name}: {problem}", self.path.display())))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the names, in the order of the file.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.entries.contains_key(name)
    }

    /// Returns the profiles with their names.
    pub(crate) fn all(&self) -> Result<Vec<(&str, Profile)>, Failure> {
        self.entries.iter().map(|(name, entry)| Ok((name.as_str(), self.parse(name, entry)?))).collect()
    }

    /// Adds or replaces a profile, and writes the file.
    pub(crate) fn set(&mut self, name: &str, profile: Profile) -> Result<(), Failure> {
        self.entries.insert(name.to_owned(), profile.entry());
        self.write()
    }

    /// Removes a profile, and writes the file.
    pub(crate) fn remove(&mut self, name: &str) -> Result<(), Failure> {
        self.entries.remove(name);
        self.write()
    }

    fn write(&self) -> Result<(), Failure> {
        if let Some(folder) = self.path.parent() {
            create_folder(folder)?;
        }
        private::replace(&self.path, |file| Ok(writeln!(file, "{:#}", Value::from(self.entries.clone()))?))
    }
}

/// Reads a file that only its owner can read or write.
fn read_private(path: &Path) -> Result<String, Failure> {
    let failed = |error: std::io::Error| Failure::usage(format!("{}: {error}", path.display()));
    let mut file = File::open(path).map_err(failed)?;
    check_mode(path, &file)?;
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(failed)?;
    Ok(text)
}

#[cfg(unix)]
fn check_mode(path: &Path, file: &File) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;

    let mode = file.metadata()?.permissions().mode() & 0o777;
    if mode & 0o077 == 0 {
        return Ok(());
    }
    let shown = path.display();
    Err(Failure::usage(format!("{shown}: others can access the file (mode {mode:04o}); run: chmod 600 {shown}")))
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)]
fn check_mode(_: &Path, _: &File) -> Result<(), Failure> {
    Ok(())
}
