//! Whole documents in, entries and problems out.

use url::Url;

use super::*;

fn read(body: &str) -> Parsed {
    parse(&Input { body: body.as_bytes(), content_type: None, base_url: None })
}

fn at(body: &str, base: &str) -> Parsed {
    parse(&Input { body: body.as_bytes(), content_type: None, base_url: Some(&Url::parse(base).unwrap()) })
}

fn rss(items: &str) -> String {
    format!("<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Feed</title>{items}</channel></rss>")
}

fn names(parsed: &Parsed) -> Vec<&str> {
    parsed.problems.iter().map(|problem| problem.name).collect()
}

fn titles(parsed: &Parsed) -> Vec<&str> {
    parsed.entries.iter().map(|entry| entry.title.as_ref().map_or("", |title| title.value.as_str())).collect()
}

#[test]
fn a_sound_rss_feed_is_read_whole_and_without_remarks() {
    let parsed = read(&rss("<ttl>30</ttl><item><title>One</title><link>https://e.org/1?utm_source=x</link>\
        <guid isPermaLink=\"false\">g1</guid><pubDate>Wed, 01 May 2024 14:30 GMT</pubDate>\
        <description>&lt;p&gt;Text&lt;/p&gt;</description><author>a@e.org (A. Name)</author><category>News</category>\
        <enclosure url=\"https://e.org/i.jpg\" type=\"image/jpeg\" length=\"7\"/></item>"));
    assert_eq!((parsed.format, parsed.encoding.as_str()), (Some("rss"), "UTF-8"));
    assert_eq!(names(&parsed), [""; 0]);
    assert_eq!(parsed.feed.ttl, Some(30));
    let entry = &parsed.entries[0];
    assert_eq!(entry.guid.as_deref(), Some("g1"));
    assert_eq!(entry.link.as_deref(), Some("https://e.org/1?utm_source=x"));
    assert_eq!(entry.summary.as_ref().map(|text| text.value.as_str()), Some("<p>Text</p>"));
    assert_eq!(entry.summary.as_ref().map(|text| text.media_type.as_str()), Some("text/html"));
    let published = Date { at: "2024-05-01T14:30:00Z".parse().unwrap(), precision: Precision::Minute };
    assert_eq!((entry.published, entry.updated), (Some(published), None));
    assert_eq!(entry.authors[0].name.as_deref(), Some("A. Name"));
    assert_eq!(entry.authors[0].email.as_deref(), Some("a@e.org"));
    assert_eq!(entry.media[0].url.as_deref(), Some("https://e.org/i.jpg"));
    assert_eq!(entry.media[0].length, Some(7));
}

#[test]
fn a_sound_atom_feed_is_read_whole() {
    let parsed = at(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"/blog/\"><title>Feed</title><id>urn:f</id>\
         <entry><id>urn:1</id><title type=\"html\">A &amp;amp; B</title><updated>2024-05-01</updated>\
         <link rel=\"self\" href=\"1.atom\"/><link rel=\"alternate\" type=\"text/html\" href=\"1.html\"/>\
         <content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Text</p></div></content></entry></feed>",
        "https://e.org/feed.atom",
    );
    assert_eq!(parsed.format, Some("atom"));
    let entry = &parsed.entries[0];
    assert_eq!(entry.link.as_deref(), Some("https://e.org/blog/1.html"));
    assert_eq!(entry.title.as_ref().map(|title| title.value.as_str()), Some("A &amp; B"));
    assert_eq!(entry.content.as_ref().map(|text| text.media_type.as_str()), Some("application/xhtml+xml"));
    assert_eq!(entry.updated.map(|date| date.precision), Some(Precision::Day));
    assert_eq!(entry.published, None);
}

#[test]
fn a_json_feed_is_read_whole() {
    let parsed = at(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"Feed","home_page_url":"https://e.org/",
        "feed_url":"https://e.org/feed.json","items":[{"id":"1","url":"/1","title":"One","content_html":"<p>Text</p>",
        "date_published":"2024-05-01T14:30:00Z","attachments":[{"url":"/1.mp3","mime_type":"audio/mpeg"}]},{"content_text":"x"}]}"#,
        "https://e.org/feed.json",
    );
    assert_eq!((parsed.format, parsed.entries.len()), (Some("json"), 2));
    assert_eq!(parsed.feed.links[1].rel.as_deref(), Some("self"));
    assert_eq!(parsed.entries[0].link.as_deref(), Some("https://e.org/1"));
    assert_eq!(parsed.entries[0].links[1].rel.as_deref(), Some("enclosure"));
    assert_eq!((&parsed.entries[1].guid, &parsed.entries[1].link), (&None, &None));
}

