//! The sources of credentials: a named profile, the environment, the default profile, or a prompt. Never an argument, because other users
//! of the machine see arguments.

use std::io::IsTerminal;

use console::Term;
use feishu_hire::{Client, ClientBuilder};

use crate::{
    failure::Failure,
    global::Global,
    language::Language,
    profile::{self, Credentials, Profile, Profiles},
};

/// Credentials and the base URL of their profile.
pub(crate) struct Access {
    pub(crate) credentials: Credentials,
    pub(crate) base_url: Option<String>,
}

/// Where the credentials are.
enum Source {
    Profile(Profile),
    Environment(Credentials),
    /// Nowhere: the user is asked.
    Prompt,
}

impl Source {
    /// Finds the source. `profile` is the name that the user gave.
    fn find(profile: Option<&str>) -> Result<Self, Failure> {
        if let Some(name) = profile {
            return profile::read(name)?.map(Self::Profile).ok_or_else(|| no_profile(name));
        }
        if let Some(credentials) = from_environment() {
            return Ok(Self::Environment(credentials));
        }
        Ok(profile::read(profile::DEFAULT)?.map_or(Self::Prompt, Self::Profile))
    }

    fn base_url(&self) -> Option<String> {
        match self {
            Self::Profile(profile) => profile.base_url.clone(),
            Self::Environment(_) | Self::Prompt => set("FEISHU_BASE_URL"),
        }
    }

    fn credentials(self, language: Language) -> Result<Credentials, Failure> {
        match self {
            Self::Profile(profile) => Ok(profile.credentials),
            Self::Environment(credentials) => Ok(credentials),
            Self::Prompt => prompt(language),
        }
    }
}

fn no_profile(name: &str) -> Failure {
    let (english, chinese) = others();
    Failure::usage(
        format!("no profile {name:?}{english}; create it with: feishu-hire profile set {name}"),
        format!("没有配置 {name:?}{chinese}，可用 feishu-hire profile set {name} 创建"),
    )
}

/// The profiles that the user could have meant, in English and in Chinese.
fn others() -> (String, String) {
    let profiles = Profiles::open().ok();
    let names: Vec<_> = profiles.iter().flat_map(Profiles::names).collect();
    match names.is_empty() {
        true => (String::new(), String::new()),
        false => (format!(" (there is {})", names.join(", ")), format!("（现有 {}）", names.join("、"))),
    }
}

/// Returns a client that sends nothing, with the base URL of the user. It checks requests and writes them as curl commands without credentials.
pub(crate) fn client_without_credentials(global: &Global) -> Result<Client, Failure> {
    let base_url = match &global.base_url {
        Some(url) => Some(url.clone()),
        None => Source::find(global.profile.as_deref())?.base_url(),
    };
    Ok(base_url.into_iter().fold(Client::builder_with_token("none"), ClientBuilder::base_url).build()?)
}

impl Access {
    /// Finds the credentials, or asks for them.
    pub(crate) fn find(global: &Global) -> Result<Self, Failure> {
        let source = Source::find(global.profile.as_deref())?;
        let base_url = source.base_url();
        Ok(Self { credentials: source.credentials(global.language)?, base_url })
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

fn prompt(language: Language) -> Result<Credentials, Failure> {
    if !can_ask() {
        let (english, chinese) = others();
        return Err(Failure::usage(
            format!(
                "no credentials and no profile \"default\"{english}; run `feishu-hire profile set`, or set FEISHU_APP_ID and FEISHU_APP_SECRET"
            ),
            format!(
                "没有凭证，也没有配置 \"default\"{chinese}；请执行 feishu-hire profile set，或设置 FEISHU_APP_ID 和 FEISHU_APP_SECRET"
            ),
        ));
    }
    Ok(Credentials::App { id: ask_app_id(language)?, secret: ask_app_secret(language)? })
}

/// Returns whether there is a user to ask.
pub(crate) fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks for the id of an app.
pub(crate) fn ask_app_id(language: Language) -> Result<String, Failure> {
    let terminal = Term::stderr();
    terminal.write_str(language.select("App id: ", "App ID："))?;
    Ok(terminal.read_line()?)
}

/// Asks for the secret of an app, without echo.
pub(crate) fn ask_app_secret(language: Language) -> Result<String, Failure> {
    let terminal = Term::stderr();
    terminal.write_str(language.select("App secret (not shown): ", "App Secret（输入时不显示）："))?;
    Ok(terminal.read_secure_line()?)
}
