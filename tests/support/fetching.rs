//! The fetcher as a library, with limits that a test can reach.

use std::time::Duration;

use courant::config;
use courant::fetch::{Request, Validators, Wanted};
use url::Url;

pub const WIRE_BYTES_MAX: u64 = 1 << 20;
pub const BODY_BYTES_MAX: u64 = 4 << 20;

pub fn settings(allow_private: bool) -> config::Fetch {
    config::Fetch {
        user_agent: "courant-test/1".to_owned(),
        concurrency: 64,
        per_host: 2,
        gap: Duration::ZERO,
        connect_timeout: Duration::from_secs(2),
        read_timeout: Duration::from_millis(500),
        timeout: Duration::from_millis(1_500),
        wire_max: WIRE_BYTES_MAX,
        body_max: BODY_BYTES_MAX,
        robots: true,
        allow_private,
        proxy: None,
    }
}

pub fn request(url: Url) -> Request {
    Request {
        url,
        wanted: Wanted::Feed,
        validators: Validators::default(),
        headers: Vec::new(),
        user_agent: None,
        proxy: None,
    }
}
