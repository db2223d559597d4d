//! What became of every block on its way into the text, for those who ask.
//!
//! Nobody tells the trace what a step meant to do: it compares the blocks before and after it, by their numbers. So a
//! step owes one line, [`Trace::after`], and a trace that is off costs a comparison a step.

use std::collections::{HashMap, VecDeque};

use super::blocks::{Block, Kind};
use super::body::candidates::Candidates;
use super::body::{Judged, line};
use super::explain::RuleUse;
use super::rules::{Found, Pattern};

/// Where a text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Page,
    /// The elements that a rule names.
    Rule,
    /// The readability algorithm's own reading of the page.
    Readability,
    Jsonld,
    Feed,
}

/// What takes blocks out of the text or changes them, in the order in which it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Judge,
    /// Behind the end of a whole feed content.
    Beside,
    /// Another text was taken.
    Source(Origin),
    /// A rule's `remove_lines`.
    Lines,
    Sentences,
    Captions,
    Tails,
    Title,
    Headline,
    Bylines,
    Stamps,
    Standfirst,
    Biographies,
    Dateline,
    Headings,
}

/// One block and its way.
#[derive(Clone, Debug)]
pub struct Traced {
    pub kind: Kind,
    pub text: String,
    pub origin: Origin,
    /// How probably it is text, by the judge.
    pub probability: Option<f32>,
    /// The share of it that is in JSON-LD's text; `None` where nothing can be said.
    pub told: Option<f32>,
    /// Whether a rule's `keep` claims it.
    pub is_claimed: bool,
    /// The step that took it out of the text.
    pub gone: Option<Step>,
    /// The steps that changed its words.
    pub changed: Vec<Step>,
    /// Its words after these.
    pub left: String,
    is_bare: bool,
}

/// The ways of all blocks; those of the page first, in its order.
#[derive(Debug, Default)]
pub struct Trace {
    is_on: bool,
    pub blocks: Vec<Traced>,
    /// How the rule of the page's site fitted it.
    pub rule: Option<RuleUse>,
}

impl Trace {
    /// A trace that records nothing.
    pub fn off() -> Self {
        Self::default()
    }

    pub fn on() -> Self {
        Self { is_on: true, ..Self::default() }
    }

    pub fn is_on(&self) -> bool {
        self.is_on
    }

    /// Takes in the blocks of a page with what the candidates say of them, and numbers them.
    pub fn page(&mut self, blocks: &mut [Block], candidates: &Candidates, claims: impl Fn(&Block) -> bool) {
        if !self.is_on {
            return;
        }
        for block in blocks {
            self.add(block, Origin::Page);
            let traced = self.blocks.last_mut().expect("one was added");
            traced.is_claimed = claims(block);
            if block.kind != Kind::Picture {
                traced.told = Some(candidates.agreement(&block.text).told).filter(|share| *share >= 0.0);
            }
        }
    }

    /// Takes in how a rule fitted its page.
    pub fn ruled(&mut self, found: &Found<'_>) {
        if self.is_on {
            let gone = |pattern: &Pattern| {
                let lines = self.blocks.iter().filter(|traced| traced.gone == Some(Step::Lines));
                lines.filter(|traced| pattern.fits(&traced.left)).count()
            };
            self.rule = found.usage(gone);
        }
    }

    /// Takes in what the judge decides.
    pub fn judged(&mut self, judged: &Judged) {
        self.weighed(judged);
        self.after(Step::Judge, &judged.blocks);
    }

    /// Takes in what the judge thinks where it does not decide.
    pub fn weighed(&mut self, judged: &Judged) {
        // Pictures are not judged.
        let texts = self.blocks.iter_mut().filter(|traced| traced.kind != Kind::Picture);
        for (traced, probability) in texts.zip(&judged.probabilities) {
            traced.probability = Some(*probability);
        }
    }

    /// Follows another text from here on. Its blocks are numbered as those that were there before and say the same;
    /// those that were not are added.
    pub fn turn(&mut self, origin: Origin, blocks: &mut [Block]) {
        if !self.is_on {
            return;
        }
        let mut known: HashMap<u64, VecDeque<usize>> = HashMap::new();
        for (at, traced) in self.blocks.iter().enumerate() {
            known.entry(line::key(&traced.text)).or_default().push_back(at);
        }
        for block in blocks.iter_mut() {
            let Some(at) = known.get_mut(&line::key(&block.text)).and_then(VecDeque::pop_front) else {
                self.add(block, origin);
                continue;
            };
            block.number = at + 1;
            let traced = &mut self.blocks[at];
            (traced.kind, traced.origin, traced.gone) = (block.kind, origin, None);
            traced.left.clone_from(&block.text);
        }
        self.after(Step::Source(origin), blocks);
    }