#[test]
fn ids_are_never_made_up() {
    let body = rss("<item><title>One</title></item><item><description>Two</description></item>");
    for _ in 0..2 {
        let parsed = read(&body);
        assert_eq!(parsed.feed.id, None);
        assert!(parsed.entries.iter().all(|entry| entry.guid.is_none()));
    }
    assert_eq!(identify("f", &read(&body).entries), identify("f", &read(&body).entries));
}

#[test]
fn what_is_no_feed_says_so() {
    for body in [
        "",
        "  \n",
        "hello",
        "<!DOCTYPE html><html><body><rss/></body></html>",
        "{\"a\": 1}",
        "[1]",
        "<",
        "<!--",
        "<svg/>",
    ] {
        let parsed = read(body);
        assert_eq!(parsed.format, None, "{body}");
        assert_eq!(names(&parsed), ["not_a_feed"], "{body}");
    }
}

/// A program that writes its own time into every entry says nothing about any of them.
#[test]
fn dates_that_all_agree_to_the_second_are_a_problem() {
    let item =
        |second: usize| format!("<item><title>t</title><pubDate>Wed, 01 May 2024 14:30:0{second} GMT</pubDate></item>");
    let feed = |seconds: [usize; 5]| rss(&seconds.map(item).concat());
    assert_eq!(names(&read(&feed([1, 1, 1, 1, 1]))), ["constant_dates"]);
    assert!(names(&read(&feed([1, 1, 1, 1, 2]))).is_empty());
}

#[test]
fn a_truncated_document_keeps_its_whole_entries() {
    let body = rss("<item><title>One</title></item><item><title>Two</title></item>");
    let second = body.rfind("<item>").unwrap();
    let whole = body.rfind("</channel>").unwrap();
    for cut in second..whole {
        let parsed = read(&body[..cut]);
        assert_eq!(titles(&parsed), ["One"], "{}", &body[..cut]);
        assert_eq!(names(&parsed), ["truncated"]);
    }
    for cut in whole..body.len() {
        let parsed = read(&body[..cut]);
        assert_eq!(titles(&parsed), ["One", "Two"], "{}", &body[..cut]);
        assert_eq!(names(&parsed), ["truncated"]);
    }
}

#[test]
fn a_document_cut_anywhere_panics_nowhere() {
    let body = "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'b'>]><rdf:RDF xmlns='http://purl.org/rss/1.0/' \
        xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><!-- c --><item rdf:about='https://e.org/é'>\
        <title><![CDATA[x]]> & &eacute; < </title><description><p>a<p>b<br></description></item></rdf:RDF>";
    for cut in (0..body.len()).filter(|cut| body.is_char_boundary(*cut)) {
        let _ = read(&body[..cut]);
        let _ = read(&body[cut..]);
    }
    assert_eq!(titles(&read(body)).len(), 1);
}

#[test]
fn broken_markup_is_repaired_and_named() {
    for (body, name, title) in [
        (rss("<item><title>A & B</title></item>"), "bare_ampersand", "A & B"),
        (rss("<item><title>A &eacute; B</title></item>"), "bad_reference", "A é B"),
        (rss("<item><title>A &#0;B</title></item>"), "bad_reference", "A B"),
        (rss("<item><title>A < B</title></item>"), "bare_less_than", "A < B"),
        (rss("<item><title>A\u{1} B</title></item>"), "control_characters", "A B"),
        (rss("<item><title>A B</title><b></item>"), "unbalanced", "A B"),
        (rss("<item><title>A B</title></b></item>"), "unbalanced", "A B"),
        (rss("<item><title>A B</title><item><title>Z</title></item>"), "unbalanced", "A B"),
        ("<rss><channel><item><title>A B</title></item></channel></rss>".into(), "", "A B"),
        ("<rss version='2.0'><item><title>A B</title></item></rss>".into(), "no_channel", "A B"),
        (format!("Warning: <b>x</b> {}", rss("<item><title>A B</title></item>")), "junk_before_root", "A B"),
        (format!("{}<script/>", rss("<item><title>A B</title></item>")), "content_after_root", "A B"),
        (rss("<item><title>A B</title></item>").replace("<?xml", "<?xml?xml"), "", "A B"),
        (
            rss("<item><title>A B</title></item>").replace("version=\"1.0\"", "version='1.0' encoding='utf-16'"),
            "wrong_encoding",
            "A B",
        ),
    ] {
        let parsed = read(&body);
        assert_eq!(titles(&parsed).first(), Some(&title), "{body}");
        assert!(name.is_empty() || names(&parsed).contains(&name), "{name}: {:?}", parsed.problems);
    }
}

#[test]
fn a_second_declaration_with_another_encoding_is_harmless() {
    let body = rss("<?xml version='1.0' encoding='utf-16'?><item><title>A</title></item>");
    assert_eq!(titles(&read(&body)), ["A"]);
}

