//! Durations and sizes as people write them: `15m`, `1h30m`, `256MiB`. Pure text in, value out, and back.
//!
//! A bare number is never accepted: whoever wrote `timeout = 30` meant seconds, milliseconds or minutes, and only they
//! know which. Every mistake names the text that would have been right, where that can be guessed.

use std::time::Duration;

const DURATION_UNITS: &[Unit] = &[
    Unit { name: "d", size: 86_400_000, aliases: &["day", "days"] },
    Unit { name: "h", size: 3_600_000, aliases: &["hr", "hrs", "hour", "hours"] },
    Unit { name: "m", size: 60_000, aliases: &["min", "mins", "minute", "minutes"] },
    Unit { name: "s", size: 1_000, aliases: &["sec", "secs", "second", "seconds"] },
    Unit { name: "ms", size: 1, aliases: &["msec", "millis", "milliseconds"] },
];

const SIZE_UNITS: &[Unit] = &[
    Unit { name: "TiB", size: 1 << 40, aliases: &["tb", "tib", "t"] },
    Unit { name: "GiB", size: 1 << 30, aliases: &["gb", "gib", "g"] },
    Unit { name: "MiB", size: 1 << 20, aliases: &["mb", "mib", "m"] },
    Unit { name: "KiB", size: 1 << 10, aliases: &["kb", "kib", "k"] },
    Unit { name: "B", size: 1, aliases: &["b", "byte", "bytes"] },
];

/// One unit; lists go from the largest to the smallest, which is also the order in which a quantity must name them.
struct Unit {
    name: &'static str,
    size: u64,
    /// What people write instead, in lower case; it is suggested, never accepted.
    aliases: &'static [&'static str],
}

/// Reads `15m`, `1h30m`, `250ms`, `2d`.
///
/// # Errors
/// The reason, as the part of a message that follows the quoted text.
pub fn duration(text: &str) -> Result<Duration, String> {
    quantity(text, DURATION_UNITS, "a duration such as \"15m\", \"1h30m\" or \"250ms\"").map(Duration::from_millis)
}

/// Reads `256MiB`, `20KiB`, `1GiB`; the result is in bytes.
///
/// # Errors
/// The reason, as the part of a message that follows the quoted text.
pub fn size(text: &str) -> Result<u64, String> {
    quantity(text, SIZE_UNITS, "a size such as \"64KiB\", \"256MiB\" or \"1GiB\"")
}

/// Writes a duration the way [`duration`] reads it; parts below a millisecond are dropped.
pub fn duration_text(duration: Duration) -> String {
    let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    if millis == 0 { "0s".to_owned() } else { text_of(millis, DURATION_UNITS) }
}

/// Writes a number of bytes the way [`size`] reads it.
pub fn size_text(bytes: u64) -> String {
    let unit = SIZE_UNITS.iter().find(|unit| bytes >= unit.size && bytes.is_multiple_of(unit.size));
    unit.map_or_else(|| "0B".to_owned(), |unit| format!("{}{}", bytes / unit.size, unit.name))
}

/// The text that a bare number was probably meant to be.
pub fn with_duration_unit(number: &str) -> String {
    format!("add a unit, for example \"{number}s\" or \"{number}m\"")
}

/// The text that a bare number of bytes was probably meant to be.
pub fn with_size_unit(number: &str) -> String {
    format!("add a unit, for example \"{number}B\" or \"{number}MiB\"")
}

fn text_of(mut amount: u64, units: &[Unit]) -> String {
    let mut text = String::new();
    for unit in units {
        if amount >= unit.size {
            text.push_str(&format!("{}{}", amount / unit.size, unit.name));
            amount %= unit.size;
        }
    }
    text
}

