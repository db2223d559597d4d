//! robots.txt as a server gives it, or fails to.

use super::*;

struct World {
    server: Server,
    fetcher: Fetcher,
    courtesy: Courtesy,
    robots: Robots,
}

impl World {
    async fn new(reply: impl Fn(&str) -> Reply + Send + Sync + 'static) -> Self {
        let server = Server::start(reply).await;
        let settings = settings();
        let fetcher = Fetcher::new(&settings).unwrap();
        Self { server, fetcher, courtesy: Courtesy::new(&settings), robots: Robots::new() }
    }

    async fn verdict(&self, path: &str) -> Verdict {
        within(self.robots.allows(&self.fetcher, &self.courtesy, &self.server.url(path))).await
    }
}

fn file(rules: &str) -> Reply {
    Reply::new(&format!("200 OK\r\nContent-Type: text/plain\r\nContent-Length: {}", rules.len()), rules)
}

#[tokio::test]
async fn pages_are_judged_by_a_file_that_is_asked_for_once() {
    let world = World::new(|_| file("User-agent: *\nDisallow: /private\n")).await;
    assert_eq!(world.verdict("/news/1").await, Verdict::Allowed);
    assert_eq!(world.verdict("/private/1?x=1").await, Verdict::Disallowed);
    assert_eq!(world.server.requests(), 1);
    assert!(world.server.heads()[0].starts_with("GET /robots.txt HTTP/1.1\r\n"));
}

#[tokio::test]
async fn questions_at_the_same_time_share_one_request() {
    let world = World::new(|_| file("User-agent: *\nDisallow: /private\n")).await;
    let questions: Vec<_> = (0..20).map(|number| format!("/private/{number}")).collect();
    let verdicts = futures_util::future::join_all(questions.iter().map(|path| world.verdict(path))).await;
    assert!(verdicts.iter().all(|verdict| *verdict == Verdict::Disallowed));
    assert_eq!(world.server.requests(), 1);
}

#[tokio::test]
async fn redirects_are_followed_and_a_missing_file_allows_everything() {
    let world = World::new(|path| match path {
        "/robots.txt" => Reply::redirect(301, "/elsewhere.txt"),
        _ => file("User-agent: *\nDisallow: /\n"),
    })
    .await;
    assert_eq!(world.verdict("/a").await, Verdict::Disallowed);
    for status in [401, 403, 404, 410] {
        let world = World::new(move |_| Reply::new(&format!("{status} X"), "User-agent: *\nDisallow: /")).await;
        assert_eq!(world.verdict("/a").await, Verdict::Allowed, "{status}");
    }
}

#[tokio::test]
async fn a_server_that_cannot_say_is_left_alone_and_not_asked_at_every_page() {
    let world = World::new(|_| Reply::new("503 X\r\nRetry-After: 7200", "")).await;
    for _ in 0..3 {
        let Verdict::Later(pause) = world.verdict("/a").await else { panic!("a broken server allows nothing") };
        assert!(pause > Duration::from_secs(7000), "{pause:?}");
    }
    assert_eq!(world.server.requests(), 1);
    assert!(world.courtesy.postponed_for(&host_key(&world.server.url("/"))).is_some());

    let cut = World::new(|_| Reply::new("200 OK\r\nContent-Length: 500", "User-agent: *\nAllow: /\n")).await;
    assert!(matches!(cut.verdict("/a").await, Verdict::Later(_)), "the missing part may disallow");
}

#[tokio::test]
async fn a_file_over_the_limit_is_judged_by_its_beginning() {
    let world = World::new(|_| file(&format!("User-agent: *\nDisallow: /a\n{}", "# more\n".repeat(100_000)))).await;
    assert_eq!(world.verdict("/a").await, Verdict::Disallowed);
    assert_eq!(world.verdict("/b").await, Verdict::Allowed);
}

#[tokio::test]
async fn a_postponed_host_is_not_even_asked_for_its_file() {
    let world = World::new(|_| file("")).await;
    world.courtesy.postpone(&host_key(&world.server.url("/")), Duration::from_secs(60));
    assert!(matches!(world.verdict("/a").await, Verdict::Later(_)));
    assert_eq!(world.server.requests(), 0);
}

#[tokio::test]
async fn a_question_that_is_given_up_does_not_lose_the_answer_for_the_next() {
    let world = World::new(|_| file("User-agent: *\nDisallow: /a\n")).await;
    let url = world.server.url("/a");
    let mut given_up = Box::pin(world.robots.allows(&world.fetcher, &world.courtesy, &url));
    let first = std::future::poll_fn(|context| std::task::Poll::Ready(given_up.as_mut().poll(context))).await;
    assert!(first.is_pending());
    drop(given_up);
    assert_eq!(world.verdict("/a").await, Verdict::Disallowed);
}
