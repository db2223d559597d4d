//! What `courant` says about a configuration, word for word.
//!
//! Each `fixtures/config/<what>.bad.toml` is a wrong configuration, and `<what>.bad.txt` beside it the exact message.
//! After a deliberate change, `COURANT_BLESS=1 cargo test --test configuration` writes the messages (and the shipped
//! reference) anew; read the difference before committing it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use courant::config::{self, Machine, Plan};

const SECRET: &str = "whsec_c2l4dGVlbiBieXRlcyBvZiBzZWNyZXQ=";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn fixtures() -> PathBuf {
    root().join("tests/fixtures/config")
}

fn is_blessing() -> bool {
    std::env::var_os("COURANT_BLESS").is_some()
}

fn courant(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_courant"));
    command.current_dir(folder).args(arguments).env_clear();
    command.env("COURANT_TEST_SET", SECRET).env("COURANT_TEST_BROKEN", "whsec_hunter2!");
    command.output().expect("the binary runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// File names with this ending, sorted.
fn named(ending: &str) -> Vec<String> {
    let names = fs::read_dir(fixtures()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(ending)).collect();
    names.sort();
    names
}

#[test]
fn every_wrong_configuration_is_refused_with_the_exact_message() {
    let names = named(".bad.toml");
    assert!(names.len() >= 35, "{} wrong configurations are left", names.len());
    let mut failures = Vec::new();
    for name in &names {
        let output = courant(&fixtures(), &["check", name]);
        let (said, expected_path) = (text(&output.stderr), fixtures().join(name.replace(".toml", ".txt")));
        if is_blessing() {
            fs::write(&expected_path, &said).unwrap();
        }
        let expected = fs::read_to_string(&expected_path).unwrap_or_default();
        if said != expected {
            failures.push(format!("{name}: expected\n{expected}\nbut it says\n{said}"));
        }
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert_eq!(text(&output.stdout), "", "{name} printed a plan");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_good_configuration_is_described() {
    let mut failures = Vec::new();
    for name in named(".good.toml") {
        let output = courant(&fixtures(), &["check", &name]);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", text(&output.stderr));
        let (said, expected_path) = (text(&output.stdout), fixtures().join(name.replace(".toml", ".txt")));
        if is_blessing() {
            fs::write(&expected_path, &said).unwrap();
        }
        let expected = fs::read_to_string(&expected_path).unwrap_or_default();
        if said != expected {
            failures.push(format!("{name}: expected\n{expected}\nbut it says\n{said}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn no_message_and_no_debug_text_shows_a_secret() {
    for name in named(".bad.toml").iter().chain(&named(".good.toml")) {
        let output = courant(&fixtures(), &["check", name]);
        let said = text(&output.stderr) + &text(&output.stdout);
        assert!(!said.contains("hunter2") && !said.contains("hunter-2"), "{name}: {said}");
        assert!(!said.contains(&SECRET[6..]), "{name}: {said}");
    }
    let configuration = "[[feed]]\nurl = \"https://example.org/\"\nheaders = { X-Key = { env = \"KEY\" }, \
        Authorization = { user = \"me\", env = \"KEY\" } }\n\
        [[sink]]\nid = \"a\"\ntype = \"webhook\"\nurl = \"https://example.org/\"\nsecret_env = \"KEY\"\n\
        headers = { Authorization = { env = \"KEY\" } }\n";
    let plan = config::read(configuration, "courant.toml", &Variables).unwrap();
    let of =
        |name: &str| plan.feeds[0].headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    assert_eq!((of("X-Key"), of("Authorization")), (Some("hunter2"), Some("Basic bWU6aHVudGVyMg==")), "RFC 7617");
    assert!(!format!("{plan:?}").contains("hunter2"));
    assert!(!format!("{:?}", b"hunter2").contains("hunter2") && !format!("{plan:?}").contains("104, 117"));
}

/// Every variable is set; no file is there.
struct Variables;

impl config::Surroundings for Variables {
    fn read(&self, _path: &Path, _bytes_max: u64) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }

    fn names(&self, _folder: &Path) -> std::io::Result<Vec<String>> {
        Ok(vec!["all.toml".to_owned()])
    }

    fn variable(&self, _name: &str) -> Option<String> {
        Some("hunter2".to_owned())
    }
}

#[test]
fn a_missing_configuration_names_the_command_that_writes_one() {
    let folder = tempfile::tempdir().unwrap();
    let output = courant(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).starts_with("courant.toml: there is no such file; write one with \"courant init\"\n"));
}

#[test]
fn init_writes_what_check_accepts_and_overwrites_only_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let opml = fixtures().join("feeds/subscriptions.xml.opml");
    let arguments = ["init", "https://example.org/feed", "--opml", opml.to_str().unwrap()];
    assert_eq!(courant(folder.path(), &arguments).status.code(), Some(0));
    let checked = courant(folder.path(), &["check"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stderr));
    assert!(text(&checked.stdout).contains("4 every 15m"), "{}", text(&checked.stdout));

    let again = courant(folder.path(), &["init"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("use --force to overwrite it"), "{}", text(&again.stderr));
    assert_eq!(courant(folder.path(), &["init", "--force"]).status.code(), Some(0));
    assert!(text(&courant(folder.path(), &["check"]).stdout).contains("1 every 15m"));

    let wrong = courant(folder.path(), &["init", "htp://example.org/", "--out", "other.toml"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("did you mean \"http://example.org/\"?"), "{}", text(&wrong.stderr));
    assert!(!folder.path().join("other.toml").exists());
}

#[test]
fn folders_of_an_opml_file_become_tags() {
    let opml = fs::read_to_string(fixtures().join("feeds/subscriptions.xml.opml")).unwrap();
    let feeds = config::feeds_from_opml(&opml, "subscriptions.opml").unwrap();
    let found: Vec<_> = feeds.iter().map(|feed| (feed.url.path(), feed.url.query(), feed.tags.join(","))).collect();
    assert_eq!(
        found,
        [
            ("/opml/a", Some("x=1&y=2"), "World,Europe".to_owned()),
            ("/opml/b", None, "World,Business".to_owned()),
            ("/opml/c", Some("x=1&y=2"), String::new()),
        ]
    );
}

#[test]
fn a_list_is_read_line_by_line() {
    let list = fs::read_to_string(fixtures().join("feeds/urls.txt")).unwrap();
    let feeds = config::feeds_from_list(&list, "urls.txt").unwrap();
    assert_eq!(feeds.len(), 2);
    assert_eq!(feeds[1].url.as_str(), "https://example.org/with#fragment");
    // The hash is on users' disks: it never changes.
    assert_eq!(feeds[0].id, "b990bd53704a9646");
    let problems = config::feeds_from_list("https://example.org/\n\nhello\n", "urls.txt").unwrap_err();
    assert!(problems.to_string().starts_with("urls.txt:3:1: \"hello\" is not"), "{problems}");
}

// ---- the shipped reference

fn shipped() -> String {
    fs::read_to_string(root().join("config/courant.toml")).unwrap()
}

/// Uncomments the settings whose explanation passes: lines `#key = …` and `#[[table]]`.
fn uncommented(text: &str, takes_examples: bool) -> String {
    let mut is_example = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        if line.starts_with("# ") {
            is_example = line.ends_with("an example:");
        }
        let setting =
            line.strip_prefix('#').filter(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '['));
        lines.push(setting.filter(|_| takes_examples || !is_example).unwrap_or(line));
    }
    lines.join("\n")
}

fn read_shipped(text: &str) -> Plan {
    config::read(text, root().join("config/courant.toml").to_str().unwrap(), &WithVariables)
        .unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

/// This machine, where every variable is set.
struct WithVariables;

impl config::Surroundings for WithVariables {
    fn read(&self, path: &Path, bytes_max: u64) -> std::io::Result<Vec<u8>> {
        Machine.read(path, bytes_max)
    }

    fn names(&self, folder: &Path) -> std::io::Result<Vec<String>> {
        Machine.names(folder)
    }

    fn variable(&self, _name: &str) -> Option<String> {
        Some("hunter2".to_owned())
    }
}

#[test]
fn the_shipped_configuration_is_what_the_table_of_keys_says() {
    let written = config::reference(&["feeds/*.toml"], &[]);
    if is_blessing() {
        fs::write(root().join("config/courant.toml"), &written).unwrap();
    }
    assert_eq!(shipped(), written, "write it anew with COURANT_BLESS=1");
}

#[test]
fn the_shipped_configuration_says_the_defaults() {
    let plan = read_shipped(&shipped());
    assert_eq!(plan.feeds.len(), 10);
    let (defaults, uncommented) = (Plan::default(), read_shipped(&uncommented(&shipped(), false)));
    assert_eq!(uncommented.fetch, defaults.fetch);
    assert_eq!(uncommented.schedule, defaults.schedule);
    assert_eq!(uncommented.normalize, defaults.normalize);
    assert_eq!(uncommented.store, defaults.store);
    assert_eq!(uncommented.observe, defaults.observe);
    assert_eq!(uncommented.sinks[0], plan.sinks[0]);
    assert_eq!(plan.sinks[0], config::Sink::jsonl("files", "out/articles"));
    assert_eq!((uncommented.analyze, uncommented.hash), (plan.analyze, plan.hash));
}

#[test]
fn the_shipped_configuration_stays_valid_with_everything_uncommented() {
    let text = uncommented(&shipped(), true);
    let is_setting = |line: &str| line.starts_with('#') && !line.starts_with("# ") && line.len() > 1;
    assert!(!text.lines().any(is_setting), "{text}");
    let plan = read_shipped(&text);
    assert_eq!(plan.feeds.len(), 11, "the example besides the files");
    assert_eq!(plan.sinks.len(), 3);
    assert!(plan.fetch.proxy.is_some());
}

// ---- the schema

fn schema() -> jsonschema::Validator {
    let output = courant(root(), &["schema", "config"]);
    let schema = serde_json::from_slice(&output.stdout).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

fn as_json(text: &str) -> serde_json::Value {
    serde_json::to_value(toml::from_str::<toml::Value>(text).unwrap()).unwrap()
}

#[test]
fn the_schema_accepts_every_good_configuration() {
    let schema = schema();
    let mut texts: Vec<String> =
        named(".good.toml").iter().map(|name| fs::read_to_string(fixtures().join(name)).unwrap()).collect();
    texts.push(shipped());
    texts.push(uncommented(&shipped(), true));
    for text in texts {
        let value = as_json(&text);
        let errors: Vec<String> =
            schema.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:?}\n{text}");
    }
}

#[test]
fn the_schema_refuses_what_can_be_seen_without_the_rest() {
    let schema = schema();
    for name in ["unknown-key", "wrong-type", "choice", "sink-type", "feed-id", "stage", "huge-number"] {
        let text = fs::read_to_string(fixtures().join(format!("{name}.bad.toml"))).unwrap();
        let value = toml::from_str::<toml::Value>(&text).map(|_| as_json(&text));
        assert!(value.is_err() || !schema.is_valid(&value.unwrap()), "{name}");
    }
    for text in
        ["[fetch]\nconcurrency = 0", "[fetch]\ngap = \"soon\"", "[[sink]]\ntype = \"stdout\"", "[[feed]]\nid = \"a\""]
    {
        assert!(!schema.is_valid(&as_json(text)), "{text}");
    }
}

#[test]
fn every_key_of_the_schema_is_in_the_reference() {
    let output = courant(root(), &["schema", "config"]);
    let schema: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut keys = BTreeSet::new();
    names_in(&schema, &mut keys);
    assert!(keys.len() > 40, "{keys:?}");
    let reference = shipped();
    for key in keys {
        let is_there = reference.lines().any(|line| {
            let line = line.trim_start_matches(['#', ' ']);
            line.starts_with(&format!("{key} = "))
                || line.contains(&format!("[{key}]"))
                || line.contains(&format!("{key}: "))
        });
        assert!(is_there, "`{key}` is not explained");
    }
}

fn names_in(schema: &serde_json::Value, keys: &mut BTreeSet<String>) {
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        keys.insert(name.clone());
        names_in(property, keys);
        names_in(&property["items"], keys);
    }
}

#[test]
fn completions_know_the_subcommands() {
    let output = courant(root(), &["completions", "bash"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("courant__subcmd__check") || text(&output.stdout).contains("courant__check"));
}
