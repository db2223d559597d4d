//! Trains the model of the `language` stage: `cargo run --release --example train-language -- PATH`.
//!
//! PATH is a gzip file of lines `tag TAB sentence`; `#` opens a comment. The same file gives the same model,
//! byte for byte. First a tenth of the lines is held out and the rest trained on, which gives the figures
//! that are printed; the model that is written has seen all lines. See `ATTRIBUTION.md` next to it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};

use anyhow::{Context, bail};
use courant::analyze::language::features;
use courant::analyze::language::model::{self, Group, LANGUAGES_MAX, MODELED, WEIGHT_UNIT};
use courant::analyze::language::script::{Census, Script};
use flate2::read::MultiGzDecoder;
use xxhash_rust::xxh3::xxh3_64;

const MODEL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/analyze/language/model.bin");

/// A feature that fewer lines hold is a name or a slip.
const LINES_MIN: u32 = 4;

/// What an unseen feature counts. Less fits these sources better, more fits other ones better.
const SMOOTHING: f32 = 0.2;

/// A language with fewer lines in a script is not written in it: those lines are strays.
const LANGUAGE_LINES_MIN: usize = 100;

/// Languages in which far more news appears than in their neighbors start ahead, by so many nats. (Features
/// overlap: five or so of these nats are one.)
const COMMON: &[&str] = &["ar", "de", "es", "fa", "fr", "hi", "id", "it", "nl", "pl", "pt", "ru", "sv", "tr", "vi"];
const COMMON_START: f32 = 10.0;

/// Half of the feeds that people read are English, and its short words are half of Scandinavia's.
const ENGLISH_START: f32 = 18.0;

/// Serbian in Latin letters is made from Cyrillic lines and stands between two languages that are hard enough
/// to tell apart: it starts behind.
const MADE_START: f32 = -10.0;

/// A headline, in characters.
const HEADLINE: std::ops::RangeInclusive<usize> = 25..=75;

struct Line {
    language: String,
    text: String,
}

impl Line {
    fn is_held_out(&self) -> bool {
        xxh3_64(self.text.as_bytes()).is_multiple_of(10)
    }
}

fn main() -> anyhow::Result<()> {
    let Some(path) = std::env::args().nth(1) else {
        bail!("name the training file: train-language PATH, gzip of lines `tag TAB sentence`");
    };
    let lines = read(&path)?;
    let mut file = Vec::new();
    for script in MODELED {
        let lines = in_script(&lines, script);
        let (held_out, seen): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line.is_held_out());
        report(&train(&seen, script), &held_out, script)?;
        file.extend(train(&lines.iter().collect::<Vec<_>>(), script));
    }
    fs::write(MODEL, &file).with_context(|| format!("cannot write {MODEL}"))?;
    println!("{MODEL}: {} bytes", file.len());
    Ok(())
}

fn read(path: &str) -> anyhow::Result<Vec<Line>> {
    let file = File::open(path).with_context(|| format!("cannot open {path}"))?;
    let mut lines = Vec::new();
    for line in BufReader::new(MultiGzDecoder::new(file)).lines() {
        let line = line.with_context(|| format!("cannot read {path}"))?;
        if let Some((language, text)) = line.split_once('\t').filter(|_| !line.starts_with('#')) {
            lines.push(Line { language: language.to_owned(), text: text.to_owned() });
        }
    }
    Ok(lines)
}

/// Returns the lines that are written in `script`, without languages that only stray into it.
fn in_script(lines: &[Line], script: Script) -> Vec<Line> {
    let mut chosen = Vec::new();
    let mut count: HashMap<&str, usize> = HashMap::new();
    for line in lines {
        let text = match (line.language.as_str(), script) {
            ("sr", Script::Latin) => to_latin(&line.text),
            _ => line.text.clone(),
        };
        let mut census = Census::default();
        census.count(&text);
        let most = MODELED.into_iter().max_by_key(|script| census.letters(*script));
        if most == Some(script) && census.letters(script) > 0 {
            *count.entry(&line.language).or_default() += 1;
            chosen.push(Line { language: line.language.clone(), text });
        }
    }
    chosen.retain(|line| count[line.language.as_str()] >= LANGUAGE_LINES_MIN);
    chosen
}

