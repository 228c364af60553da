//! Any body as the answer of the token endpoint: a token, or an error that shows none.

use feishu_runtime::mock::fuzzing;
use serde_json::Value;

use super::shown::nothing_personal;

/// The whole input is the body.
pub fn check(input: &[u8]) -> Result<(), String> {
    for status in [200, 400, 502] {
        match fuzzing::token(status, input) {
            Ok(_) if status >= 400 => return Err(format!("a token out of HTTP {status}")),
            Ok(_) if !holds_a_token(input) => return Err("a token out of nothing".to_owned()),
            Ok(_) => {}
            Err(error) => nothing_personal(&error, input)?,
        }
    }
    Ok(())
}

fn holds_a_token(body: &[u8]) -> bool {
    let json: Option<Value> = serde_json::from_slice(body).ok();
    json.is_some_and(|json| json.get("code").is_some() && json.get("tenant_access_token").is_some())
}
