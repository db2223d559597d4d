//! One feed as a document: RSS 2.0, RSS 1.0 (RDF) or Atom, the way real publishing systems write them.

use std::fmt::Write;

use super::newsroom::Newsroom;
use super::outlet::{Dates, Delivery, Feed, Format, Guid, Outlet};
use super::page;
use super::story::Story;

/// What stories' own words go through before they stand in XML or HTML.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Returns the media type of a format.
pub fn media_type(format: Format) -> &'static str {
    match format {
        Format::Rss => "application/rss+xml",
        Format::Rdf => "application/rdf+xml",
        Format::Atom => "application/atom+xml",
    }
}

/// Returns the story's address on its outlet, without tracking parameters.
pub fn permalink(outlet: &Outlet, story: &Story) -> String {
    let section = super::stock::SECTIONS[story.section];
    let date = story.published.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y/%m/%d").to_string();
    format!("{}/{section}/{date}/{}.html", outlet.origin, story.slug)
}

/// Returns the link as this feed gives it now.
pub fn link(outlet: &Outlet, feed: &Feed, story: &Story, touches: u32) -> String {
    let mut link = permalink(outlet, story);
    if outlet.habits.tracking {
        write!(link, "?utm_source=rss&utm_medium=feed&utm_campaign={}", feed.slug).expect(WRITES);
        if touches > 0 {
            write!(link, "&utm_content=r{touches}").expect(WRITES);
        }
    }
    link
}

/// Returns the entry's identity as this feed gives it; `None` where only the link tells.
pub fn guid(outlet: &Outlet, story: &Story) -> Option<String> {
    let name = outlet.origin.rsplit('/').next().expect("a split has at least one part").replace(':', "-");
    match (outlet.habits.format, outlet.habits.guid) {
        (Format::Rdf, _) | (_, Guid::Permalink) => Some(permalink(outlet, story)),
        (_, Guid::Opaque) => Some(format!("{name}-{}", story.number)),
        (_, Guid::Tag) => Some(format!("tag:{name},2026:{}", story.number)),
        (_, Guid::None) => None,
    }
}

const WRITES: &str = "writing to a string cannot fail";

/// Writes the document as it is now, in Unicode; its declaration names the outlet's charset.
pub fn render(newsroom: &Newsroom, feed: &Feed) -> String {
    let outlet = &newsroom.outlets()[feed.outlet];
    let stories = || feed.window.iter().map(|number| newsroom.story(*number).expect("what a window shows is kept"));
    let desk = Desk { newsroom, outlet, feed };
    let mut xml = format!("<?xml version=\"1.0\" encoding=\"{}\"?>\n", outlet.habits.charset);
    match outlet.habits.format {
        Format::Rss => {
            desk.rss_head(&mut xml);
            stories().for_each(|story| desk.rss_item(&mut xml, story));
            xml.push_str("</channel>\n</rss>\n");
        }
        Format::Rdf => {
            desk.rdf_head(&mut xml, stories());
            stories().for_each(|story| desk.rdf_item(&mut xml, story));
            xml.push_str("</rdf:RDF>\n");
        }
        Format::Atom => {
            desk.atom_head(&mut xml);
            stories().for_each(|story| desk.atom_entry(&mut xml, story));
            xml.push_str("</feed>\n");
        }
    }
    xml
}

/// Everything that the parts of a document need to know.
struct Desk<'a> {
    newsroom: &'a Newsroom,
    outlet: &'a Outlet,
    feed: &'a Feed,
}

