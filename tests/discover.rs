//! `courant discover` and `courant init --discover` against a small site on loopback.

mod support;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Output;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use support::daemon::command;

/// Paths and what stands there: a type and a body. Everything else is 404.
type Pages = BTreeMap<&'static str, (&'static str, String)>;

/// A site that lives as long as the test process.
struct Site {
    base: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// `%` in a body stands for the address of the site.
    #[expect(clippy::disallowed_methods, reason = "tests may spawn")]
    fn open(pages: &[(&'static str, &'static str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has free ports");
        let base = format!("http://{}", listener.local_addr().expect("is bound"));
        let pages: Pages = pages.iter().map(|(path, kind, body)| (*path, (*kind, body.replace('%', &base)))).collect();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let site = Self { base, asked: Arc::clone(&asked) };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = serve(stream, &pages, &asked);
            }
        });
        site
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// Answers one request and closes the connection.
fn serve(mut stream: TcpStream, pages: &Pages, asked: &Mutex<Vec<String>>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut head = BufReader::new(stream.try_clone()?).lines();
    let first = head.next().unwrap_or(Ok(String::new()))?;
    for line in head {
        if line?.is_empty() {
            break;
        }
    }
    let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
    let (status, kind, body) = match pages.get(path.as_str()) {
        Some(("redirect", to)) => {
            let answer =
                format!("HTTP/1.1 301 Moved\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            asked.lock().unwrap().push(path);
            return stream.write_all(answer.as_bytes());
        }
        Some((kind, body)) => ("200 OK", *kind, body.as_str()),
        None => ("404 Not Found", "text/html", "<html>nothing here</html>"),
    };
    asked.lock().unwrap().push(path);
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    stream.write_all((head + body).as_bytes())
}

const RSS: &str = "<rss version='2.0'><channel><title>Example</title>\
    <item><title>One</title><link>%/1</link><pubDate>Wed, 01 May 2024 14:30:00 GMT</pubDate></item>\
    <item><title>Two</title><link>%/2</link><pubDate>Tue, 30 Apr 2024 14:30:00 GMT</pubDate></item></channel></rss>";

const ATOM: &str = "<feed xmlns='http://www.w3.org/2005/Atom'><title>Example</title><id>u:f</id>\
    <entry><id>u:1</id><title>One</title><link href='%/1'/><updated>2024-05-01T14:30:00Z</updated></entry></feed>";

const COMMENTS: &str =
    "<rss version='2.0'><channel><title>Comments</title><item><title>Me first</title></item></channel></rss>";

const HOME: &str = "<!doctype html><html><head><title>Example</title>\
    <link rel='alternate' type='application/rss+xml' title='Comments Feed' href='/comments.xml'>\
    <link rel='alternate' type='application/rss+xml' title='Example' href='/rss.xml'>\
    <link rel='alternate' type='application/atom+xml' href='atom.xml'>\
    <link rel='alternate' type='application/rss+xml' href='/gone.xml'></head><body><p>News</p></body></html>";

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn discover(url: &str) -> (Option<i32>, Vec<serde_json::Value>, Output) {
    let output = command(&["discover", "--json", url]).output().expect("the binary was built for this test");
    let lines = text(&output.stdout);
    let found = lines.lines().map(|line| serde_json::from_str(line).expect("each line is an object")).collect();
    (output.status.code(), found, output)
}

fn html(path: &'static str, body: &'static str) -> (&'static str, &'static str, &'static str) {
    (path, "text/html", body)
}

fn whole() -> Site {
    Site::open(&[
        html("/", HOME),
        ("/rss.xml", "application/rss+xml", RSS),
        ("/atom.xml", "application/atom+xml", ATOM),
        ("/comments.xml", "text/xml", COMMENTS),
    ])
}

#[test]
fn the_feeds_that_a_page_names_are_listed_and_proven() {
    let site = whole();
    let (code, found, output) = discover(&site.base);
    assert_eq!(code, Some(0), "{}", text(&output.stderr));
    let urls: Vec<&str> = found.iter().map(|feed| feed["url"].as_str().unwrap()).collect();
    assert_eq!(urls, ["/rss.xml", "/atom.xml", "/comments.xml"].map(|path| format!("{}{path}", site.base)));
    let first = &found[0];
    assert_eq!((&first["format"], &first["entries"], &first["title"]), (&"rss".into(), &2.into(), &"Example".into()));
    assert_eq!((&first["newest"], &first["found_by"]), (&"2024-05-01T14:30:00Z".into(), &"page".into()));
    assert_eq!((&found[1]["same_as"], &found[2]["comments"]), (&first["url"], &true.into()));
    assert_eq!(site.asked(), ["/", "/rss.xml", "/atom.xml", "/gone.xml", "/comments.xml"], "each once, and no guesses");

    let output = command(&["discover", &site.base]).output().unwrap();
    let said = text(&output.stdout);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines[0], urls[0]);
    assert_eq!(lines[1], "     rss, 2 entries, newest 2024-05-01T14:30:00Z, \"Example\"; named by the page");
}

#[test]
fn a_feed_is_said_to_be_one() {
    let site = whole();
    let (code, found, _) = discover(&format!("{}/rss.xml", site.base));
    assert_eq!((code, found.len(), &found[0]["found_by"]), (Some(0), 1, &"itself".into()));
    assert_eq!(site.asked(), ["/rss.xml"]);
}

#[test]
fn the_usual_places_are_tried_where_the_page_names_nothing() {
    let site = Site::open(&[
        html("/blog/", "<html><p>No feed is named here.</p></html>"),
        ("/feed", "redirect", "%/feed/"),
        ("/feed/", "text/xml", RSS),
        ("/rss", "text/xml", RSS),
    ]);
    let (code, found, output) = discover(&format!("{}/blog/", site.base));
    assert_eq!((code, found.len()), (Some(0), 1), "{}", text(&output.stderr));
    assert_eq!(found[0]["url"], format!("{}/feed/", site.base), "it moved there for good");
    assert_eq!(found[0]["found_by"], "path");
    let asked = site.asked();
    assert!(asked.contains(&"/blog/feed".to_owned()) && !asked.contains(&"/rss".to_owned()), "{asked:?}");
}

#[test]
fn a_page_that_lists_feeds_is_read_where_a_link_leads_to_it() {
    let site = Site::open(&[
        html("/", "<html><a href='/rss'>Our feeds</a></html>"),
        html("/rss", "<html><a href='/rss/world.xml'>World</a><a href='/rss/gone.xml'>Gone</a></html>"),
        ("/rss/world.xml", "text/xml", RSS),
    ]);
    let (code, found, output) = discover(&site.base);
    assert_eq!((code, found.len()), (Some(0), 1), "{}", text(&output.stderr));
    assert_eq!(found[0]["url"], format!("{}/rss/world.xml", site.base));
}

#[test]
fn the_sitemaps_of_robots_txt_come_last_and_an_index_stands_for_its_newest() {
    let urlset = "<urlset><url><loc>%/1</loc><lastmod>2024-05-01</lastmod></url></urlset>";
    let site = Site::open(&[
        html("/", "<html><p>No feed is named here.</p></html>"),
        ("/robots.txt", "text/plain", "User-agent: *\nSitemap: %/index-of-maps.xml\n"),
        (
            "/index-of-maps.xml",
            "text/xml",
            "<sitemapindex><sitemap><loc>%/old.xml</loc><lastmod>2001-01-01</lastmod></sitemap>\
             <sitemap><loc>%/new.xml</loc><lastmod>2024-05-01</lastmod></sitemap></sitemapindex>",
        ),
        ("/new.xml", "text/xml", urlset),
    ]);
    let (code, found, output) = discover(&site.base);
    assert_eq!((code, found.len()), (Some(0), 1), "{}", text(&output.stderr));
    assert_eq!((&found[0]["format"], &found[0]["found_by"]), (&"sitemap".into(), &"index".into()));
    assert_eq!(found[0]["url"], format!("{}/new.xml", site.base));
    assert_eq!(found[0]["newest"], "2024-05-01T00:00:00Z");
}

#[test]
fn a_host_that_stops_answering_is_left_alone() {
    let dead = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let site = Site::open(&[(
        "/",
        "text/html",
        &format!(
            "<html><link rel=alternate type=application/rss+xml href=http://127.0.0.1:{dead}/a.xml>\
             <link rel=alternate type=application/rss+xml href=http://127.0.0.1:{dead}/b.xml></html>"
        ),
    )]);
    let (code, _, output) = discover(&site.base);
    let said = text(&output.stderr);
    assert_eq!(code, Some(1));
    assert_eq!(said.matches("could not connect").count(), 1, "{said}");
}

#[test]
fn an_index_within_an_index_is_not_followed() {
    let site = Site::open(&[
        ("/a.xml", "text/xml", "<sitemapindex><sitemap><loc>%/b.xml</loc></sitemap></sitemapindex>"),
        ("/b.xml", "text/xml", "<sitemapindex><sitemap><loc>%/c.xml</loc></sitemap></sitemapindex>"),
        ("/c.xml", "text/xml", "<urlset><url><loc>%/1</loc></url></urlset>"),
    ]);
    let (code, found, output) = discover(&format!("{}/a.xml", site.base));
    assert_eq!((code, found.len()), (Some(1), 0));
    assert!(text(&output.stderr).contains("/b.xml: an index of sitemaps"), "{}", text(&output.stderr));
    assert_eq!(site.asked(), ["/a.xml", "/b.xml"]);
}

#[test]
fn a_site_without_feeds_is_answered_with_what_was_tried() {
    let site = Site::open(&[html("/", "<html><link rel=alternate type=application/rss+xml href=/gone.xml></html>")]);
    let (code, found, output) = discover(&site.base);
    let said = text(&output.stderr);
    assert_eq!((code, found.len()), (Some(1), 0));
    assert!(said.starts_with(&format!("courant: no feed found at {}/; this was tried:\n", site.base)), "{said}");
    for path in ["/gone.xml answered 404", "/feed answered 404", "/index.xml answered 404", "/robots.txt answered 404"]
    {
        assert!(said.contains(&format!("{}{path}", site.base)), "{path}: {said}");
    }
    assert!(site.asked().len() <= 12, "{:?}", site.asked());
    assert!(said.lines().count() <= 14, "{said}");
}

#[test]
fn a_site_that_does_not_answer_is_not_asked_again_and_again() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (code, found, output) = discover(&format!("http://127.0.0.1:{port}/"));
    let said = text(&output.stderr);
    assert_eq!((code, found.len()), (Some(1), 0));
    assert!(said.contains("could not look for feeds at") && said.contains("could not connect"), "{said}");
    let (code, _, output) = discover("example.org");
    assert_eq!(code, Some(2));
    assert!(text(&output.stderr).contains("did you mean \"https://example.org\"?"));
}

#[test]
fn init_writes_the_feeds_of_a_page_only_when_it_is_told_to_look() {
    let site = whole();
    let folder = tempfile::tempdir().unwrap();
    let init = |words: &[&str]| command(words).current_dir(folder.path()).output().unwrap();
    let output = init(&["init", &site.base]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(site.asked(), [""; 0], "without --discover nothing is asked");
    let output = init(&["init", "--discover", "--force", &site.base]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let written = std::fs::read_to_string(folder.path().join("courant.toml")).unwrap();
    assert!(written.contains(&format!("url = \"{}/rss.xml\"", site.base)), "{written}");
    for other in ["comments.xml", "atom.xml"] {
        assert!(!written.contains(other), "{other} is no feed of its own");
    }
    let checked = init(&["check"]);
    assert!(checked.status.success(), "{}", text(&checked.stderr));

    let empty = Site::open(&[]);
    let output = init(&["init", "--discover", "--out", "other.toml", &empty.base]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("no feed found at"), "{}", text(&output.stderr));
    assert!(!folder.path().join("other.toml").exists());
}