#[test]
fn nesting_is_bounded_before_anything_recurses() {
    for element in ["media:group", "itunes:category", "div"] {
        let deep = format!("<{element}>").repeat(5000) + &format!("</{element}>").repeat(5000);
        let parsed = read(&rss(&format!(
            "<item xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>{deep}</item>"
        )));
        assert_eq!((parsed.format, names(&parsed)), (None, vec!["too_deep"]));
    }
    let brackets = format!("{{\"version\":{}", "[".repeat(100_000));
    assert_eq!(read(&brackets).format, None);
}

#[test]
fn nothing_in_an_entry_costs_more_than_itself() {
    let duration = "9".repeat(30);
    let body = rss(&format!(
        "<item><title>One</title></item><item xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'>\
         <title>Bad</title><itunes:duration>{duration}</itunes:duration></item><item><title>Three</title></item>"
    ));
    let parsed = read(&body);
    assert_eq!(titles(&parsed), ["One", "Bad", "Three"]);
    assert_eq!(parsed.feed.title.as_ref().map(|title| title.value.as_str()), Some("Feed"));
}

#[test]
fn rdf_items_are_known_by_what_they_are_about() {
    let parsed = read(
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\">\
         <channel rdf:about=\"https://e.org/\"><title>Feed</title></channel>\
         <item rdf:about=\"https://e.org/1?a=1&amp;b=2\"><title>One</title></item>\
         <item rdf:about=\"urn:2\"><title>Two</title><link>https://e.org/2</link></item>\
         <item><title>Three</title></item></rdf:RDF>",
    );
    assert_eq!((parsed.format, titles(&parsed)), (Some("rdf"), vec!["One", "Two", "Three"]));
    let ids: Vec<_> = parsed.entries.iter().map(|entry| (entry.guid.as_deref(), entry.link.as_deref())).collect();
    assert_eq!(ids[0], (Some("https://e.org/1?a=1&b=2"), Some("https://e.org/1?a=1&b=2")));
    assert_eq!(ids[1], (Some("urn:2"), Some("https://e.org/2")));
    assert_eq!(ids[2], (None, None));
}

#[test]
fn atom_0_3_is_atom() {
    let parsed = read(
        "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title>Feed</title><tagline>Sub</tagline>\
         <entry><title type=\"text/plain\">One</title><link rel=\"alternate\" type=\"text/html\" href=\"https://e.org/1\"/>\
         <issued>2004-05-01T14:30:00Z</issued><modified>2004-05-02T14:30:00Z</modified>\
         <content type=\"application/xhtml+xml\" mode=\"xml\"><p>Text</p></content></entry></feed>",
    );
    assert_eq!((parsed.format, titles(&parsed)), (Some("atom"), vec!["One"]));
    let entry = &parsed.entries[0];
    assert_eq!(parsed.feed.subtitle.as_ref().map(|text| text.value.as_str()), Some("Sub"));
    assert!(entry.published.unwrap().at < entry.updated.unwrap().at);
    assert_eq!(entry.content.as_ref().map(|text| text.value.as_str()), Some("<p>Text</p>"));
}

#[test]
fn a_guid_is_a_link_only_where_it_may_be_one() {
    let parsed = read(&rss(
        "<item><guid>https://e.org/1</guid></item><item><guid isPermaLink=\"false\">https://e.org/2</guid></item>\
         <item><guid>g3</guid><link>javascript:alert(1)</link></item>",
    ));
    let links: Vec<_> = parsed.entries.iter().map(|entry| entry.link.as_deref()).collect();
    assert_eq!(links, [Some("https://e.org/1"), None, None]);
    assert_eq!(parsed.entries[0].links[0].rel.as_deref(), Some("alternate"));
    assert_eq!(parsed.entries[2].links, []);
}

#[test]
fn dates_that_cannot_be_read_are_missing_and_named() {
    let parsed = read(&rss(
        "<item><pubDate>Mon, 01 Jan 0001 00:00:00 +0000</pubDate></item><item><pubDate>soon</pubDate></item><item/>",
    ));
    assert!(parsed.entries.iter().all(|entry| entry.published.is_none() && entry.updated.is_none()));
    assert_eq!(names(&parsed), ["bad_date"]);
    assert!(parsed.problems[0].detail.starts_with("2 could not be read"));
}

#[test]
fn a_long_document_in_which_nothing_was_found_is_a_problem() {
    let body = format!("<feed xmlns='http://www.w3.org/2005/Atom'><title>{}</title></feed>", "x".repeat(2000));
    assert_eq!(names(&read(&body)), ["no_entries"]);
    assert_eq!(names(&read("<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title></feed>")), [""; 0]);
}