    /// Compares with the blocks that a step has left. What is gone was taken by it, what differs was changed by it.
    pub fn after(&mut self, step: Step, blocks: &[Block]) {
        if !self.is_on {
            return;
        }
        self.blocks.iter_mut().for_each(|traced| traced.is_bare = true);
        for block in blocks {
            let Some(traced) = block.number.checked_sub(1).and_then(|at| self.blocks.get_mut(at)) else { continue };
            traced.is_bare = false;
            // What the feed has on its side comes back.
            traced.gone = None;
            if traced.left != block.text {
                traced.changed.push(step);
                traced.left.clone_from(&block.text);
            }
        }
        for traced in self.blocks.iter_mut().filter(|traced| traced.is_bare && traced.gone.is_none()) {
            traced.gone = Some(step);
        }
    }

    fn add(&mut self, block: &mut Block, origin: Origin) {
        self.blocks.push(Traced {
            kind: block.kind,
            text: block.text.clone(),
            origin,
            probability: None,
            told: None,
            is_claimed: false,
            gone: None,
            changed: Vec::new(),
            left: block.text.clone(),
            is_bare: false,
        });
        block.number = self.blocks.len();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(texts: &[&str]) -> Vec<Block> {
        texts.iter().map(|text| Block::new(Kind::Paragraph, *text)).collect()
    }

    fn of_page(texts: &[&str]) -> (Trace, Vec<Block>) {
        let (mut trace, mut blocks) = (Trace::on(), blocks(texts));
        trace.page(&mut blocks, &Candidates::default(), |_| false);
        (trace, blocks)
    }

    #[test]
    fn what_is_gone_was_taken_by_the_step_before() {
        let (mut trace, mut blocks) = of_page(&["Home", "It rained. (Reuters)", "Home"]);
        blocks.remove(2);
        trace.judged(&Judged { blocks: blocks.clone(), probabilities: vec![0.5, 0.9, 0.1], ..Judged::default() });
        blocks[1].text.truncate("It rained.".len());
        blocks.remove(0);
        trace.after(Step::Bylines, &blocks);
        let gone: Vec<_> = trace.blocks.iter().map(|traced| traced.gone).collect();
        assert_eq!(gone, [Some(Step::Bylines), None, Some(Step::Judge)], "the second of two equal lines");
        assert_eq!(trace.blocks[1].changed, [Step::Bylines]);
        assert_eq!(
            (trace.blocks[1].text.as_str(), trace.blocks[1].left.as_str()),
            ("It rained. (Reuters)", "It rained.")
        );
        assert_eq!(trace.blocks[2].probability, Some(0.1));
    }

    #[test]
    fn another_text_is_followed_where_it_says_the_same() {
        let (mut trace, _) = of_page(&["Home", "It rained."]);
        trace.judged(&Judged { blocks: Vec::new(), probabilities: vec![0.1, 0.2], ..Judged::default() });
        let mut told = blocks(&["It rained!", "It snowed."]);
        trace.turn(Origin::Jsonld, &mut told);
        let found: Vec<_> =
            trace.blocks.iter().map(|traced| (traced.text.as_str(), traced.origin, traced.gone)).collect();
        let expected = [
            ("Home", Origin::Page, Some(Step::Judge)),
            ("It rained.", Origin::Jsonld, None),
            ("It snowed.", Origin::Jsonld, None),
        ];
        assert_eq!(found, expected);
        assert_eq!(trace.blocks[1].left, "It rained!");
    }

    #[test]
    fn a_trace_that_is_off_leaves_the_blocks_alone() {
        let (mut trace, mut blocks) = (Trace::off(), blocks(&["Home"]));
        trace.page(&mut blocks, &Candidates::default(), |_| false);
        trace.turn(Origin::Feed, &mut blocks);
        assert_eq!((blocks[0].number, trace.blocks.len()), (0, 0));
    }
}
