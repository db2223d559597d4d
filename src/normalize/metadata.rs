//! What a page says of itself besides its text: JSON-LD first, then meta elements, then what it shows.

use dom_query::Document;
use url::Url;

use super::blocks;
use super::clean::{self, spacing};
use super::dates::{self, Dated};
use super::headings::Headings;
use super::jsonld;
use crate::article::DateSource;

/// Names of meta elements that give the publication date, the most reliable first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "publishdate",
    "publish-date",
    "publish_date",
    "published_time",
    "publication_date",
    "publicationdate",
    "pubdate",
    "publisheddate",
    "published-date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "dc:created",
    "citation_publication_date",
    "citation_date",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "date",
    "release_date",
    "displaydate",
    "creation_date",
    "created",
    "pdate",
    "rnews:datepublished",
    "shareaholic:article_published_time",
    "bt:pubdate",
    "ptime",
    "last-published",
    "timestamp",
    "article.created",
];

const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "revised",
];

const AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.name",
    "citation_author",
    "byl",
    "article:author_name",
    "shareaholic:article_author_name",
    "creator",
    "cxenseparse:author",
];

/// Elements that are the author's name, then elements that look like a byline.
const MARKED_AUTHORS: &[&str] = &[
    "[itemprop=author] [itemprop=name], [itemprop=author], [rel=author], .author-name, .byline-name, .byline__name",
    "[class*=byline], [class*=author], [class*=Author], [class*=Byline], [href*='/author/'], [href*='/authors/']",
];

/// Elements of one kind that are looked at: beyond the first ones they belong to other articles.
const MARKED_MAX: usize = 12;

/// Texts around the headline among which the date may stand: bylines come right before or after it.
const NEAR_BEFORE: usize = 12;
const NEAR_AFTER: usize = 40;

/// Bytes of an attribute or element that is a date.
const DATE_BYTES_MAX: usize = 200;

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
    pub published: Option<(Dated, DateSource)>,
    pub modified: Option<Dated>,
    pub canonical: Option<String>,
    pub site: Option<String>,
    pub description: Option<String>,
    pub image: Option<String>,
    /// The text of the article as JSON-LD gives it.
    pub body: Option<String>,
}

