//! Rate limits that several processes share. Without the feature `redis`, these types have no values.

#[cfg(not(feature = "redis"))]
pub(crate) use none::{Sharing, Ticket, Windows};

#[cfg(feature = "redis")]
pub(crate) use crate::redis::{Sharing, Ticket, Windows};

/// Empty enums with the same methods, so that no other code depends on the feature.
#[cfg(not(feature = "redis"))]
mod none {
    use std::{sync::Arc, time::Duration};

    use tokio::time::Instant;

    use crate::{
        limit::log::Free,
        operation::{Operation, Window},
    };

    #[derive(Clone, Copy, Debug)]
    pub(crate) enum Sharing {}

    #[derive(Clone, Copy, Debug)]
    pub(crate) enum Windows {}

    #[derive(Debug)]
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

        pub(crate) fn earliest(&self, _: Instant, _: usize) -> Instant {
            match *self {}
        }

        pub(crate) fn free_permits(&self, _: Instant) -> Option<usize> {
            match *self {}
        }

        pub(crate) fn hold(&self, _: Duration) {
            match *self {}
        }
    }

    impl Ticket {
        pub(crate) fn renew(&mut self) {
            match *self {}
        }

        pub(crate) fn release(self) {
            match self {}
        }

        pub(crate) fn give_back(self) {
            match self {}
        }
    }
}
