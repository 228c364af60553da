//! Parses the apps, access tokens and rate limits of an operation.

use crate::clean::join_lines;

pub(crate) fn parse_apps(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let mut apps = Vec::new();
    if has(&["custom", "自建"]) {
        apps.push("custom".to_owned());
    }
    if has(&["isv", "商店", "store"]) {
        apps.push("store".to_owned());
    }
    apps
}

/// Parses the kinds of access tokens. Empty for the default, which is a tenant access token.
pub(crate) fn parse_tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    for (name, word) in [("tenant", "tenant_access_token"), ("user", "user_access_token")] {
        if text.contains(word) {
            tokens.push(name.to_owned());
        }
    }
    if tokens == ["tenant"] { Vec::new() } else { tokens }
}

/// Parses rate limits such as `1000 次/分钟、50 次/秒`.
pub(crate) fn parse_limits(text: &str, notes: &mut Vec<String>) -> Option<String> {
    let text = join_lines(text);
    let text = text.trim_matches(['[', ']', ' ']);
    if text.contains("特殊") || text.to_lowercase().contains("special") {
        return Some("special".to_owned());
    }
    let window = |part: &str| {
        let (calls, unit) = part.split_once('/').or_else(|| part.split_once(" per "))?;
        let calls: u32 = calls.chars().filter(char::is_ascii_digit).collect::<String>().parse().ok()?;
        let unit = unit.trim().to_lowercase();
        let units = [
            ("秒", "second"),
            ("sec", "second"),
            ("分", "minute"),
            ("min", "minute"),
            ("时", "hour"),
            ("hour", "hour"),
            ("天", "day"),
            ("日", "day"),
            ("day", "day"),
        ];
        let (_, unit) = units.into_iter().find(|(word, _)| unit.contains(word))?;
        Some(format!("{calls}/{unit}"))
    };
    let windows: Option<Vec<String>> = text.split(['、', ',', '，', '；', ';']).map(window).collect();
    match windows {
        Some(windows) if !windows.is_empty() => Some(format!("[{}]", windows.join(", "))),
        _ => {
            notes.push(format!("check: unknown notation of the rate limit `{text}`"));
            None
        }
    }
}
