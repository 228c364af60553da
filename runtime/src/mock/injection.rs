//! Random fault injection. The same seed selects the same faults.

use std::sync::{Mutex, PoisonError};

use super::fault::Fault;

/// Injects random faults.
#[derive(Debug, Default)]
pub(super) struct FaultInjector(Mutex<Option<Injection>>);

#[derive(Debug)]
struct Injection {
    random: SplitMix64,
    one_in: u32,
    faults: Vec<Fault>,
    injected: usize,
}

impl FaultInjector {
    /// Starts injecting faults into about one in `one_in` requests. Stops if `one_in` is 0 or `faults` is empty.
    pub(super) fn set(&self, seed: u64, one_in: u32, faults: Vec<Fault>) {
        let injection = (one_in > 0 && !faults.is_empty()).then_some(Injection {
            random: SplitMix64(seed),
            one_in,
            faults,
            injected: 0,
        });
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = injection;
    }

    /// Returns the number of faults injected since the last call of `set`.
    pub(super) fn injected(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map_or(0, |injection| injection.injected)
    }

    /// Takes the fault for the current request.
    pub(super) fn take(&self) -> Option<Fault> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).as_mut()?.take()
    }
}

impl Injection {
    fn take(&mut self) -> Option<Fault> {
        if self.random.below(u64::from(self.one_in)) > 0 {
            return None;
        }
        self.injected += 1;
        let which = self.random.below(self.faults.len() as u64);
        self.faults.get(which as usize).cloned()
    }
}

/// The random number generator SplitMix64.
#[derive(Debug)]
struct SplitMix64(u64);

impl SplitMix64 {
    /// Returns a number below `bound`, which must not be 0. The modulo bias is negligible.
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
    fn numbers_match_the_reference_implementation() {
        // The first numbers for the seed 1234567, from Rosetta Code.
        let mut random = SplitMix64(1_234_567);
        let numbers: Vec<_> = std::iter::repeat_with(|| random.below(u64::MAX)).take(2).collect();
        assert_eq!(numbers, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }
}
