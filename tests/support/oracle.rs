//! The oracle: reads the output files as an outsider would and holds them against the newsroom's truth file.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use serde_json::Value;

/// A line of the output.
#[derive(Debug)]
pub struct Record {
    pub file: String,
    pub value: Value,
}

impl Record {
    pub fn seq(&self) -> i64 {
        self.value["seq"].as_i64().expect("a record has a seq")
    }

    pub fn text(&self) -> &str {
        self.value["text"].as_str().expect("a record has a text")
    }

    pub fn guid(&self) -> &str {
        self.value["provenance"]["guid"].as_str().unwrap_or_default()
    }

    pub fn title(&self) -> &str {
        self.value["title"].as_str().unwrap_or_default()
    }
}

/// Reads every record of the folder, closed parts first, then the live file; complains about torn lines.
pub fn read(folder: &Path, complaints: &mut Vec<String>) -> Vec<Record> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .map(|entries| entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect())
        .unwrap_or_default();
    names.sort();
    let mut records = Vec::new();
    for name in names.iter().filter(|name| name.starts_with("articles")) {
        if name.ends_with(".closing") {
            complaints.push(format!("{name}: a part was left half-way"));
        }
        let text = match read_file(&folder.join(name)) {
            Ok(text) => text,
            Err(error) => {
                complaints.push(format!("{name}: {error}"));
                continue;
            }
        };
        if !text.is_empty() && !text.ends_with('\n') {
            complaints.push(format!("{name}: the last line is torn"));
        }
        for (number, line) in text.lines().enumerate() {
            match serde_json::from_str(line) {
                Ok(value) => records.push(Record { file: name.clone(), value }),
                Err(error) => complaints.push(format!("{name}:{}: {error}", number + 1)),
            }
        }
    }
    records
}

fn read_file(path: &Path) -> std::io::Result<String> {
    let file = BufReader::new(File::open(path)?);
    let mut text = String::new();
    match path.extension().and_then(std::ffi::OsStr::to_str) {
        Some("zst") => zstd::Decoder::new(file)?.read_to_string(&mut text)?,
        Some("gz") => flate2::read::GzDecoder::new(file).read_to_string(&mut text)?,
        _ => BufReader::new(file).read_to_string(&mut text)?,
    };
    Ok(text)
}

/// Whatever the content: numbers without holes, nothing twice, versions in order, spans that hold.
pub fn check_form(records: &[Record], complaints: &mut Vec<String>) {
    let mut by_seq: Vec<&Record> = records.iter().collect();
    by_seq.sort_by_key(|record| record.seq());
    let mut versions: HashMap<String, i64> = HashMap::new();
    for (expected, record) in (1..).zip(by_seq) {
        if record.seq() != expected {
            complaints.push(format!("{}: seq {} where {expected} was due", record.file, record.seq()));
            break;
        }
        let id = record.value["id"].as_str().unwrap_or_default().to_owned();
        let last = versions.entry(id.clone()).or_default();
        if record.value["version"] != *last + 1 {
            complaints.push(format!("{id}: version {} after {last}", record.value["version"]));
        }
        *last += 1;
        check_spans(record, complaints);
    }
}

fn check_spans(record: &Record, complaints: &mut Vec<String>) {
    let text: Vec<char> = record.text().chars().collect();
    for phrase in record.value["keyphrases"].as_array().into_iter().flatten() {
        let at = |name: &str| phrase[name].as_u64().expect("a span has offsets") as usize;
        let found: String = text.get(at("start")..at("end")).unwrap_or_default().iter().collect();
        if phrase["text"] != found {
            complaints.push(format!("{}: span {phrase} reads `{found}`", record.value["id"]));
        }
    }
}

/// One version of one article, as the newsroom served it.
#[derive(Clone, Debug)]
struct Served {
    marker: String,
    version: i64,
    title: String,
}

/// Holds the records against the truth: every article in its last wholly served version exactly once, no
/// version twice, none invented. Markers tell versions apart. A page may be rewritten before its feed is: then the new text
/// stands once below the feed's old title and once below the new one.
pub fn check_truth(truth: &Path, records: &[Record], complaints: &mut Vec<String>) -> usize {
    let text = std::fs::read_to_string(truth).expect("the newsroom wrote its truth");
    let mut last: BTreeMap<i64, Served> = BTreeMap::new();
    let mut known: HashSet<String> = HashSet::new();
    let mut on_pages: HashSet<String> = HashSet::new();
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).expect("the truth is JSON lines");
        let marker = line["marker"].as_str().expect("a marker").to_owned();
        known.insert(marker.clone());
        if line["kind"] == "page" {
            on_pages.insert(marker.clone());
        }
        if matches!(line["kind"].as_str(), Some("new" | "update")) {
            let served = Served {
                marker,
                version: line["version"].as_i64().expect("a version"),
                title: line["title"].as_str().unwrap_or_default().to_owned(),
            };
            let number = line["number"].as_i64().expect("a number");
            let entry = last.entry(number).or_insert_with(|| served.clone());
            if served.version > entry.version {
                *entry = served;
            }
        }
    }
    let mut found: HashMap<String, Vec<&Record>> = HashMap::new();
    for record in records {
        let marker = marker_of(record.text());
        match marker {
            Some(marker) => found.entry(marker).or_default().push(record),
            None => complaints.push(format!("seq {} carries no marker: {:?}", record.seq(), record.title())),
        }
    }
    for (marker, records) in &found {
        let places: Vec<String> =
            records.iter().map(|record| format!("{} seq {}", record.file, record.seq())).collect();
        if !known.contains(marker) {
            complaints.push(format!("{marker} was never served, but is in {places:?}"));
        }
        let titles: HashSet<&str> = records.iter().map(|record| record.title()).collect();
        let ids: HashSet<&str> = records.iter().filter_map(|record| record.value["id"].as_str()).collect();
        let is_retitled = on_pages.contains(marker) && titles.len() == records.len() && ids.len() == 1;
        if records.len() > 1 && !is_retitled {
            complaints.push(format!("{marker} is there {} times: {places:?}", places.len()));
        }
    }
    for (number, served) in &last {
        if !found.contains_key(&served.marker) {
            complaints.push(format!(
                "article {number} version {} ({}, {:?}) is missing",
                served.version, served.marker, served.title
            ));
        }
    }
    last.len()
}

/// The newsroom's markers are a word like `KQ0042-2`: two capitals, the article's number, the version.
pub fn marker_of(text: &str) -> Option<String> {
    let is_marker = |word: &&str| {
        let Some((article, version)) = word.split_once('-') else { return false };
        let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        article.len() >= 6
            && article.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
            && is_number(&article[2..])
            && is_number(version)
    };
    let words = text.split_whitespace().map(|word| word.trim_end_matches(['.', '…', ')']));
    words.filter(|word| word.is_ascii()).find(is_marker).map(str::to_owned)
}

/// Fails with every complaint at once.
pub fn assert_none(complaints: &[String], context: &str) {
    let shown = complaints.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
    assert!(complaints.is_empty(), "{context}: {} complaints\n{shown}", complaints.len());
}
