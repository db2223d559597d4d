//! Rows 9 to 30 and 45 to 46 of the list of bad inputs: what a server can do to a request.
//!
//! Each row has a path of its own on one hostile server; they are all asked at once.

use std::sync::Arc;
use std::time::{Duration, Instant};

use courant::fetch::{Answer, FetchError, Fetcher};

use super::bombs;
use super::support::fetching::{request, settings};
use super::support::hostile_server::{Act, HostileServer, chunk, head, page, redirect, stream};

/// The request's own deadline, and room for a busy machine.
const ROW_TIME_MAX: Duration = Duration::from_secs(15);

/// How a request ends.
enum Ending {
    /// A document, whole, of so many bytes.
    Whole(usize),
    /// A part of a document, and why there is no more.
    Cut(&'static str),
    /// Later it may go better.
    Again(&'static str),
    /// It will stay so.
    Refused(&'static str),
}

use Ending::{Again, Cut, Refused, Whole};

struct Row {
    name: &'static str,
    answer: fn() -> Vec<Act>,
    ending: Ending,
}

const fn row(name: &'static str, answer: fn() -> Vec<Act>, ending: Ending) -> Row {
    Row { name, answer, ending }
}

const TOO_LARGE: &str = "sent more than 1048576 bytes; raise `fetch.body_max` and `fetch.wire_max` if it is wanted";
const TOO_LARGE_DECODED: &str = "sent more than 4194304 bytes after decompression; raise `fetch.body_max`";
const CHUNKED: &str = "Transfer-Encoding: chunked\r\n";
const TEN: &[u8] = b"<rss></ss>";

const ROWS: &[Row] = &[
    row("sound", || page("", TEN), Whole(10)),
    row("size-announced", || raw("Content-Length: 10737418240\r\n\r\n<rss>"), Refused(TOO_LARGE)),
    row(
        "size-beyond-64-bits",
        || raw("Content-Length: 99999999999999999999999\r\n\r\n<rss>"),
        Again("gave no answer: "),
    ),
    row("size-negative", || raw("Content-Length: -1\r\n\r\n<rss>"), Again("gave no answer: ")),
    row("size-twice", || raw("Content-Length: 5\r\nContent-Length: 50\r\n\r\n<rss>"), Again("gave no answer: ")),
    row("size-too-small", || raw("Content-Length: 5\r\n\r\n<rss></rss>"), Whole(5)),
    row("size-too-large", || raw("Content-Length: 50\r\n\r\n<rss>"), Cut("end of file before message length reached")),
    row(
        "size-and-chunks",
        || raw("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<rss>\r\n0\r\n\r\n"),
        Whole(5),
    ),
    row(
        "chunks-endless",
        || stream(CHUNKED, vec![Act::Repeat(Arc::from(chunk(&[b'x'; 9_999])), usize::MAX)]),
        Refused(TOO_LARGE),
    ),
    row(
        "chunks-of-a-byte",
        || stream(CHUNKED, vec![Act::Repeat(Arc::from(b"1\r\nx\r\n".repeat(999)), usize::MAX)]),
        Cut("it took longer than the timeout"),
    ),
    row("chunk-beyond-64-bits", || stream(CHUNKED, vec![sent("fffffffffffffffff\r\nx")]), Again("sent no body: ")),
    row("chunk-without-number", || stream(CHUNKED, vec![sent("zz\r\nx\r\n")]), Again("sent no body: ")),
    row(
        "chunk-extension-endless",
        || stream(CHUNKED, vec![sent("5;"), Act::Repeat(Arc::from(vec![b'e'; 4_096]), usize::MAX)]),
        Again("sent no body: "),
    ),
    row(
        "trailers-endless",
        || {
            stream(
                CHUNKED,
                vec![sent("5\r\n<rss>\r\n0\r\n"), Act::Repeat(Arc::from(b"X-More: y\r\n".repeat(99)), usize::MAX)],
            )
        },
        Cut(""),
    ),
    row(
        "loris",
        || stream("", vec![sent("<rss>"), Act::Drip(vec![b'1'; 600], Duration::from_millis(100))]),
        Cut("it took longer than the timeout"),
    ),
    row(
        "loris-in-the-head",
        || vec![Act::Drip(b"HTTP/1.1 200 OK\r\nX: ".repeat(99), Duration::from_millis(100))],
        Again("gave no answer within 1.5s"),
    ),
    row("silence", || vec![Act::Hang], Again("gave no answer within 1.5s")),
    row(
        "silence-in-the-body",
        || stream(CHUNKED, vec![Act::Send(chunk(TEN)), Act::Hang]),
        Cut("nothing arrived for 500ms"),
    ),
    row("hangs-up", Vec::new, Again("gave no answer: ")),
    row("hangs-up-in-the-head", || vec![sent("HTTP/1.1 200 OK\r\nContent-")], Again("gave no answer: ")),
    row(
        "interim-answers-endless",
        || vec![Act::Repeat(Arc::from(b"HTTP/1.1 103 Early Hints\r\n\r\n".as_slice()), usize::MAX)],
        Again("gave no answer"),
    ),
    row(
        "head-of-a-mebibyte",
        || raw(&format!("X: {}\r\n\r\n", "y".repeat(1 << 20))),
        Again("message head is too large"),
    ),
    row("headers-10000", || raw(&format!("{}\r\n", "X: y\r\n".repeat(10_000))), Again("message head is too large")),
    row(
        "header-name-of-64-kib",
        || raw(&format!("{}: y\r\nContent-Length: 10\r\n\r\n<rss></ss>", "x".repeat(1 << 16))),
        Again("gave no answer: "),
    ),
    row(
        "header-with-nul",
        || raw("X: a\0b\r\nContent-Length: 10\r\n\r\n<rss></ss>"),
        Again("gave no answer: invalid HTTP header parsed"),
    ),
    row("line-feeds-only", || vec![sent("HTTP/1.1 200 OK\nContent-Length: 10\n\n<rss></ss>")], Whole(10)),
    row("mail-server", || vec![sent("220 mail.example.org ESMTP\r\n")], Again("invalid HTTP version parsed")),
    row("http-0.9", || vec![sent("<rss></rss>")], Again("gave no answer: ")),
    row("status-999", || vec![sent("HTTP/1.1 999 Denied\r\nContent-Length: 0\r\n\r\n")], Refused("answered 999")),
    row("status-of-five-digits", || vec![sent("HTTP/1.1 20000 OK\r\n\r\n")], Again("gave no answer: ")),
    row("tunnel", || vec![Act::Send(head("101 Switching Protocols", "Upgrade: x\r\n\r\n"))], Refused("")),
    row(
        "not-modified",
        || vec![Act::Send(head("304 Not Modified", "\r\n"))],
        Again("answered 304 not modified to a question without validators"),
    ),
    row("gzip-bomb", || page("Content-Encoding: gzip\r\n", &bombs::gzip_bomb()[..1 << 19]), Refused(TOO_LARGE_DECODED)),
    row(
        "gzip-bomb-in-gzip",
        || page("Content-Encoding: gzip, gzip\r\n", bombs::gzip(bombs::gzip_bomb())),
        Refused(TOO_LARGE_DECODED),
    ),
    row("gzip-bomb-undeclared", || page("", &bombs::gzip_bomb()[..1 << 19]), Refused(TOO_LARGE_DECODED)),
    row("zstd-bomb", || page("Content-Encoding: zstd\r\n", bombs::zstd_bomb()), Refused(TOO_LARGE_DECODED)),
    row(
        "zstd-window",
        || page("Content-Encoding: zstd\r\n", bombs::zstd_window()),
        Refused("Frame requires too much memory"),
    ),
    row("brotli-bomb", || page("Content-Encoding: br\r\n", bombs::brotli_bomb()), Refused(TOO_LARGE_DECODED)),
    row("gzip-twice-declared-once", || page("Content-Encoding: gzip\r\n", bombs::gzip(bombs::gzip(TEN))), Whole(10)),
    row("gzip-undeclared", || page("", bombs::gzip(TEN)), Whole(10)),
    row(
        "gzip-declared-100-times",
        || page(&format!("Content-Encoding: {}\r\n", ["gzip"; 100].join(",")), TEN),
        Refused("its body is not the declared"),
    ),
    row("coding-lies", || page("Content-Encoding: gzip\r\n", TEN), Refused("its body is not the declared \"gzip\"")),
    row("coding-unknown", || page("Content-Encoding: rot13\r\n", TEN), Whole(10)),
    row(
        "gzip-truncated",
        || page("Content-Encoding: gzip\r\n", half(bombs::gzip(TEN))),
        Cut("the declared \"gzip\" has no end"),
    ),
    row("redirect-loop", || redirect(302, "/redirect-loop"), Refused("the redirects form a loop")),
    row("redirect-endless", || redirect(302, "/hop/0"), Refused("more than 10 redirects")),
    row(
        "redirect-nowhere",
        || vec![Act::Send(head("302 Found", "Content-Length: 0\r\n\r\n"))],
        Refused("answered 302 without saying where to"),
    ),
    row("redirect-to-a-file", || redirect(302, "file:///etc/passwd"), Refused("`file` addresses are not fetched")),
    row("redirect-to-data", || redirect(301, "data:text/xml,<rss/>"), Refused("`data` addresses are not fetched")),
    row("redirect-to-mail", || redirect(307, "http://127.0.0.1:25/"), Refused("port 25 belongs to another protocol")),
    row(
        "redirect-to-no-address",
        || redirect(302, "http://[::1/"),
        Refused("answered 302 with an unusable address: invalid IPv6"),
    ),
    row(
        "redirect-far-too-long",
        || redirect(302, &format!("/{}", "x".repeat(9_000))),
        Refused("is longer than 8192 bytes"),
    ),
];

fn raw(rest: &str) -> Vec<Act> {
    vec![Act::Send(head("200 OK", rest))]
}

fn sent(text: &str) -> Act {
    Act::Send(text.as_bytes().to_vec())
}

fn half(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.truncate(bytes.len() / 2);
    bytes
}

/// Returns what is wrong with an answer.
fn complaint(row: &Row, answer: &Result<Answer, FetchError>) -> Option<String> {
    let is_right = match (&row.ending, answer) {
        (Whole(bytes), Ok(Answer::Document(document))) => document.is_complete && document.body.len() == *bytes,
        (Cut(why), Ok(Answer::Document(document))) => {
            !document.is_complete && document.cut.as_deref().is_some_and(|cut| cut.contains(why))
        }
        (Again(why), Err(FetchError::Again { message, .. }))
        | (Refused(why), Err(FetchError::Refused { message, .. })) => message.contains(why) && message.len() < 500,
        _ => false,
    };
    let said = match answer {
        Ok(Answer::Document(document)) => {
            format!("{} bytes, complete: {}, {:?}", document.body.len(), document.is_complete, document.cut)
        }
        other => format!("{other:?}"),
    };
    (!is_right).then(|| format!("{}: {said}", row.name))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_on_the_wire_has_its_name() {
    let server = HostileServer::open(|asked| {
        if let Some(hop) = asked.path.strip_prefix("/hop/") {
            let hop: u32 = hop.parse().expect("the server made it");
            return redirect(302, &format!("/hop/{}", hop + 1));
        }
        let row = ROWS.iter().find(|row| row.name == &asked.path[1..]);
        row.map_or_else(|| page("", ""), |row| (row.answer)())
    });
    let fetcher = Arc::new(Fetcher::new(&settings(true)).expect("the settings are sound"));
    let mut requests = tokio::task::JoinSet::new();
    for row in ROWS {
        let url = server.url(&format!("/{}", row.name)).parse().expect("an address");
        let fetcher = Arc::clone(&fetcher);
        requests.spawn(async move {
            let begun = Instant::now();
            let answer = tokio::time::timeout(ROW_TIME_MAX, fetcher.get(&request(url))).await;
            match answer {
                Ok(answer) => complaint(row, &answer),
                Err(_) => Some(format!("{}: no end after {:?}", row.name, begun.elapsed())),
            }
        });
    }
    let complaints: Vec<String> = requests.join_all().await.into_iter().flatten().collect();
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}
