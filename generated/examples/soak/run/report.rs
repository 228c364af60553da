//! Results of a stress test, and the expectations that they must meet.

use std::{fmt, time::Duration};

use super::{Plan, counts::Totals};

/// Results of a stress test.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(super) plan: Plan,
    pub(super) counts: Totals,
    /// Requests with an injected fault.
    pub(super) faults: usize,
    /// Writes that the server executed.
    pub(super) executed: u64,
    /// Samples in KiB, oldest first.
    pub(super) memory: Vec<u64>,
    /// Tasks of the client that remained after it was dropped.
    pub(super) tasks_left: usize,
    pub(super) took: Duration,
}

/// Minimum number of memory samples for a comparison by quarters.
const MIN_SAMPLES: usize = 12;

impl Report {
    /// Returns the violated expectations.
    pub(crate) fn violations(&self) -> Vec<String> {
        let Totals { calls, streams, items, written, truncated, timed_out, violations, .. } = &self.counts;
        let mut found: Vec<_> = violations.iter().take(20).cloned().collect();
        let mut expect = |holds: bool, otherwise: String| found.extend((!holds).then_some(otherwise));
        expect(violations.len() <= 20, format!("{} violations in total", violations.len()));
        expect(*items == *streams * self.plan.items as u64, format!("{items} items of {streams} streams"));
        let known = written + truncated;
        let executed = self.executed;
        expect(
            (known..=known + timed_out).contains(&executed),
            format!("{executed} writes executed, {known} of them known to the client"),
        );
        let faults = self.faults as u64;
        expect(
            (calls / 8..=calls / 2).contains(&faults),
            format!("{faults} faults are not about a fifth of the requests"),
        );
        expect(self.tasks_left == 0, format!("{} tasks remain", self.tasks_left));
        expect(self.is_flat() != Some(false), "memory grows".to_owned());
        found
    }

    /// Whether the peak memory of the last quarter is at most 10 % higher than that of the second quarter; `None` if there are too few samples.
    fn is_flat(&self) -> Option<bool> {
        let (second, last) = (self.peak_of_quarter(1)?, self.peak_of_quarter(3)?);
        Some(last <= second + second / 10)
    }

    fn peak_of_quarter(&self, quarter: usize) -> Option<u64> {
        let samples = self.memory.len();
        let part = self.memory.get(samples * quarter / 4..samples * (quarter + 1) / 4)?;
        part.iter().max().copied().filter(|_| samples >= MIN_SAMPLES)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = &self.counts;
        let mib = |kib: Option<u64>| kib.map_or("?".to_owned(), |kib| format!("{:.1} MiB", kib as f64 / 1024.0));
        writeln!(f, "calls         {}", counts.calls)?;
        writeln!(f, "faults        {}", self.faults)?;
        writeln!(f, "retries       {}", counts.retries)?;
        writeln!(f, "streams       {}, {} items in total", counts.streams, counts.items)?;
        writeln!(
            f,
            "writes        {} succeeded, {} executed with a truncated response, {} not executed, {} timed out;\n              \
             the server executed {}",
            counts.written, counts.truncated, counts.not_written, counts.timed_out, self.executed
        )?;
        writeln!(f, "peak memory   {}", mib(self.memory.iter().max().copied()))?;
        let quarters = [0, 1, 2, 3].map(|quarter| mib(self.peak_of_quarter(quarter)));
        writeln!(f, "per quarter   {}", quarters.join(", "))?;
        writeln!(f, "tasks left    {}", self.tasks_left)?;
        write!(f, "duration      {:.1} s", self.took.as_secs_f64())
    }
}
