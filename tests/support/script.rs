//! A web server that answers as a test scripts it: path and how often it was asked go in, an answer comes out.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Status, header lines, body.
pub type Answer = (u16, String, String);

pub struct Script {
    /// Without a slash at the end.
    pub base: String,
    asked: Arc<Mutex<HashMap<String, usize>>>,
    is_over: Arc<AtomicBool>,
}

impl Script {
    /// Answers each request with what `answer` makes of its path and of how often that path was asked before.
    pub fn open(answer: impl Fn(&str, usize) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has free ports");
        let base = format!("http://{}", listener.local_addr().expect("is bound"));
        let script = Self { base, asked: Arc::default(), is_over: Arc::default() };
        let (asked, is_over, answer) = (Arc::clone(&script.asked), Arc::clone(&script.is_over), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if is_over.load(Ordering::Relaxed) {
                    return;
                }
                let (asked, answer) = (Arc::clone(&asked), Arc::clone(&answer));
                std::thread::spawn(move || drop(reply(stream, &asked, &*answer)));
            }
        });
        script
    }

    /// How often the path was asked for.
    pub fn asked(&self, path: &str) -> usize {
        self.asked.lock().expect("no holder panics").get(path).copied().unwrap_or(0)
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}

fn reply(
    stream: TcpStream,
    asked: &Mutex<HashMap<String, usize>>,
    answer: &(dyn Fn(&str, usize) -> Answer + Send + Sync),
) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
    while reader.read_line(&mut line)? > 2 {}
    let nth = {
        let mut asked = asked.lock().expect("no holder panics");
        let count = asked.entry(path.clone()).or_default();
        *count += 1;
        *count - 1
    };
    let (status, headers, body) = answer(&path, nth);
    write!(
        &stream,
        "HTTP/1.1 {status} As Scripted\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n{body}",
        body.len()
    )
}
