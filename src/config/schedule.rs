//! `[schedule]`: how often feeds are asked.

use std::time::Duration;

use super::key::{Choice, Form, Key, Rule, Setting, names_of, not};
use super::reader::{Section, defaults};

#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Interval of the fixed policy.
    pub every: Duration,
    /// Shortest distance that the learned policy chooses; the fixed one does as it is told.
    pub min: Duration,
    /// Longest distance between two polls of one feed, however often it failed.
    pub max: Duration,
    pub first_poll: FirstPoll,
}

/// What is taken of a feed's first document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FirstPoll {
    All,
    Latest(u32),
    None,
}

/// How the next poll is chosen; there is one way so far.
#[derive(Clone, Copy)]
enum Policy {
    Fixed,
}

impl Choice for Policy {
    const NAMES: &'static [(&'static str, Self)] = &[("fixed", Self::Fixed)];
}

pub(super) const KEYS: &[Key] = &[
    Key::new(
        "policy",
        Form::Choice(names_of::<Policy>),
        "\"fixed\"",
        "How the next poll of a feed is chosen. \"fixed\" asks every feed at the same distance.",
    ),
    Key::new(
        "every",
        Form::Duration("1s", "30d"),
        "\"15m\"",
        "Distance between two polls of one feed; a [[feed]] may have its own. At most max. The shortest is \
         for a newsroom on this machine.",
    ),
    Key::new(
        "min",
        Form::Duration("1s", "30d"),
        "\"2m\"",
        "Shortest distance that a learned policy may choose; \"fixed\" does as it is told and has no use for \
         it. At most max.",
    ),
    Key::new(
        "max",
        Form::Duration("1s", "30d"),
        "\"24h\"",
        "Longest distance between two polls of one feed, however often it failed.",
    ),
    Key::new(
        "first_poll",
        Form::Text(FIRST_POLL),
        "\"all\"",
        "What is taken of a feed's first document: everything, the newest N, or nothing, so that only what \
         comes later counts.",
    ),
    Key::refused(
        "requests_per_feed_per_day",
        "this key belongs to the policy \"learned\", which comes with a later version; remove it and use every",
    ),
];

pub(super) const FIRST_POLL: Rule = Rule {
    kind: "\"all\", \"latest N\" with N from 1 to 100000, or \"none\"",
    pattern: "^(all|none|latest [1-9][0-9]{0,5})$",
    check: |text| first_poll(text).map(|_| ()),
};

impl Setting for FirstPoll {
    fn read(value: &toml::de::DeValue<'_>, form: &Form) -> Result<Self, String> {
        first_poll(value.as_str().ok_or_else(|| not(value, form))?)
    }
}

fn first_poll(text: &str) -> Result<FirstPoll, String> {
    // A feed document of more entries than this is cut by `parse` anyway.
    const LATEST_MAX: u32 = 100_000;
    let latest = text.strip_prefix("latest ").and_then(|number| number.parse().ok());
    match (text, latest) {
        ("all", _) => Ok(FirstPoll::All),
        ("none", _) => Ok(FirstPoll::None),
        (_, Some(number)) if (1..=LATEST_MAX).contains(&number) => Ok(FirstPoll::Latest(number)),
        _ => Err(format!("\"{text}\" is not {}", FIRST_POLL.kind)),
    }
}

impl Schedule {
    pub(super) fn read(section: &Section<'_>) -> Self {
        if section.text("policy") == Some("learned") {
            section.at("policy", "\"learned\" comes with a later version; use \"fixed\"");
        } else {
            let Policy::Fixed = section.setting("policy");
        }
        let max = section.setting("max");
        Self {
            every: section.at_most("every", section.setting("every"), "max", max),
            min: section.at_most("min", section.setting("min"), "max", max),
            max,
            first_poll: section.setting("first_poll"),
        }
    }
}

impl Default for Schedule {
    fn default() -> Self {
        defaults(&[KEYS], Self::read)
    }
}
