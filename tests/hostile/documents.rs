//! Rows 31 to 40 of the list of bad inputs: what a document can do to its reader.
//!
//! Only names of problems are expected, never their words; what follows "at least" may grow.

use std::time::{Duration, Instant};

use courant::parse::{self, Input, Parsed};

/// The largest row has megabytes, and the reader under test is not optimized.
const ROW_TIME_MAX: Duration = Duration::from_secs(20);

/// Entities and markup may not multiply a document.
const OUTPUT_TIMES_MAX: usize = 20;
const OUTPUT_FLOOR: usize = 256 * 1024;

struct Row {
    name: &'static str,
    body: fn() -> Vec<u8>,
    /// At least so many; `None` when the document is no feed.
    entries: Option<usize>,
    /// One of these is among the problems; none is required where there are none here.
    problems: &'static [&'static str],
}

const fn feed(name: &'static str, body: fn() -> Vec<u8>, entries: usize) -> Row {
    Row { name, body, entries: Some(entries), problems: &[] }
}

const fn no_feed(name: &'static str, body: fn() -> Vec<u8>, problems: &'static [&'static str]) -> Row {
    Row { name, body, entries: None, problems }
}

const REFUSED: &[&str] = &["not_a_feed", "too_deep", "truncated", "no_entries"];

const ROWS: &[Row] = &[
    feed("billion laughs", || laughs(9), 1),
    feed("quadratic entities", quadratic, 1),
    feed("entity that holds itself", || doctype("<!ENTITY a \"&b;\"><!ENTITY b \"&a;\">", "&a;"), 1),
    feed("external entity", || doctype("<!ENTITY a SYSTEM \"file:///etc/passwd\">", "&a;"), 1),
    feed("external parameter entity", || doctype("<!ENTITY % a SYSTEM \"file:///etc/passwd\"> %a;", "t"), 1),
    feed(
        "XInclude",
        || item("<x:include xmlns:x=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\" parse=\"text\"/>"),
        1,
    ),
    no_feed(
        "nested 100000 deep",
        || item(&format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000))),
        &["too_deep"],
    ),
    no_feed("nested 100000 deep and open", || item(&"<a>".repeat(100_000)), REFUSED),
    no_feed(
        "arrays 100000 deep",
        || format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":{}", "[".repeat(100_000)).into_bytes(),
        REFUSED,
    ),
    feed("100000 attributes", || item(&format!("<title {}>t</title>", numbered(100_000, " a#='1'"))), 1),
    feed("20000 namespaces", || item(&format!("<title {}>t</title>", numbered(20_000, " xmlns:a#='urn:#'"))), 1),
    feed("50000 items", || document(&numbered(50_000, "<item><guid>#</guid><title>t</title></item>")), 1_000),
    feed("tags in HTML that never become sound", || item(&cdata(&format!("{}'>", "<a ''".repeat(200_000)))), 1),
    feed("HTML of nothing but short links", || item(&cdata(&"<a href=a>".repeat(200_000))), 1),
    feed("an entry of nothing but short links", || item(&"<link href='a'/>".repeat(100_000)), 1),
    feed(
        "entries of nothing but short links",
        || document(&format!("<item>{}</item>", "<link href='a'/>".repeat(200)).repeat(500)),
        500,
    ),
    feed("a credit for each of many groups", credits, 1),
    feed("bases that are declared again and again", bases, 1),
    feed(
        "an author of 1 MB for 20000 items",
        || {
            json(
                &format!("\"author\":{{\"name\":\"{}\"}}", "n".repeat(1 << 20)),
                "{\"id\":\"#\",\"title\":\"t\"}",
                20_000,
            )
        },
        20_000,
    ),
    feed(
        "items of short links",
        || json("\"title\":\"t\"", "{\"id\":\"#\",\"url\":\"a\",\"image\":\"b\",\"external_url\":\"c\"}", 20_000),
        20_000,
    ),
    feed(
        "a date before all time",
        || json("\"title\":\"t\"", "{\"id\":\"#\",\"title\":\"t\",\"date_published\":-9223372036854775808}", 1),
        1,
    ),
    feed("title of 4 MB", || item(&format!("<title>{}</title>", "word ".repeat(800_000))), 1),
    feed("title of 1 MB of ampersands", || item(&format!("<title>{}</title>", "&".repeat(1 << 20))), 1),
    feed("title of 1 MB of angles", || item(&format!("<title>{}</title>", "<".repeat(1 << 18))), 0),
    feed("NUL and other controls", || item("<title>a\0b\u{1}c\u{1b}[31m</title>"), 1),
    feed("NUL by reference", || item("<title>a&#0;b&#x0;c</title>"), 1),
    feed("lone surrogates by reference", || item("<title>&#xD800;&#xDFFF;</title>"), 1),
    feed("reference beyond Unicode", || item("<title>&#x110000;&#99999999999999999999;</title>"), 1),
    feed("noncharacters", || item("<title>\u{FFFE}\u{FFFF}&#xFFFE;</title>"), 1),
    feed(
        "bytes that are no UTF-8",
        || {
            [
                b"<rss version='2.0'><channel><item><title>\xff\xfe\xc0\x80".as_slice(),
                b"</title></item></channel></rss>",
            ]
            .concat()
        },
        1,
    ),
    feed("UTF-16 that says UTF-8", || utf16("<?xml version=\"1.0\" encoding=\"utf-8\"?>"), 1),
    feed(
        "UTF-8 that says UTF-16",
        || [b"<?xml version='1.0' encoding='utf-16'?>".to_vec(), item("<title>t</title>")].concat(),
        1,
    ),
    feed(
        "UTF-8 that says UTF-7",
        || [b"<?xml version='1.0' encoding='utf-7'?>".to_vec(), item("<title>+ADw-</title>")].concat(),
        1,
    ),
    feed(
        "junk before the root",
        || [b"\n\n<br />PHP Warning: x in y on line 3\n".to_vec(), item("<title>t</title>")].concat(),
        1,
    ),
    feed("junk after the root", || [item("<title>t</title>"), b"<script>x</script><rss>".to_vec()].concat(), 1),
    feed("two roots", || [item("<title>t</title>"), item("<title>u</title>")].concat(), 1),
    feed("CDATA left open", || document("<item><title>t</title></item><item><title><![CDATA[u"), 1),
    feed("comment left open", || document("<item><title>t</title></item><!-- "), 1),
    feed("cut in a tag", || document_open("<item><title>t</title></item><item><ti"), 1),
    no_feed("a million comments left open", || "<!--".repeat(1 << 20).into_bytes(), REFUSED),
    no_feed("a million processing instructions", || "<?x ".repeat(1 << 20).into_bytes(), REFUSED),
    no_feed("HTML", || b"<!doctype html><html><body><p>hi</p></body></html>".to_vec(), &["not_a_feed"]),
    no_feed("JSON of somebody else", || b"{\"error\":\"rate limited\"}".to_vec(), &["not_a_feed"]),
    no_feed("JSON that is a number", || b"1e999".to_vec(), &["not_a_feed"]),
    no_feed("nothing", Vec::new, &["not_a_feed"]),
    no_feed("white space", || " \r\n\t".repeat(100_000).into_bytes(), &["not_a_feed"]),
    no_feed("byte order mark only", || "\u{FEFF}".into(), &["not_a_feed"]),
    no_feed("a picture", || b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), &["not_a_feed"]),
    no_feed("random bytes", random, &["not_a_feed"]),
];

