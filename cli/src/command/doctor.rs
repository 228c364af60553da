//! `doctor`: checks the requirements of calls, and gives advice.

use std::{collections::BTreeMap, io::Write, net::ToSocketAddrs};

use clap::{ArgMatches, Command};
use feishu_hire::{
    Client, Method, Value,
    operation::ALL,
    reqwest::{Response, Url},
};
use serde_json::json;

use crate::{
    catalog::Operation,
    credentials::Access,
    failure::Failure,
    global::{Global, view},
    hint, http,
    language::Language,
    output::{Format, Printer},
    profile::{self, Credentials, Profiles},
    signal::Stop,
    text::Text,
    time::now_millis,
};

/// The default base URL.
const BASE_URL: &str = "https://open.feishu.cn";

/// A clock that differs more than this misjudges the age of tokens and links. In milliseconds.
const CLOCK_DIFFERENCE: i64 = 60_000;

pub(super) fn define(language: Language) -> Command {
    Command::new("doctor")
        .about(language.select(
            "Check credentials, scopes, network, proxy and clock",
            "检查凭证、权限、网络、代理和系统时间",
        ))
        .long_about(language.select(
            "Checks the profile file, credentials, proxy, network, clock and scopes. Each line has the outcome (ok, warning, error) and what to do. The exit code is that of the first error.",
            "检查配置文件、凭证、代理、网络、系统时间和权限。每行给出结果（ok、warning、error）和处理建议，退出码取自第一个错误。",
        ))
}

pub(super) async fn run(matches: &ArgMatches, global: &Global) -> Result<(), Failure> {
    let mut checkup = Checkup { language: global.language, findings: Vec::new(), failure: None };
    Stop::listen()?.until(checkup.run(global)).await?;
    if matches.get_one::<Format>("format").is_some() {
        let columns = ["outcome", "check", "message", "advice"].map(str::to_owned).to_vec();
        let mut printer = Printer::new(view(matches)?, columns, true);
        for finding in &checkup.findings {
            printer.write(finding.json())?;
        }
        printer.finish()?;
    } else {
        let mut stdout = std::io::stdout();
        checkup.findings.iter().try_for_each(|finding| write!(stdout, "{}", finding.text()))?;
    }
    checkup.failure.map_or(Ok(()), Err)
}

#[derive(Clone, Copy)]
enum Outcome {
    Ok,
    Warning,
    Error,
}

impl Outcome {
    fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// The result of a check.
struct Finding {
    outcome: Outcome,
    check: &'static str,
    message: String,
    /// Advice for the user, one line each.
    advice: Vec<String>,
}

impl Finding {
    fn json(&self) -> Value {
        let advice = self.advice.join("; ");
        json!({ "outcome": self.outcome.name(), "check": self.check, "message": self.message, "advice": advice })
    }

    fn text(&self) -> String {
        let advice: String = self.advice.iter().map(|advice| format!("{:22}→ {advice}\n", "")).collect();
        format!("{:<8} {:<12} {}\n{advice}", self.outcome.name(), self.check, self.message)
    }
}

/// The checks, in their order.
struct Checkup {
    language: Language,
    findings: Vec<Finding>,
    /// The first error.
    failure: Option<Failure>,
}

impl Checkup {
    async fn run(&mut self, global: &Global) {
        self.check_profile();
        let access = self.find_access(global);
        let given = global.base_url.clone().or_else(|| access.as_ref()?.base_url.clone());
        let base_url = given.unwrap_or_else(|| BASE_URL.to_owned());
        self.check_proxy();
        self.check_dns(&base_url);
        self.check_server(&base_url).await;
        let Some(access) = access else { return };
        match access.client(global.base_url.as_deref()) {
            Ok(client) => self.check_client(&client, &access).await,
            Err(failure) => self.error("credentials", failure, Vec::new()),
        }
    }

    fn say(&self, english: impl Into<String>, chinese: impl Into<String>) -> String {
        self.language.select(english.into(), chinese.into())
    }

    fn add(&mut self, outcome: Outcome, check: &'static str, message: String, advice: Vec<String>) {
        self.findings.push(Finding { outcome, check, message, advice });
    }

    fn error(&mut self, check: &'static str, failure: Failure, advice: Vec<String>) {
        self.add(Outcome::Error, check, failure.message(self.language), advice);
        self.failure.get_or_insert(failure);
    }

