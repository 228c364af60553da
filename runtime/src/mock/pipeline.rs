//! The processing steps of a request:
//!
//! 1. Find the token endpoint, file or operation.
//! 2. Record the request.
//! 3. Apply a fault: delay or replace the response, or change how it is sent.
//! 4. Respond to requests for tokens and files. The following steps only apply to operations:
//! 5. Verify that this server issued the token, and find its tenant.
//! 6. Enforce the rate limits of the tenant.
//! 7. Validate the parameters.
//! 8. Respond.
//!
//! The first step that rejects the request ends the processing.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use super::{
    MockOperation, ReceivedRequest,
    admission::Admission,
    auth::{Auth, AuthEndpoint},
    bearer::tenant_of_call,
    body_schema, check,
    check::Violation,
    endpoint::EndpointState,
    fault::Fault,
    file::{FileState, Files},
    injection::FaultInjector,
    parameters::RequestParameters,
    received::Log,
    rejection::Rejection,
    related::Population,
    reply::Reply,
    route::{Match, Routes},
    traffic::Traffic,
};
use crate::{
    error::code,
    operation::{ErrorCode, Operation},
};

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
    pub(super) traffic: Traffic,
    pub(super) population: Mutex<Option<Arc<Population>>>,
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
    pub(super) fn new(operations: &[MockOperation]) -> Self {
        let start = Instant::now();
        Self {
            routes: Routes::new(operations),
            endpoints: operations.iter().map(|mocked| EndpointState::new(mocked, start)).collect(),
            auth: Auth::default(),
            files: Files::default(),
            injector: FaultInjector::default(),
            admission: Admission::default(),
            received: Log::default(),
            traffic: Traffic::default(),
            population: Mutex::default(),
            #[cfg(feature = "events")]
            events: super::event::Emitter::default(),
            log_ids: AtomicU64::new(1),
        }
    }

    /// Returns the response to a request.
    pub(super) async fn respond(&self, mut received: ReceivedRequest) -> Reply {
        let log_id = self.next_log_id();
        let target = self.target(&received);
        received.operation = target.operation_id();
        self.received.add(&received);
        let _in_flight = (self.traffic.begin(), target.traffic().map(Traffic::begin));

        let Some(fault) = self.fault(&target) else {
            return self.unaffected_response(target, &received, log_id).await;
        };
        fault.wait().await;
        let mut reply = match fault.replacement() {
            Some(reply) => reply,
            None => self.unaffected_response(target, &received, log_id.clone()).await,
        };
        reply.set_header("x-tt-logid", log_id);
        fault.apply(reply)
    }

    /// Returns the response without faults.
    async fn unaffected_response(&self, target: Target<'_>, received: &ReceivedRequest, log_id: String) -> Reply {
        let reply = self.regular_response(target, received, &log_id).await;
        let mut reply = match reply {
            Ok(reply) => reply,
            Err(computed) => return computed.respond(&log_id).await,
        };
        reply.insert_host(received);
        reply.set_header("x-tt-logid", log_id);
        reply
    }

    fn target(&self, received: &ReceivedRequest) -> Target<'_> {
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

    /// Returns the response, or the fault that the closure of a test has returned.
    async fn regular_response(
        &self,
        target: Target<'_>,
        received: &ReceivedRequest,
        log_id: &str,
    ) -> Result<Reply, Fault> {
        match target {
            Target::Auth(endpoint) => Ok(self.auth.respond(endpoint, received, log_id)),
            Target::File(file) => Ok(file.respond()),
            Target::Operation(endpoint, found) => self.call(endpoint, found, received, log_id),
            #[cfg(feature = "events")]
            Target::Nothing => Ok(self.events.respond(received).await.unwrap_or_else(Reply::not_found)),
            #[cfg(not(feature = "events"))]
            Target::Nothing => Ok(Reply::not_found()),
        }
    }

    fn call(
        &self,
        endpoint: &EndpointState,
        found: Match,
        received: &ReceivedRequest,
        log_id: &str,
    ) -> Result<Reply, Fault> {
        let request = match self.accept(endpoint, found, received, log_id) {
            Ok(request) => request,
            Err(reply) => return Ok(reply),
        };
        let computed = endpoint.script().content.computed();
        if let Some(closure) = computed {
            return closure.reply(received, endpoint.operation().data);
        }
        let reply = endpoint.script().content.respond(&request);
        Ok(reply.unwrap_or_else(|rejection| rejected(endpoint.operation(), rejection, log_id)))
    }

    /// Validates a call and returns its parameters.
    ///
    /// # Errors
    /// Returns the response if the call is rejected.
    fn accept(
        &self,
        endpoint: &EndpointState,
        found: Match,
        received: &ReceivedRequest,
        log_id: &str,
    ) -> Result<RequestParameters, Reply> {
        let operation = endpoint.operation();
        let tenant = tenant_of_call(operation, received, &self.auth.tenant_tokens)
            .map_err(|error| Reply::rejected(error, log_id))?;
        endpoint.counter.count(tenant).map_err(|exceeded| Reply::rate_limited(&exceeded, log_id))?;
        let request = RequestParameters::read(operation, found.path, received);
        let mut violations = check::violations(operation, &request);
        if let (true, Some(shape)) = (violations.is_empty(), endpoint.mocked.body) {
            violations.extend(body_schema::check_body(shape, &received.body).iter().map(Violation::from));
        }
        if violations.is_empty() {
            Ok(request)
        } else {
            Err(Reply::invalid_parameters(parameter_code(operation), violations, log_id))
        }
    }

    /// Returns a unique log id. The sequence is the same in every run.
    fn next_log_id(&self) -> String {
        format!("20261120-{:06}", self.log_ids.fetch_add(1, Ordering::Relaxed))
    }
}

