//! Trains the forests that tell a page's text from its furniture: `cargo run --release --example train-body -- PAGES GOLD`.
//!
//! PAGES is a gzip file of lines `{"id","url","html"}`, GOLD one of `{id: {"body"}}`. Pages whose CRC-32 of the id is a
//! multiple of four are held out: they are neither trained on nor looked at. The same files give the same forests.
//!
//! A block is text when its words stand in the gold in one piece, in order. The second forest learns from what first forests
//! thought of pages that they had not seen, as it will meet them. The pages are split into folds, each judged by forests that
//! saw the others, which gives the figures that are printed; the forests that are written have seen all of them.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};

use anyhow::{Context, bail};
use courant::normalize::body::features::Survey;
use courant::normalize::body::forest::{DEPTH, Forest, Tree};
use courant::normalize::{body::thoughts, page};
use flate2::{Crc, read::MultiGzDecoder};
use serde::Deserialize;
use url::Url;
use xxhash_rust::xxh3::xxh3_64;

const FIRST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/normalize/body/first.bin");
const SECOND: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/normalize/body/second.bin");

/// More trees, slower ones or deeper ones change nothing beyond chance.
const TREES: usize = 160;
const RATE: f32 = 0.12;
const FOLDS: usize = 4;
const BINS: usize = 32;

/// Share of the numbers that one tree may ask for.
const DRAWN_PERCENT: u64 = 15;

/// Keeps leaves of few blocks near zero.
const DAMPING: f32 = 40.0;

/// Share of a block's words that must stand in the gold for the block to be text.
const MATCH_MIN: f32 = 0.7;

#[derive(Deserialize)]
struct PageLine {
    id: String,
    url: Option<String>,
    html: String,
}

#[derive(Deserialize)]
struct Gold {
    body: Option<String>,
}

struct Example {
    survey: Survey,
    labels: Vec<bool>,
    weights: Vec<f32>,
}

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pages, gold] = arguments.as_slice() else { bail!("name the pages and the gold: train-body PAGES GOLD") };
    let examples = read(pages, gold)?;
    let blocks: usize = examples.iter().map(|example| example.labels.len()).sum();
    println!("{} pages, {blocks} blocks", examples.len());
    judge_unseen(&examples);
    let all: Vec<usize> = (0..examples.len()).collect();
    let judge = Judge::trained(&examples, &all);
    for (path, forest) in [(FIRST, &judge.first), (SECOND, &judge.second)] {
        fs::write(path, forest.write()).with_context(|| format!("cannot write {path}"))?;
    }
    Ok(())
}

/// Prints how good forests are on pages that they have not seen.
fn judge_unseen(examples: &[Example]) {
    let mut first = vec![Vec::new(); examples.len()];
    let mut second = first.clone();
    for fold in 0..FOLDS {
        let (unseen, seen) = split(&(0..examples.len()).collect::<Vec<_>>(), fold);
        let judge = Judge::trained(examples, &seen);
        for page in unseen {
            let survey = &examples[page].survey;
            first[page] = judge.first.probabilities(survey.rows());
            second[page] = judge.second.probabilities(&thoughts::rows(survey, &first[page]));
        }
    }
    for (round, thought) in [("first", first), ("second", second)] {
        for from in [0.4, 0.5, 0.6] {
            report(&format!("{round} round, kept from {from}"), examples, &thought, from);
        }
    }
}

/// Every `FOLDS`th of the pages, and the others.
fn split(pages: &[usize], fold: usize) -> (Vec<usize>, Vec<usize>) {
    let is_out = |at: usize| at % FOLDS == fold;
    let part =
        |out: bool| pages.iter().enumerate().filter(|(at, _)| is_out(*at) == out).map(|(_, page)| *page).collect();
    (part(true), part(false))
}

/// Both forests.
struct Judge {
    first: Forest,
    second: Forest,
}

