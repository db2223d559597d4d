//! `[[sink]]`: where records go. What all sinks share is here; each type has a file with its own keys, and one line in
//! [`TYPES`].

mod jsonl;
mod webhook;

use std::path::{Component, PathBuf};
use std::time::Duration;

pub use jsonl::{Compress, Jsonl};
pub use webhook::Webhook;

use super::key::{Choice, Form, Key, Presence, names_of};
use super::nearest::suggestion;
use super::reader::Section;
use super::rules::ID;

#[derive(Clone, Debug, PartialEq)]
pub struct Sink {
    pub id: String,
    /// Records published longer than this before they were emitted are left out.
    pub max_age: Option<Duration>,
    pub from: From,
    pub kind: SinkKind,
}

/// Where a new sink starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    Now,
    Oldest,
}

impl Choice for From {
    const NAMES: &'static [(&'static str, Self)] = &[("now", Self::Now), ("oldest", Self::Oldest)];
}

#[derive(Clone, Debug, PartialEq)]
pub enum SinkKind {
    Jsonl(Jsonl),
    Webhook(Webhook),
    Stdout,
}

/// A value of `type`: its own keys, and how they are read. `None` when a problem was noted.
struct Type {
    name: &'static str,
    keys: &'static [Key],
    read: fn(&Section<'_>) -> Option<SinkKind>,
}

const TYPES: &[Type] = &[
    Type { name: "jsonl", keys: jsonl::KEYS, read: jsonl::read },
    Type { name: "webhook", keys: webhook::KEYS, read: webhook::read },
    Type { name: "stdout", keys: &[], read: |_| Some(SinkKind::Stdout) },
];

/// All keys that a sink may have; which of them depends on its type.
pub(super) const KEYS: &[&[Key]] = &[SHARED, jsonl::KEYS, webhook::KEYS];

pub(super) const SHARED: &[Key] = &[
    Key::required("id", Form::Text(ID), "\"files\"", "Name of the sink; its place in the stream hangs on it."),
    Key::required("type", Form::Choice(type_names), "\"jsonl\"", "What kind of sink."),
    Key::optional(
        "max_age",
        Form::Duration("1s", "3650d"),
        "\"2d\"",
        "Articles published longer ago are left out, so that old news is not sent as new. Not set: none is.",
    ),
    Key::new(
        "from",
        Form::Choice(names_of::<From>),
        "\"now\"",
        "Where a new sink starts: with what comes now, or with the oldest record still there.",
    ),
];

fn type_names() -> Vec<&'static str> {
    TYPES.iter().map(|known| known.name).collect()
}

/// Lists the names of the sink types with their own keys, for the reference.
pub(super) fn types() -> impl Iterator<Item = (&'static str, &'static [Key])> {
    TYPES.iter().map(|known| (known.name, known.keys))
}

impl Sink {
    /// A sink of JSON Lines with the default settings.
    pub fn jsonl(id: impl Into<String>, path: impl Into<PathBuf>) -> Self {
        Self::of(id, SinkKind::Jsonl(Jsonl { path: path.into(), ..Jsonl::default() }))
    }

    /// A sink that writes to standard output.
    pub fn stdout(id: impl Into<String>) -> Self {
        Self::of(id, SinkKind::Stdout)
    }

    fn of(id: impl Into<String>, kind: SinkKind) -> Self {
        Self { id: id.into(), max_age: None, from: From::Now, kind }
    }

    /// Returns the name of the sink's type.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            SinkKind::Jsonl(_) => "jsonl",
            SinkKind::Webhook(_) => "webhook",
            SinkKind::Stdout => "stdout",
        }
    }

    fn read(section: &Section<'_>) -> Option<Self> {
        let id = section.required("id");
        let (max_age, from) = (section.optional("max_age"), section.setting("from"));
        let type_name: String = section.required("type")?;
        let known = TYPES.iter().find(|known| known.name == type_name).expect("the form lists the same types");
        check_keys(section, known);
        let kind = (known.read)(section);
        Some(Self { id: id?, max_age, from, kind: kind? })
    }

    /// Reads all sinks: unique ids, and no two that write to the same place.
    pub(super) fn read_all(sections: Option<Vec<Section<'_>>>) -> Vec<Self> {
        let sections = sections.unwrap_or_default();
        let mut sinks: Vec<(Self, usize)> = Vec::new();
        for section in sections {
            let Some(sink) = Self::read(&section) else { continue };
            let line = |place: &Section<'_>| place.context.source.line(place.span_of("id").start);
            if let Some((_, earlier)) = sinks.iter().find(|(earlier, _)| earlier.id == sink.id) {
                section.at(
                    "id",
                    format!("\"{}\" is already the id of the sink in line {earlier}; choose another", sink.id),
                );
            }
            if let Some((earlier, line)) = sinks.iter().find(|(earlier, _)| earlier.writes_where(&sink)) {
                let place = if section.has("path") { "path" } else { "type" };
                let remedy = "two writers would damage each other's records; give each its own";
                section.at(place, format!("the sink \"{}\" in line {line} writes there already; {remedy}", earlier.id));
            }
            let line = line(&section);
            sinks.push((sink, line));
        }
        sinks.into_iter().map(|(sink, _)| sink).collect()
    }

    fn writes_where(&self, other: &Self) -> bool {
        match (&self.kind, &other.kind) {
            (SinkKind::Jsonl(left), SinkKind::Jsonl(right)) => plain(&left.path) == plain(&right.path),
            (SinkKind::Stdout, SinkKind::Stdout) => true,
            _ => false,
        }
    }
}

/// The same path without `.` and `..`, as far as can be said without looking at links.
fn plain(path: &std::path::Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir
                if plain.components().next_back().is_some_and(|last| matches!(last, Component::Normal(_))) =>
            {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}

/// Notes keys that belong to a sink of another type.
fn check_keys(section: &Section<'_>, known: &Type) {
    for name in section.names() {
        let has = |keys: &[Key]| keys.iter().any(|key| key.name == name);
        if has(SHARED) || has(known.keys) {
            continue;
        }
        if let Some(other) = TYPES.iter().find(|other| has(other.keys)) {
            let shown = known.keys.iter().filter(|key| !matches!(key.presence, Presence::Refused));
            let own: Vec<&str> = shown.map(|key| key.name).collect();
            let remedy = if own.is_empty() { "; remove it".to_owned() } else { suggestion(name, &own) };
            section.at(
                name,
                format!("this key belongs to sinks of type \"{}\", not \"{}\"{remedy}", other.name, known.name),
            );
        }
    }
}
