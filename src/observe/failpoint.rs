//! Places where a test makes the process die, hang or fail, named in `COURANT_FAILPOINTS`.
//!
//! `COURANT_FAILPOINTS="jsonl.renamed=abort;normalize@poison=abort;advance=abort:3"`: the name of a place,
//! optionally `@` and a text that its detail must contain, an action (`abort`, `hang`, `panic`) and
//! optionally the how-manieth hit acts (each one by default). They are compiled into every build, so that the
//! very binary that ships can be put to the test; without the variable each costs one load.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

struct Failpoint {
    place: String,
    detail: String,
    action: Action,
    /// 0: at each hit.
    at_hit: u64,
    hits: AtomicU64,
}

#[derive(Clone, Copy)]
enum Action {
    Abort,
    Hang,
    Panic,
}

static FAILPOINTS: OnceLock<Vec<Failpoint>> = OnceLock::new();

fn failpoints() -> &'static [Failpoint] {
    FAILPOINTS.get_or_init(|| {
        let text = std::env::var("COURANT_FAILPOINTS").unwrap_or_default();
        text.split(';').filter_map(read).collect()
    })
}

fn read(text: &str) -> Option<Failpoint> {
    let (place, action) = text.trim().split_once('=')?;
    let (place, detail) = place.split_once('@').unwrap_or((place, ""));
    let (action, at_hit) = action.split_once(':').unwrap_or((action, "0"));
    let action = match action {
        "abort" => Action::Abort,
        "hang" => Action::Hang,
        "panic" => Action::Panic,
        _ => return None,
    };
    let at_hit = at_hit.parse().ok()?;
    Some(Failpoint { place: place.to_owned(), detail: detail.to_owned(), action, at_hit, hits: AtomicU64::new(0) })
}

/// Whether something is planned for this place.
pub fn is_set(place: &str) -> bool {
    failpoints().iter().any(|failpoint| failpoint.place == place)
}

/// Does what the environment planned for this place, which is nothing outside of tests.
///
/// # Panics
/// If the plan says so.
pub fn hit(place: &str, detail: &str) {
    for failpoint in failpoints() {
        if failpoint.place != place || !detail.contains(&failpoint.detail) {
            continue;
        }
        let hits = failpoint.hits.fetch_add(1, Ordering::Relaxed) + 1;
        if failpoint.at_hit != 0 && failpoint.at_hit != hits {
            continue;
        }
        match failpoint.action {
            Action::Abort => {
                eprintln!("failpoint {place}: abort");
                std::process::abort();
            }
            Action::Hang => loop {
                std::thread::park();
            },
            Action::Panic => panic!("failpoint {place}"),
        }
    }
}
