//! What came of it.

use std::{fmt, time::Duration};

use super::{Plan, counts::Told};

/// What a soak came to.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(super) plan: Plan,
    pub(super) counts: Told,
    /// Requests that met a fault.
    pub(super) faults: usize,
    /// Writes that the server carried out.
    pub(super) carried_out: u64,
    /// In KiB, the oldest first.
    pub(super) memory: Vec<u64>,
    /// Tasks of the client that were still there after it was dropped.
    pub(super) tasks_left: usize,
    pub(super) took: Duration,
}

/// With fewer samples of memory, four parts of them mean nothing.
const LEAST_SAMPLES: usize = 12;

impl Report {
    /// What must not be.
    pub(crate) fn wrong(&self) -> Vec<String> {
        let Told { calls, streams, items, written, broken_off, late, failures, .. } = &self.counts;
        let mut wrong: Vec<_> = failures.iter().take(20).cloned().collect();
        let mut hold = |holds: bool, what: String| wrong.extend((!holds).then_some(what));
        hold(failures.len() <= 20, format!("… and more: {} in all", failures.len()));
        hold(*items == *streams * self.plan.items as u64, format!("{items} items of {streams} streams"));
        let sure = written + broken_off;
        let carried_out = self.carried_out;
        hold((sure..=sure + late).contains(&carried_out), format!("{carried_out} writes carried out, {sure} known of"));
        let faults = self.faults as u64;
        hold((calls / 8..=calls / 2).contains(&faults), format!("{faults} faults are not about a fifth"));
        hold(self.tasks_left == 0, format!("{} tasks left", self.tasks_left));
        hold(self.is_flat() != Some(false), "memory grows".to_owned());
        wrong
    }

    /// The last quarter of the time needs at most a tenth more than the second.
    fn is_flat(&self) -> Option<bool> {
        let (second, last) = (self.peak_of_quarter(1)?, self.peak_of_quarter(3)?);
        Some(last <= second + second / 10)
    }

    fn peak_of_quarter(&self, quarter: usize) -> Option<u64> {
        let samples = self.memory.len();
        let part = self.memory.get(samples * quarter / 4..samples * (quarter + 1) / 4)?;
        part.iter().max().copied().filter(|_| samples >= LEAST_SAMPLES)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = &self.counts;
        let mib = |kib: Option<u64>| kib.map_or("?".to_owned(), |kib| format!("{:.1} MiB", kib as f64 / 1024.0));
        writeln!(f, "calls         {}", told.calls)?;
        writeln!(f, "faults met    {}", self.faults)?;
        writeln!(f, "retries       {}", told.retries)?;
        writeln!(f, "streams       {}, with {} items, each once and in order", told.streams, told.items)?;
        writeln!(
            f,
            "writes        {} went well, {} were carried out and their answer broke off, {} were not carried out, {} were late;\n              \
             the server carried out {}",
            told.written, told.broken_off, told.not_written, told.late, self.carried_out
        )?;
        writeln!(f, "peak memory   {}", mib(self.memory.iter().max().copied()))?;
        let quarters = [0, 1, 2, 3].map(|quarter| mib(self.peak_of_quarter(quarter)));
        writeln!(f, "by quarters   {}", quarters.join(", "))?;
        writeln!(f, "tasks left    {}", self.tasks_left)?;
        write!(f, "took          {:.1} s", self.took.as_secs_f64())
    }
}
