//! The webhook against a receiver on loopback that answers one request at a time.

use std::collections::HashMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use super::*;
use crate::article::ArticleId;

const DEADLINE: Duration = Duration::from_secs(10);
const SECRET: &[u8] = b"thirty-two bytes that nobody knows";
const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// A receiver that does what the test says, step by step.
struct Receiver {
    listener: TcpListener,
}

/// A request as it arrived.
struct Request {
    line: String,
    headers: HashMap<String, String>,
    body: Vec<u8>,
}

impl Receiver {
    async fn new() -> Self {
        Self { listener: TcpListener::bind("127.0.0.1:0").await.expect("a free port") }
    }

    fn settings(&self) -> config::Webhook {
        let port = self.listener.local_addr().expect("bound").port();
        config::Webhook {
            url: format!("http://127.0.0.1:{port}/hook?token=t0ken").parse().expect("a url"),
            secret: Some(SECRET.to_vec()),
            headers: vec![("X-Team".to_owned(), "desk 4".to_owned())],
            timeout: DEADLINE,
            attempts: 3,
            retry_max: Duration::from_secs(3600),
            allow_private: true,
        }
    }

    fn sink(&self) -> Webhook {
        Webhook::new(&self.settings()).expect("settings are valid")
    }

    /// Takes one request and answers it.
    async fn answer(&self, answer: &str) -> Request {
        let (request, mut stream) = self.request().await;
        stream.write_all(answer.as_bytes()).await.expect("the sink reads the answer");
        request
    }

    async fn request(&self) -> (Request, TcpStream) {
        timeout(DEADLINE, async {
            let (mut stream, _) = self.listener.accept().await.expect("a connection");
            let request = read(&mut stream).await;
            (request, stream)
        })
        .await
        .expect("a request within the deadline")
    }

    /// Panics if anybody else has connected.
    fn expect_silence(self) {
        let listener = self.listener.into_std().expect("still open");
        let error = listener.accept().expect_err("one request too many");
        assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock);
    }
}

async fn read(stream: &mut TcpStream) -> Request {
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8(bytes[..end].to_vec()).expect("an ASCII head");
            let mut lines = head.lines();
            let line = lines.next().expect("a request line").to_owned();
            let headers: HashMap<_, _> = lines
                .filter_map(|line| line.split_once(": "))
                .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
                .collect();
            let length: usize = headers["content-length"].parse().expect("a length");
            if bytes.len() >= end + 4 + length {
                return Request { line, headers, body: bytes[end + 4..].to_vec() };
            }
        }
        assert!(stream.read_buf(&mut bytes).await.expect("readable") > 0, "the request was cut");
    }
}

fn record(seq: i64) -> Record {
    Record { seq, id: ArticleId([0xab; 16]), version: 2, line: format!("{{\"seq\":{seq}}}").into() }
}

fn answer(status: &str, header: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{header}content-length: 0\r\nconnection: close\r\n\r\n")
}

async fn deliver(sink: &mut Webhook, record: &Record) -> Result<Delivered, SinkError> {
    timeout(DEADLINE * 2, sink.deliver(std::slice::from_ref(record))).await.expect("an end within the deadline")
}

/// Offers the record to a receiver that gives this answer.
async fn offer(
    receiver: &Receiver,
    sink: &mut Webhook,
    record: &Record,
    answer: &str,
) -> (Result<Delivered, SinkError>, Request) {
    tokio::join!(deliver(sink, record), receiver.answer(answer))
}

/// HMAC-SHA256 (RFC 2104), written out, so that the test does not trust the library it checks.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let pad = |byte: u8| -> Vec<u8> { (0..64).map(|at| key.get(at).copied().unwrap_or(0) ^ byte).collect() };
    let inner = Sha256::digest([pad(0x36).as_slice(), message].concat());
    Sha256::digest([pad(0x5c).as_slice(), inner.as_slice()].concat()).to_vec()
}

fn assert_signed(request: &Request) {
    let (id, timestamp) = (&request.headers["webhook-id"], &request.headers["webhook-timestamp"]);
    let message = [id.as_bytes(), b".", timestamp.as_bytes(), b".", &request.body].concat();
    let expected = format!("v1,{}", STANDARD.encode(hmac(SECRET, &message)));
    assert_eq!(request.headers["webhook-signature"], expected);
}

fn unavailable(result: Result<Delivered, SinkError>) -> (String, Duration) {
    match result {
        Err(SinkError::Unavailable { message, after: Some(after) }) => (message, after),
        other => panic!("{other:?}"),
    }
}

