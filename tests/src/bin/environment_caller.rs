//! A program in an environment of its own: builds a client, makes one call, and prints the result.
//!
//! `environment_caller BASE_URL [LINK]`. With a link, it downloads the file instead. Standard output: `ok`, or the kind and the text of the
//! error.

use std::env;

use feishu_hire::{Client, Result, model::Attachment};

#[tokio::main]
async fn main() {
    let mut arguments = env::args().skip(1);
    let base_url = arguments.next().unwrap_or_default();
    match run(&base_url, arguments.next()).await {
        Ok(()) => println!("ok"),
        Err(error) => println!("{:?}: {error}", error.kind()),
    }
}

async fn run(base_url: &str, link: Option<String>) -> Result<()> {
    let client = Client::builder("cli_mock", "secret-of-the-mock").base_url(base_url).build()?;
    match link {
        Some(link) => {
            let attachment = Attachment { url: Some(link.into()), ..Attachment::default() };
            attachment.download(&client).bytes().await.map(drop)
        }
        None => client.v1().interview().list().interview_id("1").send().await.map(drop),
    }
}
