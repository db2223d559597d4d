//! No document that libFuzzer can think of takes the reader down; a first line `content-type: …` is the transport's.
#![no_main]

#[allow(dead_code, reason = "each target examines one kind of input")]
#[path = "../../fuzz/examine.rs"]
mod examine;

use examine::Sample;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(complaint) = examine::document(&sample(bytes)) {
        panic!("{complaint}");
    }
});

fn sample(bytes: &[u8]) -> Sample {
    let told = bytes.strip_prefix(b"content-type: ").and_then(|rest| {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        Some((String::from_utf8_lossy(&rest[..end]).into_owned(), &rest[end + 1..]))
    });
    match told {
        Some((content_type, body)) => Sample { bytes: body.to_vec(), content_type: Some(content_type) },
        None => Sample::new(bytes),
    }
}
