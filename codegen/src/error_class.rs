//! Classes of error codes, which do not depend on the operation.

/// Defines the classes with their names in the schema.
macro_rules! error_classes {
    ($($(#[$doc:meta])* $variant:ident $name:literal;)*) => {
        /// The class of an error code. It determines whether the runtime retries a request, replaces a token or waits.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum ErrorClass {
            $($(#[$doc])* $variant,)*
        }

        impl ErrorClass {
            /// All classes, in the order of the emitted file.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// Returns the name of the class in `errors.yaml`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

error_classes! {
    /// The request has no token.
    TokenMissing "token_missing";
    /// The token has an invalid form.
    TokenMalformed "token_malformed";
    /// The tenant access token is not valid. A new token may be valid.
    TenantTokenRefused "tenant_token_refused";
    /// The user access token is not valid.
    UserTokenRefused "user_token_refused";
    /// The app access token is not valid. A new token may be valid.
    AppTokenRefused "app_token_refused";
    /// The app ticket is not valid; Feishu can send another one.
    AppTicketRefused "app_ticket_refused";
    /// The app secret does not belong to the app.
    AppSecretRefused "app_secret_refused";
    /// The app is unknown, disabled or not installed.
    AppUnavailable "app_unavailable";
    /// A parameter of a token request is missing or invalid.
    TokenRequestInvalid "token_request_invalid";
    /// The app or the token lacks a scope.
    ScopeMissing "scope_missing";
    /// The IP address is not on the allow list.
    IpRefused "ip_refused";
    /// A rate limit is exceeded. A later retry can succeed.
    RateLimited "rate_limited";
    /// The monthly quota is exhausted. A retry fails until the next month.
    QuotaExhausted "quota_exhausted";
    /// A parameter is missing or invalid.
    InvalidParameter "invalid_parameter";
    /// A parameter refers to an object that does not exist.
    NotFound "not_found";
    /// A business rule of Feishu rejects the call, for example because of the state of an object. A retry fails until that state changes.
    Refused "refused";
    /// Another change of the same object is in progress. A retry can succeed.
    Busy "busy";
    /// An internal error of Feishu. A retry can succeed.
    Internal "internal";
    /// With HTTP status 400, a parameter is invalid. Otherwise like [`Internal`](Self::Internal).
    InternalOrParameter "internal_or_parameter";
}

impl ErrorClass {
    /// Returns the class with a name of `errors.yaml`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.name() == name)
    }
}
