//! Decides which addresses may be reached.
//!
//! There are two ways to name an address, and each needs its own door. A *name* goes through the
//! resolver, which hands out vetted addresses only; the connection is opened to exactly those, so a
//! name that resolves differently a moment later (rebinding) gains nothing. A *literal*
//! (`127.0.0.1`, `2130706433`, `[::ffff:7f00:1]`) never reaches the resolver and is checked in the
//! URL, which has turned every odd spelling into an address. Both doors are passed at every redirect.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// The two doors: [`check`](Self::check) for URLs, [`resolver`](Self::resolver) for names.
#[derive(Clone)]
pub struct Guard {
    permits: fn(IpAddr) -> bool,
    lookup: Arc<dyn Resolve>,
}

/// Why an address is not reached. Nothing but a change of configuration helps.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuardError {
    #[error("`{0}` addresses are not fetched, only http and https")]
    Scheme(String),
    #[error("the address has no host")]
    NoHost,
    #[error("port {0} belongs to another protocol than HTTP")]
    Port(u16),
    #[error("`{0}` is a private or reserved address; set `allow_private = true` if it is meant to be reached")]
    Private(String),
}

/// A name without addresses. It may have some later.
#[derive(Debug, thiserror::Error)]
#[error("could not resolve `{name}`: {reason}; check the name and this machine's DNS")]
pub(super) struct NameError {
    name: String,
    reason: String,
}

impl Guard {
    /// Permits public addresses only, or every address if `allow_private`.
    pub fn new(allow_private: bool) -> Self {
        Self::with(if allow_private { |_| true } else { is_public }, Arc::new(SystemLookup))
    }

    /// A guard with other rules and names; the tests move "public" and "private" to loopback with it.
    pub(super) fn with(permits: fn(IpAddr) -> bool, lookup: Arc<dyn Resolve>) -> Self {
        Self { permits, lookup }
    }

    /// Checks all of `url` that can be known before its name is resolved: scheme, port, literal address.
    ///
    /// # Errors
    /// The first of the three that does not hold.
    pub fn check(&self, url: &Url) -> Result<(), GuardError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(GuardError::Scheme(url.scheme().to_owned()));
        }
        if let Some(port) = url.port().filter(|port| FOREIGN_PORTS.contains(port)) {
            return Err(GuardError::Port(port));
        }
        let literal = match url.host().ok_or(GuardError::NoHost)? {
            Host::Domain(_) => return Ok(()),
            Host::Ipv4(address) => IpAddr::V4(address),
            Host::Ipv6(address) => IpAddr::V6(address),
        };
        self.check_address(literal)
    }

    /// Checks an address that a connection was opened to: the tripwire behind the two doors.
    ///
    /// # Errors
    /// [`GuardError::Private`] if a door was left open.
    pub fn check_address(&self, address: IpAddr) -> Result<(), GuardError> {
        if (self.permits)(address) { Ok(()) } else { Err(GuardError::Private(address.to_string())) }
    }

    /// Returns the resolver that a client must be built with. It answers with permitted addresses
    /// only; a name that has none fails with [`GuardError::Private`].
    pub fn resolver(&self) -> Arc<dyn Resolve> {
        Arc::new(self.clone())
    }
}

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        let permits = self.permits;
        let found = self.lookup.resolve(name);
        Box::pin(async move {
            let found: Vec<SocketAddr> = found.await?.collect();
            if found.is_empty() {
                return Err(NameError { name: host, reason: "it has no addresses".to_owned() }.into());
            }
            let vetted: Vec<SocketAddr> = found.into_iter().filter(|address| permits(address.ip())).collect();
            if vetted.is_empty() {
                return Err(GuardError::Private(host).into());
            }
            Ok(Box::new(vetted.into_iter()) as Addrs)
        })
    }
}

/// Asks the operating system (`getaddrinfo`: hosts file, search domains and all).
pub(super) struct SystemLookup;

impl Resolve for SystemLookup {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // Port 0 is replaced by the URL's.
            match tokio::net::lookup_host((name.as_str(), 0)).await {
                Ok(addresses) => Ok(Box::new(addresses.collect::<Vec<_>>().into_iter()) as Addrs),
                Err(error) => Err(NameError { name: name.as_str().to_owned(), reason: error.to_string() }.into()),
            }
        })
    }
}

/// Returns whether an address belongs to the public internet.
///
/// IPv4 is public unless listed. IPv6 is public only inside the global unicast block, and then unless
/// listed: forms that carry an IPv4 address (mapped, compatible, 6to4, Teredo) are refused as a whole,
/// because no public server needs them. NAT64 (`64:ff9b::/96`) is judged by the IPv4 address inside,
/// because on an IPv6-only network it is how the IPv4 internet is reached.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let number = u32::from(address);
    !RESERVED_V4.iter().any(|&(network, bits)| (number ^ u32::from(network)) >> (32 - bits) == 0)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let number = u128::from(address);
    let is_within = |(network, bits): (Ipv6Addr, u32)| (number ^ u128::from(network)) >> (128 - bits) == 0;
    if is_within(NAT64) {
        let [.., a, b, c, d] = address.octets();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    is_within(GLOBAL_UNICAST) && !RESERVED_V6.into_iter().any(is_within)
}