/// Reads a page's own statements; `url` is where it was fetched from.
pub fn read(document: &Document, url: &Url) -> Metadata {
    let page = Head::of(document);
    let scripts: Vec<String> =
        document.select("script[type='application/ld+json']").iter().map(|script| script.text().to_string()).collect();
    let said = jsonld::read(&scripts);
    let site = page.first(&["og:site_name", "application-name"]).or_else(|| said.publisher.as_deref().and_then(line));
    let host = url.host_str().unwrap_or_default();
    let og_title = page.first(&["og:title", "twitter:title", "dc.title"]);
    let headings =
        Headings { said: said.headline.as_deref().and_then(line), shared: og_title, site: site.as_deref(), host };
    let tags =
        if said.keywords.is_empty() { page.tags() } else { said.keywords.iter().filter_map(|tag| line(tag)).collect() };
    let is_house = |name: &String| {
        site.as_ref().is_some_and(|site| site.eq_ignore_ascii_case(name)) || said.publisher.as_ref() == Some(name)
    };
    let (house, authors): (Vec<String>, Vec<String>) =
        authors(document, &page, &said.authors).into_iter().partition(is_house);
    Metadata {
        title: headings.choose(document),
        standfirst: said.alternative_headline.as_deref().and_then(line),
        authors,
        house: house.into_iter().next(),
        section: said.section.as_deref().and_then(line).or_else(|| page.first(&["article:section", "parsely-section"])),
        tags,
        published: published(document, &page, said.published.as_deref(), url),
        modified: said.modified.as_deref().and_then(dates::machine).or_else(|| page.date(MODIFIED)),
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

    /// The first content that says something, by the order of the names.
    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().flat_map(|name| self.all(name)).find_map(line)
    }

    fn date(&self, names: &[&str]) -> Option<Dated> {
        let short = |content: &&str| content.len() <= DATE_BYTES_MAX;
        names
            .iter()
            .flat_map(|name| self.all(name))
            .filter(short)
            .find_map(|content| dates::machine(content).or_else(|| dates::written(content)))
    }

    fn tags(&self) -> Vec<String> {
        let tags: Vec<String> = self.all("article:tag").filter_map(line).collect();
        if !tags.is_empty() {
            return tags;
        }
        let keywords = self.first(&["news_keywords", "keywords", "parsely-tags"]).unwrap_or_default();
        keywords.split([',', ';']).filter_map(line).collect()
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

/// JSON-LD's authors, else those of the first meta elements that name one, else those that the page marks.
fn authors(document: &Document, page: &Head, said: &[String]) -> Vec<String> {
    let named: Vec<String> = said.iter().filter_map(|name| line(name)).filter(|name| is_name(name)).collect();
    if !named.is_empty() {
        return named;
    }
    let of_metas = AUTHORS
        .iter()
        .map(|name| page.all(name).filter_map(line).filter(|name| is_name(name)).collect::<Vec<_>>())
        .find(|names| !names.is_empty());
    if let Some(names) = of_metas {
        return names;
    }
    for marks in MARKED_AUTHORS {
        for element in document.select(marks).nodes().iter().take(MARKED_MAX) {
            let text = spacing::on_one_line(&element.text());
            let found = if *marks == MARKED_AUTHORS[0] && is_name(&text) && text.chars().count() <= 60 {
                vec![text]
            } else {
                clean::marked_byline(&text).authors
            };
            if !found.is_empty() {
                return found;
            }
        }
    }
    Vec::new()
}

/// Addresses and accounts are no names.
fn is_name(text: &str) -> bool {
    let lower = text.to_lowercase();
    !text.contains("://")
        && !text.starts_with('@')
        && !text.contains(".com/")
        && !matches!(lower.as_str(), "admin" | "author" | "null" | "undefined" | "none" | "administrator" | "webmaster")
}

fn published(document: &Document, page: &Head, said: Option<&str>, url: &Url) -> Option<(Dated, DateSource)> {
    said.and_then(|date| dates::machine(date).or_else(|| dates::written(date)))
        .map(|dated| (dated, DateSource::Jsonld))
        .or_else(|| page.date(PUBLISHED).map(|dated| (dated, DateSource::Meta)))
        .or_else(|| marked(document).map(|dated| (dated, DateSource::Meta)))
        .or_else(|| dates::of_path(url.path()).map(|dated| (dated, DateSource::Url)))
        .or_else(|| near_headline(document).or_else(|| shown(document)).map(|dated| (dated, DateSource::Text)))
}

/// Elements that say in an attribute that they are the date.
fn marked(document: &Document) -> Option<Dated> {
    let first =
        "[itemprop=datePublished], time[pubdate], time.published, time.entry-date, abbr.published, time[datetime]";
    document.select(first).nodes().iter().find_map(|element| {
        let stated = ["datetime", "content", "title"].into_iter().find_map(|name| element.attr(name));
        let text = stated.unwrap_or_else(|| element.text());
        (text.len() <= DATE_BYTES_MAX).then(|| dates::machine(&text).or_else(|| dates::written(&text))).flatten()
    })
}

/// Elements whose class says that they show the date.
fn shown(document: &Document) -> Option<Dated> {
    let classes = "time, [class*=publish], [class*=pubdate], [class*=date], [class*=Date], [id*=date], [class*=posted], [class*=time], [class*=byline], [class*=meta]";
    let near = document.select(classes);
    near.nodes().iter().take(60).find_map(|element| {
        let text = element.text();
        (text.len() <= DATE_BYTES_MAX).then(|| dates::written(&spacing::on_one_line(&text))).flatten()
    })
}

/// A text next to the headline that is a date and nothing else.
fn near_headline(document: &Document) -> Option<Dated> {
    let headline = document.select("h1").nodes().first().map(|headline| headline.id)?;
    let body = document.body()?;
    let mut before: std::collections::VecDeque<String> = std::collections::VecDeque::new();
    let mut is_behind = false;
    let mut after = 0;
    for node in body.descendants_it() {
        is_behind |= node.id == headline;
        let text = if node.is_text() { spacing::on_one_line(&node.text()) } else { String::new() };
        if text.is_empty() {
            continue;
        }
        if !is_behind {
            before.push_back(text);
            if before.len() > NEAR_BEFORE {
                before.pop_front();
            }
            continue;
        }
        after += 1;
        if let Some(dated) = only_date(&text) {
            return Some(dated);
        }
        if after > NEAR_AFTER {
            break;
        }
    }
    before.iter().rev().find_map(|text| only_date(text))
}

fn only_date(text: &str) -> Option<Dated> {
    (text.len() <= 60 && text.split_whitespace().count() <= 7).then(|| dates::written(text)).flatten()
}

fn canonical(document: &Document, page: &Head, url: &Url) -> Option<String> {
    let link = document.select("link[rel=canonical]").nodes().first().and_then(|link| link.attr("href"));
    let link = link.map(|link| link.trim().to_owned()).filter(|link| !link.is_empty());
    link.or_else(|| page.first(&["og:url"])).and_then(|link| blocks::absolute(&link, Some(url)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::guard;

    fn metadata(html: &str) -> Metadata {
        read(&Document::from(guard::bounded(html)), &Url::parse("https://www.example.org/news/a").unwrap())
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
        let (dated, source) = found.published.unwrap();
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
            assert_eq!(metadata(html).published.map(|(_, source)| source), expected, "{html}");
        }
    }

    #[test]
    fn accounts_and_addresses_are_no_authors() {
        let html = "<meta property='article:author' content='https://example.org/jane'><a rel=author>Jane Doe</a>";
        assert_eq!(metadata(html).authors, ["Jane Doe"]);
    }
}
