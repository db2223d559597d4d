//! A forest of small oblivious trees: each asks the same few questions of every row, and the answers are the index of a leaf.
//!
//! The file: trees one after another, each [`DEPTH`] questions (number of the row `u16`, threshold `f32`) and
//! 2^[`DEPTH`] leaves (`f32`), little-endian. It is written by `examples/train-body.rs`.

/// Questions of a tree.
pub const DEPTH: usize = 5;

/// Bytes of a tree in the file.
pub const TREE_BYTES: usize = DEPTH * 6 + (1 << DEPTH) * 4;

/// One tree.
#[derive(Clone, Debug)]
pub struct Tree {
    pub questions: [(usize, f32); DEPTH],
    pub leaves: [f32; 1 << DEPTH],
}

/// Trees whose leaves are summed.
#[derive(Clone, Debug, Default)]
pub struct Forest(pub Vec<Tree>);

impl Forest {
    /// Reads a file of trees.
    ///
    /// # Panics
    /// When the file was cut.
    pub fn read(bytes: &[u8]) -> Self {
        let trees = bytes.chunks(TREE_BYTES).map(|tree| {
            let (questions, leaves) = tree.split_at(DEPTH * 6);
            let mut read = Tree { questions: [(0, 0.0); DEPTH], leaves: [0.0; 1 << DEPTH] };
            for (question, bytes) in read.questions.iter_mut().zip(questions.chunks_exact(6)) {
                let number = u16::from_le_bytes([bytes[0], bytes[1]]);
                *question = (usize::from(number), f32::from_le_bytes([bytes[2], bytes[3], bytes[4], bytes[5]]));
            }
            for (leaf, bytes) in read.leaves.iter_mut().zip(leaves.chunks_exact(4)) {
                *leaf = f32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
            }
            read
        });
        Self(trees.collect())
    }

    /// Writes the file that [`Self::read`] reads.
    pub fn write(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.0.len() * TREE_BYTES);
        for tree in &self.0 {
            for (number, threshold) in tree.questions {
                bytes.extend(u16::try_from(number).expect("rows are short").to_le_bytes());
                bytes.extend(threshold.to_le_bytes());
            }
            tree.leaves.iter().for_each(|leaf| bytes.extend(leaf.to_le_bytes()));
        }
        bytes
    }

    /// Returns the probability of every row that it is one of text.
    pub fn probabilities(&self, rows: &[Vec<f32>]) -> Vec<f32> {
        rows.iter().map(|row| self.probability(row)).collect()
    }

    /// Returns the probability that the row is one of text.
    pub fn probability(&self, row: &[f32]) -> f32 {
        let sum: f32 = self.0.iter().map(|tree| tree.leaves[tree.leaf(row)]).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}

impl Tree {
    /// Returns the index of the row's leaf.
    pub fn leaf(&self, row: &[f32]) -> usize {
        self.questions
            .iter()
            .enumerate()
            .map(|(level, (number, threshold))| usize::from(row[*number] > *threshold) << level)
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forest_is_read_as_it_was_written() {
        let mut tree = Tree { questions: [(0, f32::MAX); DEPTH], leaves: [0.0; 1 << DEPTH] };
        tree.questions[0] = (1, 0.5);
        tree.questions[2] = (0, -1.0);
        tree.leaves[0b101] = 3.0;
        tree.leaves[0b100] = -3.0;
        let forest = Forest::read(&Forest(vec![tree.clone(), tree]).write());
        assert_eq!(forest.0.len(), 2);
        assert!(forest.probability(&[0.0, 1.0]) > 0.99);
        assert!(forest.probability(&[0.0, 0.0]) < 0.01);
        assert!((forest.probability(&[-2.0, 0.0]) - 0.5).abs() < 1e-6);
    }
}
