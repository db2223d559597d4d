//! Trains the model of the `entities` stage: `cargo run --release --example train-entities -- PATH`.
//!
//! PATH is a folder of gzip files of lines `token TAB label`; the newswire beside this program and the name lists
//! beside the stage are read as well. The same input gives the same model, byte for byte. First a model of most
//! of the newswire tells the names of the rest, which gives the figures that are printed; the model that is
//! written has seen everything. See `ATTRIBUTION.md` next to it.

mod crf;
mod lists;
mod score;
mod texts;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use courant::analyze::entities::features::Run;
use courant::analyze::entities::model::{HEAD_BYTES, KNOWN_SLOTS, LABELS, LINE_BYTES, Model, ROW_SLOTS};
use courant::analyze::entities::names;
use courant::analyze::entities::page::Page;
use courant::analyze::entities::tagger::{OUTSIDE, label};
use courant::analyze::tokens::Tokens;

use self::crf::{Field, Scores, Sequence};
use self::lists::{Lists, table};
use self::texts::Text;

const STAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/analyze/entities");
const NEWSWIRE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/newswire");

/// A word that stands oftener in lower case is no name by itself.
const COMMON_MIN: u32 = 3;

/// Features that are seen less often are not learned.
const SEEN_MIN: u32 = 2;

/// Times that all texts are read.
const ROUNDS: usize = 10;

/// Features that are kept, those with the largest weights: as many as fit the model's 2 MB with the lists.
const ROWS_MAX: usize = 120_000;

/// The weight that the largest number of a row stands for; larger ones are cut.
const WEIGHT_MAX: f32 = 3.0;

/// Turns a lead into log-odds; fitted on the held-out newswire.
const SHARPNESS: f32 = 0.4;

/// Makes the order of training the same every time.
const SEED: u64 = 20_260;

fn main() -> anyhow::Result<()> {
    let Some(folder) = std::env::args().nth(1) else {
        bail!("name the training folder: train-entities PATH, with files such as wikigold.iob2.gz");
    };
    let mut texts = texts::of_newswire(Path::new(NEWSWIRE))?;
    texts.extend(texts::of_folder(Path::new(&folder))?);
    let mut lists = Lists::read(Path::new(&format!("{STAGE}/lists")))?;
    for word in common_words(&texts) {
        lists.add(&word, names::COMMON, 0);
    }
    let bare = file(&lists, &Learned::default())?;
    let reader = Model::read(&bare).context("a model without rows can be read")?;
    let examples: Vec<Example> = texts.iter().map(|text| Example::of(text, &reader)).collect();
    let seen: Vec<&Example> = examples.iter().filter(|example| !example.text.is_held_out).collect();
    let held_out: Vec<&Text> = texts.iter().filter(|text| text.is_held_out).collect();
    score::report(&file(&lists, &learn(&seen))?, &held_out)?;
    let model = file(&lists, &learn(&examples.iter().collect::<Vec<_>>()))?;
    let path = format!("{STAGE}/model.bin");
    fs::write(&path, &model).with_context(|| format!("cannot write {path}"))?;
    println!("{path}: {} bytes", model.len());
    Ok(())
}

/// Words that the texts have in lower case.
fn common_words(texts: &[Text]) -> Vec<String> {
    let mut counts: BTreeMap<String, u32> = BTreeMap::new();
    for text in texts {
        for token in Tokens::of(&text.text).all() {
            let word = token.of(&text.text);
            if word.chars().all(char::is_lowercase) {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
        }
    }
    counts.into_iter().filter(|(_, count)| *count >= COMMON_MIN).map(|(word, _)| word).collect()
}

/// A text as the model meets it: the features and labels of all its runs.
struct Example<'t> {
    text: &'t Text,
    runs: Vec<(Vec<Vec<u64>>, Vec<u8>)>,
}

impl<'t> Example<'t> {
    fn of(text: &'t Text, model: &Model<'_>) -> Self {
        let tokens = Tokens::of(&text.text);
        let page = Page::of(&text.text, &tokens, model);
        let labels = labels(text, &tokens, &page);
        let mut runs = Vec::new();
        for range in &page.runs {
            let run = Run::of(&page, range.clone());
            let features = range.clone().map(|at| {
                let mut hashes = Vec::new();
                run.each_feature(at, |hash| hashes.push(hash));
                hashes
            });
            runs.push((features.collect(), labels[range.clone()].to_vec()));
        }
        Self { text, runs }
    }
}

