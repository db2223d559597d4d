//! The article's fields from the entry, the page's statements and the cleaned text.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use url::Url;

use super::clean::{self, Bylines, Cleaned, Extent, Known};
use super::metadata::Metadata;
use super::page::{self, Reading};
use super::rules::Found;
use super::source::{self, Source};
use super::trace::{Origin, Trace};
use super::verdict::{self, Verdicts};
use super::{Background, Normalized, Page, PageOutcome, Standing, Unusable, guard, need};
use crate::article::{
    Annotations, Article, DateSource, Extraction, Flag, Image, Method, Precision, Provenance, Publisher,
};
use crate::parse::{Entry, Sighting};

/// Slack for clocks that run ahead: a page's date further in the future is wrong.
const FUTURE_SECONDS_MAX: i64 = 86_400;

/// Characters of a title; a longer one is a text in the wrong field.
const TITLE_CHARS_MAX: usize = 1_000;

/// Tags and authors of one article; each is compared with all others. Papers with more authors are no news.
const TAGS_MAX: usize = 500;
const AUTHORS_MAX: usize = 500;

/// See [`super::normalize_on`].
pub fn article(
    background: Background<'_>,
    sighting: &Sighting,
    outcome: PageOutcome<'_>,
    standing: &Standing,
    trace: &mut Trace,
) -> Result<Normalized, Unusable> {
    let page = match outcome {
        PageOutcome::Got(page) => Some(page),
        _ => None,
    };
    let of_feed = source::of_feed(&sighting.entry);
    let reading = page.map(|page| reading(background, page, sighting, of_feed.as_ref(), standing, trace));
    let mut reading = reading.unwrap_or_default();
    let (shown, repeated) = (std::mem::take(&mut reading.shown), reading.repeated);
    let Reading { blocks, metadata, found, verdicts, confidence, .. } = reading;
    let mut source = source::better(blocks, of_feed, &verdicts);
    if let Some(source) = source.as_mut().filter(|source| source.method != Method::Page) {
        trace.turn(Origin::Feed, &mut source.blocks);
    }
    let outranked = outranked(sighting, &found);
    let sighting = outranked.as_ref();
    let entry = &sighting.entry;
    let feed_title = entry.title.as_ref().and_then(source::one_line);
    let title = feed_title.or_else(|| metadata.title.clone()).map(|title| clipped(&title));
    let mut extraction = extraction(source.as_ref(), outcome, &verdicts, confidence);
    let is_cut = page.is_some_and(|page| page.html.len() > guard::HTML_BYTES_MAX);
    extraction.flags.extend((is_cut && extraction.method == Method::Page).then_some(Flag::PageCut));
    let extent = if extraction.method == Method::FeedSummary && is_teaser(&extraction) {
        Extent::Summary
    } else {
        Extent::Article
    };
    let blocks = source.map(|source| source.blocks).unwrap_or_default();
    let known = Known { title: title.as_deref(), headline: metadata.title.as_deref(), authors: &metadata.authors };
    let cleaned = clean::clean_traced(blocks, known, extent, trace);
    let text = cleaned.text();
    let title = title.or_else(|| cleaned.title.clone());
    if title.is_none() && text.is_empty() {
        return Err(Unusable::Empty);
    }
    let is_of_page = extraction.method == Method::Page;
    let fetched = page.filter(|_| is_of_page).map_or(sighting.fetched, |page| page.fetched);
    let dates = Dates::of(entry, &metadata, page.map_or(sighting.fetched, |page| page.fetched));
    extraction.flags.extend(dates.is_future.then_some(Flag::PublishedInFuture));
    extraction.flags.extend(found.flag());
    let (authors, agency, publisher) = credits(sighting, &metadata, &cleaned.bylines, page.map(|page| &page.url));
    let article = Article {
        declared_language: sighting.feed_language.clone(),
        id: standing.id,
        url: entry.link.clone(),
        canonical_url: metadata.canonical.clone(),
        summary: entry.summary.as_ref().and_then(source::one_line).or_else(|| metadata.description.clone()),
        standfirst: standfirst(&cleaned, &metadata, title.as_deref()),
        word_count: u32::try_from(text.unicode_words().count()).unwrap_or(u32::MAX),
        title,
        text,
        authors,
        agency,
        dateline: cleaned.dateline,
        section: metadata.section.clone(),
        tags: tags(entry, &metadata),
        images: images(cleaned.images, entry, &metadata),
        published: dates.published,
        published_precision: dates.precision,
        published_source: dates.source,
        modified: dates.modified,
        first_seen: standing.first_seen,
        fetched,
        publisher,
        feed: sighting.feed.clone(),
        seen_in: standing.seen_in.clone(),
        provenance: provenance(sighting, page.filter(|_| is_of_page).map(|page| &page.provenance)),
        extraction,
        annotations: Annotations::default(),
    };
    Ok(Normalized { article, shown, repeated })
}

