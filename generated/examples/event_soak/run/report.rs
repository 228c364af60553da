//! Results.

use std::{fmt, time::Duration};

use super::{Plan, disturb::Disturbances, processed::ProcessedCounts, send::Deliveries};
use crate::memory::Samples;

/// Results of a stress test.
#[derive(Clone, Debug)]
pub(crate) struct Report {
    pub(super) plan: Plan,
    pub(super) deliveries: Deliveries,
    pub(super) disturbances: Disturbances,
    /// Attempts to connect.
    pub(super) connections: usize,
    pub(super) processed: ProcessedCounts,
    pub(super) memory: Samples,
    /// Tasks that remained after the consumer had ended.
    pub(super) tasks_left: usize,
    pub(super) duration: Duration,
}

impl Report {
    /// Returns the violated expectations.
    pub(crate) fn violations(&self) -> Vec<String> {
        let Self { plan, deliveries, disturbances, processed, .. } = self;
        let mut found = Vec::new();
        let mut expect = |holds: bool, otherwise: String| found.extend((!holds).then_some(otherwise));
        expect(processed.once == plan.events, format!("{} of {} events processed once", processed.once, plan.events));
        let repeated = deliveries.acknowledged - plan.events;
        expect(repeated >= plan.events / 10, format!("only {repeated} acknowledged events were repeated"));
        expect(processed.failed >= plan.events / 50, format!("only {} events failed", processed.failed));
        let Disturbances { cuts, silences, crashes } = disturbances;
        let all = cuts + silences + crashes;
        // The last disturbances may follow the last events.
        expect(all + 2 >= plan.events / plan.calm, format!("only {all} disturbances"));
        expect(self.connections > all / 2, format!("only {} connections", self.connections));
        expect(self.tasks_left == 0, format!("{} tasks remain", self.tasks_left));
        expect(self.memory.are_flat() != Some(false), "memory grows".to_owned());
        found
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Deliveries { attempts, acknowledged, refused } = self.deliveries;
        let ProcessedCounts { once, lost, twice, failed } = self.processed;
        let Disturbances { cuts, silences, crashes } = self.disturbances;
        let unanswered = attempts - acknowledged - refused;
        writeln!(
            f,
            "events        {once} processed once, {lost} lost, {twice} processed twice; {failed} of them failed first"
        )?;
        writeln!(
            f,
            "attempts      {attempts}: {acknowledged} acknowledged, {refused} refused, {unanswered} without a response"
        )?;
        writeln!(f, "disturbances  {cuts} cuts, {silences} silent connections, {crashes} crashes")?;
        writeln!(f, "connections   {}", self.connections)?;
        writeln!(f, "memory        {}", self.memory)?;
        writeln!(f, "tasks left    {}", self.tasks_left)?;
        write!(f, "duration      {:.1} s", self.duration.as_secs_f64())
    }
}