impl Judge {
    fn trained(examples: &[Example], pages: &[usize]) -> Self {
        let rows: Vec<&[Vec<f32>]> = examples.iter().map(|example| example.survey.rows()).collect();
        let mut further = vec![Vec::new(); examples.len()];
        for fold in 0..FOLDS {
            let (unseen, seen) = split(pages, fold);
            let forest = train(examples, &rows, &seen);
            for page in unseen {
                further[page] = thoughts::rows(&examples[page].survey, &forest.probabilities(rows[page]));
            }
        }
        let further: Vec<&[Vec<f32>]> = further.iter().map(Vec::as_slice).collect();
        Self { first: train(examples, &rows, pages), second: train(examples, &further, pages) }
    }
}

fn read(pages: &str, gold: &str) -> anyhow::Result<Vec<Example>> {
    let open = |path: &str| File::open(path).with_context(|| format!("cannot open {path}"));
    let gold: HashMap<String, Gold> = serde_json::from_reader(MultiGzDecoder::new(open(gold)?))?;
    let mut examples = BTreeMap::new();
    for line in BufReader::new(MultiGzDecoder::new(open(pages)?)).lines() {
        let page: PageLine = serde_json::from_str(&line?)?;
        let body = gold.get(&page.id).and_then(|gold| gold.body.as_deref());
        let Some(body) = body.filter(|_| !is_held_out(&page.id)) else { continue };
        let url = page.url.and_then(|url| Url::parse(&url).ok());
        let url = url.map_or_else(|| Url::parse("about:blank"), Ok)?;
        let surveyed = page::survey(&page.html, &url);
        let survey = Survey::of(surveyed.walked, &surveyed.candidates);
        let labels = labels(&survey, body);
        let weights = weights(&survey, &labels);
        examples.insert(page.id, Example { survey, labels, weights });
    }
    Ok(examples.into_values().collect())
}

fn is_held_out(id: &str) -> bool {
    let mut crc = Crc::new();
    crc.update(id.as_bytes());
    crc.sum().is_multiple_of(4)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Aligns the page's words with the gold's and tells which blocks stand in it.
fn labels(survey: &Survey, body: &str) -> Vec<bool> {
    let mut lines = Vec::new();
    let mut gold = Vec::new();
    for (at, line) in body.lines().enumerate() {
        let before = gold.len();
        gold.extend(words(line));
        lines.extend(std::iter::repeat_n((at, gold.len() - before), gold.len() - before));
    }
    let page: Vec<&str> = survey.blocks.iter().flat_map(|block| words(&block.text)).collect();
    let matched = align(&gold, &page);
    let mut at = 0;
    let mut labels = Vec::with_capacity(survey.blocks.len());
    for block in &survey.blocks {
        let count = words(&block.text).count();
        let places: Vec<usize> = matched[at..at + count].iter().flatten().copied().collect();
        at += count;
        labels.push(is_text(count, &places, &lines));
    }
    labels
}

fn is_text(count: usize, places: &[usize], lines: &[(usize, usize)]) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "words of one block")]
    let share = places.len() as f32 / count.max(1) as f32;
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return false };
    // A few words are found anywhere: they must be a line of their own, or stand close together.
    let is_whole_line = lines[*first].1 <= count + count / 2 + 1;
    let is_close = last - first < places.len() + places.len() / 2 + 1;
    share >= MATCH_MIN && is_close && (count > 5 || is_whole_line)
}

/// For each word of the page, its place in a longest common subsequence with the gold (bit-parallel).
fn align(gold: &[&str], page: &[&str]) -> Vec<Option<usize>> {
    let width = gold.len().div_ceil(64).max(1);
    let mut masks: HashMap<&str, Vec<u64>> = HashMap::new();
    for (at, word) in gold.iter().enumerate() {
        masks.entry(word).or_insert_with(|| vec![0; width])[at / 64] |= 1 << (at % 64);
    }
    let none = vec![0; width];
    let mut rows = vec![vec![u64::MAX; width]];
    for word in page {
        let mask = masks.get(word).unwrap_or(&none);
        let before = rows.last().expect("one row stands first");
        let mut row = Vec::with_capacity(width);
        let mut carry = false;
        for (bits, mask) in before.iter().zip(mask) {
            let both = bits & mask;
            let (sum, over) = bits.overflowing_add(both);
            let (sum, over_again) = sum.overflowing_add(u64::from(carry));
            carry = over || over_again;
            row.push(sum | (bits & !both));
        }
        rows.push(row);
    }
    let is_set = |row: usize, at: usize| rows[row][at / 64] >> (at % 64) & 1 == 1;
    let mut matched = vec![None; page.len()];
    let (mut i, mut j) = (gold.len(), page.len());
    while i > 0 && j > 0 {
        if is_set(j, i - 1) {
            i -= 1;
        } else if !is_set(j - 1, i - 1) {
            j -= 1;
        } else {
            i -= 1;
            j -= 1;
            matched[j] = Some(i);
        }
    }
    matched
}

