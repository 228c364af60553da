//! Leadership among processes.

use std::{fmt, sync::Arc, time::Duration};

use super::{
    link::{Link, Request},
    script,
};
use crate::event::{Leadership, LeadershipFuture};

/// Elects one of the processes that use the same Redis server and name: [`Redis::leadership`](crate::Redis::leadership).
///
/// While the server cannot be reached, the leader keeps its role, and no other process can become the leader.
pub struct RedisLeadership {
    link: Arc<Link>,
    key: String,
}

impl RedisLeadership {
    pub(super) fn new(link: Arc<Link>, key: String) -> Self {
        Self { link, key }
    }
}

impl Leadership for RedisLeadership {
    fn hold(&self, lease: Duration) -> LeadershipFuture<'_, bool> {
        let lease = u64::try_from(lease.as_millis()).unwrap_or(u64::MAX).max(1);
        Box::pin(async move {
            let mut hold = script::LEAD.prepare_invoke();
            hold.key(&self.key).arg(self.link.process()).arg(lease);
            Ok(self.link.ask::<bool>(Request::Script(&hold)).await?)
        })
    }

    fn resign(&self) -> LeadershipFuture<'_, ()> {
        Box::pin(async move {
            let mut delete = script::DELETE.prepare_invoke();
            delete.key(&self.key).arg(self.link.process());
            Ok(self.link.ask::<i64>(Request::Script(&delete)).await.map(drop)?)
        })
    }
}

impl fmt::Debug for RedisLeadership {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RedisLeadership").field("key", &self.key).finish_non_exhaustive()
    }
}
