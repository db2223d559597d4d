//! Turns: spaced, bounded, in order, and none for a host that asked to be left alone.

use std::time::Instant;

use tokio::task::JoinSet;

use super::*;

fn courtesy(change: impl FnOnce(&mut config::Fetch)) -> Arc<Courtesy> {
    let mut settings = settings();
    change(&mut settings);
    Arc::new(Courtesy::new(&settings))
}

/// Lets every task run as far as it can.
async fn settle() {
    for _ in 0..50 {
        tokio::task::yield_now().await;
    }
}

/// Returns whether a turn is to be had at once.
async fn is_free(courtesy: &Courtesy, host: &str) -> bool {
    let mut turn = Box::pin(courtesy.turn(host));
    for _ in 0..50 {
        if std::future::poll_fn(|context| std::task::Poll::Ready(turn.as_mut().poll(context))).await.is_ready() {
            return true;
        }
        tokio::task::yield_now().await;
    }
    false
}

#[test]
fn hosts_are_told_apart_by_name_and_unusual_port() {
    let key = |url: &str| host_key(&Url::parse(url).unwrap());
    assert_eq!(key("http://News.example/a"), "news.example");
    assert_eq!(key("https://news.example:443/b"), key("http://news.example/a"));
    assert_eq!(key("http://127.0.1.7:8080/"), "127.0.1.7:8080");
    assert_ne!(key("http://127.0.1.7:8080/"), key("http://127.0.1.7:8081/"));
}

#[tokio::test]
async fn starts_at_one_host_lie_the_gap_apart_and_other_hosts_do_not_wait() {
    let gap = Duration::from_millis(60);
    let courtesy = courtesy(|settings| settings.gap = gap);
    let begun = Instant::now();
    for number in 0..3 {
        let _turn = within(courtesy.turn("a")).await.unwrap();
        assert!(begun.elapsed() >= gap * number, "start {number} came {:?} after the first", begun.elapsed());
    }
    assert!(is_free(&courtesy, "b").await);
}

#[tokio::test]
async fn the_gap_holds_between_requests_that_run_at_the_same_time() {
    let gap = Duration::from_millis(60);
    let courtesy = courtesy(|settings| (settings.gap, settings.per_host) = (gap, 3));
    let begun = Instant::now();
    let start = || async {
        let turn = courtesy.turn("a").await.unwrap();
        (begun.elapsed(), turn)
    };
    let mut starts = within(futures_util::future::join_all([start(), start(), start()])).await;
    starts.sort_by_key(|(at, _)| *at);
    assert!(starts[1].0 >= gap && starts[2].0 >= 2 * gap, "{:?} and {:?}", starts[1].0, starts[2].0);
}

#[tokio::test]
async fn a_host_has_no_more_turns_than_slots_and_a_drop_gives_one_back() {
    let courtesy = courtesy(|settings| settings.per_host = 2);
    let first = within(courtesy.turn("a")).await.unwrap();
    let _second = within(courtesy.turn("a")).await.unwrap();
    assert!(!is_free(&courtesy, "a").await);
    drop(first);
    assert!(is_free(&courtesy, "a").await);
}

#[tokio::test]
async fn the_daemon_has_no_more_turns_than_it_may_have_requests() {
    let courtesy = courtesy(|settings| settings.concurrency = 2);
    let first = within(courtesy.turn("a")).await.unwrap();
    let _second = within(courtesy.turn("b")).await.unwrap();
    assert!(!is_free(&courtesy, "c").await);
    drop(first);
    assert!(is_free(&courtesy, "c").await);
}

#[tokio::test]
async fn turns_are_given_in_the_order_of_asking_and_a_waiter_that_leaves_holds_up_nobody() {
    let courtesy = courtesy(|settings| settings.per_host = 1);
    let held = within(courtesy.turn("a")).await.unwrap();
    let order = Arc::new(Mutex::new(Vec::new()));
    let mut waiters = JoinSet::new();
    let mut handles = Vec::new();
    for number in 0..6 {
        let (courtesy, order) = (Arc::clone(&courtesy), Arc::clone(&order));
        handles.push(waiters.spawn(async move {
            let _turn = courtesy.turn("a").await.unwrap();
            order.lock().unwrap().push(number);
        }));
        settle().await;
    }
    // The one at the head and one in the middle give up.
    handles[0].abort();
    handles[3].abort();
    drop(held);
    while within(waiters.join_next()).await.is_some() {}
    assert_eq!(*order.lock().unwrap(), [1, 2, 4, 5]);
}

#[tokio::test]
async fn a_postponed_host_gives_no_turns_and_sends_waiters_away() {
    let courtesy = courtesy(|settings| settings.per_host = 1);
    let held = within(courtesy.turn("a")).await.unwrap();
    let waiter = tokio::spawn({
        let courtesy = Arc::clone(&courtesy);
        async move { courtesy.turn("a").await.map(drop) }
    });
    settle().await;
    courtesy.postpone("a", Duration::from_secs(3600));
    courtesy.postpone("a", Duration::from_secs(1));
    drop(held);
    let sent_away = within(waiter).await.unwrap().unwrap_err();
    assert!(sent_away.remaining > Duration::from_secs(3500), "a pause was shortened: {sent_away:?}");
    assert!(within(courtesy.turn("a")).await.is_err());
    assert!(courtesy.postponed_for("a").is_some());
    assert_eq!(courtesy.postponed_for("b"), None);
    courtesy.postpone("c", Duration::from_secs(u64::MAX));
    assert!(courtesy.postponed_for("c").unwrap() <= Duration::from_secs(24 * 3600));
}

#[tokio::test]
async fn a_pause_ends() {
    let courtesy = courtesy(|_| {});
    courtesy.postpone("a", Duration::from_millis(30));
    let postponed = within(courtesy.turn("a")).await.map(drop).unwrap_err();
    tokio::time::sleep(postponed.remaining).await;
    assert!(within(courtesy.turn("a")).await.is_ok());
}

#[tokio::test]
async fn hosts_without_a_past_that_matters_are_forgotten() {
    let courtesy = courtesy(|_| {});
    let _held = within(courtesy.turn("held")).await.unwrap();
    courtesy.postpone("postponed", Duration::from_secs(3600));
    for number in 0..10_000 {
        drop(within(courtesy.turn(&format!("host-{number}"))).await.unwrap());
    }
    assert!(courtesy.hosts_known() < 3000, "{} hosts are remembered", courtesy.hosts_known());
    assert!(courtesy.postponed_for("postponed").is_some());
}
