//! "Did you mean": the known word that an unknown one was probably meant to be.

/// Returns the candidate within typing distance of `word`, the closest first, or `None` where all are too far.
///
/// Case, `-` and `_` count as equal. One edit is allowed for every three characters, and at least one; swapping two
/// neighbors is one edit.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = fold(word);
    let allowed = (word.len() / 3).max(1);
    let measured = candidates.into_iter().map(|candidate| (distance(&word, &fold(candidate)), candidate));
    measured.filter(|(distance, _)| *distance <= allowed).min_by_key(|(distance, _)| *distance).map(|(_, best)| best)
}

/// Writes `; did you mean "…"?`, or the list of `candidates` where none is near.
pub fn suggestion(word: &str, candidates: &[&str]) -> String {
    match nearest(word, candidates.iter().copied()) {
        Some(best) => format!("; did you mean \"{best}\"?"),
        None => format!("; use {}", one_of(candidates)),
    }
}

/// Writes `"a"`, or `one of "a", "b", "c"`.
pub fn one_of(candidates: &[&str]) -> String {
    let list = candidates.iter().map(|candidate| format!("\"{candidate}\"")).collect::<Vec<_>>().join(", ");
    if candidates.len() == 1 { list } else { format!("one of {list}") }
}

fn fold(word: &str) -> Vec<char> {
    // Longer words than this are no slip of the finger, and the distance costs their product.
    const LENGTH_MAX: usize = 64;
    let folded = word.chars().take(LENGTH_MAX).flat_map(char::to_lowercase);
    folded.map(|c| if c == '-' { '_' } else { c }).collect()
}

/// The optimal string alignment distance.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let mut best = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == right[j - 1] && left[i - 1] == *b {
                best = best.min(before_last[j - 1] + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_recognized() {
        let known = ["concurrency", "per_host", "gap", "timeout"];
        for (word, meant) in
            [("concurency", "concurrency"), ("per-host", "per_host"), ("gpa", "gap"), ("Timeout", "timeout")]
        {
            assert_eq!(nearest(word, known), Some(meant), "{word}");
        }
    }

    #[test]
    fn another_word_altogether_suggests_nothing() {
        assert_eq!(nearest("color", ["concurrency", "gap"]), None);
        assert_eq!(nearest("x", []), None);
    }
}
