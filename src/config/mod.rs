//! Text in, checked plan out.
//!
//! ```text
//! courant.toml ─▶ toml: spans ─▶ reader ─▶ one file a table: fetch, schedule, … ─▶ Plan
//!                                  │  ▲                    │
//!                          key ────┘  │                    ▼
//!                     (the table of keys)               Problems: all of them, with places and remedies
//! ```
//!
//! Everything is checked here, once; a [`Plan`] cannot be wrong any more, and the rest of the program does not check
//! again. What is read (feed files, secrets) is named from where the configuration lies; what is written (state, files
//! of a sink) from where the process runs, so that one configuration serves a service and a shell. The core is pure:
//! files and variables come through [`Surroundings`]. A new table is one file and one line in [`ROOT`].

mod address;
mod feed;
mod feeds;
mod fetch;
mod headers;
mod key;
mod list;
mod nearest;
mod normalize;
mod observe;
mod opml;
mod problems;
mod reader;
mod reference;
mod rules;
mod schedule;
mod schema;
mod shorthand;
mod sink;
mod site_rules;
mod store;
mod surroundings;
mod units;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use toml::de::DeTable;
use url::Url;
use xxhash_rust::xxh3::xxh3_64;

pub use address::read as address;
pub use feed::Feed;
pub use fetch::Fetch;
pub use normalize::{FullText, Normalize, Stage};
pub use observe::Observe;
pub use problems::{Problem, Problems};
pub use reference::reference;
pub use schedule::{FirstPoll, Schedule};
pub use schema::schema;
pub use sink::{Compress, From, Jsonl, Sink, SinkKind, Webhook};
pub use store::Store;
pub use surroundings::{Machine, Surroundings};
pub use units::{duration, duration_text, size_text};

use feeds::{Bounds, Feeds};
use key::{Form, Key};
use problems::{Report, Source};
use reader::{Context, Section};
use rules::PATH;

use crate::normalize::Rules;

/// Largest configuration, and largest file of `[[feed]]` tables. Longer lists of feeds go into `.txt` or `.opml`.
const CONFIG_BYTES_MAX: u64 = 16 << 20;

/// Bounds for feeds that are not (yet) part of a configuration.
const NO_BOUNDS: Bounds = Bounds { allow_private: true, every_max: Duration::MAX };

/// A configuration that has been checked: nothing in it can be wrong any more.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The state file, seen from where the process runs.
    pub state: PathBuf,
    /// Unique ids, unique URLs; in the order of the configuration, its own first.
    pub feeds: Vec<Feed>,
    /// Lists of feeds that must be downloaded; `.txt` or `.opml` says how each is read.
    pub feed_lists: Vec<Url>,
    pub fetch: Fetch,
    pub schedule: Schedule,
    pub normalize: Normalize,
    pub analyze: Vec<Stage>,
    /// Unique ids; no two write to the same place.
    pub sinks: Vec<Sink>,
    pub store: Store,
    pub observe: Observe,
    /// Hash (16 hex digits) of the parts that shape records: `[normalize]`, `[[rule]]`, `[[analyze]]`.
    pub hash: String,
}

/// The tree of keys, in the order of the reference.
const ROOT: &[Key] = &[
    Key::new(
        "state",
        Form::Text(PATH),
        "\"var/courant.db\"",
        "The one file with everything that must survive: feeds, what was seen, what waits for a sink. Seen \
         from where courant runs.",
    ),
    Key::optional(
        "feeds",
        Form::Texts(PATH),
        "[\"feeds/*.toml\", \"subscriptions.opml\", \"urls.txt\"]",
        "Files of feeds, besides [[feed]] below; seen from this file. Addresses of such lists (.txt, .opml) \
         are downloaded at the start.",
    ),
    Key::new("fetch", Form::Table(&[fetch::KEYS]), "{}", "How documents are asked for."),
    Key::new("schedule", Form::Table(&[schedule::KEYS]), "{}", "How often feeds are asked."),
    Key::new("normalize", Form::Table(&[normalize::KEYS]), "{}", "What an article is made of."),
    Key::new("store", Form::Table(&[store::KEYS]), "{}", "How much and how long the state file remembers."),
    Key::new("observe", Form::Table(&[observe::KEYS]), "{}", "What operators see, and how long a stop may take."),
    Key::optional("feed", Form::Tables(&[feed::KEYS]), "[]", "The feeds. Nothing but the address is needed."),
    Key::optional(
        "rule",
        Form::Tables(&[site_rules::KEYS]),
        "[]",
        "Where one site's pages have their text, for sites on which courant errs. \"courant extract --explain\" shows \
         what it takes and why. What body, title or date does not find on a page is read as on any other page, and \
         the article is flagged rule_without_match; so is one on whose page nothing of the rule is found. Selectors \
         are CSS; scripts, frames and drawings are gone before they are tried, and b, em, font and their like are span.",
    ),
    Key::optional(
        "analyze",
        Form::Tables(&[normalize::STAGE_KEYS]),
        "[]",
        "The stages that annotate articles, in this order. Without any [[analyze]] all of them run; analyze = \
         [] runs none.",
    ),
    Key::optional(
        "sink",
        Form::Tables(sink::KEYS),
        "[]",
        "Where records go. Each sink has its own place in the stream: a dead one delays nobody else.",
    ),
];

