//! What the demo leaves behind: counts, where the files are, one record, and what to do next.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::audience::Audience;
use crate::config::Plan;
use crate::store::{self, status};

/// Characters of the sample's text; the rest is in the file.
const TEXT_SHOWN: usize = 320;

pub fn print(out: &Path, plan: &Plan, audience: &Audience) -> anyhow::Result<()> {
    let mut connection = store::open_reading(&plan.state)?;
    let status = status::read(&mut connection)?;
    let totals = status::totals(&connection)?;
    let seen = audience.seen();
    println!("{} feeds, {} entries seen in them. What became of those:", plan.feeds.len(), totals.seen);
    println!("  {:>5}  left as records ({} articles, {} updates of them)", totals.emitted, seen.new, seen.updates);
    println!("  {:>5}  came again in another feed: noted in `seen_in`, not repeated", totals.duplicate);
    println!("  {:>5}  changed, but not in title or text (counters, stamps): no new version", totals.unchanged);
    println!("  {:>5}  changed again before they left", totals.superseded);
    if totals.rejected + totals.filtered > 0 {
        println!("  {:>5}  made no article; `courant ledger` says why", totals.rejected + totals.filtered);
    }
    println!("  {:>5}  still in work: the next start goes on with them", totals.pending);
    println!("  {} the sum is {}.\n", if totals.balances() { "✓" } else { "✗" }, totals.seen);

    let parts = parts(out)?;
    println!("Files, as they stay:");
    for part in &parts {
        println!("  {}  {} bytes", part.display(), part.metadata()?.len());
    }
    println!("  {}  what the newsroom published, to check against", out.join("truth.ndjson").display());
    println!("  {}  the state: kill and restart at will\n", plan.state.display());
    if let Some(sample) = parts.iter().rev().find_map(|part| sample(part)) {
        println!("One record:\n{sample}\n");
    }
    println!(
        "Next: `courant init https://example.org/feed.xml` writes a configuration for feeds of yours, `courant run` collects them."
    );
    let _ = status;
    Ok(())
}

fn parts(out: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut parts: Vec<PathBuf> = std::fs::read_dir(out.join("articles"))?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "jsonl"))
        .collect();
    parts.sort();
    Ok(parts)
}

/// Returns the longest record of a part, indented, its text cut.
fn sample(part: &Path) -> Option<String> {
    let lines = BufReader::new(std::fs::File::open(part).ok()?).lines();
    let line = lines.map_while(Result::ok).max_by_key(String::len)?;
    let mut record: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&line).ok()?;
    let text = record.get("text")?.as_str()?.to_owned();
    if text.chars().count() > TEXT_SHOWN {
        let shown: String = text.chars().take(TEXT_SHOWN).collect();
        record.insert("text".to_owned(), format!("{shown}…").into());
    }
    serde_json::to_string_pretty(&record).ok()
}
