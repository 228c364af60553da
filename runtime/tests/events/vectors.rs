//! The receiver with requests that were encrypted and signed by openssl 3.0.19, an independent implementation.
//!
//! These commands created the other two files and the signature from `event.json` and `challenge.json`:
//!
//! ```sh
//! KEY='kudryavka-0123456789abcdef'
//! HEX=$(printf %s "$KEY" | openssl dgst -sha256 -r | cut -d' ' -f1)
//! IV=000102030405060708090a0b0c0d0e0f
//! seal() { (printf "$(printf %s $IV | sed 's/../\\x&/g')"; openssl enc -aes-256-cbc -K $HEX -iv $IV -in "$1") | openssl base64 -A; }
//! printf '{"encrypt": "%s"}' "$(seal event.json)" > event.encrypted.json
//! printf '{"encrypt":"%s"}' "$(seal challenge.json)" > challenge.encrypted.json
//! (printf %s 1700000000 nonce-7 "$KEY"; cat event.encrypted.json) | openssl dgst -sha256 -r
//! ```

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use feishu_runtime::event::{Headers, RawEvent, ReceiveError, ReceiveErrorKind, Received, Receiver, SchemaVersion};

use crate::Outcome;

const KEY: &str = "kudryavka-0123456789abcdef";
const TOKEN: &str = "066zT6pS4QCbgj5Do145GfDbbagCHGgF";
const SIGNATURE: &str = "3ff4b39897312e63685f3c66a260eb70fde05217a97382c2f633ccf4cc0de35b";
const SEALED: &str = include_str!("vectors/event.encrypted.json");

#[allow(clippy::expect_used, reason = "the settings are valid")]
fn receive_at(seconds: u64, headers: Headers<'_>, body: &[u8]) -> Result<Received<RawEvent>, ReceiveError> {
    let receiver = Receiver::builder().encrypt_key(KEY).verification_token(TOKEN).app_id("cli_xxxxxxxx").build();
    receiver.expect("a receiver").receive_at(time(seconds), headers, body)
}

fn time(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

fn headers<'a>(timestamp: &'a str, nonce: &'a str) -> Headers<'a> {
    Headers::new(move |name| match name {
        "x-lark-request-timestamp" => Some(timestamp),
        "x-lark-request-nonce" => Some(nonce),
        "x-lark-signature" => Some(SIGNATURE),
        _ => None,
    })
}

#[test]
fn an_event_is_verified_and_decrypted() -> Outcome {
    let received = receive_at(1_700_000_000, headers("1700000000", "nonce-7"), SEALED.as_bytes())?;
    let Received::Event(envelope) = received else { return Err("not an event".into()) };
    let header = &envelope.header;
    assert_eq!((header.schema, header.tenant_key.as_str()), (SchemaVersion::V2, "xxxxxxx"));
    assert_eq!(header.event_id, "f7984f25108f8137722bb63cee927e66");
    assert_eq!(header.event_type, "hire.application.stage_changed_v1");
    assert_eq!(header.create_time.map(|time| time.as_millis()), Some(1_603_977_298_000), "from microseconds");
    assert_eq!(envelope.event.data.as_str(), r#"{"application_id":"6949805467799537964","note":"阶段变更 🎉"}"#);
    Ok(())
}

#[test]
fn a_challenge_needs_no_signature() -> Outcome {
    let sealed = include_bytes!("vectors/challenge.encrypted.json");
    let Received::Challenge(challenge) = receive_at(0, Headers::none(), sealed)? else {
        return Err("no challenge".into());
    };
    assert_eq!(challenge.response_body(), r#"{"challenge":"ajls384kdjx98XX"}"#);
    Ok(())
}

#[test]
fn the_signature_is_valid_for_these_bytes_alone() {
    let kind = |seconds, headers, body: &[u8]| receive_at(seconds, headers, body).err().map(|error| error.kind());
    let right = || headers("1700000000", "nonce-7");
    let body = SEALED.as_bytes();
    assert_eq!(kind(1_700_000_000, right(), body), None);
    // A different serialization of the same JSON is a different body.
    let compact = SEALED.replace(": ", ":");
    assert_eq!(kind(1_700_000_000, right(), compact.as_bytes()), Some(ReceiveErrorKind::Signature));
    assert_eq!(kind(1_700_000_000, headers("1700000000", "nonce-8"), body), Some(ReceiveErrorKind::Signature));
    // The signature is valid as well, because the parts are joined without a separator. But the time is a different one.
    assert_eq!(kind(1_700_000_000, headers("170000000", "0nonce-7"), body), Some(ReceiveErrorKind::Timestamp));
    assert_eq!(kind(1_700_000_000, headers("", "1700000000nonce-7"), body), Some(ReceiveErrorKind::Timestamp));
    let window = 8 * 60 * 60;
    for (seconds, expected) in [
        (1_700_000_000 + window, None),
        (1_700_000_001 + window, Some(ReceiveErrorKind::Timestamp)),
        (1_700_000_000 - window, None),
        (1_699_999_999 - window, Some(ReceiveErrorKind::Timestamp)),
        (0, Some(ReceiveErrorKind::Timestamp)),
    ] {
        assert_eq!(kind(seconds, right(), body), expected, "{seconds}");
    }
}

/// By length extension, the signature of a longer body can be computed without the key. Such a body is not valid JSON.
#[test]
fn text_after_the_json_is_refused() {
    let mut extended = include_bytes!("vectors/challenge.encrypted.json").to_vec();
    assert!(receive_at(0, Headers::none(), &extended).is_ok());
    for rest in [&b"\x80\0\0\0"[..], b"{}", b"x", b"\0"] {
        let length = extended.len();
        extended.extend_from_slice(rest);
        assert!(receive_at(0, Headers::none(), &extended).is_err(), "{rest:?}");
        extended.truncate(length);
    }
}
