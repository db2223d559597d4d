//! Paging back: when a feed moved on further than its document reaches, its older pages may still have the rest.
//!
//! RFC 5005 names the older page (`prev-archive`, `next`); WordPress has one under `?paged=N` without saying so. Pages
//! are read until one shows an entry of the last poll, or the limit is reached; what stays unknown is counted.

use std::collections::HashSet;

use url::Url;

use super::intake::{Intake, Older, Part};
use super::poll::provenance;
use crate::parse::{EntryKey, Link, Parsed};

/// Pages read after one gap: a feed that was not asked for days is caught up with, one that grew without bounds is not
/// mirrored.
const PAGES_MAX: u32 = 10;

/// Bytes of those pages, which are held until all are there; ten pages of a blog have two or three million.
const PAGES_BYTES_MAX: usize = 16 << 20;

/// The older pages, newest first.
#[derive(Default)]
pub struct Found {
    pub pages: Vec<Older>,
    /// They reach back to what the last poll saw: nothing was missed.
    pub is_complete: bool,
}

/// Reads older pages of the feed until one shows what the last document had. What fails ends it: the gap is then counted.
pub async fn read_older(intake: &Intake<'_>, newest: &Parsed) -> Found {
    let before = &intake.before;
    let known: HashSet<EntryKey> = before.0.iter().map(|(key, _)| *key).collect();
    let mut found = Found::default();
    let mut asked = HashSet::new();
    let mut bytes = 0;
    let mut next = older_page(newest, &intake.parts[0].facts.final_url, 2);
    for number in 3..PAGES_MAX + 3 {
        let Some(url) = next.take().filter(|url| asked.insert(url.clone())) else { break };
        let Some((document, understood)) =
            intake.poller.another_document(intake.feed, intake.state, &url, before).await
        else {
            break;
        };
        let unknown = understood.identities.iter().take_while(|identity| !known.contains(&identity.entry)).count();
        found.is_complete = unknown < understood.identities.len();
        next = older_page(&understood.parsed, document.final_url.as_str(), number);
        let facts = provenance(intake.feed, &document);
        let is_empty = understood.identities.is_empty();
        bytes += document.body.len();
        found.pages.push(Older { part: Part { understood, facts }, unknown });
        if found.is_complete || is_empty || bytes > PAGES_BYTES_MAX {
            break;
        }
    }
    metrics::counter!("intake_older_pages_total").increment(found.pages.len() as u64);
    found
}

/// Returns the address of the page before `parsed`: the one that it names, or WordPress's page `number`.
fn older_page(parsed: &Parsed, from: &str, number: u32) -> Option<Url> {
    let base = Url::parse(from).ok()?;
    let named = |rel: &str| {
        let has_rel = |link: &&Link| link.rel.as_deref() == Some(rel);
        parsed.feed.links.iter().find(has_rel).and_then(|link| base.join(&link.href).ok())
    };
    let named = named("prev-archive").or_else(|| named("next"));
    // A feed may only lead to itself: elsewhere begins somebody else's news.
    if let Some(url) = named {
        return (url.origin() == base.origin()).then_some(url);
    }
    let program = parsed.feed.generator.as_ref().and_then(|generator| generator.name.as_deref());
    let is_wordpress = program.is_some_and(|name| name.to_lowercase().contains("wordpress"));
    is_wordpress.then(|| wordpress_page(base, number))
}

fn wordpress_page(mut url: Url, number: u32) -> Url {
    let others: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, _)| name != "paged")
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    url.query_pairs_mut().clear().extend_pairs(others).append_pair("paged", &number.to_string());
    url
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Generator, Head};

    fn with(links: &[(&str, &str)], generator: Option<&str>) -> Parsed {
        let link =
            |(rel, href): &(&str, &str)| Link { rel: Some((*rel).into()), href: (*href).into(), ..Link::default() };
        let feed = Head {
            links: links.iter().map(link).collect(),
            generator: generator.map(|name| Generator { name: Some(name.into()), ..Generator::default() }),
            ..Head::default()
        };
        Parsed { feed, ..Parsed::default() }
    }

    #[track_caller]
    fn leads_to(parsed: &Parsed, from: &str, expected: Option<&str>) {
        assert_eq!(older_page(parsed, from, 2).map(String::from).as_deref(), expected);
    }

    #[test]
    fn a_feed_that_names_its_archive_is_followed_there() {
        let archive = with(&[("self", "/feed"), ("prev-archive", "/feed/2026-10")], None);
        leads_to(&archive, "https://example.org/feed", Some("https://example.org/feed/2026-10"));
        let paged = with(&[("next", "https://example.org/feed?page=2")], None);
        leads_to(&paged, "https://example.org/feed", Some("https://example.org/feed?page=2"));
    }

    #[test]
    fn wordpress_pages_without_saying_so() {
        let blog = with(&[], Some("https://wordpress.org/?v=6.4"));
        leads_to(&blog, "https://example.org/feed/", Some("https://example.org/feed/?paged=2"));
        leads_to(&blog, "https://example.org/feed/?cat=3&paged=1", Some("https://example.org/feed/?cat=3&paged=2"));
    }

    #[test]
    fn other_feeds_and_other_hosts_lead_nowhere() {
        leads_to(&with(&[], Some("Hugo")), "https://example.org/feed", None);
        leads_to(&with(&[("next", "https://elsewhere.example/feed")], None), "https://example.org/feed", None);
    }
}
