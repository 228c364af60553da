//! Arbitrary bodies as responses of the token endpoint: they yield a token, or an error that contains no token.

use feishu_runtime::mock::fuzzing;
use serde_json::Value;

use super::shown::nothing_personal;

/// Uses the input as the body.
pub fn check(input: &[u8]) -> Result<(), String> {
    for status in [200, 400, 502] {
        match fuzzing::token(status, input) {
            Ok(_) if status >= 400 => return Err(format!("a token from a response with HTTP {status}")),
            Ok(_) if !contains_token(input) => return Err("a token from a body without one".to_owned()),
            Ok(_) => {}
            Err(error) => nothing_personal(&error, input)?,
        }
    }
    Ok(())
}

fn contains_token(body: &[u8]) -> bool {
    let json: Option<Value> = serde_json::from_slice(body).ok();
    json.is_some_and(|json| json.get("code").is_some() && json.get("tenant_access_token").is_some())
}
