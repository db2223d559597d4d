//! A raw server on loopback, so that tests can say on the wire what no honest server would.
#![allow(clippy::disallowed_methods, reason = "the servers of tests run beside the code under test")]

mod addresses;
mod answers;
mod codings;
mod courtesy;
mod robots;
mod transport;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

use super::*;
use crate::config;

/// What the server does with one request: sends the pieces, then closes, or stays silent for good.
#[derive(Clone, Default)]
struct Reply {
    pieces: Vec<Vec<u8>>,
    /// Pause before each piece but the first.
    pause: Duration,
    is_silent_at_end: bool,
    /// Sends the last piece again and again.
    is_endless: bool,
}

impl Reply {
    fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { pieces: vec![bytes.into()], ..Self::default() }
    }

    /// Status line and headers, an empty line, the body; closes without a length.
    fn new(head: &str, body: impl AsRef<[u8]>) -> Self {
        let mut bytes = format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n").into_bytes();
        bytes.extend_from_slice(body.as_ref());
        Self::raw(bytes)
    }

    fn redirect(status: u16, location: &str) -> Self {
        Self::new(&format!("{status} Moved\r\nLocation: {location}\r\nContent-Length: 0"), "")
    }

    fn then(mut self, piece: impl Into<Vec<u8>>) -> Self {
        self.pieces.push(piece.into());
        self
    }
}

struct Server {
    address: SocketAddr,
    /// Heads of the requests in the order of arrival.
    heads: Arc<Mutex<Vec<String>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    /// Answers each request by what `reply` says of its path.
    async fn start(reply: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_on("127.0.0.1:0", reply).await
    }

    async fn start_on(address: &str, reply: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&heads);
        let reply = Arc::new(reply);
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, Arc::clone(&reply), Arc::clone(&log)));
            }
        });
        Self { address, heads, task }
    }

    fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }

    fn requests(&self) -> usize {
        self.heads.lock().unwrap().len()
    }
}

async fn serve(mut stream: TcpStream, reply: Arc<impl Fn(&str) -> Reply>, log: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        head.push(byte);
    }
    let head = String::from_utf8(head).unwrap();
    let path = head.split(' ').nth(1).unwrap().to_owned();
    log.lock().unwrap().push(head);
    let reply = reply(&path);
    for (number, piece) in reply.pieces.iter().enumerate() {
        if number > 0 {
            tokio::time::sleep(reply.pause).await;
        }
        if stream.write_all(piece).await.is_err() {
            return;
        }
    }
    if reply.is_endless {
        let piece = reply.pieces.last().unwrap();
        while stream.write_all(piece).await.is_ok() {}
    }
    if reply.is_silent_at_end {
        // Until the client gives up.
        let _ = stream.read_u8().await;
    }
}

/// Settings with limits that tests can reach and timeouts that they should not.
fn settings() -> config::Fetch {
    config::Fetch {
        user_agent: "courant-test/1".to_owned(),
        concurrency: 64,
        per_host: 2,
        gap: Duration::ZERO,
        connect_timeout: Duration::from_secs(5),
        read_timeout: Duration::from_secs(10),
        timeout: Duration::from_secs(20),
        wire_max: 1 << 20,
        body_max: 4 << 20,
        robots: true,
        allow_private: true,
        proxy: None,
    }
}

fn request(url: Url) -> Request {
    Request {
        url,
        wanted: Wanted::Feed,
        validators: Validators::default(),
        headers: Vec::new(),
        user_agent: None,
        proxy: None,
    }
}

async fn get(url: Url) -> Result<Answer, FetchError> {
    get_with(&settings(), request(url)).await
}

/// Every wait in these tests ends here at the latest.
async fn get_with(settings: &config::Fetch, request: Request) -> Result<Answer, FetchError> {
    let fetcher = Fetcher::new(settings).unwrap();
    within(fetcher.get(&request)).await
}

async fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(30), work).await.expect("the test is stuck")
}

#[track_caller]
fn document(answer: Result<Answer, FetchError>) -> Document {
    match answer {
        Ok(Answer::Document(document)) => document,
        other => panic!("no document but {other:?}"),
    }
}

/// The message and status of a refusal.
#[track_caller]
fn refused(answer: Result<Answer, FetchError>) -> (String, Option<u16>) {
    match answer {
        Err(FetchError::Refused { message, status }) => (message, status),
        other => panic!("not refused but {other:?}"),
    }
}

/// The message of a failure that may pass.
#[track_caller]
fn again(answer: Result<Answer, FetchError>) -> String {
    match answer {
        Err(FetchError::Again { message, .. }) => message,
        other => panic!("not to be tried again but {other:?}"),
    }
}
