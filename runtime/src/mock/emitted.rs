//! Macros that the emitted crate calls to define its mock server and the rows of its tables.

/// Defines the mock server of the emitted crate from the table of its operations and the client type: `mock_server!(MOCK_OPERATIONS, root::Client);`.
#[macro_export]
macro_rules! mock_server {
    ($operations:ident, $client:ty) => {
        /// A mock server with every operation of this crate. It stops when it is dropped.
        ///
        /// All other methods are those of [`feishu_runtime::mock::Server`], to which it dereferences.
        #[derive(Debug)]
        pub struct Server($crate::mock::Server);

        impl Server {
            /// Starts a server on a free port of this machine.
            ///
            /// # Errors
            ///
            /// Returns an error if no port is free.
            pub async fn start() -> ::std::io::Result<Self> {
                $crate::mock::Server::start($operations).await.map(Self)
            }

            /// Starts a server on a free port of this machine, with endpoints in addition to the operations of this crate, to
            /// test a [`CustomRequest`](crate::CustomRequest).
            ///
            /// # Errors
            ///
            /// Returns an error if no port is free.
            ///
            /// # Examples
            ///
            /// ```
            /// use feishu_hire::{Method, Value, mock::{MockOperation, Server}, operation::Operation};
            ///
            /// # #[tokio::main(flavor = "current_thread")]
            /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
            /// let path = "/open-apis/library/v1/todos";
            /// let sample = r#"{"code": 0, "msg": "success", "data": {"items": []}}"#;
            /// let todos = MockOperation::new(Operation::endpoint(Method::Get, path), sample);
            /// let server = Server::start_with(&[todos]).await?;
            ///
            /// let page: Value = server.client()?.request(Method::Get, path).send().await?;
            /// assert_eq!(page["items"].as_array().map(Vec::len), Some(0));
            /// assert_eq!(server.requests_for("GET /open-apis/library/v1/todos")?.len(), 1);
            /// # Ok(())
            /// # }
            /// ```
            pub async fn start_with(endpoints: &[$crate::mock::MockOperation]) -> ::std::io::Result<Self> {
                $crate::mock::Server::start(&[$operations, endpoints].concat()).await.map(Self)
            }

            /// Starts a server at this address, such as `0.0.0.0:8080` for clients in other containers.
            ///
            /// # Errors
            ///
            /// Returns an error if the address is in use or not available.
            pub async fn start_at(address: ::std::net::SocketAddr) -> ::std::io::Result<Self> {
                $crate::mock::Server::start_at($operations, address).await.map(Self)
            }

            /// Returns a client that calls this server.
            ///
            /// # Errors
            ///
            /// Returns an error if TLS cannot be set up.
            pub fn client(&self) -> $crate::Result<$client> {
                self.builder().build()
            }

            /// Returns a builder of clients for this server, for example to set rate limits or timeouts.
            pub fn builder(&self) -> $crate::ClientBuilder<$client> {
                <$client>::builder("cli_mock", "secret-of-the-mock").insecure_base_url(self.base_url())
            }
        }

        impl ::std::ops::Deref for Server {
            type Target = $crate::mock::Server;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }
    };
}

/// Creates a [`MockOperation`](crate::mock::MockOperation).
///
/// Arguments: the row of the operation and the file of its sample in `samples/`, followed by the paths of the values whose type differs from the
/// documentation, the schema of its JSON body, and the relations of its ids and times, if it has any.
#[macro_export]
macro_rules! mock_operation {
    ($operation:path, $file:literal $(, wrong_type: [$($path:literal),+])? $(, body: $shape:path)? $(, relations: $relations:path)?) => {
        $crate::mock::MockOperation::new(&$operation, include_str!(concat!("samples/", $file)))
            $(.wrong_type(&[$($path),+]))?
            $(.body(&$shape))?
            $(.relations(&$relations))?
    };
}

/// Defines the functions that return the documented events: `event_samples!(SAMPLES)`.
///
/// `SAMPLES` contains the event types and the JSON texts of all samples.
#[macro_export]
macro_rules! event_samples {
    ($samples:ident) => {
        /// Returns an event with the documented payload of its type, such as `hire.talent.deleted_v1`; `None` for a type that this crate does
        /// not define. The id is random and the time is now.
        #[must_use]
        pub fn sample(event_type: &str) -> ::std::option::Option<Event> {
            samples().find(|event| event.event_type() == event_type)
        }

        /// Returns an event of every type, with the documented payload. The ids are random and the time is now.
        pub fn samples() -> impl ::std::iter::Iterator<Item = Event> {
            $samples.iter().map(|(event_type, text)| Event::of_sample(*event_type, text))
        }
    };
}

/// Creates a [`RoundTrip`](crate::mock::samples::RoundTrip).
///
/// Arguments: `request`, `response`, `top_level_response` or `event`, the type, the file of the sample in `samples/`, and the paths of the values
/// whose type differs from the documentation.
#[macro_export]
macro_rules! round_trip {
    ($kind:ident, $ty:ty, $file:literal $(, wrong_type: [$($path:literal),+])?) => {
        $crate::mock::samples::RoundTrip::$kind::<$ty>(
            concat!("samples/", $file),
            include_str!(concat!("samples/", $file)),
        )
        $(.wrong_type(&[$($path),+]))?
    };
}
