//! Who an entry is, within its feed and everywhere, and what it says.
//!
//! A feed's guid is believed unless the feed itself contradicts it: entries of one document that share a
//! guid but not a link are different entries, and so are those that share both but not the title. Where all
//! of them share it, it says nothing, and the links are believed instead. A link that several entries of
//! one document share is the address of no single article.
//!
//! Every hash here is frozen, because it is on users' disks. Parts are hashed with their lengths, so that
//! no two lists of parts run together into the same bytes.

use std::collections::{HashMap, HashSet};
use std::fmt::Write;

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::links::article_link;
use super::{Entry, EntryKey, Identity, Person, Text};
use crate::article::ArticleId;

/// Identifies the entries of one document, in their order. Entries that come out with the same
/// [`Identity::entry`] are one entry given more than once: the caller takes the first.
pub fn identify(feed_id: &str, entries: &[Entry]) -> Vec<Identity> {
    let facts: Vec<Facts> = entries.iter().map(Facts::of).collect();
    let keys = entry_keys(&facts);

    let mut owners: HashMap<&str, HashSet<EntryKey>> = HashMap::new();
    for (facts, key) in facts.iter().zip(&keys) {
        if let Some(link) = &facts.link {
            owners.entry(link).or_default().insert(*key);
        }
    }
    let article = |facts: &Facts, key: EntryKey| match &facts.link {
        Some(link) if owners[link.as_str()].len() == 1 => ArticleId::of_link(link),
        _ => ArticleId::of_entry(feed_id, &hexadecimal(key)),
    };
    facts
        .iter()
        .zip(keys)
        .map(|(facts, entry)| Identity { entry, article: article(facts, entry), content: content_hash(facts) })
        .collect()
}

/// What identity is made of.
struct Facts<'a> {
    entry: &'a Entry,
    link: Option<String>,
    title: &'a str,
}

impl<'a> Facts<'a> {
    fn of(entry: &'a Entry) -> Self {
        Self {
            entry,
            link: entry.link.as_deref().and_then(article_link),
            title: entry.title.as_ref().map_or("", |title| title.value.as_str()),
        }
    }

    /// Guid, else link, else all that is there.
    fn key(&self) -> EntryKey {
        let Some(guid) = &self.entry.guid else { return self.key_without_guid() };
        let mut parts = Parts::default();
        parts.add("guid").add(guid);
        parts.key()
    }

    fn key_without_guid(&self) -> EntryKey {
        let mut parts = Parts::default();
        if let Some(link) = &self.link {
            parts.add("link").add(link);
        } else {
            parts.add("text").add(self.title);
            parts.text(self.entry.summary.as_ref()).text(self.entry.content.as_ref());
            parts.optional(self.entry.published.map(|date| date.at.to_string()).as_deref());
        }
        parts.key()
    }

    fn key_with_link(&self) -> EntryKey {
        let mut parts = Parts::default();
        parts.add("guid+link").optional(self.entry.guid.as_deref()).optional(self.link.as_deref());
        parts.key()
    }

    fn key_with_link_and_title(&self) -> EntryKey {
        let mut parts = Parts::default();
        parts
            .add("guid+link+title")
            .optional(self.entry.guid.as_deref())
            .optional(self.link.as_deref())
            .add(self.title);
        parts.key()
    }
}

/// Returns the shortest key of each entry that the document does not contradict.
fn entry_keys(facts: &[Facts]) -> Vec<EntryKey> {
    let key = if all_guids_agree(facts) { Facts::key_without_guid } else { Facts::key };
    let mut keys: Vec<EntryKey> = facts.iter().map(key).collect();
    let mut same_key: HashMap<EntryKey, Vec<usize>> = HashMap::new();
    for (at, key) in keys.iter().enumerate() {
        same_key.entry(*key).or_default().push(at);
    }
    for group in same_key.into_values().filter(|group| group.len() > 1) {
        let mut same_link: HashMap<Option<&str>, Vec<usize>> = HashMap::new();
        for at in group {
            same_link.entry(facts[at].link.as_deref()).or_default().push(at);
        }
        let links_differ = same_link.len() > 1;
        for entries in same_link.into_values() {
            let titles_differ = entries.iter().any(|at| facts[*at].title != facts[entries[0]].title);
            for at in entries {
                if titles_differ {
                    keys[at] = facts[at].key_with_link_and_title();
                } else if links_differ {
                    keys[at] = facts[at].key_with_link();
                }
            }
        }
    }
    keys
}

/// Whether all entries have the same guid but links of their own.
fn all_guids_agree(facts: &[Facts]) -> bool {
    let [first, rest @ ..] = facts else { return false };
    let guid = &first.entry.guid;
    let mut links = HashSet::with_capacity(facts.len());
    !rest.is_empty()
        && guid.is_some()
        && rest.iter().all(|facts| facts.entry.guid == *guid)
        && facts.iter().all(|facts| facts.link.as_deref().is_some_and(|link| links.insert(link)))
}

