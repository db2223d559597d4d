//! Problems of one kind counted together: how often, and the first of them word for word.

use super::Problem;

/// Characters of a foreign text that a problem quotes.
const QUOTED_CHARS_MAX: usize = 60;

#[derive(Default)]
pub(super) struct Remarks(Vec<Remark>);

struct Remark {
    name: &'static str,
    first: String,
    count: usize,
}

impl Remarks {
    /// Notes that something had to be worked around; `what` is asked for the first time only.
    pub(super) fn note(&mut self, name: &'static str, what: impl FnOnce() -> String) {
        match self.0.iter_mut().find(|remark| remark.name == name) {
            Some(remark) => remark.count += 1,
            None => self.0.push(Remark { name, first: what(), count: 1 }),
        }
    }

    /// In the order in which they were first met.
    pub(super) fn into_problems(self) -> impl Iterator<Item = Problem> {
        self.0.into_iter().map(|Remark { name, first, count }| {
            let detail = if count == 1 { first } else { format!("{count} times, the first: {first}") };
            Problem { name, detail }
        })
    }
}

/// Quotes a foreign text, shortened, on one line.
pub(super) fn quoted(text: &str) -> String {
    let line: String = text.trim().chars().take(QUOTED_CHARS_MAX).collect();
    format!("`{}`", line.replace(['\n', '\r', '\t'], " "))
}
