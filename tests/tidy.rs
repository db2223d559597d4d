//! The house's rules that neither the compiler nor clippy can hold.

use std::path::{Path, PathBuf};

/// Past this, a file has a second subject.
const LINES_MAX: usize = 500;

/// Steps that neither wait, nor read clocks, nor touch disk or network.
const PURE: &[&str] = &["src/parse", "src/normalize", "src/analyze", "src/schedule"];

/// What a pure step never names.
const IMPURE: &[&str] = &[
    "async fn",
    ".await",
    "tokio::",
    "reqwest",
    "rusqlite",
    "std::fs",
    "std::net",
    "std::thread",
    "Timestamp::now",
    "Instant::now",
    "SystemTime::now",
    "std::env::",
];

/// The ways to start something that runs beside us. The queue of one file: `pipeline/wiring.rs`.
const SPAWNS: &[&str] =
    &["tokio::spawn", "spawn_blocking", "thread::spawn", "thread::Builder", "thread::scope", "JoinSet"];

struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The lines before the file's tests, without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().take_while(|(_, line)| !line.starts_with("#[cfg(test)]"));
        lines.map(|(number, line)| (number + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders = vec![root.join("src"), root.join("tests")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push(Source { path: path.strip_prefix(root).unwrap().display().to_string(), text });
            }
        }
    }
    assert!(files.len() > 50, "the walk found the tree");
    files
}

fn is_test(source: &Source) -> bool {
    source.path.starts_with("tests/") || source.path.ends_with("tests.rs") || source.path.contains("/tests/")
}

/// Fails with every finding at once.
fn assert_none(rule: &str, findings: Vec<String>) {
    assert!(findings.is_empty(), "{rule}:\n{}", findings.join("\n"));
}

fn find(words: &[&str], applies: impl Fn(&Source) -> bool) -> Vec<String> {
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| applies(source) && !is_test(source)) {
        for (number, line) in source.code() {
            if let Some(word) = words.iter().find(|word| line.contains(*word)) {
                findings.push(format!("{}:{number}: {word}", source.path));
            }
        }
    }
    findings
}

#[test]
fn pure_steps_do_not_wait_or_look_outside() {
    let is_pure = |source: &Source| PURE.iter().any(|folder| source.path.starts_with(folder));
    assert_none("a pure step is handed all it needs", find(IMPURE, is_pure));
}

#[test]
fn one_file_spawns() {
    assert_none("only pipeline/wiring.rs spawns", find(SPAWNS, |source| source.path != "src/pipeline/wiring.rs"));
}

#[test]
fn only_the_store_touches_sqlite() {
    let is_elsewhere = |source: &Source| !source.path.starts_with("src/store");
    let findings = find(&["rusqlite", "prepare_cached(", "query_row("], is_elsewhere);
    assert_none("SQL stands in src/store", findings);
}

#[test]
fn only_fetch_and_webhook_reach_the_network() {
    let may = ["src/fetch", "src/sink/webhook"];
    let is_elsewhere = |source: &Source| !may.iter().any(|path| source.path.starts_with(path));
    assert_none("requests are made in src/fetch and src/sink/webhook", find(&["reqwest"], is_elsewhere));
}

#[test]
fn every_module_opens_with_its_purpose() {
    let opens = |source: &&Source| !source.text.starts_with("//!");
    let findings = sources().iter().filter(opens).map(|source| source.path.clone()).collect();
    assert_none("a file starts with `//!` and what it is for", findings);
}

#[test]
fn files_have_one_subject() {
    let mut findings = Vec::new();
    for source in sources() {
        let lines = source.text.lines().count();
        if lines > LINES_MAX {
            findings.push(format!("{}: {lines} lines", source.path));
        }
    }
    assert_none("a file has at most 500 lines", findings);
}

#[test]
fn nothing_unwraps_outside_tests() {
    assert_none("`expect` says the invariant", find(&[".unwrap()"], |_| true));
}

#[test]
fn what_is_printed_outlives_a_reader_that_went_away() {
    let printed = |source: &Source| !source.path.ends_with("main.rs");
    let findings = find(&[" println!(", "(println!(", " print!("], printed);
    assert_none("data goes to stdout through commands::print, which does not panic on a closed pipe", findings);
}

#[test]
fn no_file_is_named_for_having_no_subject() {
    let vague = ["utils", "util", "helpers", "helper", "common", "misc", "manager", "handler", "data"];
    let stem = |source: &Source| Path::new(&source.path).file_stem().unwrap().to_str().unwrap().to_owned();
    let findings =
        sources().into_iter().filter(|source| vague.contains(&stem(source).as_str())).map(|source| source.path);
    assert_none("a name says what is in the file", findings.collect());
}
