//! A minimal consumer. Without credentials, it prints a message and sends nothing.

use feishu_hire::{Timestamp, model::UserIdType};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (Ok(app_id), Ok(app_secret)) = (std::env::var("FEISHU_APP_ID"), std::env::var("FEISHU_APP_SECRET")) else {
        println!("FEISHU_APP_ID and FEISHU_APP_SECRET are not set; no call is made");
        return Ok(());
    };
    let client = feishu_hire::Client::builder(app_id, app_secret).build()?;
    let mut interviews = client
        .v1()
        .interview()
        .list()
        .start_time(Timestamp::from_millis(1_609_489_908_000))
        .user_id_type(UserIdType::OpenId)
        .items();
    while let Some(interview) = interviews.try_next().await? {
        println!("{interview:?}");
    }
    Ok(())
}
