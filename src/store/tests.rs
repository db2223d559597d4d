//! The two transactions as a table of stories: what is taken in, what it becomes, and that the ledger balances.

use jiff::{Timestamp, ToSpan};

use super::dead_letters::{self, Which};
use super::ending::{self, Draft, Ending, Settled};
use super::flight::{Cargo, Recovered};
use super::intake::{self, Candidate, Cursor, Ready, Waiting, Window};
use super::{Connection, catalog, ledger, outbox, retention, schema, status};
use crate::article::ArticleId;
use crate::parse::{EntryKey, Identity};

/// A state with the feeds `a` and `b` and one sink.
struct Desk {
    connection: Connection,
    now: Timestamp,
    _folder: tempfile::TempDir,
}

const A: i64 = 1;
const B: i64 = 2;

impl Desk {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.db");
        let connection = super::connect(&path).unwrap();
        schema::upgrade(&connection, &path).unwrap();
        let desk = Self { connection, now: "2026-11-01T12:00:00Z".parse().unwrap(), _folder: folder };
        desk.enroll(&["a", "b"]);
        outbox::register(&desk.connection, "files", "jsonl", false).unwrap();
        desk
    }

    fn enroll(&self, ids: &[&str]) -> Vec<catalog::FeedState> {
        let feeds: Vec<_> = ids.iter().map(|id| ((*id).to_owned(), format!("https://{id}.example/feed"))).collect();
        catalog::enroll(&self.connection, &feeds, self.now).unwrap()
    }

    /// One entry about article `article` that says `content`, seen in `feed`.
    fn see(&self, feed: i64, article: u8, content: u64) -> Option<Ready> {
        self.take_in(feed, article, content).map(|item| item.ready)
    }

    fn take_in(&self, feed: i64, article: u8, content: u64) -> Option<Waiting> {
        let identity = Identity { entry: EntryKey([article; 16]), article: ArticleId([article; 16]), content };
        let candidate = Candidate {
            identity,
            url: None,
            host: String::new(),
            filtered: None,
            sighting: content.to_le_bytes().into(),
        };
        intake::take_in(&self.connection, feed, &[candidate], self.now).unwrap().pop()
    }

    fn end(&self, item: &Ready, ending: &Ending) -> (Settled, Option<Ready>) {
        ending::finish(&self.connection, item.id, ending, self.now).unwrap()
    }

    fn emit(&self, item: &Ready, content: u64) -> Settled {
        self.end(item, &draft(content)).0
    }

    /// The process dies with the item in hands.
    fn die_with(&self, item: &Ready) -> Vec<i64> {
        self.die_in("normalize", item)
    }

    fn die_in(&self, step: &str, item: &Ready) -> Vec<i64> {
        let recovered = [Recovered { cargo: Cargo::Item(item.id), step: step.to_owned() }];
        dead_letters::charge(&self.connection, &recovered, self.now).unwrap()
    }

    fn bury(&self, item: &Ready) {
        for _ in 0..ending::CRASHES_MAX {
            self.die_with(item);
        }
        assert_eq!(dead_letters::list(&self.connection, 10).unwrap().len(), 1);
    }

    /// The endings of a feed's sightings in the order in which they were seen.
    fn endings(&self, feed: &str) -> Vec<String> {
        let question = ledger::Question { feed: Some(feed.to_owned()), limit: 100, ..ledger::Question::default() };
        let mut lines = ledger::lines(&self.connection, &question).unwrap();
        lines.reverse();
        lines.into_iter().map(|line| line.ending).collect()
    }

    /// Every story ends with a ledger that balances.
    fn close(&self) {
        for (feed, totals) in ledger::totals(&self.connection).unwrap() {
            assert!(totals.balances(), "{feed}: {totals:?}");
        }
    }
}

fn draft(content: u64) -> Ending {
    let article = bytes::Bytes::from_static(b"{\"title\":\"T\"}");
    Ending::Emit(Draft { article, content_hash: content, text_hash: content, published: None })
}