/// Reads the page beside what the feed gives. Of one that shows another thing than the article only its verdicts stay, where
/// the feed gives a text or at least a title.
fn reading<'r>(
    background: Background<'r>,
    page: &Page,
    sighting: &Sighting,
    of_feed: Option<&Source>,
    standing: &Standing,
    trace: &mut Trace,
) -> Reading<'r> {
    let Background { rules, memory } = background;
    let known = page::Known { rules, feed: source::told(of_feed), site: memory.before(standing.id) };
    let reading = page::read_with(&page.html, &page.url, known, trace);
    let has_other = of_feed.is_some() || sighting.entry.title.is_some();
    if reading.verdicts.is_elsewhere() && has_other { reading.without_article() } else { reading }
}

/// The sighting without what a rule found on the page: whoever wrote the rule wants it from there.
fn outranked<'a>(sighting: &'a Sighting, found: &Found<'_>) -> Cow<'a, Sighting> {
    let mut sighting = Cow::Borrowed(sighting);
    if found.outranks() {
        found.silence(&mut sighting.to_mut().entry);
    }
    sighting
}

fn clipped(title: &str) -> String {
    title.chars().take(TITLE_CHARS_MAX).collect()
}

fn is_teaser(extraction: &Extraction) -> bool {
    extraction.flags.contains(&Flag::Teaser)
}

fn extraction(source: Option<&Source>, outcome: PageOutcome<'_>, verdicts: &Verdicts, confidence: f32) -> Extraction {
    let method = source.map_or(Method::FeedSummary, |source| source.method);
    let is_teaser = match source {
        None => false,
        Some(source) if source.method == Method::FeedSummary => !need::is_whole(&source.blocks),
        Some(source) => need::is_cut(&source.blocks),
    };
    let mut flags: Vec<Flag> = is_teaser.then_some(Flag::Teaser).into_iter().chain(verdicts.flags()).collect();
    match outcome {
        PageOutcome::Unavailable => flags.push(Flag::PageUnavailable),
        PageOutcome::RefusedByRobots => flags.push(Flag::PageRefusedByRobots),
        // A wall is reason enough.
        PageOutcome::Got(_) if method != Method::Page && !verdicts.is_against() => flags.push(Flag::PageWithoutText),
        PageOutcome::Got(_) | PageOutcome::NotWanted => {}
    }
    let score = source.map_or(0.0, |source| match source.method {
        Method::Page => confidence,
        method => verdict::of_feed(method, &source.blocks),
    });
    Extraction { method, score: Some(score), flags }
}

/// The line in the text, else what JSON-LD gives, where it is not the title again.
fn standfirst(cleaned: &Cleaned, metadata: &Metadata, title: Option<&str>) -> Option<String> {
    let stated =
        metadata.standfirst.as_ref().filter(|line| title.is_none_or(|title| !clean::is_same_headline(line, title)));
    cleaned.standfirst.clone().or_else(|| stated.cloned())
}

struct Dates {
    published: Option<jiff::Timestamp>,
    precision: Option<Precision>,
    source: Option<DateSource>,
    modified: Option<jiff::Timestamp>,
    /// The feed's date was not there yet when the entry was fetched: announced, or wrong.
    is_future: bool,
}

impl Dates {
    /// The feed's date first; a page's only when it was not after the page was fetched.
    fn of(entry: &Entry, metadata: &Metadata, fetched: jiff::Timestamp) -> Self {
        let is_past = |at: jiff::Timestamp| at.as_second() <= fetched.as_second() + FUTURE_SECONDS_MAX;
        let of_feed = entry.published.map(|date| (date.at, date.precision, DateSource::Feed));
        let of_page = metadata
            .dates
            .published
            .map(|(dated, source)| (dated.at, dated.precision, source))
            .filter(|(at, ..)| is_past(*at));
        let published = of_feed.or(of_page);
        let modified = entry.updated.map(|date| date.at).or(metadata
            .dates
            .modified
            .map(|dated| dated.at)
            .filter(|at| is_past(*at)));
        Self {
            published: published.map(|(at, ..)| at),
            precision: published.map(|(_, precision, _)| precision),
            source: published.map(|(.., source)| source),
            modified,
            is_future: published.is_some_and(|(at, ..)| !is_past(at)),
        }
    }
}

