//! What the world promises: well-formed feeds, determinism, honest validators, and a truth that holds.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::time::Duration;

use jiff::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use url::Url;

use super::newsroom::Newsroom;
use super::outlet::Format;
use super::rendition::encode;
use super::stock::{LANGUAGES, SECTIONS};
use super::{Chaos, Keep, Settings, World, feed, page};
use crate::article::{ArticleId, FeedRef, Provenance};
use crate::normalize::{Background, Page, PageOutcome, Rules, SiteMemory, Standing, normalize_on};
use crate::parse::{Entry, Sighting};

/// Everything here is on loopback and takes milliseconds.
const DEADLINE: Duration = Duration::from_secs(20);

fn newsroom(settings: &Settings) -> Newsroom {
    let origins = (1..=settings.outlets).map(|outlet| format!("http://127.0.1.{outlet}:8480")).collect();
    Newsroom::new(settings, origins, "2026-11-23T10:00:00Z".parse().unwrap())
}

fn everything(newsroom: &Newsroom) -> String {
    let feeds = newsroom.feeds().iter().map(|it| feed::render(newsroom, it));
    let pages = newsroom.visible().map(|story| page::article(newsroom, story));
    feeds.chain(pages).collect()
}

#[test]
fn the_stock_is_complete_in_every_language() {
    let lists = "tagline agency dispatch dateline by days months sections places men women bodies reporters related \
                 newsletter_head newsletter subscribe share rights imprint";
    for language in LANGUAGES.iter() {
        for list in lists.split_whitespace() {
            assert!(language.words(list).iter().all(|word| !word.is_empty()), "{} @{list}", language.tag);
        }
        assert_eq!(language.words("sections").len(), SECTIONS.len(), "{}", language.tag);
        assert_eq!((language.words("days").len(), language.words("months").len()), (7, 12), "{}", language.tag);
        for template in &language.templates {
            let title = &template.titles[0];
            assert!(template.titles.len() >= 2 && !template.standfirst.is_empty(), "{title}");
            assert!(template.paragraphs.len() >= 4 && !template.additions.is_empty(), "{title}");
        }
    }
    assert!(LANGUAGES.iter().map(|language| language.templates.len()).sum::<usize>() >= 60);
}

/// A story about 9,000 for a new pool came of a letter that the background used as well.
#[test]
fn a_number_slot_means_one_range_in_a_story_and_its_background() {
    fn slots(text: &str) -> impl Iterator<Item = (&str, &str)> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')?.0.split_once(':'))
    }
    for language in LANGUAGES.iter() {
        for template in &language.templates {
            let own = template.titles.iter().chain([&template.standfirst]).chain(&template.photo);
            let own = own.chain(&template.paragraphs).chain(&template.additions).chain(&language.background);
            let mut ranges = HashMap::new();
            for (letter, range) in own.flat_map(|text| slots(text)) {
                assert_eq!(*ranges.entry(letter).or_insert(range), range, "{letter} in {}", template.titles[0]);
            }
        }
    }
}

#[test]
fn the_default_world_has_thirty_feeds_in_all_formats_and_languages() {
    let newsroom = newsroom(&Settings::default());
    assert!(newsroom.feeds().len() >= 30, "{} feeds", newsroom.feeds().len());
    let languages: HashSet<&str> = newsroom.outlets().iter().map(|outlet| outlet.language).collect();
    assert_eq!(languages.len(), LANGUAGES.len());
    for format in [Format::Rss, Format::Rdf, Format::Atom] {
        assert!(newsroom.outlets().iter().any(|outlet| outlet.habits.format == format), "{format:?}");
    }
    for feed in newsroom.feeds() {
        assert!(feed.window.len() >= 4, "{} starts with {}", feed.slug, feed.window.len());
    }
}

#[test]
fn one_seed_and_one_moment_are_one_world_however_it_got_there() {
    let settings = Settings { speed: 20.0, ..Settings::default() };
    let (mut leap, mut walk) = (newsroom(&settings), newsroom(&settings));
    let mut other = newsroom(&Settings { seed: 2, ..settings });
    leap.advance(Duration::from_secs(90));
    other.advance(Duration::from_secs(90));
    for second in 0..=90 {
        walk.advance(Duration::from_secs(second));
    }
    assert!(leap.tally().updates > 0 && leap.tally().syndicated > 0);
    assert_eq!(everything(&leap), everything(&walk));
    assert_ne!(everything(&leap), everything(&other));
}

