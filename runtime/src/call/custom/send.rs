//! Sends a call and decodes its response with serde.

use crate::{
    Call, Error, ErrorKind, Method, Mismatch, RawJson, Response, Result,
    response::raw::{OnMismatch, RawResponse},
    wire::Slot,
};

/// Reads the data of a response as JSON text.
pub(super) fn read_data(response: &RawResponse, data: &mut RawJson, on_mismatch: OnMismatch) -> Result<Vec<Mismatch>> {
    response.read_data(data, on_mismatch)
}

/// Reads a part of a response as JSON text.
pub(super) type ReadJson = fn(&RawResponse, &mut RawJson, OnMismatch) -> Result<Vec<Mismatch>>;

/// Sends a call and decodes a part of its response.
pub(super) async fn send_with<T: Send>(
    call: Call,
    read: ReadJson,
    mut decode: impl FnMut(&RawJson) -> Result<T> + Send,
) -> Result<Response<T>> {
    let mut data = None;
    let method = call.operation.method;
    let metadata = call
        .execute_with(&mut |response: &RawResponse, on_mismatch| {
            let mut raw = RawJson::vacant();
            // The response to a `GET` request must contain data, except for HTTP status 204 (No Content).
            let is_complete = method != Method::Get || response.metadata.status == 204;
            if response.is_empty_success()
                && is_complete
                && let Ok(null) = decode(&raw)
            {
                data = Some(null);
                return Ok(Vec::new());
            }
            let mismatches = read(response, &mut raw, on_mismatch)?;
            data = Some(decode(&raw).map_err(|error| response.with_metadata(error))?);
            Ok(mismatches)
        })
        .await?;
    let data = data.ok_or_else(|| Error::new(ErrorKind::Decode, "the response was not read"))?;
    Ok(Response { data, metadata })
}
