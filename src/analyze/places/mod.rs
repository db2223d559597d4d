//! Stage `places`: the place names of the text, each with its country and coordinates.
//!
//! Four steps: [`find`] reads names that the table of the [`world`] knows; [`judge`] asks the words around each one
//! whether it means a place; [`hints`] reads where the outlet is; [`ground`] decides which of the world's forty
//! places called Paris is meant. The story's own place is marked: that of the dateline, else of the headline, else
//! the one named most often.

pub mod fold;
pub mod world;

mod find;
mod ground;
mod hints;
mod judge;
mod words;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use self::find::{Finder, Found, Mention};
use self::hints::Hints;
use self::world::{Kind, PlaceId, World};
use super::tokens::{Gap, Tokens};
use super::{Built, Stage, StageError};
use crate::article::{Annotations, Article, EntityKind, Place};

/// A dateline is over after so many tokens: `NEW YORK (Agency) -`.
const DATELINE_TOKENS_MAX: usize = 12;

/// What speaks against a town that is called like somebody of the article: `the Brook administration`.
const FAMILY_DOUBT: f32 = 1.5;

pub fn build() -> Built {
    Built::Pure(Box::new(PlacesStage { world: world::world() }))
}

struct PlacesStage {
    world: World<'static>,
}

impl Stage for PlacesStage {
    fn annotate(&self, article: &Article, tokens: &Tokens) -> Result<Annotations, StageError> {
        let finder = Finder::of(self.world, &article.text, tokens);
        let mut found = finder.find();
        judge::judge(&finder, &mut found);
        let hints = hints::hints(article, self.world, &mut found);
        heed_entities(article, &finder, &mut found);
        let chosen = ground::ground(self.world, &found, &hints);
        ground::rescue(self.world, &mut found, &chosen);
        let mut grounded: Vec<(usize, PlaceId)> = Vec::new();
        for (index, _) in found.mentions.iter().enumerate().filter(|(_, mention)| mention.evidence > 0.0) {
            grounded.extend(ground::of_mention(self.world, &found, index, &chosen).map(|place| (index, place)));
        }
        let story = story(&finder, &found, &hints, &grounded, &chosen);
        let places = grounded
            .iter()
            .map(|(index, place)| self.place(&finder, &found.mentions[*index], *place, story == Some(*index)))
            .collect();
        Ok(Annotations { places: Some(places), ..Annotations::default() })
    }
}

impl PlacesStage {
    fn place(&self, finder: &Finder<'_>, mention: &Mention, place: PlaceId, story: bool) -> Place {
        let facts = self.world.facts(place);
        let first = finder.tokens[mention.tokens.start];
        let text = &finder.text[mention.bytes.clone()];
        let before = &finder.text[first.start_byte as usize..mention.bytes.start];
        let count = |text: &str| u32::try_from(text.chars().count()).expect("a span is shorter than its text");
        let start = first.start + count(before);
        Place {
            text: text.to_owned(),
            start,
            end: start + count(text),
            name: self.world.name(place).unwrap_or(text).to_owned(),
            country: facts.country.map(str::to_owned),
            latitude: rounded(facts.latitude),
            longitude: rounded(facts.longitude),
            geonames_id: facts.geonames_id,
            story,
        }
    }
}

/// Lets the names that another stage found decide where they are sure.
fn heed_entities(article: &Article, finder: &Finder<'_>, found: &mut Found) {
    let Some(entities) = article.annotations.entities.as_deref() else { return };
    let people = entities.iter().filter(|entity| entity.kind == EntityKind::Person);
    let families: HashSet<&str> = people.filter_map(|person| person.name.split(' ').next_back()).collect();
    let size = |name: usize| finder.world.facts(found.candidates(name)[0].place).size;
    let is_small: Vec<bool> = (0..found.names.len()).map(|name| size(name) < judge::METROPOLIS_SIZE).collect();
    let mut entities = entities.iter().peekable();
    for mention in &mut found.mentions {
        let (start, end) = (finder.tokens[mention.tokens.start].start, finder.tokens[mention.tokens.end - 1].end);
        while entities.next_if(|entity| entity.end <= start).is_some() {}
        let Some(entity) = entities.peek().filter(|entity| entity.start < end) else {
            if is_small[mention.name]
                && mention.container.is_none()
                && families.contains(&finder.text[mention.bytes.clone()])
            {
                mention.evidence -= FAMILY_DOUBT;
                mention.is_refuted = true;
            }
            continue;
        };
        match entity.kind {
            EntityKind::Person => mention.evidence -= 3.0 * entity.score,
            EntityKind::Place => mention.evidence += 1.5 * entity.score,
            EntityKind::Organization => mention.evidence -= 0.5 * entity.score,
        }
    }
}

/// Returns the mention that stands for the story's own place.
fn story(
    finder: &Finder<'_>,
    found: &Found,
    hints: &Hints,
    grounded: &[(usize, PlaceId)],
    chosen: &[Option<PlaceId>],
) -> Option<usize> {
    let first_of = |place: PlaceId| grounded.iter().find(|(_, other)| *other == place).map(|(index, _)| *index);
    let named = |names: &[usize]| names.iter().filter_map(|name| chosen[*name]).find_map(first_of);
    opening_dateline(finder, found, grounded)
        .or_else(|| named(&hints.dateline))
        .or_else(|| named(&hints.title))
        .or_else(|| most_frequent(finder.world, grounded))
}

/// The place that opens the text and is followed by a dash: `ROME (Agency) -`.
fn opening_dateline(finder: &Finder<'_>, found: &Found, grounded: &[(usize, PlaceId)]) -> Option<usize> {
    let (first, _) = grounded.first()?;
    let tokens = &found.mentions[*first].tokens;
    let behind = finder.tokens.iter().enumerate().skip(tokens.end).take(DATELINE_TOKENS_MAX);
    let dash = behind
        .take_while(|(_, token)| token.gap < Gap::Paragraph)
        .find(|(at, token)| matches!(token.of(finder.text), "—" | "–" | "--") || is_lone_dash(finder, *at));
    (tokens.start == 0 && dash.is_some()).then_some(*first)
}

fn is_lone_dash(finder: &Finder<'_>, at: usize) -> bool {
    let token = finder.tokens[at];
    token.of(finder.text) == "-" && token.gap != Gap::None
}

/// The place with most mentions; of equals the smaller one, because it says more, then the earlier one.
fn most_frequent(world: World<'static>, grounded: &[(usize, PlaceId)]) -> Option<usize> {
    let mut counts: HashMap<PlaceId, (u32, usize)> = HashMap::new();
    for (index, place) in grounded {
        counts.entry(*place).or_insert((0, *index)).0 += 1;
    }
    let is_point = |place: PlaceId| matches!(world.facts(place).kind, Kind::County | Kind::City);
    counts
        .into_iter()
        .max_by_key(|(place, (count, first))| (*count, is_point(*place), Reverse(*first)))
        .map(|(_, (_, first))| first)
}

/// Two digits, a kilometer: the table knows no more.
fn rounded(degrees: f64) -> f64 {
    (degrees * 100.0).round() / 100.0
}
