//! Why an article came out as it did: what became of every block, and who said what of title, authors and date.

use serde::Serialize;

use super::blocks::{Block, Kind};
use super::clean;
use super::metadata::statements;
use super::rules::Rules;
use super::trace::{Origin, Step, Trace, Traced};
use super::{Background, PageOutcome, SiteMemory, Standing, Unusable, assemble};
use crate::article::{Article, Precision};
use crate::parse::Sighting;

/// An article and how it came about.
pub struct Explained {
    pub article: Result<Article, Unusable>,
    pub explanation: Explanation,
}

#[derive(Serialize)]
pub struct Explanation {
    /// Of the page's site, where there is one.
    pub rule: Option<RuleUse>,
    pub fields: Vec<Field>,
    /// In the order of the page; what comes from elsewhere stands behind.
    pub blocks: Vec<Way>,
}

/// How a rule fitted its page.
#[derive(Clone, Debug, Serialize)]
pub struct RuleUse {
    /// The file and the line of the rule.
    pub place: String,
    pub fits: bool,
    pub selectors: Vec<SelectorUse>,
    /// What it found of title, authors and date.
    #[serde(skip)]
    pub said: Vec<(&'static str, String)>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SelectorUse {
    pub key: &'static str,
    /// Or the pattern, of `remove_lines`.
    pub selector: String,
    /// How many it found.
    pub elements: usize,
}

/// One field of the article, and what every place says of it.
#[derive(Debug, Serialize)]
pub struct Field {
    pub name: &'static str,
    pub value: Option<String>,
    pub source: Option<&'static str>,
    pub candidates: Vec<Candidate>,
}

#[derive(Debug, Serialize)]
pub struct Candidate {
    pub source: &'static str,
    pub value: String,
}

/// What became of one block.
#[derive(Debug, Serialize)]
pub struct Way {
    pub kind: &'static str,
    pub text: String,
    /// Where the text that it is in was read: `page`, `rule`, `readability`, `jsonld`, `feed`.
    pub origin: &'static str,
    /// How probably it is text, by the judge.
    pub judge: Option<f32>,
    /// The share of it that is in JSON-LD's text.
    pub jsonld: Option<f32>,
    pub fate: Fate,
    /// The step that decided.
    pub by: Option<&'static str>,
    pub why: Option<String>,
    /// Its words in the article, where they are not `text`.
    pub left: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    Kept,
    /// Kept, but for some words.
    Changed,
    /// To another field of the record.
    Moved,
    Dropped,
}

/// Normalizes as [`super::normalize`] does, and explains.
pub fn explain(sighting: &Sighting, page: PageOutcome<'_>, standing: &Standing, rules: &Rules) -> Explained {
    let mut trace = Trace::on();
    let background = Background { rules, memory: &SiteMemory::default() };
    let article =
        assemble::article(background, sighting, page, standing, &mut trace).map(|normalized| normalized.article);
    let blocks: Vec<Way> = trace.blocks.iter().map(Way::of).collect();
    let fields = article.as_ref().map(|article| fields(article, sighting, page, &trace)).unwrap_or_default();
    Explained { article, explanation: Explanation { rule: trace.rule, fields, blocks } }
}

/// The fields that several places speak of, with the place that has the article's value.
fn fields(article: &Article, sighting: &Sighting, page: PageOutcome<'_>, trace: &Trace) -> Vec<Field> {
    let entry = &sighting.entry;
    let mut candidates: Vec<(&'static str, Candidate)> = Vec::new();
    let mut add = |field, source, value: String| candidates.push((field, Candidate { source, value }));
    for (field, value) in trace.rule.iter().flat_map(|rule| &rule.said) {
        add(field, "rule", value.clone());
    }
    if let Some(title) = entry.title.as_ref().and_then(super::source::one_line) {
        add("title", "feed", title);
    }
    let people: Vec<&str> = entry.authors.iter().filter_map(|person| person.name.as_deref()).collect();
    if !people.is_empty() {
        add("authors", "feed", people.join(", "));
    }
    if let Some(date) = entry.published {
        add("published", "feed", date.at.to_string());
    }
    if let PageOutcome::Got(page) = page {
        for said in statements(&page.html, &page.url, article.title.as_deref()) {
            add(said.field, said.place, said.value);
        }
    }
    for traced in trace.blocks.iter().filter(|traced| traced.gone == Some(Step::Bylines)) {
        add("authors", "text", names(&traced.text));
    }
    let first_line = trace.blocks.iter().find(|traced| traced.gone == Some(Step::Title));
    if let Some(line) = first_line {
        add("title", "text", line.text.clone());
    }
    let mut fields = vec![
        Field::of("title", article.title.clone()),
        Field::of("authors", Some(article.authors.join(", ")).filter(|names| !names.is_empty())),
        Field::of("published", published(article)),
    ];
    for (name, candidate) in candidates {
        let field = fields.iter_mut().find(|field| field.name == name).expect("all are listed");
        field.candidates.push(candidate);
    }
    fields.iter_mut().for_each(Field::find_source);
    fields
}

/// The day, or the moment where it is known.
fn published(article: &Article) -> Option<String> {
    let at = article.published?.to_string();
    let is_day = article.published_precision == Some(Precision::Day);
    Some(if is_day { at.split('T').next().unwrap_or_default().to_owned() } else { at })
}

impl Field {
    fn of(name: &'static str, value: Option<String>) -> Self {
        Self { name, value, source: None, candidates: Vec::new() }
    }

    /// The place that says the same, else the one that says it with more around it.
    fn find_source(&mut self) {
        let Some(value) = &self.value else { return };
        let same = self.candidates.iter().find(|candidate| candidate.value == *value);
        let holds = |candidate: &&Candidate| candidate.agrees(value) || candidate.value.contains(value.as_str());
        self.source = same.or_else(|| self.candidates.iter().find(holds)).map(|candidate| candidate.source);
    }
}

impl Candidate {
    /// Whether it says the same; a day in one place is the moment of another.
    pub fn agrees(&self, value: &str) -> bool {
        let is_day = |text: &str| text.len() == "2015-05-04".len() && text.as_bytes()[4] == b'-';
        let is_moment_of = |day: &str, moment: &str| is_day(day) && moment.ends_with('Z') && moment.starts_with(day);
        self.value == value || is_moment_of(&self.value, value) || is_moment_of(value, &self.value)
    }
}

fn names(line: &str) -> String {
    let named = clean::marked_byline(line);
    let organization = named.organization.into_iter();
    let all: Vec<String> =
        named.authors.into_iter().chain(organization).chain(named.agency.map(str::to_owned)).collect();
    if all.is_empty() { line.to_owned() } else { all.join(", ") }
}

impl Way {
    fn of(traced: &Traced) -> Self {
        let is_changed = traced.left != traced.text;
        let step = traced.gone.or_else(|| traced.changed.last().copied().filter(|_| is_changed));
        let fate = match traced.gone {
            None if is_changed => Fate::Changed,
            None => Fate::Kept,
            Some(Step::Captions | Step::Title | Step::Bylines | Step::Standfirst) => Fate::Moved,
            Some(_) => Fate::Dropped,
        };
        let claimed = (fate == Fate::Kept && traced.is_claimed).then_some("rule");
        let why = match (traced.gone, step) {
            (Some(step), _) => reason(step, traced),
            (None, Some(_)) => Some(cut(traced)),
            (None, None) => claimed.map(|_| "keep".to_owned()),
        };
        Self {
            kind: name(traced.kind),
            text: traced.text.clone(),
            origin: traced.origin.name(),
            judge: traced.probability.map(|share| (share * 100.0).round() / 100.0),
            jsonld: traced.told.map(|share| (share * 100.0).round() / 100.0),
            fate,
            by: step.map(Step::name).or(claimed),
            why,
            left: (fate == Fate::Changed).then(|| traced.left.clone()),
        }
    }
}

/// Why a step takes a block, beyond its name.
fn reason(step: Step, traced: &Traced) -> Option<String> {
    Some(match step {
        Step::Judge => return None,
        Step::Source(Origin::Rule) => "outside of body".to_owned(),
        Step::Source(origin) => format!("the text is that of {}", origin.name()),
        Step::Beside => "behind the end of the feed's text".to_owned(),
        Step::Lines => "remove_lines".to_owned(),
        Step::Captions => "to images".to_owned(),
        Step::Tails => tail(traced).to_owned(),
        Step::Title => "to title".to_owned(),
        Step::Headline => "repeats the title".to_owned(),
        Step::Bylines => format!("who wrote it: {}", names(&traced.text)),
        Step::Stamps => "a date alone".to_owned(),
        Step::Standfirst => "to standfirst".to_owned(),
        Step::Biographies => "about the author".to_owned(),
        Step::Headings => "a heading with nothing below it".to_owned(),
        Step::Sentences | Step::Dateline => "nothing is left of it".to_owned(),
    })
}

fn tail(traced: &Traced) -> &'static str {
    let block = Block::new(traced.kind, traced.text.clone());
    let furniture = clean::furniture(&block);
    if clean::is_ask(&block) {
        "asks something of readers"
    } else if furniture.is_lead {
        "leads elsewhere"
    } else if furniture.is_notice {
        "speaks of the site"
    } else if furniture.is_closer {
        "opens a list of other articles"
    } else {
        "behind the end of the text"
    }
}

/// What was taken out of a block that stayed.
fn cut(traced: &Traced) -> String {
    let (text, left) = (traced.text.as_str(), traced.left.as_str());
    let cut = text.strip_suffix(left).or_else(|| text.strip_prefix(left)).map(str::trim).filter(|cut| !cut.is_empty());
    cut.map_or_else(|| format!("now \"{}\"", around_difference(text, left)), |cut| format!("cut \"{cut}\""))
}

/// The words of `left` around the first place where it is not `text`.
fn around_difference(text: &str, left: &str) -> String {
    let same = std::iter::zip(text.chars(), left.chars()).take_while(|(a, b)| a == b).count();
    let signs: Vec<char> = left.chars().collect();
    let is_gap = |at: usize| signs.get(at).is_none_or(|sign| sign.is_whitespace());
    let start = (0..same.saturating_sub(1)).rev().find(|at| is_gap(*at)).map_or(0, |at| at + 1);
    let end = (same + 1..=signs.len()).find(|at| is_gap(*at)).unwrap_or(signs.len());
    signs[start..end].iter().collect()
}

fn name(kind: Kind) -> &'static str {
    match kind {
        Kind::Paragraph => "paragraph",
        Kind::Heading => "heading",
        Kind::Item => "item",
        Kind::Quote => "quote",
        Kind::Row => "row",
        Kind::Caption => "caption",
        Kind::Credit => "credit",
        Kind::Picture => "picture",
    }
}

