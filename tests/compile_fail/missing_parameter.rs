//! A request cannot be created without its required parameters.

fn main() {
    let client = feishu_hire::Client::builder("cli_x", "secret").build().unwrap();
    let _ = client.v1().interview().get_by_talent().send();
}