/// Shared links below this number prove nothing: an entry may be published anew.
const WITNESSES_MIN: usize = 3;

/// Whether a feed makes up its guids anew for every document: between two of its windows every entry that
/// kept its link lost its guid. Links that stand in a window more than once are no witnesses.
pub fn guids_are_made_up(before: &[Entry], now: &[Entry]) -> bool {
    let (before, now) = (guids_by_link(before), guids_by_link(now));
    let shared = now.iter().filter_map(|(link, guid)| Some((before.get(link)?.as_ref()?, guid.as_ref()?)));
    let (mut witnesses, mut kept) = (0, 0);
    for (old, new) in shared {
        witnesses += 1;
        kept += usize::from(old == new);
    }
    witnesses >= WITNESSES_MIN && kept == 0
}

/// The guid of each link; `None` where there is none, or several entries have the link.
fn guids_by_link(entries: &[Entry]) -> HashMap<String, Option<&str>> {
    let mut guids = HashMap::with_capacity(entries.len());
    for entry in entries {
        if let Some(link) = entry.link.as_deref().and_then(article_link) {
            guids.entry(link).and_modify(|guid| *guid = None).or_insert(entry.guid.as_deref());
        }
    }
    guids
}

/// Hashes all that could change the article's title, text or metadata. Counters and stamps that move by
/// themselves (`updated`, tracking parameters, lengths of enclosures) are left out.
fn content_hash(facts: &Facts) -> u64 {
    let entry = facts.entry;
    let mut parts = Parts::default();
    parts.text(entry.title.as_ref()).text(entry.summary.as_ref()).text(entry.content.as_ref());
    parts.optional(facts.link.as_deref().or(entry.link.as_deref()));
    parts.add(&entry.authors.len().to_string());
    for Person { name, email, .. } in &entry.authors {
        parts.optional(name.as_deref()).optional(email.as_deref());
    }
    parts.optional(entry.published.map(|date| date.at.to_string()).as_deref());
    xxh3_64(&parts.0)
}

fn hexadecimal(key: EntryKey) -> String {
    key.0.iter().fold(String::with_capacity(32), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes everything");
        text
    })
}

/// Bytes to be hashed: each part is preceded by its length, an absent one by a mark of its own.
#[derive(Default)]
struct Parts(Vec<u8>);

impl Parts {
    fn add(&mut self, part: &str) -> &mut Self {
        self.0.extend_from_slice(&(part.len() as u64).to_le_bytes());
        self.0.extend_from_slice(part.as_bytes());
        self
    }

    fn optional(&mut self, part: Option<&str>) -> &mut Self {
        match part {
            Some(part) => self.add(part),
            None => {
                self.0.extend_from_slice(&u64::MAX.to_le_bytes());
                self
            }
        }
    }

    fn text(&mut self, text: Option<&Text>) -> &mut Self {
        self.optional(text.map(|text| text.value.as_str()))
    }

