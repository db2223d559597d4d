//! The whole daemon under the worst of it at once: it stays small, it says what is wrong with whom, and the good
//! feed's articles keep coming.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::bombs;
use super::support::daemon::{Household, wait_until};
use super::support::hostile_server::{Act, Asked, HostileServer, chunk, head, page, redirect, stream};
use super::support::oracle;

/// What the process may hold at its peak, whatever it is sent.
const PEAK_MIB_MAX: u64 = 200;

/// Until every hostile feed has been understood to be one.
const PATIENCE: Duration = Duration::from_secs(45);

/// Deadlines that fit into a test; every other limit is the default.
const CONFIG: &str = "state = \"var/courant.db\"\nfeeds = [\"feeds.txt\"]\n\
    [fetch]\nallow_private = true\ngap = \"0s\"\nper_host = 64\nconnect_timeout = \"2s\"\nread_timeout = \"2s\"\ntimeout = \"6s\"\n\
    [schedule]\nevery = \"1s\"\nmax = \"4s\"\n\
    [normalize]\nfull_text = \"never\"\n\
    [observe]\nlisten = \"none\"\nstop_timeout = \"10s\"\n\
    [[sink]]\nid = \"files\"\ntype = \"jsonl\"\npath = \"out\"\ncompress = \"none\"\n";

/// A hostile feed, and what `courant status` must say of it.
struct Row {
    path: &'static str,
    answer: fn() -> Vec<Act>,
    outcome: &'static str,
}

/// What a body that is too large when decoded may also end with: too many of its kind arrive at once.
const CROWDED: &str = "answers in work hold more than 46137344 bytes together and this is the largest of them";

impl Row {
    fn is_like(&self, said: &str) -> bool {
        said.contains(self.outcome) || (self.path.contains("bomb") && said.contains(CROWDED))
    }
}

const CHUNKED: &str = "Content-Type: application/rss+xml\r\nTransfer-Encoding: chunked\r\n";
const OPENING: &[u8] = b"<rss version='2.0'><channel><title>t</title>";
const ITEM: &str = "<item><title>flood</title><description>word word word</description></item>";

