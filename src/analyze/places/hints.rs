//! What an article says of its outlet's whereabouts outside its text: address, publisher, headline, dateline.

use super::find::Found;
use super::fold::Key;
use super::world::{Remarks, World};
use crate::article::Article;

/// Hints are short; a longer one is no hint.
const HINT_WORDS_MAX: usize = 24;
const NAME_WORDS_MAX: usize = 5;

/// Shorter beginnings of domain names are chance.
const DOMAIN_LETTERS_MIN: usize = 5;
const DOMAIN_LETTERS_MAX: usize = 40;

/// Second-level labels under which countries register outlets: `co.uk`.
const SECOND_LEVELS: &[&str] = &["co", "com", "org", "net", "gov", "ac", "edu"];

/// Top-level labels that are written for other reasons than a country.
const WORLDWIDE: &[&str] =
    &["tv", "co", "io", "me", "ai", "fm", "am", "cc", "ly", "to", "eu", "su", "ws", "la", "vc", "is"];

/// Something outside the text that names a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hint {
    /// Number of the name.
    pub name: usize,
    pub weight: f32,
}

/// Everything that the article says about where it comes from.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// ISO 3166-1 code of the outlet's country.
    pub country: Option<String>,
    pub names: Vec<Hint>,
    /// Names of the headline, in its order.
    pub title: Vec<usize>,
    /// Names of the dateline.
    pub dateline: Vec<usize>,
}

pub fn hints(article: &Article, world: World<'_>, found: &mut Found) -> Hints {
    let mut hints = Hints::default();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    hints.title = names_in(&text(&article.title), world, found);
    hints.dateline = names_in(&text(&article.dateline), world, found);
    let wire = article.annotations.wire.as_ref().and_then(|wire| wire.as_ref()).and_then(|wire| wire.place.as_deref());
    hints.dateline.extend(names_in(wire.unwrap_or_default(), world, found));
    let publisher = names_in(&text(&article.publisher.name), world, found);
    hints.add(&publisher, 1.5);
    let (title, dateline) = (hints.title.clone(), hints.dateline.clone());
    hints.add(&title, 1.0);
    hints.add(&dateline, 3.0);
    let url = article.url.as_deref().or(article.canonical_url.as_deref()).and_then(|url| url::Url::parse(url).ok());
    if let Some(url) = url {
        hints.read_address(&url, world, found);
    }
    hints
}

impl Hints {
    fn add(&mut self, names: &[usize], weight: f32) {
        self.names.extend(names.iter().map(|name| Hint { name: *name, weight }));
    }

    fn read_address(&mut self, url: &url::Url, world: World<'_>, found: &mut Found) {
        let host = url.host_str().unwrap_or_default();
        let mut labels = host.rsplit('.');
        let top = labels.next().unwrap_or_default();
        if top.len() == 2 && !WORLDWIDE.contains(&top) {
            self.country = Some(if top == "uk" { "GB".to_owned() } else { top.to_ascii_uppercase() });
        }
        let own = labels.find(|label| !SECOND_LEVELS.contains(label)).unwrap_or_default();
        if let Some(name) = opening_of_domain(own, world, found) {
            self.add(&[name], 1.0);
        }
        // The last segment is the headline's.
        let segments: Vec<&str> = url.path_segments().into_iter().flatten().take(HINT_WORDS_MAX).collect();
        for segment in segments.iter().take(segments.len().saturating_sub(1)) {
            let number = found.number(world, &Key::of(segment)).filter(|number| is_plain(found, *number));
            self.add(number.as_slice(), 1.5);
        }
    }
}

fn is_plain(found: &Found, number: usize) -> bool {
    !found.candidates(number)[0].remarks.has(Remarks::WORD)
}

/// The longest beginning of a domain's label that is a place: `cairns` of `cairnsdaily`.
fn opening_of_domain(label: &str, world: World<'_>, found: &mut Found) -> Option<usize> {
    let longest = label.len().min(DOMAIN_LETTERS_MAX);
    if !label.is_ascii() {
        return None;
    }
    (DOMAIN_LETTERS_MIN..=longest).rev().find_map(|end| {
        let number = found.number(world, &Key::of(&label[..end]))?;
        is_plain(found, number).then_some(number)
    })
}

/// Returns the numbers of the names in a line of text, longest first at each word.
fn names_in(line: &str, world: World<'_>, found: &mut Found) -> Vec<usize> {
    let words: Vec<&str> = line
        .split_whitespace()
        .map(|word| word.trim_matches(|character: char| !character.is_alphanumeric()))
        .map(|word| word.trim_end_matches("'s").trim_end_matches("’s"))
        .take(HINT_WORDS_MAX)
        .collect();
    let mut names = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let mut best = None;
        let opens = words[at].chars().next().is_some_and(|first| first.is_alphabetic() && !first.is_lowercase());
        for end in at + 1..=words.len().min(at + NAME_WORDS_MAX) {
            if !opens {
                break;
            }
            let number = found.number(world, &Key::of(&words[at..end].join(" ")));
            if let Some(number) = number.filter(|number| is_plain(found, *number)) {
                best = Some((end, number));
            }
        }
        match best {
            Some((end, number)) => {
                names.push(number);
                at = end;
            }
            None => at += 1,
        }
    }
    names
}
