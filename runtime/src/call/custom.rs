//! Requests whose values are JSON: to endpoints that are not bound, and to operations that are only known at run time.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{Body, Call, Values};
use crate::{
    CallOptions, Client, FieldViolation, Items, Pages, Response, Result, Upload,
    operation::{DataLocation, Location, Method, Operation, Paging, Parameter, template_violation},
};

mod body;
mod data;
mod page;
mod send;

use send::send_with;

pub use page::CustomPage;

impl Client {
    /// Creates a request to an endpoint that this crate does not bind. `path` is a template, such as
    /// `/open-apis/contact/v3/users/:user_id`; see [`CustomRequest`].
    #[inline]
    pub fn request(&self, method: Method, path: &'static str) -> CustomRequest {
        CustomRequest::new(self.clone(), method, path)
    }

    /// Creates a request to an operation that is only known at run time, such as a row of the table of all operations; see [`CustomRequest`].
    #[inline]
    pub fn call(&self, operation: &'static Operation) -> CustomRequest {
        CustomRequest::of(self.clone(), operation)
    }
}

/// A request to an endpoint that this crate does not bind, or to an operation that is only known at run time.
///
/// The client handles tokens, retries, timeouts, errors and tracing as for bound operations. These are the differences:
///
/// - [`serde`] deserializes the response data into any type, such as your own struct or [`Value`]. Data that is null or absent is deserialized
///   as null or, if that fails, as an empty object. An empty response body is treated the same way if the HTTP status is 204, or if it is another
///   2xx status and the method is not `GET`. If a value does not fit its type, the call fails with the path of the value.
///   `Debug` of your types and of [`Value`] is not redacted.
/// - Rate limits, spans and [`Error::operation`](crate::Error::operation) refer to the method and the path template (`GET /open-apis/contact/v3/users/:user_id`),
///   not to the path with its values: Feishu counts an endpoint regardless of the values, and values may be personal data.
///   Always use the same template for an endpoint: `:id` and `:user_id` would have separate rate limits.
/// - There is no rate limit by default. Set one with [`RateLimits::operation`](crate::RateLimits::operation) and [`Operation::endpoint`], or for
///   all unbound endpoints with [`RateLimits::fallback`](crate::RateLimits::fallback). If Feishu rejects a request because of its rate limit,
///   the client waits and retries, whether or not a limit is set.
/// - `GET`, `PUT` and `DELETE` requests are retried. `POST` and `PATCH` requests are retried only if they were not executed; see
///   [`idempotent`](Self::idempotent).
///
/// The template may be the path of a bound operation, but the request has its own id and rate limit.
///
/// A request of [`Client::call`] refers to an operation of the table instead. It has the rate limits, retries and paging of the operation, and is
/// checked as the requests of builders are: path, query, rules, and the top level of the body. Objects inside the body are not checked.
///
/// # Examples
///
/// ```no_run
/// use feishu_runtime::{Client, Method, Value};
///
/// # async fn example(client: Client, user_id: &str) -> feishu_runtime::Result<()> {
/// let data: Value = client
///     .request(Method::Get, "/open-apis/contact/v3/users/:user_id")
///     .path("user_id", user_id)
///     .query("user_id_type", "open_id")
///     .send()
///     .await?;
///
/// let users = client.request(Method::Get, "/open-apis/contact/v3/users/find_by_department").query("department_id", "0");
/// let mut users = users.items::<Value>();
/// while let Some(user) = users.try_next().await? {
///     println!("{}", user["open_id"]);
/// }
/// # let _ = data;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until `send`, `pages` or `items`"]
pub struct CustomRequest {
    call: Call,
}

impl CustomRequest {
    #[inline]
    pub(crate) fn new(client: Client, method: Method, path: &'static str) -> Self {
        let mut request = Self::of(client, Operation::endpoint(method, path));
        request.call.paging = Some(Paging::default());
        if let Some(description) = template_violation(path) {
            request.refuse("path", description);
        }
        request
    }

    #[inline]
    pub(crate) fn of(client: Client, operation: &'static Operation) -> Self {
        Self { call: Call::new(client, operation) }
    }

    /// Sets a path parameter, which is `:name` in the template.
    ///
    /// The value is a string, number or boolean, or a type that serializes as one, such as an id. It is percent-encoded.
    #[inline]
    pub fn path(mut self, name: &'static str, value: impl Serialize) -> Self {
        self.set(Location::Path, name, serde_json::to_value(value).ok());
        self
    }

