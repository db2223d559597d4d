//! Bodies that break, never end, or are too large; servers that do not speak HTTP.

use super::*;
use std::time::Instant;

#[tokio::test]
async fn a_cut_body_is_returned_and_marked() {
    let cuts = [
        Reply::new("200 OK\r\nContent-Length: 100\r\nETag: \"x\"", "half of it"),
        Reply::new("200 OK\r\nTransfer-Encoding: chunked", "a\r\nhalf of it\r\n"),
        Reply::new("200 OK\r\nTransfer-Encoding: chunked", "ff\r\nhalf of it"),
    ];
    for cut in cuts {
        let server = Server::start(move |_| cut.clone()).await;
        let document = document(get(server.url("/")).await);
        assert_eq!(document.body, "half of it");
        assert!(!document.is_complete);
    }
}

#[tokio::test]
async fn a_body_of_which_nothing_came_is_asked_for_again() {
    let server = Server::start(|_| Reply::new("200 OK\r\nContent-Length: 100", "")).await;
    assert!(again(get(server.url("/")).await).contains("sent no body"));
}

#[tokio::test]
async fn a_body_without_length_ends_with_its_connection() {
    let server = Server::start(|_| Reply::new("200 OK", "all of it")).await;
    assert!(document(get(server.url("/")).await).is_complete);
}

#[tokio::test]
async fn a_slow_loris_is_cut_at_the_deadline_of_the_whole_request() {
    // One byte every 20 ms never lets the read timeout strike.
    let drip = Reply { pause: Duration::from_millis(20), ..Reply::new("200 OK\r\nContent-Length: 5000", "x") };
    let drip = (0..5000).fold(drip, |reply, _| reply.then("x"));
    let server = Server::start(move |_| drip.clone()).await;
    let settings =
        config::Fetch { timeout: Duration::from_millis(300), read_timeout: Duration::from_secs(10), ..settings() };
    let begun = Instant::now();
    let document = document(get_with(&settings, request(server.url("/"))).await);
    assert!(!document.is_complete && !document.body.is_empty());
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn silence_ends_a_body_and_a_request() {
    let silent = Reply { is_silent_at_end: true, ..Reply::new("200 OK\r\nContent-Length: 100", "half") };
    let server = Server::start(move |_| silent.clone()).await;
    let settings = config::Fetch { read_timeout: Duration::from_millis(100), ..settings() };
    let answer = document(get_with(&settings, request(server.url("/"))).await);
    assert_eq!((answer.body.as_ref(), answer.is_complete), (b"half".as_slice(), false));

    let mute = Server::start(|_| Reply { is_silent_at_end: true, ..Reply::default() }).await;
    let settings = config::Fetch { timeout: Duration::from_millis(200), ..settings };
    let message = again(get_with(&settings, request(mute.url("/"))).await);
    assert!(message.ends_with("gave no answer within 200ms"), "{message}");
}

#[tokio::test]
async fn the_deadline_spans_redirects() {
    let slow = Reply { pause: Duration::from_millis(150), ..Reply::raw("") };
    let server = Server::start(move |path| {
        let next = path[1..].parse::<u32>().unwrap() + 1;
        let redirect = format!("HTTP/1.1 302 X\r\nLocation: /{next}\r\nConnection: close\r\n\r\n");
        slow.clone().then(redirect)
    })
    .await;
    let settings = config::Fetch { timeout: Duration::from_millis(400), ..settings() };
    again(get_with(&settings, request(server.url("/0"))).await);
    assert!(server.requests() <= 3, "each redirect got a deadline of its own");
}

#[tokio::test]
async fn an_announced_size_over_the_limit_is_refused_before_it_is_received() {
    let huge = Reply { is_silent_at_end: true, ..Reply::new("200 OK\r\nContent-Length: 10737418240", "x") };
    let server = Server::start(move |_| huge.clone()).await;
    let (message, status) = refused(get(server.url("/")).await);
    assert!(message.contains("more than 1048576 bytes; raise `fetch.body_max`"), "{message}");
    assert_eq!(status, Some(200));
}

#[tokio::test]
async fn an_endless_body_is_refused_at_the_limit() {
    let chunk = format!("4000\r\n{}\r\n", "x".repeat(0x4000));
    let endless = Reply { is_endless: true, ..Reply::new("200 OK\r\nTransfer-Encoding: chunked", "").then(chunk) };
    let server = Server::start(move |_| endless.clone()).await;
    let (message, _) = refused(get(server.url("/")).await);
    assert!(message.contains("more than 1048576 bytes"), "{message}");
    // The decompressed size has a limit of its own.
    let settings = config::Fetch { wire_max: u64::MAX, body_max: 100_000, ..settings() };
    let (message, _) = refused(get_with(&settings, request(server.url("/"))).await);
    assert!(message.contains("more than 100000 bytes after decompression"), "{message}");
}

#[tokio::test]
async fn a_robots_file_over_its_limit_is_cut_there() {
    let server = Server::start(|_| Reply::new("200 OK\r\nContent-Length: 600000", "x".repeat(600_000))).await;
    let answer = get_with(&settings(), Request { wanted: Wanted::Robots, ..request(server.url("/robots.txt")) }).await;
    let document = document(answer);
    assert_eq!((document.body.len(), document.is_complete), (512 * 1024, false));
}

#[tokio::test]
async fn servers_that_do_not_speak_http_are_told_apart() {
    let refusing = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let closed = refusing.local_addr().unwrap();
    drop(refusing);
    let message = again(get(Url::parse(&format!("http://{closed}/")).unwrap()).await);
    assert_eq!(message, format!("could not connect to {closed}: connection refused"));

    let garbage = Server::start(|_| Reply::raw("SSH-2.0-OpenSSH_9.9\r\n")).await;
    let message = again(get(garbage.url("/")).await);
    assert!(message.contains("gave no answer"), "{message}");

    let hasty = Server::start(|_| Reply::default()).await;
    let message = again(get(hasty.url("/")).await);
    assert!(message.contains("gave no answer"), "{message}");
}

#[tokio::test]
async fn a_failed_tls_handshake_is_called_so() {
    // It answers a handshake in plain text as soon as it is connected.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let server = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").await.unwrap();
        let _ = stream.read_to_end(&mut Vec::new()).await;
    });
    let message = again(get(Url::parse(&format!("https://{address}/")).unwrap()).await);
    assert!(message.starts_with(&format!("could not agree on TLS with {address}")), "{message}");
    server.abort();
}

#[tokio::test]
async fn heads_without_bound_are_refused_by_the_library() {
    let many: String = (0..10_000).map(|number| format!("X-{number}: y\r\n")).collect();
    let long = format!("X-Long: {}\r\n", "y".repeat(1 << 20));
    for headers in [many, long] {
        let server = Server::start(move |_| Reply::raw(format!("HTTP/1.1 200 OK\r\n{headers}\r\nbody"))).await;
        again(get(server.url("/")).await);
    }
}

#[tokio::test]
async fn sloppy_heads_are_read() {
    let server = Server::start(|_| {
        Reply::raw("HTTP/1.1 200 OK\r\nContent-Type : text/xml\r\nb@d header: x\r\nContent-Length: 2\r\n\r\nok")
    })
    .await;
    assert_eq!(document(get(server.url("/")).await).body, "ok");
}
