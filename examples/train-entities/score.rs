//! How well a model tells the names of texts that it has not seen.

use std::collections::BTreeSet;

use anyhow::Context;
use courant::analyze::entities::model::Model;
use courant::analyze::entities::page::Page;
use courant::analyze::entities::tagger;
use courant::analyze::tokens::Tokens;

use crate::texts::Text;

/// Prints precision, recall and F1 for each kind and for all, bounds and kind being right; and, by tenths of the
/// score, how many names are right.
pub fn report(file: &[u8], texts: &[&Text]) -> anyhow::Result<()> {
    let model = Model::read(file).context("the model that was made can be read")?;
    let mut counts = [[0_u32; 3]; 3];
    let mut by_score = [[0_u32; 2]; 10];
    for text in texts {
        let tokens = Tokens::of(&text.text);
        let all = tokens.all();
        let gold: BTreeSet<_> = text.names.iter().map(|(name, kind)| (name.start, name.end, *kind)).collect();
        gold.iter().for_each(|(_, _, kind)| counts[*kind][0] += 1);
        for name in tagger::names(&Page::of(&text.text, &tokens, &model), &model) {
            let kind = tagger::KINDS.iter().position(|kind| *kind == name.kind).context("a known kind")?;
            let (start, end) = (all[name.units.start].start_byte, all[name.units.end - 1].end_byte);
            let is_right = gold.contains(&(start as usize, end as usize, kind));
            counts[kind][1] += 1;
            counts[kind][2] += u32::from(is_right);
            let tenth = &mut by_score[((name.score * 10.0) as usize).min(9)];
            tenth[0] += 1;
            tenth[1] += u32::from(is_right);
        }
    }
    let all = counts.iter().fold([0; 3], |sum, count| [0, 1, 2].map(|index| sum[index] + count[index]));
    for (name, [gold, found, right]) in
        ["people", "organizations", "places", "all"].iter().zip(counts.iter().chain([&all]))
    {
        let share = |of: u32| 100.0 * f64::from(*right) / f64::from(of.max(1));
        let f1 = 200.0 * f64::from(*right) / f64::from((gold + found).max(1));
        println!("{name}: F1 {f1:.2}, precision {:.2}, recall {:.2}", share(*found), share(*gold));
    }
    for (tenth, [count, right]) in by_score.iter().enumerate().filter(|(_, [count, _])| *count > 0) {
        println!("score from .{tenth}: {:.2} of {count} right", f64::from(*right) / f64::from(*count));
    }
    Ok(())
}
