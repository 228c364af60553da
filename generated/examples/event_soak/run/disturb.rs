//! Disturbances while events are delivered.

use std::{sync::Arc, time::Duration};

use feishu_hire::{Error, mock::event::Gateway};

use super::{consumer::Consumer, processed::Processed};

/// Cuts and silences connections, and makes the consumer crash.
pub(super) struct Disturber {
    gateway: Arc<Gateway>,
    consumer: Consumer,
    calm: usize,
    counts: Disturbances,
}

/// Numbers of disturbances.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Disturbances {
    pub(crate) cuts: usize,
    pub(crate) silences: usize,
    pub(crate) crashes: usize,
}

impl Disturber {
    pub(super) fn new(gateway: Arc<Gateway>, consumer: Consumer, calm: usize) -> Self {
        Self { gateway, consumer, calm, counts: Disturbances::default() }
    }

    /// Disturbs again and again. Returns an error if the consumer cannot start again.
    pub(super) async fn run(&mut self, processed: &Processed) -> Error {
        for number in 1.. {
            processed.reaches(number * self.calm).await;
            match number % 10 {
                5 => {
                    self.counts.silences += 1;
                    self.silence().await;
                }
                3 | 7 => {
                    self.counts.crashes += 1;
                    if let Err(error) = self.consumer.crash().await {
                        return error;
                    }
                }
                _ => {
                    self.counts.cuts += 1;
                    self.gateway.disconnect_all();
                }
            }
        }
        std::future::pending().await
    }

    /// Makes the connection silent until the consumer notices it and connects again. Until the cut, the gateway also sends events to the silent one.
    async fn silence(&self) {
        let before = self.gateway.attempts();
        self.gateway.silence();
        while self.gateway.attempts() == before {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.gateway.disconnect_all();
    }

    /// Ends the consumer.
    pub(super) async fn end(mut self) -> Disturbances {
        self.consumer.end().await;
        self.counts
    }
}
