//! From bytes to code points, for stages that find spans by searching the text itself.

/// Bytes between two notes: small enough to count the rest at once, large enough that the notes are a sixteenth
/// of the text.
const STEP_BYTES: usize = 64;

/// Where code points stand in a text.
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points that begin before every [`STEP_BYTES`]th byte; empty for a text of ASCII.
    notes: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    pub fn of(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self { text, notes: Vec::new() };
        }
        let mut count = 0;
        let notes = text
            .as_bytes()
            .chunks(STEP_BYTES)
            .map(|chunk| {
                let before = count;
                count += starts(chunk);
                before
            })
            .collect();
        Self { text, notes }
    }

    /// Returns how many code points stand before a byte of the text; all of them for its length.
    pub fn before(&self, byte: usize) -> u32 {
        let byte = byte.min(self.text.len());
        if self.notes.is_empty() {
            return byte as u32;
        }
        let step = (byte / STEP_BYTES).min(self.notes.len() - 1);
        self.notes[step] + starts(&self.text.as_bytes()[step * STEP_BYTES..byte])
    }
}

/// Bytes that begin a code point.
fn starts(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| u32::from((*byte as i8) >= -0x40)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_the_number_of_code_points_before_it() {
        for text in ["", "plain", &"naïve 🙂 текст ".repeat(20), &"e\u{301}".repeat(64)] {
            let points = CodePoints::of(text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(points.before(byte) as usize, count);
            }
            assert_eq!(points.before(text.len()) as usize, text.chars().count());
            assert_eq!(points.before(text.len() + 9) as usize, text.chars().count());
        }
    }
}
