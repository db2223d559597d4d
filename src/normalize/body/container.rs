//! The content scorer: how prose and links are spread over the scopes of a page.
//!
//! Sums run from the leaves to the root in one pass, because a scope stands behind its parent. The container of a share is the
//! innermost scope that holds at least that share of the page's prose.

use super::line::{Line, ratio};
use crate::normalize::blocks::Block;
use crate::normalize::scope::Scope;

/// What is in a scope and below it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sums {
    pub bytes: usize,
    pub linked: usize,
    pub prose: usize,
    pub blocks: usize,
}

impl Sums {
    fn add(&mut self, other: Self) {
        self.bytes += other.bytes;
        self.linked += other.linked;
        self.prose += other.prose;
        self.blocks += other.blocks;
    }

    pub fn linked_share(&self) -> f32 {
        ratio(self.linked, self.bytes)
    }

    pub fn prose_share(&self) -> f32 {
        ratio(self.prose, self.bytes)
    }
}

/// Returns the sums of every scope.
pub fn sums(scopes: &[Scope], blocks: &[Block], lines: &[Line]) -> Vec<Sums> {
    let mut sums = vec![Sums::default(); scopes.len()];
    for (block, line) in blocks.iter().zip(lines) {
        let own = Sums {
            bytes: line.bytes,
            linked: block.linked,
            prose: if line.is_prose { line.bytes } else { 0 },
            blocks: 1,
        };
        sums[block.scope as usize].add(own);
    }
    for at in (1..scopes.len()).rev() {
        let below = sums[at];
        sums[scopes[at].parent as usize].add(below);
    }
    sums
}

/// Returns the innermost scope that holds this share of what `weigh` says that a scope weighs.
pub fn container(scopes: &[Scope], share: f32, weigh: impl Fn(usize) -> f32) -> u32 {
    let least = weigh(0) * share;
    let mut best = 0;
    for (at, scope) in scopes.iter().enumerate().skip(1) {
        if scope.parent as usize == best && least > 0.0 && weigh(at) >= least {
            best = at;
        }
    }
    u32::try_from(best).expect("the guard bounds the number of elements")
}

/// Whether each scope is the given one or within it.
pub fn within(scopes: &[Scope], container: u32) -> Vec<bool> {
    let mut is_within = vec![false; scopes.len()];
    for (at, scope) in scopes.iter().enumerate() {
        is_within[at] = at == container as usize || (at > 0 && is_within[scope.parent as usize]);
    }
    is_within
}

#[cfg(test)]
mod tests {
    use super::super::line::{bytes, log};
    use super::*;

    /// Scopes 0 to 3: root, the article in it, a section of the article, a sidebar in the root.
    fn scopes() -> Vec<Scope> {
        [0, 0, 1, 0].map(|parent| Scope { parent, ..Scope::default() }).into()
    }

    fn summed() -> Vec<Sums> {
        let prose = "The delegates of nine countries met in the old town hall on Friday to talk about water.";
        let block = |scope, text: &str| Block { scope, ..Block::new(crate::normalize::blocks::Kind::Paragraph, text) };
        let blocks = [block(1, prose), block(2, prose), block(2, prose), block(3, "Home")];
        let lines: Vec<Line> = blocks.iter().map(Line::of).collect();
        sums(&scopes(), &blocks, &lines)
    }

    #[test]
    fn sums_run_to_the_root() {
        let sums = summed();
        assert_eq!(sums.iter().map(|sums| sums.blocks).collect::<Vec<_>>(), [4, 3, 2, 1]);
        assert_eq!(sums[0].prose, sums[1].prose);
        assert_eq!(sums[3].prose, 0);
    }

    #[test]
    fn the_container_is_the_innermost_scope_with_its_share() {
        let sums = summed();
        let prose = |scope: usize| bytes(sums[scope].prose);
        assert_eq!(container(&scopes(), 0.5, prose), 2);
        assert_eq!(container(&scopes(), 0.8, prose), 1);
        // The sidebar holds as much, but not of what the article holds.
        assert_eq!(container(&scopes(), 0.25, |scope| log(sums[scope].blocks)), 2);
        assert_eq!(within(&scopes(), 1), [false, true, true, false]);
    }
}
