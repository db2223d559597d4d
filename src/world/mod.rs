//! A small seeded press on loopback: the demo, the crash test and the benches all read it.
//!
//! The [`Newsroom`] is a pure simulation: same seed, same start, same elapsed time, same bytes. Around it
//! stands a tiny HTTP server that behaves like the web (conditional requests, gzip, `robots.txt`), misbehaves
//! when [`Chaos`] asks for it, and writes down in the truth file what left it whole. Versions advance only
//! as time passes, so an outsider can freeze the world, poll until nothing is left, and compare.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::net::TcpListener;
use url::Url;

mod outlet;
mod stock;
mod story;

mod newsroom;

mod feed;
mod page;

mod chaos;
mod control;
mod http;
mod message;
mod rendition;
mod site;
mod truth;

#[cfg(test)]
mod tests;

pub use chaos::{Chaos, UnknownChaos};
pub use control::Summary;
pub use newsroom::Newsroom;

/// Outlets that one world may have: each takes an address and a listening socket.
pub const OUTLETS_MAX: usize = 500;

/// Entries that a feed keeps at most under [`Keep::All`]: a document of about 10 MB when it carries whole articles.
pub const KEEP_ALL_MAX: usize = 2_000;

/// How many outlets share one `127.0.x` block, so that no address ends in 0 or 255.
const OUTLETS_PER_BLOCK: usize = 250;

/// What the world is made of. All fields are independent; the default is the demo's.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// Port of the base and of every outlet; 0 picks a free one.
    pub port: u16,
    /// Decides everything but the wall clock.
    pub seed: u64,
    /// From 1 to [`OUTLETS_MAX`].
    pub outlets: usize,
    /// New articles per minute over all outlets, before `speed`.
    pub rate: f64,
    /// How much faster than the clock things happen.
    pub speed: f64,
    /// No new article after so many, those of the back window included. Updates go on until they run dry.
    pub total: Option<u32>,
    pub keep: Keep,
    pub chaos: Chaos,
    /// Gets one JSON line for each article and version when it is first served whole; appended to.
    pub truth: Option<PathBuf>,
    /// Ends `serve` by itself.
    pub duration: Option<Duration>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            port: 0,
            seed: 1,
            outlets: 12,
            rate: 30.0,
            speed: 1.0,
            total: None,
            keep: Keep::Natural,
            chaos: Chaos::none(),
            truth: None,
            duration: None,
        }
    }
}

/// How many entries a feed shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// 10 to 30, decided by the seed for each feed.
    Natural,
    /// All, up to [`KEEP_ALL_MAX`].
    All,
    /// The newest so many, in every feed.
    Newest(usize),
}

impl FromStr for Keep {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match (text, text.parse()) {
            ("natural", _) => Ok(Self::Natural),
            ("all", _) => Ok(Self::All),
            (_, Ok(count)) if (1..=KEEP_ALL_MAX).contains(&count) => Ok(Self::Newest(count)),
            _ => Err(format!("not a window size; use `natural`, `all` or a number from 1 to {KEEP_ALL_MAX}")),
        }
    }
}