/// Every block counts for exactness, long ones more for the words; all pages count alike.
fn weights(survey: &Survey, labels: &[bool]) -> Vec<f32> {
    let weight = |words: usize| 0.4 + f32::from(u16::try_from(words.min(120)).expect("bounded")) / 30.0;
    let weights: Vec<f32> = survey.lines.iter().map(|line| weight(line.words)).collect();
    let text: f32 = weights.iter().zip(labels).filter(|(_, label)| **label).map(|(weight, _)| weight).sum();
    let scale = 60.0 / text.max(20.0);
    weights.iter().map(|weight| weight * scale).collect()
}

fn train(examples: &[Example], rows: &[&[Vec<f32>]], seen: &[usize]) -> Forest {
    let flat: Vec<&[f32]> = seen.iter().flat_map(|page| rows[*page].iter().map(Vec::as_slice)).collect();
    let labels: Vec<f32> =
        seen.iter().flat_map(|page| examples[*page].labels.iter().map(|label| f32::from(u8::from(*label)))).collect();
    let weights: Vec<f32> = seen.iter().flat_map(|page| examples[*page].weights.iter().copied()).collect();
    let columns = Columns::of(&flat);
    let mut sums = vec![0.0; flat.len()];
    let mut forest = Forest::default();
    for round in 0..TREES {
        let slopes: Vec<(f32, f32)> = (0..flat.len())
            .map(|at| {
                let p: f32 = 1.0 / (1.0 + f32::exp(-sums[at]));
                (weights[at] * (labels[at] - p), weights[at] * (p * (1.0 - p)).max(1e-4))
            })
            .collect();
        let (tree, leaves) = columns.grow(&slopes, round);
        for (sum, leaf) in sums.iter_mut().zip(&leaves) {
            *sum += tree.leaves[usize::from(*leaf)];
        }
        forest.0.push(tree);
    }
    forest
}

/// The rows by number, each cut into few bins.
struct Columns {
    bins: Vec<Vec<u8>>,
    borders: Vec<Vec<f32>>,
}

impl Columns {
    fn of(rows: &[&[f32]]) -> Self {
        let count = rows.first().map_or(0, |row| row.len());
        let (mut all_bins, mut all_borders) = (Vec::new(), Vec::new());
        for number in 0..count {
            let mut values: Vec<f32> = rows.iter().map(|row| row[number]).collect();
            values.sort_unstable_by(f32::total_cmp);
            // Half of the borders by rank, half by value: rare values matter too.
            let mut borders: Vec<f32> = (1..BINS / 2).map(|at| values[at * values.len() / (BINS / 2)]).collect();
            values.dedup();
            borders.extend((1..=BINS / 2).map(|at| values[at * (values.len() - 1) / (BINS / 2 + 1)]));
            borders.sort_unstable_by(f32::total_cmp);
            borders.dedup();
            let bin = |row: &&[f32]| {
                u8::try_from(borders.partition_point(|border| *border < row[number])).expect("few borders")
            };
            all_bins.push(rows.iter().map(bin).collect());
            all_borders.push(borders);
        }
        Self { bins: all_bins, borders: all_borders }
    }

