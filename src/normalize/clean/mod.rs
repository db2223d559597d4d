//! Blocks to clean paragraphs, and what the other blocks said: one file a rule, in the order of [`clean`].

pub mod agency;
mod asks;
mod bylines;
mod captions;
pub mod dateline;
mod headline;
mod mojibake;
mod phrases;
mod quotes;
mod sentences;
mod slips;
pub mod spacing;
mod tails;

pub use asks::is_ask;
pub use bylines::{Bylines, marked as marked_byline, names, uncased as uncased_byline, without_opener};
pub use headline::{is_same as is_same_headline, says_enough};
pub use sentences::is_ended;
pub use tails::{Furniture, furniture};

use super::blocks::{Block, Kind};
use super::dates;
use super::trace::{Step, Trace};
use crate::article::Image;

/// An article's text and what was found in it.
#[derive(Debug, Default, PartialEq)]
pub struct Cleaned {
    /// Only where the caller knew no title.
    pub title: Option<String>,
    pub standfirst: Option<String>,
    pub paragraphs: Vec<String>,
    pub bylines: Bylines,
    pub dateline: Option<String>,
    pub images: Vec<Image>,
}

impl Cleaned {
    /// Paragraphs joined by a blank line.
    pub fn text(&self) -> String {
        self.paragraphs.join("\n\n")
    }
}

/// Whether the blocks are an article or a few lines of it, in which nothing can be told from text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    Article,
    Summary,
}

/// What is known of an article before its text is cleaned.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// `None` to find it in the text.
    pub title: Option<&'a str>,
    /// What the page has for a title: a desk that rewrites a headline does so there first.
    pub headline: Option<&'a str>,
    /// Whom the page or the feed names.
    pub authors: &'a [String],
}

/// Cleans blocks without being watched.
pub fn clean(blocks: Vec<Block>, known: Known<'_>, extent: Extent) -> Cleaned {
    clean_traced(blocks, known, extent, &mut Trace::off())
}

/// Cleans the blocks of an article. Each rule that takes blocks or changes them is followed by the line that lets the
/// trace see it.
pub fn clean_traced(mut blocks: Vec<Block>, known: Known<'_>, extent: Extent, trace: &mut Trace) -> Cleaned {
    let title = known.title;
    let mut cleaned = Cleaned::default();
    for block in &mut blocks {
        block.text = slips::mended(sentences::part_glued(tails::without_more_link(&block.text)));
    }
    slips::join_broken(&mut blocks);
    trace.after(Step::Sentences, &blocks);
    cleaned.images = captions::take(&mut blocks);
    trace.after(Step::Captions, &blocks);
    // A credit alone says who wrote it, where it names an agency.
    let is_stamp = |image: &Image| image.url.is_none() && image.caption.is_none();
    let stamp = cleaned
        .images
        .iter()
        .filter(|image| is_stamp(image))
        .find_map(|image| agency::listed(image.credit.as_deref()?));
    cleaned.images.retain(|image| !is_stamp(image));
    tails::drop(&mut blocks);
    trace.after(Step::Tails, &blocks);
    if extent == Extent::Article {
        if title.is_none() {
            cleaned.title = headline::take_title(&mut blocks);
            trace.after(Step::Title, &blocks);
        }
        for title in title.or(cleaned.title.as_deref()).into_iter().chain(known.headline) {
            headline::drop_title(&mut blocks, title);
            trace.after(Step::Headline, &blocks);
        }
        cleaned.bylines = bylines::take(&mut blocks);
        trace.after(Step::Bylines, &blocks);
        drop_stamps(&mut blocks);
        trace.after(Step::Stamps, &blocks);
        cleaned.standfirst = headline::take_standfirst(&mut blocks);
        trace.after(Step::Standfirst, &blocks);
        tails::drop_biographies(&mut blocks, known.authors.iter().chain(&cleaned.bylines.authors));
        trace.after(Step::Biographies, &blocks);
    }
    cleaned.bylines.agency = cleaned.bylines.agency.or(stamp);
    take_dateline(&mut blocks, &mut cleaned);
    trace.after(Step::Dateline, &blocks);
    drop_trailing_headings(&mut blocks);
    trace.after(Step::Headings, &blocks);
    cleaned.paragraphs = blocks.into_iter().map(|block| block.text).collect();
    cleaned
}

