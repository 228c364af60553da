//! A talent id cannot be passed as an application id.

use feishu_hire::model::TalentId;

fn main() {
    let client = feishu_hire::Client::builder("cli_x", "secret").build().unwrap();
    let talent = TalentId::from("6949805467799537964");
    let _ = client.v1().interview_record_attachment().get(talent).send();
}
