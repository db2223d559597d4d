//! `[observe]`: what operators see, and how long a stop may take.

use std::net::SocketAddr;
use std::time::Duration;

use toml::de::DeValue;

use super::key::{Form, Key, Rule, Setting, not};
use super::reader::{Section, defaults};

#[derive(Clone, Debug, PartialEq)]
pub struct Observe {
    /// Address of `/healthz` and `/metrics`; `None` serves nothing. Loopback unless `allow_public` was set.
    pub listen: Option<SocketAddr>,
    /// How long a stop may take before it is cut short.
    pub stop_timeout: Duration,
}

pub(super) const KEYS: &[Key] = &[
    Key::new(
        "listen",
        Form::Text(LISTEN),
        "\"127.0.0.1:9464\"",
        "Where the health and metrics pages are served; \"none\" serves nothing. If the port is taken, \
         courant says so and goes on without.",
    ),
    Key::new(
        "allow_public",
        Form::Flag,
        "false",
        "Whether listen may be an address that other machines reach. The pages ask for no password and name \
         your feeds.",
    ),
    Key::new(
        "stop_timeout",
        Form::Duration("1s", "10m"),
        "\"30s\"",
        "How long a stop may take before it is cut short. Nothing is lost then; it is done after the next start.",
    ),
];

const LISTEN: Rule = Rule {
    kind: "an address and port, or \"none\"",
    pattern: "^(none|.+:[0-9]{1,5})$",
    check: |text| listen(text).map(|_| ()),
};

/// An address, or none on purpose.
struct Listen(Option<SocketAddr>);

impl Setting for Listen {
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String> {
        listen(value.as_str().ok_or_else(|| not(value, form))?).map(Self)
    }
}

fn listen(text: &str) -> Result<Option<SocketAddr>, String> {
    if text == "none" {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| {
        let port = text.rsplit(':').next().filter(|port| port.parse::<u16>().is_ok());
        let example = port.map_or_else(|| "127.0.0.1:9464".to_owned(), |port| format!("127.0.0.1:{port}"));
        format!("\"{text}\" is not an IP address and a port; use for example \"{example}\", or \"none\"")
    })
}

impl Observe {
    pub(super) fn read(section: &Section<'_>) -> Self {
        let Listen(listen) = section.setting("listen");
        let is_public_allowed: bool = section.setting("allow_public");
        if let Some(address) = listen.filter(|address| !address.ip().is_loopback() && !is_public_allowed) {
            let port = address.port();
            let remedy = format!("use \"127.0.0.1:{port}\", or set allow_public = true");
            let reason = "can be reached by other machines, and the pages ask for no password";
            section.at("listen", format!("\"{address}\" {reason}; {remedy}"));
        }
        Self { listen, stop_timeout: section.setting("stop_timeout") }
    }
}

impl Default for Observe {
    fn default() -> Self {
        defaults(&[KEYS], Self::read)
    }
}
