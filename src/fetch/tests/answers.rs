//! What is sent, what an answer means, and where redirects may lead.

use super::*;
use crate::fetch::redirect::Trip;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderValue, LOCATION};

const BASIC_U_P: &str = "authorization: Basic dTpw";

fn with_secrets(url: Url) -> Request {
    let headers =
        vec![("Authorization".to_owned(), "Bearer t0p".to_owned()), ("X-Api-Key".to_owned(), "k3y".to_owned())];
    Request { headers, ..request(url) }
}

fn validators(etag: Option<&str>, last_modified: Option<&str>) -> Validators {
    Validators { etag: etag.map(str::to_owned), last_modified: last_modified.map(str::to_owned) }
}

#[tokio::test]
async fn a_document_carries_what_its_answer_said() {
    let head = "200 OK\r\nContent-Type: application/rss+xml; charset=utf-8\r\nETag: \"v1\"\r\n\
                Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT\r\nCache-Control: max-age=300\r\nContent-Length: 6";
    let server = Server::start(move |_| Reply::new(head, "<rss/>")).await;
    let document = document(get(server.url("/feed")).await);
    assert_eq!(document.body, "<rss/>");
    assert!(document.is_complete);
    assert_eq!(document.status, 200);
    assert_eq!(document.content_type.as_deref(), Some("application/rss+xml; charset=utf-8"));
    assert_eq!(document.validators, validators(Some("\"v1\""), Some("Sun, 06 Nov 1994 08:49:37 GMT")));
    assert_eq!(document.hints.max_age, Some(Duration::from_secs(300)));
    assert_eq!((document.final_url, document.moved_to), (server.url("/feed"), None));
}

#[tokio::test]
async fn requests_name_what_is_wanted_and_who_asks() {
    let server = Server::start(|_| Reply::new("204 No Content", "")).await;
    for (wanted, accept) in
        [(Wanted::Feed, "application/rss+xml"), (Wanted::Page, "text/html"), (Wanted::Robots, "text/plain")]
    {
        let answer = get_with(&settings(), Request { wanted, ..request(server.url("/")) }).await;
        assert!(document(answer).body.is_empty());
        let head = server.heads().pop().unwrap();
        assert!(head.contains(&format!("\r\naccept: {accept}")), "{head}");
        assert!(head.contains("\r\naccept-encoding: gzip, br, zstd, deflate\r\n"), "{head}");
        assert!(head.contains("\r\nuser-agent: courant-test/1\r\n"), "{head}");
    }
    let own = Request { user_agent: Some("special/2".to_owned()), ..with_secrets(server.url("/")) };
    document(get_with(&settings(), own).await);
    let head = server.heads().pop().unwrap();
    assert!(head.contains("user-agent: special/2") && head.contains("x-api-key: k3y"), "{head}");
}

#[tokio::test]
async fn a_304_keeps_the_validators_that_the_server_does_not_renew() {
    const OLD: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const NEW: &str = "Mon, 07 Nov 1994 08:49:37 GMT";
    let server = Server::start(|path| match path {
        "/etag" => Reply::new("304 Not Modified\r\nETag: \"v2\"", ""),
        _ => Reply::new(&format!("304 Not Modified\r\nLast-Modified: {NEW}"), ""),
    })
    .await;
    for (path, expected) in
        [("/etag", validators(Some("\"v2\""), Some(OLD))), ("/date", validators(Some("\"v1\""), Some(NEW)))]
    {
        let sent = validators(Some("\"v1\""), Some(OLD));
        let answer = get_with(&settings(), Request { validators: sent, ..request(server.url(path)) }).await;
        let Ok(Answer::NotModified { validators: fresh, .. }) = answer else { panic!("{answer:?}") };
        assert_eq!(fresh, expected);
        let head = server.heads().pop().unwrap();
        assert!(head.contains("if-none-match: \"v1\"\r\n"), "{head}");
        assert!(head.contains(&format!("if-modified-since: {OLD}\r\n")), "{head}");
    }
}

#[tokio::test]
async fn a_304_to_a_question_without_validators_is_asked_again() {
    let server = Server::start(|_| Reply::new("304 Not Modified", "")).await;
    assert!(again(get(server.url("/")).await).contains("without validators"));
}

#[tokio::test]
async fn statuses_are_cut_by_what_helps() {
    for status in [408, 425, 429, 500, 502, 503, 504, 520] {
        let server = Server::start(move |_| Reply::new(&format!("{status} X\r\nRetry-After: 120"), "body")).await;
        let Err(FetchError::Again { status: told, retry_after, .. }) = get(server.url("/")).await else {
            panic!("{status} is not to be tried again");
        };
        assert_eq!((told, retry_after), (Some(status), Some(Duration::from_secs(120))));
    }
    for status in [300, 400, 401, 403, 404, 406, 410, 418, 451] {
        let server = Server::start(move |_| Reply::new(&format!("{status} X"), "body")).await;
        assert_eq!(refused(get(server.url("/")).await).1, Some(status));
    }
    let server = Server::start(|_| Reply::new("404 X", "")).await;
    let (message, _) = refused(get(server.url("/feed")).await);
    assert_eq!(message, format!("{} answered 404 not found", server.url("/feed")));
}

#[tokio::test]
async fn a_move_is_reported_only_if_every_hop_was_permanent() {
    let server = Server::start(|path| match path {
        "/a" => Reply::redirect(301, "/b"),
        "/b" => Reply::redirect(308, "/end"),
        "/t" => Reply::redirect(302, "/b"),
        _ => Reply::new("200 OK", "here"),
    })
    .await;
    let moved = document(get(server.url("/a")).await);
    assert_eq!(moved.moved_to, Some(server.url("/end")));
    assert_eq!((moved.requested_url, moved.final_url), (server.url("/a"), server.url("/end")));
    let wandering = document(get(server.url("/t")).await);
    assert_eq!((wandering.moved_to, wandering.final_url), (None, server.url("/end")));
}

