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
    text::Text,
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
    fn of(entry: &Value) -> Result<Self, Text> {
        let Some(entry) = entry.as_object() else {
            return Err(Text::new("a profile is an object", "配置应为 JSON 对象"));
        };
        let is_known = |(key, value): (&String, &Value)| {
            ["app_id", "app_secret", "token", "base_url"].contains(&key.as_str()) && value.is_string()
        };
        if !entry.iter().all(is_known) {
            return Err(Text::new(
                "a profile has the texts app_id, app_secret, token and base_url only",
                "配置只能包含字符串 app_id、app_secret、token 和 base_url",
            ));
        }
        let text = |key| entry.get(key).and_then(Value::as_str).map(str::to_owned);
        let credentials = match (text("token"), text("app_id"), text("app_secret")) {
            (Some(token), ..) => Credentials::Token(token),
            (None, Some(id), Some(secret)) => Credentials::App { id, secret },
            _ => {
                return Err(Text::new(
                    "a profile needs app_id and app_secret, or token",
                    "配置须包含 app_id 和 app_secret，或包含 token",
                ));
            }
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
        let none = || {
            let english = "there is no home folder: set HOME or XDG_CONFIG_HOME";
            Failure::usage(english, "没有主目录，请设置 HOME 或 XDG_CONFIG_HOME")
        };
        Self::read(path().ok_or_else(none)?)
    }

    fn read(path: PathBuf) -> Result<Self, Failure> {
        if !path.exists() {
            return Ok(Self { path, entries: Map::new() });
        }
        let shown = path.display();
        match serde_json::from_str(&read_private(&path)?) {
            Ok(Value::Object(entries)) => Ok(Self { path, entries }),
            Ok(_) => Err(Failure::usage(
                format!("{shown}: expected an object with a profile for each name"),
                format!("{shown}：应为 JSON 对象，以配置名称为键"),
            )),
            // Without the cause, which may show a secret.
            Err(error) => Err(Failure::usage(
                format!("{shown}: not valid JSON in line {}", error.line()),
                format!("{shown}：第 {} 行不是有效的 JSON", error.line()),
            )),
        }
    }

    fn parse(&self, name: &str, entry: &Value) -> Result<Profile, Failure> {
        Profile::of(entry).map_err(|problem| Failure::Usage(problem.about(name).about(self.path.display())))
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
    pub(crate) fn set(self, name: &str, profile: Profile) -> Result<(), Failure> {
        self.change(|entries| entries.insert(name.to_owned(), profile.entry()))
    }

    /// Removes a profile, and writes the file.
    pub(crate) fn remove(self, name: &str) -> Result<(), Failure> {
        self.change(|entries| entries.remove(name))
    }

    /// Changes the file as it is now: another program may have changed it since it was read, for example while the user typed a secret.
    fn change(self, change: impl FnOnce(&mut Map<String, Value>) -> Option<Value>) -> Result<(), Failure> {
        if let Some(folder) = self.path.parent() {
            create_folder(folder)?;
        }
        let _lock = private::lock_in_turn(&private::with_suffix(&self.path, ".lock"))?;
        let mut now = Self::read(self.path)?;
        change(&mut now.entries);
        now.write()
    }

    fn write(&self) -> Result<(), Failure> {
        private::replace(&self.path, |file| Ok(writeln!(file, "{:#}", Value::from(self.entries.clone()))?))
    }
}

/// Reads a file that only its owner can read or write.
fn read_private(path: &Path) -> Result<String, Failure> {
    let failed = |error: std::io::Error| Failure::Usage(Text::of_io(&error).about(path.display()));
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
    Err(Failure::usage(
        format!("{shown}: others can access the file (mode {mode:04o}); run: chmod 600 {shown}"),
        format!("{shown}：其他用户可访问该文件（权限 {mode:04o}），请执行：chmod 600 {shown}"),
    ))
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)]
fn check_mode(_: &Path, _: &File) -> Result<(), Failure> {
    Ok(())
}
