//! All listeners and connections in one future: keep-alive, deadlines, and every way to break off on purpose.

use std::io;
use std::pin::Pin;
use std::time::Duration;

use bytes::{Buf, BytesMut};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

use super::message::{Manner, Reply, Request};
use super::site::Site;

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

/// How much left; after a part the connection is dropped, once that is noted.
enum Sent {
    Whole,
    Part,
    /// All there was to send, but nothing of a body.
    Head,
    Nothing,
}

impl Reply {
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
                Ok(Sent::Part)
            }
            Manner::CutChunked { at } => {
                stream.write_all(&head).await?;
                for chunk in share(at).chunks(CHUNK_BYTES) {
                    stream.write_all(format!("{:x}\r\n", chunk.len()).as_bytes()).await?;
                    stream.write_all(chunk).await?;
                    stream.write_all(b"\r\n").await?;
                }
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
