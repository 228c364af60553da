//! A required parameter cannot be forgotten.

fn main() {
    let client = feishu_hire::Client::builder("cli_x", "secret").build().unwrap();
    let _ = client.v1().interview().get_by_talent().send();
}
