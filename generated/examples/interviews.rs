//! Calls the five interview endpoints and prints the responses as a table.
//!
//! Without arguments, it uses a mock server in the same process. With `--real`, it calls the real service:
//!
//! ```sh
//! FEISHU_APP_ID=cli_… FEISHU_APP_SECRET=… cargo run --package feishu-hire --features mock --example interviews -- \
//!     --real --since 1609489908000 --application 69… --record 69… --talent 69…
//! ```

use std::{env, error::Error, fmt::Display};

use clap::Parser;
use feishu_hire::{
    Client, Timestamp, mock,
    model::{Interview, InterviewRecord, Language, UserIdType},
};

/// An arbitrary id. The mock server ignores ids.
const SAMPLE_ID: &str = "6949805467799537964";

/// Calls the five interview endpoints and prints the responses as a table.
#[derive(Debug, Parser)]
#[command(after_help = "App id and secret are read from FEISHU_APP_ID and FEISHU_APP_SECRET.")]
struct Arguments {
    /// Call the real service instead of a mock server; requires ids of your tenant.
    #[arg(long, requires_all = ["application", "record", "talent"])]
    real: bool,
    /// List interviews that start at this time or later, in milliseconds since the Unix epoch.
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 1_609_489_908_000)]
    since: i64,
    /// Id of an application.
    #[arg(long, value_name = "ID")]
    application: Option<String>,
    /// Id of an interview record.
    #[arg(long, value_name = "ID")]
    record: Option<String>,
    /// Id of a talent.
    #[arg(long, value_name = "ID")]
    talent: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = Arguments::parse();
    if arguments.real {
        let client = Client::builder(env::var("FEISHU_APP_ID")?, env::var("FEISHU_APP_SECRET")?).build()?;
        return show(&client, &arguments).await;
    }
    let server = mock::Server::start().await?;
    server.on("hire.v1.interview.list")?.set_item_count(250);
    println!("Mock server at {} with 250 interviews.\n", server.base_url());
    show(&server.client()?, &arguments).await?;
    println!(
        "\nThe mock server received {} calls and issued {} token.",
        server.requests().len(),
        server.token_requests().len()
    );
    print_next_steps();
    Ok(())
}

/// Calls the five endpoints and prints their responses as a table.
#[allow(deprecated)] // `application_interview().list()` is a legacy endpoint.
async fn show(client: &Client, arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    let id = |id: &Option<String>| id.clone().unwrap_or_else(|| SAMPLE_ID.to_owned());
    let application = id(&arguments.application);
    let mut interviews = client
        .v1()
        .interview()
        .list()
        .start_time(Timestamp::from_millis(arguments.since))
        .user_id_type(UserIdType::OpenId)
        .page_size(100)
        .items();
    println!("{:<20}  {:<24}  {:<8}  {:<18}  conclusions", "interview", "start", "type", "city");
    let mut count = 0;
    while let Some(interview) = interviews.try_next().await? {
        count += 1;
        if count <= 5 {
            println!("{}", row(&interview));
        }
    }
    println!("… {count} interviews in total\n");

    let record = client.v1().interview_record().get(id(&arguments.record)).send().await?;
    if let Some(record) = &record.interview_record {
        println!("record       {}", summary(record));
    }
    let talent = client.v1().interview().get_by_talent(id(&arguments.talent)).send().await?;
    for application in &talent.items {
        println!(
            "talent       {} interviews in application {}",
            application.interview_list.len(),
            or_dash(&application.application_id)
        );
    }
    let pdf =
        client.v1().interview_record_attachment().get(application.as_str()).language(Language::English).send().await?;
    if let Some(file) = &pdf.attachment {
        println!(
            "PDF          {}, id {}, created {}",
            or_dash(&file.mime),
            or_dash(&file.id),
            or_dash(&file.create_time)
        );
    }
    let history = client.v1().application_interview().list(application, 50).send().await?;
    println!("legacy list  {} interviews of the application", history.items.len());
    Ok(())
}

fn row(interview: &Interview) -> String {
    let kind = interview.interview_type.map(|kind| format!("{kind:?}"));
    let city = interview.address.as_ref().and_then(|address| address.city.as_ref()?.name.as_ref()?.en_us.clone());
    let conclusions: Vec<_> = interview
        .interview_record_list
        .iter()
        .map(|record| record.conclusion.map_or("?".to_owned(), |it| format!("{it:?}")))
        .collect();
    format!(
        "{:<20}  {:<24}  {:<8}  {:<18}  {}",
        or_dash(&interview.id),
        or_dash(&interview.begin_time),
        or_dash(&kind),
        or_dash(&city),
        conclusions.join(", ")
    )
}

fn summary(record: &InterviewRecord) -> String {
    let conclusion = record.conclusion.map(|it| format!("{it:?}"));
    let score =
        record.assessment_score.as_ref().and_then(|score| Some(format!("{} of {}", score.score?, score.full_score?)));
    format!(
        "{}: {}, score {}, {} questions",
        or_dash(&record.id),
        or_dash(&conclusion),
        or_dash(&score),
        record.question_list.len()
    )
}

fn or_dash(value: &Option<impl Display>) -> String {
    value.as_ref().map_or_else(|| "–".to_owned(), ToString::to_string)
}

fn print_next_steps() {
    println!("\nNext:");
    println!("  cargo xtask mock                                 run the mock server, for curl and other programs");
    println!("  cargo doc --open -p feishu-hire --all-features   browse the operations, fields and error codes");
    let real = "cargo run -p feishu-hire --features mock --example interviews -- --real --application ID --record ID --talent ID";
    if env::var_os("FEISHU_APP_ID").is_some() && env::var_os("FEISHU_APP_SECRET").is_some() {
        println!(
            "\nFEISHU_APP_ID and FEISHU_APP_SECRET are set. To call the real service with ids of your tenant:\n  {real}"
        );
    } else {
        println!(
            "\nTo call the real service, set FEISHU_APP_ID and FEISHU_APP_SECRET and use ids of your tenant:\n  {real}"
        );
    }
}
