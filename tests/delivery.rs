//! Stops, sinks that fail, states that do not fit: what operators meet in the first week.

mod support;

use std::time::{Duration, Instant};

use courant::world::{Chaos, Keep, Settings};
use support::daemon::{Household, command, wait_until};
use support::newsroom::Newsroom;
use support::oracle;
use support::receiver::{Mood, Receiver};

const PATIENCE: Duration = Duration::from_secs(60);

const FILES: &str = "[[sink]]\nid = \"files\"\ntype = \"jsonl\"\npath = \"out\"\ncompress = \"none\"\n";

fn newsroom(house: &Household, outlets: usize, total: u32) -> Newsroom {
    let settings = Settings { outlets, total: Some(total), keep: Keep::All, ..Settings::default() };
    let newsroom = Newsroom::open(house.folder.path(), settings);
    newsroom.freeze();
    newsroom
}

fn hook(url: &str, rest: &str) -> String {
    format!(
        "{FILES}[[sink]]\nid = \"alerts\"\ntype = \"webhook\"\nurl = \"{url}\"\nsecret_env = \"HOOK_SECRET\"\n\
         allow_private = true\ntimeout = \"1s\"\nretry_max = \"1s\"\n{rest}"
    )
}

fn lines(house: &Household) -> usize {
    oracle::read(&house.path("out"), &mut Vec::new()).len()
}

fn secret() -> [(&'static str, String); 1] {
    [("HOOK_SECRET", Receiver::secret_variable())]
}

fn start(house: &Household) -> support::daemon::Daemon {
    let secret = secret();
    house.start_with("", &[(secret[0].0, secret[0].1.as_str())])
}

fn ask(house: &Household, words: &[&str]) -> std::process::Output {
    let secret = secret();
    command(words)
        .arg(house.config())
        .current_dir(house.folder.path())
        .env(secret[0].0, &secret[0].1)
        .output()
        .expect("the binary was built")
}

#[test]
fn a_stop_under_load_exits_with_0_and_the_next_start_goes_on() {
    let house = Household::new("", &[]);
    let settings =
        Settings { rate: 3_000.0, keep: Keep::All, total: Some(900), chaos: Chaos::mild(), ..Settings::default() };
    let newsroom = Newsroom::open(house.folder.path(), settings);
    house.configure(FILES, &newsroom.feeds);
    for _ in 0..4 {
        let daemon = house.start("");
        let before = lines(&house);
        wait_until("some articles have left", PATIENCE, || lines(&house) > before);
        let asked = Instant::now();
        assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0), "{}", house.log());
        assert!(asked.elapsed() < Duration::from_secs(16), "within stop_timeout");
    }
    newsroom.freeze();
    newsroom.quiet();
    let daemon = house.start("");
    wait_until("all is served", PATIENCE, || newsroom.status()["pending"] == 0);
    wait_until("nothing is pending", PATIENCE, || pending(&house) == 0);
    std::thread::sleep(Duration::from_secs(2));
    wait_until("nothing is pending", PATIENCE, || pending(&house) == 0);
    assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0));
    let mut complaints = Vec::new();
    let records = oracle::read(&house.path("out"), &mut complaints);
    oracle::check_form(&records, &mut complaints);
    oracle::check_truth(&newsroom.truth, &records, &mut complaints);
    oracle::assert_none(&complaints, "after four stops under load");
}

fn pending(house: &Household) -> u64 {
    let output = ask(house, &["status", "--json"]);
    let status: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
    let sum = |list: &str, field: &str| -> u64 {
        status[list].as_array().into_iter().flatten().filter_map(|one| one[field].as_u64()).sum()
    };
    sum("feeds", "pending") + sum("sinks", "behind")
}

