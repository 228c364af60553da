//! Accepted cycles. All of them are in the runtime.

/// Files with accepted cycles, and the reason. Files that are no longer in a cycle must be removed.
pub(crate) struct Exception {
    pub(crate) files: &'static [&'static str],
    pub(crate) reason: &'static str,
}

pub(crate) const EXCEPTIONS: &[Exception] = &[
    Exception {
        files: &[
            "runtime/src/wire/reader/mod.rs",
            "runtime/src/wire/reader/tolerance.rs",
            "runtime/src/wire/slot.rs",
            "runtime/src/wire/unknown.rs",
            "runtime/src/wire/view.rs",
        ],
        reason: "the reader fills slots, a slot reads itself and has a view, and a view may show unknown fields, which are slots",
    },
    Exception {
        files: &["runtime/src/error/attempt.rs", "runtime/src/error/mod.rs"],
        reason: "an error lists the failed attempts of its call, and each of them has its error",
    },
    Exception {
        files: &["runtime/src/token/cell.rs", "runtime/src/token/source.rs"],
        reason: "a token cell is filled from a source, and the source of a tenant's token has the cell of the app token",
    },
];
