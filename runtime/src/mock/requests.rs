//! Access to the recorded requests.

use super::{ReceivedRequest, Server, UnknownOperation, auth::AuthEndpoint, store::StoreEndpoint};

impl Server {
    /// Returns all recorded requests, in the order in which they were received.
    #[must_use]
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.shared.received.all()
    }

    /// Returns the recorded requests for one operation.
    ///
    /// # Errors
    /// Returns an error if there is no operation with this id.
    pub fn requests_for(&self, id: &str) -> Result<Vec<ReceivedRequest>, UnknownOperation> {
        let id = self.on(id)?.id();
        Ok(self.shared.received.matching(|received| received.operation == Some(id)))
    }

    /// Returns the recorded requests to the token endpoint of custom apps.
    #[must_use]
    pub fn token_requests(&self) -> Vec<ReceivedRequest> {
        self.requests_at(AuthEndpoint::Custom)
    }

    /// Returns the recorded requests for app tokens of the store app.
    #[must_use]
    pub fn app_token_requests(&self) -> Vec<ReceivedRequest> {
        self.requests_at(AuthEndpoint::Store(StoreEndpoint::AppToken))
    }

    /// Returns the recorded requests for tenant tokens of the store app.
    #[must_use]
    pub fn tenant_token_requests(&self) -> Vec<ReceivedRequest> {
        self.requests_at(AuthEndpoint::Store(StoreEndpoint::TenantToken))
    }

    /// Returns the recorded requests to resend the app ticket of the store app.
    #[must_use]
    pub fn ticket_requests(&self) -> Vec<ReceivedRequest> {
        self.requests_at(AuthEndpoint::Store(StoreEndpoint::Ticket))
    }

    /// Deletes all recorded requests.
    pub fn clear_requests(&self) {
        self.shared.received.clear();
    }

    /// Limits the number of recorded requests to the most recent ones; 0 records none. Default: all requests are recorded with their bodies, which
    /// may need too much memory in a long test.
    pub fn limit_recorded_requests(&self, max: usize) {
        self.shared.received.set_capacity(max);
    }

    fn requests_at(&self, endpoint: AuthEndpoint) -> Vec<ReceivedRequest> {
        self.shared.received.matching(|received| AuthEndpoint::of(received) == Some(endpoint))
    }
}
