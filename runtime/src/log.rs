//! Logging.

/// Target of all spans and events: the name of the crate that users depend on, by which they filter.
pub(crate) const TARGET: &str = "feishu_hire";