/// Returns the label of every token; parts of names that no run has are left out.
fn labels(text: &Text, tokens: &Tokens, page: &Page) -> Vec<u8> {
    let all = tokens.all();
    let mut in_run = vec![false; all.len()];
    page.runs.iter().flat_map(Clone::clone).for_each(|at| in_run[at] = true);
    let mut labels = vec![OUTSIDE as u8; all.len()];
    for (name, kind) in &text.names {
        let start = all.partition_point(|token| token.end_byte as usize <= name.start);
        let end = all.partition_point(|token| (token.start_byte as usize) < name.end);
        let touched = (start..end).skip_while(|at| !in_run[*at]).take_while(|at| in_run[*at]);
        for (index, at) in touched.enumerate() {
            labels[at] = label(*kind, index == 0) as u8;
        }
    }
    labels
}

/// What the model's file holds beside the lists.
#[derive(Default)]
struct Learned {
    rows: Vec<(u64, Scores)>,
    links: [Scores; LABELS],
}

fn learn(examples: &[&Example<'_>]) -> Learned {
    let mut counts: HashMap<u64, u32> = HashMap::new();
    let words = || examples.iter().flat_map(|example| example.runs.iter().flat_map(|(features, _)| features));
    words().flatten().for_each(|hash| *counts.entry(*hash).or_default() += 1);
    let mut kept: Vec<u64> = counts.into_iter().filter(|(_, count)| *count >= SEEN_MIN).map(|(hash, _)| hash).collect();
    kept.sort_unstable();
    let count = kept.len() as u32;
    let index: HashMap<u64, u32> = kept.iter().zip(0..).map(|(hash, index)| (*hash, index)).collect();
    let mut sequences = Vec::new();
    for example in examples {
        // The second half of the weights is that of newswire.
        let parts: &[u32] = if example.text.is_newswire { &[0, 1] } else { &[0] };
        let numbers = |hashes: &Vec<u64>| -> Vec<u32> {
            let known = hashes.iter().filter_map(|hash| index.get(hash));
            known.flat_map(|feature| parts.iter().map(move |part| feature + part * count)).collect()
        };
        for (features, labels) in &example.runs {
            let features = features.iter().map(numbers).collect();
            sequences.push(Sequence { features, labels: labels.clone(), weight: example.text.weight });
        }
    }
    let mut field = Field::new(kept.len() * 2);
    field.learn(&sequences, ROUNDS, &mut fastrand::Rng::with_seed(SEED));
    let (general, newswire) = field.weights.split_at(kept.len());
    let sum = |at: usize| std::array::from_fn(|label| general[at][label] + newswire[at][label]);
    let rows = kept.iter().enumerate().map(|(at, hash)| (*hash, sum(at))).collect();
    Learned { rows, links: field.links }
}

/// Writes a model's file; see `model.rs`.
fn file(lists: &Lists, learned: &Learned) -> anyhow::Result<Vec<u8>> {
    let unit = WEIGHT_MAX / f32::from(i8::MAX);
    let largest = |weights: &Scores| weights.iter().fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
    let mut rows: Vec<&(u64, Scores)> = learned.rows.iter().collect();
    rows.sort_by(|(_, one), (_, other)| largest(other).total_cmp(&largest(one)));
    rows.truncate(ROWS_MAX);
    let quantized = |weight: &f32| (weight / unit).round().clamp(-127.0, 127.0) as i8 as u8;
    let rows: Vec<_> = rows.iter().map(|(hash, weights)| (*hash, weights.iter().map(quantized).collect())).collect();
    let lists = table(&lists.entries(), KNOWN_SLOTS)?;
    let rows = table(&rows, ROW_SLOTS)?;
    let lines_of = |table: &[u8]| (table.len() / LINE_BYTES) as u32;
    let mut file = Vec::new();
    file.extend(lines_of(&lists).to_le_bytes());
    file.extend(lines_of(&rows).to_le_bytes());
    file.extend(unit.to_le_bytes());
    file.extend(SHARPNESS.to_le_bytes());
    learned.links.as_flattened().iter().for_each(|link| file.extend(link.to_le_bytes()));
    file.resize(HEAD_BYTES, 0);
    file.extend(lists);
    file.extend(rows);
    Ok(file)
}