/// Serbian has two alphabets that stand for each other letter by letter.
fn to_latin(text: &str) -> String {
    const CYRILLIC: &str = "абвгдђежзијклљмнњопрстћуфхцчџш";
    const LATIN: [&str; 30] = [
        "a", "b", "v", "g", "d", "đ", "e", "ž", "z", "i", "j", "k", "l", "lj", "m", "n", "nj", "o", "p", "r", "s", "t",
        "ć", "u", "f", "h", "c", "č", "dž", "š",
    ];
    let mut latin = String::new();
    for character in text.chars().flat_map(char::to_lowercase) {
        match CYRILLIC.chars().position(|letter| letter == character) {
            Some(at) => latin.push_str(LATIN[at]),
            None => latin.push(character),
        }
    }
    latin
}

/// In how many lines of each language each feature stands.
struct Counts {
    languages: Vec<String>,
    features: BTreeMap<u64, [u16; LANGUAGES_MAX]>,
}

fn count(lines: &[&Line], script: Script) -> Counts {
    let languages: BTreeSet<&str> = lines.iter().map(|line| line.language.as_str()).collect();
    let languages: Vec<String> = languages.into_iter().map(str::to_owned).collect();
    let holds: Vec<(usize, BTreeSet<u64>)> = lines
        .iter()
        .map(|line| {
            let language = languages.iter().position(|tag| *tag == line.language).expect("gathered from the lines");
            let mut hashes = BTreeSet::new();
            features::each(&line.text, script, |hash| _ = hashes.insert(hash));
            (language, hashes)
        })
        .collect();
    let mut in_lines: HashMap<u64, u32> = HashMap::new();
    for hash in holds.iter().flat_map(|(_, hashes)| hashes) {
        *in_lines.entry(*hash).or_default() += 1;
    }
    let mut features: BTreeMap<u64, [u16; LANGUAGES_MAX]> = BTreeMap::new();
    for (language, hashes) in &holds {
        for hash in hashes.iter().filter(|hash| in_lines[hash] >= LINES_MIN) {
            features.entry(*hash).or_insert([0; LANGUAGES_MAX])[*language] += 1;
        }
    }
    Counts { languages, features }
}

/// Returns the script's group as it stands in the model file.
fn train(lines: &[&Line], script: Script) -> Vec<u8> {
    let Counts { languages, features } = count(lines, script);
    assert!(languages.len() <= LANGUAGES_MAX, "{} languages in one script", languages.len());
    // One or two rows a bucket.
    let bucket_bits = (features.len() / 2).next_power_of_two().trailing_zeros();
    let buckets = 1_usize << bucket_bits;
    let mut rows: Vec<Vec<u8>> = vec![Vec::new(); buckets];
    for (hash, counts) in &features {
        let (bucket, key) = model::place(*hash, buckets as u64 - 1);
        let entries: Vec<(u8, u8)> = (0..languages.len())
            .filter(|language| counts[*language] > 0)
            .map(|language| (language as u8, weight(counts[language])))
            .collect();
        rows[bucket].extend(key.to_le_bytes());
        rows[bucket].push(entries.len() as u8);
        rows[bucket].extend(entries.iter().flat_map(|(language, weight)| [*language, *weight]));
    }
    let mut group = vec![languages.len() as u8, bucket_bits as u8];
    group.extend((rows.iter().map(Vec::len).sum::<usize>() as u32).to_le_bytes());
    for (tag, cost) in languages.iter().zip(costs(&languages, &features)) {
        let mut padded = [0; 4];
        padded[..tag.len()].copy_from_slice(tag.as_bytes());
        group.extend(padded);
        group.extend(start(tag, script).to_le_bytes());
        group.extend(cost.to_le_bytes());
    }
    let mut begin = 0_u32;
    for bucket in &rows {
        group.extend(begin.to_le_bytes());
        begin += bucket.len() as u32;
    }
    group.extend(begin.to_le_bytes());
    group.extend(rows.concat());
    group
}

