//! Arbitrary bytes as a message of a long connection, as the body of a webhook request, and as an encrypted event.

use feishu_runtime::{
    event::{Headers, RawEvent, ReceiveErrorKind, Received, Receiver},
    mock::fuzzing,
};

/// Uses the input as a message and as a body.
pub fn check(input: &[u8]) -> Result<(), String> {
    if let Some(frame) = fuzzing::frame(input) {
        // After one round, the encoding is stable, regardless of the original order of the fields.
        if fuzzing::frame(&frame).as_ref() != Some(&frame) {
            return Err("a message changes when it is encoded and decoded".to_owned());
        }
    }
    let open = Receiver::builder().insecure().build().map_err(|error| error.to_string())?;
    match open.receive::<RawEvent>(Headers::none(), input) {
        Ok(Received::Event(envelope)) if envelope.header.event_id.is_empty() => {
            return Err("an event without an id".to_owned());
        }
        Ok(Received::Event(envelope)) if !envelope.event.data.as_str().starts_with('{') => {
            return Err("the data is not an object".to_owned());
        }
        _ => {}
    }
    let closed = Receiver::builder().encrypt_key("key").build().map_err(|error| error.to_string())?;
    match closed.receive::<RawEvent>(Headers::none(), input) {
        // Only a verification request needs no signature.
        Ok(Received::Event(_) | Received::AppTicket(_)) => Err("an event without a signature was accepted".to_owned()),
        Err(error) if error.kind() == ReceiveErrorKind::Signature => {
            Err("a signature error for a request without a signature".to_owned())
        }
        _ => Ok(()),
    }
}