#[test]
fn a_failing_webhook_delays_nobody_else_and_gets_everything_in_order_after() {
    let house = Household::new("", &[]);
    let newsroom = newsroom(&house, 3, 40);
    let receiver = Receiver::open();
    house.configure(&hook(&receiver.url, ""), &newsroom.feeds);
    receiver.set(Mood::Status(500));
    let daemon = start(&house);
    let served = || newsroom.status()["articles_whole"].as_u64().expect("a count") as usize;
    wait_until("the files have everything while the hook fails", PATIENCE, || {
        served() > 20 && lines(&house) >= served()
    });
    for mood in [Mood::Hangs, Mood::Busy] {
        let before = receiver.received().len();
        receiver.set(mood);
        wait_until("the hook was tried in this mood", PATIENCE, || receiver.received().len() > before);
    }
    assert!(receiver.accepted().is_empty());
    receiver.set(Mood::Well);
    wait_until("the hook has everything", PATIENCE, || receiver.accepted().len() >= lines(&house));
    assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0));

    let accepted = receiver.accepted();
    assert_eq!(accepted.len(), lines(&house), "each once");
    assert!(receiver.received().iter().all(|received| received.is_signed), "every attempt is signed");
    let seqs: Vec<i64> = accepted.iter().map(|received| seq(&received.body)).collect();
    assert!(seqs.is_sorted(), "in order: {seqs:?}");
    let first = &accepted[0];
    let attempts: Vec<_> = receiver.received().into_iter().filter(|one| one.id == first.id).collect();
    assert!(attempts.len() > 1, "the first one was tried again");
    assert!(attempts.iter().all(|attempt| attempt.body == first.body), "same id, same body");
}

fn seq(body: &str) -> i64 {
    let record: serde_json::Value = serde_json::from_str(body).expect("a record");
    record["seq"].as_i64().expect("a seq")
}

#[test]
fn what_a_webhook_refuses_for_good_is_a_dead_letter_until_an_operator_retries() {
    for mood in [Mood::Status(410), Mood::Redirects] {
        let house = Household::new("", &[]);
        let newsroom = newsroom(&house, 3, 20);
        let receiver = Receiver::open();
        house.configure(&hook(&receiver.url, ""), &newsroom.feeds);
        receiver.set(mood);
        let daemon = start(&house);
        wait_until("all records are dead letters", PATIENCE, || {
            let letters = String::from_utf8_lossy(&ask(&house, &["dead-letters", "list"]).stdout).lines().count();
            letters > 10 && letters == lines(&house)
        });
        receiver.set(Mood::Well);
        let output = ask(&house, &["dead-letters", "retry", "all"]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        wait_until("every letter was delivered", PATIENCE, || {
            ask(&house, &["dead-letters", "list"]).stdout.is_empty() && receiver.accepted().len() == lines(&house)
        });
        assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0));
    }
}

#[test]
fn a_full_outbox_stops_intake_and_says_why() {
    let house = Household::new("", &[]);
    let settings = Settings { rate: 6_000.0, total: Some(900), keep: Keep::All, ..Settings::default() };
    let newsroom = Newsroom::open(house.folder.path(), settings);
    let receiver = Receiver::open();
    let bound = format!("{}[store]\noutbox_max = \"1MiB\"\n", hook(&receiver.url, ""));
    house.configure(&bound, &newsroom.feeds);
    receiver.set(Mood::Status(503));
    let daemon = start(&house);
    let says_so = || String::from_utf8_lossy(&ask(&house, &["status"]).stdout).contains("INTAKE STOPPED: the outbox");
    wait_until("status says that intake stopped", PATIENCE, says_so);
    let held = lines(&house);
    receiver.set(Mood::Well);
    wait_until("status says that intake goes on", PATIENCE, || !says_so());
    wait_until("more than the bound let through has left", PATIENCE, || lines(&house) > held);
    newsroom.freeze();
    wait_until("everything arrives after", PATIENCE, || {
        receiver.accepted().len() as u64 >= newsroom.status()["articles_whole"].as_u64().expect("a count")
            && newsroom.status()["pending"] == 0
            && pending(&house) == 0
    });
    assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0));
    assert_eq!(receiver.accepted().len(), lines(&house));
}

#[test]
fn a_lost_state_with_the_output_kept_is_refused_with_the_remedy() {
    let house = Household::new("", &[]);
    let newsroom = newsroom(&house, 3, 20);
    house.configure(FILES, &newsroom.feeds);
    let daemon = house.start("");
    wait_until("articles have left", PATIENCE, || lines(&house) > 10);
    daemon.kill();
    let before = lines(&house);
    std::fs::remove_dir_all(house.path("var")).expect("the state was there");
    let status = house.start("").wait(PATIENCE);
    assert_eq!(status.code(), Some(1));
    assert!(house.log().contains("was written with another state file"), "{}", house.log());
    assert!(house.log().contains("move the folder away"), "{}", house.log());
    assert_eq!(lines(&house), before, "nothing was touched");
}