impl<'a> Target<'a> {
    fn traffic(&self) -> Option<&'a Traffic> {
        match self {
            Self::Operation(endpoint, _) => Some(&endpoint.traffic),
            Self::Auth(_) | Self::File(_) | Self::Nothing => None,
        }
    }

    fn operation_id(&self) -> Option<&'static str> {
        match self {
            Self::Operation(endpoint, _) => Some(endpoint.operation().id),
            Self::Auth(_) | Self::File(_) | Self::Nothing => None,
        }
    }
}

fn rejected(operation: &Operation, rejection: Rejection, log_id: &str) -> Reply {
    match rejection {
        Rejection::Parameter(violation) => {
            Reply::invalid_parameters(parameter_code(operation), vec![violation], log_id)
        }
        Rejection::UnknownId(kind) => match not_found(operation, kind) {
            Some((error, message)) => Reply::unknown_id(error.status, error.code, message, log_id),
            None => Reply::unknown_id(404, parameter_code(operation), &format!("{kind} not found"), log_id),
        },
    }
}

/// Returns the documented code of the operation for invalid parameters, or the general code.
fn parameter_code(operation: &Operation) -> i64 {
    let is_parameter_code = |code: &i64| code::INVALID_PARAMETER.iter().any(|(known, _)| known == code);
    operation.errors.iter().map(|error| error.code).find(is_parameter_code).unwrap_or(code::INVALID_PARAMETER[0].0)
}

/// Returns the documented error of the operation for an unknown id of this type, such as `application_not_found`, with its message.
fn not_found(operation: &Operation, kind: &str) -> Option<(&'static ErrorCode, &'static str)> {
    let message =
        |error: &ErrorCode| code::NOT_FOUND.iter().find(|(known, _)| *known == error.code).map(|(_, text)| *text);
    let kind = kind.trim_end_matches("Id").to_ascii_lowercase();
    let mut errors = operation.errors.iter().filter_map(|error| Some((error, message(error)?)));
    let first = errors.clone().next();
    errors.find(|(error, _)| error.name.replace('_', "").starts_with(&kind)).or(first)
}
