#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    if let Err(why) = fuzz::response::check(input) {
        panic!("{why}");
    }
});
