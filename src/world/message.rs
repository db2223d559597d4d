//! Just enough of HTTP/1.1: what is read of a request, and an answer with the way it is to be sent.

use bytes::Bytes;

use super::rendition::Headers;
use super::site::Receipt;

/// The parts of a request that anything here looks at.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    /// Path and query.
    pub target: String,
    accept_encoding: String,
    if_none_match: Option<String>,
    if_modified_since: Option<String>,
    /// Whether the connection ends with the answer.
    pub closes: bool,
}

/// An answer and the way it is sent.
pub struct Reply {
    status: u16,
    /// Header lines, each with its line end.
    headers: String,
    pub body: Bytes,
    pub manner: Manner,
    pub receipt: Receipt,
}

/// How a body leaves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Manner {
    Whole,
    Cut { at: f64 },
    CutChunked { at: f64 },
    Trickle,
    Reset,
}

impl Request {
    /// Reads a head; `None` when it is none, or announces a body.
    pub fn parse(head: &[u8]) -> Option<Self> {
        let head = std::str::from_utf8(head).ok()?;
        let mut lines = head.split("\r\n");
        let mut words = lines.next()?.split(' ');
        let (method, target, version) = (words.next()?, words.next()?, words.next()?);
        let mut request = Self { method: method.to_owned(), target: target.to_owned(), ..Self::default() };
        request.closes = version == "HTTP/1.0";
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "accept-encoding" => value.clone_into(&mut request.accept_encoding),
                "if-none-match" => request.if_none_match = Some(value.to_owned()),
                "if-modified-since" => request.if_modified_since = Some(value.to_owned()),
                "connection" if value.eq_ignore_ascii_case("close") => request.closes = true,
                // A body would be taken for the next request.
                "content-length" if value != "0" => return None,
                "transfer-encoding" => return None,
                _ => {}
            }
        }
        Some(request)
    }

    pub fn accepts_gzip(&self) -> bool {
        self.accept_encoding.split(',').any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            parts.next() == Some("gzip") && parts.all(|part| part != "q=0")
        })
    }

    /// Returns whether the reader already has what these validators stand for; an entity tag outranks a date.
    pub fn has_unchanged(&self, headers: &Headers) -> bool {
        match (&self.if_none_match, &self.if_modified_since) {
            (Some(known), _) => {
                let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
                headers.etag.as_ref().is_some_and(|etag| known.split(',').any(|tag| bare(tag) == bare(etag)))
            }
            (None, Some(known)) => headers.last_modified.as_ref() == Some(known),
            (None, None) => false,
        }
    }
}

impl Reply {
    pub fn new(status: u16, content_type: &str, body: Bytes) -> Self {
        let reply = Self { status, headers: String::new(), body, manner: Manner::Whole, receipt: Receipt::Nothing };
        if content_type.is_empty() { reply } else { reply.with("Content-Type", content_type) }
    }

    pub fn text(status: u16, text: &str) -> Self {
        Self::new(status, "text/plain; charset=utf-8", Bytes::copy_from_slice(text.as_bytes()))
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        for part in [name, ": ", value, "\r\n"] {
            self.headers.push_str(part);
        }
        self
    }

    pub fn by(mut self, manner: Manner) -> Self {
        self.manner = manner;
        self
    }

    /// Returns everything before the body.
    pub fn head(&self, closes: bool) -> Vec<u8> {
        let connection = if closes { "close" } else { "keep-alive" };
        let length = match (self.status, self.manner) {
            (304, _) => String::new(),
            (_, Manner::CutChunked { .. }) => "Transfer-Encoding: chunked\r\n".to_owned(),
            _ => format!("Content-Length: {}\r\n", self.body.len()),
        };
        let (status, reason, headers) = (self.status, reason(self.status), &self.headers);
        format!("HTTP/1.1 {status} {reason}\r\n{headers}{length}Connection: {connection}\r\n\r\n").into_bytes()
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        304 => "Not Modified",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        410 => "Gone",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "Unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(lines: &str) -> Request {
        Request::parse(format!("GET /feeds/front.xml HTTP/1.1\r\n{lines}\r\n\r\n").as_bytes()).unwrap()
    }

    #[test]
    fn an_entity_tag_outranks_a_date() {
        let headers = Headers { etag: Some("W/\"b\"".into()), last_modified: Some("Mon".into()) };
        assert!(request("If-None-Match: \"a\", \"b\"").has_unchanged(&headers));
        assert!(!request("If-None-Match: \"a\"\r\nIf-Modified-Since: Mon").has_unchanged(&headers));
        assert!(request("If-Modified-Since: Mon").has_unchanged(&headers));
        assert!(!request("Accept: */*").has_unchanged(&headers));
    }

    #[test]
    fn gzip_is_taken_only_where_it_is_welcome() {
        assert!(request("Accept-Encoding: br, gzip;q=0.8").accepts_gzip());
        assert!(!request("Accept-Encoding: gzip;q=0").accepts_gzip());
        assert!(!request("Accept-Encoding: br").accepts_gzip());
    }

    #[test]
    fn a_request_with_a_body_is_refused() {
        assert_eq!(Request::parse(b"GET / HTTP/1.1\r\nContent-Length: 4\r\n\r\n"), None);
        assert_eq!(Request::parse(b"nonsense\r\n\r\n"), None);
    }
}