/// Why the world cannot open.
#[derive(Debug, thiserror::Error)]
pub enum WorldError {
    #[error("cannot listen on {address}; choose another port with `--port`, or 0 for a free one")]
    Bind { address: SocketAddr, source: std::io::Error },
    #[error("cannot write the truth file {path:?}; choose a writable path")]
    Truth { path: PathBuf, source: std::io::Error },
    #[error("{outlets} outlets asked for; choose from 1 to {OUTLETS_MAX}")]
    Outlets { outlets: usize },
    #[error("`{name}` is {value}; choose a number above 0")]
    NotPositive { name: &'static str, value: f64 },
}

/// A world whose sockets are bound and whose back window is written, ready to serve.
pub struct World {
    base: Url,
    duration: Option<Duration>,
    listeners: Vec<TcpListener>,
    site: Arc<site::Site>,
}

impl World {
    /// Binds the base on 127.0.0.1 and each outlet on an address of its own, 127.0.1.1 and up, with the same
    /// port; where the system has no such address, on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// When the base port is taken, the truth file cannot be opened, or a setting is out of range.
    pub async fn bind(settings: Settings) -> Result<Self, WorldError> {
        if settings.outlets == 0 || settings.outlets > OUTLETS_MAX {
            return Err(WorldError::Outlets { outlets: settings.outlets });
        }
        for (name, value) in [("rate", settings.rate), ("speed", settings.speed)] {
            if !value.is_finite() || value <= 0.0 {
                return Err(WorldError::NotPositive { name, value });
            }
        }
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, settings.port));
        let listener = TcpListener::bind(address).await.map_err(|source| WorldError::Bind { address, source })?;
        let base = origin_of(&listener, address)?;
        let port = base.port().expect("the base always has a port that is not the default");

        let mut listeners = vec![listener];
        let mut origins = Vec::with_capacity(settings.outlets);
        for outlet in 0..settings.outlets {
            let (listener, origin) = bind_outlet(outlet, port).await?;
            origins.push(origin.as_str().trim_end_matches('/').to_owned());
            listeners.push(listener);
        }
        let truth = truth::Truth::open(settings.truth.as_deref())
            .map_err(|source| WorldError::Truth { path: settings.truth.clone().unwrap_or_default(), source })?;
        let newsroom = Newsroom::new(&settings, origins, Timestamp::now());
        let site = Arc::new(site::Site::new(newsroom, settings.seed, settings.chaos, truth));
        Ok(Self { base, duration: settings.duration, listeners, site })
    }

    /// Where `/feeds.txt`, `/` and `/control/…` are.
    pub fn base(&self) -> Url {
        self.base.clone()
    }

    /// All feed addresses, outlet by outlet.
    pub fn feeds(&self) -> Vec<Url> {
        let addresses = self.site.feed_urls();
        addresses.iter().map(|url| url.parse().expect("the newsroom makes absolute addresses")).collect()
    }

    /// Serves until `stop` resolves or the settings' duration is over; open connections are then dropped.
    ///
    /// Listeners and connections all live in this one future, which spawns nothing. Dropping it stops the
    /// world at once; the truth file is complete up to the last answered request.
    pub async fn serve(self, stop: impl Future<Output = ()>) -> Summary {
        let over = async {
            match self.duration {
                Some(duration) => tokio::time::sleep(duration).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = stop => {}
            () = over => {}
            () = http::serve(&self.listeners, &self.site) => {}
        }
        self.site.summary()
    }
}

async fn bind_outlet(outlet: usize, port: u16) -> Result<(TcpListener, Url), WorldError> {
    let block = u8::try_from(1 + outlet / OUTLETS_PER_BLOCK).expect("OUTLETS_MAX fits into a few blocks");
    let last = u8::try_from(1 + outlet % OUTLETS_PER_BLOCK).expect("a block is smaller than 255");
    let own = SocketAddr::from((Ipv4Addr::new(127, 0, block, last), port));
    if let Ok(listener) = TcpListener::bind(own).await {
        let origin = origin_of(&listener, own)?;
        return Ok((listener, origin));
    }
    let shared = SocketAddr::from((IpAddr::V4(Ipv4Addr::LOCALHOST), 0));
    let listener = TcpListener::bind(shared).await.map_err(|source| WorldError::Bind { address: shared, source })?;
    let origin = origin_of(&listener, shared)?;
    Ok((listener, origin))
}

fn origin_of(listener: &TcpListener, asked: SocketAddr) -> Result<Url, WorldError> {
    let bound = listener.local_addr().map_err(|source| WorldError::Bind { address: asked, source })?;
    Ok(format!("http://{bound}/").parse().expect("a socket address makes a valid origin"))
}
