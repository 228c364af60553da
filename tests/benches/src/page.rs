//! A page of 100 interviews, made from the documented sample.

use feishu_hire::mock::MOCK_OPERATIONS;
use serde_json::Value;

/// Returns copies of the only item of the sample, each with another id.
#[must_use]
pub fn items(count: usize) -> Vec<Value> {
    let sample = MOCK_OPERATIONS
        .iter()
        .find(|mocked| mocked.operation.id == "hire.v1.interview.list")
        .map_or("{}", |mocked| mocked.sample);
    let sample: Value = serde_json::from_str(sample).unwrap_or_default();
    let item = sample.pointer("/data/items/0").cloned().unwrap_or_default();
    (0..count)
        .map(|index| {
            let mut item = item.clone();
            if let Some(id) = item.get_mut("id") {
                *id = Value::String(format!("69498054677995{index:05}"));
            }
            item
        })
        .collect()
}

/// Returns the complete response without whitespace, as the service sends it.
#[must_use]
pub fn body(count: usize) -> String {
    let response = serde_json::json!({
        "code": 0,
        "msg": "success",
        "data": { "items": items(count), "has_more": false },
    });
    response.to_string()
}
