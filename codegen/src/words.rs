//! Texts for documentation: rate limits, and cells of tables.

use crate::model::{Delivery, RateLimit, Window};

/// Returns the documented rate limits; `None` if the page states none.
pub(crate) fn rate_limit(limits: &RateLimit) -> Option<String> {
    match limits {
        RateLimit::Unstated => None,
        RateLimit::Special => Some("special; available from Feishu on request".to_owned()),
        RateLimit::Windows(windows) => {
            Some(windows.iter().map(|window| window_text(*window)).collect::<Vec<_>>().join(" and "))
        }
    }
}

fn window_text(window: Window) -> String {
    let unit = match window.seconds {
        1 => "second".to_owned(),
        60 => "minute".to_owned(),
        3600 => "hour".to_owned(),
        86_400 => "day".to_owned(),
        seconds => format!("{seconds} seconds"),
    };
    format!("{} per {unit}", window.calls)
}

/// Returns a way of delivery as text.
pub(crate) fn delivery(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Webhook => "webhook",
        Delivery::LongConnection => "long connection (custom apps only)",
    }
}

/// Formats a text as a cell of a table.
pub(crate) fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
