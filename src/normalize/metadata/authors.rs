//! Who wrote it, as a page says: in JSON-LD, in meta elements, in the byline beside the headline.
//!
//! What readers see speaks first where it says `By`: statements for programs often name the account that
//! filled in the form. A stated name stays as it is stated, degrees included; a shown line is cut into names.

use std::collections::VecDeque;

use dom_query::{Document, NodeRef};

use super::{Head, line};
use crate::normalize::clean::{self, spacing};
use crate::normalize::dates;
use crate::normalize::headings::line_of;

/// Names of meta elements that give authors, the most reliable first.
const AUTHORS: &[&str] = &[
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "dc.creator.name",
    "dcterms.creator.name",
    "citation_author",
    "citation_authors",
    "byl",
    "article:author_name",
    "article:author:name",
    "og:author",
    "authors",
    "author_name",
    "shareaholic:article_author_name",
    "rnews:author",
    "creator",
    "cxenseparse:author",
    "mediator_author",
];

/// Elements that are the author's name, then elements that look like a byline.
const MARKED: &[&str] = &[
    "[itemprop=name], [itemprop=author], [rel=author], .author-name, .author__name, .byline-name, .byline__name",
    "[class*=byline], [class*=author], [class*=Author], [class*=Byline], [href*='/author/'], [href*='/authors/']",
];

/// Authors that one kind of statement names; no byline has as many.
const STATED_MAX: usize = 200;

/// Elements of one kind that are looked at: beyond the first ones they belong to other articles.
const MARKED_MAX: usize = 12;

/// Elements among which they are looked for: all that is described by a vocabulary has names.
const NAMED_MAX: usize = 400;

/// Bytes of text in such an element, white space included; longer ones are the author's portrait.
const MARKED_BYTES_MAX: usize = 8 << 10;

/// Texts of a box on the author that are looked at.
const BOX_TEXTS_MAX: usize = 5;

/// Elements between a comment and the name of its author.
const COMMENT_DEPTH: usize = 5;

/// Texts behind the headline among which the byline stands, and before it.
const NEAR_AFTER: usize = 24;
const NEAR_BEFORE: usize = 6;

/// Texts further on in which the page may say `Written by` at length.
const REACH_AFTER: usize = 2_000;

/// Bytes of a sentence on the author.
const SENTENCE_BYTES_MAX: usize = 300;

/// Pieces of one byline: links and commas are texts of their own.
const PIECES_MAX: usize = 9;

/// Characters of a name.
const NAME_CHARS_MAX: usize = 60;

/// Words of a name.
const NAME_WORDS_MAX: usize = 6;

/// Lines that only open a byline, in lower case without signs at the end.
#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "by", "written by", "author", "authors", "words by", "article by", "story by", "posted by", "reported by", "text by", "from", "published by",
    "contributed by", "von", "autor", "autorin", "autoren", "ein artikel von", "text", "par", "auteur", "rédigé par", "écrit par", "publié par",
    "por", "escrito por", "texto", "publicado por", "di", "a cura di", "scritto da", "autore", "door", "geschreven door", "auteur", "av", "af", "skriven av",
    "tekst", "przez", "autorzy", "автор", "текст", "yazar", "oleh", "penulis", "bởi", "tác giả", "συντάκτης", "szerző", "autorius", "kirjoittaja", "teksti",
];

/// Those of them that say so at any distance from the headline.
const SURE_OPENERS: &[&str] = &[
    "written by",
    "article by",
    "escrito por",
    "rédigé par",
    "écrit par",
    "geschreven door",
    "scritto da",
    "author",
    "authors",
    "authors:",
    "author:",
];

/// Words within names that need no capital.
#[rustfmt::skip]
const PARTICLES: &[&str] = &[
    "the", "de", "da", "do", "dos", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den", "ten", "ter", "bin", "ibn", "zu", "zur", "af",
    "al", "el", "y", "e", "und", "d’",
];

/// What stands between two names.
const CONNECTIVES: &[&str] =
    &[",", "and", "&", "und", "et", "y", "e", "en", "og", "och", "and,", ", and", "/", "i", "и"];

/// Words of links and labels in places where names stand.
#[rustfmt::skip]
const NO_NAMES: &[&str] = &[
    "admin", "author", "null", "undefined", "none", "administrator", "webmaster", "the author", "about the author", "learn more", "read more", "view more posts",
    "view all posts", "all posts", "more posts", "see more", "website", "follow", "follow us", "share", "editor", "guest", "guest author", "unknown", "n/a", "wp-admin",
    "contact", "subscribe", "view profile", "read bio", "full bio", "biography", "bio", "profile", "user", "root", "superuser", "afficher mon profil complet", "view my complete profile", "mein profil vollständig anzeigen", "ver todo mi perfil", "home", "blog", "news",
];