#[test]
fn an_entry_that_says_the_same_again_is_no_second_sighting() {
    let desk = Desk::open();
    let item = desk.see(A, 1, 10).unwrap();
    assert_eq!(desk.see(A, 1, 10), None);
    assert_eq!(
        desk.emit(&item, 10),
        Settled::Emitted { seq: 1, version: 1, bytes: outbox::size(&desk.connection).unwrap().1 }
    );
    assert_eq!(desk.see(A, 1, 10), None);
    assert_eq!(desk.endings("a"), ["emitted"]);
    desk.close();
}

#[test]
fn an_entry_that_changes_in_work_supersedes_itself_and_leaves_once() {
    let desk = Desk::open();
    let first = desk.see(A, 1, 10).unwrap();
    let second = desk.see(A, 1, 11).unwrap();
    assert_eq!(desk.emit(&first, 10), Settled::Already, "what it said is no longer the news");
    assert!(matches!(desk.emit(&second, 11), Settled::Emitted { seq: 1, version: 1, .. }));
    assert_eq!(desk.emit(&second, 11), Settled::Already, "a commit whose answer was lost");
    assert_eq!(desk.endings("a"), ["superseded", "emitted"]);
    desk.close();
}

#[test]
fn a_change_leaves_as_the_next_version_only_if_title_or_text_differ() {
    let desk = Desk::open();
    desk.emit(&desk.see(A, 1, 10).unwrap(), 10);
    let noise = desk.see(A, 1, 11).unwrap();
    assert_eq!(desk.emit(&noise, 10), Settled::Unchanged);
    let update = desk.see(A, 1, 12).unwrap();
    assert!(matches!(desk.emit(&update, 12), Settled::Emitted { seq: 2, version: 2, .. }));
    let back = desk.see(A, 1, 10).unwrap();
    assert!(matches!(desk.emit(&back, 10), Settled::Emitted { seq: 3, version: 3, .. }), "what is back is news");
    assert_eq!(desk.endings("a"), ["emitted", "unchanged", "emitted", "emitted"]);
    desk.close();
}

#[test]
fn a_second_feed_makes_no_second_record() {
    let desk = Desk::open();
    let item = desk.see(A, 1, 10).unwrap();
    assert_eq!(desk.see(B, 1, 20), None, "it waits for the first feed's ending");
    desk.emit(&item, 10);
    assert_eq!(desk.endings("b"), ["duplicate"]);
    assert_eq!(desk.see(B, 1, 21), None, "the first feed owns the versions");
    assert_eq!(desk.endings("b"), ["duplicate", "duplicate"]);
    desk.close();
}

#[test]
fn the_next_feed_has_its_turn_when_the_first_ones_entry_makes_no_article() {
    let desk = Desk::open();
    let item = desk.see(A, 1, 10).unwrap();
    assert_eq!(desk.see(B, 1, 20), None);
    let (settled, next) = desk.end(&item, &Ending::Rejected("no text".to_owned()));
    assert_eq!(settled, Settled::Ended);
    assert!(matches!(desk.emit(&next.unwrap(), 20), Settled::Emitted { version: 1, .. }));
    assert_eq!((desk.endings("a"), desk.endings("b")), (vec!["rejected".to_owned()], vec!["emitted".to_owned()]));
    desk.close();
}

#[test]
fn a_feed_that_left_the_configuration_hands_its_articles_over() {
    let desk = Desk::open();
    desk.emit(&desk.see(A, 1, 10).unwrap(), 10);
    desk.enroll(&["b"]);
    let update = desk.see(B, 1, 20).unwrap();
    assert!(matches!(desk.emit(&update, 20), Settled::Emitted { version: 2, .. }));
    desk.close();
}

