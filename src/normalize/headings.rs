//! A page's title: the headline that the page shows, found with the help of those that it shares.

use std::collections::HashSet;

use dom_query::{Document, NodeRef};

use super::clean::spacing;

/// Characters of a heading that is a headline.
const TITLE_CHARS_MAX: usize = 300;

/// Share of the words of a shown heading and a shared title that make them one.
const SAME_SHARE: f32 = 0.5;

/// Words of a page's only heading that make it the headline, whatever titles are given.
const HEADLINE_WORDS_MIN: usize = 5;

/// Characters of such a heading: longer ones are standfirsts.
const HEADLINE_CHARS_MAX: usize = 160;

/// The same for lesser headings: other articles have such ones, too.
const ALIKE_SHARE: f32 = 0.8;

/// Headings of one kind that are looked at.
const HEADINGS_MAX: usize = 60;

/// Characters of a given title that are read; a longer one is a text in the wrong field.
const GIVEN_CHARS_MAX: usize = 1_000;

/// Bytes of an element's text, white space included, up to which it may be a heading; some show pages in one.
const HEADING_BYTES_MAX: usize = 16 << 10;

/// The titles that a page gives besides the headings it shows.
pub struct Headings<'a> {
    /// JSON-LD's headline.
    pub said: Option<String>,
    /// The title for sharing.
    pub shared: Option<String>,
    pub site: Option<&'a str>,
    pub host: &'a str,
}

impl Headings<'_> {
    /// Returns the title: the shown heading that agrees best with a given title, else a given title without the
    /// site's name, else the first heading shown.
    pub fn choose(&self, document: &Document) -> Option<String> {
        let in_head = document.select("title").nodes().first().map(|title| spacing::on_one_line(&title.text()));
        let in_head = in_head.filter(|title| !title.is_empty());
        let given: Vec<String> = [&self.said, &self.shared, &in_head]
            .into_iter()
            .flatten()
            .map(|title| self.without_site(&title.chars().take(GIVEN_CHARS_MAX).collect::<String>()))
            .filter(|title| !self.is_site(title))
            .collect();
        let shown: Vec<String> = document
            .select("h1")
            .nodes()
            .iter()
            .take(HEADINGS_MAX)
            .filter_map(|heading| line_of(heading, HEADING_BYTES_MAX))
            .filter(|heading| !heading.is_empty() && heading.chars().count() <= TITLE_CHARS_MAX)
            .collect();
        let agreement = |heading: &String| given.iter().map(|title| share(heading, title)).fold(0.0, f32::max);
        let best = shown.iter().max_by(|a, b| agreement(a).total_cmp(&agreement(b)));
        if let Some(best) = best.filter(|best| agreement(best) >= SAME_SHARE) {
            // A heading that only goes on behind a given title carries counts, sources or sections with it.
            let is_cut = |title: &&String| {
                best.strip_prefix(title.as_str()).is_some_and(|rest| rest.trim_start().starts_with(['(', '[', '|']))
            };
            return Some(given.iter().find(is_cut).unwrap_or(best).clone());
        }
        // Titles for search engines and for readers may have little in common.
        if let [only] = shown.as_slice()
            && only.split_whitespace().count() >= HEADLINE_WORDS_MIN
            && only.chars().count() <= HEADLINE_CHARS_MAX
            && !self.is_site(only)
        {
            return Some(only.clone());
        }
        given.into_iter().next().or_else(|| shown.into_iter().next())
    }

    /// Cuts the site's name off either end: `Title | The Paper`, `The Paper: Title`.
    fn without_site(&self, title: &str) -> String {
        for separator in [" | ", " - ", " – ", " — ", " :: ", " » ", " • ", " · ", " // "] {
            if let Some((start, end)) = title.rsplit_once(separator)
                && (self.is_site(end)
                    || (separator == " | " && end.split_whitespace().count() <= 4 && !self.is_site(start)))
                && !start.trim().is_empty()
            {
                return self.without_site(start.trim());
            }
        }
        for separator in [" | ", ": ", " - "] {
            if let Some((start, end)) = title.split_once(separator)
                && self.is_site(start)
                && !end.trim().is_empty()
            {
                return self.without_site(end.trim());
            }
        }
        title.to_owned()
    }

    fn is_site(&self, name: &str) -> bool {
        let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
        let name = plain(name);
        let host = self.host.trim_start_matches("www.");
        let is_label = || host.rsplit('.').skip(1).any(|label| plain(label) == name);
        !name.is_empty() && (self.site.is_some_and(|site| plain(site) == name) || plain(host) == name || is_label())
    }
}

