//! Limits that several processes keep together. Without the feature `redis` there is nothing to keep them through.

#[cfg(not(feature = "redis"))]
pub(crate) use nothing::{Sharing, Ticket, Windows};

#[cfg(feature = "redis")]
pub(crate) use crate::redis::{Sharing, Ticket, Windows};

/// What can never be had, with the same methods.
#[cfg(not(feature = "redis"))]
mod nothing {
    use std::{sync::Arc, time::Duration};

    use crate::{
        limit::log::Free,
        operation::{Operation, Window},
    };

    #[derive(Clone, Copy, Debug)]
    pub(crate) enum Sharing {}

    #[derive(Clone, Copy, Debug)]
    pub(crate) enum Windows {}

    #[derive(Clone, Copy, Debug)]
    pub(crate) enum Ticket {}

    impl Sharing {
        pub(crate) fn windows(&self, _: Option<&str>, _: &Operation, _: &[Window]) -> Option<Arc<Windows>> {
            match *self {}
        }
    }

    impl Windows {
        #[allow(clippy::unused_async)]
        pub(crate) async fn take(self: &Arc<Self>) -> Result<Ticket, Free> {
            match **self {}
        }

        pub(crate) fn hold(&self, _: Duration) {
            match *self {}
        }
    }

    impl Ticket {
        pub(crate) fn sent(&mut self) {
            match *self {}
        }
    }
}
