//! Rows 41 to 51 of the list of bad inputs: single values that are legal where they stand and meant to do harm later.

use std::time::Duration;

use courant::fetch::{Answer, Fetcher};
use courant::parse::{self, Input};

use super::support::daemon::{Household, wait_until};
use super::support::fetching::{request, settings};
use super::support::hostile_server::{HostileServer, page};
use super::support::oracle;

const PATIENCE: Duration = Duration::from_secs(30);

/// A date as somebody wrote it, and the instant that it is, if any.
const DATES: &[(&str, Option<&str>)] = &[
    ("Wed, 01 May 2024 14:30:00 GMT", Some("2024-05-01T14:30:00Z")),
    ("Wed, 01 May 24 14:30:00 GMT", Some("2024-05-01T14:30:00Z")),
    ("Mon, 01 May 2024 14:30:00 GMT", Some("2024-05-01T14:30:00Z")),
    ("2024-05-01T14:30:00-14:00", Some("2024-05-02T04:30:00Z")),
    ("2024-05-01T14:30:00-99:00", None),
    ("2024-05-01T14:30:00+-2147483648:00", None),
    ("0000-00-00T00:00:00Z", None),
    ("0000-01-01T00:00:00Z", None),
    ("-2024-05-01T00:00:00Z", None),
    ("99999-01-01T00:00:00Z", None),
    ("2024-13-45T99:99:99Z", None),
    ("2024-02-30T12:00:00Z", None),
    ("99999999999999999999999999", None),
    ("NaN", None),
    ("-1", None),
    ("", None),
];

/// A header line, and what is kept of it: `etag`, seconds of `retry_after`.
const HEADERS: &[(&str, &str, Option<&str>, Option<u64>)] = &[
    ("etag-sound", "ETag: \"v1\"", Some("\"v1\""), None),
    ("etag-of-64-kib", "ETag: \"LONG\"", None, None),
    ("etag-empty", "ETag:", None, None),
    ("etag-folded", "ETag: \"a\r\n b\"", Some("\"a b\""), None),
    ("etag-with-a-tab", "ETag: \"a\tb\"", None, None),
    ("retry-1e18", "Retry-After: 1000000000000000000", None, Some(86_400)),
    ("retry-beyond-64-bits", "Retry-After: 99999999999999999999999", None, Some(86_400)),
    ("retry-negative", "Retry-After: -1", None, None),
    ("retry-past", "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT", None, None),
    ("retry-year-9999", "Retry-After: Fri, 31 Dec 9999 23:59:59 GMT", None, Some(86_400)),
    ("retry-words", "Retry-After: NaN", None, None),
];

/// An entry and its guid; each of them is an article, and none does more than be read.
const ENTRIES: &[(&str, &str)] = &[
    ("terminal", "<title>a\u{1b}[31mred\u{7}&#x1b;]0;own&#7;</title>"),
    ("new-lines", "<title>a\n2026-01-01 ERROR forged\r\nb</title>"),
    ("separators", "<title>a\u{2028}b\u{2029}c\u{85}d</title>"),
    ("lone-carriage-return", "<title>a&#13;b</title>"),
    ("bidi", "<title>\u{202e}desrever\u{202c}</title>"),
    ("script-link", "<title>t</title><link>javascript:alert(1)</link>"),
    ("data-link", "<title>t</title><link>data:text/html,x</link>"),
    ("file-link", "<title>t</title><link>file:///etc/passwd</link>"),
    (
        "script-in-text",
        "<title>t</title><description>&lt;script&gt;alert(1)&lt;/script&gt;&lt;p&gt;text&lt;/p&gt;</description>",
    ),
    (
        "picture-of-script",
        "<title>t</title><description>&lt;img src=javascript:alert(1) srcset='javascript:x 1x'&gt;word</description>",
    ),
    ("../../etc/passwd", "<title>t</title>"),
    ("'; DROP TABLE articles; --", "<title>'); DELETE FROM outbox; --</title>"),
    ("year-9999", "<title>t</title><pubDate>Fri, 31 Dec 9999 23:59:59 GMT</pubDate>"),
    ("long-author", "<title>t</title><author>AUTHOR</author>"),
];

