//! P1: kill -9 at random moments, again and again, and nothing is lost, nothing comes twice.
//!
//! A newsroom that misbehaves goes on publishing while the daemon is started and killed; parts rotate and are
//! compressed every few seconds. At the end the newsroom stands still, the daemon catches up, and every line of
//! the output is held against what the newsroom knows it served. `COURANT_CRASH_CYCLES` (default 10) sets the number
//! of kills, `COURANT_CRASH_SECONDS` makes as many as fit, `COURANT_CRASH_SEED` replays a run's timing.

mod support;

use std::time::{Duration, Instant};

use courant::world::{Chaos, Keep, Settings};
use support::daemon::{Daemon, Household, wait_until};
use support::newsroom::Newsroom;
use support::oracle;

/// How long the daemon may take to catch up at the end: a page that failed five times is put off for 128 s.
const CATCH_UP: Duration = Duration::from_secs(200);

const SINK: &str = "[[sink]]\nid = \"files\"\ntype = \"jsonl\"\npath = \"out\"\n\
                    rotate = { size = \"128KiB\", every = \"2s\" }\ncompress = \"zstd\"\n";

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

fn seed() -> u64 {
    let seed = variable("COURANT_CRASH_SEED").unwrap_or_else(|| fastrand::u64(..));
    eprintln!("COURANT_CRASH_SEED={seed}");
    seed
}

fn open(seed: u64) -> (Household, Newsroom) {
    let house = Household::new("", &[]);
    let settings = Settings {
        seed,
        outlets: 12,
        rate: 200.0,
        speed: 2.0,
        total: Some(1_200),
        keep: Keep::All,
        chaos: Chaos::wild(),
        ..Settings::default()
    };
    let newsroom = Newsroom::open(house.folder.path(), settings);
    house.configure(SINK, &newsroom.feeds);
    (house, newsroom)
}

/// Lets the newsroom stand still and the daemon catch up, stops it, and compares.
fn settle_and_check(house: &Household, newsroom: &Newsroom, mut daemon: Daemon) -> usize {
    newsroom.freeze();
    newsroom.quiet();
    wait_until("the newsroom has served everything whole", CATCH_UP, || {
        assert!(daemon.is_running(), "the daemon died:\n{}", house.log());
        let status = newsroom.status();
        status["pending"] == 0
    });
    wait_until("the daemon has nothing pending", CATCH_UP, || is_settled(house));
    let status = daemon.terminate(Duration::from_secs(25));
    assert_eq!(status.code(), Some(0), "a clean stop exits with 0:\n{}", house.log());
    let mut complaints = Vec::new();
    let records = oracle::read(&house.path("out"), &mut complaints);
    oracle::check_form(&records, &mut complaints);
    let articles = oracle::check_truth(&newsroom.truth, &records, &mut complaints);
    check_ledger(house, &mut complaints);
    if !complaints.is_empty() {
        eprintln!(
            "{}",
            house.log().lines().filter(|line| !line.contains("poll failed")).collect::<Vec<_>>().join("\n")
        );
        eprintln!("the files are kept in {}", keep(house).display());
    }
    oracle::assert_none(&complaints, "the output differs from what was served");
    eprintln!("{articles} articles, {} records", records.len());
    articles
}

