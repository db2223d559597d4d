//! What the model sees of a word that may belong to a name: its features, each known by its hash.
//!
//! Training and the stage both come through here, so they cannot differ. What this file computes is FROZEN:
//! the model's rows are found by these hashes, and any change asks for a new model.

use std::ops::Range;

use super::evidence::{AFTER_FIRST_NAME, AFTER_TITLE, BEFORE_ENDING, EVIDENCE_BITS};
use super::names::{COMMON, OF_WORD};
use super::page::{Line, Page, Unit};
use super::words::{Caps, join};

/// What a feature is about; with a value it is one feature.
#[derive(Clone, Copy)]
enum About {
    Nothing,
    Word,
    WordBefore,
    WordBehind,
    SecondBefore,
    SecondBehind,
    WithBefore,
    WithBehind,
    Around,
    TwoBefore,
    TwoBehind,
    Shape,
    ShapeBefore,
    ShapeBehind,
    Shapes,
    WordShape,
    Beginning,
    Ending,
    Known,
    KnownShape,
    AllKnown,
    KnownBefore,
    KnownBehind,
    KnownPairBefore,
    KnownPairBehind,
    KnownAfterWord,
    KnownBeforeWord,
    Place,
    RunLeft,
    RunRight,
    RunAround,
    RunTwoLeft,
    RunTwoRight,
    RunLast,
    RunLastKnown,
    RunFirst,
    RunFirstKnown,
    LineStart,
    LineShape,
    LineKnown,
    LinePlace,
    LineBothEnds,
    LineShapes,
    LineBefore,
    Opening,
    OpeningPlace,
    OpeningKnown,
    Seen,
    SeenShape,
    SeenKnown,
    Evidence,
    EvidenceUpper,
    AllEvidence,
    EvidenceKnown,
    EvidenceBehind,
}

/// Stands for the word beyond either end of a line.
const EDGE: u64 = 77;

/// A run and what stands around it.
pub struct Run<'p> {
    page: &'p Page,
    line: &'p Line,
    range: Range<usize>,
    left: u64,
    second_left: u64,
    right: u64,
    second_right: u64,
}

impl<'p> Run<'p> {
    pub fn of(page: &'p Page, range: Range<usize>) -> Self {
        let line = page.line_of(&page.units[range.start]);
        let word = |at: Option<usize>| at.filter(|at| line.units.contains(at)).map_or(EDGE, |at| page.units[at].hash);
        Self {
            page,
            line,
            left: word(range.start.checked_sub(1)),
            second_left: word(range.start.checked_sub(2)),
            right: word(Some(range.end)),
            second_right: word(Some(range.end + 1)),
            range,
        }
    }

    /// Calls `see` with the hash of every feature of the run's unit at `at`, an index into the page.
    pub fn each_feature(&self, at: usize, see: impl FnMut(u64)) {
        let mut seen = Seen { run: self, at, unit: &self.page.units[at], see };
        seen.words();
        seen.shapes();
        seen.affixes();
        seen.lists();
        seen.place_in_run();
        seen.place_in_line();
        seen.document();
    }

    /// Where in the run a unit stands, from both ends.
    fn place(&self, at: usize) -> u64 {
        let (before, behind) = (at - self.range.start, self.range.end - 1 - at);
        (before.min(3) * 4 + behind.min(3)) as u64
    }
}

/// One unit, and who wants to know of it.
struct Seen<'r, 'p, S> {
    run: &'r Run<'p>,
    at: usize,
    unit: &'p Unit,
    see: S,
}

