//! Lines of standard input, none of which can fill the memory.

use std::io::{self, BufRead, Read};

/// No article is this long; what is longer is no line of articles, and must not fill the memory.
pub const LINE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// One line of input that is not blank, with its number from 1.
pub struct Line {
    pub number: u64,
    /// With its line end; longer than [`LINE_BYTES_MAX`] if the line was, and then cut.
    pub bytes: Vec<u8>,
}

/// Returns the lines up to the end of the input, or up to the first error.
pub fn lines(mut input: impl BufRead + Send) -> impl Iterator<Item = io::Result<Line>> + Send {
    let mut number = 0;
    let mut has_failed = false;
    std::iter::from_fn(move || {
        while !has_failed {
            number += 1;
            match next_line(&mut input) {
                Ok(None) => return None,
                Ok(Some(bytes)) if bytes.trim_ascii().is_empty() => {}
                Ok(Some(bytes)) => return Some(Ok(Line { number, bytes })),
                Err(error) => {
                    has_failed = true;
                    return Some(Err(error));
                }
            }
        }
        None
    })
}

/// Reads to the next line end, but keeps no more than [`LINE_BYTES_MAX`] and one byte of the line.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    if input.by_ref().take(LINE_BYTES_MAX + 1).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if !bytes.ends_with(b"\n") && bytes.len() as u64 > LINE_BYTES_MAX {
        input.skip_until(b'\n')?;
    }
    Ok(Some(bytes))
}
