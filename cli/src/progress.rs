//! Progress of long work on stderr, if it is a terminal and the user is not quiet.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::global::Global;

/// Counts items of an unknown number.
pub(crate) fn counter(global: &Global, name: &str) -> ProgressBar {
    let template =
        global.language.select("{spinner} {prefix}: {pos} ({elapsed})", "{spinner} {prefix}：{pos} 条（{elapsed}）");
    shown(global, ProgressBar::no_length(), template).with_prefix(name.to_owned())
}

/// Counts up to a number of items.
pub(crate) fn items(global: &Global, count: u64) -> ProgressBar {
    shown(global, ProgressBar::new(count), "{wide_bar} {pos}/{len}")
}

/// Counts the bytes of a file.
pub(crate) fn bytes(global: &Global) -> ProgressBar {
    shown(global, ProgressBar::new(0), "{wide_bar} {bytes}/{total_bytes} ({bytes_per_sec}, {eta})")
}

fn shown(global: &Global, bar: ProgressBar, template: &str) -> ProgressBar {
    if !global.shows_progress() {
        return ProgressBar::hidden();
    }
    bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
