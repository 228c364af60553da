//! The five interview endpoints, called and shown as a table.
//!
//! Without arguments it talks to a mock Feishu in this process. With `--real` it talks to the service:
//!
//! ```sh
//! FEISHU_APP_ID=cli_… FEISHU_APP_SECRET=… cargo run --package feishu-hire --features mock --example interviews -- \
//!     --real --since 1609489908000 --application 69… --record 69… --talent 69…
//! ```

use std::{collections::BTreeMap, env, error::Error, fmt::Display};

use feishu_hire::{
    Client, Timestamp, mock,
    model::{Interview, InterviewRecord, Language, UserIdType},
};

/// What to ask for.
struct Wanted {
    since: i64,
    application: String,
    record: String,
    talent: String,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments = arguments();
    let real = arguments.contains_key("--real");
    // The ids of the documented samples mean nothing to a real tenant.
    let id = |name: &str| match arguments.get(name) {
        Some(id) => Ok(id.clone()),
        None if real => Err(format!("{name} ID is missing")),
        None => Ok("6949805467799537964".to_owned()),
    };
    let wanted = Wanted {
        since: arguments.get("--since").map_or("1609489908000", String::as_str).parse()?,
        application: id("--application")?,
        record: id("--record")?,
        talent: id("--talent")?,
    };
    if real {
        let client = Client::builder(env::var("FEISHU_APP_ID")?, env::var("FEISHU_APP_SECRET")?).build()?;
        return show(&client, &wanted).await;
    }
    let server = mock::Server::start().await?;
    server.on("hire.v1.interview.list")?.holds(250);
    println!("A mock Feishu listens at {} and holds 250 interviews.\n", server.base_url());
    show(&server.client()?, &wanted).await?;
    println!(
        "\nThe mock received {} calls and gave out {} token.",
        server.requests().len(),
        server.token_requests().len()
    );
    say_what_next();
    Ok(())
}

/// Calls the five endpoints and shows what they answer.
#[allow(deprecated)] // The historic list is one of the five.
async fn show(client: &Client, wanted: &Wanted) -> Result<(), Box<dyn Error>> {
    let mut interviews = client
        .v1()
        .interview()
        .list()
        .start_time(Timestamp::from_millis(wanted.since))
        .user_id_type(UserIdType::OpenId)
        .page_size(100)
        .items();
    println!("{:<20}  {:<24}  {:<8}  {:<18}  evaluations", "interview", "begins", "held", "where");
    let mut count = 0;
    while let Some(interview) = interviews.try_next().await? {
        count += 1;
        if count <= 5 {
            println!("{}", row(&interview));
        }
    }
    println!("… {count} interviews in all, page by page\n");

    let record = client.v1().interview_record().get(wanted.record.as_str()).send().await?;
    if let Some(record) = &record.interview_record {
        println!("evaluation     {}", evaluation(record));
    }
    let talent = client.v1().interview().get_by_talent(wanted.talent.as_str()).send().await?;
    for application in &talent.items {
        println!(
            "of the talent  {} interviews in application {}",
            application.interview_list.len(),
            or_dash(&application.application_id)
        );
    }
    let pdf = client
        .v1()
        .interview_record_attachment()
        .get(wanted.application.as_str())
        .language(Language::English)
        .send()
        .await?;
    if let Some(file) = &pdf.attachment {
        println!(
            "as a file      {}, id {}, made {}",
            or_dash(&file.mime),
            or_dash(&file.id),
            or_dash(&file.create_time)
        );
    }
    let history = client.v1().application_interview().list(wanted.application.as_str(), 50).send().await?;
    println!("historic list  {} interviews of the application", history.items.len());
    Ok(())
}

fn row(interview: &Interview) -> String {
    let held = interview.interview_type.map(|kind| format!("{kind:?}"));
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
        or_dash(&held),
        or_dash(&city),
        conclusions.join(", ")
    )
}

fn evaluation(record: &InterviewRecord) -> String {
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

fn say_what_next() {
    println!("\nNext:");
    println!("  cargo xtask mock                                 the same mock by hand, for curl and other programs");
    println!("  cargo doc --open -p feishu-hire --all-features   every operation, field and error code");
    let real = "cargo run -p feishu-hire --features mock --example interviews -- --real --application ID --record ID --talent ID";
    if env::var_os("FEISHU_APP_ID").is_some() && env::var_os("FEISHU_APP_SECRET").is_some() {
        println!(
            "\nFEISHU_APP_ID and FEISHU_APP_SECRET are set; to aim this example at the real service, with ids of your tenant:\n  {real}"
        );
    } else {
        println!(
            "\nWith FEISHU_APP_ID and FEISHU_APP_SECRET set, the same example talks to the real service:\n  {real}"
        );
    }
}

/// `--name value` pairs; a name without a value stands for itself.
fn arguments() -> BTreeMap<String, String> {
    let words: Vec<String> = env::args().skip(1).collect();
    let next = words.iter().skip(1).map(String::as_str).chain([""]);
    words
        .iter()
        .zip(next)
        .filter(|(word, _)| word.starts_with("--"))
        .map(|(word, value)| (word.clone(), value.to_owned()))
        .collect()
}
