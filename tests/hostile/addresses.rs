//! Rows 1 to 20 of the list of bad inputs: no spelling of a private address is reached.
//!
//! The first requests, with the settings of an operator who changed nothing. What takes a name server of one's own
//! (answers that change, redirects out of the public network) stands in `src/fetch/tests/addresses.rs`.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use courant::fetch::{FetchError, Fetcher, is_public};
use url::{Host, Url};

use super::support::fetching::{request, settings};

/// Every row is decided without a packet; only a name is looked up.
const ROW_TIME_MAX: Duration = Duration::from_secs(2);

/// An address as somebody wrote it; `PORT` is where a server listens that must not be asked.
struct Row {
    name: &'static str,
    url: &'static str,
    /// Part of the refusal.
    refusal: &'static str,
}

const fn row(name: &'static str, url: &'static str, refusal: &'static str) -> Row {
    Row { name, url, refusal }
}

const LOOPBACK: &str = "`127.0.0.1` is a private or reserved address; set `allow_private = true`";
const METADATA: &str = "`169.254.169.254` is a private or reserved address";
const RESERVED: &str = "is a private or reserved address";

const REFUSED: &[Row] = &[
    row("loopback", "http://127.0.0.1:PORT/", LOOPBACK),
    row("decimal", "http://2130706433:PORT/", LOOPBACK),
    row("hexadecimal", "http://0x7f000001:PORT/", LOOPBACK),
    row("hexadecimal, short", "http://0x7f.1:PORT/", LOOPBACK),
    row("octal", "http://0177.0.0.01:PORT/", LOOPBACK),
    row("octal, one number", "http://017700000001:PORT/", LOOPBACK),
    row("three bases in one", "http://0x7f.00.1:PORT/", LOOPBACK),
    row("short", "http://127.1:PORT/", LOOPBACK),
    row("trailing dot", "http://127.0.0.1.:PORT/", LOOPBACK),
    row("fullwidth digits", "http://①②⑦.0.0.1:PORT/", LOOPBACK),
    row("ideographic full stops", "http://127。0。0。1:PORT/", LOOPBACK),
    row("percent-encoded host", "http://%31%32%37.0.0.1:PORT/", LOOPBACK),
    row("tab and line break inside", "http://127.\t0.0\n.1:PORT/", LOOPBACK),
    row("soft hyphen inside", "http://127.0.0\u{ad}.1:PORT/", LOOPBACK),
    row("public name as user", "http://example.org@127.0.0.1:PORT/", LOOPBACK),
    row("public name as user and password", "http://example.org:80@127.0.0.1:PORT/", LOOPBACK),
    row("backslash before a public name", "http://127.0.0.1:PORT\\@example.org/", LOOPBACK),
    row("fragment that looks like a host", "http://127.0.0.1:PORT#@example.org/", LOOPBACK),
    row("many slashes", "http:////127.0.0.1:PORT/", LOOPBACK),
    row("zero", "http://0:PORT/", "`0.0.0.0` is a private"),
    row("zeros", "http://0.0.0.0:PORT/", "`0.0.0.0` is a private"),
    row("rest of loopback", "http://127.255.255.254:PORT/", RESERVED),
    row("name of loopback", "http://localhost:PORT/", "`localhost` is a private"),
    row("name of loopback, shouted", "http://LOCALHOST:PORT/", "`localhost` is a private"),
    row("IPv6 loopback", "http://[::1]:PORT/", RESERVED),
    row("IPv6 nothing", "http://[::]:PORT/", RESERVED),
    row("IPv4 mapped into IPv6", "http://[::ffff:127.0.0.1]:PORT/", RESERVED),
    row("IPv4 mapped, in groups", "http://[0:0:0:0:0:ffff:7f00:1]:PORT/", RESERVED),
    row("IPv4 compatible", "http://[::127.0.0.1]:PORT/", RESERVED),
    row("NAT64 of loopback", "http://[64:ff9b::7f00:1]:PORT/", RESERVED),
    row("NAT64 of the metadata service", "http://[64:ff9b::169.254.169.254]/", RESERVED),
    row("NAT64, local prefix", "http://[64:ff9b:1::a9fe:a9fe]/", RESERVED),
    row("6to4 of loopback", "http://[2002:7f00:1::1]:PORT/", RESERVED),
    row("Teredo", "http://[2001:0:7f00:1::]:PORT/", RESERVED),
    row("metadata service", "http://169.254.169.254/latest/meta-data/", METADATA),
    row("metadata service, decimal", "http://2852039166/", METADATA),
    row("metadata service, octal", "http://0251.0376.0251.0376/", METADATA),
    row("metadata service over IPv6", "http://[fd00:ec2::254]/", RESERVED),
    row("metadata service of another cloud", "http://100.100.100.200/", RESERVED),
    row("protocol assignments", "http://192.0.0.192/", RESERVED),
    row("private, large", "http://10.0.0.1/", RESERVED),
    row("private, middle", "http://172.31.255.255/", RESERVED),
    row("private, small", "http://192.168.1.1/", RESERVED),
    row("carrier-grade NAT", "http://100.127.255.255/", RESERVED),
    row("benchmarks", "http://198.19.0.1/", RESERVED),
    row("multicast", "http://224.0.0.1/", RESERVED),
    row("broadcast", "http://255.255.255.255/", RESERVED),
    row("IPv6 link-local", "http://[fe80::1]/", RESERVED),
    row("IPv6 site-local", "http://[fec0::1]/", RESERVED),
    row("IPv6 multicast", "http://[ff02::1]/", RESERVED),
    row("file", "file:///etc/passwd", "`file` addresses are not fetched, only http and https"),
    row("gopher", "gopher://127.0.0.1:PORT/_GET", "`gopher` addresses are not fetched"),
    row("data", "data:text/xml,<rss/>", "`data` addresses are not fetched"),
    row("ftp", "ftp://127.0.0.1:PORT/", "`ftp` addresses are not fetched"),
    row("SSH port", "http://192.0.2.1:22/", "port 22 belongs to another protocol than HTTP"),
    row("mail port", "https://example.org:25/", "port 25 belongs to another protocol than HTTP"),
    row("IRC port", "http://example.org:6667/", "port 6667 belongs to another protocol than HTTP"),
];