    fn check_profile(&mut self) {
        let Some(path) = profile::path() else { return };
        let shown = path.display();
        if !path.exists() {
            let message = self.say(format!("{shown} does not exist"), format!("{shown} 不存在"));
            let advice = self.say("create one with: feishu-hire profile set", "可用 feishu-hire profile set 创建");
            return self.add(Outcome::Ok, "profile", message, vec![advice]);
        }
        match Profiles::open() {
            Ok(profiles) => {
                let names = profiles.names().collect::<Vec<_>>().join(", ");
                let message = self.say(format!("{shown} has {names}"), format!("{shown} 包含 {names}"));
                self.add(Outcome::Ok, "profile", message, Vec::new());
            }
            Err(failure) => self.error("profile", failure, Vec::new()),
        }
    }

    fn find_access(&mut self, global: &Global) -> Option<Access> {
        match Access::find(global) {
            Ok(access) => Some(access),
            Err(failure) => {
                self.error("credentials", failure, Vec::new());
                None
            }
        }
    }

    fn check_proxy(&mut self) {
        let names = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
        let proxies: Vec<_> = names
            .into_iter()
            .filter_map(|name| Some((name, std::env::var(name).ok().filter(|value| !value.is_empty())?)))
            .collect();
        if proxies.is_empty() {
            let message = self.say("none in the environment", "环境变量中未设置代理");
            return self.add(Outcome::Ok, "proxy", message, Vec::new());
        }
        // Only the host: a user and a password may be before it.
        let host = |value: &str| Url::parse(value).ok().and_then(|url| url.host_str().map(str::to_owned));
        let shown: Vec<_> =
            proxies.iter().map(|(name, value)| format!("{name} ({})", host(value).unwrap_or_default())).collect();
        self.add(Outcome::Ok, "proxy", shown.join(", "), Vec::new());
    }

    fn check_dns(&mut self, base_url: &str) {
        let url = match Url::parse(base_url) {
            Ok(url) => url,
            Err(error) => {
                let failure = Failure::Usage(Text::foreign(error).about("--base-url"));
                return self.error("dns", failure, Vec::new());
            }
        };
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let found = (host.as_str(), url.port_or_known_default().unwrap_or(443)).to_socket_addrs();
        match found.map(Iterator::count) {
            Ok(count) => {
                let message = self.say(format!("{host}: {count} addresses"), format!("{host}：{count} 个地址"));
                self.add(Outcome::Ok, "dns", message, Vec::new());
            }
            Err(error) => {
                let advice = self.say(
                    "check the name server, unless the proxy resolves names",
                    "请检查 DNS；若由代理解析域名可忽略",
                );
                let message = self.say(format!("{host}: {error}"), format!("{host}：{error}"));
                self.add(Outcome::Warning, "dns", message, vec![advice]);
            }
        }
    }

    async fn check_server(&mut self, base_url: &str) {
        let response = match http::client() {
            Ok(client) => client.head(base_url).send().await,
            Err(failure) => return self.error("network", failure, Vec::new()),
        };
        match response {
            Ok(response) => {
                let status = response.status().as_u16();
                let message = self.say(format!("{base_url}: HTTP {status}"), format!("{base_url}：HTTP {status}"));
                self.add(Outcome::Ok, "network", message, Vec::new());
                self.check_clock(&response);
            }
            Err(error) => {
                let advice = self.say(
                    "check the network, certificates, the proxy (HTTPS_PROXY) and --base-url",
                    "请检查网络、证书、代理（HTTPS_PROXY）和 --base-url",
                );
                let cause = Text::foreign(http::causes(error)).about(base_url);
                self.error("network", Failure::Io(cause), vec![advice]);
            }
        }
    }

    fn check_clock(&mut self, response: &Response) {
        let header = response.headers().get("date").and_then(|value| value.to_str().ok());
        let Some(theirs) = header.and_then(parse_http_date) else {
            let message = self.say("the server states no time", "服务器未返回时间");
            return self.add(Outcome::Warning, "clock", message, Vec::new());
        };
        let difference = now_millis().saturating_sub(theirs);
        let seconds = difference.abs() / 1000;
        let message =
            self.say(format!("differs from that of the server by {seconds} s"), format!("与服务器相差 {seconds} 秒"));
        if difference.abs() <= CLOCK_DIFFERENCE {
            self.add(Outcome::Ok, "clock", message, Vec::new());
        } else {
            let advice = self.say("set the clock of this machine", "请校准本机时间");
            self.add(Outcome::Warning, "clock", message, vec![advice]);
        }
    }