#[tokio::test]
async fn a_loop_and_an_eleventh_redirect_are_refused() {
    let server = Server::start(|path| match path {
        "/loop" => Reply::redirect(302, "/pool"),
        "/pool" => Reply::redirect(302, "/loop"),
        "/nowhere" => Reply::new("302 Found", ""),
        "/0" => Reply::new("200 OK", "end"),
        _ => Reply::redirect(302, &format!("/{}", path[1..].parse::<u32>().unwrap() - 1)),
    })
    .await;
    assert!(refused(get(server.url("/loop")).await).0.contains("form a loop"));
    assert!(refused(get(server.url("/nowhere")).await).0.contains("without saying where to"));
    assert_eq!(document(get(server.url("/10")).await).body, "end");
    assert!(refused(get(server.url("/11")).await).0.contains("more than 10 redirects"));
}

#[tokio::test]
async fn secrets_stay_at_their_origin_even_if_the_way_leads_back() {
    let home_url = Arc::new(Mutex::new(String::new()));
    let back = Arc::clone(&home_url);
    let away = Server::start(move |_| Reply::redirect(302, &back.lock().unwrap())).await;
    let away_url = away.url("/");
    let home = Server::start(move |path| match path {
        "/start" => Reply::redirect(302, "/inside"),
        "/inside" => Reply::redirect(302, away_url.as_str()),
        _ => Reply::new("200 OK", ""),
    })
    .await;
    *home_url.lock().unwrap() = home.url("/end").into();
    document(get_with(&settings(), with_secrets(home.url("/start"))).await);
    let has_secret = |head: &String| head.contains("Bearer t0p") || head.contains("k3y");
    assert_eq!(home.heads().iter().map(has_secret).collect::<Vec<_>>(), [true, true, false]);
    assert_eq!(away.heads().iter().map(has_secret).collect::<Vec<_>>(), [false]);
}

#[test]
fn a_request_with_secrets_does_not_leave_https() {
    let status = StatusCode::FOUND;
    let to_http: HeaderMap = [(LOCATION, HeaderValue::from_static("http://news.example/feed"))].into_iter().collect();
    let plain = request(Url::parse("https://news.example/feed").unwrap());
    assert!(Trip::new(&plain).unwrap().follow(status, &to_http).is_ok());
    let with_header = with_secrets(plain.url.clone());
    assert!(Trip::new(&with_header).unwrap().follow(status, &to_http).is_err());
    let with_password = request(Url::parse("https://u:p@news.example/feed").unwrap());
    assert!(Trip::new(&with_password).unwrap().follow(status, &to_http).is_err());
}

#[tokio::test]
async fn a_password_in_the_address_is_sent_home_and_shown_nowhere() {
    let away = Server::start(|_| Reply::new("500 X", "")).await;
    let target = away.url("/x");
    let server = Server::start(move |path| match path {
        "/ok" => Reply::redirect(301, "/end"),
        "/away" => Reply::redirect(302, target.as_str()),
        "/end" => Reply::new("200 OK", ""),
        "/loop" => Reply::redirect(302, "/loop"),
        _ => Reply::new("404 X", ""),
    })
    .await;
    let with_password = |path: &str| {
        let mut url = server.url(path);
        url.set_username("u").unwrap();
        url.set_password(Some("p")).unwrap();
        url
    };
    let document = document(get(with_password("/ok")).await);
    assert!(server.heads().iter().all(|head| head.contains(BASIC_U_P)), "{:?}", server.heads());
    assert_eq!((document.requested_url, document.final_url), (server.url("/ok"), server.url("/end")));
    assert_eq!(document.moved_to, None, "an address that needs a password is not rewritten");

    for path in ["/gone", "/loop"] {
        let (message, _) = refused(get(with_password(path)).await);
        assert!(!message.contains("u:p") && !message.contains('@'), "{message}");
    }
    let message = again(get(with_password("/away")).await);
    assert!(!message.contains("u:p") && !message.contains('@'), "{message}");
    assert!(!away.heads()[0].contains("authorization"), "{:?}", away.heads());
}

#[tokio::test]
async fn unusable_headers_are_refused_without_showing_their_value() {
    let url = Url::parse("http://127.0.0.1:8089/").unwrap();
    for (name, value) in [("X-Key", "s3cret\r\nX-Injected: 1"), ("bad name", "s3cret")] {
        let headers = vec![(name.to_owned(), value.to_owned())];
        let (message, _) = refused(get_with(&settings(), Request { headers, ..request(url.clone()) }).await);
        assert!(message.contains(name) && !message.contains("s3cret"), "{message}");
    }
    let long = Url::parse(&format!("http://127.0.0.1:8089/{}", "x".repeat(9000))).unwrap();
    assert!(refused(get(long).await).0.len() < 500);
}

#[test]
fn requests_can_move_between_threads() {
    fn is_send<T: Send>(_: &T) {}
    let fetcher = Fetcher::new(&settings()).unwrap();
    let courtesy = Courtesy::new(&settings());
    let request = request(Url::parse("http://news.example/").unwrap());
    is_send(&fetcher.get(&request));
    is_send(&courtesy.turn("news.example"));
    is_send(&Robots::new().allows(&fetcher, &courtesy, &request.url));
}
