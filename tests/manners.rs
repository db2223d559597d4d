//! How feeds are asked, as publishers and operators see it: moves, gaps, wishes, silence, outages.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::Duration;

use jiff::{Timestamp, ToSpan};
use serde_json::Value;
use support::daemon::{Household, wait_until};
use support::oracle;
use support::script::{Answer, Script};

const PATIENCE: Duration = Duration::from_secs(60);
const FILES: &str =
    "full_text = \"never\"\n[[sink]]\nid = \"files\"\ntype = \"jsonl\"\npath = \"out\"\ncompress = \"none\"\n";

/// A feed with the entries of these numbers, newest first, each an hour older than the one before.
fn feed(head: &str, numbers: impl Iterator<Item = u32>, newest: Timestamp) -> Answer {
    let mut items = String::new();
    for (age, number) in (0_i64..).zip(numbers) {
        let date = newest - age.hours();
        write!(
            items,
            "<item><guid>n{number}</guid><link>https://example.org/{number}</link><title>Entry number {number}</title>\
             <description>What there is to say about number {number}, in a sentence.</description>\
             <pubDate>{}</pubDate></item>",
            date.strftime("%a, %d %b %Y %H:%M:%S GMT")
        )
        .expect("a string takes everything");
    }
    let body = format!("<rss version=\"2.0\"><channel><title>Scripted</title>{head}{items}</channel></rss>");
    (200, "Content-Type: application/rss+xml\r\n".to_owned(), body)
}

fn configured(feeds: &[String]) -> Household {
    let house = Household::new("", &[]);
    // [observe] is the last table of what all tests want; `full_text` belongs to [normalize].
    house.configure("", feeds);
    let text = std::fs::read_to_string(house.config()).expect("it was written");
    let (full_text, sink) = FILES.split_once('\n').expect("two parts");
    let text = text.replace("[normalize]\n", &format!("[normalize]\n{full_text}\n"));
    std::fs::write(house.config(), format!("{text}{sink}")).expect("the folder is writable");
    house
}

fn status(house: &Household) -> Value {
    serde_json::from_slice(&house.ask(&["status", "--json"]).stdout).unwrap_or_default()
}

fn titles(house: &Household) -> BTreeSet<String> {
    oracle::read(&house.path("out"), &mut Vec::new()).iter().map(|record| record.title().to_owned()).collect()
}

fn numbered(numbers: impl Iterator<Item = u32>) -> BTreeSet<String> {
    numbers.map(|number| format!("Entry number {number}")).collect()
}

#[test]
fn a_feed_that_says_three_times_that_it_moved_is_asked_at_its_new_address() {
    let now = Timestamp::now();
    let script = Script::open(move |path, nth| match path {
        "/old" => (301, "Location: /new\r\n".to_owned(), String::new()),
        _ => feed("", 0..3 + nth as u32, now),
    });
    let house = configured(&[format!("{}/old", script.base)]);
    let daemon = house.start("");
    wait_until("the new address is asked by itself", PATIENCE, || script.asked("/new") >= 6);
    assert_eq!(script.asked("/old"), 3, "then it was believed");
    wait_until("status says so", PATIENCE, || {
        status(&house)["feeds"][0]["moved_to"] == format!("{}/new", script.base).as_str()
    });
    assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0));
    let asked = script.asked("/old");
    let daemon = house.start("");
    let before = script.asked("/new");
    wait_until("it is asked after a restart", PATIENCE, || script.asked("/new") > before);
    assert_eq!(script.asked("/old"), asked, "and still known");
    assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0));
}

#[test]
fn a_feed_that_moved_on_further_than_its_document_reaches_is_paged_back() {
    let now = Timestamp::now();
    const WORDPRESS: &str = "<generator>https://wordpress.org/?v=6.4</generator>";
    let script = Script::open(move |path, nth| match (path, nth) {
        ("/feed", 0) => feed(WORDPRESS, (0..10).rev(), now),
        ("/feed", _) => feed(WORDPRESS, (30..40).rev(), now),
        ("/feed?paged=2", _) => feed(WORDPRESS, (20..30).rev(), now),
        ("/feed?paged=3", _) => feed(WORDPRESS, (10..20).rev(), now),
        // It shows what was there before first contact, too: that is no news.
        ("/feed?paged=4", _) => feed(WORDPRESS, (5..10).rev().chain(900..905), now),
        _ => (404, String::new(), String::new()),
    });
    let house = configured(&[format!("{}/feed", script.base)]);
    let daemon = house.start("");
    wait_until("everything in between came", PATIENCE, || titles(&house).len() >= 40);
    wait_until("nothing is pending", PATIENCE, || status(&house)["feeds"][0]["pending"] == 0);
    assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0));
    assert_eq!(titles(&house), numbered(0..40), "all of it, and nothing from before");
    assert_eq!(status(&house)["feeds"][0]["gaps"], 0, "nothing was missed");
}

