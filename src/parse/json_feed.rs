//! JSON Feed 1.0 and 1.1, as it is written and as it is meant.
//!
//! Own code instead of feed-rs's, because that one gives up the whole feed over one number where a text
//! should be, over a missing title or version, and over a document that is cut. Here every field may have
//! any type; what had to be bent is named.

mod loose;
mod mend;
#[cfg(test)]
mod tests;

use jiff::Timestamp;
use url::Url;

use self::loose::{Loose, Pieces, stream};
use self::mend::mend;
use super::collect::ENTRIES_MAX;
use super::document::GROWTH_BYTES_MAX;
use super::remarks::{Remarks, quoted};
use super::{Category, Date, Entry, Head, Image, Link, Media, Parsed, Person, Text, dates, links};
use crate::article::Precision;

/// Every version of the format has an address that begins so, with `http` or `https`.
const VERSION: &str = "jsonfeed.org/version/1";

/// An image of which nobody says what kind it is.
const SOME_IMAGE: &str = "image/*";

/// Numbers above this are milliseconds since 1970: as seconds they would lie behind the year 5138.
const SECONDS_MAX: u64 = 100_000_000_000;

/// Names of the feed's authors that an item without any takes over: a few people's, and never a text.
const INHERITED_BYTES_MAX: usize = 512;

/// Reads a JSON Feed into `parsed`: whole entries, also of a document that is cut or broken further on.
/// JSON that is no feed gives the problem `not_a_feed` and nothing else.
pub(super) fn read(text: &str, base: Option<&Url>, parsed: &mut Parsed) {
    let mut reading = Reading::default();
    let mut outcome = reading.run(text);
    if outcome.as_ref().is_err_and(|error| !error.is_eof()) {
        let mended = mend(text);
        if !mended.is_unchanged() {
            reading = Reading::default();
            reading.notes_of(&mended);
            outcome = reading.run(&mended.text);
        }
    }
    if !reading.is_feed() {
        let detail = match outcome {
            Err(error) => format!("broken JSON, and nothing of a feed before that place: {error}"),
            Ok(()) => {
                "JSON, but not a JSON Feed: it has no `version` of one, or no `items` with anything in them".into()
            }
        };
        return parsed.note("not_a_feed", detail);
    }
    match outcome {
        Err(error) if error.is_eof() => parsed.note("truncated", "the JSON ends too early".into()),
        Err(error) => parsed.note("truncated", format!("only what stands before broken JSON was read: {error}")),
        Ok(()) => {}
    }
    reading.finish(base, parsed);
}

#[derive(Default)]
struct Reading {
    /// Of the document.
    bytes: usize,
    has_version: bool,
    feed: Head,
    entries: Vec<Entry>,
    remarks: Remarks,
}

impl Pieces for Reading {
    fn head(&mut self, name: &'static str, value: Loose) {
        let mut fields = Fields { fields: vec![(name, value)], remarks: &mut self.remarks };
        let feed = &mut self.feed;
        match name {
            "version" => {
                let version = fields.text(name).unwrap_or_default();
                self.has_version = version.contains(VERSION);
                if !self.has_version {
                    self.remarks.note("json_version", || format!("{} is none", quoted(&version)));
                }
            }
            "title" => feed.title = fields.text(name).map(plain),
            "description" => feed.subtitle = fields.text(name).map(plain),
            "home_page_url" => feed.links.extend(fields.text(name).map(|href| link(href, "alternate"))),
            "feed_url" => feed.links.extend(fields.text(name).map(|href| link(href, "self"))),
            "next_url" => feed.links.extend(fields.text(name).map(|href| link(href, "next"))),
            "hubs" => feed.links.extend(fields.hubs()),
            "icon" => feed.logo = fields.text(name).map(Image::at),
            "favicon" => feed.icon = fields.text(name),
            "language" => feed.language = fields.text(name),
            "author" | "authors" => fields.people(name, &mut feed.authors),
            _ => {}
        }
    }

    fn item(&mut self, value: Loose) -> bool {
        if self.entries.len() == ENTRIES_MAX {
            self.remarks.note("too_many_entries", || format!("the first {ENTRIES_MAX} were read"));
            return false;
        }
        match value {
            Loose::Object(fields) => self.entries.push(Fields { fields, remarks: &mut self.remarks }.entry()),
            _ => self.remarks.note("bad_entry", || "an item is no object".into()),
        }
        true
    }

    fn items_are_no_list(&mut self) {
        self.remarks.note("wrong_type", || "`items` is no list".into());
    }

    fn is_too_much(&mut self) {
        self.remarks.note("too_many_values", || "an item has more values than are read".into());
    }
}

impl Reading {
    fn run(&mut self, text: &str) -> serde_json::Result<()> {
        self.bytes = text.len();
        let is_alone = stream(text, self)?;
        if !is_alone {
            self.remarks.note("content_after_root", || "what follows the JSON was passed over".into());
        }
        Ok(())
    }

