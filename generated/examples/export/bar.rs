//! The progress bar. It goes to stderr, and only where that is a terminal.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::job::Progress;

/// Counts of this run, never what was read.
pub(crate) struct Bar {
    bar: ProgressBar,
    start: Instant,
}

impl Bar {
    /// Feishu does not say how many interviews a period has, so mostly there is no end to draw.
    pub(crate) fn new(total: Option<u64>) -> Self {
        let (bar, template) = match total {
            Some(total) => {
                (ProgressBar::new(total), "{bar:30} {pos} of {len} interviews, {msg}, {elapsed} gone, {eta} to go")
            }
            None => (ProgressBar::new_spinner(), "{spinner} {pos} interviews, {msg}, {elapsed} gone"),
        };
        bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { bar, start: Instant::now() }
    }

    pub(crate) fn show(&self, progress: Progress) {
        if progress.interviews == 0 {
            // What an earlier run wrote says nothing of how fast this one is.
            self.bar.set_position(progress.kept);
            self.bar.reset_eta();
        }
        self.bar.set_position(progress.kept.saturating_add(progress.interviews));
        self.bar.set_message(self.records(progress));
    }

    /// Takes the bar away and says in words what was done.
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
