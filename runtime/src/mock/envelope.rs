//! The envelope of a successful response, and the location of the data.

use serde_json::{Map, Value};

use crate::operation::DataPlace;

/// Adds the envelope to data.
///
/// # Errors
/// Returns an explanation if the data must be an object and is not.
pub(super) fn wrap(data: &Value, place: DataPlace) -> Result<String, &'static str> {
    let mut response = Map::from_iter([("code".to_owned(), 0.into()), ("msg".to_owned(), "success".into())]);
    match (place, data.clone()) {
        (DataPlace::Field, data) => response.extend([("data".to_owned(), data)]),
        (DataPlace::TopLevel, Value::Object(data)) => response.extend(data),
        (DataPlace::TopLevel, _) => return Err("the data of this operation is an object"),
    }
    Ok(Value::from(response).to_string())
}

/// Returns the object that contains the data; `None` if the response has none.
pub(super) fn data_mut(response: &mut Map<String, Value>, place: DataPlace) -> Option<&mut Map<String, Value>> {
    place.keys().iter().try_fold(response, |object, key| object.get_mut(*key)?.as_object_mut())
}
