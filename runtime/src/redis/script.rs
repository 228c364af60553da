//! What Redis does in one go: Lua scripts, sent once and called by their hash from then on.

use std::sync::LazyLock;

use redis::Script;

/// Takes a place within the windows of a gate.
pub(super) static TAKE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/take.lua")));

/// Calls were answered.
pub(super) static ANSWERED: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/answered.lua")));

/// Puts what a process sent in place of what Redis knows of it.
pub(super) static REJOIN: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/rejoin.lua")));

/// Nobody passes a gate for some time.
pub(super) static HOLD: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/hold.lua")));

/// Deletes a key if it still holds a value.
pub(super) static DELETE: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/delete.lua")));

/// Takes a lease that nobody else has.
pub(super) static CLAIM: LazyLock<Script> = LazyLock::new(|| Script::new(include_str!("lua/claim.lua")));
