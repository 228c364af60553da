//! Faults by chance, for long runs; the same ones whenever the seed is the same.

use std::sync::{Mutex, PoisonError};

use super::fault::Fault;

/// What the server spoils, if anything.
#[derive(Debug, Default)]
pub(super) struct Spoiler(Mutex<Option<Odds>>);

#[derive(Debug)]
struct Odds {
    chance: Chance,
    one_in: u32,
    faults: Vec<Fault>,
    met: usize,
}

impl Spoiler {
    /// One call in so many gets one of the faults from now on. One in none never does, and of no faults none can be had.
    pub(super) fn set(&self, seed: u64, one_in: u32, faults: Vec<Fault>) {
        let odds = (one_in > 0 && !faults.is_empty()).then_some(Odds { chance: Chance(seed), one_in, faults, met: 0 });
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = odds;
    }

    /// How many faults were handed out since it was set.
    pub(super) fn met(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map_or(0, |odds| odds.met)
    }

    /// The fault of the call that is being answered.
    pub(super) fn take(&self) -> Option<Fault> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut()?.take()
    }
}

impl Odds {
    fn take(&mut self) -> Option<Fault> {
        if self.chance.below(u64::from(self.one_in)) > 0 {
            return None;
        }
        self.met += 1;
        let which = self.chance.below(self.faults.len() as u64);
        self.faults.get(which as usize).cloned()
    }
}

/// The generator splitmix64.
#[derive(Debug)]
struct Chance(u64);

impl Chance {
    /// A number below a bound that is not 0. The small ones are likelier than the others by what no test can measure.
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_splitmix64() {
        // The first numbers for the seed 1234567, as in Rosetta Code's table of them.
        let mut chance = Chance(1_234_567);
        let numbers: Vec<_> = std::iter::repeat_with(|| chance.below(u64::MAX)).take(2).collect();
        assert_eq!(numbers, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }
}