#[test]
fn an_item_on_its_third_death_is_a_dead_letter_and_so_are_its_other_sightings() {
    let desk = Desk::open();
    let item = desk.see(A, 1, 10).unwrap();
    assert_eq!(desk.see(B, 1, 20), None);
    assert_eq!(desk.die_with(&item), [item.id]);
    assert_eq!(desk.die_with(&item), [item.id], "worked on alone");
    assert!(desk.die_with(&item).is_empty());
    let letters = dead_letters::list(&desk.connection, 10).unwrap();
    assert_eq!((letters.len(), letters[0].attempts), (1, 3));
    assert_eq!(letters[0].reason, "the process died in step `normalize`");
    assert_eq!(desk.see(B, 1, 21), None, "the same danger under another name");
    assert_eq!((desk.endings("a"), desk.endings("b").len()), (vec!["rejected".to_owned()], 2));
    let (count, ready) = dead_letters::retry(&desk.connection, Which::All, desk.now).unwrap();
    assert_eq!((count, ready.len()), (1, 1));
    assert!(matches!(desk.emit(&ready[0], 10), Settled::Emitted { version: 1, .. }));
    desk.close();
}

/// Each kill -9 charges whatever is in hands: three of them once buried a healthy item.
#[test]
fn deaths_in_different_steps_are_no_items_fault() {
    let desk = Desk::open();
    let item = desk.see(A, 1, 10).unwrap();
    for step in ["normalize", "language", "normalize", "normalize", "record"] {
        assert_eq!(desk.die_in(step, &item), [item.id], "{step}");
    }
    desk.close();
}

/// A poison entry that changes at every poll was innocent again each time.
#[test]
fn what_supersedes_a_suspect_is_one_and_waits_as_it_did() {
    let desk = Desk::open();
    let item = desk.see(A, 1, 10).unwrap();
    desk.die_with(&item);
    let not_before = desk.now + 5.minutes();
    desk.end(&item, &Ending::Later { not_before, page_tries: 1 });
    let next = desk.take_in(A, 1, 11).unwrap();
    assert_eq!((next.not_before, next.is_suspect), (not_before, true), "its page's backoff is not over");
    desk.die_with(&next.ready);
    let last = desk.see(A, 1, 12).unwrap();
    assert!(desk.die_with(&last).is_empty(), "the third death in the same step");
    assert_eq!(dead_letters::list(&desk.connection, 10).unwrap().len(), 1);
    desk.close();
}

/// Every start once put the feed off for another day, so it never came.
#[test]
fn a_feed_that_killed_the_process_three_times_rests_for_a_day_from_then() {
    let mut desk = Desk::open();
    let die = |desk: &Desk| {
        let recovered = [Recovered { cargo: Cargo::Feed(A), step: "parse".to_owned() }];
        dead_letters::charge(&desk.connection, &recovered, desk.now).unwrap();
    };
    die(&desk);
    die(&desk);
    assert!(desk.enroll(&["a", "b"])[0].next_poll <= desk.now, "two deaths are no reason to rest");
    die(&desk);
    let rest = desk.now + 24.hours();
    desk.now += 10.hours();
    let state = desk.enroll(&["a", "b"]).swap_remove(0);
    assert_eq!((state.crashes, state.next_poll), (ending::CRASHES_MAX, rest));
    desk.close();
}

/// A retried letter once carried an older version out after a newer one: the check from outside found `seq 70: went
/// back from 2 to 1`. What left, or came into work, after the burial has the better right.
#[test]
fn a_dead_letter_that_was_overtaken_does_not_come_back() {
    let mut desk = Desk::open();
    let poison = desk.see(A, 1, 10).unwrap();
    desk.bury(&poison);
    desk.now += 1.minute();
    let cured = desk.see(A, 1, 11).unwrap();
    desk.emit(&cured, 11);
    let (count, ready) = dead_letters::retry(&desk.connection, Which::All, desk.now).unwrap();
    assert_eq!((count, ready), (1, Vec::new()));
    assert_eq!(desk.endings("a"), ["rejected", "emitted", "superseded"]);
    desk.close();
}

