//! Processing steps of a request.
//!
//! 1. Match: find the token endpoint, file or operation.
//! 2. Record the request.
//! 3. Fault: delay or replace the response, or change how it is sent.
//! 4. Respond to token and file requests. The following steps apply to operations:
//! 5. Token: verify that this server issued it, and find the tenant.
//! 6. Rate limits of the tenant.
//! 7. Parameters.
//! 8. Response.
//!
//! The first step that rejects the request ends the processing.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use super::{
    Mocked, Received,
    auth::{Auth, AuthEndpoint},
    bearer::tenant_of_call,
    check,
    check::Violation,
    endpoint::EndpointState,
    fault::Fault,
    file::{FileState, Files},
    given::Given,
    injection::FaultInjector,
    received::Log,
    reply::Reply,
    route::{Match, Routes},
    serve::Admission,
};
use crate::{error::code, operation::Operation};

/// State shared by the connections.
#[derive(Debug)]
pub(super) struct Shared {
    routes: Routes,
    /// In the order of the table.
    pub(super) endpoints: Vec<EndpointState>,
    pub(super) auth: Auth,
    pub(super) files: Files,
    pub(super) injector: FaultInjector,
    pub(super) admission: Admission,
    pub(super) received: Log,
    #[cfg(feature = "events")]
    pub(super) events: super::event::Emitter,
    log_ids: AtomicU64,
}

/// Target of a request.
enum Target<'a> {
    Auth(AuthEndpoint),
    File(Arc<FileState>),
    Operation(&'a EndpointState, Match),
    Nothing,
}

impl Shared {
    pub(super) fn new(operations: &[Mocked]) -> Self {
        let start = Instant::now();
        Self {
            routes: Routes::new(operations),
            endpoints: operations.iter().map(|mocked| EndpointState::new(mocked, start)).collect(),
            auth: Auth::default(),
            files: Files::default(),
            injector: FaultInjector::default(),
            admission: Admission::default(),
            received: Log::default(),
            #[cfg(feature = "events")]
            events: super::event::Emitter::default(),
            log_ids: AtomicU64::new(1),
        }
    }

    /// Returns the response to a request.
    pub(super) async fn respond(&self, mut received: Received) -> Reply {
        let log_id = self.next_log_id();
        let target = self.target(&received);
        received.operation = target.operation_id();
        self.received.add(&received);

        let fault = self.fault(&target).unwrap_or_default();
        fault.wait().await;
        let regular = || self.regular_response(target, &received, &log_id);
        let mut reply = fault.replacement().unwrap_or_else(regular);
        reply.set_header("x-tt-logid", log_id);
        fault.apply(reply)
    }

    fn target(&self, received: &Received) -> Target<'_> {
        if let Some(endpoint) = AuthEndpoint::of(received) {
            return Target::Auth(endpoint);
        }
        if let Some(file) = self.files.find(received) {
            return Target::File(file);
        }
        let found = self.routes.find(&received.method, &received.path);
        let found = found.and_then(|found| Some(Target::Operation(self.endpoints.get(found.index)?, found)));
        found.unwrap_or(Target::Nothing)
    }

    fn fault(&self, target: &Target<'_>) -> Option<Fault> {
        let scripted = match target {
            Target::Auth(endpoint) => self.auth.take_fault(*endpoint),
            Target::File(file) => file.take_fault(),
            Target::Operation(endpoint, _) => endpoint.script().faults.take(),
            Target::Nothing => return None,
        };
        scripted.or_else(|| self.injector.take())
    }

    fn regular_response(&self, target: Target<'_>, received: &Received, log_id: &str) -> Reply {
        match target {
            Target::Auth(endpoint) => self.auth.respond(endpoint, received, log_id),
            Target::File(file) => file.respond(),
            Target::Operation(endpoint, found) => self.call(endpoint, found, received, log_id),
            #[cfg(feature = "events-socket")]
            Target::Nothing => self.events.respond(received).unwrap_or_else(Reply::not_found),
            #[cfg(not(feature = "events-socket"))]
            Target::Nothing => Reply::not_found(),
        }
    }

    fn call(&self, endpoint: &EndpointState, found: Match, received: &Received, log_id: &str) -> Reply {
        let operation = endpoint.operation();
        let tenant = match tenant_of_call(operation, received, &self.auth.tenant_tokens) {
            Ok(tenant) => tenant,
            Err(refusal) => return Reply::refused(refusal, log_id),
        };
        if let Err(refusal) = endpoint.counter.take(tenant) {
            return Reply::limited(&refusal, log_id);
        }
        let given = Given::read(operation, found.path, received);
        let refuse = |violations| Reply::bad_parameters(parameter_code(operation), violations, log_id);
        let mut violations = check::violations(operation, &given);
        if let (true, Some(check_body)) = (violations.is_empty(), endpoint.mocked.check_body) {
            violations.extend(check_body(&received.body).iter().map(Violation::from));
        }
        if !violations.is_empty() {
            return refuse(violations);
        }
        endpoint.script().content.respond(&given).unwrap_or_else(|violation: Violation| refuse(vec![violation]))
    }

    /// Returns a unique log id. The sequence is the same in every run.
    fn next_log_id(&self) -> String {
        format!("20261120-{:06}", self.log_ids.fetch_add(1, Ordering::Relaxed))
    }
}

impl Target<'_> {
    fn operation_id(&self) -> Option<&'static str> {
        match self {
            Self::Operation(endpoint, _) => Some(endpoint.operation().id),
            Self::Auth(_) | Self::File(_) | Self::Nothing => None,
        }
    }
}

/// Returns the documented code of the operation for an invalid parameter, or the general code.
fn parameter_code(operation: &Operation) -> i64 {
    let is_parameter_code = |code: &i64| code::INVALID_PARAMETER.iter().any(|(known, _)| known == code);
    operation.errors.iter().map(|error| error.code).find(is_parameter_code).unwrap_or(code::INVALID_PARAMETER[0].0)
}
