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
    /// The tenant access token is not valid; a new one may be.
    TenantTokenRefused "tenant_token_refused";
    /// The user access token is not valid.
    UserTokenRefused "user_token_refused";
    /// The app access token is not valid; a new one may be.
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
    /// A rate limit is exceeded; a retry after a wait helps.
    RateLimited "rate_limited";
    /// The monthly quota is exhausted; a retry does not help.
    QuotaExhausted "quota_exhausted";
    /// A parameter is missing or invalid.
    InvalidParameter "invalid_parameter";
    /// A parameter refers to an object that does not exist.
    NotFound "not_found";
    /// The business rules of Feishu reject the call, for example because of the state of an object; the same call fails until that changes.
    Refused "refused";
    /// Another change of the same object is in progress; a retry may help.
    Busy "busy";
    /// An internal error of Feishu; a retry may help.
    Internal "internal";
    /// As [`Internal`](Self::Internal), except with HTTP status 400: then a parameter is invalid.
    InternalOrParameter "internal_or_parameter";
}

impl ErrorClass {
    /// Returns the class with a name of `errors.yaml`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|class| class.name() == name)
    }
}
