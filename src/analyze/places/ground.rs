//! Decides which place each name means in this article.
//!
//! A name means one place in one article, unless the text says in which country or region a mention lies. Every
//! candidate is weighed by how well known it is, by the countries and regions that the article speaks of, by how near
//! it is to the other places, and by where the outlet is. The decision is made twice, the second time with the
//! first one's places as neighbors.

use std::collections::{HashMap, HashSet};

use super::find::{Found, is_within};
use super::hints::Hints;
use super::world::{Facts, Kind, PlaceId, Remarks, World};

/// Rounds after the first one, in which places are weighed without each other.
const ROUNDS: usize = 2;

/// So many names are neighbors of others: the most frequent ones.
const NEIGHBORS_MAX: usize = 48;

/// Names of one article that the table knows; what is behind them keeps its most prominent place.
const NAMES_MAX: usize = 400;

/// At this distance, a neighbor counts half.
const NEAR_KILOMETERS: f32 = 120.0;

/// What less speaks for is not rescued by any neighbor.
const DOUBT_MIN: f32 = -1.3;

/// A neighbor is within an hour's drive.
const RESCUE_KILOMETERS: f32 = 70.0;

/// Chosen on one half of a hand-marked set of local and world news; the other half and most neighbors of these
/// values give the same figures within a point.
const WEIGHT_COUNTRY: f32 = 0.7;
const WEIGHT_REGION: f32 = 0.8;
const WEIGHT_NEAR: f32 = 0.8;
const WEIGHT_OUTLET: f32 = 1.0;
const WEIGHT_CONTAINED: f32 = 6.0;
const WEIGHT_SIZE: f32 = 1.2;

/// A name of the article and how much it counts.
struct Voter {
    name: usize,
    weight: f32,
}

/// What the places of the article have in common.
#[derive(Default)]
struct Context<'a> {
    countries: HashMap<&'a str, f32>,
    regions: HashMap<(&'a str, u8), f32>,
    /// Places, the names they stand for and their weights.
    places: Vec<(usize, Facts<'a>, f32)>,
}

/// Returns the place that each name of the article means, by the number of the name.
pub fn ground(world: World<'static>, found: &Found, hints: &Hints) -> Vec<Option<PlaceId>> {
    let mut chosen: Vec<Option<PlaceId>> =
        (0..found.names.len()).map(|name| found.candidates(name).first().map(|first| first.place)).collect();
    let voters = voters(found, hints);
    let containers = containers(found);
    let ambiguous: Vec<usize> = voters.iter().map(|voter| voter.name).take(NAMES_MAX).collect();
    for round in 0..=ROUNDS {
        let context = context(world, found, &voters, &chosen, round == 0);
        let mut next = chosen.clone();
        for name in &ambiguous {
            let inside = containers.get(name).map_or(&[][..], Vec::as_slice);
            next[*name] = best(world, found, *name, inside, &context, hints);
        }
        if next == chosen && round > 0 {
            break;
        }
        chosen = next;
    }
    chosen
}

/// Returns the place that a mention means: within its container, if it has one, and around what it contains.
pub fn of_mention(world: World<'static>, found: &Found, index: usize, chosen: &[Option<PlaceId>]) -> Option<PlaceId> {
    let mention = &found.mentions[index];
    let usual = chosen[mention.name]?;
    let candidates = found.candidates(mention.name);
    let inner = index.checked_sub(1).map(|before| &found.mentions[before]);
    if let Some(inner) = inner.filter(|inner| inner.container == Some(index)).and_then(|inner| chosen[inner.name]) {
        let inner = world.facts(inner);
        if !is_within(inner, world.facts(usual)) {
            let around = candidates.iter().find(|candidate| is_within(inner, world.facts(candidate.place)));
            return Some(around.map_or(usual, |candidate| candidate.place));
        }
    }
    let Some(container) = mention.container else { return Some(usual) };
    let outer = world.facts(chosen[found.mentions[container].name]?);
    if is_within(world.facts(usual), outer) {
        return Some(usual);
    }
    let within = candidates.iter().find(|candidate| is_within(world.facts(candidate.place), outer));
    Some(within.map_or(usual, |candidate| candidate.place))
}

/// Takes small places into account after all that lie near those that are sure: a list of towns is one of towns.
pub fn rescue(world: World<'static>, found: &mut Found, chosen: &[Option<PlaceId>]) {
    let mut sure: Vec<Facts<'_>> = Vec::new();
    let mut seen = HashSet::new();
    for mention in found.mentions.iter().filter(|mention| mention.evidence > 0.0) {
        let place = chosen[mention.name].filter(|place| sure.len() < NEIGHBORS_MAX && seen.insert(*place));
        sure.extend(place.map(|place| world.facts(place)).filter(|facts| facts.kind != Kind::Country));
    }
    for mention in &mut found.mentions {
        let is_open = (DOUBT_MIN..=0.0).contains(&mention.evidence) && !mention.is_refuted;
        let Some(place) = chosen[mention.name].filter(|_| is_open) else { continue };
        let facts = world.facts(place);
        let is_near = |other: &Facts<'_>| {
            let shares_region =
                facts.country.is_some() && facts.country == other.country && facts.region == other.region;
            let is_point = other.kind >= Kind::County;
            (shares_region && !is_point) || (is_point && kilometers(facts, *other) < RESCUE_KILOMETERS)
        };
        if sure.iter().any(is_near) {
            mention.evidence += DOUBT_MIN.abs();
        }
    }
}