#[test]
fn a_gap_that_cannot_be_closed_is_counted() {
    let now = Timestamp::now();
    let script = Script::open(move |_, nth| {
        let first = 20 * nth.min(1) as u32;
        feed("", (first..first + 10).rev(), now)
    });
    let house = configured(&[format!("{}/feed", script.base)]);
    let daemon = house.start("");
    wait_until("both windows came", PATIENCE, || titles(&house).len() >= 20);
    wait_until("the gap is counted", PATIENCE, || status(&house)["feeds"][0]["gaps"] == 1);
    assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0));
    assert!(house.log().contains("some may have been missed"), "{}", house.log());
}

#[test]
fn guids_that_change_at_every_poll_make_no_new_entries() {
    let now = Timestamp::now();
    let script = Script::open(move |_, nth| {
        let (status, headers, body) = feed("", 0..5, now);
        (status, headers, body.replace("<guid>n", &format!("<guid>poll-{nth}-")))
    });
    let house = configured(&[format!("{}/feed", script.base)]);
    let daemon = house.start("");
    wait_until("it was polled a few times", PATIENCE, || script.asked("/feed") >= 5);
    assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0));
    let feed = &status(&house)["feeds"][0];
    assert_eq!((feed["seen"].as_u64(), feed["emitted"].as_u64(), feed["gaps"].as_u64()), (Some(5), Some(5), Some(0)));
}

#[test]
fn a_feed_that_asks_for_an_hour_is_left_alone_for_it() {
    let now = Timestamp::now();
    let script = Script::open(move |path, _| match path {
        "/patient" => feed("<ttl>60</ttl>", 0..3, now),
        _ => feed("", 0..3, now),
    });
    let house = configured(&[format!("{}/patient", script.base), format!("{}/other", script.base)]);
    let daemon = house.start("");
    wait_until("the other one was polled a few times", PATIENCE, || script.asked("/other") >= 4);
    assert_eq!(script.asked("/patient"), 1);
    assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0));
}

#[test]
fn a_feed_that_has_gone_quiet_is_reported_and_a_lively_one_is_not() {
    let now = Timestamp::now();
    let script = Script::open(move |path, _| match path {
        "/quiet" => feed("", 0..10, now - (24 * 20).hours()),
        _ => feed("", 0..10, now),
    });
    let house = configured(&[format!("{}/quiet", script.base), format!("{}/lively", script.base)]);
    let output = house.ask(&["run", "--until-idle"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let silent: Vec<bool> = status(&house)["feeds"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|feed| {
            let is_quiet = feed["url"].as_str().expect("an address").ends_with("/quiet");
            assert_eq!(feed["silent"], is_quiet, "{feed}");
            is_quiet
        })
        .collect();
    assert_eq!(silent.len(), 2);
    assert!(String::from_utf8_lossy(&output.stderr).contains("gone quiet"));
}

#[test]
fn when_every_host_is_out_of_reach_no_feed_is_blamed() {
    // Ports on which nobody listens: bound once, and let go.
    let closed = || {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("the loopback has free ports");
        listener.local_addr().expect("is bound").port()
    };
    let feeds: Vec<String> = (0..8).map(|_| format!("http://127.0.0.1:{}/feed", closed())).collect();
    let house = configured(&feeds);
    let daemon = house.start("");
    wait_until("the log says what it is", PATIENCE, || house.log().contains("the network of this machine seems down"));
    wait_until("all were asked again", PATIENCE, || {
        let status = status(&house);
        status["feeds"].as_array().is_some_and(|feeds| feeds.iter().all(|feed| feed["polls"].as_u64() > Some(2)))
    });
    assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0));
    for feed in status(&house)["feeds"].as_array().expect("a list") {
        assert!(feed["failures"].as_u64() <= Some(1), "{feed}");
    }
}