fn quantity(text: &str, units: &[Unit], kind: &str) -> Result<u64, String> {
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let is_size = units[0].name == SIZE_UNITS[0].name;
        let remedy = if is_size { with_size_unit(text) } else { with_duration_unit(text) };
        return Err(format!("has no unit; {remedy}"));
    }
    let Some(terms) = terms(text) else { return Err(format!("is not {kind}")) };
    let mut total: u64 = 0;
    let mut largest_left = 0;
    for (number, name) in &terms {
        let Some(place) = units.iter().position(|unit| unit.name == *name) else {
            return Err(unknown_unit(text, &terms, name, units));
        };
        if place < largest_left {
            return Err(format!("is not {kind}: name each unit once, the largest first"));
        }
        largest_left = place + 1;
        let part = number.checked_mul(units[place].size);
        total = part.and_then(|part| total.checked_add(part)).ok_or("is too large to be meant")?;
    }
    Ok(total)
}

/// Splits `1h30m` into numbers and unit names; `None` where the text has another shape.
fn terms(text: &str) -> Option<Vec<(u64, &str)>> {
    let mut terms = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let unit_at = rest.find(|c: char| !c.is_ascii_digit())?;
        let number = rest[..unit_at].parse().ok()?;
        let after = rest[unit_at..].trim_start();
        let end = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        if end == 0 {
            return None;
        }
        terms.push((number, &after[..end]));
        rest = after[end..].trim_start();
    }
    (!terms.is_empty()).then_some(terms)
}

fn unknown_unit(text: &str, terms: &[(u64, &str)], name: &str, units: &[Unit]) -> String {
    let names = units.iter().rev().map(|unit| format!("\"{}\"", unit.name)).collect::<Vec<_>>().join(", ");
    let meant = |name: &str| {
        let folded = name.to_ascii_lowercase();
        let known = |unit: &&Unit| unit.name == name || unit.aliases.contains(&folded.as_str());
        units.iter().find(known).map(|unit| unit.name)
    };
    let repaired: Option<String> =
        terms.iter().map(|(number, name)| Some(format!("{number}{}", meant(name)?))).collect();
    match repaired {
        Some(repaired) if repaired != text => format!("has the unknown unit \"{name}\"; did you mean \"{repaired}\"?"),
        _ => format!("has the unknown unit \"{name}\"; units are {names}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_people_write_them() {
        for (text, millis) in
            [("15m", 900_000), ("1h30m", 5_400_000), ("250ms", 250), ("2d", 172_800_000), ("1s", 1_000), ("0s", 0)]
        {
            assert_eq!(duration(text), Ok(Duration::from_millis(millis)), "{text}");
        }
    }

    #[test]
    fn sizes_count_in_powers_of_two() {
        for (text, bytes) in [("256MiB", 256 << 20), ("1GiB", 1 << 30), ("64KiB", 64 << 10), ("0B", 0)] {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for text in ["15m", "1h30m", "250ms", "2d", "0s", "1d1s"] {
            assert_eq!(duration_text(duration(text).unwrap()), text);
        }
        for text in ["256MiB", "1GiB", "0B", "1025B", "1TiB"] {
            assert_eq!(size_text(size(text).unwrap()), text);
        }
    }

    #[test]
    fn mistakes_name_what_was_meant() {
        for (text, reason) in [
            ("15", "has no unit; add a unit, for example \"15s\" or \"15m\""),
            ("15min", "has the unknown unit \"min\"; did you mean \"15m\"?"),
            ("1 hour 30 minutes", "has the unknown unit \"hour\"; did you mean \"1h30m\"?"),
            ("3w", "has the unknown unit \"w\"; units are \"ms\", \"s\", \"m\", \"h\", \"d\""),
            ("soon", "is not a duration such as \"15m\", \"1h30m\" or \"250ms\""),
            ("-5m", "is not a duration such as \"15m\", \"1h30m\" or \"250ms\""),
            (
                "30m1h",
                "is not a duration such as \"15m\", \"1h30m\" or \"250ms\": name each unit once, the largest first",
            ),
            ("999999999999999999d", "is too large to be meant"),
            ("", "is not a duration such as \"15m\", \"1h30m\" or \"250ms\""),
        ] {
            assert_eq!(duration(text).unwrap_err(), reason, "{text}");
        }
        assert_eq!(size("256MB").unwrap_err(), "has the unknown unit \"MB\"; did you mean \"256MiB\"?");
        assert_eq!(size("256").unwrap_err(), "has no unit; add a unit, for example \"256B\" or \"256MiB\"");
    }
}
