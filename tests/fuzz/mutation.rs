//! Mutations that know what markup and JSON look like, and some that do not.

use fastrand::Rng;

use super::corpus::{CHARSETS, DATES, WORDS};
use super::examine::Sample;

/// What repeats and nests stays below this, so that an execution stays below a second even without optimization.
const BYTES_MAX: usize = 192 * 1024;

/// Returns `base` after one to six mutations, cut to `bytes_max`; pieces of `other` may be in it.
pub fn mutated(rng: &mut Rng, base: &Sample, other: &Sample, bytes_max: usize) -> Sample {
    let mut sample = base.clone();
    for _ in 0..rng.usize(1..=6) {
        mutate(rng, &mut sample, &other.bytes);
        sample.bytes.truncate(bytes_max);
    }
    sample
}

fn mutate(rng: &mut Rng, sample: &mut Sample, other: &[u8]) {
    let bytes = &mut sample.bytes;
    match rng.u8(0..20) {
        0 => flip(rng, bytes),
        1 => {
            let at = place(rng, bytes);
            bytes.truncate(at);
        }
        2 => {
            let range = range(rng, bytes, 64);
            bytes.drain(range);
        }
        3 => duplicate(rng, bytes, 512),
        4 => {
            let piece = other[range(rng, other, 2_000)].to_vec();
            insert(rng, bytes, &piece);
        }
        5 | 6 => {
            let word = *rng.choice(WORDS).expect("there are some");
            insert(rng, bytes, word.as_bytes());
        }
        7 => copy_element(rng, bytes),
        8 => nest_element(rng, bytes),
        9 => drop_tag(rng, bytes),
        10 => explode_attributes(rng, bytes),
        11 => explode_entities(rng, bytes),
        12 => replace_number(rng, bytes),
        13 => replace_text(rng, bytes),
        14 => declare_charset(rng, sample),
        15 => transcode(rng, bytes),
        16 => repeat(rng, bytes),
        17 => nest_brackets(rng, bytes),
        18 => swap(rng, bytes),
        _ => *bytes = bytes.iter().copied().filter(|_| rng.u8(..) > 2).collect(),
    }
}

fn place(rng: &mut Rng, bytes: &[u8]) -> usize {
    rng.usize(0..=bytes.len())
}

fn range(rng: &mut Rng, bytes: &[u8], length_max: usize) -> std::ops::Range<usize> {
    let start = place(rng, bytes);
    start..(start + rng.usize(0..=length_max)).min(bytes.len())
}

fn insert(rng: &mut Rng, bytes: &mut Vec<u8>, piece: &[u8]) {
    let at = place(rng, bytes);
    bytes.splice(at..at, piece.iter().copied());
}

fn flip(rng: &mut Rng, bytes: &mut [u8]) {
    for _ in 0..rng.usize(1..=8) {
        if !bytes.is_empty() {
            let at = rng.usize(0..bytes.len());
            bytes[at] = if rng.bool() { bytes[at] ^ (1 << rng.u8(0..8)) } else { rng.u8(..) };
        }
    }
}

fn duplicate(rng: &mut Rng, bytes: &mut Vec<u8>, length_max: usize) {
    let piece = bytes[range(rng, bytes, length_max)].to_vec();
    let at = place(rng, bytes);
    bytes.splice(at..at, piece);
}

/// The start tag that begins at or behind a random place.
fn start_tag(rng: &mut Rng, bytes: &[u8]) -> Option<std::ops::Range<usize>> {
    let from = place(rng, bytes);
    let is_start = |pair: &[u8]| pair[0] == b'<' && pair[1].is_ascii_alphabetic();
    let start = from + bytes[from..].windows(2).position(is_start)?;
    let end = start + bytes[start..].iter().position(|byte| *byte == b'>')? + 1;
    Some(start..end)
}

/// The whole element whose start tag that is; nested ones of the same name end it early, which is as good.
fn element(rng: &mut Rng, bytes: &[u8]) -> Option<std::ops::Range<usize>> {
    let tag = start_tag(rng, bytes)?;
    let close = [b"</".as_slice(), name(&bytes[tag.clone()]), b">"].concat();
    let end = bytes[tag.end..].windows(close.len()).position(|window| window == close)?;
    Some(tag.start..tag.end + end + close.len())
}

fn name(tag: &[u8]) -> &[u8] {
    let end = tag[1..].iter().position(|byte| b" \t\r\n/>".contains(byte)).map_or(tag.len(), |end| end + 1);
    &tag[1..end]
}

fn copy_element(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let Some(range) = element(rng, bytes) else { return };
    let piece = bytes[range.clone()].to_vec();
    let times = if rng.u8(..) < 20 { 1_000 } else { rng.usize(1..=8) };
    let copies = piece.repeat(times.min(BYTES_MAX / piece.len().max(1)));
    let at = if rng.bool() { range.end } else { place(rng, bytes) };
    bytes.splice(at..at, copies);
}

/// Wraps an element in itself, up to far deeper than anything nests.
fn nest_element(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let (Some(tag), Some(content)) = (start_tag(rng, bytes), element(rng, bytes)) else { return };
    let depth = *rng.choice(&[1, 2, 20, 126, 127, 128, 129, 1_000, 5_000]).expect("there are some");
    let open = bytes[tag].to_vec();
    let close = [b"</".as_slice(), name(&open), b">"].concat();
    if depth * (open.len() + close.len()) < BYTES_MAX {
        bytes.splice(content.end..content.end, if rng.u8(..) < 32 { Vec::new() } else { close.repeat(depth) });
        bytes.splice(content.start..content.start, open.repeat(depth));
    }
}

