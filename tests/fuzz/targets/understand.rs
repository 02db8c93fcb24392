#![no_main]

libfuzzer_sys::fuzz_target!(init: { fuzz::book(); }, |data: &[u8]| fuzz::tries::understand(&fuzz::text(data)));
