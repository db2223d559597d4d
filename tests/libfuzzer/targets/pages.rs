//! No page that libFuzzer can think of takes the reader down.
#![no_main]

#[allow(dead_code, reason = "each target examines one kind of input")]
#[path = "../../fuzz/examine.rs"]
mod examine;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(complaint) = examine::page(&examine::Sample::new(bytes)) {
        panic!("{complaint}");
    }
});
