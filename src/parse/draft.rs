//! A feed's head or one of its entries while it is read: every field with the best that was said of it.

use std::borrow::Cow;

use url::Url;

use super::dates::BadDates;
use super::dialect::{Field, XHTML};
use super::pointers::Pointed;
use super::scan::{Notes, Tag, children};
use super::texts::{Declared, construct, decoded, media_type, plain};
use super::{Date, Entry, Generator, Head, Image, Link, Person, Text, links, people, timing};

/// People of one entry that are kept.
const PEOPLE_MAX: usize = 64;

/// An image has an address, a title, a link, two sides and a description, and no more than this of others.
const IMAGE_PARTS_MAX: usize = 16;

/// The rank of a text that says something twice: anything else is believed first.
const SECOND: u8 = 9;

/// What was said with the lowest rank, and first among those.
#[derive(Debug)]
struct Best<T>(Option<(u8, T)>);

impl<T> Default for Best<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Best<T> {
    fn offer(&mut self, rank: u8, value: Option<T>) {
        if let Some(value) = value
            && self.0.as_ref().is_none_or(|(best, _)| rank < *best)
        {
            self.0 = Some((rank, value));
        }
    }

    fn take(self) -> Option<T> {
        self.0.map(|(_, value)| value)
    }

    fn is_set(&self, rank: u8) -> bool {
        self.0.as_ref().is_some_and(|(best, _)| *best <= rank)
    }
}

/// The dialect of the document, as far as it changes what texts mean.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Manner {
    pub is_atom: bool,
    pub is_atom_1: bool,
}

/// One element of a head or an entry, read to its end.
pub(super) struct Said<'a, 'b> {
    pub field: Field,
    pub rank: u8,
    pub tag: Tag<'a>,
    /// What stands between the tags.
    pub raw: &'a str,
    pub has_elements: bool,
    pub base: Option<&'b Url>,
    pub language: Option<&'a str>,
    pub manner: Manner,
}

/// See the module.
#[derive(Default)]
pub(super) struct Draft {
    id: Best<String>,
    /// Whether the guid may be an address: it says nothing else.
    is_no_permalink: bool,
    title: Best<Text>,
    summary: Best<Text>,
    content: Best<Text>,
    rights: Best<Text>,
    authors: Vec<Person>,
    authors_rank: u8,
    contributors: Vec<Person>,
    published: Best<Date>,
    updated: Best<Date>,
    language: Best<String>,
    comments: Option<String>,
    generator: Best<Generator>,
    icon: Best<String>,
    logo: Best<Image>,
    ttl: Best<u32>,
    update_period: Best<u32>,
    update_frequency: Best<u32>,
    skip_hours: Best<Vec<u8>>,
    skip_days: Best<Vec<u8>>,
}

impl Draft {
    /// Takes what an element says.
    pub(super) fn take(&mut self, said: &Said, notes: &mut Notes, bad_dates: &mut BadDates) {
        let rank = said.rank;
        match said.field {
            Field::Title => self.title.offer(rank, said.text("text/plain", notes)),
            Field::Summary(default) => self.take_summary(said, default, notes),
            Field::Content(default) => {
                if !self.content.is_set(rank) {
                    self.content.offer(rank, said.content(default, notes));
                }
                self.language.offer(4, said.language.map(language));
            }
            Field::Rights => self.rights.offer(rank, said.text("text/plain", notes)),
            Field::Author => self.take_author(said, notes),
            Field::Contributor if self.contributors.len() < PEOPLE_MAX => {
                self.contributors.extend(people::person(said.raw, said.base, notes));
            }
            Field::Published => self.published.offer(rank, said.date(notes, bad_dates)),
            Field::Updated => self.updated.offer(rank, said.date(notes, bad_dates)),
            Field::Dated => {
                let date = said.date(notes, bad_dates);
                self.updated.offer(rank, date);
                self.published.offer(rank + 1, date);
            }
            Field::Id => self.take_id(said, notes),
            Field::Language => self.language.offer(rank, said.plain(notes).as_deref().map(language)),
            Field::Comments => {
                let href = said.plain(notes).and_then(|href| links::absolute(&href, said.base));
                self.comments = self.comments.take().or(href);
            }
            Field::Generator => self.generator.offer(rank, said.generator(notes)),
            Field::Image => self.logo.offer(rank, said.image(notes)),
            Field::ImageLink => self.logo.offer(rank, said.image_link()),
            Field::Icon => self.icon.offer(rank, said.address(notes)),
            Field::Logo => self.logo.offer(rank, said.address(notes).map(Image::at)),
            Field::Ttl => self.ttl.offer(rank, said.number(notes)),
            Field::UpdatePeriod => {
                self.update_period.offer(rank, said.plain(notes).as_deref().and_then(timing::period_minutes));
            }
            Field::UpdateFrequency => self.update_frequency.offer(rank, said.number(notes)),
            Field::SkipHours => self.skip_hours.offer(rank, Some(timing::hours(said.raw))),
            Field::SkipDays => self.skip_days.offer(rank, Some(timing::days(said.raw))),
            _ => {}
        }
    }