/// Words of offices that follow a name, in lower case.
#[rustfmt::skip]
const OFFICES: &[&str] = &[
    "editor", "writer", "reporter", "correspondent", "director", "head", "manager", "senior", "chief", "officer", "contributor", "founder", "co-founder",
    "professor", "president", "producer", "columnist", "specialist", "analyst", "consultant", "horticulture", "extension", "lead", "engineer", "ceo", "cto", "vp",
    "redakteur", "redakteurin", "journalist", "journalistin", "redactor", "redactora", "journaliste",
    "desk", "staff", "sponsored", "sponsor", "admin", "updated", "published",
];

/// Returns the authors in the page's order.
pub fn read(
    document: &Document,
    headline: Option<&NodeRef<'_>>,
    page: &Head,
    said: &[String],
    is_house: impl Fn(&str) -> bool,
) -> Vec<String> {
    let around = |count| headline.map(|headline| Around::of(document, headline, count)).unwrap_or_default();
    let stated = stated(page, said);
    let shown = around(NEAR_AFTER).byline();
    // `Jane Doe Weather Reporter` in two elements is `Jane Doe` in the statement.
    let goes_on = |name: &String| {
        shown.iter().any(|shown| shown.strip_prefix(name.as_str()).is_some_and(|rest| !rest.is_empty()))
    };
    if !shown.is_empty() && !stated.iter().any(goes_on) {
        return shown;
    }
    if stated.iter().any(|name| !is_house(name)) {
        return stated;
    }
    let marked = marked(document);
    if !marked.is_empty() {
        return marked;
    }
    let further = around(REACH_AFTER).further();
    if further.is_empty() { stated } else { further }
}

/// JSON-LD's authors, else those of the first meta elements that name one.
fn stated(page: &Head, said: &[String]) -> Vec<String> {
    let said = said.iter().take(STATED_MAX);
    let named: Vec<String> = said.filter_map(|name| line(name)).filter(|name| is_name(name)).collect();
    if !named.is_empty() {
        return named;
    }
    let of_metas =
        |name: &&str| page.all(name).take(STATED_MAX).filter_map(line).filter(|name| is_name(name)).collect::<Vec<_>>();
    let named = AUTHORS.iter().map(of_metas).find(|names| !names.is_empty());
    named.or_else(|| Some(vec![page.labelled("written by").filter(|name| is_name(name))?])).unwrap_or_default()
}

/// Names in elements that are there for the author.
fn marked(document: &Document) -> Vec<String> {
    for marks in MARKED {
        let elements = document.select(marks);
        let elements = elements.nodes().iter().take(NAMED_MAX).filter(|element| !is_of_another(element));
        for element in elements.take(MARKED_MAX) {
            if is_of_comment(element) {
                continue;
            }
            let text = line_of(element, MARKED_BYTES_MAX).unwrap_or_default();
            let is_the_name = *marks == MARKED[0] && text.chars().count() <= NAME_CHARS_MAX;
            let found = if is_the_name { vec![text] } else { clean::marked_byline(&without_office(&text)).authors };
            let found: Vec<String> =
                found.iter().filter(|name| is_name(name)).map(|name| without_office(name)).collect();
            if !found.is_empty() {
                return found;
            }
            if let Some(name) = first_name(element) {
                return vec![name];
            }
        }
    }
    Vec::new()
}

/// Whether it is the name of something that is no author.
fn is_of_another(element: &NodeRef<'_>) -> bool {
    let is = |node: &NodeRef<'_>, property: &str| node.attr("itemprop").is_some_and(|value| *value == *property);
    is(element, "name") && !element.ancestors_it(None).any(|outer| is(&outer, "author"))
}

/// Comments have authors of their own.
fn is_of_comment(element: &NodeRef<'_>) -> bool {
    let has_name =
        |node: &NodeRef<'_>| node.attr("class").is_some_and(|class| class.to_lowercase().contains("comment"));
    has_name(element) || element.ancestors_it(Some(COMMENT_DEPTH)).any(|outer| has_name(&outer))
}

/// Cuts the office off a name: `Jane Doe Senior Weather Reporter`.
fn without_office(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let office = words.iter().position(|word| OFFICES.contains(&word.to_lowercase().as_str()));
    words[..office.filter(|at| *at >= 2).unwrap_or(words.len())].join(" ")
}

/// The first of the texts in a box on the author that is a whole name.
fn first_name(element: &NodeRef<'_>) -> Option<String> {
    let texts = element.descendants_it().filter(|node| node.is_text()).map(|node| spacing::on_one_line(&node.text()));
    let mut texts = texts.filter(|text| !text.is_empty()).take(BOX_TEXTS_MAX);
    texts.find(|text| (2..=4).contains(&text.split_whitespace().count()) && people(text) == [text.as_str()])
}

