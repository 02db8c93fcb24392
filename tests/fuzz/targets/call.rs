#![no_main]

libfuzzer_sys::fuzz_target!(init: { fuzz::book(); }, |data: &[u8]| {
    // The first byte tells the format.
    if let Some((format, data)) = data.split_first() {
        fuzz::tries::call(*format, &fuzz::text(data));
    }
});