    fn notes_of(&mut self, mended: &mend::Mended) {
        for (name, count) in [
            ("control_characters", mended.raw_controls),
            ("bad_escape", mended.bad_escapes),
            ("extra_comma", mended.extra_commas),
        ] {
            if count > 0 {
                self.remarks.note(name, || format!("{count} in the JSON"));
            }
        }
    }

    /// Other JSON has `items`, too; without a version they must at least look like entries.
    fn is_feed(&self) -> bool {
        let says_something =
            |entry: &Entry| !entry.links.is_empty() || entry.title.is_some() || entry.content.is_some();
        self.has_version || self.entries.iter().any(says_something)
    }

    fn finish(mut self, base: Option<&Url>, parsed: &mut Parsed) {
        if !self.has_version {
            self.remarks.note("json_version", || "none is given".into());
        }
        // The home page first, as a reader of the head expects it.
        self.feed.links.sort_by_key(|link| link.rel.as_deref() != Some("alternate"));
        let own = self.feed.links.iter().find(|link| link.rel.as_deref() == Some("self"));
        let own = own.and_then(|link| Url::parse(&link.href).ok());
        let base = base.or(own.as_ref());
        make_absolute(&mut self.feed.links, base);
        self.feed.icon = self.feed.icon.take().and_then(|href| links::absolute(&href, base));
        self.feed.logo = self.feed.logo.take().and_then(|logo| links::absolute(&logo.href, base)).map(Image::at);
        let mut grown = 0;
        for entry in &mut self.entries {
            // A base that would make the addresses many times the document is left out for the rest of it.
            let base = base.filter(|_| grown < self.bytes + GROWTH_BYTES_MAX);
            complete(entry, &self.feed.authors, base);
            let media = entry.media.iter().filter_map(|media| media.url.as_deref());
            grown += entry.links.iter().map(|link| link.href.as_str()).chain(media).map(str::len).sum::<usize>();
        }
        parsed.format = Some("json");
        parsed.feed = self.feed;
        parsed.entries = self.entries;
        parsed.problems.extend(self.remarks.into_problems());
    }
}

fn make_absolute(all: &mut Vec<Link>, base: Option<&Url>) {
    all.retain_mut(|link| links::absolute(&link.href, base).map(|href| link.href = href).is_some());
}

/// Adds what only the whole document tells: the base of the links, and the authors of the feed, who are
/// those of every item that names none.
fn complete(entry: &mut Entry, authors: &[Person], base: Option<&Url>) {
    make_absolute(&mut entry.links, base);
    for media in &mut entry.media {
        media.url = media.url.take().and_then(|url| links::absolute(&url, base));
    }
    entry.media.retain(|media| media.url.is_some());
    if entry.authors.is_empty() {
        entry.authors = inherited(authors).cloned().collect();
    }
    entry.link = links::page(&entry.links, entry.guid.as_deref()).map(str::to_owned);
    if let Some(page) = entry.link.clone()
        && entry.links.iter().all(|link| link.href != page)
    {
        entry.links.insert(0, link(page, "alternate"));
    }
}

/// The authors of the feed as far as every item gets a copy.
fn inherited(authors: &[Person]) -> impl Iterator<Item = &Person> {
    let bytes = |person: &Person| {
        [&person.name, &person.email, &person.href].into_iter().flatten().map(String::len).sum::<usize>() + 1
    };
    authors.iter().scan(0, move |sum, author| {
        *sum += bytes(author);
        (*sum <= INHERITED_BYTES_MAX).then_some(author)
    })
}

/// The fields of one object, taken out one by one.
struct Fields<'r> {
    fields: Vec<(&'static str, Loose)>,
    remarks: &'r mut Remarks,
}