/// The proxy is asked for the whole address, as proxies are; the feed's own host is never connected to.
#[test]
fn a_feed_with_a_proxy_of_its_own_is_asked_through_it() {
    let now = Timestamp::now();
    let proxy = Script::open(move |_, _| feed("", 0..3, now));
    let house = configured(&[]);
    let text =
        std::fs::read_to_string(house.config()).expect("it was written").replace("feeds = [\"feeds.txt\"]\n", "");
    let feed = format!("[[feed]]\nurl = \"http://unreachable.example/feed\"\nproxy = \"{}\"\n", proxy.base);
    std::fs::write(house.config(), format!("{text}{feed}")).expect("the folder is writable");
    let output = house.ask(&["run", "--until-idle"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(proxy.asked("http://unreachable.example/feed"), 1);
    assert_eq!(titles(&house), numbered(0..3));
}

/// First contact takes nothing (`first_poll = "none"`), and the feed never ends as it should: what comes later is
/// news all the same.
#[test]
fn a_feed_that_is_always_cut_has_a_first_contact_only_once() {
    let now = Timestamp::now() - 90.hours();
    let script = Script::open(move |_, nth| {
        let (status, headers, body) = feed("", (0..3 + nth as u32).rev(), now + (nth as i64).hours());
        (status, headers, body.replace("</channel></rss>", "<item><title>and then"))
    });
    let house = configured(&[]);
    let text = std::fs::read_to_string(house.config()).expect("it was written");
    let text = text.replace("feeds = [\"feeds.txt\"]\n", "");
    let feed = format!("[[feed]]\nurl = \"{}/feed\"\nfirst_poll = \"none\"\n", script.base);
    std::fs::write(house.config(), format!("{text}{feed}")).expect("the folder is writable");
    let daemon = house.start("");
    wait_until("what is new came", PATIENCE, || titles(&house).is_superset(&numbered(3..6)));
    assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0));
    assert!(titles(&house).is_disjoint(&numbered(0..3)), "{:?}", titles(&house));
}

fn sitemap(numbers: impl Iterator<Item = u32>, newest: Timestamp) -> Answer {
    let mut urls = String::new();
    for (age, number) in (0_i64..).zip(numbers) {
        let date = newest - age.hours();
        write!(
            urls,
            "<url><loc>https://example.org/{number}</loc><n:news><n:publication><n:name>Paper</n:name>\
             <n:language>en</n:language></n:publication><n:publication_date>{date}</n:publication_date>\
             <n:title>Entry number {number}</n:title></n:news></url>"
        )
        .expect("a string takes everything");
    }
    let body = format!(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:n=\"http://www.google.com/schemas/sitemap-news/0.9\">{urls}</urlset>"
    );
    (200, "Content-Type: application/xml\r\n".to_owned(), body)
}

#[test]
fn behind_a_sitemap_index_the_sitemaps_that_changed_last_are_read() {
    let now = Timestamp::now();
    let script = Script::open(move |path, nth| match path {
        "/index.xml" => {
            let entry = |name: &str, updated: Timestamp| {
                format!("<sitemap><loc>/{name}.xml</loc><lastmod>{updated}</lastmod></sitemap>")
            };
            let entries = [
                entry("world", now + (nth as i64).seconds()),
                entry("sport", now - 1.hours()),
                entry("archive1", now - 9_000.hours()),
                entry("archive2", now - 9_900.hours()),
            ];
            let body = format!("<sitemapindex>{}</sitemapindex>", entries.concat());
            (200, "Content-Type: application/xml\r\n".to_owned(), body)
        }
        "/world.xml" => sitemap((0..5 + nth as u32).rev(), now),
        "/sport.xml" => sitemap(100..105, now),
        "/archive1.xml" => sitemap(200..203, now - 9_000.hours()),
        _ => (500, String::new(), String::new()),
    });
    let house = configured(&[format!("{}/index.xml", script.base)]);
    let daemon = house.start("");
    wait_until("the second poll's news came", PATIENCE, || titles(&house).is_superset(&numbered(0..7)));
    assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0));
    assert!(titles(&house).is_superset(&numbered((100..105).chain(200..203))), "{:?}", titles(&house));
    assert_eq!(script.asked("/archive2.xml"), 0, "the oldest of four is not news");
    let feed = &status(&house)["feeds"][0];
    assert_eq!((feed["gaps"].as_u64(), feed["failures"].as_u64()), (Some(0), Some(0)), "{feed}");
    assert!(feed["outcome"].as_str().is_some_and(|said| said.contains("sitemap_index with")), "{feed}");
}
