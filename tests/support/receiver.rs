//! A webhook receiver that behaves as it is told: up, failing, hanging, gone.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use hmac::{Hmac, KeyInit, Mac};

/// What the receiver answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Well,
    Status(u16),
    /// 429 with `Retry-After: 1`.
    Busy,
    /// 302 to somewhere else.
    Redirects,
    Hangs,
}

/// One request, as it came.
#[derive(Clone, Debug)]
pub struct Received {
    pub id: String,
    pub body: String,
    pub is_signed: bool,
    pub was_accepted: bool,
}

pub struct Receiver {
    pub url: String,
    mood: Arc<Mutex<Mood>>,
    received: Arc<Mutex<Vec<Received>>>,
    is_over: Arc<AtomicBool>,
}

pub const SECRET: &[u8] = b"a secret of at least 24 bytes";

impl Receiver {
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the loopback has free ports");
        let url = format!("http://{}/hook", listener.local_addr().expect("is bound"));
        let receiver =
            Self { url, mood: Arc::new(Mutex::new(Mood::Well)), received: Arc::default(), is_over: Arc::default() };
        let (mood, received, is_over) =
            (Arc::clone(&receiver.mood), Arc::clone(&receiver.received), Arc::clone(&receiver.is_over));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if is_over.load(Ordering::Relaxed) {
                    return;
                }
                let (mood, received) = (*mood.lock().expect("no holder panics"), Arc::clone(&received));
                std::thread::spawn(move || drop(answer(stream, mood, &received)));
            }
        });
        receiver
    }

    pub fn set(&self, mood: Mood) {
        *self.mood.lock().expect("no holder panics") = mood;
    }

    /// The secret as the environment carries it.
    pub fn secret_variable() -> String {
        format!("whsec_{}", base64::engine::general_purpose::STANDARD.encode(SECRET))
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("no holder panics").clone()
    }

    pub fn accepted(&self) -> Vec<Received> {
        self.received().into_iter().filter(|received| received.was_accepted).collect()
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
    }
}

/// Answers one request and closes the connection.
fn answer(stream: TcpStream, mood: Mood, received: &Mutex<Vec<Received>>) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut headers = HashMap::new();
    let mut line = String::new();
    reader.read_line(&mut line)?;
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let body = String::from_utf8_lossy(&body).into_owned();
    let id = headers.get("webhook-id").cloned().unwrap_or_default();
    let is_signed = is_signed(&headers, &id, &body);
    let was_accepted = mood == Mood::Well;
    received.lock().expect("no holder panics").push(Received { id, body, is_signed, was_accepted });
    let head = match mood {
        Mood::Well => "204 No Content\r\n".to_owned(),
        Mood::Status(status) => format!("{status} Told So\r\nContent-Length: 0\r\n"),
        Mood::Busy => "429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n".to_owned(),
        Mood::Redirects => "302 Found\r\nLocation: http://127.0.0.1:9/elsewhere\r\nContent-Length: 0\r\n".to_owned(),
        Mood::Hangs => {
            // Until the sender has had enough.
            let _ = reader.read(&mut [0; 1]);
            return Ok(());
        }
    };
    write!(&stream, "HTTP/1.1 {head}Connection: close\r\n\r\n")
}

fn is_signed(headers: &HashMap<String, String>, id: &str, body: &str) -> bool {
    let Some(timestamp) = headers.get("webhook-timestamp") else { return false };
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(SECRET).expect("any length will do");
    mac.update(format!("{id}.{timestamp}.{body}").as_bytes());
    let expected = format!("v1,{}", base64::engine::general_purpose::STANDARD.encode(mac.finalize().into_bytes()));
    headers.get("webhook-signature").is_some_and(|signatures| signatures.split(' ').any(|one| one == expected))
}