fn document_open(items: &str) -> Vec<u8> {
    format!("<rss version='2.0'><channel><title>c</title>{items}").into_bytes()
}

fn document(items: &str) -> Vec<u8> {
    [document_open(items), b"</channel></rss>".to_vec()].concat()
}

fn item(content: &str) -> Vec<u8> {
    document(&format!("<item><guid>1</guid><description>d</description>{content}</item>"))
}

fn doctype(declarations: &str, title: &str) -> Vec<u8> {
    let item = item(&format!("<title>{title}</title>"));
    [format!("<!DOCTYPE rss [{declarations}]>").into_bytes(), item].concat()
}

fn laughs(levels: usize) -> Vec<u8> {
    let level = |n: usize| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10));
    let all: String = (1..=levels).map(level).collect();
    doctype(&format!("<!ENTITY l0 \"ha\">{all}"), &format!("&l{levels};"))
}

fn quadratic() -> Vec<u8> {
    doctype(&format!("<!ENTITY a \"{}\">", "x".repeat(50_000)), &"&a;".repeat(20_000))
}

fn cdata(html: &str) -> String {
    format!("<title>t</title><description><![CDATA[{html}]]></description>")
}

fn credits() -> Vec<u8> {
    let groups = "<media:group><media:content url=\"http://example.org/a\"/></media:group>".repeat(200);
    let credit = "c".repeat(1 << 20);
    document(&format!(
        "<item xmlns:media=\"http://search.yahoo.com/mrss/\"><title>t</title><media:credit>{credit}</media:credit>\
         <media:description>{credit}</media:description>{groups}</item>"
    ))
}