#[test]
fn a_reload_takes_a_valid_configuration_and_no_other() {
    let house = Household::new("", &[]);
    let newsroom = newsroom(&house, 3, 60);
    let (first, others) = newsroom.feeds.split_at(1);
    house.configure(FILES, first);
    let mut daemon = house.start("");
    wait_until("the first feed's articles have left", PATIENCE, || lines(&house) > 0 && pending(&house) == 0);
    let before = lines(&house);

    house.configure("sinks = 3\n", &newsroom.feeds);
    daemon.reload();
    wait_until("the log refuses it", PATIENCE, || house.log().contains("the old one runs on"));
    assert!(house.log().contains("sinks: there is no such key"), "and says what is wrong: {}", house.log());
    assert!(daemon.is_running());

    house.configure(FILES, &[first, others].concat());
    daemon.reload();
    wait_until("the other feeds' articles have left", PATIENCE, || lines(&house) > before && pending(&house) == 0);
    assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0), "{}", house.log());
    let mut complaints = Vec::new();
    let records = oracle::read(&house.path("out"), &mut complaints);
    oracle::check_form(&records, &mut complaints);
    oracle::assert_none(&complaints, "one stream, over the reload");
}

/// `systemctl reload` once ended the daemon while a receiver did not answer: the sink looked at the deadline between two
/// attempts only, and each may take half a minute.
#[test]
fn a_receiver_that_hangs_keeps_neither_a_reload_nor_a_stop() {
    let house = Household::new("", &[]);
    let newsroom = newsroom(&house, 3, 20);
    let receiver = Receiver::open();
    let hook = hook(&receiver.url, "").replace("timeout = \"1s\"", "timeout = \"60s\"");
    let configure = || {
        house.configure(&hook, &newsroom.feeds);
        let text = std::fs::read_to_string(house.config()).expect("it was written");
        let text = text.replace("stop_timeout = \"15s\"", "stop_timeout = \"2s\"");
        std::fs::write(house.config(), text).expect("the folder is writable");
    };
    configure();
    receiver.set(Mood::Hangs);
    let mut daemon = start(&house);
    wait_until("the hook was tried", PATIENCE, || !receiver.received().is_empty());
    daemon.reload();
    let starts = || house.log().matches("running feeds=").count();
    wait_until("it runs again", PATIENCE, || {
        assert!(daemon.is_running(), "{}", house.log());
        starts() > 1
    });
    let before = receiver.received().len();
    wait_until("the hook was tried again", PATIENCE, || receiver.received().len() > before);
    let asked = Instant::now();
    assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0), "{}", house.log());
    assert!(asked.elapsed() < Duration::from_secs(5), "{:?}", asked.elapsed());
}

#[test]
fn a_second_daemon_on_the_same_state_is_refused() {
    let house = Household::new("", &[]);
    let newsroom = newsroom(&house, 3, 5);
    house.configure(FILES, &newsroom.feeds);
    let daemon = house.start("");
    wait_until("the first one runs", PATIENCE, || lines(&house) > 0);
    let output = house.ask(&["run"]);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(&format!("is in use by another courant (process {})", daemon.pid())), "{said}");
    assert_eq!(daemon.terminate(Duration::from_secs(20)).code(), Some(0));
}

#[test]
fn every_record_validates_against_the_schema() {
    let house = Household::new("", &[]);
    let newsroom = newsroom(&house, 12, 120);
    house.configure(FILES, &newsroom.feeds);
    let output = house.ask(&["run", "--until-idle"]);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let schema = command(&["schema", "record"]).output().expect("the binary was built for this test");
    let schema: serde_json::Value = serde_json::from_slice(&schema.stdout).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let records = oracle::read(&house.path("out"), &mut Vec::new());
    assert!(records.len() > 100, "{} records", records.len());
    for record in &records {
        let errors: Vec<String> =
            validator.iter_errors(&record.value).map(|error| format!("{error} at {}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{errors:?}\n{}", record.value);
    }
    let mut broken = records[0].value.clone();
    broken["version"] = "one".into();
    assert!(!validator.is_valid(&broken), "the schema can say no");
}
