//! Profiles: credentials in a file that only its owner can read.

use std::{
    collections::BTreeMap,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::failure::Failure;

/// The profile that is used if none is named.
pub(crate) const DEFAULT: &str = "default";

/// A profile.
#[derive(Default)]
pub(crate) struct Profile(BTreeMap<String, String>);

impl Profile {
    pub(crate) fn app_id(&self) -> Option<&str> {
        self.get("app_id")
    }

    pub(crate) fn app_secret(&self) -> Option<&str> {
        self.get("app_secret")
    }

    pub(crate) fn token(&self) -> Option<&str> {
        self.get("token")
    }

    pub(crate) fn base_url(&self) -> Option<&str> {
        self.get("base_url")
    }

    fn get(&self, key: &str) -> Option<&str> {
        self.0.get(key).map(String::as_str)
    }
}

/// Returns the path of the file: `$XDG_CONFIG_HOME/feishu-hire/profiles.json`, by default below `~/.config`.
pub(crate) fn path() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder =
        set("XDG_CONFIG_HOME").or_else(|| Some(set("HOME").or_else(|| set("USERPROFILE"))?.join(".config")))?;
    Some(folder.join("feishu-hire").join("profiles.json"))
}

/// Reads a profile; `None` if there is no file.
pub(crate) fn read(name: &str) -> Result<Option<Profile>, Failure> {
    let Some(path) = path().filter(|path| path.exists()) else { return Ok(None) };
    let shown = path.display();
    let profiles = read_all(&path)?;
    let Some(profile) = profiles.get(name) else {
        let names: Vec<_> = profiles.as_object().into_iter().flat_map(|entries| entries.keys().cloned()).collect();
        return Err(Failure::usage(format!("{shown}: no profile {name:?}; there is {}", names.join(", "))));
    };
    let mut entries = BTreeMap::new();
    for (key, value) in profile.as_object().into_iter().flatten() {
        match (key.as_str(), value.as_str()) {
            ("app_id" | "app_secret" | "token" | "base_url", Some(value)) => {
                entries.insert(key.clone(), value.to_owned());
            }
            _ => {
                let message = "a profile has the texts app_id, app_secret, token and base_url only";
                return Err(Failure::usage(format!("{shown}: {key}: {message}")));
            }
        }
    }
    Ok(Some(Profile(entries)))
}

/// Returns the names of the profiles; none if there is no file.
pub(crate) fn names() -> Result<Vec<String>, Failure> {
    let Some(path) = path().filter(|path| path.exists()) else { return Ok(Vec::new()) };
    Ok(read_all(&path)?.as_object().into_iter().flat_map(|entries| entries.keys().cloned()).collect())
}

fn read_all(path: &Path) -> Result<Value, Failure> {
    let text = read_private(path)?;
    // Without the cause, which may show a secret.
    serde_json::from_str(&text)
        .map_err(|error| Failure::usage(format!("{}: not valid JSON in line {}", path.display(), error.line())))
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