/// Every name with its weight, the heaviest first.
fn voters(found: &Found, hints: &Hints) -> Vec<Voter> {
    let mut weights = vec![0.0_f32; found.names.len()];
    for mention in found.mentions.iter().filter(|mention| mention.evidence > 0.0) {
        weights[mention.name] += 1.0;
    }
    let mut voters: Vec<Voter> = Vec::new();
    for hint in &hints.names {
        weights[hint.name] += hint.weight;
    }
    for (name, weight) in weights.into_iter().enumerate().filter(|(_, weight)| *weight > 0.0) {
        voters.push(Voter { name, weight: 1.0 + weight.ln_1p() });
    }
    voters.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.name.cmp(&b.name)));
    voters
}

/// The names that stand behind a comma after a name, by the name before it.
fn containers(found: &Found) -> HashMap<usize, Vec<usize>> {
    let mut containers: HashMap<usize, Vec<usize>> = HashMap::new();
    for mention in &found.mentions {
        if let Some(container) = mention.container {
            containers.entry(mention.name).or_default().push(found.mentions[container].name);
        }
    }
    containers
}

fn context<'a>(
    world: World<'static>,
    found: &Found,
    voters: &[Voter],
    chosen: &[Option<PlaceId>],
    only_clear: bool,
) -> Context<'a> {
    let mut context = Context::default();
    for voter in voters.iter().take(NEIGHBORS_MAX) {
        let Some(place) = chosen[voter.name] else { continue };
        let facts = world.facts(place);
        let is_clear = found.candidates(voter.name).len() == 1 || facts.kind <= Kind::Region || facts.size > 6.3;
        if only_clear && !is_clear {
            continue;
        }
        let weight = if is_clear { voter.weight } else { voter.weight * 0.6 };
        if let Some(country) = facts.country {
            *context.countries.entry(country).or_default() += weight;
            if facts.region > 0 {
                *context.regions.entry((country, facts.region)).or_default() += weight;
            }
        }
        context.places.push((voter.name, facts, weight));
    }
    context
}

fn best(
    world: World<'static>,
    found: &Found,
    name: usize,
    inside: &[usize],
    context: &Context<'_>,
    hints: &Hints,
) -> Option<PlaceId> {
    let candidates = found.candidates(name);
    let mut best: Option<(f32, PlaceId)> = None;
    for candidate in candidates {
        let facts = world.facts(candidate.place);
        let mut score = base(facts, candidate.remarks) + in_context(facts, name, context);
        if hints.country.is_some() && hints.country.as_deref() == facts.country {
            score += WEIGHT_OUTLET;
        }
        let is_inside = inside.iter().any(|outer| {
            found.candidates(*outer).iter().take(3).any(|outer| is_within(facts, world.facts(outer.place)))
        });
        if is_inside {
            score += WEIGHT_CONTAINED;
        }
        if best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, candidate.place));
        }
    }
    best.map(|(_, place)| place)
}

fn base(facts: Facts<'_>, remarks: Remarks) -> f32 {
    let kind = match facts.kind {
        Kind::Country => 2.5,
        Kind::Region => -0.8,
        Kind::County => -0.5,
        Kind::City => 0.0,
        Kind::Area | Kind::Water => 1.0,
    };
    let variant = if remarks.has(Remarks::VARIANT) { 0.5 } else { 0.0 };
    facts.size.max(2.5) * WEIGHT_SIZE + kind - variant
}

fn in_context(facts: Facts<'_>, name: usize, context: &Context<'_>) -> f32 {
    let own = context.places.iter().find(|(voter, ..)| *voter == name);
    let mut score = 0.0;
    if let Some(country) = facts.country {
        let mut country_weight = context.countries.get(country).copied().unwrap_or_default();
        let mut region_weight = context.regions.get(&(country, facts.region)).copied().unwrap_or_default();
        // A place is no witness of itself.
        if let Some((_, own, weight)) = own.filter(|(_, own, _)| own.country == facts.country) {
            country_weight -= weight;
            region_weight -= if own.region == facts.region && own.region > 0 { *weight } else { 0.0 };
        }
        score += WEIGHT_COUNTRY * country_weight.max(0.0).ln_1p();
        if facts.region > 0 {
            score += WEIGHT_REGION * region_weight.max(0.0).ln_1p();
        }
    }
    let mut near = 0.0;
    for (voter, other, weight) in &context.places {
        if *voter != name && other.kind >= Kind::County && facts.kind >= Kind::County {
            let distance = kilometers(facts, *other) / NEAR_KILOMETERS;
            near += weight / (1.0 + distance * distance);
        }
    }
    score + WEIGHT_NEAR * near.ln_1p()
}

/// Distance over ground, good to a few percent.
fn kilometers(a: Facts<'_>, b: Facts<'_>) -> f32 {
    const KILOMETERS_PER_DEGREE: f64 = 111.2;
    let mut east = (a.longitude - b.longitude).abs();
    if east > 180.0 {
        east = 360.0 - east;
    }
    let east = east * ((a.latitude + b.latitude) / 2.0).to_radians().cos();
    ((east * east + (a.latitude - b.latitude).powi(2)).sqrt() * KILOMETERS_PER_DEGREE) as f32
}
