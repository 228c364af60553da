//! The client type of the emitted crate.

/// Defines the client of the emitted crate: `client!();`. Its operations are methods that the emitted crate adds.
#[macro_export]
macro_rules! client {
    () => {
        /// A client of one app in one tenant, with connections, tokens and rate limits.
        ///
        /// Cloning it is cheap. All clones share connections, tokens and rate limits.
        #[derive(Clone, Debug)]
        pub struct Client($crate::Client);

        impl Client {
            /// Starts building a client for a custom app (自建应用), or for a store app (商店应用) with
            /// [`ClientBuilder::store_app`](crate::ClientBuilder::store_app).
            ///
            /// App id and app secret are on the app's page in the developer console.
            pub fn builder(app_id: impl Into<String>, app_secret: impl Into<String>) -> $crate::ClientBuilder<Self> {
                $crate::ClientBuilder::new(app_id, app_secret)
            }

            /// Starts building a client with your own access token. The client neither refreshes nor replaces it.
            pub fn builder_with_token(token: impl Into<String>) -> $crate::ClientBuilder<Self> {
                $crate::ClientBuilder::with_token(token)
            }

            /// Returns a client for one company (企业), by its tenant key, with its own token and rate limits.
            ///
            /// A store app needs a tenant for every call. For a custom app, the tenant key only separates rate limits.
            /// If you set your own token, the returned client uses it as well. Whitespace around the key is removed.
            ///
            /// The client keeps the state of every tenant in memory, so do not pass keys from an untrusted source.
            #[must_use]
            pub fn tenant(&self, tenant_key: impl Into<String>) -> Self {
                Self(self.0.tenant(tenant_key))
            }

            /// Returns a client with your own tenant or user access token. The client neither refreshes nor replaces it.
            /// Whitespace around the token is removed.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the token is empty or contains other text,
            /// such as `Bearer` or quotes.
            pub fn with_token(&self, token: impl AsRef<str>) -> $crate::Result<Self> {
                self.0.with_token(token).map(Self)
            }

            /// Sets the app ticket that Feishu pushes to a store app every hour with the event `app_ticket`.
            ///
            /// Decrypt the event and pass only the value of its field `app_ticket`.
            ///
            /// # Errors
            ///
            /// [`ErrorKind::Configuration`](crate::ErrorKind::Configuration) if the client is not for a store app, if the
            /// text is not a ticket, or if the token cache fails.
            pub async fn set_app_ticket(&self, ticket: impl AsRef<str>) -> $crate::Result<()> {
                self.0.set_app_ticket(ticket).await
            }

            /// Verifies that Feishu accepts the app id and the app secret, for example when a program starts.
            ///
            /// Gets a tenant access token, or the app access token of a store app without a [tenant](Self::tenant), and keeps it
            /// for the following calls. A token that the client or its cache already has is not fetched again. Temporary failures
            /// are retried as for calls. Scopes are not checked. With your own token, the method sends nothing and succeeds.
            ///
            /// # Errors
            ///
            /// - [`Error::is_app_refused`](crate::Error::is_app_refused): app id and secret do not match, or the app is not available;
            /// - [`ErrorKind::Connect`](crate::ErrorKind::Connect) and other errors that
            ///   [are retryable](crate::Error::is_retryable): Feishu cannot be reached;
            /// - [`ErrorKind::Configuration`](crate::ErrorKind::Configuration): a store app has no ticket yet, or a setting of this
            ///   machine prevents requests.
            ///
            /// # Examples
            ///
            /// ```no_run
            /// # async fn example(client: feishu_hire::Client) {
            /// match client.check().await {
            ///     Err(error) if error.is_app_refused() => panic!("check the app id and the app secret: {error}"),
            ///     Err(error) => eprintln!("Feishu cannot be reached yet: {error}"),
            ///     Ok(()) => {}
            /// }
            /// # }
            /// ```
            pub async fn check(&self) -> $crate::Result<()> {
                self.0.check().await
            }

            /// Creates a request to an endpoint that this crate does not bind, with this client's tokens, rate limits and
            /// retries.
            ///
            /// `path` is a template, such as `/open-apis/contact/v3/users/:user_id`; see
            /// [`CustomRequest`](crate::CustomRequest).
            ///
            /// # Examples
            ///
            /// ```no_run
            /// # async fn example(client: feishu_hire::Client) -> feishu_hire::Result<()> {
            /// use feishu_hire::{Method, Value};
            ///
            /// let user = client.request(Method::Get, "/open-apis/contact/v3/users/:user_id").path("user_id", "ou_…");
            /// let data: Value = user.send().await?;
            /// # let _ = data;
            /// # Ok(())
            /// # }
            /// ```
            pub fn request(&self, method: $crate::Method, path: &'static str) -> $crate::CustomRequest {
                self.0.request(method, path)
            }

            /// Creates a request to an operation of [`operation::ALL`](crate::operation::ALL) that is only known at run time, with
            /// values and results as JSON. A program that knows the operation uses its builder instead.
            ///
            /// See [`CustomRequest`](crate::CustomRequest).
            ///
            /// # Examples
            ///
            /// ```no_run
            /// # async fn example(client: feishu_hire::Client) -> feishu_hire::Result<()> {
            /// use feishu_hire::{Value, operation};
            ///
            /// let listings = operation::ALL.iter().filter(|operation| operation.paging.is_some());
            /// for listing in listings.filter(|operation| operation.parameters.iter().all(|parameter| !parameter.required)) {
            ///     let page: Value = client.call(listing).send().await?;
            ///     println!("{}: {page}", listing.id);
            /// }
            /// # Ok(())
            /// # }
            /// ```
            pub fn call(&self, operation: &'static $crate::operation::Operation) -> $crate::CustomRequest {
                self.0.call(operation)
            }

            /// Returns the state of the rate limiter of an operation in this tenant, for metrics: the number of waiting calls and
            /// of free permits.
            ///
            /// Each operation has a constant in the module of its resource, such as `v1::interview::LIST`.
            #[must_use]
            pub fn rate_limit_metrics(
                &self,
                operation: &'static $crate::operation::Operation,
            ) -> $crate::RateLimitMetrics {
                self.0.rate_limit_metrics(operation)
            }
        }

        impl From<$crate::Client> for Client {
            fn from(client: $crate::Client) -> Self {
                Self(client)
            }
        }
    };
}
