//! What a page says of itself besides its text: JSON-LD first, then meta elements, then what it shows.

mod authors;

use dom_query::Document;
use url::Url;

use super::blocks;
use super::clean::spacing;
use super::dates::{self, Dates};
use super::headings::{self, Headings};
use super::jsonld;

/// Tags of one page that are read; markup is looked for in each.
const TAGS_MAX: usize = 500;

/// Everything but the text; texts are on one line, without markup.
#[derive(Debug, Default, PartialEq)]
pub struct Metadata {
    pub title: Option<String>,
    pub standfirst: Option<String>,
    pub authors: Vec<String>,
    /// The site itself, where it is named as the author.
    pub house: Option<String>,
    pub section: Option<String>,
    pub tags: Vec<String>,
    pub dates: Dates,
    pub canonical: Option<String>,
    pub site: Option<String>,
    pub description: Option<String>,
    pub image: Option<String>,
    /// The text of the article as JSON-LD gives it.
    pub body: Option<String>,
}

/// Reads a page's own statements out of its tree and, for its scripts, its HTML; `url` is where it was fetched from.
pub fn read(document: &Document, html: &str, url: &Url) -> Metadata {
    let page = Head::of(document);
    let scripts: Vec<String> =
        document.select("script[type='application/ld+json']").iter().map(|script| script.text().to_string()).collect();
    let said = jsonld::read(&scripts);
    let site = page.first(&["og:site_name", "application-name"]).or_else(|| said.publisher.as_deref().and_then(line));
    let host = url.host_str().unwrap_or_default();
    let og_title = page.first(&["og:title", "twitter:title", "dc.title"]);
    let headings =
        Headings { said: said.headline.as_deref().and_then(line), shared: og_title, site: site.as_deref(), host };
    let tags = if said.keywords.is_empty() {
        page.tags()
    } else {
        said.keywords.iter().take(TAGS_MAX).filter_map(|tag| line(tag)).collect()
    };
    let title = headings.choose(document);
    let sources = dates::Sources {
        html,
        url,
        metas: &page.metas,
        said_published: said.published.as_deref(),
        said_modified: said.modified.as_deref(),
    };
    let headline = headings::element(document, title.as_deref());
    let is_house = |name: &str| {
        site.as_ref().is_some_and(|site| site.eq_ignore_ascii_case(name)) || said.publisher.as_deref() == Some(name)
    };
    let authors = authors::read(document, headline.as_ref(), &page, &said.authors, is_house);
    let (house, authors): (Vec<String>, Vec<String>) = authors.into_iter().partition(|name| is_house(name));
    Metadata {
        dates: dates::read(document, headline.as_ref(), &sources),
        title,
        standfirst: said.alternative_headline.as_deref().and_then(line),
        authors,
        house: house.into_iter().next(),
        section: said.section.as_deref().and_then(line).or_else(|| page.first(&["article:section", "parsely-section"])),
        tags,
        canonical: canonical(document, &page, url),
        description: page
            .first(&["og:description", "description", "twitter:description"])
            .or_else(|| said.description.as_deref().and_then(line)),
        image: page.first(&["og:image", "twitter:image"]).and_then(|image| blocks::absolute(&image, Some(url))),
        body: said.body,
        site,
    }
}

/// The meta elements: lower-case names and their contents, in order.
struct Head {
    metas: Vec<(String, String)>,
}

impl Head {
    fn of(document: &Document) -> Self {
        let mut metas = Vec::new();
        for meta in document.select("meta[content]").nodes() {
            let content = meta.attr_or("content", "").trim().to_owned();
            for attribute in ["property", "name", "itemprop", "http-equiv"] {
                if let Some(name) = meta.attr(attribute).filter(|_| !content.is_empty()) {
                    metas.push((name.trim().to_lowercase(), content.clone()));
                }
            }
        }
        Self { metas }
    }

    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas.iter().filter(move |(meta, _)| meta == name).map(|(_, content)| content.as_str())
    }

    /// What Twitter cards say in pairs: `twitter:label1` = `Written by`, `twitter:data1` = the name.
    fn labelled(&self, label: &str) -> Option<String> {
        let (name, _) = self
            .metas
            .iter()
            .find(|(name, content)| name.starts_with("twitter:label") && content.to_lowercase() == label)?;
        self.first(&[&name.replace("label", "data")])
    }

    /// The first content that says something, by the order of the names.
    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().flat_map(|name| self.all(name)).find_map(line)
    }

    fn tags(&self) -> Vec<String> {
        let tags: Vec<String> = self.all("article:tag").take(TAGS_MAX).filter_map(line).collect();
        if !tags.is_empty() {
            return tags;
        }
        let keywords = self.first(&["news_keywords", "keywords", "parsely-tags"]).unwrap_or_default();
        keywords.split([',', ';']).take(TAGS_MAX).filter_map(line).collect()
    }
}

fn line(text: &str) -> Option<String> {
    let text = if text.contains(['<', '&']) {
        let lines: Vec<String> = blocks::of_html(text, None).into_iter().map(|block| block.text).collect();
        lines.join(" ")
    } else {
        spacing::on_one_line(text)
    };
    (!text.is_empty()).then_some(text)
}

fn canonical(document: &Document, page: &Head, url: &Url) -> Option<String> {
    let link = document.select("link[rel=canonical]").nodes().first().and_then(|link| link.attr("href"));
    let link = link.map(|link| link.trim().to_owned()).filter(|link| !link.is_empty());
    link.or_else(|| page.first(&["og:url"])).and_then(|link| blocks::absolute(&link, Some(url)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::DateSource;
    use crate::normalize::guard;

    fn metadata(html: &str) -> Metadata {
        read(&Document::from(guard::bounded(html)), html, &Url::parse("https://www.example.org/news/a").unwrap())
    }

    #[test]
    fn json_ld_speaks_before_meta_elements() {
        let found = metadata(
            "<meta property='article:published_time' content='2015-05-05'><meta name=author content='The Paper'>
             <meta property='og:site_name' content='The Paper'><link rel=canonical href='/b'>
             <script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"A &amp; B\",
             \"datePublished\":\"2015-05-04T10:00:00Z\",\"author\":[{\"name\":\"Jane Doe\"},{\"name\":\"John Roe\"}]}</script>",
        );
        assert_eq!(found.title.as_deref(), Some("A & B"));
        assert_eq!(found.authors, ["Jane Doe", "John Roe"]);
        assert_eq!(found.site.as_deref(), Some("The Paper"));
        assert_eq!(found.canonical.as_deref(), Some("https://www.example.org/b"));
        let (dated, source) = found.dates.published.unwrap();
        assert_eq!((dated.at.to_string().as_str(), source), ("2015-05-04T10:00:00Z", DateSource::Jsonld));
    }

    #[test]
    fn a_date_is_found_wherever_a_page_says_it() {
        let cases = [
            ("<meta itemprop=datePublished content='2015-05-04'>", Some(DateSource::Meta)),
            ("<time datetime='2015-05-04'>May</time>", Some(DateSource::Meta)),
            ("<p class='post-date'>May 4, 2015</p>", Some(DateSource::Text)),
            ("<p>On May 4, 2015, it rained.</p>", None),
            ("<meta name=date content='soon'>", None),
        ];
        for (html, expected) in cases {
            assert_eq!(metadata(html).dates.published.map(|(_, source)| source), expected, "{html}");
        }
    }

    #[test]
    fn accounts_and_addresses_are_no_authors() {
        let html = "<meta property='article:author' content='https://example.org/jane'><a rel=author>Jane Doe</a>";
        assert_eq!(metadata(html).authors, ["Jane Doe"]);
    }
}