fn refused(result: Result<Delivered, SinkError>) -> (Refused, Option<String>) {
    let Delivered { refused, disabled, place: None } = result.expect("given up") else { panic!("no place") };
    let [refused] = <[Refused; 1]>::try_from(refused).expect("one dead letter");
    (refused, disabled)
}

#[tokio::test]
async fn a_record_arrives_whole_signed_and_named() {
    let receiver = Receiver::new().await;
    let mut sink = receiver.sink();
    let record = record(7);
    let (result, request) = offer(&receiver, &mut sink, &record, OK).await;
    assert_eq!(result.expect("delivered"), Delivered::default());
    assert_eq!(request.line, "POST /hook?token=t0ken HTTP/1.1");
    assert_eq!(request.body, b"{\"seq\":7}");
    assert_eq!(request.headers["content-type"], "application/json");
    assert_eq!(request.headers["x-team"], "desk 4");
    assert_eq!(request.headers["webhook-id"], format!("{}-v2", "ab".repeat(16)));
    let sent: i64 = request.headers["webhook-timestamp"].parse().expect("seconds");
    assert!((Timestamp::now().as_second() - sent).abs() < 60);
    assert_signed(&request);
}

#[tokio::test]
async fn without_a_secret_nothing_is_signed() {
    let receiver = Receiver::new().await;
    let mut sink = Webhook::new(&config::Webhook { secret: None, ..receiver.settings() }).expect("valid");
    let record = record(1);
    let (result, request) = offer(&receiver, &mut sink, &record, OK).await;
    result.expect("delivered");
    assert!(!request.headers.contains_key("webhook-signature") && request.headers.contains_key("webhook-id"));
}

#[tokio::test]
async fn a_retry_has_the_same_id_and_body_and_pauses_grow() {
    let receiver = Receiver::new().await;
    let mut sink = receiver.sink();
    let record = record(1);
    let busy = answer("500 Internal Server Error", "");
    let (first, one) = offer(&receiver, &mut sink, &record, &busy).await;
    let (message, after) = unavailable(first);
    assert!(message.ends_with("answered 500; attempt 1 of 3"), "{message}");
    assert!((Duration::from_millis(500)..=Duration::from_secs(1)).contains(&after), "{after:?}");
    let (second, two) = offer(&receiver, &mut sink, &record, &busy).await;
    let (_, after) = unavailable(second);
    assert!((Duration::from_secs(1)..=Duration::from_secs(2)).contains(&after), "{after:?}");
    let (third, three) = offer(&receiver, &mut sink, &record, OK).await;
    assert_eq!(third.expect("delivered"), Delivered::default());
    for request in [one, two, three] {
        assert_eq!(request.headers["webhook-id"], format!("{}-v2", "ab".repeat(16)));
        assert_eq!(request.body, b"{\"seq\":1}");
        assert_signed(&request);
    }
}

#[tokio::test]
async fn the_last_attempt_makes_a_dead_letter_and_the_next_record_begins_anew() {
    let receiver = Receiver::new().await;
    let mut sink = receiver.sink();
    let (one, two) = (record(1), record(2));
    let forbidden = answer("403 Forbidden", "");
    for _ in 0..2 {
        unavailable(offer(&receiver, &mut sink, &one, &forbidden).await.0);
    }
    let (letter, disabled) = refused(offer(&receiver, &mut sink, &one, &forbidden).await.0);
    assert_eq!((letter.seq, letter.attempts, disabled), (1, 3, None));
    assert!(letter.reason.contains("answered 403; check the `url`, secret and headers"), "{}", letter.reason);
    let (message, _) = unavailable(offer(&receiver, &mut sink, &two, &forbidden).await.0);
    assert!(message.ends_with("attempt 1 of 3"), "{message}");
}

#[tokio::test]
async fn a_record_that_the_receiver_does_not_take_is_a_dead_letter_at_once() {
    let receiver = Receiver::new().await;
    let mut sink = receiver.sink();
    for (seq, status) in [(1, "400 Bad Request"), (2, "413 Content Too Large"), (3, "422 Unprocessable Content")] {
        let record = record(seq);
        let (letter, disabled) = refused(offer(&receiver, &mut sink, &record, &answer(status, "")).await.0);
        assert_eq!((letter.seq, letter.attempts, disabled), (seq, 1, None));
    }
}

#[tokio::test]
async fn retry_after_is_obeyed() {
    let receiver = Receiver::new().await;
    let mut sink = receiver.sink();
    let record = record(1);
    let slow_down = answer("429 Too Many Requests", "retry-after: 120\r\n");
    let (_, after) = unavailable(offer(&receiver, &mut sink, &record, &slow_down).await.0);
    assert_eq!(after, Duration::from_secs(120));
}