/// Addresses, accounts and the words of links are no names.
fn is_name(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.chars().any(char::is_alphabetic)
        && !text.contains("://")
        && !text.starts_with('@')
        && !text.contains(".com/")
        && !NO_NAMES.contains(&lower.as_str())
        && !OPENERS.contains(&lower.trim_end_matches([':', ' ']))
}

/// The texts around the headline, in the page's order.
#[derive(Default)]
struct Around {
    before: VecDeque<String>,
    after: Vec<String>,
}

impl Around {
    /// Reads so many texts behind the headline, and a few before it.
    fn of(document: &Document, headline: &NodeRef<'_>, count: usize) -> Self {
        let mut around = Self::default();
        let Some(body) = document.body() else { return around };
        let mut is_behind = false;
        for node in body.descendants_it() {
            is_behind |= node.id == headline.id;
            if !node.is_text() || node.text().trim().is_empty() {
                continue;
            }
            let text = spacing::on_one_line(&node.text());
            if is_behind {
                around.after.push(text);
            } else {
                around.before.push_back(text);
                if around.before.len() > NEAR_BEFORE {
                    around.before.pop_front();
                }
            }
            if around.after.len() >= count {
                break;
            }
        }
        around
    }

    /// The names behind `By`, right behind the headline or else right before it.
    fn byline(&mut self) -> Vec<String> {
        let found = first_byline(&self.after, OPENERS);
        if found.is_empty() { first_byline(self.before.make_contiguous(), OPENERS) } else { found }
    }

    /// The names that the page gives after the text: `Written by …` in a line of its own or in a short sentence.
    fn further(&self) -> Vec<String> {
        let found = first_byline(&self.after, SURE_OPENERS);
        if !found.is_empty() {
            return found;
        }
        let sentences = self.after.iter().filter(|text| text.len() <= SENTENCE_BYTES_MAX);
        let mut written = sentences.filter_map(|text| text.split_once(" written by "));
        written.find_map(|(_, names)| Some(people(names)).filter(|names| !names.is_empty())).unwrap_or_default()
    }
}