fn take_dateline(blocks: &mut [Block], cleaned: &mut Cleaned) {
    let Some(first) = blocks.iter_mut().find(|block| block.kind == Kind::Paragraph) else { return };
    if let Some(found) = dateline::read(&first.text) {
        cleaned.dateline = found.place;
        cleaned.bylines.agency = cleaned.bylines.agency.or(found.agency);
        first.text.replace_range(..found.story, "");
    }
}

/// A date alone above the text is when it was published.
fn drop_stamps(blocks: &mut Vec<Block>) {
    while blocks.len() > 1 && blocks[0].kind == Kind::Paragraph && dates::is_date(&blocks[0].text) {
        blocks.remove(0);
    }
}

/// Headings in a row at the end that headed something; more of them are lines that the page sets as headings.
const TRAILING_HEADINGS_MAX: usize = 2;

/// A heading with nothing below it belonged to something that is gone.
fn drop_trailing_headings(blocks: &mut Vec<Block>) {
    let headings = blocks.iter().skip(1).rev().take_while(|block| block.kind == Kind::Heading).count();
    if headings <= TRAILING_HEADINGS_MAX {
        blocks.truncate(blocks.len() - headings);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_date_alone_above_the_text_goes_and_one_in_a_sentence_stays() {
        let body = "The delegates of nine countries met in the old town hall to talk about water.";
        for date in
            ["4 May 2015", "May 4, 2015, 10:20", "30 augustus 2021", "২৮ জুলাই ২০২০", "3 มีนาคม 2021", "2021年3月12日"]
        {
            let blocks = [date, body].map(|text| Block::new(Kind::Paragraph, text)).into();
            assert_eq!(clean(blocks, titled("Talks on water"), Extent::Article).text(), body, "{date}");
        }
        for line in ["On 4 May 2015", "Ruling of 4 May 2015", "4 May 2015 – 6 May 2015"] {
            let blocks = [line, body].map(|text| Block::new(Kind::Paragraph, text)).into();
            assert!(clean(blocks, titled("Talks on water"), Extent::Article).text().ends_with(body), "{line}");
            assert!(!dates::is_date(line), "{line}");
        }
    }

    #[test]
    fn a_line_that_offers_a_newsletter_goes_and_a_sentence_about_one_stays() {
        let sentence = "The newsletter of the harbor office reached nine hundred people last week.";
        let body = "The delegates of nine countries met in the old town hall to talk about water.";
        let offer = "The week in your inbox: our newsletter";
        let blocks = [sentence, offer, body].map(|text| Block::new(Kind::Paragraph, text)).into();
        assert_eq!(clean(blocks, titled("Talks"), Extent::Article).paragraphs, [sentence, body]);
    }

    #[test]
    fn headings_above_nothing_go_and_lines_set_as_headings_stay() {
        let body = "The delegates of nine countries met in the old town hall to talk about water.";
        let left = |headings: &[&str]| {
            let headings = headings.iter().map(|text| Block::new(Kind::Heading, *text));
            let blocks = std::iter::once(Block::new(Kind::Paragraph, body)).chain(headings).collect();
            clean(blocks, titled("Talks"), Extent::Article).paragraphs.len()
        };
        assert_eq!(left(&["The river"]), 1);
        assert_eq!(left(&["The river", "The valley"]), 1);
        assert_eq!(left(&["The river in spring", "The valley in May", "The town of old"]), 4);
    }

    fn titled(title: &str) -> Known<'_> {
        Known { title: Some(title), ..Known::default() }
    }

    /// The shape of a wire article as sites pass it on: headline and second headline, a caption between
    /// paragraphs, glued sentences, no-break spaces, a byline at the end.
    const WIRE: &str = "Envoy: The river will stay open to all of us

Envoy calls for a treaty on the river

The envoy of the upper countries has called for a treaty on the river, saying it could calm the valley.

Speaking at the “Water Dialogue” meeting in Lund on Monday, he said talks are “overdue”\u{a0}in\u{a0}the valley.

“Building dams together [and not alone] is what we need,” the envoy said.

Delegates attend a meeting on the river in Lund, Sweden, on May 4, 2015. ©AFP

The upper countries want a council, calling for an early vote.Lower ones\u{a0}object to it.

By Valley TV";

    #[test]
    fn a_wire_article_falls_into_its_parts() {
        let blocks = super::super::blocks::of_plain(WIRE);
        let cleaned = clean(blocks, Known::default(), Extent::Article);
        assert_eq!(cleaned.title.as_deref(), Some("Envoy: The river will stay open to all of us"));
        assert_eq!(cleaned.standfirst.as_deref(), Some("Envoy calls for a treaty on the river"));
        assert_eq!(cleaned.paragraphs.len(), 4, "{:#?}", cleaned.paragraphs);
        assert!(cleaned.paragraphs[1].ends_with("“overdue” in the valley."));
        assert_eq!(cleaned.paragraphs[2], "“Building dams together [and not alone] is what we need,” the envoy said.");
        assert!(cleaned.paragraphs[3].ends_with("an early vote. Lower ones object to it."));
        assert_eq!(cleaned.images[0].credit.as_deref(), Some("AFP"));
        assert!(cleaned.images[0].caption.as_deref().unwrap().starts_with("Delegates attend"));
        assert_eq!(cleaned.bylines.organization.as_deref(), Some("Valley TV"));
    }

    /// A refrain was taken for a template's slip: what a publisher says twice is said twice.
    #[test]
    fn a_paragraph_that_is_said_twice_stays_twice() {
        let refrain = "“We were told to wait,” she said, and waited for the ferry that did not come.";
        let blocks = super::super::blocks::of_plain(&[refrain, refrain].join("\n\n"));
        assert_eq!(clean(blocks, titled("Waiting for the ferry"), Extent::Article).paragraphs, [refrain, refrain]);
    }

    #[test]
    fn a_summary_keeps_its_only_line() {
        let blocks = super::super::blocks::of_plain("Talks begin in Vienna");
        let cleaned = clean(blocks, titled("Talks begin in Vienna"), Extent::Summary);
        assert_eq!(cleaned.paragraphs, ["Talks begin in Vienna"]);
    }

    /// Pieces of speech that look like what is taken or repaired around a text.
    const SPOKEN: &[&str] = &[
        "Read more:",
        "related stories",
        "share this article",
        "By Jane Doe",
        "Photo: AFP",
        "© 2015",
        "[the town]",
        "it rained.Then it snowed",
        "z.B.",
        "www.rain.example/a.Path",
        "3.14",
        "U.S.Army",
        "Lesen Sie auch:",
        "читайте также",
        "اقرأ أيضا",
        "延伸阅读：",
        "baca juga",
        "govern- ment",
        "all rights reserved",
        "Newsletter",
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_was_said_is_kept_to_the_letter(
            pieces in prop::collection::vec(prop::sample::select(SPOKEN.to_vec()), 1..5),
            marks in prop::sample::select(vec![('“', '”'), ('„', '“'), ('«', '»'), ('"', '"'), ('「', '」'), ('‘', '’')]),
            place in 0_usize..6,
            is_last in any::<bool>(),
        ) {
            let said = format!("{}{}{}", marks.0, pieces.join(" "), marks.1);
            let mut texts = vec!["It has rained for nine days in the upper valley.".to_owned(); 6];
            texts[place] = match is_last {
                true => format!("The mayor said: {said}"),
                false => format!("{said} the mayor said on Monday."),
            };
            let blocks = texts.iter().map(|text| Block::new(Kind::Paragraph, text.as_str())).collect();
            let cleaned = clean(blocks, titled("Rain"), Extent::Article);
            let text = format!("{} {}", cleaned.standfirst.clone().unwrap_or_default(), cleaned.text());
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            prop_assert!(letters(&text).contains(&letters(&said)), "{said} is not in {text}");
        }
    }
}
