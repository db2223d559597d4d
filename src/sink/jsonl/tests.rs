//! The folder as disks leave it: full, in the way, newer than the state.

use std::io::Read;
use std::path::Path;

use bytes::Bytes;

use super::folder::Part;
use super::*;
use crate::article::ArticleId;
use crate::config::Compress;

fn record(seq: i64) -> Record {
    let line = format!("{{\"seq\":{seq},\"text\":\"{}\"}}", "news ".repeat(60));
    Record { seq, id: ArticleId([seq as u8; 16]), version: 1, line: Bytes::from(line) }
}

fn records(seqs: std::ops::RangeInclusive<i64>) -> Vec<Record> {
    seqs.map(record).collect()
}

fn open(path: &Path, cursor: i64, place: Option<&str>) -> Result<Jsonl, JsonlError> {
    let settings = config::Jsonl {
        path: path.to_owned(),
        rotate_size: 1_024,
        rotate_every: Duration::from_secs(3_600),
        compress: Compress::Zstd,
    };
    let head = cursor.max(100);
    Jsonl::open(&settings, &Custody { state: "a state", sink: "files", cursor, head, place })
}

fn lines_of(path: &Path) -> usize {
    let mut text = String::new();
    closing::read_part(path).unwrap().read_to_string(&mut text).unwrap();
    text.lines().count()
}

/// Where the compressed part should be written lies something that cannot be written to, as on a full disk.
#[test]
fn a_part_that_cannot_be_compressed_holds_up_no_record_and_is_finished_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut sink = open(folder.path(), 0, None).unwrap();
    sink.take(&records(1..=5)).unwrap();
    let (closing, whole) = (Part::name(1, 5, "closing"), Part::name(1, 5, "jsonl.zst"));
    let in_the_way = sink.folder.unfinished(&whole);
    std::fs::create_dir(&in_the_way).unwrap();
    let delivered = sink.take(&records(6..=6)).unwrap();
    assert!(delivered.place.is_some(), "the live file is a new one");
    assert!(sink.folder.file(&closing).exists(), "set aside");
    assert_eq!(lines_of(&sink.folder.live()), 1);

    std::fs::remove_dir(&in_the_way).unwrap();
    assert!(sink.finish_at.is_some(), "it will be tried again");
    sink.finish_at = Some(Instant::now());
    sink.take(&records(7..=7)).unwrap();
    assert!(sink.finish_at.is_none() && !sink.folder.file(&closing).exists());
    assert_eq!(lines_of(&sink.folder.file(&whole)), 5);
    assert_eq!(lines_of(&sink.folder.live()), 2);
    let manifest = std::fs::read_to_string(folder.path().join("manifest.ndjson")).unwrap();
    assert_eq!(manifest.matches(&whole).count(), 1, "{manifest}");
}

#[test]
fn a_live_file_with_records_that_the_state_never_gave_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let mut sink = open(folder.path(), 0, None).unwrap();
    let place = sink.take(&records(198..=199)).unwrap().place;
    drop(sink);
    let Err(JsonlError::Foreign(reason)) = open(folder.path(), 2, place.as_deref()) else { panic!("it is refused") };
    assert!(reason.contains("records up to 199, but the state only knows of 100"), "{reason}");
}

/// The next rotation found its own part in the way and stopped the sink: "exists already".
#[test]
fn a_rename_that_could_not_be_synced_is_synced_later_and_not_made_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut sink = open(folder.path(), 0, None).unwrap();
    sink.take(&records(1..=5)).unwrap();
    sink.folder.broken_syncs.set(2);
    let failed = sink.take(&records(6..=6));
    assert!(matches!(failed, Err(JsonlError::Io { .. })), "no byte is written into a file whose name may not last");
    assert_eq!(sink.folder.live().metadata().unwrap().len(), 0);
    assert!(sink.is_unsynced);
    let delivered = sink.take(&records(6..=6)).unwrap();
    assert!(delivered.place.is_some() && !sink.is_unsynced);
    sink.finish_at = Some(Instant::now());
    sink.take(&records(7..=7)).unwrap();
    assert_eq!(lines_of(&sink.folder.file(&Part::name(1, 5, "jsonl.zst"))), 5);
    assert_eq!(lines_of(&sink.folder.live()), 2);
}

/// A part that waited for its compression was forgotten when the next one was compressed, until the next start.
#[test]
fn a_part_that_waits_is_not_forgotten_over_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut sink = open(folder.path(), 0, None).unwrap();
    sink.take(&records(1..=5)).unwrap();
    let in_the_way = sink.folder.unfinished(&Part::name(1, 5, "jsonl.zst"));
    std::fs::create_dir(&in_the_way).unwrap();
    sink.take(&records(6..=10)).unwrap();
    sink.take(&records(11..=11)).unwrap();
    assert!(sink.folder.file(&Part::name(6, 10, "jsonl.zst")).exists(), "the next one had no trouble");
    assert!(sink.finish_at.is_some(), "the first one still waits");
}
