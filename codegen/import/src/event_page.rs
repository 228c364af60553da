//! Documentation pages of events.

use feishu_codegen::{
    draft::event_type,
    model::{Delivery, EventId},
};

use crate::page::{self, Page};
use crate::rows::Row;
use crate::sample::ParsedSample;
use crate::sections::{self, NestedFields};

/// A documentation page of an event.
pub(crate) struct EventPage {
    pub(crate) id: EventId,
    /// The parts that all pages have in common. The tables and samples of requests and responses are empty.
    pub(crate) page: Page,
    /// The rows of the envelope and the payload.
    rows: Vec<Row>,
    /// The JSON texts of the samples.
    samples: Vec<String>,
}

impl EventPage {
    /// Parses a page. Returns `None` if it does not describe an event.
    pub(crate) fn read(file: &str, text: &str) -> Option<Self> {
        let (mut page, event) = page::parse(file, text);
        let id = event_type(event.as_deref()?)?;
        let rows = page.response.take().unwrap_or_default();
        let samples = std::mem::take(&mut page.response_samples);
        Some(Self { id, page, rows, samples })
    }

    /// Returns the samples, without invalid ones.
    pub(crate) fn samples(&self) -> Vec<ParsedSample> {
        sections::read_samples(&self.samples)
    }

    /// Whether a sample is not valid JSON.
    pub(crate) fn has_invalid_sample(&self) -> bool {
        self.samples().len() < self.samples.len()
    }

    /// Returns the fields of the payload. `samples` are those of the page.
    pub(crate) fn payload(&self, samples: &[ParsedSample]) -> NestedFields {
        let start = self.rows.iter().position(|row| row.name == "event").map_or(0, |event| event + 1);
        let rows = self.rows.get(start..).unwrap_or_default();
        sections::nest_payload(rows, samples.first().and_then(|read| read.value.get("event")))
    }

    /// Returns the ways of delivery: those of the table, and those of the guide to subscriptions.
    pub(crate) fn delivery(&self) -> Vec<Delivery> {
        let has = |words: &[&str]| words.iter().any(|word| self.page.delivery.contains(word));
        let ways = [
            (Delivery::Webhook, has(&["Webhook", "发送至开发者服务器"])),
            (Delivery::LongConnection, has(&["长连接", "long connection"])),
        ];
        ways.into_iter().filter(|(_, stated)| *stated).map(|(way, _)| way).collect()
    }
}
