//! Lua scripts, which Redis runs atomically. Each script is sent once and then called by its hash.

use std::sync::LazyLock;

use redis::Script;

/// Takes a permit within the windows of a rate limiter.
pub(super) static TAKE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/take.lua")));

/// Records until when Feishu may count calls.
pub(super) static COUNTED: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/counted.lua")));

/// Replaces the calls of a process in Redis.
pub(super) static REJOIN: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/rejoin.lua")));

/// Makes all processes pause.
pub(super) static HOLD: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/hold.lua")));

/// Deletes a key if it still has a given value.
pub(super) static DELETE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/delete.lua")));

/// Takes a lease, unless another process has it.
pub(super) static CLAIM: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/claim.lua")));

/// Claims an event, unless another delivery has claimed it or it was processed.
#[cfg(feature = "events")]
pub(super) static CLAIM_EVENT: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/claim_event.lua")));

/// Acquires or renews the leadership.
#[cfg(feature = "events-socket")]
pub(super) static LEAD: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/lead.lua")));