fn drop_tag(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let from = place(rng, bytes);
    let Some(start) = bytes[from..].iter().position(|byte| *byte == b'<').map(|at| at + from) else { return };
    if let Some(length) = bytes[start..].iter().position(|byte| *byte == b'>') {
        bytes.drain(start..=start + length);
    }
}

fn explode_attributes(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let Some(tag) = start_tag(rng, bytes) else { return };
    let count = *rng.choice(&[1, 3, 511, 513, 4_000]).expect("there are some");
    let mut attributes = Vec::new();
    for number in 0..count {
        let attribute = match rng.u8(0..6) {
            0 => format!(" xmlns:n{number}=\"urn:{number}\""),
            1 => format!(" xml:base=\"{}/\"", "a".repeat(rng.usize(0..=40))),
            2 => format!(" href='{number}'"),
            3 => " a".to_owned(),
            4 => format!(" n{number}=\"&lt;{number}&amp;\""),
            _ => format!(" n{}=\"x\"", rng.u8(0..4)),
        };
        attributes.extend_from_slice(attribute.as_bytes());
    }
    let at = tag.start + 1 + name(&bytes[tag]).len();
    bytes.splice(at..at, attributes);
}

/// A billion laughs: entities made of entities.
fn explode_entities(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let levels = rng.usize(1..=30);
    let mut doctype = "<!DOCTYPE rss [<!ENTITY l0 \"ha\">".to_owned();
    for level in 1..=levels {
        doctype += &format!("<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10));
    }
    doctype += "]>";
    bytes.splice(0..0, doctype.into_bytes());
    insert(rng, bytes, format!("&l{levels};").as_bytes());
}

fn replace_number(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let from = place(rng, bytes);
    let Some(start) = bytes[from..].iter().position(u8::is_ascii_digit).map(|at| at + from) else { return };
    let end = start + bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let extremes = ["0", "-1", "255", "65536", "2147483648", "18446744073709551616", "1e999", "0x10", ""];
    let number = rng.choice(extremes).expect("there are some");
    bytes.splice(start..end, if rng.u8(..) < 32 { "9".repeat(400) } else { number.to_owned() }.into_bytes());
}

/// Puts something else between two tags: a date, or much of one character.
fn replace_text(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let Some(tag) = start_tag(rng, bytes) else { return };
    let end = bytes[tag.end..].iter().position(|byte| *byte == b'<').map_or(bytes.len(), |at| at + tag.end);
    let text = match rng.u8(0..4) {
        0 => String::new(),
        1 => " ".repeat(rng.usize(0..=20_000)),
        2 => rng.choice(WORDS).expect("there are some").repeat(rng.usize(1..=3_000)),
        _ => (*rng.choice(DATES).expect("there are some")).to_owned(),
    };
    bytes.splice(tag.end..end, text.into_bytes());
}

fn declare_charset(rng: &mut Rng, sample: &mut Sample) {
    let label = rng.choice(CHARSETS).expect("there are some");
    if rng.bool() {
        sample.content_type = Some(format!("text/xml; charset={label}"));
    } else {
        sample.bytes.splice(0..0, format!("<?xml version=\"1.0\" encoding=\"{label}\"?>").into_bytes());
    }
}

fn transcode(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mark = if rng.bool() { "\u{FEFF}" } else { "" };
    let text = format!("{mark}{text}");
    *bytes = match rng.u8(0..5) {
        0 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        1 => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        2 => text.chars().flat_map(|c| u32::from(c).to_le_bytes()).collect(),
        3 => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
        _ => text.into_bytes(),
    };
}

/// Up to the size limit of one short piece: what is quadratic shows here.
fn repeat(rng: &mut Rng, bytes: &mut Vec<u8>) {
    if rng.u8(..) > 60 {
        return;
    }
    let piece = match rng.bool() {
        true => bytes[range(rng, bytes, 48)].to_vec(),
        false => rng.choice(WORDS).expect("there are some").as_bytes().to_vec(),
    };
    let times = rng.usize(0..=BYTES_MAX / 2) / piece.len().max(1);
    insert(rng, bytes, &piece.repeat(times));
}

fn nest_brackets(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let depth = *rng.choice(&[1, 100, 127, 128, 10_000]).expect("there are some");
    let (open, close) = *rng.choice(&[("[", "]"), ("{\"a\":", "}"), ("(", ")"), ("<", ">")]).expect("there are some");
    insert(rng, bytes, format!("{}1{}", open.repeat(depth), close.repeat(depth)).as_bytes());
}

fn swap(rng: &mut Rng, bytes: &mut Vec<u8>) {
    let (one, two) = (range(rng, bytes, 200), range(rng, bytes, 200));
    if one.end <= two.start {
        let moved: Vec<u8> = bytes[one.clone()].to_vec();
        let other: Vec<u8> = bytes[two.clone()].to_vec();
        bytes.splice(two, moved);
        bytes.splice(one, other);
    }
}