/// Who wrote it, which agency it came from, who published it.
///
/// People come from the feed, else from the page's statements, else from the byline. An organization in the byline
/// is the publisher where nobody else is named, and else an author of its own.
fn credits(
    sighting: &Sighting,
    metadata: &Metadata,
    bylines: &Bylines,
    page_url: Option<&Url>,
) -> (Vec<String>, Option<String>, Publisher) {
    let feed_people = sighting.entry.authors.iter().filter_map(|person| person.name.as_deref());
    let mut stated: Vec<&str> = feed_people.map(str::trim).filter(|name| !name.is_empty()).collect();
    if stated.is_empty() {
        stated = metadata.authors.iter().map(String::as_str).collect();
    }
    let mut agency = bylines.agency;
    let mut authors: Vec<String> = Vec::new();
    for name in stated.into_iter().take(AUTHORS_MAX) {
        let name = clean::without_opener(&clean::spacing::on_one_line(name)).to_owned();
        let parts = clean::names(&name);
        let is_agency = parts.authors.is_empty() && parts.organization.is_none() && parts.agency.is_some();
        agency = agency.or(parts.agency.filter(|_| is_agency));
        if !is_agency && !name.is_empty() && !authors.iter().any(|author| author.eq_ignore_ascii_case(&name)) {
            authors.push(name);
        }
    }
    if authors.is_empty() {
        authors.clone_from(&bylines.authors);
    }
    let publisher = publisher(sighting, metadata, bylines, page_url);
    if let Some(organization) = &bylines.organization
        && authors.is_empty()
        && publisher.name.as_ref().is_none_or(|name| !is_same_name(name, organization))
    {
        authors.push(organization.clone());
    }
    if authors.is_empty() && agency.is_none() {
        authors.extend(metadata.house.clone());
    }
    (authors, agency.map(str::to_owned), publisher)
}

fn publisher(sighting: &Sighting, metadata: &Metadata, bylines: &Bylines, page_url: Option<&Url>) -> Publisher {
    let link = sighting.entry.link.as_deref().and_then(|link| Url::parse(link).ok());
    let feed = Url::parse(&sighting.feed.url).ok();
    let host = [link.as_ref(), page_url, feed.as_ref()].into_iter().flatten().find_map(Url::host_str);
    let name = metadata.site.clone().or_else(|| sighting.feed.title.clone()).or_else(|| bylines.organization.clone());
    Publisher { name, domain: host.map(|host| host.trim_start_matches("www.").to_owned()) }
}

fn is_same_name(a: &str, b: &str) -> bool {
    let plain = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    plain(a) == plain(b)
}

fn tags(entry: &Entry, metadata: &Metadata) -> Vec<String> {
    let of_feed = entry.categories.iter().map(|category| category.label.as_deref().unwrap_or(&category.term));
    let mut tags: Vec<String> = Vec::new();
    let mut add = |tag: &str| {
        let tag = clean::spacing::on_one_line(tag);
        let is_known = |tag: &str| tags.iter().any(|known| known.eq_ignore_ascii_case(tag));
        if tags.len() < TAGS_MAX && !tag.is_empty() && !is_known(&tag) {
            tags.push(tag);
        }
    };
    of_feed.for_each(&mut add);
    if entry.categories.is_empty() {
        metadata.tags.iter().for_each(|tag| add(tag));
    }
    tags
}

/// Pictures of the text, else those that the feed or the page's head attach.
fn images(mut images: Vec<Image>, entry: &Entry, metadata: &Metadata) -> Vec<Image> {
    if images.iter().any(|image| image.url.is_some()) {
        return images;
    }
    let attached =
        entry.media.iter().filter(|media| media.media_type.as_deref().is_some_and(|kind| kind.starts_with("image")));
    let of_feed = attached.filter(|media| media.url.is_some()).map(|media| Image {
        url: media.url.clone(),
        caption: media.caption.as_deref().map(clean::spacing::on_one_line),
        credit: media.credit.as_deref().map(clean::spacing::on_one_line),
    });
    let of_feed: Vec<Image> = of_feed.collect();
    if of_feed.is_empty() {
        images.extend(metadata.image.clone().map(|url| Image { url: Some(url), ..Image::default() }));
    }
    images.extend(of_feed);
    images
}

/// The document that gave the text is described; where the entry stood, the sighting says.
fn provenance(sighting: &Sighting, page: Option<&Provenance>) -> Provenance {
    let own = &sighting.provenance;
    let Some(page) = page else { return own.clone() };
    Provenance {
        feed_url: own.feed_url.clone(),
        guid: own.guid.clone(),
        position: own.position,
        software: own.software.clone(),
        config_hash: own.config_hash.clone(),
        ..page.clone()
    }
}