/// What is no address at all: it cannot be asked for by anybody.
const UNREADABLE: &[(&str, &str)] = &[
    ("zone id", "http://[fe80::1%25eth0]/"),
    ("bare zone id", "http://[fe80::1%eth0]/"),
    ("number beyond IPv4", "http://4294967296/"),
    ("part beyond a byte", "http://256.0.0.1/"),
    ("five parts", "http://127.0.0.0.1/"),
    ("bracket left open", "http://[::1/"),
    ("NUL inside", "http://127.0.0.1%00.example.org/"),
    ("port beyond 16 bits", "http://127.0.0.1:65616/"),
    ("no host", "http:///"),
];

#[tokio::test]
async fn no_spelling_of_a_private_address_is_reached() {
    let forbidden = TcpListener::bind("127.0.0.1:0").expect("the loopback has free ports");
    forbidden.set_nonblocking(true).expect("a socket of ours");
    let port = forbidden.local_addr().expect("is bound").port();
    let fetcher = Fetcher::new(&settings(false)).expect("the settings are sound");
    let mut complaints = Vec::new();
    for Row { name, url, refusal } in REFUSED {
        let url = match Url::parse(&url.replace("PORT", &port.to_string())) {
            Ok(url) => url,
            Err(error) => {
                complaints.push(format!("{name}: {error}"));
                continue;
            }
        };
        let begun = Instant::now();
        let answer = tokio::time::timeout(ROW_TIME_MAX, fetcher.get(&request(url))).await;
        match answer {
            Ok(Err(FetchError::Refused { message, .. })) if message.contains(refusal) => {}
            Ok(other) => complaints.push(format!("{name}: {other:?} lacks {refusal:?}")),
            Err(_) => complaints.push(format!("{name}: no answer after {:?}", begun.elapsed())),
        }
        if forbidden.accept().is_ok() {
            complaints.push(format!("{name}: a connection was opened"));
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

#[test]
fn what_is_no_address_is_none_in_any_reading() {
    let read = |url: &str| Url::parse(url).ok();
    let complaints: Vec<String> =
        UNREADABLE.iter().filter_map(|(name, url)| Some(format!("{name}: read as {}", read(url)?))).collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// The table above holds only if the other side of the line is open.
#[test]
fn public_addresses_are_public() {
    let rows = ["8.8.8.8", "1.1.1.1", "172.15.0.1", "100.63.0.1", "[2606:4700::1111]", "[64:ff9b::808:808]"];
    for address in rows {
        let is_open = match Host::parse(address).expect("an address") {
            Host::Ipv4(address) => is_public(address.into()),
            Host::Ipv6(address) => is_public(address.into()),
            Host::Domain(_) => false,
        };
        assert!(is_open, "{address} is refused");
    }
}