fn bases() -> Vec<u8> {
    let base = format!("<x xml:base='http://example.org/{}'>", "b".repeat(900));
    let again = format!("<x{}/>", " xml:base=''".repeat(500)).repeat(500);
    item(&format!("<title>t</title>{base}{again}</x>"))
}

fn json(head: &str, item: &str, count: usize) -> Vec<u8> {
    let items = numbered(count, &format!("{item},"));
    let items = items.trim_end_matches(',');
    format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",{head},\"items\":[{items}]}}").into_bytes()
}

/// `piece` so many times, the number in place of each `#`.
fn numbered(count: usize, piece: &str) -> String {
    (0..count).map(|number| piece.replace('#', &number.to_string())).collect()
}

fn utf16(declaration: &str) -> Vec<u8> {
    let text = format!("\u{FEFF}{declaration}{}", String::from_utf8(item("<title>t</title>")).expect("is ASCII"));
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

fn random() -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(11);
    (0..100_000).map(|_| random.u8(..)).collect()
}

/// Returns what is wrong with a reading.
fn complaint(row: &Row, bytes: usize, parsed: &Parsed) -> Option<String> {
    let names: Vec<&str> = parsed.problems.iter().map(|problem| problem.name).collect();
    let output = serde_json::to_string(&parsed.entries).expect("entries are text and numbers");
    let said: usize = parsed.problems.iter().map(|problem| problem.detail.len()).sum();
    if output.contains("root:") {
        return Some("a file of this machine was read".to_owned());
    }
    if output.len() + said > OUTPUT_FLOOR + OUTPUT_TIMES_MAX * bytes {
        return Some(format!("{bytes} bytes became {} and {said} of problems", output.len()));
    }
    let is_kept = match row.entries {
        Some(entries) => parsed.format.is_some() && parsed.entries.len() >= entries,
        None => parsed.entries.is_empty(),
    };
    let is_named = row.problems.is_empty() || names.iter().any(|name| row.problems.contains(name));
    let shape = (parsed.format, parsed.entries.len());
    (!is_kept || !is_named).then(|| format!("{shape:?}, {:.200}", format!("{:?}", parsed.problems)))
}

#[test]
fn no_document_is_more_than_it_is() {
    let mut complaints = Vec::new();
    // As long as a base may be: what multiplies addresses shows.
    let base = format!("https://example.org/{}/", "b".repeat(1_000));
    let base = url::Url::parse(&base).expect("an address");
    for row in ROWS {
        let body = (row.body)();
        let begun = Instant::now();
        let parsed = parse::parse(&Input { body: &body, content_type: None, base_url: Some(&base) });
        let took = begun.elapsed();
        if let Some(what) = complaint(row, body.len(), &parsed) {
            complaints.push(format!("{}: {what}", row.name));
        }
        if took > ROW_TIME_MAX {
            complaints.push(format!("{}: took {took:?}", row.name));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
