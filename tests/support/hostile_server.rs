//! A web server that says on the wire what no honest one would: raw bytes, at its own pace, without end.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// One thing that the server does with a connection; after the last one it closes.
#[derive(Clone)]
pub enum Act {
    Send(Vec<u8>),
    /// The same bytes so many times.
    Repeat(Arc<[u8]>, usize),
    /// One byte at a time.
    Drip(Vec<u8>, Duration),
    /// Says nothing until the client has had enough.
    Hang,
}

/// What is asked for.
pub struct Asked<'a> {
    pub path: &'a str,
    /// Request line and headers.
    pub head: &'a str,
    /// How often this path was asked for before.
    pub nth: usize,
}

pub struct HostileServer {
    pub address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
    is_over: Arc<AtomicBool>,
}

impl HostileServer {
    pub fn open(answer: impl Fn(&Asked) -> Vec<Act> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has free ports");
        let address = listener.local_addr().expect("is bound");
        let server = Self { address, heads: Arc::default(), is_over: Arc::default() };
        let (heads, is_over, answer) = (Arc::clone(&server.heads), Arc::clone(&server.is_over), Arc::new(answer));
        let counts: Arc<Mutex<HashMap<String, usize>>> = Arc::default();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if is_over.load(Ordering::Relaxed) {
                    return;
                }
                let (heads, counts, answer) = (Arc::clone(&heads), Arc::clone(&counts), Arc::clone(&answer));
                // A client that hangs up in the middle is the aim of most of what happens here.
                std::thread::spawn(move || drop(serve(&stream, &heads, &counts, &*answer)));
            }
        });
        server
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests in the order of arrival.
    pub fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("no holder panics").clone()
    }
}

impl Drop for HostileServer {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // Wakes the listener, so that its thread and port do not outlive the test.
        drop(TcpStream::connect(self.address));
    }
}

fn serve(
    stream: &TcpStream,
    heads: &Mutex<Vec<String>>,
    counts: &Mutex<HashMap<String, usize>>,
    answer: &dyn Fn(&Asked) -> Vec<Act>,
) -> std::io::Result<()> {
    let patience = Some(Duration::from_secs(60));
    stream.set_read_timeout(patience)?;
    stream.set_write_timeout(patience)?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while reader.read_line(&mut head)? > 2 {}
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    heads.lock().expect("no holder panics").push(head.clone());
    let nth = {
        let mut counts = counts.lock().expect("no holder panics");
        let count = counts.entry(path.clone()).or_default();
        *count += 1;
        *count - 1
    };
    for act in answer(&Asked { path: &path, head: &head, nth }) {
        perform(stream, act)?;
    }
    Ok(())
}

fn perform(mut stream: &TcpStream, act: Act) -> std::io::Result<()> {
    match act {
        Act::Send(bytes) => stream.write_all(&bytes)?,
        Act::Repeat(bytes, times) => {
            for _ in 0..times {
                stream.write_all(&bytes)?;
            }
        }
        Act::Drip(bytes, pause) => {
            for byte in bytes {
                stream.write_all(&[byte])?;
                std::thread::sleep(pause);
            }
        }
        Act::Hang => drop(stream.read(&mut [0])?),
    }
    Ok(())
}

/// A status line and headers, without the empty line that ends them.
pub fn head(status: &str, headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\nConnection: close\r\n{headers}").into_bytes()
}

/// A whole answer: 200, these header lines, its length, this body.
pub fn page(headers: &str, body: impl AsRef<[u8]>) -> Vec<Act> {
    let body = body.as_ref();
    let mut bytes = head("200 OK", &format!("{headers}Content-Length: {}\r\n\r\n", body.len()));
    bytes.extend_from_slice(body);
    vec![Act::Send(bytes)]
}

/// 200 with these header lines, then whatever is sent until the connection ends.
pub fn stream(headers: &str, acts: Vec<Act>) -> Vec<Act> {
    let mut all = vec![Act::Send(head("200 OK", &format!("{headers}\r\n")))];
    all.extend(acts);
    all
}

pub fn redirect(status: u16, location: &str) -> Vec<Act> {
    vec![Act::Send(head(&format!("{status} Moved"), &format!("Location: {location}\r\nContent-Length: 0\r\n\r\n")))]
}

/// One piece of a chunked body.
pub fn chunk(bytes: &[u8]) -> Vec<u8> {
    let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
    chunk.extend_from_slice(bytes);
    chunk.extend_from_slice(b"\r\n");
    chunk
}