/// The IANA special-purpose registry, as far as it is not globally reachable, and multicast.
const RESERVED_V4: [(Ipv4Addr, u32); 16] = [
    (Ipv4Addr::new(0, 0, 0, 0), 8),       // this network
    (Ipv4Addr::new(10, 0, 0, 0), 8),      // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),   // carrier-grade NAT
    (Ipv4Addr::new(127, 0, 0, 0), 8),     // loopback
    (Ipv4Addr::new(169, 254, 0, 0), 16),  // link-local, cloud metadata
    (Ipv4Addr::new(172, 16, 0, 0), 12),   // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),    // protocol assignments
    (Ipv4Addr::new(192, 0, 2, 0), 24),    // documentation
    (Ipv4Addr::new(192, 88, 99, 0), 24),  // 6to4 relays
    (Ipv4Addr::new(192, 168, 0, 0), 16),  // private
    (Ipv4Addr::new(198, 18, 0, 0), 15),   // benchmarks
    (Ipv4Addr::new(198, 51, 100, 0), 24), // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),  // documentation
    (Ipv4Addr::new(224, 0, 0, 0), 4),     // multicast
    (Ipv4Addr::new(240, 0, 0, 0), 4),     // reserved
    (Ipv4Addr::BROADCAST, 32),
];

const GLOBAL_UNICAST: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
const NAT64: (Ipv6Addr, u32) = (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);

/// What is reserved inside the global unicast block.
const RESERVED_V6: [(Ipv6Addr, u32); 4] = [
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // protocol assignments, Teredo among them
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32), // documentation
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16), // 6to4
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20), // documentation
];

/// Ports whose servers could be made to take a request for a command of their own protocol: those
/// that the Fetch Standard blocks (<https://fetch.spec.whatwg.org/#port-blocking>) and that carry text.
const FOREIGN_PORTS: [u16; 41] = [
    1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 79, 87, 95, 109, 110, 111, 113, 115, 117, 119,
    139, 143, 389, 465, 512, 513, 514, 515, 587, 993, 995, 6000, 6667,
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(url: &str) -> Result<(), GuardError> {
        Guard::new(false).check(&Url::parse(url).unwrap())
    }

    #[test]
    fn every_spelling_of_a_private_address_is_refused() {
        let spellings = [
            "http://127.0.0.1/",
            "http://127.0.0.1./",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://0/",
            "http://①②⑦.0.0.1/",
            "http://１２７.0.0.1/",
            "http://127。0。0。1/",
            "http://%31%32%37.0.0.1/",
            "http://user:secret@127.0.0.1/",
            "http://169.254.169.254/latest/meta-data/",
            "http://10.1.2.3/",
            "http://100.64.0.1/",
            "http://172.31.255.255/",
            "http://192.0.0.8/",
            "http://192.168.1.1/",
            "http://198.19.0.1/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://[::]/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:8.8.8.8]/",
            "http://[::127.0.0.1]/",
            "http://[64:ff9b::a9fe:a9fe]/",
            "http://[64:ff9b:1::a9fe:a9fe]/",
            "http://[2002:7f00:1::]/",
            "http://[2001:0:7f00:1::]/",
            "http://[2001:db8::1]/",
            "http://[100::1]/",
            "http://[fc00::1]/",
            "http://[fd12:3456::1]/",
            "http://[fe80::1]/",
            "http://[fec0::1]/",
            "http://[ff02::1]/",
        ];
        for url in spellings {
            assert!(matches!(check(url), Err(GuardError::Private(_))), "{url} passed the guard");
        }
    }

    #[test]
    fn public_addresses_pass() {
        for url in [
            "http://8.8.8.8/",
            "https://example.org:8443/",
            "http://172.15.0.1/",
            "http://172.32.0.1/",
            "http://100.128.0.1/",
            "http://[2606:4700::1111]/",
            "http://[64:ff9b::808:808]/",
        ] {
            assert_eq!(check(url), Ok(()), "{url}");
        }
    }

    #[test]
    fn schemes_and_ports_of_other_protocols_are_refused() {
        for url in ["file:///etc/passwd", "gopher://example.org/", "data:text/plain,x", "ftp://example.org/"] {
            assert!(matches!(check(url), Err(GuardError::Scheme(_))), "{url}");
        }
        for port in [22, 25, 6667] {
            assert_eq!(check(&format!("http://example.org:{port}/")), Err(GuardError::Port(port)));
        }
        let error = Guard::new(true).check(&Url::parse("file:///etc/passwd").unwrap());
        assert!(error.is_err(), "allow_private opens addresses, not schemes");
    }

    #[test]
    fn line_breaks_in_a_url_reach_no_header() {
        let url = Url::parse("http://example.org/a\r\nX-Injected: 1").unwrap();
        assert_eq!(url.as_str(), "http://example.org/aX-Injected:%201");
    }

    /// Answers the first question with the first list, the second with the second.
    struct Rebinding(std::sync::Mutex<Vec<Vec<&'static str>>>);

    impl Resolve for Rebinding {
        fn resolve(&self, _: Name) -> Resolving {
            let answer = self.0.lock().unwrap().remove(0);
            let addresses: Vec<SocketAddr> =
                answer.into_iter().map(|ip| SocketAddr::new(ip.parse().unwrap(), 0)).collect();
            Box::pin(async move { Ok(Box::new(addresses.into_iter()) as Addrs) })
        }
    }

    async fn resolve(guard: &Guard) -> Result<Vec<String>, String> {
        match guard.resolver().resolve("news.example".parse().unwrap()).await {
            Ok(addresses) => Ok(addresses.map(|address| address.ip().to_string()).collect()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[tokio::test]
    async fn private_answers_are_taken_out_and_a_name_with_no_other_is_refused() {
        let answers = vec![vec!["10.0.0.1", "8.8.8.8", "::1"], vec!["10.0.0.1"], vec![]];
        let guard = Guard::with(is_public, Arc::new(Rebinding(std::sync::Mutex::new(answers))));
        assert_eq!(resolve(&guard).await, Ok(vec!["8.8.8.8".to_owned()]));
        assert!(resolve(&guard).await.unwrap_err().contains("`news.example` is a private"));
        assert!(resolve(&guard).await.unwrap_err().contains("no addresses"));
    }
}