#[test]
fn every_feed_says_what_its_window_holds() {
    let mut newsroom = newsroom(&Settings { outlets: 24, speed: 30.0, ..Settings::default() });
    newsroom.advance(Duration::from_secs(60));
    for channel in newsroom.feeds() {
        let outlet = &newsroom.outlets()[channel.outlet];
        let bytes = encode(&feed::render(&newsroom, channel), outlet.habits.charset);
        let decoded = encoding_rs::Encoding::for_label(outlet.habits.charset.as_bytes()).unwrap().decode(&bytes).0;
        let parsed = feed_rs::parser::parse(decoded.replace(outlet.habits.charset, "utf-8").as_bytes()).unwrap();
        assert_eq!(parsed.entries.len(), channel.window.len());
        for (entry, number) in parsed.entries.iter().zip(&channel.window) {
            let story = newsroom.story(*number).unwrap();
            assert_eq!(entry.title.as_ref().unwrap().content, story.title(story.version));
            let summary = &entry.summary.as_ref().unwrap().content;
            assert!(summary.contains(&story.marker(story.version)), "{summary}");
            assert!(entry.links[0].href.starts_with(&feed::permalink(outlet, story)));
        }
    }
}

#[test]
fn windows_roll_and_keep_all_keeps() {
    let settings = Settings { speed: 100.0, outlets: 2, ..Settings::default() };
    for (keep, most) in [(Keep::Natural, 30), (Keep::Newest(7), 7)] {
        let mut rolling = newsroom(&Settings { keep, ..settings.clone() });
        rolling.advance(Duration::from_secs(60));
        assert!(rolling.tally().articles > 1_000);
        assert!(rolling.feeds().iter().all(|feed| feed.window.len() <= most && feed.window.len() > most / 4));
    }
    let mut kept = newsroom(&Settings { keep: Keep::All, total: Some(500), ..settings });
    kept.advance(Duration::from_secs(60));
    assert_eq!((kept.tally().articles, kept.visible().count()), (500, 500));
}

#[test]
fn every_version_has_a_marker_that_nothing_else_has() {
    let mut newsroom = newsroom(&Settings { speed: 50.0, keep: Keep::All, total: Some(600), ..Settings::default() });
    newsroom.advance(Duration::from_secs(600));
    assert!(newsroom.tally().updates > 50, "{:?}", newsroom.tally());
    let mut texts = HashMap::new();
    for story in newsroom.visible() {
        for version in 1..=story.version {
            let text = story.body(version).join("\n\n");
            assert!(story.body(version).len() >= 4, "{text}");
            assert!(!text.contains(['{', '}']), "{text}");
            assert!(story.summary(version).contains(&story.marker(version)));
            assert_eq!(texts.insert(story.marker(version), text), None);
        }
    }
    let all: Vec<&String> = texts.values().collect();
    for marker in texts.keys() {
        let sentence = format!("{marker}.");
        assert_eq!(all.iter().filter(|text| text.contains(&sentence)).count(), 1, "{marker}");
    }
}

#[test]
fn agency_copy_is_run_by_a_second_outlet_with_the_same_text() {
    let mut newsroom = newsroom(&Settings { speed: 50.0, keep: Keep::All, total: Some(600), ..Settings::default() });
    newsroom.advance(Duration::from_secs(60));
    assert!(newsroom.tally().syndicated > 40, "{:?}", newsroom.tally());
    for copy in newsroom.visible() {
        let Some(original) = copy.syndicated.and_then(|number| newsroom.story(number)) else { continue };
        let outlets = newsroom.outlets();
        assert_ne!(copy.outlet, original.outlet);
        assert_eq!(outlets[copy.outlet].language, outlets[original.outlet].language);
        assert_eq!(copy.body(1)[0], original.body(1)[0]);
        assert!(copy.dateline.is_some());
    }
}

