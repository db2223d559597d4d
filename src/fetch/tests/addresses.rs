//! No request reaches a private address, at any hop, through any spelling or any DNS answer.
//!
//! All addresses of tests are private, so here 127.0.0.1 plays the public internet and the rest of
//! loopback the private network; `guard.rs` tests the true lists.

use std::net::IpAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::*;

fn is_first_loopback(address: IpAddr) -> bool {
    address.to_string() == "127.0.0.1"
}

/// Answers each question with the next list, and the last list for ever.
struct Names(Mutex<Vec<Vec<&'static str>>>);

impl Names {
    fn new(answers: &[&[&'static str]]) -> Arc<Self> {
        Arc::new(Self(Mutex::new(answers.iter().map(|answer| answer.to_vec()).collect())))
    }
}

impl Resolve for Names {
    fn resolve(&self, _: Name) -> Resolving {
        let mut answers = self.0.lock().unwrap();
        let answer = if answers.len() > 1 { answers.remove(0) } else { answers[0].clone() };
        let addresses: Vec<_> = answer.iter().map(|ip| SocketAddr::new(ip.parse().unwrap(), 0)).collect();
        Box::pin(async move { Ok(Box::new(addresses.into_iter()) as Addrs) })
    }
}

fn fetcher(answers: &[&[&'static str]]) -> Fetcher {
    Fetcher::with_guard(&settings(), Guard::with(is_first_loopback, Names::new(answers))).unwrap()
}

/// A server that must not be asked.
async fn forbidden() -> Server {
    Server::start_on("127.0.0.2:0", |_| Reply::new("200 OK", "secret")).await
}

#[tokio::test]
async fn a_private_literal_is_refused_before_a_connection_is_opened() {
    let forbidden = forbidden().await;
    let url = Url::parse(&format!("http://0x7f.0x2:{}/", forbidden.address.port())).unwrap();
    let (message, status) = refused(within(fetcher(&[&[]]).get(&request(url))).await);
    assert!(message.contains("`127.0.0.2` is a private or reserved address; set `allow_private"), "{message}");
    assert_eq!(status, None);
    assert_eq!(forbidden.requests(), 0);
}

#[tokio::test]
async fn a_name_with_private_answers_only_is_refused() {
    let forbidden = forbidden().await;
    let url = Url::parse(&format!("http://intranet.example:{}/", forbidden.address.port())).unwrap();
    let (message, _) = refused(within(fetcher(&[&["127.0.0.2"]]).get(&request(url))).await);
    assert!(message.contains("`intranet.example` is a private"), "{message}");
    assert_eq!(forbidden.requests(), 0);
}

#[tokio::test]
async fn a_name_without_addresses_may_have_some_later() {
    let url = Url::parse("http://new.example/").unwrap();
    let message = again(within(fetcher(&[&[]]).get(&request(url))).await);
    assert!(message.starts_with("could not resolve `new.example`: it has no addresses"), "{message}");
}

#[tokio::test]
async fn of_a_name_with_both_kinds_of_answers_only_the_public_ones_are_used() {
    let public = Server::start(|_| Reply::new("200 OK", "public")).await;
    let port = public.address.port();
    let private = Server::start_on(&format!("127.0.0.2:{port}"), |_| Reply::new("200 OK", "secret")).await;
    let url = Url::parse(&format!("http://mixed.example:{port}/")).unwrap();
    let answer = within(fetcher(&[&["127.0.0.2", "127.0.0.1"]]).get(&request(url))).await;
    assert_eq!(document(answer).body, "public");
    assert_eq!(private.requests(), 0);
}

#[tokio::test]
async fn a_name_that_turns_private_between_two_hops_is_refused() {
    let public = Server::start(|_| Reply::redirect(302, "/again")).await;
    let port = public.address.port();
    let private = Server::start_on(&format!("127.0.0.2:{port}"), |_| Reply::new("200 OK", "secret")).await;
    let url = Url::parse(&format!("http://rebinding.example:{port}/")).unwrap();
    let answer = within(fetcher(&[&["127.0.0.1"], &["127.0.0.2"]]).get(&request(url))).await;
    let (message, _) = refused(answer);
    assert!(message.contains("rebinding.example"), "{message}");
    assert_eq!((public.requests(), private.requests()), (1, 0));
}

#[tokio::test]
async fn a_redirect_to_a_private_address_or_another_scheme_is_refused() {
    let forbidden = forbidden().await;
    let port = forbidden.address.port();
    let targets = [
        format!("http://127.0.0.2:{port}/"),
        format!("http://[::ffff:127.0.0.2]:{port}/"),
        format!("//2130706434:{port}/"),
        "file:///etc/passwd".to_owned(),
        "gopher://127.0.0.1/".to_owned(),
    ];
    for target in targets {
        let location = target.clone();
        let public = Server::start(move |_| Reply::redirect(302, &location)).await;
        refused(within(fetcher(&[&[]]).get(&request(public.url("/")))).await);
        assert_eq!(public.requests(), 1, "{target}");
    }
    assert_eq!(forbidden.requests(), 0);
}

#[tokio::test]
async fn behind_a_proxy_literals_are_still_checked_and_the_proxy_itself_may_be_private() {
    let proxy = Server::start_on("127.0.0.3:0", |_| Reply::redirect(302, "http://127.0.0.2/")).await;
    let settings = config::Fetch { proxy: Some(proxy.url("")), ..settings() };
    let guard = Guard::with(is_first_loopback, Names::new(&[&["127.0.0.2"]]));
    let fetcher = Fetcher::with_guard(&settings, guard).unwrap();
    let url = Url::parse("http://news.example/feed").unwrap();
    let (message, _) = refused(within(fetcher.get(&request(url))).await);
    assert!(message.contains("127.0.0.2"), "{message}");
    assert!(proxy.heads()[0].starts_with("GET http://news.example/feed HTTP/1.1"));
    assert_eq!(proxy.requests(), 1);
}

#[tokio::test]
async fn the_default_settings_refuse_loopback_and_its_name() {
    let server = Server::start(|_| Reply::new("200 OK", "secret")).await;
    let settings = config::Fetch { allow_private: false, ..settings() };
    refused(get_with(&settings, request(server.url("/"))).await);
    let named = Url::parse(&format!("http://localhost:{}/", server.address.port())).unwrap();
    refused(get_with(&settings, request(named)).await);
    assert_eq!(server.requests(), 0);
}

/// What a name server says, question by question, and where the first answer redirects to; `PORT` is where both the
/// public and the private server listen.
const HOPS: &[(&str, &[&[&str]], &str)] = &[
    ("to a private address", &[&["127.0.0.1"]], "http://127.0.0.2:PORT/"),
    ("without a scheme", &[&["127.0.0.1"]], "//127.0.0.2:PORT/"),
    ("decimal", &[&["127.0.0.1"]], "http://2130706434:PORT/"),
    ("hexadecimal", &[&["127.0.0.1"]], "http://0x7f.0x2:PORT/"),
    ("octal", &[&["127.0.0.1"]], "http://0177.0.0.02:PORT/"),
    ("trailing dot", &[&["127.0.0.1"]], "http://127.0.0.2.:PORT/"),
    ("fullwidth digits", &[&["127.0.0.1"]], "http://①②⑦.0.0.②:PORT/"),
    ("mapped into IPv6", &[&["127.0.0.1"]], "http://[::ffff:127.0.0.2]:PORT/"),
    ("NAT64", &[&["127.0.0.1"]], "http://[64:ff9b::7f00:2]:PORT/"),
    ("6to4", &[&["127.0.0.1"]], "http://[2002:7f00:2::]:PORT/"),
    ("public name as user", &[&["127.0.0.1"]], "http://news.example@127.0.0.2:PORT/"),
    ("backslash", &[&["127.0.0.1"]], "http://127.0.0.2:PORT\\@news.example/"),
    ("metadata service", &[&["127.0.0.1"]], "http://169.254.169.254/latest/meta-data/"),
    ("all zeros", &[&["127.0.0.1"]], "http://0.0.0.0:PORT/"),
    ("file", &[&["127.0.0.1"]], "file:///etc/passwd"),
    ("mail port", &[&["127.0.0.1"]], "http://news.example:25/"),
    ("name that is private", &[&["127.0.0.1"], &["127.0.0.2"]], "http://intranet.example:PORT/"),
    ("name with a trailing dot", &[&["127.0.0.1"], &["127.0.0.2"]], "http://intranet.example.:PORT/"),
    ("the same name, private by now", &[&["127.0.0.1"], &["127.0.0.2"]], "/again"),
    (
        "name with many private addresses",
        &[&["127.0.0.1"], &["127.0.0.2", "10.0.0.1", "::1"]],
        "http://x.example:PORT/",
    ),
];

#[tokio::test]
async fn no_redirect_and_no_second_answer_leads_into_the_private_network() {
    let mut complaints = Vec::new();
    for (name, answers, target) in HOPS {
        let port_of_target = Arc::new(std::sync::OnceLock::<String>::new());
        let port = Arc::clone(&port_of_target);
        let reply = move |_: &str| Reply::redirect(302, &target.replace("PORT", port.get().expect("is set at once")));
        let public = Server::start(reply).await;
        let port = public.address.port();
        port_of_target.set(port.to_string()).expect("is set once");
        let private = Server::start_on(&format!("127.0.0.2:{port}"), |_| Reply::new("200 OK", "secret")).await;
        let url = Url::parse(&format!("http://news.example:{port}/")).unwrap();
        let answer = within(fetcher(answers).get(&request(url))).await;
        if !matches!(answer, Err(FetchError::Refused { .. })) || public.requests() != 1 || private.requests() != 0 {
            complaints.push(format!("{name}: {answer:?}, {} and {} requests", public.requests(), private.requests()));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
