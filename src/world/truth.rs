//! What left the world, written down for whoever checks a reader against it.
//!
//! One JSON line for each article and version at the moment it first happened, `kind` says what:
//! `new` and `update`: a feed document with it was written whole (the last such line of an article names the
//! version that a reader must end with); `part`: only in a feed document that was cut; `page`: its page was
//! written whole. A version skipped by every whole document has no line. Whole means handed to the socket to
//! the last byte: a reader that was killed meanwhile may still have missed it.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;

use super::feed;
use super::newsroom::Newsroom;
use super::outlet::{Delivery, Outlet};
use super::story::{Story, Version};

/// A version of a story as a document showed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    pub number: u32,
    pub version: Version,
    /// Tracking parameters depend on it.
    pub touches: u32,
}

#[derive(Serialize)]
struct Line<'a> {
    kind: &'static str,
    /// The token that only this version's text and summary carry.
    marker: String,
    number: u32,
    version: Version,
    outlet: &'a str,
    /// Address of the feed that served it; null for pages.
    feed: Option<String>,
    guid: Option<String>,
    /// As the feed gave it; a page's own address otherwise.
    url: String,
    /// Without tracking parameters: what the article's identity hangs on.
    permalink: String,
    #[serde(rename = "where")]
    place: &'static str,
    language: &'a str,
    title: &'a str,
    /// What a reader must extract: paragraphs joined by a blank line, without dateline, caption and furniture.
    text: String,
    /// The feed's summary.
    summary: String,
    dateline: Option<&'a str>,
    published: String,
    syndicated_from: Option<u32>,
    first_served: String,
}

/// Latest versions of one story that left, by the way they left; 0 is none.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    whole: Version,
    part: Version,
    page: Version,
}

/// The record of what left, in memory and, where asked for, in the truth file.
#[derive(Debug, Default)]
pub struct Truth {
    file: Option<File>,
    seen: Vec<Seen>,
    lines: u64,
    articles_whole: u32,
    failure: Option<io::Error>,
}

impl Truth {
    /// Opens the file for appending.
    pub fn open(path: Option<&Path>) -> io::Result<Self> {
        let file = path.map(|path| OpenOptions::new().create(true).append(true).open(path)).transpose()?;
        Ok(Self { file, ..Self::default() })
    }

    /// Notes that a feed document with these entries was written to its end.
    pub fn feed_whole(&mut self, newsroom: &Newsroom, feed: usize, entries: &[Shown]) {
        for shown in entries {
            let seen = self.seen(shown.number);
            if seen.whole >= shown.version {
                continue;
            }
            let kind = if seen.whole == 0 { "new" } else { "update" };
            self.articles_whole += u32::from(seen.whole == 0);
            self.seen[shown.number as usize].whole = shown.version;
            self.write(newsroom, kind, Some(feed), *shown);
        }
    }

    /// Notes that some of these entries may have left, in a feed document that was cut.
    pub fn feed_part(&mut self, newsroom: &Newsroom, feed: usize, entries: &[Shown]) {
        for shown in entries {
            let seen = self.seen(shown.number);
            if seen.whole < shown.version && seen.part < shown.version {
                self.seen[shown.number as usize].part = shown.version;
                self.write(newsroom, "part", Some(feed), *shown);
            }
        }
    }

    /// Notes that the article's page was written to its end.
    pub fn page_whole(&mut self, newsroom: &Newsroom, shown: Shown) {
        if self.seen(shown.number).page < shown.version {
            self.seen[shown.number as usize].page = shown.version;
            self.write(newsroom, "page", None, shown);
        }
    }

    /// Returns the latest version that left whole in a feed, 0 if none did.
    pub fn whole(&self, number: u32) -> Version {
        self.seen.get(number as usize).map_or(0, |seen| seen.whole)
    }

    /// Returns the latest version whose page left whole, 0 if none did.
    pub fn page(&self, number: u32) -> Version {
        self.seen.get(number as usize).map_or(0, |seen| seen.page)
    }

    /// Returns how many articles left whole in some version.
    pub fn articles_whole(&self) -> u32 {
        self.articles_whole
    }

    /// Returns how many lines there are, or why there are no more of them.
    pub fn lines(&self) -> Result<u64, &io::Error> {
        self.failure.as_ref().map_or(Ok(self.lines), Err)
    }

    fn seen(&mut self, number: u32) -> Seen {
        let index = number as usize;
        if self.seen.len() <= index {
            self.seen.resize(index + 1, Seen::default());
        }
        self.seen[index]
    }

    fn write(&mut self, newsroom: &Newsroom, kind: &'static str, feed: Option<usize>, shown: Shown) {
        let Some(file) = self.file.as_mut().filter(|_| self.failure.is_none()) else { return };
        // The archive outlives any answer by thousands of stories.
        let story = newsroom.story(shown.number).expect("a story that is being served is kept");
        let mut line = serde_json::to_vec(&line(newsroom, story, kind, feed, shown)).expect("a line is plain JSON");
        line.push(b'\n');
        match file.write_all(&line) {
            Ok(()) => self.lines += 1,
            Err(error) => self.failure = Some(error),
        }
    }
}

fn line<'a>(
    newsroom: &'a Newsroom,
    story: &'a Story,
    kind: &'static str,
    feed: Option<usize>,
    shown: Shown,
) -> Line<'a> {
    let outlet = &newsroom.outlets()[story.outlet];
    let permalink = feed::permalink(outlet, story);
    let feed = feed.map(|feed| &newsroom.feeds()[feed]);
    Line {
        kind,
        marker: story.marker(shown.version),
        number: story.number,
        version: shown.version,
        outlet: &outlet.name,
        feed: feed.map(|feed| format!("{}{}", outlet.origin, feed.path(outlet.habits.format))),
        guid: feed::guid(outlet, story),
        url: feed.map_or_else(|| permalink.clone(), |feed| feed::link(outlet, feed, story, shown.touches)),
        permalink,
        place: place(outlet, feed.is_none()),
        language: outlet.language,
        title: story.title(shown.version),
        text: if outlet.habits.delivery == Delivery::Summary {
            story.summary(shown.version)
        } else {
            story.body(shown.version).join("\n\n")
        },
        summary: story.summary(shown.version),
        dateline: story.dateline.as_deref().map(str::trim_end),
        published: outlet.habits.dates.iso(story.published),
        syndicated_from: story.syndicated,
        first_served: Timestamp::now().to_string(),
    }
}

fn place(outlet: &Outlet, is_page: bool) -> &'static str {
    match outlet.habits.delivery {
        _ if is_page => "page",
        Delivery::Feed => "feed_content",
        Delivery::Page => "page",
        Delivery::Summary => "feed_summary",
    }
}