/// What a file that `feeds` names may hold.
const FEED_FILE_ROOT: &[&[Key]] = &[&[Key::optional("feed", Form::Tables(&[feed::KEYS]), "[]", "The feeds.")]];

/// Reads and checks a configuration, the files that it names, and the secrets. A list of feeds or the address of a
/// feed stands for a configuration with defaults for everything else.
///
/// # Errors
/// Every problem at once; a file that cannot be read is one.
pub fn load(path: &Path) -> Result<Plan, Problems> {
    let name = path.display().to_string();
    if let Some(text) = shorthand::expand(&name) {
        return read(&text, &name, &Machine);
    }
    let alone = |message: String| {
        let report = Report::default();
        report.about(name.as_str(), message);
        report.conclude(()).expect_err("one problem was noted")
    };
    let bytes = Machine.read(path, CONFIG_BYTES_MAX).map_err(|reason| match reason.kind() {
        io::ErrorKind::NotFound => alone("there is no such file; write one with \"courant init\"".to_owned()),
        _ => alone(format!("the file cannot be read: {}", why(&reason))),
    })?;
    let text = String::from_utf8(bytes).map_err(|_| alone("the file is not UTF-8; save it as UTF-8".to_owned()))?;
    read(&text, &name, &Machine)
}

/// Checks a configuration. `name` is its path, as messages give it and as what it reads is resolved against.
///
/// # Errors
/// Every problem at once.
pub fn read(text: &str, name: &str, surroundings: &dyn Surroundings) -> Result<Plan, Problems> {
    let (report, source) = (Report::default(), Source::new(name, text.strip_prefix('\u{feff}').unwrap_or(text), 0));
    let context = Context { source: &source, report: &report, surroundings };
    let plan = parse_document(&context).map(|table| plan(&Section::root(context, &table, &[ROOT])));
    report.conclude(plan).map(|plan| plan.expect("a document that does not parse leaves a problem"))
}

/// Reads a plain list of feeds: one address a line, `#` comments.
///
/// # Errors
/// Every line that is no address or repeats one; a list without feeds.
pub fn feeds_from_list(text: &str, name: &str) -> Result<Vec<Feed>, Problems> {
    feeds_from(text, name, list::read)
}

/// Reads the feeds of an OPML document; folders become tags, and a feed in several folders is one feed.
///
/// # Errors
/// Broken XML, addresses that are none, a document without feeds.
pub fn feeds_from_opml(text: &str, name: &str) -> Result<Vec<Feed>, Problems> {
    feeds_from(text, name, opml::read)
}

/// Reads files of `[[rule]]` tables; a `*` in the name of one stands for any characters.
///
/// # Errors
/// Every problem at once; a file that cannot be read is one.
pub fn rules_from(patterns: &[String], surroundings: &dyn Surroundings) -> Result<Rules, Problems> {
    let (report, source) = (Report::default(), Source::new("", "", 0));
    let context = Context { source: &source, report: &report, surroundings };
    let rules = site_rules::read_files(&context, "--rules", patterns);
    report.conclude(rules)
}

