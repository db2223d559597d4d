//! What the demo leaves behind: counts, where the files are, one record, and what to do next.

use std::fmt::Write;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::audience::Audience;
use crate::config::Plan;
use crate::store::{self, status};

/// Characters of a value in the sample, two lines of a wide terminal; the rest is in the file.
const VALUE_SHOWN: usize = 180;

pub fn print(out: &Path, plan: &Plan, audience: &Audience) -> anyhow::Result<()> {
    crate::commands::print(&describe(out, plan, audience)?)?;
    Ok(())
}

fn describe(out: &Path, plan: &Plan, audience: &Audience) -> anyhow::Result<String> {
    let mut text = String::new();
    let connection = store::open_reading(&plan.state)?;
    let totals = status::totals(&connection)?;
    let seen = audience.seen();
    writeln!(text, "{} feeds, {} entries seen in them. What became of those:", plan.feeds.len(), totals.seen)?;
    writeln!(
        text,
        "  {:>5}  left as records ({} articles, {} updates of them)",
        totals.emitted, seen.new, seen.updates
    )?;
    writeln!(text, "  {:>5}  came again in another feed: noted in `seen_in`, not repeated", totals.duplicate)?;
    writeln!(text, "  {:>5}  changed, but not in title or text (counters, stamps): no new version", totals.unchanged)?;
    writeln!(text, "  {:>5}  changed again before they left", totals.superseded)?;
    if totals.rejected + totals.filtered > 0 {
        writeln!(text, "  {:>5}  made no article; `courant ledger` says why", totals.rejected + totals.filtered)?;
    }
    writeln!(text, "  {:>5}  still in work: the next start goes on with them", totals.pending)?;
    writeln!(text, "  {} the sum is {}.\n", if totals.balances() { "✓" } else { "✗" }, totals.seen)?;

    let parts = parts(out)?;
    writeln!(text, "Files, as they stay:")?;
    for part in &parts {
        writeln!(text, "  {}  {} bytes", part.display(), part.metadata()?.len())?;
    }
    writeln!(text, "  {}  what the newsroom published, to check against", out.join("truth.ndjson").display())?;
    writeln!(text, "  {}  the state: kill and restart at will\n", plan.state.display())?;
    if let Some(sample) = parts.iter().rev().find_map(|part| sample(part)) {
        writeln!(text, "One record, long values cut:\n{sample}")?;
    }
    writeln!(
        text,
        "Next: `courant init URL…` writes a configuration for feeds of yours, `courant run` collects them."
    )?;
    Ok(text)
}

fn parts(out: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut parts: Vec<PathBuf> = std::fs::read_dir(out.join("articles"))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .collect();
    parts.sort();
    Ok(parts)
}

/// Returns a record of a part, a line a field in the order of the file, long values cut, empty ones left out.
fn sample(part: &Path) -> Option<String> {
    let lines = BufReader::new(std::fs::File::open(part).ok()?).lines();
    let line = lines.map_while(Result::ok).max_by_key(|line| telling(line))?;
    let record: Map<String, Value> = serde_json::from_str(&line).ok()?;
    let is_empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    let mut text = String::new();
    for (name, value) in record.iter().filter(|(_, value)| !is_empty(value)) {
        let value = value.to_string();
        let cut = value.chars().count() > VALUE_SHOWN;
        let shown: String = value.chars().take(VALUE_SHOWN).collect();
        let _ = writeln!(text, "  {name:<20} {shown}{}", if cut { " …" } else { "" });
    }
    Some(text)
}

/// How much a record shows of what a record can be. Most who read this README read English.
fn telling(line: &str) -> (bool, bool, bool, usize) {
    let record: Value = serde_json::from_str(line).unwrap_or_default();
    let is_page = record["extraction"]["method"] == "page";
    let has_image = !record["images"].as_array().is_none_or(Vec::is_empty);
    (record["language"]["tag"] == "en", is_page, has_image, line.len())
}
