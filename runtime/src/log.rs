//! Logging.

/// Target of all spans and events. It is the name of the crate that users depend on, so that they can filter by it.
pub(crate) const TARGET: &str = "feishu_hire";
