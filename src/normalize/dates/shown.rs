//! Dates that a page shows: where they stand from the headline, and what is said of them.
//!
//! One walk over the page in reading order. What stands among comments, other articles or in the site's
//! frame is known by the names of the elements around it, unless the headline stands there as well.

use std::collections::{HashMap, HashSet};

use dom_query::{Document, NodeId, NodeRef};
use jiff::civil::Date;

use super::labels::{self, Label, Marks};
use super::written::{self, Order};
use super::{Dated, stated};
use crate::article::DateSource;
use crate::normalize::clean::spacing;

/// Texts before and behind the headline among which its date stands.
const NEAR_BEFORE: usize = 8;
const NEAR_AFTER: usize = 14;

/// Further texts behind the headline among which it may stand, behind a standfirst and a picture.
const REACH_AFTER: usize = 40;

/// Bytes of a text that is looked at; longer ones tell stories.
const TEXT_BYTES_MAX: usize = 400;

/// Bytes of the text before a date, in its own element or the one before, that may say what it is.
const LABEL_BYTES: usize = 48;

/// Bytes of a text that is the label of the next one.
const LABEL_TEXT_BYTES: usize = 32;

/// Letters besides the date in a text that is a date, with its weekday, time and label.
const BESIDE_MAX: usize = 40;

/// Letters of an abbreviation behind a date.
const ABBREVIATION_LETTERS_MAX: usize = 3;

/// Innermost elements whose names speak for a date.
const NAMES_REACH: usize = 3;

/// Dates kept from one page; live blogs have thousands.
const DATES_MAX: usize = 400;

/// Attributes in which elements state their date.
const ATTRIBUTES: [&str; 8] =
    ["datetime", "content", "title", "data-date", "data-datetime", "data-timestamp", "data-time", "data-published"];

/// A date as it stands in the page.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    pub dated: Dated,
    pub label: Label,
    /// It stands in an attribute, for programs.
    pub is_stated: bool,
    /// The element says in an attribute or its name that it is a date.
    pub is_marked: bool,
    /// Little else stands in its text.
    pub is_alone: bool,
    /// It stands among comments, other articles, or posts from elsewhere.
    pub is_foreign: bool,
    /// It stands beside the text.
    pub is_aside: bool,
    /// Texts from the headline; negative before it. `None` without a headline.
    pub distance: Option<isize>,
}

impl Shown {
    fn of(dated: Dated, label: Label) -> Self {
        let (is_stated, is_marked, is_alone) = (false, false, false);
        Self { dated, label, is_stated, is_marked, is_alone, is_foreign: false, is_aside: false, distance: None }
    }

    /// The date, and for whom it was written.
    pub fn sourced(&self) -> (Dated, DateSource) {
        (self.dated, if self.is_stated { DateSource::Meta } else { DateSource::Text })
    }

    pub fn is_near(&self) -> bool {
        self.distance.is_some_and(|distance| (-(NEAR_BEFORE as isize)..=NEAR_AFTER as isize).contains(&distance))
    }

    fn is_in_reach(&self) -> bool {
        self.distance.is_some_and(|distance| (-(NEAR_BEFORE as isize)..=REACH_AFTER as isize).contains(&distance))
    }

    /// How surely it is the article's date of publication; what falls short of [`WEAK`] is none.
    fn weight(&self, month: Option<(i16, i8)>) -> u32 {
        if self.is_foreign || matches!(self.label, Label::Other | Label::Updated) {
            return 0;
        }
        let place = match self.distance {
            _ if self.is_near() => {
                if self.is_aside {
                    2
                } else {
                    4
                }
            }
            None => {
                if self.is_aside {
                    0
                } else {
                    2
                }
            }
            _ if self.is_in_reach() && !self.is_aside => 2,
            _ => 0,
        };
        let label = if self.label == Label::Published { 3 } else { 0 };
        let form = 2 * u32::from(self.is_marked) + u32::from(self.is_alone);
        let address = 2 * u32::from(month == Some((self.dated.day.year(), self.dated.day.month())));
        // Lists of other articles beside the text are well marked, too.
        let most = if self.is_aside && !self.is_near() { SURE } else { u32::MAX };
        if label + form == 0 { 0 } else { (place + label + form + address).min(most) }
    }
}

/// A date that a reader takes for the article's, whatever programs are told.
pub const STRONG: u32 = 5;

/// A date that is it where programs are told none.
pub const SURE: u32 = 4;

/// A date that may be it where there is no better one.
pub const WEAK: u32 = 3;

/// All dates of a page in reading order.
#[derive(Debug, Default)]
pub struct Survey {
    pub shown: Vec<Shown>,
}

