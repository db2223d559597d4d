//! The README keeps its word: every command in it is one, every configuration in it is valid, and the demo does what
//! it says.

mod support;

use clap::Parser;
use support::daemon::command;
use support::oracle;

const README: &str = include_str!("../README.md");

/// What a block that shows only a part of a configuration leaves out.
const FEED_AND_SINK: &str = r#"
[[feed]]
url = "https://example.org/feed.xml"

[[sink]]
id = "files"
type = "jsonl"
path = "out"
"#;

/// The page that the README explains.
const PAGE: &str = include_str!("fixtures/explained.html");

/// The two commands that a newcomer types first.
const FIRST: [&str; 2] = ["cargo run --release -- demo", "cargo test"];

/// The blocks of a language, without their fences.
fn blocks(language: &str) -> Vec<&'static str> {
    let opening = format!("```{language}\n");
    let found: Vec<&str> =
        README.split(&opening).skip(1).map(|rest| rest.split("```").next().expect("a split gives one part")).collect();
    assert!(!found.is_empty(), "the README has {language}");
    found
}

fn commands() -> impl Iterator<Item = &'static str> {
    let lines = blocks("sh").into_iter().flat_map(str::lines);
    lines.map(|line| line.split(" #").next().expect("a split gives one part").trim()).filter(|line| !line.is_empty())
}

#[test]
fn every_command_is_one() {
    let mut first = Vec::new();
    for line in commands() {
        if line.starts_with("cargo ") {
            first.push(line);
            continue;
        }
        assert!(line.starts_with("courant "), "`{line}` is not ours");
        if let Err(error) = courant::commands::Arguments::try_parse_from(line.split_whitespace()) {
            panic!("`{line}`: {error}");
        }
    }
    assert_eq!(first, FIRST);
}

#[test]
fn every_configuration_is_valid() {
    for block in blocks("toml") {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir(folder.path().join("feeds")).expect("it is new");
        let feed = "[[feed]]\nurl = \"https://example.org/feed.xml\"\n";
        std::fs::write(folder.path().join("feeds/mine.toml"), feed).expect("the folder is writable");
        let rest = if block.contains("[[sink]]") { "" } else { FEED_AND_SINK };
        std::fs::write(folder.path().join("courant.toml"), format!("{block}{rest}")).expect("the folder is writable");
        let output = command(&["check"])
            .current_dir(folder.path())
            .env("COURANT_WEBHOOK_SECRET", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
            .output()
            .expect("the binary was built for this test");
        assert!(output.status.success(), "{block}\n{}", String::from_utf8_lossy(&output.stderr));
    }
}

/// A line of an explanation without the judge's figures, which change with its training.
fn without_figures(line: &str) -> String {
    let mut behind_point = 0;
    let hidden = line.chars().map(|c| {
        behind_point = if c == '.' { 2 } else { behind_point };
        let is_figure = c.is_ascii_digit() && behind_point > 0;
        behind_point -= usize::from(is_figure);
        if is_figure { '#' } else { c }
    });
    hidden.collect()
}

#[test]
fn explanations_say_what_the_readme_shows() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rule = blocks("toml").into_iter().find(|block| block.starts_with("[[rule]]")).expect("the README has a rule");
    std::fs::create_dir(folder.path().join("rules")).expect("it is new");
    std::fs::write(folder.path().join("rules/paper.toml"), rule).expect("the folder is writable");
    std::fs::write(folder.path().join("page.html"), PAGE).expect("the folder is writable");
    let explain = |line: &str| {
        let arguments: Vec<&str> = line.split_whitespace().skip(1).collect();
        let output = command(&arguments).current_dir(folder.path()).output().expect("the binary was built for this");
        assert!(output.status.success(), "`{line}`: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    };
    let commands: Vec<&str> = commands().filter(|line| line.starts_with("courant extract ")).collect();
    let said: Vec<String> = explain(commands[0]).lines().map(without_figures).collect();
    let shown = blocks("text").into_iter().find(|block| block.contains("judge")).expect("the README has one");
    for line in shown.lines().map(without_figures) {
        assert!(said.contains(&line), "{line}\n{said:#?}");
    }
    let by_rule = explain(commands[1]);
    assert!(by_rule.starts_with("rules/paper.toml:2 fits\n") && !by_rule.contains("rule_without_match"), "{by_rule}");
}

#[test]
fn every_flag_is_explained() {
    let output = command(&["schema", "record"]).output().expect("the binary was built for this test");
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).expect("the schema is JSON");
    let flags: Vec<&str> = schema["$defs"]["Flag"]["oneOf"]
        .as_array()
        .expect("flags are a closed set")
        .iter()
        .map(|flag| flag["const"].as_str().expect("a flag is a name with a line on it"))
        .collect();
    assert!(flags.contains(&"paywall"), "{flags:?}");
    for flag in flags {
        assert!(README.contains(&format!("`{flag}`")), "the README says nothing of `{flag}`");
    }
}

#[test]
fn the_demo_collects_and_leaves_valid_files() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = command(&["demo", "--for", "4s", "--out"])
        .arg(folder.path())
        .output()
        .expect("the binary was built for this test");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("✓ the sum is"), "{said}");
    let mut complaints = Vec::new();
    let records = oracle::read(&folder.path().join("articles"), &mut complaints);
    oracle::check_form(&records, &mut complaints);
    oracle::assert_none(&complaints, "what the demo left");
    assert!(records.len() > 20, "{} records", records.len());
    assert!(records.iter().any(|record| said.contains(record.value["id"].as_str().expect("an id"))), "one is shown");
}