impl Fields<'_> {
    /// Takes the first value of that name which is not `null`.
    fn take(&mut self, name: &str) -> Option<Loose> {
        let field = self.fields.iter_mut().find(|(other, value)| *other == name && *value != Loose::Null)?;
        Some(std::mem::replace(&mut field.1, Loose::Null))
    }

    fn wrong_type(&mut self, name: &str, what: &str) {
        self.remarks.note("wrong_type", || format!("`{name}` is {what}"));
    }

    /// Takes a text that is not empty; a number is written out, of anything else there is no text.
    fn text(&mut self, name: &str) -> Option<String> {
        let wrong = match self.take(name)? {
            Loose::Text(text) => return filled(text),
            Loose::Number(number) => {
                self.wrong_type(name, "a number");
                return Some(number.to_string());
            }
            Loose::List(_) => "a list",
            Loose::Object(_) => "an object",
            Loose::Flag | Loose::Null => "true or false",
        };
        self.wrong_type(name, wrong);
        None
    }

    /// Takes a list; a single value counts as a list of one.
    fn list(&mut self, name: &str) -> Vec<Loose> {
        match self.take(name) {
            None => Vec::new(),
            Some(Loose::List(values)) => values,
            Some(value) => {
                self.wrong_type(name, "no list");
                vec![value]
            }
        }
    }

    fn date(&mut self, name: &str) -> Option<Date> {
        let text = match self.take(name)? {
            Loose::Number(number) => {
                self.wrong_type(name, "a number");
                let since = number.as_i64()?;
                let at = if since.unsigned_abs() > SECONDS_MAX {
                    Timestamp::from_millisecond(since)
                } else {
                    Timestamp::from_second(since)
                };
                let at = at.ok().filter(|at| *at > Timestamp::UNIX_EPOCH);
                return at.map(|at| Date { at, precision: Precision::Second });
            }
            Loose::Text(text) => filled(text)?,
            _ => {
                self.wrong_type(name, "no date");
                return None;
            }
        };
        let date = dates::parse(&text);
        if date.is_none() {
            self.remarks.note("bad_date", || format!("{} could not be read", quoted(&text)));
        }
        date
    }

    /// Adds the people of a field that holds one or several, each an object or a mere name.
    fn people(&mut self, name: &str, people: &mut Vec<Person>) {
        let values = match self.take(name) {
            Some(Loose::List(values)) => values,
            value => Vec::from_iter(value),
        };
        for value in values {
            let person = match value {
                Loose::Object(fields) => {
                    let mut fields = Fields { fields, remarks: self.remarks };
                    Person { name: fields.text("name"), email: None, href: fields.text("url") }
                }
                Loose::Text(text) => {
                    self.wrong_type(name, "a mere name");
                    Person { name: filled(text), ..Person::default() }
                }
                _ => {
                    self.wrong_type(name, "no author");
                    continue;
                }
            };
            if person != Person::default() && !people.contains(&person) {
                people.push(person);
            }
        }
    }

    fn hubs(mut self) -> Vec<Link> {
        let mut hubs = Vec::new();
        for hub in self.list("hubs") {
            if let Loose::Object(fields) = hub {
                let href = Fields { fields, remarks: self.remarks }.text("url");
                hubs.extend(href.map(|href| link(href, "hub")));
            }
        }
        hubs
    }

    fn entry(mut self) -> Entry {
        let mut entry = Entry {
            guid: self.text("id"),
            title: self.text("title").map(plain),
            content: self.text("content_html").map(html),
            summary: self.text("summary").map(plain),
            published: self.date("date_published"),
            updated: self.date("date_modified"),
            language: self.text("language"),
            ..Entry::default()
        };
        entry.links.extend(self.text("url").map(|href| link(href, "alternate")));
        entry.links.extend(self.text("external_url").map(|href| link(href, "related")));
        match self.text("content_text").map(plain) {
            Some(text) if entry.content.is_none() => entry.content = Some(text),
            text => entry.summary = entry.summary.or(text),
        }
        // 1.0 has `author`, 1.1 `authors`; whoever gives both means the same people.
        for name in ["authors", "author"] {
            self.people(name, &mut entry.authors);
        }
        entry.categories = self.tags();
        for name in ["image", "banner_image"] {
            entry.media.extend(self.text(name).map(image));
        }
        for attachment in self.list("attachments") {
            match attachment {
                Loose::Object(fields) => attach(&mut entry, Fields { fields, remarks: self.remarks }),
                _ => self.wrong_type("attachments", "a list of something else"),
            }
        }
        entry
    }

    fn tags(&mut self) -> Vec<Category> {
        let mut tags = Vec::new();
        for tag in self.list("tags") {
            match tag {
                Loose::Text(text) => tags.extend(filled(text)),
                Loose::Number(number) => tags.push(number.to_string()),
                Loose::Object(fields) => tags.extend(Fields { fields, remarks: self.remarks }.text("name")),
                _ => self.wrong_type("tags", "a list of something else"),
            }
        }
        tags.into_iter().map(|term| Category { term, ..Category::default() }).collect()
    }
}

/// Adds an attachment both as a link and as media, as enclosures of other formats are.
fn attach(entry: &mut Entry, mut fields: Fields) {
    let Some(url) = fields.text("url") else {
        return fields.remarks.note("bad_attachment", || "it has no address".into());
    };
    let media_type = fields.text("mime_type");
    let length = match fields.take("size_in_bytes") {
        Some(Loose::Number(number)) => number.as_u64(),
        Some(Loose::Text(text)) => text.trim().parse().ok(),
        _ => None,
    };
    let title = fields.text("title");
    entry.links.push(Link {
        href: url.clone(),
        rel: Some("enclosure".into()),
        media_type: media_type.clone(),
        title: title.clone(),
        length,
        ..Link::default()
    });
    entry.media.push(Media { url: Some(url), media_type, length, caption: title, credit: None });
}

fn image(url: String) -> Media {
    Media { url: Some(url), media_type: Some(SOME_IMAGE.into()), ..Media::default() }
}

fn link(href: String, rel: &str) -> Link {
    Link { href, rel: Some(rel.into()), ..Link::default() }
}

fn plain(value: String) -> Text {
    Text { value, media_type: "text/plain".into(), src: None }
}

fn html(value: String) -> Text {
    Text { value, media_type: "text/html".into(), src: None }
}

/// Returns the text without white space around it, unless nothing is left.
fn filled(text: String) -> Option<String> {
    let trimmed = text.trim();
    match trimmed.len() {
        0 => None,
        length if length == text.len() => Some(text),
        _ => Some(trimmed.to_owned()),
    }
}
