//! JSON Feeds in, entries and problems out.

use super::*;
use crate::parse::{Input, parse};

fn read_at(body: &str, base: Option<&str>) -> Parsed {
    let base = base.map(|base| Url::parse(base).unwrap());
    parse(&Input { body: body.as_bytes(), content_type: None, base_url: base.as_ref() })
}

fn feed(items: &str) -> String {
    format!(r#"{{"version":"https://jsonfeed.org/version/1.1","title":"Feed","items":[{items}]}}"#)
}

fn names(parsed: &Parsed) -> Vec<&str> {
    parsed.problems.iter().map(|problem| problem.name).collect()
}

fn entry(item: &str) -> (Entry, Vec<&'static str>) {
    let mut parsed = read_at(&feed(item), Some("https://e.org/feed.json"));
    assert_eq!((parsed.format, parsed.entries.len()), (Some("json"), 1), "{item}");
    (parsed.entries.remove(0), parsed.problems.iter().map(|problem| problem.name).collect())
}

#[test]
fn everything_that_the_format_has_is_read() {
    let body = r#"{"version":"https://jsonfeed.org/version/1.1","title":"Feed","description":"About",
        "feed_url":"https://e.org/feed.json","home_page_url":"https://e.org/","next_url":"/feed.json?p=2",
        "icon":"/icon.png","favicon":"/fav.ico","language":"en","authors":[{"name":"F. Author","url":"https://e.org/f"}],
        "hubs":[{"type":"WebSub","url":"https://hub.e.org/"}],"_ext":{"items":[{"id":"no"}]},
        "items":[{"id":"1","url":"/1","external_url":"https://x.org/1","title":"One","summary":"S",
        "content_html":"<p>H</p>","content_text":"T","date_published":"2024-05-01T14:30:00+02:00",
        "date_modified":"2024-05-02","tags":["a","b"],"language":"de","image":"/1.jpg","banner_image":"/b.jpg",
        "authors":[{"name":"A. Name","url":"https://e.org/a","avatar":"/a.png"}],
        "attachments":[{"url":"/1.mp3","mime_type":"audio/mpeg","title":"Talk","size_in_bytes":7,"duration_in_seconds":3}]},
        {"id":"https://e.org/2","content_text":"T"}]}"#;
    let parsed = read_at(body, Some("https://e.org/feed.json"));
    assert_eq!((parsed.format, names(&parsed)), (Some("json"), vec![]));
    let head = &parsed.feed;
    let rels: Vec<_> = head.links.iter().map(|link| (link.rel.as_deref().unwrap(), link.href.as_str())).collect();
    assert_eq!(rels[0], ("alternate", "https://e.org/"));
    assert_eq!(rels[1..3], [("self", "https://e.org/feed.json"), ("next", "https://e.org/feed.json?p=2")]);
    assert_eq!(rels[3], ("hub", "https://hub.e.org/"));
    assert_eq!(head.subtitle, Some(plain("About".into())));
    assert_eq!(
        (head.logo.as_ref().map(|logo| &*logo.href), head.language.as_deref()),
        (Some("https://e.org/icon.png"), Some("en"))
    );

    let one = &parsed.entries[0];
    assert_eq!((one.guid.as_deref(), one.link.as_deref()), (Some("1"), Some("https://e.org/1")));
    assert_eq!((&one.content, &one.summary), (&Some(html("<p>H</p>".into())), &Some(plain("S".into()))));
    assert_eq!(one.published.unwrap().at.to_string(), "2024-05-01T12:30:00Z");
    assert_eq!(one.updated.unwrap().precision, Precision::Day);
    assert_eq!(one.authors[0].name.as_deref(), Some("A. Name"));
    assert_eq!(one.categories.len(), 2);
    let media: Vec<_> = one.media.iter().map(|media| media.url.as_deref().unwrap()).collect();
    assert_eq!(media, ["https://e.org/1.jpg", "https://e.org/b.jpg", "https://e.org/1.mp3"]);
    assert_eq!((one.media[2].length, one.media[2].caption.as_deref()), (Some(7), Some("Talk")));
    assert_eq!(one.links[2].rel.as_deref(), Some("enclosure"));

    let two = &parsed.entries[1];
    assert_eq!(two.link.as_deref(), Some("https://e.org/2"), "an id that is an address is one");
    assert_eq!(two.content, Some(plain("T".into())));
    assert_eq!(two.authors[0].name.as_deref(), Some("F. Author"), "the feed's authors are those of its items");
}