#[test]
fn a_touch_changes_the_feed_and_not_the_article() {
    let mut newsroom = newsroom(&Settings { total: Some(160), keep: Keep::All, ..Settings::default() });
    newsroom.advance(Duration::from_secs(3_600));
    let touched: Vec<_> = newsroom.visible().filter(|story| story.touches > 0 && story.version == 1).collect();
    assert!(!touched.is_empty());
    assert!(touched.iter().all(|story| story.modified == story.published && story.touched > story.published));
    let versions: u32 = newsroom.visible().map(|story| u32::from(story.version - 1)).sum();
    assert_eq!(versions, newsroom.tally().updates, "a version came out that no update brought");
    let tracked = newsroom.outlets().iter().position(|outlet| outlet.habits.tracking).unwrap();
    let front = &newsroom.feeds()[newsroom.outlets()[tracked].feeds[0]];
    assert!(feed::render(&newsroom, front).contains("utm_content=r"));
}

/// What a server answered.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(found, _)| found.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}

async fn get(url: &Url, headers: &str) -> Answer {
    let mut stream = TcpStream::connect((url.host_str().unwrap(), url.port().unwrap())).await.unwrap();
    let request = format!("GET {} HTTP/1.1\r\nHost: world\r\nConnection: close\r\n{headers}\r\n", url.path());
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    let end = bytes.windows(4).position(|it| it == b"\r\n\r\n").expect("an answer has a head") + 4;
    let body = bytes.split_off(end);
    let head = String::from_utf8(bytes).unwrap();
    Answer { status: head[9..12].parse().unwrap(), head, body }
}

/// Runs `visit` against a served world, under the deadline.
async fn visit<T>(settings: Settings, visit: impl AsyncFnOnce(Url, Vec<Url>) -> T) -> T {
    let world = World::bind(settings).await.unwrap();
    let (base, feeds) = (world.base(), world.feeds());
    tokio::select! {
        visited = visit(base, feeds) => visited,
        _ = world.serve(tokio::time::sleep(DEADLINE)) => panic!("the visit took longer than {DEADLINE:?}"),
    }
}

#[tokio::test]
async fn unchanged_feeds_answer_304_and_unknown_paths_404() {
    visit(Settings::default(), async |base, feeds| {
        get(&base.join("control/freeze").unwrap(), "").await;
        let list = String::from_utf8(get(&base.join("feeds.txt").unwrap(), "").await.body).unwrap();
        assert_eq!(list.lines().collect::<Vec<_>>(), feeds.iter().map(Url::as_str).collect::<Vec<_>>());
        let mut unchanged = 0;
        for url in &feeds {
            let first = get(url, "").await;
            assert_eq!(first.status, 200);
            assert_eq!(first.header("content-length").unwrap(), first.body.len().to_string());
            if let Some(etag) = first.header("etag") {
                let again = get(url, &format!("If-None-Match: {etag}\r\n")).await;
                assert_eq!((again.status, again.body.len()), (304, 0));
                unchanged += 1;
            }
        }
        assert!(unchanged > 10);
        assert_eq!(get(&feeds[0].join("/feeds/none.xml").unwrap(), "").await.status, 404);
        assert_eq!(get(&base.join("/none").unwrap(), "").await.status, 404);
        let robots = get(&feeds[0].join("/robots.txt").unwrap(), "").await;
        assert!(String::from_utf8(robots.body).unwrap().starts_with("User-agent: *"));
    })
    .await;
}

#[tokio::test]
async fn gzip_carries_the_same_bytes() {
    visit(Settings::default(), async |base, feeds| {
        get(&base.join("control/freeze").unwrap(), "").await;
        let plain = get(&feeds[0], "").await;
        let packed = get(&feeds[0], "Accept-Encoding: gzip\r\n").await;
        assert_eq!(packed.header("content-encoding"), Some("gzip"));
        let mut unpacked = Vec::new();
        flate2::read::GzDecoder::new(&packed.body[..]).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, plain.body);
    })
    .await;
}

