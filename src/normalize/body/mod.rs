//! Which blocks of a page are its article.
//!
//! ```text
//! tree ─▶ walk ─▶ blocks, scopes ─▶ lines, sums ─┐
//! JSON-LD, description, title ───▶ candidates ───┴▶ rows ─▶ first forest ─▶ thoughts ─▶ second forest ─▶ kept
//! ```
//!
//! No candidate is taken whole: every block is judged by itself, with what its place, its kin, its neighbors and
//! the candidates say of it, and then again with what was thought of all the others. The forests that weigh this are
//! trained by `examples/train-body.rs`; nothing in them knows a site.

pub mod candidates;
mod container;
pub mod features;
pub mod forest;
pub mod line;
pub mod thoughts;

use std::sync::LazyLock;

use self::candidates::Candidates;
use self::features::Survey;
use self::forest::Forest;
use self::line::Line;
use super::blocks::{Block, Kind};
use super::memory::{self, Recollection, Review, Shown};
use super::walk::Walked;

static FIRST: LazyLock<Forest> = LazyLock::new(|| Forest::read(include_bytes!("first.bin")));
static SECOND: LazyLock<Forest> = LazyLock::new(|| Forest::read(include_bytes!("second.bin")));

/// Probability from which a block is text. On pages that its forests had not seen, words: from .4 P .939 R .980 exact .242,
/// from .5 P .944 R .974 exact .235. A lede's loss is worse than a line too many, which the cleaner may still take.
const KEPT_MIN: f32 = 0.4;

/// Share of the text to be expected of a page, by its probabilities, below which what is kept cannot be all of it.
const EXPECTED_SHARE_MIN: f32 = 0.25;

/// How many blocks before the first paragraph the lead picture's caption may stand: a byline, a date, a line or two.
const LEAD_REACH: usize = 6;

/// What the judge says of a page.
#[derive(Debug, Default)]
pub struct Judged {
    /// The article's, with the pictures among them and their captions; the text around decides on these.
    pub blocks: Vec<Block>,
    /// What was text but for the memory of the site.
    pub repeated: Vec<Block>,
    /// For that memory.
    pub shown: Shown,
    /// Of every block of the page but its pictures: how probably it is text.
    pub probabilities: Vec<f32>,
    /// How sure the judge is of the whole: the F1, in bytes, of what it kept, if its probabilities are right.
    pub certainty: f32,
}

/// Judges the blocks of a page. Those that `keeps` claims are text in any case.
pub fn judge(
    walked: Walked,
    candidates: &Candidates,
    site: &Recollection<'_>,
    keeps: impl Fn(&Block) -> bool,
) -> Judged {
    let mut pictures = Vec::new();
    let mut texts = 0;
    for block in &walked.blocks {
        match block.kind {
            Kind::Picture => pictures.push((texts, block.clone())),
            _ => texts += 1,
        }
    }
    let survey = Survey::of(walked, candidates);
    let thought = FIRST.probabilities(survey.rows());
    let probabilities = SECOND.probabilities(&thoughts::rows(&survey, &thought));
    let kept_from = kept_from(&survey.lines, &probabilities);
    let Review { findings, shown } = memory::review(&survey.blocks, &survey.lines, &probabilities, kept_from, site);
    let mut repeated = Vec::new();
    let mut is_kept = Vec::with_capacity(probabilities.len());
    for ((probability, finding), block) in probabilities.iter().zip(findings).zip(&survey.blocks) {
        let is_text = *probability >= kept_from;
        let goes = is_text && finding.is_some() && !keeps(block);
        repeated.extend(goes.then(|| block.clone()));
        is_kept.push((is_text && !goes) || keeps(block));
    }
    let Some(first) = is_kept.iter().position(|kept| *kept) else {
        return Judged { repeated, shown, probabilities, ..Judged::default() };
    };
    let certainty = certainty(&survey, &probabilities, &is_kept);
    let last = is_kept.iter().rposition(|kept| *kept).unwrap_or(first);
    let lead = first.saturating_sub(LEAD_REACH);
    // Right above or below the text, a figure or a picture with a caption belongs to it; a bare one may be a logo.
    let is_near =
        |at: usize, is_pictured: bool| (first..=last).contains(&at) || (is_pictured && (lead..=last + 1).contains(&at));
    // Without an element or a class of its own, a caption is known by the credit that ends it.
    let is_credited = |at: usize| survey.lines.get(at).is_some_and(|line| line.furniture.is_caption);
    let has_caption = |at: usize| survey.blocks.get(at).is_some_and(|block| is_caption(block.kind)) || is_credited(at);
    pictures.retain(|(at, picture)| is_near(*at, picture.figure.is_some() || has_caption(*at)));
    let captions: Vec<bool> =
        survey.blocks.iter().enumerate().map(|(at, block)| is_caption(block.kind) || is_credited(at)).collect();
    let mut pictures = pictures.into_iter().peekable();
    let mut kept = Vec::new();
    for (at, (block, is_kept)) in survey.blocks.into_iter().zip(is_kept).enumerate() {
        while let Some((_, picture)) = pictures.next_if(|(before, _)| *before <= at) {
            kept.push(picture);
        }
        if is_kept || (captions[at] && is_near(at, true)) {
            kept.push(block);
        }
    }
    kept.extend(pictures.map(|(_, picture)| picture));
    Judged { blocks: kept, repeated, shown, probabilities, certainty }
}

