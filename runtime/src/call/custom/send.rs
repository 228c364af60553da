//! Sends a call and decodes its response with serde.

use crate::{Call, Error, ErrorKind, Method, RawJson, Response, Result, response::raw::RawResponse, wire::Slot};

/// Sends a call and decodes the data of its response.
#[inline]
pub(super) async fn send_with<T: Send>(
    call: Call,
    mut decode: impl FnMut(&RawJson) -> Result<T> + Send,
) -> Result<Response<T>> {
    let mut data = None;
    let (method, location) = (call.operation.method, call.data);
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
            let mismatches = response.read_data_at(location, &mut raw, on_mismatch)?;
            data = Some(decode(&raw).map_err(|error| response.with_metadata(error))?);
            Ok(mismatches)
        })
        .await?;
    let data = data.ok_or_else(|| Error::new(ErrorKind::Decode, "the response was not read"))?;
    Ok(Response { data, metadata })
}