/// Everything polled after the newsroom stood still, nothing in work, nothing undelivered, twice in a row.
fn is_settled(house: &Household) -> bool {
    let is_idle = || {
        let output = house.ask(&["status", "--json"]);
        let Ok(status) = serde_json::from_slice::<serde_json::Value>(&output.stdout) else { return false };
        let pending: u64 =
            status["feeds"].as_array().into_iter().flatten().filter_map(|feed| feed["pending"].as_u64()).sum();
        let behind: u64 =
            status["sinks"].as_array().into_iter().flatten().filter_map(|sink| sink["behind"].as_u64()).sum();
        pending == 0 && behind == 0
    };
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(3) {
        if !is_idle() {
            return false;
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    true
}

fn check_ledger(house: &Household, complaints: &mut Vec<String>) {
    let output = house.ask(&["ledger", "--totals"]);
    if !output.status.success() {
        complaints.push(format!("the ledger does not balance:\n{}", String::from_utf8_lossy(&output.stdout)));
    }
    let output = house.ask(&["dead-letters", "list"]);
    if !output.stdout.is_empty() {
        complaints.push(format!("dead letters:\n{}", String::from_utf8_lossy(&output.stdout)));
    }
}

fn keep(house: &Household) -> std::path::PathBuf {
    let kept = std::env::temp_dir().join(format!("courant-crash-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&kept);
    let _ = std::process::Command::new("cp").arg("-r").arg(house.folder.path()).arg(&kept).status();
    kept
}

#[test]
fn every_article_is_in_exactly_one_line_after_any_number_of_kills() {
    let seed = seed();
    let mut random = fastrand::Rng::with_seed(seed);
    let (house, newsroom) = open(seed);
    let started = Instant::now();
    let seconds = variable("COURANT_CRASH_SECONDS").map(Duration::from_secs);
    let cycles = variable("COURANT_CRASH_CYCLES").unwrap_or(10);
    let mut kills = 0;
    while seconds.map_or(kills < cycles, |seconds| started.elapsed() < seconds) {
        let daemon = house.start("");
        std::thread::sleep(Duration::from_millis(random.u64(50..1_500)));
        daemon.kill();
        kills += 1;
    }
    let articles = settle_and_check(&house, &newsroom, house.start(""));
    eprintln!("{kills} kills");
    assert!(articles > 100, "only {articles} articles were served: the test shows little");
}

/// Each of these dies at a place where something is half done; the next start has to finish it.
#[test]
fn a_death_at_each_step_of_the_protocol_loses_and_repeats_nothing() {
    let (house, newsroom) = open(seed());
    for place in [
        "jsonl.torn=abort:1",
        "jsonl.torn=abort:3",
        "jsonl.written=abort:2",
        "jsonl.synced=abort:2",
        "sink.delivered=abort:3",
        "jsonl.renamed=abort:1",
        "jsonl.compressed=abort:1",
        "intake.sliced=abort:5",
        "parse=abort:7",
    ] {
        let mut daemon = house.start(place);
        let status = daemon.wait(Duration::from_secs(40));
        assert!(!status.success(), "{place} was reached");
    }
    settle_and_check(&house, &newsroom, house.start(""));
}

#[test]
fn an_article_that_kills_the_process_three_times_is_a_dead_letter_and_the_others_get_through() {
    let house = Household::new("", &[]);
    let settings = Settings { outlets: 2, total: Some(60), keep: Keep::All, ..Settings::default() };
    let newsroom = Newsroom::open(house.folder.path(), settings);
    house.configure(SINK, &newsroom.feeds);
    newsroom.freeze();
    let poison = first_guid(&house, &newsroom);
    let plan = format!("normalize@{poison}=abort");
    let mut deaths = 0;
    let mut daemon = house.start(&plan);
    let until = Instant::now() + Duration::from_secs(60);
    while dead_letters(&house).is_empty() {
        assert!(Instant::now() < until, "no dead letter after {deaths} deaths:\n{}", house.log());
        if !daemon.is_running() {
            deaths += 1;
            daemon = house.start(&plan);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(deaths, 3, "three starts, then no more");
    assert!(dead_letters(&house).contains("step `normalize`"), "{}", dead_letters(&house));
    wait_until("everything else got through", CATCH_UP, || is_settled(&house));
    assert_eq!(daemon.terminate(Duration::from_secs(25)).code(), Some(0));
    let mut complaints = Vec::new();
    let records = oracle::read(&house.path("out"), &mut complaints);
    oracle::check_form(&records, &mut complaints);
    assert!(records.iter().all(|record| record.guid() != poison));
    let status = newsroom.status();
    oracle::assert_none(&complaints, "the others are whole");
    assert_eq!(records.len() as u64 + 1, status["articles_whole"].as_u64().expect("a count"));

    let output = house.ask(&["dead-letters", "retry", "all"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let daemon = house.start("");
    wait_until("the letter went through once the poison is gone", CATCH_UP, || {
        let mut torn = Vec::new();
        oracle::read(&house.path("out"), &mut torn).iter().any(|record| record.guid() == poison)
    });
    daemon.terminate(Duration::from_secs(25));
}

fn dead_letters(house: &Household) -> String {
    String::from_utf8_lossy(&house.ask(&["dead-letters", "list"]).stdout).into_owned()
}

/// Reads the guid of the first feed's first entry.
fn first_guid(house: &Household, newsroom: &Newsroom) -> String {
    let feed = house.path("probe.xml");
    let address = newsroom.feeds[0].strip_prefix("http://").expect("plain http");
    let (host, path) = address.split_once('/').expect("a path");
    let mut stream = std::net::TcpStream::connect(host).expect("the newsroom listens");
    use std::io::{Read, Write};
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("it reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    let start = answer.windows(4).position(|end| end == b"\r\n\r\n").expect("a head") + 4;
    std::fs::write(&feed, &answer[start..]).expect("the folder is writable");
    let output = support::daemon::command(&["parse"]).arg(&feed).output().expect("the binary was built for this test");
    let parsed: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a feed as JSON");
    parsed["doc"]["entries"][0]["id"].as_str().expect("an entry with a guid").to_owned()
}

/// The oracle must see through what it allows: a text that stood on a page before its feed spoke of it may stand below two
/// titles of one article, and nothing else may be there twice.
#[test]
fn a_rewritten_page_is_told_from_a_repetition() {
    let folder = tempfile::tempdir().unwrap();
    let truth = folder.path().join("truth.ndjson");
    let line = |kind: &str, version: u8| serde_json::json!({"kind": kind, "marker": format!("KQ0042-{version}"), "number": 42, "version": version, "title": "T"});
    let record = |seq: i64, id: &str, title: &str| oracle::Record {
        file: "articles".to_owned(),
        value: serde_json::json!({"seq": seq, "id": id, "title": title, "text": "It rained. KQ0042-2"}),
    };
    let told = |has_page: bool, records: &[oracle::Record]| {
        let page = has_page.then(|| line("page", 2));
        let lines = [Some(line("new", 1)), page, Some(line("update", 2))].into_iter().flatten();
        std::fs::write(&truth, lines.map(|line| format!("{line}\n")).collect::<String>()).unwrap();
        let mut complaints = Vec::new();
        oracle::check_truth(&truth, records, &mut complaints);
        complaints.len()
    };
    assert_eq!(told(true, &[record(1, "a", "old"), record(2, "a", "new")]), 0);
    assert_eq!(told(true, &[record(1, "a", "new"), record(2, "a", "new")]), 1, "a repetition");
    assert_eq!(told(true, &[record(1, "a", "old"), record(2, "b", "new")]), 1, "two articles");
    assert_eq!(told(false, &[record(1, "a", "old"), record(2, "a", "new")]), 1, "no page was ahead of its feed");
}