    fn key(&self) -> EntryKey {
        EntryKey(xxh3_128(&self.0).to_be_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Date;
    use super::*;
    use crate::article::Precision;

    fn text(value: &str) -> Option<Text> {
        Some(Text { value: value.into(), media_type: "text/plain".into(), src: None })
    }

    fn entry(guid: Option<&str>, link: Option<&str>, title: &str) -> Entry {
        Entry { guid: guid.map(Into::into), link: link.map(Into::into), title: text(title), ..Entry::default() }
    }

    fn alone(entry: &Entry) -> Identity {
        identify("feed", std::slice::from_ref(entry))[0]
    }

    #[test]
    fn a_guid_outlives_changes_of_link_and_title() {
        let before = alone(&entry(Some("1"), Some("https://e.org/a"), "A"));
        let after = alone(&entry(Some("1"), Some("https://e.org/b"), "B"));
        assert_eq!(before.entry, after.entry);
        assert_ne!(before.article, after.article);
    }

    #[test]
    fn an_article_is_its_link_without_tracking_in_every_feed() {
        let here = identify("one", &[entry(Some("1"), Some("https://e.org/a?utm_source=one"), "A")])[0];
        let there = identify("two", &[entry(Some("2"), Some("https://E.org/a"), "A")])[0];
        assert_eq!(here.article, there.article);
        assert_eq!(here.article, ArticleId::of_link("https://e.org/a"));
        assert_eq!(here.content, there.content);
    }

    #[test]
    fn without_guid_the_link_is_the_key_and_without_both_the_text() {
        let linked = alone(&entry(None, Some("https://e.org/a?utm_medium=rss"), "A"));
        assert_eq!(linked.entry, alone(&entry(None, Some("https://e.org/a"), "B")).entry);
        let (bare, other) = (entry(None, None, "A"), entry(None, None, "B"));
        assert_ne!(alone(&bare).entry, alone(&other).entry);
        assert_eq!(alone(&bare).article, identify("feed", &[other, bare.clone()])[1].article);
        assert_ne!(alone(&bare).article, identify("elsewhere", &[bare])[0].article);
    }

    #[test]
    fn a_guid_that_every_entry_repeats_is_not_believed() {
        let ids = identify(
            "feed",
            &[entry(Some("x"), Some("https://e.org/a"), "A"), entry(Some("x"), Some("https://e.org/b"), "B")],
        );
        assert_ne!(ids[0].entry, ids[1].entry);
        let turned = identify(
            "feed",
            &[entry(Some("x"), Some("https://e.org/b"), "B"), entry(Some("x"), Some("https://e.org/a"), "A")],
        );
        assert_eq!((ids[0].entry, ids[1].entry), (turned[1].entry, turned[0].entry));
        let link = alone(&entry(None, Some("https://e.org/a"), "A"));
        assert_eq!(ids[0].entry, link.entry, "the link is believed");
    }

    #[test]
    fn guids_that_change_while_links_stay_are_made_up() {
        let window = |poll: usize, links: std::ops::Range<usize>| -> Vec<Entry> {
            let one = |n| entry(Some(&format!("{poll}-{n}")), Some(&format!("https://e.org/{n}?utm_id={poll}")), "A");
            links.map(one).collect()
        };
        assert!(guids_are_made_up(&window(1, 0..5), &window(2, 2..7)));
        assert!(!guids_are_made_up(&window(1, 0..5), &window(1, 2..7)), "they stay");
        assert!(!guids_are_made_up(&window(1, 0..5), &window(2, 3..8)), "two are no proof");
        let mut partly = window(2, 0..5);
        partly[0].guid = Some("1-0".into());
        assert!(!guids_are_made_up(&window(1, 0..5), &partly), "one of them stayed");
        let home = |poll: usize| -> Vec<Entry> {
            let one = |n: usize| entry(Some(&format!("{poll}-{n}")), Some("https://e.org/"), "A");
            (0..5).map(one).collect()
        };
        assert!(!guids_are_made_up(&home(1), &home(2)), "a link that all share is no witness");
    }

    #[test]
    fn entries_that_differ_in_the_title_alone_are_two_and_share_no_article() {
        let link = Some("https://e.org/live");
        let ids = identify("feed", &[entry(Some("x"), link, "A"), entry(Some("x"), link, "B")]);
        assert_ne!(ids[0].entry, ids[1].entry);
        assert_ne!(ids[0].article, ids[1].article);
    }

    #[test]
    fn an_entry_given_twice_is_one_entry() {
        let twice = entry(Some("x"), Some("https://e.org/a"), "A");
        let ids = identify("feed", &[twice.clone(), twice]);
        assert_eq!(ids[0], ids[1]);
        assert_eq!(ids[0].article, ArticleId::of_link("https://e.org/a"));
    }

    #[test]
    fn a_link_that_entries_share_is_the_address_of_none_of_them() {
        let home = Some("https://e.org/");
        let ids = identify("feed", &[entry(Some("1"), home, "A"), entry(Some("2"), home, "B")]);
        assert_ne!(ids[0].article, ids[1].article);
        assert_eq!(ids[0].article, ArticleId::of_entry("feed", &hexadecimal(ids[0].entry)));
    }

    #[test]
    fn the_fragment_tells_articles_apart() {
        let ids = identify(
            "feed",
            &[entry(None, Some("https://e.org/log#1"), "A"), entry(None, Some("https://e.org/log#2"), "A")],
        );
        assert_ne!(ids[0].article, ids[1].article);
    }

    #[test]
    fn content_changes_with_what_readers_see_and_not_with_counters() {
        let base = entry(Some("1"), Some("https://e.org/a"), "A");
        let date = |at: &str| Some(Date { at: at.parse().unwrap(), precision: Precision::Second });
        let with = |change: fn(&mut Entry)| {
            let mut entry = base.clone();
            change(&mut entry);
            alone(&entry).content
        };
        let content = alone(&base).content;
        assert_ne!(content, with(|e| e.title = text("B")));
        assert_ne!(content, with(|e| e.summary = text("B")));
        assert_ne!(content, with(|e| e.content = text("B")));
        assert_ne!(with(|e| e.summary = text("B")), with(|e| e.content = text("B")));
        assert_ne!(content, with(|e| e.link = Some("https://e.org/b".into())));
        assert_ne!(content, with(|e| e.authors.push(Person { name: Some("A".into()), ..Person::default() })));
        let mut dated = base.clone();
        dated.published = date("2024-05-01T00:00:00Z");
        assert_ne!(content, alone(&dated).content);
        let mut moved = base.clone();
        moved.updated = date("2024-05-01T00:00:00Z");
        moved.link = Some("https://e.org/a?utm_source=rss".into());
        assert_eq!(content, alone(&moved).content);
    }

    /// The hashes are on disks: whoever changes them changes the identity of everything.
    #[test]
    fn keys_are_frozen() {
        let id = alone(&entry(Some("1"), Some("https://e.org/a"), "A"));
        assert_eq!(hexadecimal(id.entry), "45de0719ded303a2b0addd8f6e15aec7");
        assert_eq!(id.content, 7_409_949_148_888_622_340);
    }
}