const ROWS: &[Row] = &[
    Row {
        path: "/announces-10-gib",
        answer: || vec![Act::Send(head("200 OK", "Content-Length: 10737418240\r\n\r\n<rss>"))],
        outcome: "sent more than 20971520 bytes; raise `fetch.body_max` and `fetch.wire_max`",
    },
    Row { path: "/200-mb", answer: two_hundred_megabytes, outcome: "sent more than 20971520 bytes" },
    Row {
        path: "/endless-chunks",
        answer: || stream(CHUNKED, vec![Act::Repeat(Arc::from(chunk(&[b'x'; 64 * 1024])), usize::MAX)]),
        outcome: "sent more than 20971520 bytes",
    },
    Row {
        path: "/gzip-bomb",
        answer: || page("Content-Encoding: gzip\r\n", bombs::gzip_bomb()),
        outcome: "sent more than 41943040 bytes after decompression",
    },
    Row {
        path: "/gzip-bomb-in-gzip",
        answer: || page("Content-Encoding: gzip, gzip\r\n", bombs::gzip(bombs::gzip_bomb())),
        outcome: "sent more than 41943040 bytes after decompression",
    },
    Row {
        path: "/gzip-bomb-undeclared.xml.gz",
        answer: || page("Content-Type: application/gzip\r\n", bombs::gzip_bomb()),
        outcome: "sent more than 41943040 bytes after decompression",
    },
    Row {
        path: "/zstd-bomb",
        answer: || page("Content-Encoding: zstd\r\n", bombs::zstd_bomb()),
        outcome: "sent more than 41943040 bytes after decompression",
    },
    Row {
        path: "/zstd-window",
        answer: || page("Content-Encoding: zstd\r\n", bombs::zstd_window()),
        outcome: "cannot be decoded: its body is not the declared \"zstd\": Frame requires too much memory",
    },
    Row {
        path: "/brotli-bomb",
        answer: || page("Content-Encoding: br\r\n", bombs::brotli_bomb()),
        outcome: "sent more than 41943040 bytes after decompression",
    },
    Row {
        path: "/loris",
        answer: || stream("", vec![Act::Send(OPENING.to_vec()), Act::Drip(vec![b'1'; 600], Duration::from_secs(1))]),
        outcome: "cut short: it took longer than the timeout",
    },
    Row {
        path: "/loris-in-the-head",
        answer: || vec![Act::Drip(b"HTTP/1.1 200 OK\r\nX: ".repeat(100), Duration::from_secs(1))],
        outcome: "gave no answer within 6s",
    },
    Row { path: "/mute", answer: || vec![Act::Hang], outcome: "gave no answer within 6s" },
    Row {
        path: "/mute-in-the-body",
        answer: || stream(CHUNKED, vec![Act::Send(chunk(OPENING)), Act::Hang]),
        outcome: "cut short: nothing arrived for 2s",
    },
    Row {
        path: "/ends-in-the-body",
        answer: || vec![Act::Send([head("200 OK", "Content-Length: 100000\r\n\r\n"), OPENING.to_vec()].concat())],
        outcome: "cut short: end of file before message length reached",
    },
    Row {
        path: "/head-of-1-mb",
        answer: || vec![Act::Send(head("200 OK", &format!("X-Long: {}\r\n\r\n", "y".repeat(1 << 20))))],
        outcome: "gave no answer: message head is too large",
    },
    Row {
        path: "/10000-headers",
        answer: || vec![Act::Send(head("200 OK", &format!("{}\r\n", "X-Many: y\r\n".repeat(10_000))))],
        outcome: "gave no answer: message head is too large",
    },
    Row { path: "/loop", answer: || redirect(302, "/loop"), outcome: "the redirects form a loop" },
    Row { path: "/file", answer: || redirect(302, "file:///etc/passwd"), outcome: "`file` addresses are not fetched" },
    Row {
        path: "/no-http",
        answer: || vec![Act::Send(b"220 mail.example.org ESMTP\r\n".to_vec())],
        outcome: "gave no answer: invalid HTTP version parsed",
    },
    Row {
        path: "/304",
        answer: || vec![Act::Send(head("304 Not Modified", "\r\n"))],
        outcome: "answered 304 not modified to a question without validators",
    },
    Row {
        path: "/coding-lies",
        answer: || page("Content-Encoding: gzip\r\n", "<rss>not gzip at all</rss>"),
        outcome: "cannot be decoded: its body is not the declared \"gzip\"",
    },
    Row { path: "/empty", answer: || page("", ""), outcome: "not a feed: the document is empty" },
    Row { path: "/html", answer: || page("", "<!doctype html><html><body>hi</body></html>"), outcome: "not a feed: " },
    Row { path: "/deep", answer: || page("", nested(100_000)), outcome: "not a feed: elements nest deeper" },
    Row { path: "/laughs", answer: || page("", laughs()), outcome: "200, rss with 1 entries" },
    Row { path: "/long-title", answer: || page("Content-Encoding: gzip\r\n", long_title()), outcome: "200, rss with " },
    Row { path: "/openings", answer: || page("", "<!--".repeat(1 << 20)), outcome: "not a feed: " },
];

fn two_hundred_megabytes() -> Vec<Act> {
    let items: Arc<[u8]> = Arc::from(chunk(ITEM.repeat(1_000).as_bytes()));
    let times = 200_000_000 / items.len();
    let close = [chunk(b"</channel></rss>"), b"0\r\n\r\n".to_vec()].concat();
    stream(CHUNKED, vec![Act::Send(chunk(OPENING)), Act::Repeat(items, times), Act::Send(close)])
}

fn nested(depth: usize) -> String {
    format!("<rss><channel><item>{}{}</item></channel></rss>", "<a>".repeat(depth), "</a>".repeat(depth))
}

fn laughs() -> String {
    let mut text = "<!DOCTYPE rss [<!ENTITY l0 \"ha\">".to_owned();
    for level in 1..=9 {
        let below = format!("&l{};", level - 1).repeat(10);
        write!(text, "<!ENTITY l{level} \"{below}\">").expect("memory is writable");
    }
    text + "]><rss version=\"2.0\"><channel><item><title>&l9;</title><guid>l</guid></item></channel></rss>"
}

/// Few bytes on the wire, and within every limit of the fetcher.
fn long_title() -> Vec<u8> {
    let title = "word ".repeat(2 << 18);
    bombs::gzip(format!(
        "<rss version='2.0'><channel><item><guid>1</guid><title>{title}</title></item></channel></rss>"
    ))
}

/// One more article each time that it is asked.
fn good_feed(asked: &Asked) -> Vec<Act> {
    let items: String = (0..=asked.nth)
        .rev()
        .take(20)
        .map(|number| {
            format!(
                "<item><title>The harbor reports ship {number}</title><guid isPermaLink=\"false\">ship-{number}</guid>\
                 <description>Ship number {number} came in at noon with a load of tea.</description></item>"
            )
        })
        .collect();
    page("", format!("<rss version='2.0'><channel><title>Harbor</title>{items}</channel></rss>"))
}