fn first_byline(texts: &[String], openers: &[&str]) -> Vec<String> {
    for at in 0..texts.len() {
        if at > 0 && is_of_reviewer(&texts[at - 1]) {
            continue;
        }
        let lower = texts[at].to_lowercase();
        let bare = lower.trim_end_matches([':', ' ', '.', '-', '–']);
        let found = if openers.contains(&bare) {
            pieces(&texts[at + 1..])
        } else {
            let opener = openers.iter().filter(|opener| opens(&lower, opener)).max_by_key(|opener| opener.len());
            opener.map(|opener| people(texts[at].get(opener.len()..).unwrap_or_default())).unwrap_or_default()
        };
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Whether a line says that what follows names who checked the article.
fn is_of_reviewer(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.len() <= NAME_CHARS_MAX
        && ["review", "fact check", "fact-check", "edited", "photo"].iter().any(|word| lower.contains(word))
}

/// Whether a line begins with the word, and the word ends there.
fn opens(lower: &str, opener: &str) -> bool {
    lower.strip_prefix(opener).is_some_and(|rest| rest.starts_with([' ', ':', '\u{a0}']))
}

/// Joins names that stand in texts of their own, with commas and conjunctions between them.
fn pieces(texts: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut is_joined = true;
    for text in texts.iter().take(PIECES_MAX) {
        if CONNECTIVES.contains(&text.to_lowercase().as_str()) {
            is_joined = true;
            continue;
        }
        if !is_joined {
            break;
        }
        let found = people(text);
        if found.is_empty() {
            break;
        }
        is_joined = text.ends_with([',', '&']);
        names.extend(found);
    }
    names
}

/// Cuts a line of names: at signs that end it, at commas and conjunctions, and leaves out offices.
fn people(text: &str) -> Vec<String> {
    let text = text.trim_start_matches([':', ' ', '\u{a0}']);
    let text = text.split(['|', '•', '·', '(', '—', '–', '/']).next().unwrap_or_default();
    let text = text.split(" in ").next().unwrap_or_default().split(" on ").next().unwrap_or_default();
    let text = text.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    let mut parts = vec![text];
    for separator in [",", ";", " and ", " & ", " und ", " et ", " y ", " och ", " og ", " и "] {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    let mut names: Vec<String> = Vec::new();
    for part in parts.into_iter().map(|part| part.trim().trim_end_matches(['.', ':', '-', ' '])) {
        match names.last_mut() {
            _ if part.is_empty() => {}
            Some(name) if is_degree(part) => {
                name.push_str(", ");
                name.push_str(part);
            }
            _ if is_person(part) => names.push(part.to_owned()),
            _ => break,
        }
    }
    names
}

/// `MD`, `Ph.D`, `RDN`: letters behind a name.
fn is_degree(part: &str) -> bool {
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = part.chars().filter(|c| c.is_uppercase()).count();
    letters <= 5 && capitals >= 2 && !part.contains(' ')
}

/// Whether the words are those of a name: capitals, few of them, and no office.
fn is_person(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().collect();
    let is_capital = |word: &str| {
        let first = word.trim_start_matches(|c: char| !c.is_alphabetic()).chars().next();
        first.is_none_or(|first| !first.is_lowercase())
    };
    let is_of_name = |word: &&str| is_capital(word) || PARTICLES.contains(word);
    let is_other =
        |word: &&str| OFFICES.contains(&word.to_lowercase().as_str()) || word.ends_with("’s") || word.ends_with("'s");
    is_name(part)
        && part.chars().count() <= NAME_CHARS_MAX
        && words.len() <= NAME_WORDS_MAX
        && words.iter().all(is_of_name)
        && words.iter().any(|word| is_capital(word))
        && !words.iter().any(is_other)
        && !(words.len() == 1 && dates::is_month(&part.to_lowercase()))
        && !part.contains(['!', '?', '@', '%', '$', '"', '“'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn bylines_beside_the_headline_are_read() {
        let cases: &[(&[&str], &[&str])] = &[
            (&["By Jane Doe", "May 4"], &["Jane Doe"]),
            (
                &["By", "Jane Doe", ",", "John Roe", "and", "Max O’Neill", "Today"],
                &["Jane Doe", "John Roe", "Max O’Neill"],
            ),
            (&["Written by", "Jane Doe", "Weather Editor"], &["Jane Doe"]),
            (&["By: Jane Doe, Senior Director, Weather"], &["Jane Doe"]),
            (&["by:", "Jane Doe", ",", "May 4, 2015"], &["Jane Doe"]),
            (&["Posted by", "jdoe"], &[]),
            (&["By the Weather Team"], &["the Weather Team"]),
            (&["Von Anna Schmidt und Otto von der Heide"], &["Anna Schmidt", "Otto von der Heide"]),
            (&["Автор: Иван Петров"], &["Иван Петров"]),
            (&["By the end of the year all was over"], &[]),
            (&["By Rain’s End", "Posted by", "From", "Insights from"], &[]),
            (&["By", "Posted by"], &[]),
            (&["Share", "Jane Doe"], &[]),
        ];
        for (lines, expected) in cases {
            assert_eq!(first_byline(&texts(lines), OPENERS), *expected, "{lines:?}");
        }
    }

    #[test]
    fn boxes_and_statements_are_read_without_comments() {
        let head = |metas: &[(&str, &str)]| Head {
            metas: metas.iter().map(|(name, content)| ((*name).to_owned(), (*content).to_owned())).collect(),
        };
        let cases: &[(&str, &[(&str, &str)], &[&str])] = &[
            (
                "<div class=comment><b class=author>Max Roe</b></div><h1>Rain</h1><div class=author-box><b>Jane Doe</b><p>Jane is here to write.</p></div>",
                &[],
                &["Jane Doe"],
            ),
            ("<h1>Rain</h1><p class=byline>Jane Doe Senior Weather Reporter</p>", &[], &["Jane Doe"]),
            ("<h1>Rain</h1>By <a>Jane Doe</a>", &[("author", "jdoe1")], &["Jane Doe"]),
            ("<h1>Rain</h1>By Jane Doe Sponsor", &[("author", "Jane Doe")], &["Jane Doe"]),
            ("<h1>Rain</h1>Reviewed by <p>By</p><p>Max Roe</p>", &[("author", "Jane Doe, MD")], &["Jane Doe, MD"]),
            ("<h1>Rain</h1>", &[("twitter:label1", "Written by"), ("twitter:data1", "Jane Doe")], &["Jane Doe"]),
            ("<h1>Rain</h1><p>This was written by Jane Doe, Head of Weather.</p>", &[], &["Jane Doe"]),
            ("<h1>Rain</h1><p>By Jane Doe, MD, and Max Roe", &[], &["Jane Doe, MD", "Max Roe"]),
            ("<h1>Rain</h1>", &[("author", "The Paper")], &["The Paper"]),
        ];
        for (html, metas, expected) in cases {
            let document = Document::from(*html);
            let headings = document.select("h1");
            let found = read(&document, headings.nodes().first(), &head(metas), &[], |name| name == "The Paper");
            assert_eq!(found, *expected, "{html}");
        }
    }

    #[test]
    fn words_of_links_are_no_names() {
        for text in ["Learn More", "https://example.org/jane", "@jane", "admin", "4", ""] {
            assert!(!is_name(text), "{text}");
        }
        assert!(is_name("Jane Doe, MD"));
    }
}