impl Survey {
    /// Walks over the page; `headline` is the element that shows it.
    pub fn of(document: &Document, headline: Option<&NodeRef<'_>>, order: Order) -> Self {
        let Some(body) = document.body() else { return Self::default() };
        let mut walk = Walk { order, headline: headline.map(|node| node.id), ..Walk::default() };
        for outer in headline.iter().flat_map(|node| node.ancestors_it(None)) {
            walk.around.insert(outer.id);
            walk.is_headline_in_article |= outer.node_name().is_some_and(|name| *name == *"article");
        }
        let mut steps = vec![Step::Enter(body)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave => walk.leave(),
                Step::Enter(node) if node.is_text() => walk.text(&node.text()),
                Step::Enter(node) => {
                    if node.is_element() {
                        walk.enter(&node);
                        steps.push(Step::Leave);
                    }
                    steps.extend(node.children_it(true).map(Step::Enter));
                }
            }
        }
        walk.finish()
    }

    /// The one that most surely is the article's; of equals the nearest behind the headline. `month` is the one
    /// that the page's address names.
    pub fn best(&self, month: Option<(i16, i8)>) -> Option<(&Shown, u32)> {
        let nearness = |shown: &Shown| match shown.distance {
            Some(distance) if distance >= 0 => -distance,
            Some(distance) => distance * 3,
            None => isize::MIN,
        };
        let mut best: Option<(&Shown, u32)> = None;
        for shown in &self.shown {
            let weight = shown.weight(month);
            let is_better = best.is_none_or(|(other, heaviest)| {
                weight > heaviest || (weight == heaviest && nearness(shown) > nearness(other))
            });
            if weight >= WEAK && is_better {
                best = Some((shown, weight));
            }
        }
        best
    }

    /// When the article was changed, as the page shows it.
    pub fn updated(&self) -> Option<&Shown> {
        self.shown.iter().find(|shown| !shown.is_foreign && shown.label == Label::Updated)
    }

    /// The same, beside the headline.
    pub fn updated_near(&self) -> Option<&Shown> {
        self.shown.iter().find(|shown| !shown.is_foreign && shown.is_near() && shown.label == Label::Updated)
    }

    /// Whether the page shows no other day near its headline.
    pub fn is_only_near(&self, day: Date) -> bool {
        self.shown.iter().filter(|shown| shown.is_in_reach()).all(|shown| shown.dated.day == day)
    }

    /// The only day that the page shows, whatever it says of it.
    pub fn only(&self) -> Option<(Dated, DateSource)> {
        let is_ours = |shown: &&Shown| !shown.is_foreign && shown.label != Label::Other && shown.is_alone;
        let mut days = self.shown.iter().filter(is_ours);
        let first = days.next()?;
        days.all(|other| other.dated.day == first.dated.day).then(|| first.sourced())
    }
}

enum Step<'a> {
    Enter(NodeRef<'a>),
    Leave,
}

#[derive(Default)]
struct Walk {
    order: Order,
    /// The headline's element, and all those around it.
    headline: Option<NodeId>,
    around: HashSet<NodeId>,
    is_headline_in_article: bool,
    known: HashMap<String, Marks>,
    /// What the names of the open elements say; `is_aside` holds for all within.
    open: Vec<Marks>,
    /// Where each date stands, counted in texts.
    found: Vec<(usize, Shown)>,
    texts: usize,
    headline_at: Option<usize>,
    last_text: String,
}

impl Walk {
    fn enter(&mut self, node: &NodeRef<'_>) {
        let element = node.node_name().unwrap_or_default();
        let mut marks = self.names(node, &element);
        let is_around = self.around.contains(&node.id);
        let is_other_article = *element == *"article" && self.is_headline_in_article;
        let outer = self.open.last().copied().unwrap_or_default();
        marks.is_foreign = !is_around && (marks.is_foreign || is_other_article || outer.is_foreign);
        marks.is_aside = !is_around && (marks.is_aside || outer.is_aside);
        self.open.push(marks);
        if self.headline == Some(node.id) {
            self.headline_at = Some(self.texts);
        }
        if marks.is_dated || *element == *"abbr" {
            self.attributes(node);
        }
    }

    /// Names come again and again: each is read once.
    fn names(&mut self, node: &NodeRef<'_>, element: &str) -> Marks {
        let mut names = element.to_owned();
        for attribute in ["class", "id", "itemprop"] {
            if let Some(name) = node.attr(attribute) {
                names.push(' ');
                names.push_str(&name);
            }
        }
        if let Some(marks) = self.known.get(&names) {
            return *marks;
        }
        let marks = labels::of_names(element, names[element.len()..].to_lowercase().trim());
        self.known.insert(names, marks);
        marks
    }

    fn leave(&mut self) {
        self.open.pop();
    }

    /// The names of the innermost elements speak for a date in them.
    fn marks(&self) -> Marks {
        let innermost = self.open.iter().rev().take(NAMES_REACH);
        let label = innermost.clone().map(|marks| marks.label).find(|label| *label != Label::None).unwrap_or_default();
        let last = self.open.last().copied().unwrap_or_default();
        Marks { label, is_dated: innermost.clone().any(|marks| marks.is_dated), ..last }
    }