/// Returns the element that shows the title: where the article begins.
pub fn element<'a>(document: &'a Document, title: Option<&str>) -> Option<NodeRef<'a>> {
    let first_like = |selector: &str, least: f32| {
        let headings = document.select(selector);
        let mut headings = headings.nodes().iter().take(HEADINGS_MAX);
        let is_like = |heading: &NodeRef<'_>| Some(share(&line_of(heading, HEADING_BYTES_MAX)?, title?) >= least);
        headings.find(|heading| is_like(heading).unwrap_or(false)).copied()
    };
    let main = document.select("h1");
    let only = main.nodes().first().filter(|_| main.length() == 1).copied();
    first_like("h1", SAME_SHARE)
        .or(only)
        .or_else(|| first_like("h2, h3, [class*=headline], [class*=title]", ALIKE_SHARE))
        .or_else(|| main.nodes().first().copied())
}

/// Returns the text of an element on one line, `None` if it has more bytes: names say `headline` of whole pages, too,
/// and those one in the other.
pub fn line_of(element: &NodeRef<'_>, bytes_max: usize) -> Option<String> {
    let mut text = String::new();
    for part in element.descendants_it().filter(NodeRef::is_text) {
        text.push_str(&part.text());
        if text.len() > bytes_max {
            return None;
        }
    }
    Some(spacing::on_one_line(&text))
}

/// Share of the words that a heading and a title have in common, of the longer one's; a heading with which the
/// title begins counts as the same.
fn share(heading: &str, title: &str) -> f32 {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let (heading, title) = (words(heading), words(title));
    if heading.is_empty() || title.is_empty() {
        return 0.0;
    }
    let known: HashSet<&String> = title.iter().collect();
    let shared = heading.iter().filter(|word| known.contains(word)).count();
    #[expect(clippy::cast_precision_loss, reason = "titles are short")]
    let share = shared as f32 / heading.len().max(title.len()) as f32;
    if heading.len() >= 3 && title.starts_with(&heading) { share.max(SAME_SHARE) } else { share }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(html: &str, said: Option<&str>) -> Option<String> {
        let headings = Headings {
            said: said.map(str::to_owned),
            shared: None,
            site: Some("The Paper"),
            host: "www.paper.example",
        };
        headings.choose(&Document::from(html))
    }

    #[test]
    fn the_shown_headline_wins_where_it_agrees() {
        let cases = [
            ("<h1>The Paper</h1><h1>Rain in May</h1><title>Rain in May | The Paper</title>", None, "Rain in May"),
            (
                "<h1>Rain in May, and no end</h1><title>x</title>",
                Some("Rain in May and no end of it"),
                "Rain in May, and no end",
            ),
            ("<title>Rain in May - The Paper</title>", None, "Rain in May"),
            ("<title>Rain - and sun - Paper</title>", None, "Rain - and sun"),
            ("<title>The Paper: Rain in May</title>", None, "Rain in May"),
            ("<h1>Rain in May</h1><h1>Sun in June</h1>", Some("Sun in June"), "Sun in June"),
            ("<h1>Rain in May (example.org) 87</h1>", Some("Rain in May"), "Rain in May"),
            ("<h1>Rain in May | Weather</h1>", Some("Rain in May"), "Rain in May"),
            ("<h1>Rain in May and June</h1>", Some("Rain in May an"), "Rain in May and June"),
            ("<title>Paper | Rain in May | Paper</title>", None, "Rain in May"),
            ("<h1>Jane’s weather pages</h1>", Some("Rain in May"), "Rain in May"),
            ("<h1>Nine days of rain, and no end</h1>", Some("Weather in May"), "Nine days of rain, and no end"),
            ("<h1>Nine days of rain, and no end</h1><h1>Weather</h1>", Some("Sun in May"), "Sun in May"),
            ("<h1>The Paper</h1>", Some("Rain in May"), "Rain in May"),
            ("<h1>Weather</h1>", None, "Weather"),
            ("<h1>Rain</h1><title>The Paper</title>", None, "Rain"),
        ];
        for (html, said, expected) in cases {
            assert_eq!(chosen(html, said).as_deref(), Some(expected), "{html}");
        }
        assert_eq!(chosen("<p>no title</p>", None), None);
    }
}