/// Returns the probability from which this page's blocks are text.
///
/// On a page of a kind that was not trained on the judge may be sure of nothing. Then the bound is the one that makes the
/// expected F1, in bytes, the greatest: keep the best blocks as long as it grows.
fn kept_from(lines: &[Line], probabilities: &[f32]) -> f32 {
    let mut blocks: Vec<(f32, f32)> =
        probabilities.iter().zip(lines).map(|(probability, line)| (*probability, line::bytes(line.bytes))).collect();
    let expected: f32 = blocks.iter().map(|(probability, bytes)| probability * bytes).sum();
    let kept: f32 = blocks.iter().filter(|(probability, _)| *probability >= KEPT_MIN).map(|(_, bytes)| bytes).sum();
    if kept >= expected * EXPECTED_SHARE_MIN {
        return KEPT_MIN;
    }
    blocks.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
    let (mut right, mut all) = (0.0, 0.0);
    let (mut best, mut bound) = (0.0, KEPT_MIN);
    for (probability, bytes) in blocks {
        right += probability * bytes;
        all += bytes;
        let f1 = 2.0 * right / (all + expected);
        if f1 > best {
            (best, bound) = (f1, probability);
        }
    }
    bound.min(KEPT_MIN)
}

fn certainty(survey: &Survey, probabilities: &[f32], is_kept: &[bool]) -> f32 {
    let (mut right, mut kept, mut text) = (0.0, 0.0, 0.0);
    for ((line, probability), is_kept) in survey.lines.iter().zip(probabilities).zip(is_kept) {
        let bytes = line::bytes(line.bytes);
        text += probability * bytes;
        if *is_kept {
            kept += bytes;
            right += probability * bytes;
        }
    }
    2.0 * right / (kept + text).max(1.0)
}

fn is_caption(kind: Kind) -> bool {
    matches!(kind, Kind::Caption | Kind::Credit)
}

#[cfg(test)]
mod tests {
    use url::Url;

    use crate::normalize::blocks::Kind;
    use crate::normalize::page;

    /// Text of a page of the usual shape: navigation, headline, share buttons, article, other articles, footer.
    fn read(lede: &str, paragraphs: &[&str]) -> Vec<String> {
        let paragraphs: String = paragraphs.iter().map(|text| format!("<p>{text}</p>")).collect();
        let html = format!(
            "<html><head><title>Rain over the old town</title></head><body>
            <nav><ul><li><a href=/>Home</a></li><li><a href=/sport>Sport</a></li></ul></nav>
            <main><header><h1>Rain over the old town</h1><div class=share><a href=/s>Facebook</a></div></header>
            <p>{lede}</p><div class=article-body>{paragraphs}</div>
            <aside class=related><h3>More stories</h3><ul><li><a href=/1>Ten things about sun</a></li>
            <li><a href=/2>Five things about snow</a></li></ul></aside></main>
            <footer><p>© 2020 The Paper. All rights reserved.</p><a href=/t>Terms</a></footer></body></html>"
        );
        let reading = page::read(&html, &Url::parse("https://example.org/a").unwrap());
        let texts = reading.blocks.into_iter().filter(|block| block.kind != Kind::Picture);
        texts.map(|block| block.text).collect()
    }

    #[test]
    fn the_picture_that_opens_the_article_comes_with_its_caption() {
        let html = "<article><h1>Rain over the old town</h1>
            <figure><img src=/rain.jpg><figcaption>A wet street.</figcaption></figure>
            <p>It rained over the old town for nine days, and nobody had ever seen so much water in May.</p>
            <p>The mayor said on Friday that the bridge would stay closed until the river had fallen by a meter.</p>
            <p>Farmers in the valley fear for their harvest. Many have lost half of what they had sown.</p>
            </article><footer><img src=/logo.png>";
        let reading = page::read(html, &Url::parse("https://example.org/a").unwrap());
        let kinds: Vec<Kind> = reading.blocks.iter().map(|block| block.kind).collect();
        use Kind::*;
        assert_eq!(kinds, [Picture, Caption, Paragraph, Paragraph, Paragraph], "{:#?}", reading.blocks);
    }

    #[test]
    fn the_article_is_kept_and_what_surrounds_it_is_not() {
        let pages = [
            [
                "It rained over the old town for nine days, and nobody there had ever seen so much water in \
                 May. In the night to Friday the river rose over its banks.",
                "The mayor said on Friday that the bridge would stay closed until the river had fallen by a meter.",
                "“We have asked the army to help us with boats,” she said, “because the roads are under water.”",
                "Farmers in the valley fear for their harvest. Many of them have lost half of what they had sown.",
            ],
            [
                "Neun Tage lang hat es über der Altstadt geregnet, und niemand hatte dort je so viel \
                 Wasser gesehen. In der Nacht zum Freitag trat der Fluss über die Ufer.",
                "Die Bürgermeisterin sagte am Freitag, die Brücke bleibe gesperrt, bis der Fluss gefallen sei.",
                "„Wir haben die Armee um Boote gebeten“, sagte sie, „weil die Straßen unter Wasser stehen.“",
                "Die Bauern im Tal fürchten um ihre Ernte. Viele haben die Hälfte ihrer Saat verloren.",
            ],
            [
                "Il a plu neuf jours sur la vieille ville, et personne n’y avait jamais vu autant d’eau en mai. \
                 Dans la nuit de jeudi à vendredi, la rivière est sortie de son lit.",
                "La maire a dit vendredi que le pont resterait fermé jusqu’à ce que la rivière ait baissé.",
                "« Nous avons demandé des bateaux à l’armée, a-t-elle dit, car les routes sont sous l’eau. »",
                "Les paysans de la vallée craignent pour leur récolte, dont beaucoup ont perdu la moitié.",
            ],
        ];
        for page in pages {
            assert_eq!(read(page[0], &page[1..]), page, "the lede stands outside the container");
        }
    }
}