    async fn check_client(&mut self, client: &Client, access: &Access) {
        match &access.credentials {
            Credentials::Token(_) => {
                let message = self.say("a token, which only calls can verify", "使用 token，仅在调用时验证");
                self.add(Outcome::Ok, "credentials", message, Vec::new());
            }
            Credentials::App { id, .. } => match client.check().await {
                Ok(()) => {
                    let message = self.say(format!("app {id} is accepted"), format!("应用 {id} 有效"));
                    self.add(Outcome::Ok, "credentials", message, Vec::new());
                }
                Err(error) => {
                    let advice = hint::hints(&error, access.app_id(), self.language);
                    return self.error("credentials", error.into(), advice);
                }
            },
        }
        self.check_scopes(client, access).await;
    }

    /// Compares the scopes that were granted with those of the operations.
    async fn check_scopes(&mut self, client: &Client, access: &Access) {
        let request = client.request(Method::Get, "/open-apis/application/v6/scopes");
        let granted = match request.send::<Value>().await {
            Ok(data) => granted(&data),
            Err(error) => {
                let advice = self.say(
                    "missing scopes are known when an operation fails: the error names them",
                    "缺少的权限会在调用失败时由错误信息给出",
                );
                return self.add(Outcome::Warning, "scopes", Failure::from(error).message(self.language), vec![advice]);
            }
        };
        let scoped = || ALL.iter().filter(|row| !row.scopes.is_empty());
        let refused: Vec<_> =
            scoped().filter(|row| !row.scopes.iter().any(|scope| granted.contains(&(*scope).to_owned()))).collect();
        let (all, permitted) = (scoped().count(), scoped().count() - refused.len());
        let message = self.say(
            format!("{permitted} of {all} operations are permitted"),
            format!("{all} 个接口中 {permitted} 个已授权"),
        );
        if refused.is_empty() {
            return self.add(Outcome::Ok, "scopes", message, Vec::new());
        }
        let mut missing: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for operation in refused.into_iter().filter_map(|row| Operation::of(row)) {
            missing.entry(operation.row.scopes.join(" | ")).or_default().push(operation.command().join(" "));
        }
        let mut advice: Vec<_> =
            missing.iter().map(|(scopes, commands)| format!("{scopes}: {}", commands.join(", "))).collect();
        let page = access
            .app_id()
            .map_or("https://open.feishu.cn/app".to_owned(), |id| format!("https://open.feishu.cn/app/{id}/auth"));
        advice.push(self.say(format!("add what you need: {page}"), format!("按需开通：{page}")));
        self.add(Outcome::Warning, "scopes", message, advice);
    }
}

/// Returns the scopes that the tenant has granted to the app itself.
fn granted(data: &Value) -> Vec<String> {
    let scopes = data.get("scopes").and_then(Value::as_array).into_iter().flatten();
    let is_granted = |scope: &&Value| {
        scope.get("grant_status").and_then(Value::as_i64) == Some(1)
            && scope.get("scope_type").and_then(Value::as_str) != Some("user")
    };
    scopes.filter(is_granted).filter_map(|scope| scope.get("scope_name")?.as_str().map(str::to_owned)).collect()
}

/// Parses the time of a `Date` header, such as `Sat, 28 Nov 2026 01:02:03 GMT`, into milliseconds.
fn parse_http_date(text: &str) -> Option<i64> {
    let mut parts = text.split(' ').skip(1);
    let (day, month, year, time) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = months.iter().position(|name| *name == month)? + 1;
    crate::time::parse_millis(&format!("{year}-{month:02}-{day}T{time}Z")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_a_server_is_parsed() {
        assert_eq!(parse_http_date("Sat, 31 Oct 2026 16:00:00 GMT"), Some(1_793_462_400_000));
        assert_eq!(parse_http_date("yesterday"), None);
    }

    #[test]
    fn scopes_of_users_and_pending_ones_do_not_count() {
        let scope = |name: &str, status: i64, kind: &str| json!({ "scope_name": name, "grant_status": status, "scope_type": kind });
        let data = json!({ "scopes": [scope("a", 1, "tenant"), scope("b", 2, "tenant"), scope("c", 1, "user")] });
        assert_eq!(granted(&data), ["a"]);
    }
}