fn weight(lines: u16) -> u8 {
    ((f32::from(lines) / SMOOTHING).ln_1p() / WEIGHT_UNIT).round() as u8
}

/// What each known feature costs each language; the least one costs nothing.
fn costs(languages: &[String], features: &BTreeMap<u64, [u16; LANGUAGES_MAX]>) -> Vec<f32> {
    let unseen = features.len() as f64 * f64::from(SMOOTHING);
    let total = |language: usize| features.values().map(|counts| f64::from(counts[language])).sum::<f64>();
    let costs: Vec<f64> = (0..languages.len()).map(|language| (total(language) + unseen).ln()).collect();
    let least = costs.iter().copied().fold(f64::INFINITY, f64::min);
    costs.iter().map(|cost| (cost - least) as f32).collect()
}

fn start(tag: &str, script: Script) -> f32 {
    match tag {
        "en" => ENGLISH_START,
        "sr" if script == Script::Latin => MADE_START,
        _ if COMMON.contains(&tag) => COMMON_START,
        _ => 0.0,
    }
}

/// Prints how often the group is right about lines it has not seen, whole and cut to headlines.
fn report(group: &[u8], held_out: &[&Line], script: Script) -> anyhow::Result<()> {
    let (group, _) = Group::read(group).context("a group that was just written is read")?;
    let tags: Vec<&str> = group.tags().collect();
    let whole: Vec<(&str, &str)> = held_out.iter().map(|line| (line.language.as_str(), line.text.as_str())).collect();
    let headlines: Vec<(&str, &str)> = held_out
        .iter()
        .flat_map(|line| cut(&line.text).into_iter().map(|text| (line.language.as_str(), text)))
        .collect();
    println!("{script:?}, {} languages", tags.len());
    for (kind, texts) in [("lines", whole), ("headlines", headlines)] {
        let (mut right, mut log_loss, mut sure, mut sure_right) = (0, 0.0, 0, 0);
        for (language, text) in &texts {
            let scores = group.score(&[text], script);
            let (best, probabilities) = (scores.best(), scores.probabilities());
            let want = tags.iter().position(|tag| tag == language).context("a language held out is trained on")?;
            right += usize::from(best == want);
            log_loss -= f64::from(probabilities[want].max(1e-6).ln());
            sure += usize::from(probabilities[best] >= 0.9);
            sure_right += usize::from(probabilities[best] >= 0.9 && best == want);
        }
        let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
        println!(
            "  {kind}: {:.2} % of {} right, log loss {:.4}; sure of {:.1} %, of these {:.2} % right",
            share(right, texts.len()),
            texts.len(),
            log_loss / texts.len().max(1) as f64,
            share(sure, texts.len()),
            share(sure_right, sure),
        );
    }
    Ok(())
}

/// Cuts a line between words into pieces as long as headlines.
fn cut(line: &str) -> Vec<&str> {
    let (mut pieces, mut begin, mut length) = (Vec::new(), 0, 0);
    for (at, character) in line.char_indices() {
        length += 1;
        // Lengths differ from piece to piece, but not from run to run.
        let target = HEADLINE.start() + (begin * 7 + line.len()) % (HEADLINE.end() - HEADLINE.start());
        if character == ' ' && length >= target {
            pieces.push(&line[begin..at]);
            (begin, length) = (at + 1, 0);
        }
    }
    if length >= *HEADLINE.start() {
        pieces.push(&line[begin..]);
    }
    pieces
}
