//! All that a page says of title, authors and date, under the names of the places, for those who ask why one was taken.

use dom_query::Document;
use url::Url;

use super::{Head, authors, dates, headings, jsonld, line, spacing};
use crate::normalize::guard;

/// Headlines of a page that are listed; lists of other articles have more.
const HEADLINES_MAX: usize = 3;

/// What one place says of one field.
pub struct Statement {
    pub field: &'static str,
    pub place: &'static str,
    pub value: String,
}

/// Reads a page's statements on `title`, `authors` and `published`, the most trusted first.
pub fn statements(html: &str, url: &Url, title: Option<&str>) -> Vec<Statement> {
    let document = Document::from(guard::bounded(html));
    let page = Head::of(&document);
    let scripts: Vec<String> =
        document.select("script[type='application/ld+json']").iter().map(|script| script.text().to_string()).collect();
    let said = jsonld::read(&scripts);
    let mut found = Vec::new();
    let mut add = |field, place, value: Option<String>| {
        let value = value.filter(|value| !value.is_empty());
        found.extend(value.map(|value| Statement { field, place, value }));
    };
    let texts = |selector: &str, most: usize| -> Vec<String> {
        let nodes = document.select(selector);
        nodes.nodes().iter().take(most).map(|node| spacing::on_one_line(&node.text())).collect()
    };
    for headline in texts("h1", HEADLINES_MAX) {
        add("title", "h1", Some(headline));
    }
    add("title", "jsonld", said.headline.as_deref().and_then(line));
    add("title", "meta", page.first(&["og:title", "twitter:title", "dc.title"]));
    for title in texts("title", 1) {
        add("title", "title", Some(title));
    }
    let headline = headings::element(&document, title);
    for (place, names) in authors::candidates(&document, headline.as_ref(), &page, &said.authors) {
        add("authors", place, Some(names.join(", ")));
    }
    let sources = dates::Sources {
        html,
        url,
        metas: &page.metas,
        said_published: said.published.as_deref(),
        said_modified: said.modified.as_deref(),
    };
    for (place, dated) in dates::candidates(&document, headline.as_ref(), &sources) {
        add("published", place, Some(dated.shown()));
    }
    found
}