#[test]
fn the_daemon_stays_small_and_the_good_feed_keeps_coming() {
    let server = HostileServer::open(|asked| match ROWS.iter().find(|row| row.path == asked.path) {
        Some(row) => (row.answer)(),
        None => good_feed(asked),
    });
    let house = Household::new("", &[]);
    std::fs::write(house.config(), CONFIG).expect("the folder is writable");
    let feeds: Vec<String> = ROWS.iter().map(|row| row.path).chain(["/good"]).map(|path| server.url(path)).collect();
    std::fs::write(house.path("feeds.txt"), feeds.join("\n")).expect("the folder is writable");

    let mut daemon = house.start("");
    // What a poll said may be "the same body as before" a moment later: each row is to be right once.
    let mut open: Vec<&Row> = ROWS.iter().collect();
    let mut said = HashMap::new();
    let until = Instant::now() + PATIENCE;
    while !open.is_empty() {
        assert!(daemon.is_running(), "the daemon died:\n{}", house.log());
        said = outcomes(&house);
        open.retain(|row| !said.get(&server.url(row.path)).is_some_and(|said| row.is_like(said)));
        if Instant::now() > until {
            break;
        }
        std::thread::sleep(Duration::from_millis(300));
    }
    let describe = |row: &&Row| format!("{}: {:?} lacks {:?}", row.path, said.get(&server.url(row.path)), row.outcome);
    let complaints: Vec<String> = open.iter().map(describe).collect();
    let peak = daemon.peak_kib() / 1024;
    assert!(complaints.is_empty(), "the cause is not named (peak {peak} MiB):\n{}", complaints.join("\n"));

    let before = good_articles(&house);
    assert!(before > 0, "the good feed waited for the bad ones");
    wait_until("the good feed's articles keep coming", PATIENCE, || good_articles(&house) >= before + 3);
    let peak = daemon.peak_kib() / 1024;
    eprintln!("peak: {peak} MiB");
    assert!(peak < PEAK_MIB_MAX, "the daemon held {peak} MiB");
    assert_eq!(daemon.terminate(Duration::from_secs(15)).code(), Some(0), "{}", house.log());
}

fn good_articles(house: &Household) -> usize {
    let records = oracle::read(&house.path("out"), &mut Vec::new());
    records.iter().filter(|record| record.guid().starts_with("ship-")).count()
}

#[test]
fn a_panic_costs_one_poll_and_no_other() {
    let server = HostileServer::open(good_feed);
    let house = Household::new("", &[]);
    std::fs::write(house.config(), CONFIG).expect("the folder is writable");
    let paths = ["/a", "/b", "/c", "/d", "/good"];
    let feeds: Vec<String> = paths.iter().map(|path| server.url(path)).collect();
    std::fs::write(house.path("feeds.txt"), feeds.join("\n")).expect("the folder is writable");
    // More panics than there are parsers, and one in the task that polls everybody.
    let ids: Vec<String> = paths[..3].iter().map(|path| feed_id(&house, &server.url(path))).collect();
    let failpoints: Vec<String> = ids.iter().map(|id| format!("parse@{id}=panic")).collect();
    let daemon = house.start(&format!("{};poll@/d=panic", failpoints.join(";")));
    let says = |path: &str, what: &str| outcomes(&house).get(&server.url(path)).is_some_and(|said| said.contains(what));
    for path in &paths[..3] {
        wait_until("the panic in the reader is said", PATIENCE, || says(path, "a panic in step `parse`; see the log"));
    }
    wait_until("the panic in the poll is said", PATIENCE, || says("/d", "a panic in step `poll`; see the log"));
    let before = good_articles(&house);
    wait_until("the good feed's articles keep coming", PATIENCE, || good_articles(&house) >= before + 3);
    assert_eq!(daemon.terminate(Duration::from_secs(15)).code(), Some(0), "{}", house.log());
}

/// The id that a feed has without one in the configuration.
fn feed_id(house: &Household, url: &str) -> String {
    let plan = courant::config::load(&house.config()).expect("the configuration is valid");
    plan.feeds.iter().find(|feed| feed.url.as_str() == url).expect("it is in the list").id.clone()
}

/// What `courant status` says of the last poll, by address.
fn outcomes(house: &Household) -> HashMap<String, String> {
    let output = house.ask(&["status", "--json"]);
    let status: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let feeds = status["feeds"].as_array().cloned().unwrap_or_default();
    let of = |feed: &Value| Some((feed["url"].as_str()?.to_owned(), feed["outcome"].as_str()?.to_owned()));
    feeds.iter().filter_map(of).collect()
}
