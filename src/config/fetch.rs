//! `[fetch]`: how documents are asked for.

use std::time::Duration;

use url::Url;

use super::key::{Form, Key, Rule};
use super::reader::{Section, defaults};

#[derive(Clone, Debug, PartialEq)]
pub struct Fetch {
    pub user_agent: String,
    /// Requests in flight over all hosts.
    pub concurrency: usize,
    /// Requests in flight per host.
    pub per_host: usize,
    /// Pause between two requests to one host.
    pub gap: Duration,
    pub connect_timeout: Duration,
    /// Longest silence while a body arrives.
    pub read_timeout: Duration,
    /// From the first byte sent to the last one received, redirects included.
    pub timeout: Duration,
    /// Bytes as sent, compressed.
    pub wire_max: u64,
    /// Bytes after decompression.
    pub body_max: u64,
    /// Whether pages are asked for only where robots.txt allows it.
    pub robots: bool,
    pub allow_private: bool,
    pub proxy: Option<Url>,
}

pub(super) const KEYS: &[Key] = &[
    Key::new(
        "user_agent",
        Form::Text(USER_AGENT),
        concat!("\"courant/", env!("CARGO_PKG_VERSION"), "\""),
        "How courant introduces itself. Add an address where a publisher can reach you: those who can ask \
         seldom block.",
    ),
    Key::new(
        "concurrency",
        Form::Count(1, 10_000),
        "256",
        "Requests in flight over all hosts. Each may hold a body in memory, so this bounds memory too.",
    ),
    Key::new(
        "per_host",
        Form::Count(1, 64),
        "2",
        "Requests in flight per host, feeds and pages together. More than a browser's six is rarely welcome. \
         At most concurrency.",
    ),
    Key::new(
        "gap",
        Form::Duration("0s", "1h"),
        "\"1s\"",
        "Pause between two requests to one host. \"0s\" is for hosts of your own.",
    ),
    Key::new(
        "connect_timeout",
        Form::Duration("100ms", "5m"),
        "\"10s\"",
        "Longest wait for a connection, TLS included. At most timeout.",
    ),
    Key::new(
        "read_timeout",
        Form::Duration("100ms", "10m"),
        "\"20s\"",
        "Longest silence while an answer arrives. At most timeout.",
    ),
    Key::new(
        "timeout",
        Form::Duration("100ms", "30m"),
        "\"60s\"",
        "From the first byte sent to the last one received, redirects included: a server that drips is cut off here.",
    ),
    Key::new(
        "wire_max",
        Form::Size("1KiB", "4GiB"),
        "\"20MiB\"",
        "Largest answer as sent. The largest real feeds stay under 10 MiB. At most body_max.",
    ),
    Key::new(
        "body_max",
        Form::Size("1KiB", "4GiB"),
        "\"40MiB\"",
        "Largest answer after decompression: a bomb of a few kilobytes ends here.",
    ),
    Key::new(
        "robots",
        Form::Flag,
        "true",
        "Whether pages are asked for only where robots.txt allows it. Feeds are published to be polled and \
         always are.",
    ),
    Key::new(
        "allow_private",
        Form::Flag,
        "false",
        "Whether private addresses (this machine, your network) may be reached. A feed could otherwise make \
         courant read your intranet.",
    ),
    Key::optional(
        "proxy",
        Form::Url,
        "\"http://proxy.example.org:3128\"",
        "Everything goes through this HTTP proxy. It resolves names itself, so private addresses are then its \
         duty to refuse.",
    ),
];

pub(super) const USER_AGENT: Rule =
    Rule { kind: "1 to 200 visible characters", pattern: "^[ -~]{1,200}$", check: user_agent };

fn user_agent(text: &str) -> Result<(), String> {
    let fits = (1..=200).contains(&text.len()) && text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if fits && text.trim() == text {
        Ok(())
    } else {
        Err(format!("\"{}\" cannot be sent as a header; use 1 to 200 visible ASCII characters", text.escape_debug()))
    }
}

impl Fetch {
    pub(super) fn read(section: &Section<'_>) -> Self {
        let concurrency = section.setting("concurrency");
        let timeout = section.setting("timeout");
        let body_max = section.setting("body_max");
        Self {
            user_agent: section.setting("user_agent"),
            concurrency,
            per_host: section.at_most("per_host", section.setting("per_host"), "concurrency", concurrency),
            gap: section.setting("gap"),
            connect_timeout: section.at_most("connect_timeout", section.setting("connect_timeout"), "timeout", timeout),
            read_timeout: section.at_most("read_timeout", section.setting("read_timeout"), "timeout", timeout),
            timeout,
            wire_max: section.at_most("wire_max", section.setting("wire_max"), "body_max", body_max),
            body_max,
            robots: section.setting("robots"),
            allow_private: section.setting("allow_private"),
            proxy: section.optional("proxy"),
        }
    }
}

impl Default for Fetch {
    fn default() -> Self {
        defaults(&[KEYS], Self::read)
    }
}
