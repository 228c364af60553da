//! Results of a stress test, and the expectations that they must meet.

use std::{fmt, time::Duration};

use super::{Plan, counts::Totals};
use crate::memory::Samples;

/// Results of a stress test.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(super) plan: Plan,
    pub(super) counts: Totals,
    /// Requests with an injected fault.
    pub(super) faults: usize,
    /// Writes that the server executed.
    pub(super) executed: u64,
    pub(super) memory: Samples,
    /// Tasks of the client that remained after it was dropped.
    pub(super) tasks_left: usize,
    pub(super) duration: Duration,
}

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
        expect(self.memory.are_flat() != Some(false), "memory grows".to_owned());
        found
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = &self.counts;
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
        writeln!(f, "memory        {}", self.memory)?;
        writeln!(f, "tasks left    {}", self.tasks_left)?;
        write!(f, "duration      {:.1} s", self.duration.as_secs_f64())
    }
}
