//! From a stage's name in the configuration to the stage.

use super::{STAGES, Stage, StreamStage};

/// One line of [`STAGES`].
pub struct Entry {
    /// As written in the configuration; the same as the stage's file name.
    pub name: &'static str,
    /// What it adds, for people who list the stages.
    pub about: &'static str,
    pub build: fn() -> Built,
}

/// A stage that is ready to run, by what the runner may do with it.
pub enum Built {
    Pure(Box<dyn Stage>),
    Stream(Box<dyn StreamStage>),
}

/// No stage has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown stage `{name}`{}; known stages: {}", suggestion(.nearest), quoted(names()))]
pub struct UnknownStage {
    pub name: String,
    /// The known name that was probably meant.
    pub nearest: Option<&'static str>,
}

/// Returns the names of all stages, in the order in which an article meets them.
pub fn names() -> impl Iterator<Item = &'static str> {
    STAGES.iter().map(|entry| entry.name)
}

/// Builds the stage of this name, with an empty memory.
///
/// # Errors
/// If there is none; the message lists the known names and suggests the nearest.
pub fn build(name: &str) -> Result<Built, UnknownStage> {
    match STAGES.iter().find(|entry| entry.name == name) {
        Some(entry) => Ok((entry.build)()),
        None => Err(UnknownStage { name: name.to_owned(), nearest: nearest(name) }),
    }
}

/// Half of a name may be wrong before the suggestion is a guess.
fn nearest(name: &str) -> Option<&'static str> {
    let wanted = name.to_lowercase();
    names()
        .map(|known| (distance(&wanted, known), known))
        .filter(|(distance, known)| *distance * 2 <= known.len())
        .min()
        .map(|(_, known)| known)
}

/// Insertions, deletions and replacements that lead from one word to the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in to.iter().enumerate() {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[to.len()]
}

fn suggestion(nearest: &Option<&'static str>) -> String {
    nearest.map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

fn quoted(names: impl Iterator<Item = &'static str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(name: &str) -> String {
        build(name).err().expect("no such stage").to_string()
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_nearest_and_all_known_ones() {
        let known = "known stages: `language`, `quotes`, `keyphrases`, `duplicates`";
        assert_eq!(refusal("langauge"), format!("unknown stage `langauge`; did you mean `language`?; {known}"));
        assert_eq!(refusal("Keyphrase"), format!("unknown stage `Keyphrase`; did you mean `keyphrases`?; {known}"));
        assert_eq!(refusal("sentiment"), format!("unknown stage `sentiment`; {known}"));
        assert_eq!(refusal(""), format!("unknown stage ``; {known}"));
    }

    #[test]
    fn names_are_unique_and_each_builds() {
        let mut names: Vec<_> = names().collect();
        assert!(names.iter().all(|name| build(name).is_ok()));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STAGES.len());
    }

    #[test]
    fn pure_stages_come_before_those_with_memory() {
        let built: Vec<_> = STAGES.iter().map(|entry| matches!((entry.build)(), Built::Stream(_))).collect();
        assert!(built.is_sorted());
    }
}
