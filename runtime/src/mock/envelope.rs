//! The envelope of a successful response, and the location of the data.

use serde_json::{Map, Value};

use crate::operation::DataLocation;

/// Adds the envelope to data.
///
/// # Errors
/// Returns an explanation if the data must be an object and is not.
pub(super) fn wrap(data: &Value, location: DataLocation) -> Result<String, &'static str> {
    let mut response = Map::from_iter([("code".to_owned(), 0.into()), ("msg".to_owned(), "success".into())]);
    match (location, data.clone()) {
        (DataLocation::Field, data) => response.extend([("data".to_owned(), data)]),
        (DataLocation::TopLevel, Value::Object(data)) => response.extend(data),
        (DataLocation::TopLevel, _) => return Err("the data of this operation must be an object"),
    }
    Ok(Value::from(response).to_string())
}

/// Returns the object that contains the data; `None` if the response has none.
pub(super) fn data_mut(response: &mut Map<String, Value>, location: DataLocation) -> Option<&mut Map<String, Value>> {
    location.keys().iter().try_fold(response, |object, key| object.get_mut(*key)?.as_object_mut())
}