fn feeds_from(text: &str, name: &str, read: fn(&Source<'_>, &mut Feeds<'_>)) -> Result<Vec<Feed>, Problems> {
    let report = Report::default();
    let mut feeds = Feeds::new(&report, NO_BOUNDS);
    read(&Source::new(name, text.strip_prefix('\u{feff}').unwrap_or(text), 0), &mut feeds);
    let feeds = feeds.into_inner();
    report.conclude(feeds)
}

impl Plan {
    /// A plan with all defaults, for what needs no configuration file.
    pub fn for_feeds(state: impl Into<PathBuf>, feeds: Vec<Feed>, sinks: Vec<Sink>) -> Self {
        Self { state: state.into(), feeds, sinks, analyze: Stage::all(), ..Self::default() }.hashed()
    }

    fn hashed(mut self) -> Self {
        let stages = self.analyze.iter().map(|stage| format!("stage={}\n", stage.stage)).collect::<String>();
        let rules = self.normalize.rules.fingerprint();
        let text = format!("full_text={}\n{rules}{stages}", self.normalize.full_text.name());
        self.hash = format!("{:016x}", xxh3_64(text.as_bytes()));
        self
    }
}

fn plan(root: &Section<'_>) -> Plan {
    let report = root.context.report;
    let fetch = Fetch::read(&root.table("fetch"));
    let schedule = Schedule::read(&root.table("schedule"));
    let bounds = Bounds { allow_private: fetch.allow_private, every_max: schedule.max };
    let mut feeds = Feeds::new(report, bounds);
    feeds.read_tables(root);
    let feed_lists = match root.optional::<Vec<String>>("feeds") {
        Some(_) => feeds.include(root),
        None => Vec::new(),
    };
    let normalize = root.table("normalize");
    let plan = Plan {
        state: root.setting("state"),
        feeds: feeds.into_inner(),
        feed_lists,
        fetch,
        schedule,
        normalize: Normalize { rules: Arc::new(site_rules::read(root, &normalize)), ..Normalize::read(&normalize) },
        analyze: Stage::read_all(root.tables("analyze")),
        sinks: Sink::read_all(root.tables("sink")),
        store: Store::read(&root.table("store")),
        observe: Observe::read(&root.table("observe")),
        hash: String::new(),
    };
    if !root.has("feed") && !root.has("feeds") {
        report.about(
            root.context.source.name(),
            "there is no feed; add [[feed]] with its url, or feeds = [\"urls.txt\"]",
        );
    }
    if !root.has("sink") {
        let example = "add [[sink]] with id = \"files\", type = \"jsonl\", path = \"out/articles\"";
        report.about(root.context.source.name(), format!("there is no sink, so articles would go nowhere; {example}"));
    }
    plan.hashed()
}

/// Parses a document; notes every mistake in its syntax.
fn parse_document<'a>(context: &Context<'a>) -> Option<DeTable<'a>> {
    let (table, errors) = DeTable::parse_recoverable(context.source.text());
    for error in &errors {
        let message = match error.message() {
            "duplicate key" => "this is written twice; remove one of the two".to_owned(),
            "string values must be quoted, expected literal string" => "a text needs quotation marks".to_owned(),
            other => format!("this is not TOML: {other}"),
        };
        context.report.at(context.source, error.span().unwrap_or(0..0), "", message);
    }
    errors.is_empty().then(|| table.into_inner())
}

/// Names the tables that have a key of this name, for those who wrote it in the wrong one.
fn tables_with(name: &str) -> Vec<String> {
    let mut tables = Vec::new();
    if ROOT.iter().any(|key| key.name == name) {
        tables.push("the top of the file, before the first [table]".to_owned());
    }
    for table in ROOT {
        let has = |lists: &[&[Key]]| lists.iter().any(|keys| keys.iter().any(|key| key.name == name));
        match table.form {
            Form::Table(keys) if has(keys) => tables.push(format!("[{}]", table.name)),
            Form::Tables(keys) if has(keys) => tables.push(format!("[[{}]]", table.name)),
            _ => {}
        }
    }
    tables
}

/// Says why a file could not be read, in few words that are the same on every system.
fn why(reason: &io::Error) -> String {
    match reason.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::FileTooLarge => "it is larger than allowed".to_owned(),
        _ => reason.to_string(),
    }
}
