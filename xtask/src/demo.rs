//! `demo`, `mock` and `soak` run examples of the emitted crate.

use std::{
    net::{IpAddr, Ipv4Addr},
    process::ExitCode,
};

use clap::Args;

use crate::{
    Outcome, Schema, codegen,
    process::{cargo, run},
};

/// The features of all examples, so that the crate is compiled once.
pub(crate) const FEATURES: &str = "events-socket,mock";

/// `cargo xtask demo`
pub(crate) fn demo() -> Outcome {
    anstream::println!("1. Generating the crate feishu-hire from schema/ …");
    let generated = codegen::write(Schema::default(), None)?;
    if generated != ExitCode::SUCCESS {
        return Ok(generated);
    }
    anstream::println!("2. Building the crate and calling a mock server in the same process …\n");
    example("interviews", &[], &[])
}

/// Options of `cargo xtask mock`.
#[derive(Args)]
pub(crate) struct MockOptions {
    /// Address to listen on; `0.0.0.0` accepts connections from other machines and containers.
    #[arg(long, default_value_t = Ipv4Addr::LOCALHOST.into())]
    host: IpAddr,
    /// Port to listen on; 0 selects a free port.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Number of items that each paged operation returns.
    #[arg(long, default_value_t = 250)]
    items: usize,
    /// Respond with the documented samples, without paging and rate limits.
    #[arg(long)]
    samples: bool,
    /// URL of a webhook, such as `http://127.0.0.1:3000/events`, to which events are sent [default: events are sent by long connection]
    #[arg(long, value_name = "URL")]
    webhook: Option<String>,
    /// Verification token in the events of the webhook.
    #[arg(long, value_name = "TOKEN", requires = "webhook")]
    verification_token: Option<String>,
    /// Key with which the requests of the webhook are encrypted and signed.
    #[arg(long, value_name = "KEY", requires = "webhook")]
    encrypt_key: Option<String>,
}

/// `cargo xtask mock`
pub(crate) fn mock(options: &MockOptions) -> Outcome {
    let MockOptions { host, port, items, samples, webhook, verification_token, encrypt_key } = options;
    let (host, port, items) = (host.to_string(), port.to_string(), items.to_string());
    let mut arguments = vec!["--host", &host, "--port", &port, "--items", &items];
    arguments.extend(samples.then_some("--samples"));
    let of_webhook =
        [("--webhook", webhook), ("--verification-token", verification_token), ("--encrypt-key", encrypt_key)];
    arguments.extend(of_webhook.into_iter().filter_map(|(name, value)| Some([name, value.as_deref()?])).flatten());
    example("mock_server", &[], &arguments)
}

/// `cargo xtask soak`
pub(crate) fn soak(calls: u64, at_once: usize, seed: u64) -> Outcome {
    let (calls, at_once, seed) = (calls.to_string(), at_once.to_string(), seed.to_string());
    example("soak", &["--release"], &["--calls", &calls, "--at-once", &at_once, "--seed", &seed])
}

fn example(name: &str, profile: &[&str], arguments: &[&str]) -> Outcome {
    let mut command = cargo(&["run", "--quiet", "--package", "feishu-hire", "--features", FEATURES, "--example", name]);
    let command = command.args(profile).arg("--").args(arguments);
    Ok(if run(command)? { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