#[test]
fn a_date_is_read_right_or_not_at_all() {
    let mut complaints = Vec::new();
    for (text, expected) in DATES {
        let read = parse::date(text).map(|date| date.at.to_string());
        if read.as_deref() != *expected {
            complaints.push(format!("{text:?}: {read:?}, not {expected:?}"));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[tokio::test]
async fn a_header_is_kept_only_if_it_can_do_no_harm() {
    let server = HostileServer::open(|asked| {
        let (_, line, ..) = HEADERS.iter().find(|row| row.0 == &asked.path[1..]).expect("asked for by the test");
        page(&format!("{}\r\n", line.replace("LONG", &"x".repeat(1 << 16))), "<rss/>")
    });
    let fetcher = Fetcher::new(&settings(true)).expect("the settings are sound");
    let mut complaints = Vec::new();
    for (name, _, etag, retry_after) in HEADERS {
        let answer = fetcher.get(&request(server.url(&format!("/{name}")).parse().expect("an address"))).await;
        let kept = match &answer {
            Ok(Answer::Document(document)) => {
                let pause = document.hints.retry_after.map(|pause| pause.as_secs());
                Some((document.validators.etag.as_deref(), pause))
            }
            _ => None,
        };
        if kept != Some((*etag, *retry_after)) {
            complaints.push(format!("{name}: {kept:?}, not {:?}", (etag, retry_after)));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn a_publisher_cannot_ask_for_never_or_always() {
    let hours: String = (-1..30).map(|hour| format!("<hour>{hour}</hour>")).collect();
    let rows = [("0", None), ("-1", None), ("99999999999999999999", None), ("NaN", None)];
    for (ttl, expected) in rows {
        let body = format!(
            "<rss version='2.0'><channel><ttl>{ttl}</ttl><skipHours>{hours}</skipHours><item/></channel></rss>"
        );
        let parsed = parse::parse(&Input { body: body.as_bytes(), content_type: None, base_url: None });
        assert!(parsed.feed.ttl.filter(|ttl| *ttl > 0) == expected, "{ttl}: {:?}", parsed.feed.ttl);
        assert!(parsed.feed.skip_hours.iter().all(|hour| *hour < 24), "{:?}", parsed.feed.skip_hours);
    }
}

fn feed() -> String {
    let items: String = ENTRIES
        .iter()
        .map(|(guid, content)| format!("<item><guid isPermaLink='false'>{guid}</guid>{content}</item>"))
        .collect();
    let items = items.replace("AUTHOR", &"name ".repeat(100_000));
    let twins = "<item><guid>twin</guid><title>one</title></item><item><guid>twin</guid><title>two</title></item>";
    let nameless = "<item><title>no guid, no link</title></item><item/>";
    format!("<rss version='2.0'><channel><title>\u{1b}[2Jfeed</title>{items}{twins}{nameless}</channel></rss>")
}

#[test]
fn no_value_escapes_from_its_record() {
    let server = HostileServer::open(|_| page("Content-Type: application/rss+xml; charset=utf-8\r\n", feed()));
    let rest = "[[sink]]\nid = \"files\"\ntype = \"jsonl\"\npath = \"out\"\ncompress = \"none\"\n";
    let house = Household::new(rest, &[server.url("/feed")]);
    let daemon = house.start("");
    let mut complaints = Vec::new();
    let is_there =
        |guid: &str| oracle::read(&house.path("out"), &mut Vec::new()).iter().any(|record| record.guid() == guid);
    wait_until("the last entry is an article", PATIENCE, || is_there("twin"));
    for (guid, _) in ENTRIES.iter().filter(|(guid, _)| !is_there(guid)) {
        complaints.push(format!("{guid}: no article"));
    }
    for record in oracle::read(&house.path("out"), &mut complaints) {
        complaints.extend(harm(&record).map(|what| format!("{}: {what}", record.guid())));
    }
    let status = house.ask(&["status"]);
    let said = [house.log(), String::from_utf8_lossy(&status.stdout).into_owned()].concat();
    if said.contains(|c: char| c.is_control() && c != '\n') {
        complaints.push(format!("log or status has control characters:\n{said:?}"));
    }
    assert_eq!(daemon.terminate(Duration::from_secs(15)).code(), Some(0), "{}", house.log());
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Returns what a record could do to who reads it.
fn harm(record: &oracle::Record) -> Option<String> {
    let title = record.title();
    if title.contains(|c: char| c.is_control() || "\u{2028}\u{2029}".contains(c)) {
        return Some(format!("title {title:?}"));
    }
    let url = record.value["url"].as_str().unwrap_or_default();
    if !url.is_empty() && !url.starts_with("http") {
        return Some(format!("url {url:?}"));
    }
    let text = record.value.to_string();
    ["javascript:", "alert(1)", "<script", "root:"]
        .iter()
        .find(|word| text.contains(*word))
        .map(|word| format!("has {word:?}"))
}
