//! Where the credentials come from: a named profile, the environment, the default profile, or a prompt. Never an argument, because other users
//! of the machine see arguments.

use std::io::IsTerminal;

use console::Term;
use feishu_hire::{Client, ClientBuilder};

use crate::{
    failure::Failure,
    profile::{self, Profile},
};

/// The identity of the caller.
pub(crate) enum Credentials {
    App { id: String, secret: String },
    Token(String),
}

/// Credentials and the base URL of their profile.
pub(crate) struct Access {
    pub(crate) credentials: Credentials,
    pub(crate) base_url: Option<String>,
}

impl Access {
    /// Finds the credentials. `profile` is the name that the user gave.
    pub(crate) fn find(profile: Option<&str>) -> Result<Self, Failure> {
        if let Some(name) = profile {
            let profile = profile::read(name)?.ok_or_else(|| Failure::usage("there is no profile file"))?;
            return Self::of_profile(&profile, name);
        }
        if let Some(credentials) = from_environment() {
            return Ok(Self { credentials, base_url: set("FEISHU_BASE_URL") });
        }
        match profile::read(profile::DEFAULT)? {
            Some(profile) => Self::of_profile(&profile, profile::DEFAULT),
            None => Ok(Self { credentials: prompt()?, base_url: None }),
        }
    }

    fn of_profile(profile: &Profile, name: &str) -> Result<Self, Failure> {
        let credentials = match (profile.token(), profile.app_id(), profile.app_secret()) {
            (Some(token), ..) => Credentials::Token(token.to_owned()),
            (None, Some(id), Some(secret)) => Credentials::App { id: id.to_owned(), secret: secret.to_owned() },
            _ => return Err(Failure::usage(format!("the profile {name:?} needs app_id and app_secret, or token"))),
        };
        Ok(Self { credentials, base_url: profile.base_url().map(str::to_owned) })
    }

    /// Returns the id of the app, if the credentials are those of an app.
    pub(crate) fn app_id(&self) -> Option<&str> {
        match &self.credentials {
            Credentials::App { id, .. } => Some(id),
            Credentials::Token(_) => None,
        }
    }

    /// Builds the client. `base_url` replaces that of the profile.
    pub(crate) fn client(&self, base_url: Option<&str>) -> Result<Client, Failure> {
        let builder: ClientBuilder<Client> = match &self.credentials {
            Credentials::App { id, secret } => Client::builder(id, secret),
            Credentials::Token(token) => Client::builder_with_token(token),
        };
        let base_url = base_url.or(self.base_url.as_deref());
        Ok(base_url.into_iter().fold(builder, ClientBuilder::base_url).build()?)
    }
}

/// Returns a variable of the environment, unless it is blank.
fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

fn from_environment() -> Option<Credentials> {
    if let Some(token) = set("FEISHU_TOKEN") {
        return Some(Credentials::Token(token));
    }
    Some(Credentials::App { id: set("FEISHU_APP_ID")?, secret: set("FEISHU_APP_SECRET")? })
}

fn prompt() -> Result<Credentials, Failure> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        let path = profile::path().map(|path| path.display().to_string()).unwrap_or_default();
        return Err(Failure::usage(format!(
            "no credentials; set FEISHU_APP_ID and FEISHU_APP_SECRET, or write {path}"
        )));
    }
    let terminal = Term::stderr();
    terminal.write_str("App id: ")?;
    let id = terminal.read_line()?;
    terminal.write_str("App secret (not shown): ")?;
    let secret = terminal.read_secure_line()?;
    Ok(Credentials::App { id, secret })
}