impl<'p, S: FnMut(u64)> Seen<'_, 'p, S> {
    fn see(&mut self, about: About, value: u64) {
        (self.see)(join((about as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15), value));
    }

    /// The unit `steps` away, if it stands in the same line.
    fn neighbor(&self, steps: isize) -> Option<&'p Unit> {
        let at = self.at.checked_add_signed(steps)?;
        self.run.line.units.contains(&at).then(|| &self.run.page.units[at])
    }

    fn word(&self, steps: isize) -> u64 {
        self.neighbor(steps).map_or(EDGE, |unit| unit.hash)
    }

    /// Shape of the unit `steps` away; capitals say nothing in a line of capitals.
    fn shape(&self, steps: isize) -> u64 {
        const BEYOND: u64 = 7;
        const UPPER_LINE: u8 = 64;
        const WITHOUT_CAPS: u8 = 0x38;
        self.neighbor(steps).map_or(BEYOND, |unit| {
            let is_plain = self.run.line.is_upper && matches!(unit.caps, Caps::Upper | Caps::Single);
            u64::from(if is_plain { UPPER_LINE | unit.shape & WITHOUT_CAPS } else { unit.shape })
        })
    }

    /// All that the lists say of the unit `steps` away.
    fn known(&self, steps: isize) -> u64 {
        self.neighbor(steps).map_or(0, all_known)
    }

    fn words(&mut self) {
        self.see(About::Nothing, 0);
        let [second_before, before, word, behind, second_behind] = [-2, -1, 0, 1, 2].map(|steps| self.word(steps));
        self.see(About::Word, word);
        self.see(About::WordBefore, before);
        self.see(About::WordBehind, behind);
        self.see(About::SecondBefore, second_before);
        self.see(About::SecondBehind, second_behind);
        self.see(About::WithBefore, join(before, word));
        self.see(About::WithBehind, join(word, behind));
        self.see(About::Around, join(before, behind));
        self.see(About::TwoBefore, join(second_before, before));
        self.see(About::TwoBehind, join(behind, second_behind));
    }

    fn shapes(&mut self) {
        let [before, shape, behind] = [-1, 0, 1].map(|steps| self.shape(steps));
        self.see(About::Shape, shape);
        self.see(About::ShapeBefore, join(before, shape));
        self.see(About::ShapeBehind, join(shape, behind));
        self.see(About::Shapes, join(join(before, shape), behind));
        self.see(About::WordShape, join(self.unit.hash, shape));
    }

    /// One to four bytes of either end, where the word is longer.
    fn affixes(&mut self) {
        const BYTES_MAX: usize = 4;
        let page = self.run.page;
        let plain = page.plain(self.unit).as_bytes();
        let (mut beginning, mut ending) = (0, 0);
        for length in 1..=BYTES_MAX.min(plain.len().saturating_sub(1)) {
            beginning = beginning << 8 | u64::from(plain[length - 1]);
            ending |= u64::from(plain[plain.len() - length]) << (8 * (length - 1));
            let length = (length as u64) << 32;
            self.see(About::Beginning, length | beginning);
            self.see(About::Ending, length | ending);
        }
    }

    fn lists(&mut self) {
        let shape = self.shape(0);
        let mut said = u64::from(self.unit.known & OF_WORD);
        while said != 0 {
            let bit = u64::from(said.trailing_zeros());
            self.see(About::Known, bit);
            self.see(About::KnownShape, join(bit, shape));
            said &= said - 1;
        }
        let [before, known, behind] = [-1, 0, 1].map(|steps| self.known(steps));
        self.see(About::AllKnown, known);
        self.see(About::KnownBefore, before);
        self.see(About::KnownBehind, behind);
        self.see(About::KnownPairBefore, join(before, known));
        self.see(About::KnownPairBehind, join(known, behind));
        self.see(About::KnownAfterWord, join(known, self.word(-1)));
        self.see(About::KnownBeforeWord, join(known, self.word(1)));
    }

    fn place_in_run(&mut self) {
        let run = self.run;
        let place = run.place(self.at);
        let (first, last) = (&run.page.units[run.range.start], &run.page.units[run.range.end - 1]);
        let before = (self.at - run.range.start).min(3) as u64;
        self.see(About::Place, place);
        self.see(About::RunLeft, join(run.left, place));
        self.see(About::RunRight, join(run.right, place));
        self.see(About::RunAround, join(join(run.left, run.right), place));
        self.see(About::RunTwoLeft, join(join(run.second_left, run.left), place));
        self.see(About::RunTwoRight, join(join(run.right, run.second_right), place));
        self.see(About::RunLast, last.hash);
        self.see(About::RunLastKnown, join(all_known(last), place));
        self.see(About::RunFirst, join(first.hash, before));
        self.see(About::RunFirstKnown, join(all_known(first), place));
    }

    fn place_in_line(&mut self) {
        const STEPS_MAX: usize = 4;
        let (page, line) = (self.run.page, self.run.line);
        let kind = u64::from(line.kind);
        let known = self.known(0);
        let before = (self.at - line.units.start).min(STEPS_MAX) as u64;
        let behind = (line.units.end - 1 - self.at).min(STEPS_MAX) as u64;
        self.see(About::LineStart, join(kind, u64::from(self.unit.opens)));
        self.see(About::LineShape, join(kind, self.shape(0)));
        self.see(About::LineKnown, join(kind, known));
        self.see(About::LinePlace, join(kind, before));
        self.see(About::LineBothEnds, join(kind, before << 8 | behind));
        self.see(About::LineShapes, join(join(kind, before), join(self.shape(-1), self.shape(1))));
        let line_before = (self.unit.line as usize).checked_sub(1).map_or(0, |line| page.lines[line].kind);
        self.see(About::LineBefore, join(kind, u64::from(line_before)));
        // The first word of an agency's headline is the sport or the market.
        let opening = page.units[0].hash;
        self.see(About::Opening, join(opening, kind));
        self.see(About::OpeningPlace, join(join(opening, kind), self.run.place(self.at)));
        self.see(About::OpeningKnown, join(join(opening, known), kind));
    }

    fn document(&mut self) {
        let page = self.run.page;
        let spelling = &page.spellings[self.unit.spelling as usize];
        let is_upper = u64::from(self.run.line.is_upper);
        let known = self.known(0);
        let seen = u64::from(spelling.is_lower)
            | u64::from(spelling.is_capital) << 1
            | u64::from(self.unit.opens) << 2
            | is_upper << 3
            | u64::from(self.unit.known & COMMON != 0) << 4;
        self.see(About::Seen, seen);
        self.see(About::SeenShape, join(seen, self.shape(0)));
        self.see(About::SeenKnown, join(seen, known));
        for bit in (0..EVIDENCE_BITS).filter(|bit| spelling.evidence >> bit & 1 == 1).map(u64::from) {
            self.see(About::Evidence, bit);
            self.see(About::EvidenceUpper, bit << 1 | is_upper);
        }
        let evidence = u64::from(spelling.evidence);
        self.see(About::AllEvidence, evidence);
        self.see(About::EvidenceKnown, join(evidence, known));
        const TELLING: u16 = AFTER_FIRST_NAME | AFTER_TITLE | BEFORE_ENDING;
        let behind = self.neighbor(1).map_or(0, |unit| page.spellings[unit.spelling as usize].evidence & TELLING);
        self.see(About::EvidenceBehind, join(u64::from(behind), self.shape(1)));
    }
}

/// All that the lists say of a unit, and its place in a phrase of theirs.
fn all_known(unit: &Unit) -> u64 {
    const IN_LINE: u64 = 1 << 20;
    u64::from(unit.known & OF_WORD) | IN_LINE | u64::from(unit.phrase) << 24
}
