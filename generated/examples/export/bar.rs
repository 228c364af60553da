//! Progress bar on stderr, if stderr is a terminal.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::job::Progress;

/// Shows counts, never data.
pub(crate) struct Bar {
    bar: ProgressBar,
    start: Instant,
}

impl Bar {
    /// Creates a bar, or a spinner if the total is unknown. Feishu does not return the number of interviews of a period.
    pub(crate) fn new(total: Option<u64>) -> Self {
        let (bar, template) = match total {
            Some(total) => (
                ProgressBar::new(total),
                "{bar:30} {pos} of {len} interviews, {msg}, elapsed {elapsed}, remaining {eta}",
            ),
            None => (ProgressBar::new_spinner(), "{spinner} {pos} interviews, {msg}, elapsed {elapsed}"),
        };
        bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, start: Instant::now() }
    }

    pub(crate) fn show(&self, progress: Progress) {
        if progress.interviews == 0 {
            // Interviews of earlier runs must not affect the estimate.
            self.bar.set_position(progress.kept);
            self.bar.reset_eta();
        }
        self.bar.set_position(progress.kept.saturating_add(progress.interviews));
        self.bar.set_message(self.records(progress));
    }

    /// Removes the bar and returns a summary.
    pub(crate) fn end(&self, progress: Progress) -> String {
        self.bar.finish_and_clear();
        let elapsed = self.start.elapsed().as_secs_f64();
        format!("{} interviews, {} in {elapsed:.1} s", progress.interviews, self.records(progress))
    }

    fn records(&self, progress: Progress) -> String {
        let rate = progress.records as f64 / self.start.elapsed().as_secs_f64().max(0.001);
        format!("{} records ({rate:.1}/s)", progress.records)
    }
}