    /// Sets a query parameter.
    ///
    /// The value is a string, number or boolean, or a type that serializes as one. For a list of these, the parameter is repeated.
    /// `None` removes the parameter. Names and values are percent-encoded.
    #[inline]
    pub fn query(mut self, name: &'static str, value: impl Serialize) -> Self {
        self.set(Location::Query, name, serde_json::to_value(value).ok());
        self
    }

    /// Sets the JSON body, which is sent as it is serialized.
    ///
    /// Unlike the body of a bound operation, it is neither trimmed nor checked, because the client does not know which fields are ids or required.
    /// Check ids that were copied, for example from a spreadsheet, for whitespace and invisible characters.
    #[inline]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.set_json(serde_json::to_vec(body).ok());
        self
    }

    /// Sets a text part of a `multipart/form-data` body. `None` removes the part.
    ///
    /// The value is a string, number or boolean, or a type that serializes as one.
    #[inline]
    pub fn form_text(mut self, name: &'static str, value: impl Serialize) -> Self {
        self.set(Location::Form, name, serde_json::to_value(value).ok());
        self
    }

    /// Sets a file part of a `multipart/form-data` body.
    #[inline]
    pub fn form_file(mut self, name: &'static str, file: Upload) -> Self {
        self.call.form_file(name, Some(file));
        self
    }

    /// Sets whether repeating the request has no further effect. Default: `true`, except for `POST` and `PATCH`.
    ///
    /// Only idempotent requests are retried if they may have been executed, such as after a lost connection or an HTTP status of 500.
    #[inline]
    pub const fn idempotent(mut self, idempotent: bool) -> Self {
        self.call.idempotent = idempotent;
        self
    }

    /// Sets the parameter and field names that [`pages`](Self::pages) and [`items`](Self::items) use. Default: those of the operation, or of [`Paging::default`].
    #[inline]
    pub const fn paging(mut self, paging: Paging) -> Self {
        self.call.paging = Some(paging);
        self
    }

    /// Sets options for this request only, such as its timeout.
    #[inline]
    pub fn call_options(mut self, options: CallOptions) -> Self {
        self.call.set_options(options);
        self
    }

    /// Sends the request and returns the data of the response.
    ///
    /// # Errors
    /// - [`ErrorKind::InvalidParameter`](crate::ErrorKind::InvalidParameter): the path template is invalid, a path parameter is missing or unknown,
    ///   or a value cannot be sent.
    /// - [`ErrorKind::Decode`](crate::ErrorKind::Decode): the response data does not fit `T`.
    /// - The errors of every call; see [`ErrorKind`](crate::ErrorKind).
    #[inline]
    pub async fn send<T: DeserializeOwned + Send>(self) -> Result<T> {
        Ok(self.send_with_metadata().await?.data)
    }

    /// Sends the request and returns the data of the response with its metadata: log id, rate limit, attempts.
    ///
    /// # Errors
    /// Same as [`send`](Self::send).
    #[inline]
    pub async fn send_with_metadata<T: DeserializeOwned + Send>(self) -> Result<Response<T>> {
        let location = self.call.data;
        send_with(self.into_call(), |data| data::decode(data, location)).await
    }

    /// Sends the request and returns the top-level fields of the response, without `code`, `msg` and `error`.
    ///
    /// Use it for endpoints that return their data next to `code` instead of in `data`, such as `/open-apis/bot/v3/info`.
    ///
    /// # Errors
    /// Same as [`send`](Self::send).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use feishu_runtime::{Client, Method, Value};
    ///
    /// # async fn example(client: Client) -> feishu_runtime::Result<()> {
    /// let info: Value = client.request(Method::Get, "/open-apis/bot/v3/info").send_top_level().await?;
    /// println!("{}", info["bot"]["open_id"]);
    /// # Ok(())
    /// # }
    /// ```
    #[inline]
    pub async fn send_top_level<T: DeserializeOwned + Send>(self) -> Result<T> {
        Ok(self.send_top_level_with_metadata().await?.data)
    }

    /// Like [`send_top_level`](Self::send_top_level), with the metadata of the response.
    ///
    /// # Errors
    /// Same as [`send`](Self::send).
    #[inline]
    pub async fn send_top_level_with_metadata<T: DeserializeOwned + Send>(mut self) -> Result<Response<T>> {
        self.call.data = DataLocation::TopLevel;
        self.send_with_metadata().await
    }

    /// Returns the pages in order, starting at the page token that is set. Each page is the data of one response.
    ///
    /// The listing ends as for bound operations; see [`Pages`]. A page that has a page token but no field [`Paging::more`] is an error.
    #[inline]
    pub fn pages<T: DeserializeOwned + Send + 'static>(self) -> Pages<T> {
        Pages::new(self.into_call(), page::fetch_data)
    }

    /// Returns the items of all pages in order, starting at the page token that is set.
    ///
    /// The items are in the field [`Paging::items`] of each page. A page without this field is empty, unless another field contains a list or
    /// an object: then it is an error, because the name may be wrong.
    #[inline]
    pub fn items<T: DeserializeOwned + Send + Unpin + 'static>(self) -> Items<CustomPage<T>> {
        Items::new(self.into_call(), page::fetch_items)
    }

    /// Returns the request as a `curl` command, with `$FEISHU_TOKEN` instead of the token. May contain personal data.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidParameter`](crate::ErrorKind::InvalidParameter) if [`send`](Self::send) would refuse the request.
    #[inline]
    pub fn to_curl(&self) -> Result<String> {
        self.clone().into_call().to_curl()
    }

    #[inline]
    fn into_call(mut self) -> Call {
        if self.call.form.names().next().is_some() && !matches!(self.call.body, Body::None) {
            self.refuse("body", "must be either JSON or a form");
        }
        self.check_body();
        self.call
    }

    /// Checks the top level of the body, or a bare body. Only operations of the table list the parameters of their bodies.
    #[inline]
    fn check_body(&mut self) {
        let operation = self.call.operation;
        if body::parameters(operation).next().is_none() {
            return;
        }
        let body = match &self.call.body {
            Body::Json(json) => {
                str::from_utf8(json).ok().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
            }
            Body::None | Body::Form(_) => Value::Null,
        };
        self.call.violations.extend(body::violations(operation, &body));
        self.call.body_fields = body::values(operation, &body);
    }

    /// Sets a parameter. `value` is `None` if the caller's value cannot be serialized.
    #[inline]
    fn set(&mut self, location: Location, name: &'static str, value: Option<Value>) {
        let is_path = |parameter: &Parameter| parameter.location == Location::Path && parameter.name == name;
        let is_in_path = self.call.operation.parameters.iter().any(is_path);
        match (location, texts_of(value)) {
            (Location::Path, _) if !is_in_path => self.refuse(name, "is not a parameter of the path"),
            (Location::Query, _) if is_in_path => self.refuse(name, "is a parameter of the path; set it with `path`"),
            (Location::Query, Ok(values)) => self.call.set_values(name, values),
            (Location::Path, Ok(values @ (None | Some(Values::One(_))))) => self.call.set_values(name, values),
            (Location::Form, Ok(None)) => self.call.form.text(name, None),
            (Location::Form, Ok(Some(Values::One(text)))) => self.call.form.text(name, Some(text)),
            (Location::Query, Err(NotScalar)) => {
                self.refuse(name, "must be a string, a number, a boolean or a list of these")
            }
            _ => self.refuse(name, "must be a string, a number or a boolean"),
        }
    }

    #[inline]
    fn set_json(&mut self, json: Option<Vec<u8>>) {
        match json {
            Some(json) => self.call.body = Body::Json(json.into()),
            // The cause is left out, because its message may contain a value.
            None => self.refuse("body", "cannot be serialized as JSON"),
        }
    }

    #[inline]
    fn refuse(&mut self, field: &str, description: &str) {
        self.call.violations.push(FieldViolation::new(field, description));
    }
}

/// The error of a value that is neither a scalar nor a list of scalars.
struct NotScalar;

/// Returns the values of a parameter as texts; `None` for null, which removes the parameter.
#[inline]
fn texts_of(value: Option<Value>) -> Result<Option<Values>, NotScalar> {
    Ok(match value.ok_or(NotScalar)? {
        Value::Null => None,
        Value::Array(items) => Some(Values::Many(items.into_iter().map(text_of).collect::<Result<_, _>>()?)),
        value => Some(Values::One(text_of(value)?)),
    })
}

#[inline]
fn text_of(value: Value) -> Result<String, NotScalar> {
    match value {
        Value::Bool(value) => Ok(value.to_string()),
        Value::Number(number) => Ok(match number.as_f64() {
            // Without a zero fraction, as for bound operations.
            Some(float) if number.is_f64() => float.to_string(),
            _ => number.to_string(),
        }),
        Value::String(text) => Ok(text),
        Value::Null | Value::Array(_) | Value::Object(_) => Err(NotScalar),
    }
}