    /// The second of two texts that both claim to be the summary is the content, if nothing better is.
    fn take_summary(&mut self, said: &Said, default: &'static str, notes: &mut Notes) {
        let text = said.text(default, notes);
        if said.rank == 0 && self.summary.is_set(0) {
            self.content.offer(SECOND, text);
        } else {
            self.summary.offer(said.rank, text);
        }
    }

    fn take_author(&mut self, said: &Said, notes: &mut Notes) {
        if !self.authors.is_empty() && said.rank > self.authors_rank {
            return;
        }
        let Some(person) = people::person(said.raw, said.base, notes) else { return };
        if said.rank < self.authors_rank {
            self.authors.clear();
        }
        self.authors_rank = said.rank;
        if self.authors.len() < PEOPLE_MAX && !self.authors.contains(&person) {
            self.authors.push(person);
        }
    }

    /// An id stays as it is written: made absolute it would change when the feed moves, and everything
    /// would be new.
    fn take_id(&mut self, said: &Said, notes: &mut Notes) {
        if !self.id.is_set(said.rank) {
            let is_permalink = said.tag.get("ispermalink").unwrap_or("true");
            self.is_no_permalink = is_permalink.trim().eq_ignore_ascii_case("false");
            self.id.offer(said.rank, said.plain(notes));
        }
    }

    /// Takes what the start tag around everything says: `rdf:about`, `xml:lang`, CDF's `LASTMOD`.
    pub(super) fn take_tag(&mut self, tag: &Tag, bad_dates: &mut BadDates) {
        if tag.text.len() <= tag.name.len() + 2 {
            return;
        }
        let value = |name| tag.get(name).map(|value| decoded(value, &mut Notes::default()).trim().to_owned());
        let filled = |value: Option<String>| value.filter(|value| !value.is_empty());
        self.id.offer(1, filled(value("rdf:about").or_else(|| value("about"))));
        self.language.offer(3, filled(value("xml:lang")).as_deref().map(language));
        if let Some(date) = filled(value("lastmod")) {
            self.updated.offer(0, bad_dates.read(&date));
        }
    }

    pub(super) fn into_entry(self, pointed: Pointed) -> Entry {
        let mut entry = Entry {
            guid: self.id.take(),
            title: self.title.take(),
            link: None,
            links: pointed.links,
            summary: self.summary.take(),
            content: self.content.take(),
            authors: self.authors,
            contributors: self.contributors,
            published: self.published.take(),
            updated: self.updated.take(),
            categories: pointed.categories,
            rights: self.rights.take(),
            language: self.language.take(),
            media: pointed.media,
        };
        if let Some(href) = self.comments.filter(|href| entry.links.iter().all(|link| link.href != *href)) {
            entry.links.push(Link { href, target: Some("comments".into()), ..Link::default() });
        }
        let permalink = entry.guid.as_deref().filter(|_| !self.is_no_permalink);
        entry.link = links::page(&entry.links, permalink).map(str::to_owned);
        if let Some(href) = entry.link.clone().filter(|page| entry.links.iter().all(|link| link.href != *page)) {
            entry.links.insert(0, Link { href, rel: Some("alternate".into()), ..Link::default() });
        }
        entry
    }