    fn attributes(&mut self, node: &NodeRef<'_>) {
        let stated = ATTRIBUTES.iter().find_map(|name| stated::date(&node.attr(name)?, self.order));
        if let Some(dated) = stated {
            let label = self.label("");
            self.add(Shown { is_stated: true, is_marked: true, is_alone: true, ..Shown::of(dated, label) });
        }
    }

    /// What is said before a date: in its own text, else in the text before, else by the names around it.
    fn label(&self, before: &str) -> Label {
        let start = before.ceil_char_boundary(before.len().saturating_sub(LABEL_BYTES));
        let before = &before[start..];
        let of_words = if before.contains(|c: char| c.is_alphabetic() || c == '©') {
            labels::of_words(before)
        } else {
            labels::of_words(&self.last_text)
        };
        if of_words == Label::None { self.marks().label } else { of_words }
    }

    fn text(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        let is_label = text.len() <= LABEL_TEXT_BYTES;
        let may_be_date = text.len() <= TEXT_BYTES_MAX && text.contains(|c: char| c.is_numeric());
        // Most texts are neither.
        let lower = if is_label || may_be_date { spacing::on_one_line(text).to_lowercase() } else { String::new() };
        if may_be_date {
            let dates = written::dates(&lower, self.order);
            let of_dates: usize = dates.iter().map(|date| letters(&lower[date.start..date.end])).sum();
            let is_alone = letters(&lower) - of_dates <= BESIDE_MAX
                && !is_sentence(&lower, dates.last().map_or(0, |date| date.end));
            let mut from = 0;
            for date in dates {
                let label = self.label(&lower[from..date.start]);
                from = date.end;
                if let Some(dated) = Dated::of_day(date.day) {
                    let is_marked = self.marks().is_dated;
                    self.add(Shown { is_marked, is_alone, ..Shown::of(dated, label) });
                }
            }
        }
        self.texts += 1;
        self.last_text = if is_label { lower } else { String::new() };
    }

    fn add(&mut self, shown: Shown) {
        if self.found.len() < DATES_MAX {
            let Marks { is_foreign, is_aside, .. } = self.marks();
            self.found.push((self.texts, Shown { is_foreign, is_aside, ..shown }));
        }
    }

    fn finish(self) -> Survey {
        let headline = self.headline_at.and_then(|at| isize::try_from(at).ok());
        let distance = |place: usize| Some(isize::try_from(place).ok()? - headline?);
        let shown = self.found.into_iter().map(|(place, shown)| Shown { distance: distance(place), ..shown });
        Survey { shown: shown.collect() }
    }
}

/// Whether the text goes on behind a date and ends as sentences do; `4 мая 2015 г.` does not go on.
fn is_sentence(text: &str, date_end: usize) -> bool {
    text.ends_with(['.', '!', '?', '…', '。']) && letters(&text[date_end..]) > ABBREVIATION_LETTERS_MAX
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::guard;

    fn best(html: &str) -> Option<String> {
        let document = Document::from(guard::bounded(html));
        let headings = document.select("h1");
        let survey = Survey::of(&document, headings.nodes().first(), Order::Unknown);
        survey.best(None).map(|(shown, _)| shown.dated.day.to_string())
    }

    #[test]
    fn the_date_beside_the_headline_is_the_articles() {
        let story = "<p>The story goes on.</p>".repeat(60);
        let cases = [
            ("<h1>Rain</h1><p>May 4, 2015</p>", true),
            ("<p>4 May 2015</p><h1>Rain</h1>", true),
            ("<h1>Rain</h1><span>Published</span> <span>4 May 2015</span>, updated 9 May 2015", true),
            ("<h1>Rain</h1><p>Updated <time>9 May 2015</time></p><p class=post-date>4 May 2015</p>", true),
            ("<h1>Rain</h1><time datetime='2015-05-04'>last week</time>", true),
            (&format!("<h1>Rain</h1>{story}<p>Posted on 4 May 2015 by Jane</p>"), true),
            (&format!("<h1>Rain</h1>{story}<p>4 May 2015</p>"), false),
            (
                "<h1>Rain</h1><p>It rained from 4 May 2015 on in all the valleys of the north, and then for weeks.</p>",
                false,
            ),
            ("<h1>Rain</h1><div class=comments><p class=date>4 May 2015</p></div>", false),
            ("<article><h1>Rain</h1></article><article><time>4 May 2015</time></article>", false),
            ("<h1>Rain</h1><p>© 4 May 2015</p>", false),
            ("<h1>Rain</h1><p class=updated>4 May 2015</p>", false),
        ];
        for (html, expected) in cases {
            assert_eq!(best(html).as_deref(), expected.then_some("2015-05-04"), "{html}");
        }
    }
}
