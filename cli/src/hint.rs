//! Advice for errors.

use feishu_hire::Error;

use crate::{catalog::Operation, language::Language};

/// Returns the advice for an error, one line each.
pub(crate) fn hints(error: &Error, app_id: Option<&str>, language: Language) -> Vec<String> {
    let say = |english: &str, chinese: &str| language.select(english, chinese).to_owned();
    let mut hints = Vec::new();
    if error.is_scope_missing() {
        hints.push(scope_hint(error, app_id, language));
    } else if error.is_app_refused() {
        hints.push(say(
            "check the app id and the app secret, and that the app is enabled",
            "请检查 App ID、App Secret，以及应用是否已启用",
        ));
    } else if error.is_token_refused() {
        hints.push(say(
            "check the token: it may have expired, or be of a kind that the operation does not take",
            "请检查 token：可能已过期，或类型不被该接口接受",
        ));
    } else if error.is_ip_refused() {
        hints.push(say(
            "add the IP address of this machine to the allow list of the app",
            "请将本机 IP 加入应用的 IP 白名单",
        ));
    } else if error.is_rate_limited() || error.is_quota_exhausted() {
        hints.extend(error.retry_after().map(|wait| {
            let seconds = wait.as_secs_f64().ceil();
            language.select(format!("try again in {seconds} s"), format!("请在 {seconds} 秒后重试"))
        }));
    } else if error.is_not_found() {
        hints.push(say(
            "check the ids: the object does not exist in this tenant, or the app cannot see it",
            "请检查 ID：该对象在当前租户中不存在，或应用无权查看",
        ));
    } else if error.is_invalid_parameter() && error.was_sent() && takes_user_ids(error) {
        hints.push(say(
            "if the call has user ids, check their kind: --user-id-type (default open_id)",
            "如果传了用户 ID，请检查其类型：--user-id-type（默认 open_id）",
        ));
    } else if error.is_connect() {
        hints.push(say(
            "check the network, the proxy (HTTPS_PROXY) and --base-url",
            "请检查网络、代理（HTTPS_PROXY）和 --base-url",
        ));
    }
    hints.extend(error.troubleshooter().map(str::to_owned));
    hints
}

fn takes_user_ids(error: &Error) -> bool {
    let operation = error.operation().and_then(Operation::with_id);
    operation.is_some_and(|it| it.row.parameters.iter().any(|parameter| parameter.name == "user_id_type"))
}

/// Returns the missing scopes, and the page on which to request them.
fn scope_hint(error: &Error, app_id: Option<&str>, language: Language) -> String {
    let violations = error.permission_violations();
    let named: Vec<_> =
        violations.iter().map(|violation| violation.scope()).filter(|scope| !scope.is_empty()).collect();
    let scopes = if named.is_empty() { error.required_scopes().to_vec() } else { named };
    let given = violations.iter().map(|violation| violation.url()).find(|url| !url.is_empty()).map(str::to_owned);
    let own = || app_id.map(|id| format!("https://open.feishu.cn/app/{id}/auth?q={}", scopes.join(",")));
    let page = given.or_else(own).unwrap_or_else(|| "https://open.feishu.cn/app".to_owned());
    let scopes = scopes.join(", ");
    language.select(
        format!("add one of these scopes to the app, and publish a new version of it: {scopes}\n      {page}"),
        format!("请为应用开通以下任一权限并发布新版本：{scopes}\n      {page}"),
    )
}