    /// Grows one tree along the slopes and returns each row's leaf.
    fn grow(&self, slopes: &[(f32, f32)], round: usize) -> (Tree, Vec<u8>) {
        let mut leaves = vec![0_u8; slopes.len()];
        let mut tree = Tree { questions: [(0, f32::MAX); DEPTH], leaves: [0.0; 1 << DEPTH] };
        // Each tree sees some of the numbers only: trees that differ err apart.
        let numbers: Vec<usize> = (0..self.bins.len()).filter(|number| is_drawn(round, *number)).collect();
        let (front, back) = numbers.split_at(numbers.len() / 2);
        for level in 0..DEPTH {
            let halves = std::thread::scope(|scope| {
                let leaves = &leaves;
                let other = scope.spawn(move || self.best(front, slopes, leaves, 1 << level));
                [self.best(back, slopes, leaves, 1 << level), other.join().expect("no panic")]
            });
            let (_, number, border) = if halves[0].0 > halves[1].0 { halves[0] } else { halves[1] };
            tree.questions[level] = (number, self.borders[number][border]);
            for (leaf, bin) in leaves.iter_mut().zip(&self.bins[number]) {
                *leaf |= u8::from(usize::from(*bin) > border) << level;
            }
        }
        let mut sums = [(0.0, 0.0); 1 << DEPTH];
        for ((slope, bend), leaf) in slopes.iter().zip(&leaves) {
            let sum = &mut sums[usize::from(*leaf)];
            *sum = (sum.0 + slope, sum.1 + bend);
        }
        tree.leaves = sums.map(|(slope, bend): (f32, f32)| RATE * slope / (bend + DAMPING));
        (tree, leaves)
    }

    /// Returns the best question of some numbers: its gain, the number, the border.
    fn best(&self, numbers: &[usize], slopes: &[(f32, f32)], leaves: &[u8], open: usize) -> (f32, usize, usize) {
        let mut best = (f32::MIN, numbers[0], 0);
        for &number in numbers {
            let mut bins = vec![[(0.0_f32, 0.0_f32); 2 * BINS]; open];
            for ((slope, leaf), bin) in slopes.iter().zip(leaves).zip(&self.bins[number]) {
                let bin = &mut bins[usize::from(*leaf)][usize::from(*bin)];
                *bin = (bin.0 + slope.0, bin.1 + slope.1);
            }
            let score = |(slope, bend): (f32, f32)| slope * slope / (bend + DAMPING);
            let add = |a: (f32, f32), b: &(f32, f32)| (a.0 + b.0, a.1 + b.1);
            let totals: Vec<(f32, f32)> = bins.iter().map(|bins| bins.iter().fold((0.0, 0.0), add)).collect();
            let mut low = vec![(0.0, 0.0); open];
            for border in 0..self.borders[number].len() {
                let mut gain = 0.0;
                for ((low, bins), total) in low.iter_mut().zip(&bins).zip(&totals) {
                    *low = add(*low, &bins[border]);
                    gain += score(*low) + score((total.0 - low.0, total.1 - low.1));
                }
                if gain > best.0 {
                    best = (gain, number, border);
                }
            }
        }
        best
    }
}

fn is_drawn(round: usize, number: usize) -> bool {
    xxh3_64(&[round.to_le_bytes(), number.to_le_bytes()].concat()) % 100 < DRAWN_PERCENT
}

/// Prints precision and recall in words, averaged over pages, and the share of pages without a wrong block.
fn report(name: &str, examples: &[Example], thought: &[Vec<f32>], from: f32) {
    let (mut precision, mut recall, mut exact, mut pages) = (0.0, 0.0, 0.0, 0.0);
    for (example, thought) in examples.iter().zip(thought) {
        let (mut both, mut kept, mut text, mut wrong) = (0.0_f32, 0.0_f32, 0.0_f32, 0);
        for ((line, label), thought) in example.survey.lines.iter().zip(&example.labels).zip(thought) {
            let words = f32::from(u16::try_from(line.words).unwrap_or(u16::MAX));
            let is_kept = *thought >= from;
            kept += if is_kept { words } else { 0.0 };
            text += if *label { words } else { 0.0 };
            both += if is_kept && *label { words } else { 0.0 };
            wrong += i32::from(is_kept != *label);
        }
        precision += both / kept.max(1.0);
        recall += both / text.max(1.0);
        exact += if wrong == 0 { 1.0_f32 } else { 0.0 };
        pages += 1.0;
    }
    println!("{name}: P {:.4} R {:.4} exact {:.4}", precision / pages, recall / pages, exact / pages);
}
