//! Training: a conditional random field over the labels of a run, by stochastic gradients.
//!
//! Weights are kept twice, for all texts and, on top, for newswire: what other texts teach stays in the first
//! part where newswire says otherwise. A model is the sum of both. Half of a word's features are left out at
//! random each time it is seen, so that no single one (the word itself, mostly) carries the decision.

use courant::analyze::entities::model::LABELS;
use courant::analyze::entities::tagger::{OUTSIDE, is_allowed};

/// Share of the features that are left out.
const LEFT_OUT: f64 = 0.5;

/// Step of AdaGrad.
const RATE: f32 = 0.1;

/// What the sum of squared gradients begins with.
const SQUARES_START: f32 = 1e-4;

pub type Scores = [f32; LABELS];

/// A run: the features of each word, and what each word is.
pub struct Sequence {
    pub features: Vec<Vec<u32>>,
    pub labels: Vec<u8>,
    pub weight: f32,
}

pub struct Field {
    pub weights: Vec<Scores>,
    pub links: [Scores; LABELS],
    squares: Vec<Scores>,
    link_squares: [Scores; LABELS],
}

impl Field {
    pub fn new(features: usize) -> Self {
        Self {
            weights: vec![[0.0; LABELS]; features],
            links: [[0.0; LABELS]; LABELS],
            squares: vec![[SQUARES_START; LABELS]; features],
            link_squares: [[SQUARES_START; LABELS]; LABELS],
        }
    }

    /// Goes through all sequences `rounds` times, in an order that the seed decides.
    pub fn learn(&mut self, sequences: &[Sequence], rounds: usize, random: &mut fastrand::Rng) {
        let mut order: Vec<usize> = (0..sequences.len()).collect();
        for _ in 0..rounds {
            random.shuffle(&mut order);
            for index in &order {
                self.step(&sequences[*index], random);
            }
        }
    }

    fn step(&mut self, sequence: &Sequence, random: &mut fastrand::Rng) {
        let mut keep = |features: &Vec<u32>| -> Vec<u32> {
            features.iter().copied().filter(|_| random.f64() >= LEFT_OUT).collect()
        };
        let kept: Vec<Vec<u32>> = sequence.features.iter().map(&mut keep).collect();
        let scores: Vec<Scores> = kept.iter().map(|features| self.scores(features)).collect();
        let (singles, pairs) = self.chances(&scores);
        for (index, features) in kept.iter().enumerate() {
            let mut slope = singles[index];
            slope[usize::from(sequence.labels[index])] -= 1.0;
            for feature in features {
                let (weights, squares) = (&mut self.weights[*feature as usize], &mut self.squares[*feature as usize]);
                for label in 0..LABELS {
                    descend(&mut weights[label], &mut squares[label], slope[label] * sequence.weight);
                }
            }
        }
        self.step_links(sequence, pairs);
    }

    fn step_links(&mut self, sequence: &Sequence, mut slopes: [Scores; LABELS]) {
        let mut from = OUTSIDE;
        for label in sequence.labels.iter().map(|label| usize::from(*label)).chain([OUTSIDE]) {
            slopes[from][label] -= 1.0;
            from = label;
        }
        for (from, row) in slopes.iter().enumerate() {
            for (to, slope) in row.iter().enumerate().filter(|(to, _)| is_allowed(from, *to)) {
                descend(&mut self.links[from][to], &mut self.link_squares[from][to], slope * sequence.weight);
            }
        }
    }

    fn scores(&self, features: &[u32]) -> Scores {
        let mut scores = [0.0; LABELS];
        for feature in features {
            for (score, weight) in scores.iter_mut().zip(self.weights[*feature as usize]) {
                *score += weight;
            }
        }
        scores
    }

    /// Returns how likely each word has each label, and how often each label is expected behind each.
    fn chances(&self, scores: &[Scores]) -> (Vec<Scores>, [Scores; LABELS]) {
        let mut links = [[0.0; LABELS]; LABELS];
        for (from, row) in links.iter_mut().enumerate() {
            for (to, link) in row.iter_mut().enumerate().filter(|(to, _)| is_allowed(from, *to)) {
                *link = self.links[from][to].exp();
            }
        }
        let weights: Vec<Scores> = scores.iter().map(exponentials).collect();
        let mut forward = Vec::with_capacity(weights.len());
        let mut before = [0.0; LABELS];
        before[OUTSIDE] = 1.0;
        for weights in &weights {
            let mut here = [0.0; LABELS];
            for (label, sum) in here.iter_mut().enumerate() {
                *sum = (0..LABELS).map(|from| before[from] * links[from][label]).sum::<f32>() * weights[label];
            }
            before = shares(here);
            forward.push(before);
        }
        let mut behind = links.map(|row| row[OUTSIDE]);
        let mut pairs = [[0.0; LABELS]; LABELS];
        let mut singles = vec![[0.0; LABELS]; weights.len()];
        for index in (0..weights.len()).rev() {
            let mut start = [0.0; LABELS];
            start[OUTSIDE] = 1.0;
            let before = if index == 0 { start } else { forward[index - 1] };
            singles[index] = shares(std::array::from_fn(|label| forward[index][label] * behind[label]));
            if index + 1 == weights.len() {
                for (from, row) in pairs.iter_mut().enumerate() {
                    row[OUTSIDE] += singles[index][from];
                }
            }
            let ahead: Scores = std::array::from_fn(|label| weights[index][label] * behind[label]);
            add_pairs(&mut pairs, &before, &links, &ahead);
            behind = shares(links.map(|row| row.iter().zip(&ahead).map(|(link, ahead)| link * ahead).sum()));
        }
        (singles, pairs)
    }
}

fn add_pairs(pairs: &mut [Scores; LABELS], before: &Scores, links: &[Scores; LABELS], ahead: &Scores) {
    let mut here = [[0.0; LABELS]; LABELS];
    let mut sum = f32::MIN_POSITIVE;
    for from in 0..LABELS {
        for to in 0..LABELS {
            here[from][to] = before[from] * links[from][to] * ahead[to];
            sum += here[from][to];
        }
    }
    for (pair, chance) in pairs.as_flattened_mut().iter_mut().zip(here.as_flattened()) {
        *pair += chance / sum;
    }
}

fn descend(weight: &mut f32, squares: &mut f32, slope: f32) {
    *squares += slope * slope;
    *weight -= RATE * slope / squares.sqrt();
}

fn exponentials(scores: &Scores) -> Scores {
    let highest = scores.iter().copied().fold(f32::MIN, f32::max);
    scores.map(|score| (score - highest).exp())
}

fn shares(values: Scores) -> Scores {
    let sum = values.iter().sum::<f32>().max(f32::MIN_POSITIVE);
    values.map(|value| value / sum)
}
