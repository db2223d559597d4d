//! What the daemon learns of a site: what stands on every page is left out of texts, and a restart forgets nothing.

mod support;

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use support::daemon::Household;
use support::oracle::{self, Record};
use support::script::{Answer, Script};

const PLACES: [&str; 6] = ["Lund", "Arden", "Holm", "Brae", "Senne", "Vard"];
const SINK: &str = "[[sink]]\nid = \"files\"\ntype = \"jsonl\"\npath = \"out\"\ncompress = \"none\"\n";

/// Reads like the article's last paragraph, and stands in its place.
const APPEAL: &str = "Our newsroom is small and lives from its readers, so please think about giving it a little help.";
const BACKGROUND: &str = "The bridge was built in 1902, after the flood, and has been repaired four times since then.";

fn page(place: &str) -> Answer {
    let body = format!(
        "<html><head><title>The bridge of {place}</title></head><body><nav><a href=/>Home</a></nav><article>\
         <h1>The bridge of {place} stays closed</h1><div class=text>\
         <p>The council of {place} met on Friday to talk about the bridge, which has been closed since the spring.</p>\
         <p>Nobody in {place} knows what the repair will cost, said the mayor, and nobody wants to ask for the bill.</p>\
         <p>{BACKGROUND}</p>\
         <p>The traders of {place} fear for the summer, because most of their customers come from the other bank.</p>\
         <p>{APPEAL}</p></div></article><footer><p>© 2020 The Valley</p></footer></body></html>"
    );
    (200, "Content-Type: text/html; charset=utf-8\r\n".to_owned(), body)
}

/// The first so many articles; `edition` changes their summaries, which makes the daemon look at them again.
fn feed(count: usize, edition: usize) -> Answer {
    let mut items = String::new();
    for place in &PLACES[..count] {
        write!(
            items,
            "<item><title>The bridge of {place}</title><link>/a/{place}</link>\
             <description>The bridge is closed. Comments: {edition}</description></item>"
        )
        .expect("a string takes everything");
    }
    let body = format!("<rss version=\"2.0\"><channel><title>The Valley</title>{items}</channel></rss>");
    (200, "Content-Type: application/rss+xml\r\n".to_owned(), body)
}

/// What the site's feed shows at the moment.
#[derive(Default)]
struct Shown {
    count: AtomicUsize,
    edition: AtomicUsize,
}

/// Three rounds, each a process of its own: three articles, then three more, then all of them touched. Returns the records.
fn three_rounds(keys: &str) -> Vec<Record> {
    let shown = Arc::new(Shown::default());
    let of_shown = Arc::clone(&shown);
    let script = Script::open(move |path, _| match path.strip_prefix("/a/") {
        Some(place) => page(place),
        None if path == "/feed" => {
            feed(of_shown.count.load(Ordering::Relaxed), of_shown.edition.load(Ordering::Relaxed))
        }
        None => (404, String::new(), String::new()),
    });
    let house = Household::new("", &[]);
    house.configure(SINK, &[format!("{}/feed", script.base)]);
    let text = std::fs::read_to_string(house.config()).expect("it was written");
    let text = text.replace("[normalize]\n", &format!("[normalize]\n{keys}\n"));
    std::fs::write(house.config(), text).expect("the folder is writable");
    for (count, edition) in [(3, 0), (6, 0), (6, 1)] {
        shown.count.store(count, Ordering::Relaxed);
        shown.edition.store(edition, Ordering::Relaxed);
        let output = house.ask(&["run", "--until-idle"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    assert_eq!(script.asked("/a/Lund"), 2, "the touched article was looked at again");
    let mut complaints = Vec::new();
    let records = oracle::read(&house.path("out"), &mut complaints);
    oracle::check_form(&records, &mut complaints);
    oracle::assert_none(&complaints, "after three rounds");
    records
}

#[test]
fn what_three_articles_have_shown_is_left_out_of_the_next_ones() {
    let records = three_rounds("");
    assert_eq!(records.len(), PLACES.len(), "that the site is known now makes no new versions");
    for (at, record) in records.iter().enumerate() {
        assert_eq!(record.text().ends_with(APPEAL), at < 3, "{at}: {}", record.text());
        assert!(record.text().contains(BACKGROUND), "a paragraph between the article's own stays");
    }
}

#[test]
fn without_site_memory_a_text_depends_on_its_page_alone() {
    let records = three_rounds("site_memory = false");
    assert_eq!(records.len(), PLACES.len());
    assert!(records.iter().all(|record| record.text().ends_with(APPEAL)));
}