#[tokio::test]
async fn a_redirect_is_refused_and_never_followed() {
    let (receiver, elsewhere) = (Receiver::new().await, Receiver::new().await);
    let mut sink = receiver.sink();
    let record = record(1);
    let moved = answer("302 Found", &format!("location: {}\r\n", elsewhere.settings().url));
    let (letter, _) = refused(offer(&receiver, &mut sink, &record, &moved).await.0);
    assert!(letter.reason.contains("answered 302, a redirect; set `url` to where it leads"), "{}", letter.reason);
    elsewhere.expect_silence();
    receiver.expect_silence();
}

#[tokio::test]
async fn a_receiver_that_is_gone_disables_the_sink() {
    let receiver = Receiver::new().await;
    let mut sink = receiver.sink();
    let record = record(4);
    let (letter, disabled) = refused(offer(&receiver, &mut sink, &record, &answer("410 Gone", "")).await.0);
    assert_eq!(letter.seq, 4);
    assert!(disabled.expect("disabled").contains("answered 410 (gone)"));
}

#[tokio::test]
async fn a_receiver_that_never_answers_costs_one_timeout() {
    let receiver = Receiver::new().await;
    let settings = config::Webhook { timeout: Duration::from_millis(200), ..receiver.settings() };
    let mut sink = Webhook::new(&settings).expect("valid");
    let record = record(1);
    let (result, held) = tokio::join!(deliver(&mut sink, &record), receiver.request());
    let (message, _) = unavailable(result);
    assert!(message.contains("did not answer within 200ms"), "{message}");
    drop(held);
}

#[tokio::test]
async fn an_endless_answer_costs_its_connection_only() {
    let receiver = Receiver::new().await;
    let mut sink = receiver.sink();
    let record = record(1);
    let endless = async {
        let (_, mut stream) = receiver.request().await;
        let mut sent = 0_u64;
        let mut next = b"HTTP/1.1 200 OK\r\n\r\n".as_slice();
        while let Ok(bytes) = stream.write(next).await {
            sent += bytes as u64;
            next = &[b'x'; 4096];
        }
        sent
    };
    let (result, sent) = timeout(DEADLINE, async { tokio::join!(deliver(&mut sink, &record), endless) })
        .await
        .expect("the sink hangs up");
    assert_eq!(result.expect("delivered"), Delivered::default());
    assert!(sent > ANSWER_BYTES_MAX as u64);
}

#[tokio::test]
async fn records_arrive_in_order() {
    let receiver = Receiver::new().await;
    let mut sink = receiver.sink();
    assert_eq!(sink.batch_max(), 1);
    for seq in 1..=20 {
        let record = record(seq);
        let (result, request) = offer(&receiver, &mut sink, &record, OK).await;
        result.expect("delivered");
        assert_eq!(request.body, record.line);
    }
    assert_eq!(sink.deliver(&[]).await.expect("nothing to do"), Delivered::default());
}

#[tokio::test]
async fn a_receiver_that_is_down_is_unavailable_and_its_token_stays_secret() {
    let settings = Receiver::new().await.settings();
    let mut sink = Webhook::new(&settings).expect("valid");
    let (message, _) = unavailable(deliver(&mut sink, &record(1)).await);
    assert!(message.starts_with("cannot connect to http://127.0.0.1:"), "{message}");
    assert!(!message.contains("t0ken"), "{message}");
}

#[tokio::test]
async fn a_private_address_is_refused_unless_allowed() {
    let settings = config::Webhook { allow_private: false, ..Receiver::new().await.settings() };
    assert!(matches!(Webhook::new(&settings), Err(WebhookError::Address(_))));
}

#[tokio::test]
async fn a_header_that_is_none_or_the_standards_own_is_refused_without_its_value() {
    let settings = Receiver::new().await.settings();
    for (name, value) in [("x team", "secret"), ("x-team", "sec\nret"), ("Webhook-Id", "secret")] {
        let headers = vec![(name.to_owned(), value.to_owned())];
        let Err(error) = Webhook::new(&config::Webhook { headers, ..settings.clone() }) else { panic!("{name}") };
        assert!(error.to_string().contains(name) && !error.to_string().contains("sec"), "{error}");
    }
}

#[tokio::test]
async fn pauses_stop_growing_at_the_limit() {
    let receiver = Receiver::new().await;
    let settings = config::Webhook { retry_max: Duration::from_secs(60), ..receiver.settings() };
    let mut sink = Webhook::new(&settings).expect("valid");
    for made in [7, 40, u32::MAX] {
        sink.attempts.made = made;
        assert!((Duration::from_secs(30)..=Duration::from_secs(60)).contains(&sink.pause()));
    }
}
