//! Extra request headers, and the secrets that may stand in them. A secret is read from the environment or a file,
//! never from the configuration itself, and no message quotes a value.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use toml::de::{DeTable, DeValue};

use super::reader::Section;

/// Headers that courant sets itself; a second one would break the request or its bookkeeping.
const OWN_HEADERS: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "if-modified-since",
    "if-none-match",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// Headers whose value lets somebody in.
const SECRET_HEADERS: &[&str] =
    &["authorization", "cookie", "proxy-authorization", "x-api-key", "api-key", "x-auth-token"];

/// Longest header value; most servers refuse 8 KiB of headers altogether.
const VALUE_LENGTH_MAX: usize = 4_096;

const NO_SOURCE: &str = "the value is neither a text nor { env = \"NAME\" } or { file = \"path\" }";

/// Largest secret file: keys are short, and a mistyped path may name anything.
const SECRET_FILE_BYTES_MAX: u64 = 64 * 1024;

/// Reads `headers`, in the order of their names; problems are noted and their headers left out.
pub fn read(section: &Section<'_>) -> Vec<(String, String)> {
    let mut headers = Vec::new();
    for (name, value) in section.entries("headers") {
        let path = format!("{}.{}", section.path_of("headers"), name.get_ref());
        let outcome = check_name(name.get_ref()).map_err(|message| (name.span(), message)).and_then(|()| {
            let value_at = |message| (value.span(), message);
            header_value(section, name.get_ref(), value.get_ref()).map_err(value_at)
        });
        match outcome {
            Ok(value) => headers.push((name.get_ref().to_string(), value)),
            Err((span, message)) => section.context.report.at(section.context.source, span, &path, message),
        }
    }
    headers
}

fn check_name(name: &str) -> Result<(), String> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_token) {
        return Err("this is not a header name; use letters, digits and \"-\"".to_owned());
    }
    let folded = name.to_ascii_lowercase();
    if folded == "user-agent" {
        return Err("this header has a key of its own; use user_agent".to_owned());
    }
    if OWN_HEADERS.contains(&folded.as_str()) {
        return Err("courant sets this header itself; remove it".to_owned());
    }
    Ok(())
}

fn header_value(section: &Section<'_>, name: &str, value: &DeValue<'_>) -> Result<String, String> {
    let text = match value {
        DeValue::String(_) if SECRET_HEADERS.contains(&name.to_ascii_lowercase().as_str()) => {
            return Err("a secret in clear does not belong into this file; \
                        use { env = \"NAME\" } or { file = \"path\" }"
                .to_owned());
        }
        DeValue::String(text) => text.to_string(),
        DeValue::Table(source) => secret(section, source)?,
        _ => return Err(NO_SOURCE.to_owned()),
    };
    let is_sendable = text.len() <= VALUE_LENGTH_MAX && text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if is_sendable && text.trim() == text {
        Ok(text)
    } else {
        Err(format!("the value cannot be sent as a header; use up to {VALUE_LENGTH_MAX} visible ASCII characters"))
    }
}

/// Reads `{ env = … }` or `{ file = … }`; with a `user` beside it, what is there is that user's password, and the
/// value is that of HTTP's basic authentication (RFC 7617).
fn secret(section: &Section<'_>, source: &DeTable<'_>) -> Result<String, String> {
    let text = |name: &str| source.get(name).and_then(|value| value.get_ref().as_str());
    let (user, variable, path) = (text("user"), text("env"), text("file"));
    if source.len() != [user, variable, path].iter().flatten().count() {
        return Err(NO_SOURCE.to_owned());
    }
    let secret = match (variable, path) {
        (Some(variable), None) => from_variable(section, variable)?,
        (None, Some(path)) => from_file(section, path)?,
        _ => return Err(NO_SOURCE.to_owned()),
    };
    match user {
        Some(user) if user.contains(':') => {
            Err(format!("the user \"{user}\" holds a colon, which basic authentication cannot send"))
        }
        Some(user) => Ok(format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{secret}")))),
        None => Ok(secret),
    }
}

/// Reads a secret from the environment.
///
/// # Errors
/// The message; it never holds the secret.
pub fn from_variable(section: &Section<'_>, name: &str) -> Result<String, String> {
    let remedy = "set it where courant starts, or in the EnvironmentFile of the service";
    match section.context.surroundings.variable(name) {
        Some(value) if !value.trim().is_empty() => Ok(value.trim().to_owned()),
        Some(_) => Err(format!("the environment variable \"{name}\" is empty; {remedy}")),
        None => Err(format!("the environment variable \"{name}\" is not set; {remedy}")),
    }
}

/// Reads a secret from a file, without the line end that editors leave.
///
/// # Errors
/// The message; it never holds the secret.
pub fn from_file(section: &Section<'_>, path: &str) -> Result<String, String> {
    let path = section.context.beside(path);
    let shown = path.display();
    let bytes = section.context.surroundings.read(&path, SECRET_FILE_BYTES_MAX);
    let bytes =
        bytes.map_err(|reason| format!("the secret cannot be read from \"{shown}\": {}", super::why(&reason)))?;
    let text =
        String::from_utf8(bytes).map_err(|_| format!("\"{shown}\" is not text; store the secret as one line"))?;
    let text = text.trim();
    if text.is_empty() {
        Err(format!("\"{shown}\" is empty; store the secret as one line"))
    } else {
        Ok(text.to_owned())
    }
}