#[test]
fn the_number_of_entries_is_bounded_and_the_bound_is_named() {
    let parsed = read(&rss(&"<item/>".repeat(60_000)));
    assert_eq!((parsed.entries.len(), names(&parsed)), (50_000, vec!["too_many_entries"]));
    let parsed = read(&format!(
        "{{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"x\",\"items\":[{}{{}}]}}",
        "{},".repeat(300_000)
    ));
    assert_eq!((parsed.entries.len(), names(&parsed)), (50_000, vec!["too_many_entries"]));
}

#[test]
fn attributes_without_end_are_dropped_and_their_tag_is_kept() {
    let many: String = (0..5000).map(|n| format!(" a{n}='1'")).collect();
    let base = format!(" xml:base='https://e.org/{}/'", "x".repeat(5000));
    for (attributes, name) in [(many, "broken_tag"), (base, "bad_base"), (" x='".into(), "broken_tag")] {
        let parsed = read(&rss(&format!("<item><title>One</title><link{attributes}>https://e.org/1</link></item>")));
        assert_eq!((titles(&parsed), parsed.entries[0].link.as_deref()), (vec!["One"], Some("https://e.org/1")));
        assert!(names(&parsed).contains(&name), "{:?}", parsed.problems);
    }
}

#[test]
fn a_publisher_may_say_when_to_ask() {
    let parsed = read(
        "<rss version=\"2.0\" xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\"><channel><title>Feed</title>\
         <ttl>90</ttl><sy:updatePeriod> hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>\
         <skipHours><hour>1</hour><hour>24</hour></skipHours><skipDays><day>Sunday</day></skipDays></channel></rss>",
    );
    let head = parsed.feed;
    assert_eq!((head.ttl, head.update_every), (Some(90), Some(30)));
    assert_eq!((head.skip_hours, head.skip_days), (vec![0, 1], vec![6]));
}

/// What feed-rs reads of sound documents is the measure: here it reads whole ones, without our hands on them.
#[test]
fn sound_feeds_are_read_as_feed_rs_reads_them() {
    let atom = "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Feed</title><id>urn:f</id>\
        <updated>2024-05-01T14:30:00Z</updated><link href=\"https://e.org/\"/><entry><title>A &amp; B</title>\
        <id>urn:1</id><link href=\"https://e.org/1\"/><updated>2024-05-01T14:30:00+02:00</updated>\
        <author><name>A. Writer</name></author><category term=\"x\" scheme=\"urn:s\" label=\"X\"/>\
        <content type=\"html\">&lt;p>one&lt;/p></content></entry><entry><title type=\"html\">&lt;b>C&lt;/b></title>\
        <id>urn:2</id><link rel=\"enclosure\" type=\"audio/mpeg\" length=\"7\" href=\"https://e.org/2.mp3\"/>\
        <updated>2024-05-02T14:30:00Z</updated><summary>two</summary></entry></feed>";
    let rss = rss("<item><title>A &amp; B</title><link>https://e.org/1</link><guid>urn:1</guid><category>x</category>\
        <pubDate>Wed, 01 May 2024 14:30:00 +0200</pubDate><description>one</description></item>\
        <item><title><![CDATA[C & D]]></title><link>https://e.org/2</link><guid>urn:2</guid></item>");
    for body in [atom, &rss] {
        let peer = feed_rs::parser::parse(body.as_bytes()).unwrap();
        let parsed = read(body);
        assert_eq!(parsed.problems, []);
        assert_eq!(parsed.entries.len(), peer.entries.len());
        for (ours, theirs) in parsed.entries.iter().zip(&peer.entries) {
            let text = |text: &Option<feed_rs::model::Text>| text.as_ref().map(|text| text.content.clone());
            let instant = |date: Option<super::Date>| date.map(|date| date.at.as_second());
            assert_eq!(ours.guid.as_deref(), Some(theirs.id.as_str()));
            assert_eq!(ours.title.as_ref().map(|title| title.value.clone()), text(&theirs.title));
            assert_eq!(ours.summary.as_ref().map(|text| text.value.clone()), text(&theirs.summary));
            assert_eq!(instant(ours.published), theirs.published.map(|date| date.timestamp()));
            // feed-rs takes the one for the other where only one is given.
            assert_eq!(instant(ours.updated.or(ours.published)), theirs.updated.map(|date| date.timestamp()));
            let hrefs = |links: &[feed_rs::model::Link]| links.iter().map(|l| l.href.clone()).collect::<Vec<_>>();
            assert_eq!(ours.links.iter().map(|l| l.href.clone()).collect::<Vec<_>>(), hrefs(&theirs.links));
            let terms: Vec<_> = theirs.categories.iter().map(|c| (&c.term, &c.scheme, &c.label)).collect();
            assert_eq!(ours.categories.iter().map(|c| (&c.term, &c.scheme, &c.label)).collect::<Vec<_>>(), terms);
        }
    }
}
