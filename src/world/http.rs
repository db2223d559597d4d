//! Just enough HTTP/1.1: all listeners and connections in one future, keep-alive, and every way to fail on purpose.

use std::io;
use std::pin::Pin;
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

use super::rendition::Headers;
use super::site::{Receipt, Site};

/// Open connections; more wait in the listeners' queues.
const CONNECTIONS_MAX: usize = 4_096;

/// A request's head; readers send a few hundred bytes.
const HEAD_MAX: usize = 16 * 1024;

/// Longest silence before a request, between its bytes included.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// Longest time for one answer; no reader on loopback needs it.
const WRITE_TIMEOUT: Duration = Duration::from_secs(30);

/// Pause after an accept failed, as it does when the process has no file descriptors left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// A trickled body comes in so many pieces, with a pause before each: a second and a half in all.
const TRICKLE_PIECES: usize = 15;
const TRICKLE_PAUSE: Duration = Duration::from_millis(100);

/// Pieces of a chunked body.
const CHUNK_BYTES: usize = 4 * 1024;

/// The parts of a request that anything here looks at.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    /// Path and query.
    pub target: String,
    accept_encoding: String,
    if_none_match: Option<String>,
    if_modified_since: Option<String>,
    closes: bool,
}

/// An answer and the way it is sent.
pub struct Reply {
    status: u16,
    /// Header lines, each with its line end.
    headers: String,
    pub body: Bytes,
    manner: Manner,
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

enum Done<'a> {
    Accepted(usize, &'a TcpListener, io::Result<TcpStream>),
    Closed,
}

type Work<'a> = Pin<Box<dyn Future<Output = Done<'a>> + Send + 'a>>;

/// Serves all listeners forever; the first one is the base, the others are the outlets in order.
pub async fn serve(listeners: &[TcpListener], site: &Site) {
    let mut work: FuturesUnordered<Work> = FuturesUnordered::new();
    let mut paused = Vec::new();
    let mut open = 0;
    for (host, listener) in listeners.iter().enumerate() {
        work.push(accept(host, listener));
    }
    while let Some(done) = work.next().await {
        match done {
            Done::Accepted(host, listener, accepted) => {
                if let Ok(stream) = accepted {
                    open += 1;
                    work.push(Box::pin(async move {
                        // A connection's end is no news: readers hang up as they like.
                        let _ = converse(stream, host, site).await;
                        Done::Closed
                    }));
                }
                if open < CONNECTIONS_MAX {
                    work.push(accept(host, listener));
                } else {
                    paused.push((host, listener));
                }
            }
            Done::Closed => {
                open -= 1;
                if let Some((host, listener)) = paused.pop() {
                    work.push(accept(host, listener));
                }
            }
        }
    }
}

fn accept(host: usize, listener: &TcpListener) -> Work<'_> {
    Box::pin(async move {
        let accepted = listener.accept().await.map(|(stream, _)| stream);
        if accepted.is_err() {
            sleep(ACCEPT_PAUSE).await;
        }
        Done::Accepted(host, listener, accepted)
    })
}

/// Answers one connection's requests until either side ends it.
async fn converse(mut stream: TcpStream, host: usize, site: &Site) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = BytesMut::with_capacity(4 * 1024);
    loop {
        let Some(head) = timeout(READ_TIMEOUT, read_head(&mut stream, &mut buffer)).await?? else { return Ok(()) };
        let Some(request) = Request::parse(&head) else {
            let reply = Reply::text(400, "not a request that this server understands\n");
            return stream.write_all(&reply.head(true)).await;
        };
        let reply = site.answer(host, &request);
        let sent = timeout(WRITE_TIMEOUT, reply.send(&mut stream, &request)).await.unwrap_or(Ok(Sent::Part));
        match sent {
            Ok(Sent::Whole) => site.settle(&reply.receipt, true),
            Ok(Sent::Head) => {}
            Ok(Sent::Nothing) => return Ok(()),
            Ok(Sent::Part) | Err(_) => {
                site.settle(&reply.receipt, false);
                return Ok(());
            }
        }
        if request.closes {
            return stream.shutdown().await;
        }
    }
}

/// Reads up to the blank line; `None` when the connection ends before a request begins.
async fn read_head(stream: &mut TcpStream, buffer: &mut BytesMut) -> io::Result<Option<BytesMut>> {
    loop {
        if let Some(end) = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
            return Ok(Some(buffer.split_to(end + 4)));
        }
        if buffer.len() > HEAD_MAX {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "request head too long"));
        }
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
}

/// How much left.
enum Sent {
    Whole,
    Part,
    /// All there was to send, but nothing of a body.
    Head,
    Nothing,
}

impl Request {
    fn parse(head: &[u8]) -> Option<Self> {
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

    fn head(&self, closes: bool) -> Vec<u8> {
        let connection = if closes { "close" } else { "keep-alive" };
        let length = match (self.status, self.manner) {
            (304, _) => String::new(),
            (_, Manner::CutChunked { .. }) => "Transfer-Encoding: chunked\r\n".to_owned(),
            _ => format!("Content-Length: {}\r\n", self.body.len()),
        };
        let (status, reason, headers) = (self.status, reason(self.status), &self.headers);
        format!("HTTP/1.1 {status} {reason}\r\n{headers}{length}Connection: {connection}\r\n\r\n").into_bytes()
    }

    async fn send(&self, stream: &mut TcpStream, request: &Request) -> io::Result<Sent> {
        if self.manner == Manner::Reset {
            stream.set_zero_linger()?;
            return Ok(Sent::Nothing);
        }
        let head = self.head(request.closes);
        if request.method == "HEAD" || self.body.is_empty() {
            stream.write_all(&head).await?;
            return Ok(Sent::Head);
        }
        let share = |at: f64| self.body.slice(..((self.body.len() as f64 * at) as usize).min(self.body.len() - 1));
        match self.manner {
            Manner::Whole | Manner::Reset => {
                stream.write_all_buf(&mut Buf::chain(&head[..], self.body.clone())).await?;
                Ok(Sent::Whole)
            }
            Manner::Cut { at } => {
                stream.write_all_buf(&mut Buf::chain(&head[..], share(at))).await?;
                stream.shutdown().await?;
                Ok(Sent::Part)
            }
            Manner::CutChunked { at } => {
                stream.write_all(&head).await?;
                for chunk in share(at).chunks(CHUNK_BYTES) {
                    stream.write_all(format!("{:x}\r\n", chunk.len()).as_bytes()).await?;
                    stream.write_all(chunk).await?;
                    stream.write_all(b"\r\n").await?;
                }
                stream.shutdown().await?;
                Ok(Sent::Part)
            }
            Manner::Trickle => {
                stream.write_all(&head).await?;
                for piece in self.body.chunks(self.body.len().div_ceil(TRICKLE_PIECES)) {
                    sleep(TRICKLE_PAUSE).await;
                    stream.write_all(piece).await?;
                }
                Ok(Sent::Whole)
            }
        }
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
