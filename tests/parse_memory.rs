//! The memory that reading a feed takes, in a process of its own: its high-water mark is that of one document.
#![cfg(target_os = "linux")]

use std::fmt::Write;

use courant::parse::{Input, parse};

/// A document of the largest size that is fetched must fit into the budget of the whole process.
const BYTES_PER_INPUT_BYTE_MAX: usize = 10;

#[test]
fn a_large_feed_takes_at_most_ten_bytes_for_each_of_its_own() {
    let mut feed = "<rss version=\"2.0\"><channel><title>News</title>".to_owned();
    let paragraph = "<p>What happened &amp; why it matters to <a href=\"/town\">the town</a>.</p>".repeat(8);
    for number in 0..10_000 {
        write!(
            feed,
            "<item><title>Article {number}</title><link>https://example.org/{number}</link><guid>{number}</guid>\
             <pubDate>Wed, 01 May 2024 14:30:00 GMT</pubDate><category>Town</category>\
             <enclosure url=\"https://example.org/{number}.mp3\" type=\"audio/mpeg\" length=\"1\"/>\
             <description><![CDATA[{paragraph}]]></description></item>"
        )
        .expect("a string takes everything");
    }
    feed.push_str("</channel></rss>");
    let before = peak_bytes();
    let parsed = parse(&Input { body: feed.as_bytes(), content_type: None, base_url: None });
    let taken = peak_bytes() - before;
    assert_eq!(parsed.entries.len(), 10_000);
    let per_byte = taken as f64 / feed.len() as f64;
    println!("{per_byte:.1} bytes per byte of {}", feed.len());
    assert!(taken <= BYTES_PER_INPUT_BYTE_MAX * feed.len(), "{per_byte:.1} bytes per input byte");
}

/// The most memory that the process has held so far.
fn peak_bytes() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").expect("the system tells");
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("the system tells");
    let kilobytes: usize = line.trim().trim_end_matches("kB").trim().parse().expect("the system tells a number");
    kilobytes * 1024
}