fn lines(path: &std::path::Path) -> Vec<serde_json::Value> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn a_cut_body_is_no_truth_and_a_whole_one_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("truth.jsonl");
    for chaos in ["cut=1", "cut_chunked=1", "reset=1"] {
        let _ = std::fs::remove_file(&path);
        let settings = Settings { chaos: chaos.parse().unwrap(), truth: Some(path.clone()), ..Settings::default() };
        visit(settings, async |base, feeds| {
            get(&base.join("control/freeze").unwrap(), "").await;
            if chaos != "reset=1" {
                get(&feeds[0], "").await;
            }
            let cut = lines(&path);
            assert!(cut.iter().all(|line| line["kind"] == "part"), "{chaos}");
            get(&base.join("control/quiet").unwrap(), "").await;
            let whole = get(&feeds[0], "").await;
            get(&feeds[0], "").await;
            // The server notes an answer after its last byte; a later answer means that it has.
            get(&base.join("control/status").unwrap(), "").await;
            let told = lines(&path).split_off(cut.len());
            assert!(!told.is_empty() && told.iter().all(|line| line["kind"] == "new"), "{chaos}");
            let document = String::from_utf8(whole.body).unwrap();
            for line in &told {
                assert!(document.contains(line["marker"].as_str().unwrap()));
                assert!(document.contains(line["url"].as_str().unwrap()));
                assert!(line["text"].as_str().unwrap().contains(line["marker"].as_str().unwrap()));
                assert!(line["first_served"].as_str().unwrap().parse::<Timestamp>().is_ok());
            }
        })
        .await;
    }
}

#[tokio::test]
async fn a_frozen_world_has_nothing_pending_once_everything_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("truth.jsonl");
    let settings = Settings { speed: 200.0, truth: Some(path.clone()), chaos: Chaos::none(), ..Settings::default() };
    visit(settings, async |base, feeds| {
        get(&feeds[0], "").await;
        get(&base.join("control/freeze").unwrap(), "").await;
        for url in &feeds {
            get(url, "").await;
        }
        let status: serde_json::Value =
            serde_json::from_slice(&get(&base.join("control/status").unwrap(), "").await.body).unwrap();
        assert_eq!((&status["pending"], &status["frozen"]), (&0.into(), &true.into()), "{status}");
        let (page, line) = lines(&path)
            .into_iter()
            .rev()
            .find_map(|line| (line["where"] == "page").then(|| (line["permalink"].as_str().unwrap().to_owned(), line)))
            .unwrap();
        let page = get(&page.parse().unwrap(), "").await;
        assert_eq!(page.status, 200);
        let marker = line["marker"].as_str().unwrap().as_bytes();
        assert!(page.body.windows(marker.len()).any(|bytes| bytes == marker));
    })
    .await;
}

/// Its outlets repeat paragraphs far more often than real ones, some in a third of their articles, now and then as the last one.
#[test]
fn honest_repetitions_are_not_taken_for_furniture() {
    let settings =
        Settings { seed: 9, outlets: 8, total: Some(120), keep: Keep::All, rate: 600.0, ..Settings::default() };
    let mut newsroom = newsroom(&settings);
    newsroom.advance(Duration::from_secs(3_600));
    let mut sites: HashMap<usize, SiteMemory> = HashMap::new();
    for story in newsroom.visible() {
        let site = sites.entry(story.outlet).or_default();
        let url: Url = feed::permalink(&newsroom.outlets()[story.outlet], story).parse().unwrap();
        let page = Page {
            html: page::article(&newsroom, story),
            url: url.clone(),
            provenance: Provenance::default(),
            fetched: newsroom.now(),
        };
        let sighting = Sighting {
            entry: Entry { link: Some(url.to_string()), ..Entry::default() },
            feed: FeedRef::default(),
            feed_language: None,
            provenance: Provenance::default(),
            fetched: newsroom.now(),
        };
        let standing =
            Standing { id: ArticleId::of_link(url.as_str()), first_seen: newsroom.now(), seen_in: Vec::new() };
        let normalized = normalize_on(
            Background { rules: &Rules::default(), memory: site },
            &sighting,
            PageOutcome::Got(&page),
            &standing,
        )
        .unwrap();
        assert_eq!(normalized.repeated, 0, "{url}: {}", normalized.article.text);
        site.observe(standing.id, &normalized.shown);
    }
}