    pub(super) fn into_head(self, pointed: Pointed) -> Head {
        Head {
            id: self.id.take(),
            title: self.title.take(),
            subtitle: self.summary.take(),
            updated: self.updated.take(),
            published: self.published.take(),
            authors: self.authors,
            contributors: self.contributors,
            links: pointed.links,
            categories: pointed.categories,
            language: self.language.take(),
            rights: self.rights.take(),
            ttl: self.ttl.take(),
            update_every: timing::interval_minutes(self.update_period.take(), self.update_frequency.take()),
            skip_hours: self.skip_hours.take().unwrap_or_default(),
            skip_days: self.skip_days.take().unwrap_or_default(),
            generator: self.generator.take(),
            icon: self.icon.take(),
            logo: self.logo.take(),
        }
    }
}

impl Said<'_, '_> {
    fn plain(&self, notes: &mut Notes) -> Option<String> {
        let text = plain(self.raw, notes);
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn number(&self, notes: &mut Notes) -> Option<u32> {
        self.plain(notes).and_then(|text| text.parse().ok())
    }

    fn address(&self, notes: &mut Notes) -> Option<String> {
        links::absolute(plain(self.raw, notes).trim(), self.base)
    }

    fn attribute(&self, name: &str) -> Option<String> {
        let value = decoded(self.tag.get(name)?, &mut Notes::default());
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    fn date(&self, notes: &mut Notes, bad_dates: &mut BadDates) -> Option<Date> {
        bad_dates.read(plain(self.raw, notes).trim())
    }

    fn text(&self, default: &'static str, notes: &mut Notes) -> Option<Text> {
        let stated = self.tag.get("type").map(media_type).filter(|stated| !stated.is_empty());
        let declared = Declared {
            is_stated: stated.is_some(),
            media_type: stated.map_or(Cow::Borrowed(default), Cow::Owned),
            is_base64: self.tag.get("mode").is_some_and(|mode| mode.trim().eq_ignore_ascii_case("base64")),
            is_atom: self.manner.is_atom,
            has_wrapper: self.manner.is_atom_1,
            has_elements: self.has_elements,
        };
        construct(self.raw, declared, self.base, notes)
    }

    fn content(&self, default: &'static str, notes: &mut Notes) -> Option<Text> {
        let text = self.text(default, notes);
        let Some(src) = self.attribute("src").and_then(|src| links::absolute(&src, self.base)) else { return text };
        let stated = self.tag.get("type").map(media_type).filter(|stated| !stated.is_empty());
        let bare = || Text { media_type: stated.unwrap_or_else(|| XHTML.into()), ..Text::default() };
        Some(Text { src: Some(src), ..text.unwrap_or_else(bare) })
    }

    fn generator(&self, notes: &mut Notes) -> Option<Generator> {
        let href = self.attribute("uri").or_else(|| self.attribute("url")).or_else(|| self.attribute("href"));
        let generator = Generator {
            name: self.plain(notes),
            href: href.and_then(|href| links::absolute(&href, self.base)),
            version: self.attribute("version"),
        };
        (generator != Generator::default()).then_some(generator)
    }

    fn image(&self, notes: &mut Notes) -> Option<Image> {
        let mut image = Image::default();
        for (tag, raw) in children(self.raw, IMAGE_PARTS_MAX) {
            let text = plain(raw, notes).trim().to_owned();
            match tag.name.to_ascii_lowercase().as_str() {
                _ if text.is_empty() => {}
                "url" => image.href = links::absolute(&text, self.base).unwrap_or_default(),
                "title" => image.title = Some(text),
                "link" => image.link = links::absolute(&text, self.base),
                "width" => image.width = text.parse().ok(),
                "height" => image.height = text.parse().ok(),
                "description" => image.description = Some(text),
                _ => {}
            }
        }
        (!image.href.is_empty()).then_some(image)
    }

    fn image_link(&self) -> Option<Image> {
        if self.attribute("rel").is_some_and(|rel| rel != "image") {
            return None;
        }
        let href = self.attribute("href").or_else(|| self.attribute("url"))?;
        links::absolute(&href, self.base).map(Image::at)
    }
}

/// Writes a language tag as it should be.
fn language(stated: &str) -> String {
    stated.trim().replace('_', "-")
}
