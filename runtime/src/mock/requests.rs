//! What a server received, as a test asks for it.

use super::{
    Received, Server, UnknownOperation,
    auth::{AuthEndpoint, StoreEndpoint},
};

impl Server {
    /// Everything received so far and still kept, in the order in which it came.
    #[must_use]
    pub fn requests(&self) -> Vec<Received> {
        self.shared.received.all()
    }

    /// What was received for one operation.
    ///
    /// # Errors
    /// When the table holds no operation of this id.
    pub fn requests_for(&self, id: &str) -> Result<Vec<Received>, UnknownOperation> {
        let id = self.on(id)?.id();
        Ok(self.shared.received.which(|received| received.operation == Some(id)))
    }

    /// What was received at the custom app's token endpoint.
    #[must_use]
    pub fn token_requests(&self) -> Vec<Received> {
        self.requests_at(AuthEndpoint::Custom)
    }

    /// The store app's requests for an app token.
    #[must_use]
    pub fn app_token_requests(&self) -> Vec<Received> {
        self.requests_at(AuthEndpoint::Store(StoreEndpoint::AppToken))
    }

    /// The store app's requests for a tenant token.
    #[must_use]
    pub fn tenant_token_requests(&self) -> Vec<Received> {
        self.requests_at(AuthEndpoint::Store(StoreEndpoint::TenantToken))
    }

    /// The store app's requests to send the ticket again.
    #[must_use]
    pub fn ticket_requests(&self) -> Vec<Received> {
        self.requests_at(AuthEndpoint::Store(StoreEndpoint::Ticket))
    }

    /// Forgets what was received so far.
    pub fn forget_requests(&self) {
        self.shared.received.forget();
    }

    /// Keeps only the newest so many requests from now on, and none with 0. Otherwise all of them are kept, bodies and all, which a long run may
    /// not want.
    pub fn keep_requests(&self, most: usize) {
        self.shared.received.keep(most);
    }

    fn requests_at(&self, endpoint: AuthEndpoint) -> Vec<Received> {
        self.shared.received.which(|received| AuthEndpoint::of(received) == Some(endpoint))
    }
}