#[test]
fn an_undone_unit_gives_its_seq_back() {
    let desk = Desk::open();
    let (first, second) = (desk.see(A, 1, 10).unwrap(), desk.see(A, 2, 10).unwrap());
    desk.connection.execute_batch("SAVEPOINT unit").unwrap();
    assert!(matches!(desk.emit(&first, 10), Settled::Emitted { seq: 1, .. }));
    desk.connection.execute_batch("ROLLBACK TO unit; RELEASE unit").unwrap();
    assert!(matches!(desk.emit(&second, 10), Settled::Emitted { seq: 1, .. }));
    desk.close();
}

#[test]
fn a_record_goes_only_behind_every_cursor_and_its_seq_is_never_used_again() {
    let desk = Desk::open();
    outbox::register(&desk.connection, "alerts", "webhook", false).unwrap();
    for article in 1..=3 {
        desk.emit(&desk.see(A, article, 10).unwrap(), 10);
    }
    let advance = |sink, seq| {
        let delivered = crate::sink::Delivered::default();
        let progress = outbox::Progress { seq, delivered, count: 1, skipped: 0, refused: Vec::new() };
        outbox::commit(&desk.connection, sink, &progress, desk.now).unwrap();
    };
    advance("files", 3);
    assert_eq!(outbox::trim(&desk.connection).unwrap().0, 0, "the other sink has delivered nothing");
    advance("alerts", 2);
    assert_eq!(outbox::trim(&desk.connection).unwrap().0, 2);
    advance("alerts", 3);
    assert_eq!(outbox::trim(&desk.connection).unwrap().0, 1);
    assert!(matches!(desk.emit(&desk.see(A, 4, 10).unwrap(), 10), Settled::Emitted { seq: 4, .. }));
    desk.close();
}

#[test]
fn an_entry_is_forgotten_only_long_after_it_left_its_window() {
    let mut desk = Desk::open();
    desk.emit(&desk.see(A, 1, 10).unwrap(), 10);
    let settings = crate::config::Store::default();
    let cursor = Cursor {
        validators: None,
        body_hash: None,
        window: Window::default(),
        left: Vec::new(),
        is_gap: false,
        title: None,
        wishes: crate::schedule::Wishes::default(),
        rhythm: None,
        newest: None,
    };
    desk.now += (24 * 400).hours();
    retention::forget(&desk.connection, &settings, desk.now).unwrap();
    assert_eq!(desk.see(A, 1, 10), None, "it never left the window");
    let left = Cursor { left: vec![EntryKey([1; 16])], ..cursor };
    intake::advance(&desk.connection, A, &left, desk.now).unwrap();
    desk.now += (24 * 179).hours();
    retention::forget(&desk.connection, &settings, desk.now).unwrap();
    assert_eq!(desk.see(A, 1, 10), None, "179 days are not long");
    intake::advance(&desk.connection, A, &left, desk.now).unwrap();
    desk.now += (24 * 182).hours();
    retention::forget(&desk.connection, &settings, desk.now).unwrap();
    assert!(desk.see(A, 1, 10).is_some());
    desk.close();
}

/// On a full disk the outbox can be trimmed as long as there is nothing to delete: the gate opened every half second.
#[test]
fn a_full_disk_is_told_from_one_with_room_by_the_probe() {
    let desk = Desk::open();
    let pages: i64 = desk.connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
    let limit = |pages: i64| desk.connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()));
    limit(pages).unwrap();
    assert_eq!(outbox::trim(&desk.connection).unwrap().0, 0, "nothing to delete");
    assert!(matches!(status::probe(&desk.connection), Err(super::StoreError::Again(_))));
    limit(pages + 100).unwrap();
    status::probe(&desk.connection).unwrap();
    status::forget_probe(&desk.connection).unwrap();
    desk.close();
}
