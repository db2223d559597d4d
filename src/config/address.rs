//! Addresses: http or https, with a host, without credentials. Pure.

use url::{Host, Url};

use super::nearest::nearest;

/// Longest address; servers and intermediaries are only asked to support this much (RFC 9110, 4.1).
const ADDRESS_LENGTH_MAX: usize = 8_000;

/// Reads an address.
///
/// # Errors
/// The whole message; the address is quoted unless it may hold a password.
pub fn read(text: &str) -> Result<Url, String> {
    if text.len() > ADDRESS_LENGTH_MAX {
        return Err(format!("the address is longer than {ADDRESS_LENGTH_MAX} bytes"));
    }
    let authority = text.split_once("://").map_or(text, |(_, rest)| rest).split(['/', '?', '#']).next().unwrap_or("");
    if authority.contains('@') {
        return Err("the address holds a user name or password, which would end up in records and logs; \
                    put it into the headers: { Authorization = { user = \"NAME\", env = \"PASSWORD\" } }"
            .to_owned());
    }
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url),
        Ok(_) | Err(url::ParseError::RelativeUrlWithoutBase) => {
            Err(format!("\"{text}\" is not an http or https address{}", repaired(text)))
        }
        Err(reason) => Err(format!("\"{text}\" is not an address: {reason}")),
    }
}

/// Whether the address names this machine outright. What a name resolves to is only known when it is fetched.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn repaired(text: &str) -> String {
    let guess = match text.split_once(':') {
        Some(("feed", rest)) => Some(format!("https://{}", rest.trim_start_matches("https:").trim_start_matches('/'))),
        Some((scheme, rest)) if rest.starts_with("//") => {
            nearest(scheme, ["http", "https"]).map(|known| format!("{known}:{rest}"))
        }
        _ if text.contains('.') && !text.contains(char::is_whitespace) => Some(format!("https://{text}")),
        _ => None,
    };
    let guess = guess.filter(|guess| Url::parse(guess).is_ok());
    guess.map(|guess| format!("; did you mean \"{guess}\"?")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_scheme_is_recognized() {
        for (text, meant) in [
            ("htp://hook", "http://hook"),
            ("htps://example.org/a?b=c", "https://example.org/a?b=c"),
            ("example.org/rss", "https://example.org/rss"),
            ("feed://example.org/rss", "https://example.org/rss"),
            ("feed:https://example.org/rss", "https://example.org/rss"),
        ] {
            let message = read(text).unwrap_err();
            assert_eq!(message, format!("\"{text}\" is not an http or https address; did you mean \"{meant}\"?"));
        }
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in
            ["", "hello", "ftp://example.org/", "file:///etc/passwd", "https://", "http://exa mple/", "javascript:1"]
        {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_password_is_refused_and_not_quoted() {
        for text in ["https://anna:hunter2@example.org/", "htp://anna:hunter2@example.org/", "anna:hunter2@example.org"]
        {
            let message = read(text).unwrap_err();
            assert!(!message.contains("hunter2"), "{message}");
        }
    }

    #[test]
    fn this_machine_is_recognized_in_every_spelling() {
        for text in
            ["http://localhost:1/", "http://127.1/", "http://0x7f000001/", "http://[::1]/", "http://a.localhost/"]
        {
            assert!(is_loopback(&Url::parse(text).unwrap()), "{text}");
        }
        assert!(!is_loopback(&Url::parse("http://example.org/").unwrap()));
    }
}
