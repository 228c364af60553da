//! The rows by kind of fault.

mod bodies;
mod codes;
mod connections;
mod deviations;
mod gateways;
mod paging;
mod tokens;

use super::row::Row;

pub(super) fn all() -> Vec<Row> {
    let parts = [
        gateways::rows(),
        codes::rows(),
        connections::rows(),
        bodies::rows(),
        deviations::rows(),
        tokens::rows(),
        paging::rows(),
    ];
    parts.into_iter().flatten().collect()
}
