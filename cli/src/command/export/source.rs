//! The sources that can be exported, and how they are read.

/// Objects that are exported together into one file.
pub(super) struct Source {
    pub(super) name: &'static str,
    /// The operation that lists the objects, or ids with which they are read.
    pub(super) listing: &'static str,
    /// The largest page. If each item needs a separate call, smaller pages save progress more often.
    pub(super) page_size: u32,
    /// The parameters of every request of the listing.
    pub(super) query: &'static [(&'static str, &'static str)],
    pub(super) window: Window,
    pub(super) lookup: Option<Lookup>,
    /// Path of the id in an exported object.
    pub(super) id: &'static str,
    /// The parts of an object that are returned; all if empty.
    pub(super) parts: &'static [&'static str],
}

/// The objects that a later run reads.
#[derive(Clone, Copy)]
pub(super) enum Window {
    /// Objects updated since the last run: the listing filters by the time of the last update.
    Updated(&'static str),
    /// Objects that start later than some days before the last run, because the listing filters by start time only. A first run needs a start time
    /// too.
    Started(&'static str),
    /// Everything, because the API cannot select by time.
    Everything,
}

/// A call for each item of the listing.
pub(super) struct Lookup {
    pub(super) operation: &'static str,
    /// The path or query parameter with the id of the item.
    pub(super) parameter: &'static str,
    pub(super) page_size: Option<u32>,
}

/// All sources, by name.
pub(super) static SOURCES: &[Source] = &[
    Source {
        name: "applications",
        listing: "hire.v1.application.list",
        page_size: 20,
        query: &[],
        window: Window::Updated("update_start_time"),
        lookup: Some(Lookup {
            operation: "hire.v1.application.get_detail",
            parameter: "application_id",
            page_size: None,
        }),
        id: "basic_info.id",
        parts: &["basic_info"],
    },
    Source {
        name: "interviews",
        listing: "hire.v1.interview.list",
        page_size: 100,
        query: &[],
        window: Window::Started("start_time"),
        lookup: None,
        id: "id",
        parts: &[],
    },
    Source {
        name: "jobs",
        listing: "hire.v1.job.list",
        page_size: 20,
        query: &[],
        window: Window::Updated("update_start_time"),
        lookup: None,
        id: "id",
        parts: &[],
    },
    Source {
        name: "offers",
        listing: "hire.v1.talent.list",
        page_size: 20,
        query: &[("query_option", "ignore_empty_error")],
        window: Window::Everything,
        lookup: Some(Lookup { operation: "hire.v1.offer.list", parameter: "talent_id", page_size: Some(200) }),
        id: "id",
        parts: &[],
    },
    Source {
        name: "talents",
        listing: "hire.v1.talent.list",
        page_size: 20,
        query: &[("query_option", "ignore_empty_error")],
        window: Window::Updated("update_start_time"),
        lookup: None,
        id: "id",
        parts: &[],
    },
];