impl Origin {
    fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Rule => "rule",
            Self::Readability => "readability",
            Self::Jsonld => "jsonld",
            Self::Feed => "feed",
        }
    }
}

impl Step {
    /// The step's file, or what stands for it.
    fn name(self) -> &'static str {
        match self {
            Self::Judge => "judge",
            Self::Source(Origin::Rule) | Self::Lines => "rule",
            Self::Source(_) => "source",
            Self::Sentences => "sentences",
            Self::Captions => "captions",
            Self::Tails => "tails",
            Self::Title | Self::Headline => "headline",
            Self::Bylines => "bylines",
            Self::Beside => "beside",
            Self::Stamps => "stamps",
            Self::Standfirst => "standfirst",
            Self::Biographies => "biographies",
            Self::Dateline => "dateline",
            Self::Headings => "headings",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ArticleId, FeedRef, Provenance};
    use crate::normalize::Page;
    use crate::parse::Entry;

    fn explained(html: &str) -> Explanation {
        let now = "2015-05-05T00:00:00Z".parse().unwrap();
        let url = url::Url::parse("https://paper.example/rain").unwrap();
        let sighting = Sighting {
            entry: Entry::default(),
            feed: FeedRef::default(),
            feed_language: None,
            provenance: Provenance::default(),
            fetched: now,
        };
        let page = Page { url, html: html.to_owned(), provenance: Provenance::default(), fetched: now };
        let standing = Standing { id: ArticleId([7; 16]), first_seen: now, seen_in: Vec::new() };
        explain(&sighting, PageOutcome::Got(&page), &standing, &Rules::default()).explanation
    }

