//! Pages that cost a naive reader minutes or all memory, through `courant extract` as a process of its own.

use std::io::Read as _;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use super::support::daemon::command;

/// A release build ends each page within 2 s (`tests/bench/extract_hostile.py` measures it); without optimization the
/// same work takes some ten times as long, and other tests and programs run beside it.
const PAGE_TIME_MAX: Duration = Duration::from_secs(120);

const PEAK_MIB_MAX: u64 = 300;

struct Row {
    name: &'static str,
    page: fn() -> String,
}

const ROWS: &[Row] = &[
    Row { name: "100000 inline tags, one in the other", page: || nested("b") },
    Row { name: "100000 block tags, one in the other", page: || nested("div") },
    Row { name: "100000 tags of both kinds, left open", page: || around(&"<div><i><a href=x>".repeat(33_334)) },
    Row { name: "50 MB of paragraphs", page: || around(&paragraphs(50_000_000)) },
    Row { name: "a million attributes", page: || around(&format!("<p {}>word word word.</p>", attributes())) },
    Row { name: "5 MB on one line", page: || around(&format!("<p>{}</p>", "word ".repeat(1_000_000))) },
    Row { name: "a table without end", page: || around(&format!("<table>{}", "<tr><td>cell<td>cell".repeat(100_000))) },
    Row { name: "tables in tables", page: || around(&"<table><tr><td>cell".repeat(50_000)) },
    Row { name: "a million opened comments", page: || around(&"<!--".repeat(1 << 20)) },
    Row { name: "half a million lists left open", page: || around(&"<ul><li>".repeat(500_000)) },
    Row { name: "a million references in one text", page: || around(&format!("<p>{}</p>", "&amp;".repeat(1_000_000))) },
    Row {
        name: "a million spaces that do not break",
        page: || around(&format!("<p>a{}</p>", "\u{a0}".repeat(2_500_000))),
    },
    Row { name: "5 MB of bytes that are nothing", page: || around(&format!("<p>{}</p>", "\0a".repeat(2_500_000))) },
    Row {
        name: "a title of a million parts",
        page: || format!("<title>{}</title>{ARTICLE}", "a | ".repeat(1_000_000)),
    },
    Row { name: "a headline of as many words as its title", page: long_title },
    Row {
        name: "headlines in headlines",
        page: || around(&format!("{}{}", "<div class=headline>".repeat(250), words())),
    },
    Row { name: "names in names", page: || around(&format!("{}{}", "<div itemprop=author>".repeat(250), names())) },
    Row { name: "100000 authors", page: || metas("author") },
    Row { name: "100000 tags", page: || metas("article:tag") },
    Row { name: "5 MB of opening signs", page: || around(&"<".repeat(5_000_000)) },
    Row { name: "200000 bodies", page: || around(&(0..200_000).map(|n| format!("<body a{n}=b>")).collect::<String>()) },
    Row { name: "a program of paragraphs", page: || around(&format!("<pre>{}", "line of code\n\n".repeat(350_000))) },
    Row { name: "JSON-LD of two million lists", page: || format!("{}{ARTICLE}", json_ld(&lists())) },
    Row { name: "JSON-LD in a million lists", page: || format!("{}{ARTICLE}", json_ld(&"[".repeat(1_000_000))) },
    Row { name: "a long address for many pictures", page: long_base },
];

const ARTICLE: &str = "<p>The harbor of the small town was closed on Monday after a storm, the mayor said.</p>";

fn around(middle: &str) -> String {
    format!("<html><head><title>Harbor closed</title></head><body>{ARTICLE}{middle}</body></html>")
}

fn nested(tag: &str) -> String {
    let open = format!("<{tag}>").repeat(100_000);
    around(&format!("{open}core{}", format!("</{tag}>").repeat(100_000)))
}

fn paragraphs(bytes: usize) -> String {
    ARTICLE.repeat(bytes / ARTICLE.len())
}

fn attributes() -> String {
    (0..1_000_000).map(|number| format!("a{number}=1 ")).collect()
}

fn words() -> String {
    "<p class=title>word</p>".repeat(50_000)
}

fn names() -> String {
    "<b itemprop=name>x</b>".repeat(50_000)
}

fn long_title() -> String {
    let words: String = (0..300_000).map(|number| format!("w{number} ")).collect();
    format!("<title>{words}</title><h1>{words}</h1>{ARTICLE}")
}

fn metas(name: &str) -> String {
    let metas: String = (0..99_000).map(|number| format!("<meta name='{name}' content='Jane D{number}'>")).collect();
    format!("<title>Harbor closed</title>{metas}{ARTICLE}")
}

fn json_ld(text: &str) -> String {
    format!("<title>Harbor closed</title><script type='application/ld+json'>[{text}]</script>")
}

fn lists() -> String {
    let deep = format!("{}{},", "[".repeat(100), "]".repeat(100));
    deep.repeat(20_000) + "[]"
}

fn long_base() -> String {
    let pictures = "<img src=b.jpg>".repeat(50_000);
    format!("<base href='http://example.org/{}'>{}", "a/".repeat(8_000), around(&pictures))
}

#[test]
fn every_page_ends_soon_and_small_with_a_text_or_a_reason() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let complaints: Vec<String> = ROWS
        .iter()
        .filter_map(|row| {
            let path = folder.path().join("page.html");
            std::fs::write(&path, (row.page)()).expect("the folder is writable");
            let child = command(&["extract"]).arg(&path).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
            let complaint = watched(child.expect("the binary was built for this test")).err()?;
            Some(format!("{}: {complaint}", row.name))
        })
        .collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Waits for the end; what the process says is read at the same time, so that it never waits for us.
#[expect(clippy::disallowed_methods, reason = "the test reads both pipes while it watches the clock")]
fn watched(mut child: Child) -> Result<(), String> {
    let (mut out, mut err) = (child.stdout.take().expect("is piped"), child.stderr.take().expect("is piped"));
    let out = std::thread::spawn(move || {
        let mut text = String::new();
        out.read_to_string(&mut text).map(|_| text)
    });
    let err = std::thread::spawn(move || {
        let mut text = String::new();
        err.read_to_string(&mut text).map(|_| text)
    });
    let (begun, mut peak) = (Instant::now(), 0);
    let status = loop {
        peak = peak.max(peak_mib(child.id()));
        if let Some(status) = child.try_wait().expect("the child is ours") {
            break status;
        }
        if begun.elapsed() > PAGE_TIME_MAX {
            let _ = child.kill();
            let _ = child.wait();
            return Err(format!("no end within {PAGE_TIME_MAX:?}"));
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let out = out.join().expect("only reads").map_err(|error| error.to_string())?;
    let err = err.join().expect("only reads").map_err(|error| error.to_string())?;
    let article: serde_json::Value = serde_json::from_str(&out).unwrap_or_default();
    let has_text = status.success() && article["text"].as_str().is_some_and(|text| !text.is_empty());
    let has_reason = status.code() == Some(1) && err.contains("no article in the page: ");
    if !has_text && !has_reason {
        return Err(format!("{status}, neither text nor reason: {err}"));
    }
    if peak == 0 || peak > PEAK_MIB_MAX {
        return Err(format!("held {peak} MiB"));
    }
    Ok(())
}

/// The most memory that the process held; 0 when it has ended.
fn peak_mib(pid: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches("kB").trim().parse::<u64>().unwrap_or(0) / 1024
}
