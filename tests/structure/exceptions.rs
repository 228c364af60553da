//! Accepted cycles. All of them are in the runtime.

/// Files with accepted cycles, and the reason. Files that are no longer in a cycle must be removed.
pub(crate) struct Exception {
    pub(crate) files: &'static [&'static str],
    pub(crate) reason: &'static str,
}

pub(crate) const EXCEPTIONS: &[Exception] = &[
    Exception {
        files: &[
            "runtime/src/client/builder.rs",
            "runtime/src/call/mod.rs",
            "runtime/src/client/mod.rs",
            "runtime/src/call/execution.rs",
            "runtime/src/call/in_flight.rs",
            "runtime/src/call/curl.rs",
            "runtime/src/call/custom.rs",
            "runtime/src/call/custom/page.rs",
            "runtime/src/call/page.rs",
        ],
        reason: "a client has a builder and executes calls, a call belongs to a client, a page makes the call of the next page",
    },
    Exception {
        files: &[
            "runtime/src/error/attempt.rs",
            "runtime/src/error/detail.rs",
            "runtime/src/error/mod.rs",
            "runtime/src/input.rs",
            "runtime/src/operation/mod.rs",
            "runtime/src/response/metadata.rs",
            "runtime/src/response/retry_after.rs",
            "runtime/src/wire/any_text.rs",
            "runtime/src/wire/form.rs",
            "runtime/src/wire/limits.rs",
            "runtime/src/wire/list.rs",
            "runtime/src/wire/mod.rs",
            "runtime/src/wire/number.rs",
            "runtime/src/wire/reader/list.rs",
            "runtime/src/wire/reader/mod.rs",
            "runtime/src/wire/reader/number.rs",
            "runtime/src/wire/reader/tolerance.rs",
            "runtime/src/wire/shape.rs",
            "runtime/src/wire/text.rs",
            "runtime/src/wire/time.rs",
            "runtime/src/wire/unknown.rs",
            "runtime/src/wire/view.rs",
            "runtime/src/wire/writer.rs",
        ],
        reason: "the reader fills slots, a slot reads itself and has a view; limits report violations, which are part of errors, and errors refer to operations, whose rows have limits",
    },
    Exception {
        files: &["runtime/src/transport/http.rs", "runtime/src/file/upload/body.rs", "runtime/src/file/upload/form.rs"],
        reason: "a form is one of the bodies of a request, and makes that body itself",
    },
    Exception {
        files: &["runtime/src/mock/auth.rs", "runtime/src/mock/store.rs", "runtime/src/mock/token.rs"],
        reason: "the state of both token endpoints is in `Auth`, and they are methods of it",
    },
    Exception {
        files: &["runtime/src/mock/counting.rs", "runtime/src/mock/endpoint.rs", "runtime/src/mock/tally.rs"],
        reason: "an endpoint has a counter, and a counter belongs to an endpoint",
    },
    Exception {
        files: &["runtime/src/limit/limiter.rs", "runtime/src/limit/permit.rs", "runtime/src/limit/permits.rs"],
        reason: "a rate limiter grants permits, and a permit that is dropped returns itself to its limiter",
    },
    Exception {
        files: &["runtime/src/mock/pipeline.rs", "runtime/src/mock/serve.rs"],
        reason: "connections hand requests to the pipeline, and the pipeline can close them",
    },
    Exception {
        files: &["runtime/src/redis/link.rs", "runtime/src/redis/report.rs", "runtime/src/redis/windows.rs"],
        reason: "windows use the link, and the link reports to them when the server is back",
    },
    Exception {
        files: &["runtime/src/token/cell.rs", "runtime/src/token/source.rs"],
        reason: "a slot is filled from a source, and a source of tenants' tokens has a slot for the app's token",
    },
];