    #[test]
    fn blocks_from_elsewhere_say_where_they_come_from() {
        let body = "A sentence of an article, that says something. ".repeat(30);
        let explanation = explained(&format!(
            "<p>Loading</p><script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"articleBody\":\"{body}\"}}</script>"
        ));
        let found: Vec<_> = explanation.blocks.iter().map(|way| (way.text.trim(), way.origin, way.fate)).collect();
        assert_eq!(found, [("Loading", "page", Fate::Dropped), (body.trim(), "jsonld", Fate::Kept)]);
    }

    #[test]
    fn a_field_names_the_place_that_its_value_is_from() {
        let explanation = explained(
            "<title>Rain in May | The Paper</title><meta name=author content='Jane Doe'>
             <meta name=pubdate content='2015-05-04'><p>It has rained for nine days in the valley, and it goes on.</p>",
        );
        let found: Vec<_> =
            explanation.fields.iter().map(|field| (field.name, field.value.as_deref(), field.source)).collect();
        let expected = [
            ("title", Some("Rain in May"), Some("title")),
            ("authors", Some("Jane Doe"), Some("meta")),
            ("published", Some("2015-05-04"), Some("meta")),
        ];
        assert_eq!(found, expected);
        let moment = Candidate { source: "jsonld", value: "2015-05-04T10:00:00Z".into() };
        assert!(moment.agrees("2015-05-04") && !moment.agrees("2015-05-03") && !moment.agrees("May"));
    }

    #[test]
    fn what_was_mended_is_shown_where_it_differs() {
        let cases = [
            ("for help.Nobody knew", "for help. Nobody knew", "help. Nobody"),
            ("help.Nobody", "help. Nobody", "help. Nobody"),
            ("a", "", ""),
        ];
        for (text, left, expected) in cases {
            assert_eq!(around_difference(text, left), expected, "{text}");
        }
    }
}
