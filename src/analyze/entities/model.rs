//! The model's file, read in place: the name lists, the weights of all features, and those of two labels in a row.
//!
//! A look-up costs one line of the processor's cache: both tables are lines of 64 bytes that hold a few entries
//! each. An entry's line follows from all of its hash, its key is the high 16 bits; where a line is full,
//! the entry stands in the next one that is not. All numbers are little-endian.
//!
//! ```text
//! head   256 bytes: lines of lists u32 · lines of rows u32 · unit f32 · sharpness f32
//!        links  LABELS × LABELS × f32, from label to label; label 0 stands around every run as well
//! lists  lines of 15 entries, whose values are what is known, u16
//! rows   lines of 7 entries, whose values are LABELS × i8, in units
//! line   keys, u16 each, 0 for none · values · in the last byte, whether entries of this line stand in the next
//! ```

use std::sync::LazyLock;

use super::names::Known;

/// Outside of names; then for people, organizations and places the first word and all others.
pub const LABELS: usize = 7;

pub const HEAD_BYTES: usize = 256;
pub const LINE_BYTES: usize = 64;

/// Bytes of what is known of a word, and entries of a line of them.
pub const KNOWN_BYTES: usize = 2;
pub const KNOWN_SLOTS: usize = slots(KNOWN_BYTES);

/// Rows of a line.
pub const ROW_SLOTS: usize = slots(LABELS);

/// Lines that are looked at for one entry; the trainer leaves enough room that none needs more.
pub const LINES_MAX: usize = 32;

const KEY_BYTES: usize = 2;

/// Returns how many entries a line has room for.
const fn slots(value_bytes: usize) -> usize {
    (LINE_BYTES - 1) / (KEY_BYTES + value_bytes)
}

/// Puts lines of the file on lines of the cache.
#[repr(align(64))]
struct Aligned<Bytes: ?Sized>(Bytes);

/// Written by `examples/train-entities`; its sources and their licences stand in `ATTRIBUTION.md`.
static FILE: &Aligned<[u8]> = &Aligned(*include_bytes!("model.bin"));

static SHIPPED: LazyLock<Model<'static>> =
    LazyLock::new(|| Model::read(&FILE.0).expect("the model in the binary is whole: a test reads it"));

/// Returns the model in the binary.
pub fn shipped() -> &'static Model<'static> {
    &SHIPPED
}

pub struct Model<'a> {
    lists: Table<'a, KNOWN_SLOTS, KNOWN_BYTES, KNOWN_BYTES>,
    rows: Table<'a, ROW_SLOTS, LABELS, WIDTH>,
    /// What one unit of a row's weight is worth.
    pub unit: f32,
    /// Turns a lead of the best labels over the next into log-odds of being right.
    pub sharpness: f32,
    pub links: [[f32; LABELS]; LABELS],
}

impl<'a> Model<'a> {
    /// Reads a model; nothing if the file is none.
    pub fn read(file: &'a [u8]) -> Option<Self> {
        let (head, tables) = file.split_at_checked(HEAD_BYTES)?;
        let (numbers, _) = head.as_chunks();
        let [list_lines, row_lines, unit, sharpness, numbers @ ..] = numbers else { return None };
        let mut links = [[0.0; LABELS]; LABELS];
        for (link, bytes) in links.as_flattened_mut().iter_mut().zip(numbers) {
            *link = f32::from_le_bytes(*bytes);
        }
        let (lists, tables) = Table::read(tables, u32::from_le_bytes(*list_lines))?;
        let (rows, tables) = Table::read(tables, u32::from_le_bytes(*row_lines))?;
        let (unit, sharpness) = (f32::from_le_bytes(*unit), f32::from_le_bytes(*sharpness));
        tables.is_empty().then_some(Self { lists, rows, unit, sharpness, links })
    }

    /// Returns what the lists say of the word or phrase with this hash.
    pub fn known(&self, hash: u64) -> Known {
        self.lists.value(hash).map_or(0, |known| Known::from_le_bytes(*known))
    }

    /// Returns the weights of all labels for a word with these features.
    pub fn weights(&self, features: &[u64]) -> [f32; LABELS] {
        let mut sums = [0_i16; WIDTH];
        for weights in features.iter().filter_map(|hash| self.rows.value(*hash)) {
            for (sum, weight) in sums.iter_mut().zip(weights) {
                *sum += i16::from(*weight as i8);
            }
        }
        std::array::from_fn(|label| f32::from(sums[label]) * self.unit)
    }
}

/// Bytes that are read of a row: processors add eight at a time; the last one means nothing. A word has fewer than
/// a hundred features, so sums of sixteen bits do not overflow.
const WIDTH: usize = LABELS + 1;

/// Lines of entries; `WIDTH` bytes are read of a value.
struct Table<'a, const SLOTS: usize, const VALUE: usize, const WIDTH: usize> {
    lines: &'a [[u8; LINE_BYTES]],
}

impl<'a, const SLOTS: usize, const VALUE: usize, const WIDTH: usize> Table<'a, SLOTS, VALUE, WIDTH> {
    fn read(file: &'a [u8], lines: u32) -> Option<(Self, &'a [u8])> {
        let (table, file) = file.split_at_checked(lines as usize * LINE_BYTES)?;
        let (lines, _) = table.as_chunks();
        (!lines.is_empty()).then_some((Self { lines }, file))
    }

    fn value(&self, hash: u64) -> Option<&'a [u8; WIDTH]> {
        let (mut at, key) = place(hash, self.lines.len());
        for _ in 0..LINES_MAX {
            let line = &self.lines[at];
            if let Some(slot) = Self::slot(line, key) {
                return line[SLOTS * KEY_BYTES + slot * VALUE..].first_chunk();
            }
            if line[LINE_BYTES - 1] == 0 {
                return None;
            }
            at = if at + 1 == self.lines.len() { 0 } else { at + 1 };
        }
        None
    }

    /// Compares all keys of a line at once: where a key stands cannot be foreseen, so branches would cost more.
    fn slot(line: &[u8; LINE_BYTES], key: u16) -> Option<usize> {
        let (keys, _) = line.as_chunks();
        let mut equal = 0_u32;
        for (slot, other) in keys[..SLOTS].iter().enumerate() {
            equal |= u32::from(u16::from_le_bytes(*other) == key) << slot;
        }
        (equal != 0).then(|| equal.trailing_zeros() as usize)
    }
}

/// Returns the line and the key of a hash in a table of so many lines.
pub const fn place(hash: u64, lines: usize) -> (usize, u16) {
    let line = (((hash ^ hash >> 32) & 0xFFFF_FFFF) * lines as u64) >> 32;
    let key = (hash >> 48) as u16;
    (line as usize, if key == 0 { 1 } else { key })
}