impl Desk<'_> {
    fn title(&self) -> String {
        let section =
            self.feed.section.map(|section| &self.newsroom.language(self.feed.outlet).words("sections")[section]);
        escape(&section.map_or_else(|| self.outlet.name.clone(), |section| format!("{} – {section}", self.outlet.name)))
    }

    fn description(&self) -> String {
        escape(self.newsroom.language(self.feed.outlet).word("tagline"))
    }

    fn own_url(&self) -> String {
        escape(&format!("{}{}", self.outlet.origin, self.feed.path(self.outlet.habits.format)))
    }

    fn link(&self, story: &Story) -> String {
        escape(&link(self.outlet, self.feed, story, story.touches))
    }

    /// Returns the article as HTML, for feeds that carry it.
    fn content(&self, story: &Story) -> Option<String> {
        (self.outlet.habits.delivery == Delivery::Feed).then(|| page::content(self.newsroom, story))
    }

    /// Writes name and text as one element.
    fn element(xml: &mut String, indent: &str, name: &str, text: &str) {
        writeln!(xml, "{indent}<{name}>{text}</{name}>").expect(WRITES);
    }

    fn rss_head(&self, xml: &mut String) {
        xml.push_str(concat!(
            "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" ",
            "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:atom=\"http://www.w3.org/2005/Atom\" ",
            "xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\">\n<channel>\n"
        ));
        Self::element(xml, "  ", "title", &self.title());
        Self::element(xml, "  ", "link", &format!("{}/", self.outlet.origin));
        writeln!(xml, "  <atom:link href=\"{}\" rel=\"self\" type=\"application/rss+xml\"/>", self.own_url())
            .expect(WRITES);
        Self::element(xml, "  ", "description", &self.description());
        Self::element(xml, "  ", "language", self.outlet.language);
        Self::element(xml, "  ", "lastBuildDate", &Dates::Rfc822.write(self.feed.changed));
        Self::element(xml, "  ", "generator", "courant world");
    }

    fn rss_item(&self, xml: &mut String, story: &Story) {
        let habits = &self.outlet.habits;
        xml.push_str("  <item>\n");
        Self::element(xml, "    ", "title", &escape(story.title(story.version)));
        Self::element(xml, "    ", "link", &self.link(story));
        match (guid(self.outlet, story), habits.guid) {
            (Some(guid), Guid::Permalink) => Self::element(xml, "    ", "guid", &escape(&guid)),
            (Some(guid), _) => writeln!(xml, "    <guid isPermaLink=\"false\">{}</guid>", escape(&guid)).expect(WRITES),
            (None, _) => {}
        }
        let date = habits.dates.write(story.published);
        Self::element(xml, "    ", if habits.dates == Dates::Days { "dc:date" } else { "pubDate" }, &date);
        Self::element(xml, "    ", "dc:creator", &escape(&story.byline));
        Self::element(xml, "    ", "category", &escape(self.section(story)));
        Self::element(xml, "    ", "description", &escape(&story.summary(story.version)));
        if let Some(content) = self.content(story) {
            Self::element(xml, "    ", "content:encoded", &format!("<![CDATA[{content}]]>"));
        }
        if !habits.tracking {
            Self::element(xml, "    ", "slash:comments", &(story.touches * 3).to_string());
        }
        xml.push_str("  </item>\n");
    }

    fn rdf_head<'a>(&self, xml: &mut String, stories: impl Iterator<Item = &'a Story>) {
        xml.push_str(concat!(
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" ",
            "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:slash=\"http://purl.org/rss/1.0/modules/slash/\">\n"
        ));
        writeln!(xml, "<channel rdf:about=\"{}\">", self.own_url()).expect(WRITES);
        Self::element(xml, "  ", "title", &self.title());
        Self::element(xml, "  ", "link", &format!("{}/", self.outlet.origin));
        Self::element(xml, "  ", "description", &self.description());
        Self::element(xml, "  ", "dc:language", self.outlet.language);
        Self::element(xml, "  ", "dc:date", &Dates::Rfc3339.write(self.feed.changed));
        xml.push_str("  <items><rdf:Seq>\n");
        for story in stories {
            writeln!(xml, "    <rdf:li rdf:resource=\"{}\"/>", escape(&permalink(self.outlet, story))).expect(WRITES);
        }
        xml.push_str("  </rdf:Seq></items>\n</channel>\n");
    }

    fn rdf_item(&self, xml: &mut String, story: &Story) {
        writeln!(xml, "<item rdf:about=\"{}\">", escape(&permalink(self.outlet, story))).expect(WRITES);
        Self::element(xml, "  ", "title", &escape(story.title(story.version)));
        Self::element(xml, "  ", "link", &self.link(story));
        Self::element(xml, "  ", "description", &escape(&story.summary(story.version)));
        Self::element(xml, "  ", "dc:creator", &escape(&story.byline));
        Self::element(xml, "  ", "dc:date", &self.outlet.habits.dates.write(story.published));
        Self::element(xml, "  ", "dc:subject", &escape(self.section(story)));
        Self::element(xml, "  ", "slash:comments", &(story.touches * 3).to_string());
        xml.push_str("</item>\n");
    }

    fn atom_head(&self, xml: &mut String) {
        writeln!(xml, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">", self.outlet.language)
            .expect(WRITES);
        Self::element(xml, "  ", "id", &self.own_url());
        Self::element(xml, "  ", "title", &self.title());
        Self::element(xml, "  ", "subtitle", &self.description());
        writeln!(xml, "  <link href=\"{}/\"/>", self.outlet.origin).expect(WRITES);
        writeln!(xml, "  <link rel=\"self\" href=\"{}\"/>", self.own_url()).expect(WRITES);
        Self::element(xml, "  ", "updated", &Dates::Rfc3339.write(self.feed.changed));
    }

    fn atom_entry(&self, xml: &mut String, story: &Story) {
        let id = guid(self.outlet, story).unwrap_or_else(|| permalink(self.outlet, story));
        xml.push_str("  <entry>\n");
        Self::element(xml, "    ", "id", &escape(&id));
        Self::element(xml, "    ", "title", &escape(story.title(story.version)));
        writeln!(xml, "    <link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", self.link(story)).expect(WRITES);
        Self::element(xml, "    ", "published", &Dates::Rfc3339.write(story.published));
        Self::element(xml, "    ", "updated", &Dates::Rfc3339.write(story.touched));
        Self::element(xml, "    ", "author", &format!("<name>{}</name>", escape(&story.byline)));
        let section = escape(self.section(story));
        writeln!(xml, "    <category term=\"{}\" label=\"{section}\"/>", super::stock::SECTIONS[story.section])
            .expect(WRITES);
        Self::element(xml, "    ", "summary", &escape(&story.summary(story.version)));
        if let Some(content) = self.content(story) {
            writeln!(xml, "    <content type=\"html\">{}</content>", escape(&content)).expect(WRITES);
        }
        xml.push_str("  </entry>\n");
    }

    fn section(&self, story: &Story) -> &str {
        &self.newsroom.language(self.feed.outlet).words("sections")[story.section]
    }
}
