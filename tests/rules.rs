//! Site rules in the running daemon: they reach the articles, change with a reload, and a rotten one is seen.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use support::daemon::{Household, wait_until};
use support::oracle::{self, Record};
use support::script::{Answer, Script};

const PATIENCE: Duration = Duration::from_secs(60);

/// `[observe]` is the last table of what all tests want.
const SINK: &str = "[[sink]]\nid = \"files\"\ntype = \"jsonl\"\npath = \"out\"\ncompress = \"none\"\n";

const STORY: &str = "The mayor said that the bridge would stay closed until the river had fallen by a meter.";
const ARCHIVE: &str = "Ten years ago the bridge was opened by the mayor, who said that it would stand for a century.";

/// A feed with so many entries, and a page for each.
fn answer(path: &str, entries: usize) -> Answer {
    if path != "/feed" {
        let html = format!(
            "<title>Rain</title><div class=story><p>{STORY}</p></div><div class=archive><p>{ARCHIVE}</p></div>"
        );
        return (200, "Content-Type: text/html\r\n".to_owned(), html);
    }
    let items: String = (0..entries)
        .rev()
        .map(|number| {
            format!("<item><guid>n{number}</guid><link>/{number}</link><title>Rain on day {number}</title></item>")
        })
        .collect();
    let body = format!("<rss version=\"2.0\"><channel><title>Scripted</title>{items}</channel></rss>");
    (200, "Content-Type: application/rss+xml\r\n".to_owned(), body)
}

fn records(house: &Household) -> Vec<Record> {
    oracle::read(&house.path("out"), &mut Vec::new())
}

#[test]
fn a_rule_shapes_articles_and_a_reload_takes_another() {
    let published = Arc::new(AtomicUsize::new(1));
    let script = {
        let published = Arc::clone(&published);
        Script::open(move |path, _| answer(path, published.load(Ordering::Relaxed)))
    };
    let rules = |body: &str| format!("[[rule]]\nhosts = [\"127.0.0.1\"]\nbody = \"{body}\"\n");
    let feeds = [format!("{}/feed", script.base)];
    let house = Household::new(&format!("{}{SINK}", rules(".story")), &feeds);
    let daemon = house.start("");
    wait_until("the first article has left", PATIENCE, || records(&house).len() == 1);

    for (count, body) in [(2, ".archive"), (3, ".gone")] {
        house.configure(&format!("{}{SINK}", rules(body)), &feeds);
        let before = house.log().matches("running").count();
        daemon.reload();
        wait_until("the new rule is in force", PATIENCE, || house.log().matches("running").count() > before);
        published.store(count, Ordering::Relaxed);
        wait_until("the next article has left", PATIENCE, || records(&house).len() == count);
    }
    let records = records(&house);
    let texts: Vec<&str> = records.iter().map(Record::text).collect();
    assert_eq!(texts[..2], [STORY, ARCHIVE]);
    let flags: Vec<bool> = records
        .iter()
        .map(|record| record.value["extraction"]["flags"].to_string().contains("rule_without_match"))
        .collect();
    assert_eq!(flags, [false, false, true]);
    let hashes: Vec<_> = records.iter().map(|record| &record.value["provenance"]["config_hash"]).collect();
    assert!(hashes[0] != hashes[1] && hashes[1] != hashes[2], "a record says which rules made it: {hashes:?}");
}
