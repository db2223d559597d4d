//! `type = "webhook"`: records are posted to an address, in order, signed.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use url::Url;

use super::super::key::{Form, Key};
use super::super::reader::Section;
use super::super::rules::{PATH, VARIABLE};
use super::super::{address, headers};
use super::SinkKind;

/// Marks a signing secret as base64, as Standard Webhooks writes it.
const ENCODED_SECRET_PREFIX: &str = "whsec_";

#[derive(Clone, PartialEq)]
pub struct Webhook {
    pub url: Url,
    /// Raw key bytes, read from the environment or a file; never printed. Never empty.
    pub secret: Option<Vec<u8>>,
    /// Values may be secret; never printed.
    pub headers: Vec<(String, String)>,
    pub timeout: Duration,
    /// Attempts at one record before it is a dead letter.
    pub attempts: u32,
    /// Longest pause between two attempts.
    pub retry_max: Duration,
    pub allow_private: bool,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook").field("url", &self.url.as_str()).finish_non_exhaustive()
    }
}

pub(in super::super) const KEYS: &[Key] = &[
    Key::required("url", Form::Url, "\"https://example.org/hook\"", "Where records are posted."),
    Key::optional(
        "secret_env",
        Form::Text(VARIABLE),
        "\"COURANT_WEBHOOK_SECRET\"",
        "Environment variable with the key that signs each request (Standard Webhooks). A value that starts \
         with whsec_ is base64, any other is taken as it is.",
    ),
    Key::alternative(
        "secret_file",
        Form::Text(PATH),
        "\"/run/secrets/webhook\"",
        "A file with that key instead, seen from this file.",
    ),
    Key::refused(
        "secret",
        "a secret in clear does not belong into this file; use secret_env = \"NAME\" or secret_file = \"path\"",
    ),
    Key::optional(
        "headers",
        Form::Headers,
        "{ X-Source = \"courant\" }",
        "More request headers. A secret one is written as { env = \"NAME\" } or { file = \"path\" }.",
    ),
    Key::new("timeout", Form::Duration("100ms", "10m"), "\"30s\"", "Longest wait for the receiver's answer."),
    Key::new(
        "attempts",
        Form::Count(1, 1_000),
        "12",
        "Attempts at one record before it becomes a dead letter and the next one goes out.",
    ),
    Key::new(
        "retry_max",
        Form::Duration("1s", "24h"),
        "\"1h\"",
        "Longest pause between two attempts; pauses double up to it.",
    ),
    Key::new("allow_private", Form::Flag, "false", "Whether the receiver may live on this machine or in your network."),
];

pub(super) fn read(section: &Section<'_>) -> Option<SinkKind> {
    let url = section.required::<Url>("url");
    let allow_private: bool = section.setting("allow_private");
    if url.as_ref().is_some_and(|url| address::is_loopback(url) && !allow_private) {
        section.at("url", "this address is on this machine; set allow_private = true for this sink if that is meant");
    }
    let webhook = Webhook {
        url: url?,
        secret: secret(section),
        headers: headers::read(section),
        timeout: section.setting("timeout"),
        attempts: section.setting("attempts"),
        retry_max: section.setting("retry_max"),
        allow_private,
    };
    Some(SinkKind::Webhook(webhook))
}

fn secret(section: &Section<'_>) -> Option<Vec<u8>> {
    let (variable, file) = (section.optional::<String>("secret_env"), section.optional::<String>("secret_file"));
    if section.has("secret_env") && section.has("secret_file") {
        section.at("secret_file", "secret_env names the secret already; remove one of the two");
        return None;
    }
    let (name, text) = match (variable, file) {
        (Some(variable), _) => ("secret_env", headers::from_variable(section, &variable)),
        (None, Some(file)) => ("secret_file", headers::from_file(section, &file)),
        (None, None) => return None,
    };
    text.and_then(|text| key_bytes(&text)).map_err(|message| section.at(name, message)).ok()
}

fn key_bytes(text: &str) -> Result<Vec<u8>, String> {
    let Some(encoded) = text.strip_prefix(ENCODED_SECRET_PREFIX) else { return Ok(text.as_bytes().to_vec()) };
    match STANDARD.decode(encoded) {
        Ok(key) if !key.is_empty() => Ok(key),
        _ => Err("the secret starts with whsec_ but what follows is not base64; copy it again".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_standard_secret_is_decoded_and_any_other_taken_as_it_is() {
        assert_eq!(key_bytes("whsec_AAEC").unwrap(), [0, 1, 2]);
        assert_eq!(key_bytes("hunter2").unwrap(), b"hunter2");
        assert!(!key_bytes("whsec_hunter2!").unwrap_err().contains("hunter2"));
        assert!(key_bytes("whsec_").is_err());
    }
}