#[test]
fn version_1_0_is_read_too() {
    let body = r#"{"version":"https://jsonfeed.org/version/1","title":"F","author":{"name":"A"},
        "items":[{"id":"1","url":"https://e.org/1","content_text":"x","author":{"name":"B","url":"https://b.org/"}},{"id":"2","content_text":"y"}]}"#;
    let parsed = read_at(body, None);
    let authors: Vec<_> = parsed.entries.iter().map(|entry| entry.authors[0].name.as_deref()).collect();
    assert_eq!((authors, names(&parsed)), (vec![Some("B"), Some("A")], vec![]));
}

#[test]
fn fields_of_a_wrong_type_are_bent_and_named() {
    let text = |value: &str| Some(plain(value.into()));
    for (item, name, holds) in [
        (r#"{"id":17}"#, "wrong_type", (|e| e.guid.as_deref() == Some("17")) as fn(&Entry) -> bool),
        (r#"{"id":null,"title":"A"}"#, "", |e| e.guid.is_none()),
        (r#"{"id":["x"],"title":"A"}"#, "wrong_type", |e| e.guid.is_none() && e.title.is_some()),
        (r#"{"id":1,"id":"2"}"#, "wrong_type", |e| e.guid.as_deref() == Some("1")),
        (r#"{"title":false,"id":"1"}"#, "wrong_type", |e| e.title.is_none()),
        (r#"{"author":"A. Name"}"#, "wrong_type", |e| e.authors[0].name.as_deref() == Some("A. Name")),
        (r#"{"authors":{"name":"A. Name"}}"#, "", |e| e.authors[0].name.as_deref() == Some("A. Name")),
        (r#"{"authors":[{"name":"A"}],"author":{"name":"A"}}"#, "", |e| e.authors.len() == 1),
        (r#"{"tags":"politics"}"#, "wrong_type", |e| e.categories[0].term == "politics"),
        (r#"{"tags":["a",7,{"name":"b"},null]}"#, "wrong_type", |e| e.categories.len() == 3),
        (r#"{"date_published":1714573800}"#, "wrong_type", |e| {
            e.published.unwrap().at.to_string() == "2024-05-01T14:30:00Z"
        }),
        (r#"{"date_published":1714573800000}"#, "wrong_type", |e| {
            e.published.unwrap().at.to_string() == "2024-05-01T14:30:00Z"
        }),
        (r#"{"date_published":"Wed, 01 May 2024 14:30:00 GMT"}"#, "", |e| e.published.is_some()),
        (r#"{"date_published":"soon"}"#, "bad_date", |e| e.published.is_none()),
        (r#"{"attachments":{"url":"/a.mp3"}}"#, "wrong_type", |e| e.media.len() == 1),
        (r#"{"attachments":[{"mime_type":"a/b"}]}"#, "bad_attachment", |e| e.media.is_empty()),
        (r#"{"attachments":[{"url":"/a","size_in_bytes":"12"}]}"#, "", |e| e.media[0].length == Some(12)),
        (r#"{"url":"javascript:alert(1)","id":"1"}"#, "", |e| e.link.is_none() && e.links.is_empty()),
        (r#"{"external_url":"https://x.org/"}"#, "", |e| e.link.as_deref() == Some("https://x.org/")),
        (r#"{"content_text":" ","summary":"S"}"#, "", |e| e.content.is_none()),
    ] {
        let (entry, names) = entry(item);
        assert!(holds(&entry), "{item}: {entry:?}");
        assert_eq!(names.first().copied().unwrap_or(""), name, "{item}");
    }
    let parsed = read_at(&feed(r#"{"title":"A"},null,7,{"title":"B"}"#), None);
    assert_eq!((parsed.entries.len(), names(&parsed)), (2, vec!["bad_entry"]));
    let parsed = read_at(r#"{"version":"https://jsonfeed.org/version/1","items":{"0":{"title":"A"}}}"#, None);
    assert_eq!((&parsed.entries[0].title, names(&parsed)), (&text("A"), vec!["wrong_type"]));
}

#[test]
fn a_version_is_missed_and_not_required() {
    for (version, name) in [
        ("", "json_version"),
        (r#""version":"2.0","#, "json_version"),
        (r#""version":1.1,"#, "wrong_type"),
        (r#""version":"http://www.jsonfeed.org/version/1.1/","#, ""),
    ] {
        let body = format!(r#"{{{version}"title":"F","items":[{{"url":"https://e.org/1"}}]}}"#);
        let parsed = read_at(&body, None);
        assert_eq!(parsed.format, Some("json"), "{body}");
        assert_eq!(names(&parsed).first().copied().unwrap_or(""), name, "{body}");
    }
}

#[test]
fn other_json_is_no_feed() {
    for body in [
        "{}",
        "{",
        r#"{"a":1}"#,
        r#"{"items":[]}"#,
        r#"{"items":[1,2]}"#,
        r#"{"items":[{"id":7,"price":2}],"title":"Shop"}"#,
        r#"{"error":{"message":"no key"}}"#,
        r#"{"items":"#,
    ] {
        let parsed = read_at(body, None);
        assert_eq!((parsed.format, names(&parsed)), (None, vec!["not_a_feed"]), "{body}");
        assert!(parsed.entries.is_empty());
    }
}

#[test]
fn a_feed_that_is_cut_or_broken_keeps_the_entries_before_that_place() {
    let whole = feed(r#"{"id":"1","title":"One"},{"id":"2","title":"Two"}"#);
    let (first, second) = (whole.find("},{").unwrap() + 1, whole.find("}]").unwrap() + 1);
    for cut in first..whole.len() {
        let parsed = read_at(&whole[..cut], None);
        let expected = if cut < second { 1 } else { 2 };
        assert_eq!((parsed.entries.len(), names(&parsed)), (expected, vec!["truncated"]), "{}", &whole[..cut]);
    }
    let parsed = read_at(&feed(r#"{"id":"1","title":"One"},{"id":"2" "title":"Two"}"#), None);
    assert_eq!((parsed.entries.len(), names(&parsed)), (1, vec!["truncated"]));
}

#[test]
fn what_programs_glue_together_is_mended_and_named() {
    for (item, name, title) in [
        ("{\"id\":\"1\",\"title\":\"a\nb\"}", "control_characters", "a\nb"),
        (r#"{"id":"1","title":"it\'s"}"#, "bad_escape", "it's"),
        (r#"{"id":"1","title":"cut \ud83d"}"#, "bad_escape", "cut \u{FFFD}"),
        (r#"{"id":"1","title":"x",},"#, "extra_comma", "x"),
    ] {
        let parsed = read_at(&feed(item), None);
        assert_eq!((names(&parsed), parsed.entries.len()), (vec![name], 1), "{item}");
        assert_eq!(parsed.entries[0].title, Some(plain(title.into())));
    }
}

#[test]
fn a_mark_before_and_junk_behind_cost_nothing() {
    let body = format!("\u{FEFF}\n{}\n<!-- served in 3 ms -->", feed(r#"{"id":"1","title":"One"}"#));
    let parsed = read_at(&body, None);
    assert_eq!((parsed.entries.len(), names(&parsed)), (1, vec!["content_after_root"]));
}

#[test]
fn links_follow_the_feeds_own_address_where_nothing_else_is_known() {
    let body =
        r#"{"items":[{"url":"a"}],"feed_url":"https://e.org/x/feed.json","version":"https://jsonfeed.org/version/1"}"#;
    assert_eq!(read_at(body, None).entries[0].link.as_deref(), Some("https://e.org/x/a"));
    assert_eq!(read_at(body, Some("https://y.org/")).entries[0].link.as_deref(), Some("https://y.org/a"));
}

#[test]
fn nothing_without_bound_is_held() {
    let tags = format!(r#"{{"title":"A","tags":[{}"z"]}},{{"title":"B"}}"#, r#""t","#.repeat(10_000));
    let parsed = read_at(&feed(&tags), None);
    assert_eq!((parsed.entries.len(), names(&parsed)), (2, vec!["too_many_values"]));
    assert!(parsed.entries[0].categories.len() < 5_000);
    let deep = format!(
        r#"{{"title":"A","_x":{}{},"tags":{}{}}}"#,
        "[".repeat(9999),
        "]".repeat(9999),
        "[".repeat(9999),
        "]".repeat(9999)
    );
    assert_eq!(read_at(&feed(&deep), None).entries.len(), 1);
}
