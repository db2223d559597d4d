//! P4: a full disk stops intake, loses nothing, corrupts nothing, and intake resumes by itself.

mod support;

use std::time::Duration;

use courant::world::{Keep, Settings};
use support::daemon::{Household, wait_until};
use support::newsroom::Newsroom;
use support::oracle;

const PATIENCE: Duration = Duration::from_secs(90);
const SINK: &str = "[[sink]]\nid = \"files\"\ntype = \"jsonl\"\npath = \"out\"\ncompress = \"none\"\n";

/// Room for a first few hundred articles, in KiB a file.
const SMALL: u32 = 700;

#[test]
fn a_full_disk_stops_intake_and_nothing_is_lost_when_there_is_room_again() {
    if std::process::Command::new("prlimit").arg("--version").output().is_err() {
        eprintln!("SKIPPED: prlimit (util-linux) is not here to fill and empty a disk with");
        return;
    }
    let house = Household::new("", &[]);
    let settings = Settings { rate: 9_000.0, total: Some(900), keep: Keep::All, ..Settings::default() };
    let newsroom = Newsroom::open(house.folder.path(), settings);
    house.configure(SINK, &newsroom.feeds);
    let mut daemon = house.start_on_a_small_disk(SMALL);
    wait_until("the log says that intake stopped", PATIENCE, || house.log().contains("intake stopped"));
    std::thread::sleep(Duration::from_secs(2));
    assert!(daemon.is_running(), "a full disk is no reason to die:\n{}", house.log());
    let held = oracle::read(&house.path("out"), &mut Vec::new()).len();
    newsroom.freeze();
    daemon.make_room();
    wait_until("intake goes on by itself", PATIENCE, || house.log().contains("intake goes on"));
    wait_until("everything is served", PATIENCE, || newsroom.status()["pending"] == 0);
    let is_idle = || {
        let status: serde_json::Value =
            serde_json::from_slice(&house.ask(&["status", "--json"]).stdout).unwrap_or_default();
        let sum = |list: &str, field: &str| -> u64 {
            status[list].as_array().into_iter().flatten().filter_map(|one| one[field].as_u64()).sum()
        };
        status["feeds"].is_array() && sum("feeds", "pending") + sum("sinks", "behind") == 0
    };
    wait_until("nothing is pending", PATIENCE, is_idle);
    std::thread::sleep(Duration::from_secs(2));
    wait_until("nothing is pending", PATIENCE, is_idle);
    assert_eq!(daemon.terminate(Duration::from_secs(25)).code(), Some(0), "{}", house.log());
    let mut complaints = Vec::new();
    let records = oracle::read(&house.path("out"), &mut complaints);
    oracle::check_form(&records, &mut complaints);
    oracle::check_truth(&newsroom.truth, &records, &mut complaints);
    oracle::assert_none(&complaints, "after a full disk");
    assert!(records.len() > held, "{held} before, {} after", records.len());
}
