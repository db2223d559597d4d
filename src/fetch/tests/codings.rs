//! Compressed bodies: whole, cut, damaged, nested, explosive.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::*;
use crate::fetch::budget::{Budget, Share};
use crate::fetch::decode::{Decoded, Decoder};
use crate::fetch::room::Stop;

const TEXT: &str = "Rome, Dec 4: talks ended without a settlement, said the minister on Friday.";
const LIMIT: usize = 1 << 20;

fn gzip(body: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body.as_ref()).unwrap();
    encoder.finish().unwrap()
}

fn zlib(body: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body.as_ref()).unwrap();
    encoder.finish().unwrap()
}

fn bare_deflate(body: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body.as_ref()).unwrap();
    encoder.finish().unwrap()
}

fn zstd(body: impl AsRef<[u8]>) -> Vec<u8> {
    ::zstd::encode_all(body.as_ref(), 1).unwrap()
}

/// One uncompressed block and the empty last one (RFC 7932, section 9).
fn brotli(body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = ((u32::try_from(body.len()).unwrap() - 1) << 4) | (1 << 20);
    [&head.to_le_bytes()[..3], body, &[3]].concat()
}

/// Of a budget that is never exceeded.
fn share() -> Share {
    Budget::new(u64::MAX).share()
}

fn decode_in_pieces(encoding: &str, body: &[u8], piece: usize) -> (Decoded, bool) {
    let mut decoder = Decoder::new(encoding, LIMIT, share());
    let is_ok = body.chunks(piece).all(|piece| decoder.write(piece).is_ok());
    (decoder.end(), is_ok)
}

fn codings() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("", TEXT.into()),
        ("identity", TEXT.into()),
        ("utf-8", TEXT.into()),
        ("gzip", gzip(TEXT)),
        ("X-GZIP", gzip(TEXT)),
        ("deflate", zlib(TEXT)),
        ("deflate", bare_deflate(TEXT)),
        ("br", brotli(TEXT)),
        ("zstd", zstd(TEXT)),
        ("gzip, gzip", gzip(gzip(TEXT))),
        ("br,gzip", gzip(brotli(TEXT))),
        ("gzip", gzip(gzip(TEXT))),
        ("", gzip(TEXT)),
        ("gzip", [gzip(&TEXT[..20]), gzip(&TEXT[20..])].concat()),
        ("gzip", [gzip(TEXT), vec![0; 512]].concat()),
        ("deflate", [zlib(TEXT), vec![0; 512]].concat()),
        ("br", [brotli(TEXT), vec![0; 512]].concat()),
        ("zstd", [zstd(&TEXT[..20]), zstd(&TEXT[20..])].concat()),
    ]
}

#[test]
fn every_coding_is_taken_off_however_the_pieces_fall() {
    for (encoding, body) in codings() {
        for piece in [1, 2, 7, 4096] {
            let (decoded, is_ok) = decode_in_pieces(encoding, &body, piece);
            assert!(is_ok && decoded.is_whole, "{encoding:?} in pieces of {piece}");
            assert_eq!(String::from_utf8_lossy(&decoded.bytes), TEXT, "{encoding:?} in pieces of {piece}");
        }
    }
}

#[test]
fn an_empty_body_is_whole_in_any_coding() {
    for (encoding, _) in codings() {
        let (decoded, _) = decode_in_pieces(encoding, b"", 1);
        assert!(decoded.is_whole && decoded.bytes.is_empty(), "{encoding:?}");
    }
}

#[test]
fn a_cut_coding_gives_what_came_and_is_not_whole() {
    // Poorly compressible, so that there is something to see before the end.
    let mut random = fastrand::Rng::with_seed(7);
    let long: String = (0..20_000).map(|_| random.alphanumeric()).collect();
    for (encoding, body) in [
        ("gzip", gzip(&long)),
        ("deflate", zlib(&long)),
        ("br", brotli(&long)),
        ("zstd", zstd(&long)),
        ("", gzip(&long)),
    ] {
        for cut in [body.len() / 2, body.len() - 1] {
            let (decoded, _) = decode_in_pieces(encoding, &body[..cut], 1000);
            assert!(!decoded.is_whole, "{encoding:?} cut at {cut} of {}", body.len());
            // A block of zstd comes whole or not at all.
            assert!(encoding == "zstd" || decoded.bytes.len() > 5000, "{encoding:?}: {} bytes", decoded.bytes.len());
            assert!(long.as_bytes().starts_with(&decoded.bytes), "{encoding:?}");
        }
    }
}

#[test]
fn damage_is_noticed() {
    let mut body = gzip(TEXT);
    let checksum = body.len() - 8;
    body[checksum] ^= 1;
    let (decoded, _) = decode_in_pieces("gzip", &body, 4096);
    assert!(!decoded.is_whole);
    assert_eq!(decoded.bytes, TEXT.as_bytes());
    for (encoding, body) in [("gzip", TEXT), ("deflate", TEXT), ("zstd", TEXT), ("br", "\u{7f}\u{7f}\u{7f}\u{7f}")] {
        let (decoded, is_ok) = decode_in_pieces(encoding, body.as_bytes(), 4096);
        assert!(!(is_ok && decoded.is_whole), "{encoding} took plain text");
    }
}

#[test]
fn a_bomb_is_cut_at_the_limit_whatever_its_ratio() {
    let zeros = vec![0; 64 << 20];
    for (encoding, bomb) in [
        ("gzip", gzip(&zeros)),
        ("deflate", zlib(&zeros)),
        ("zstd", zstd(&zeros)),
        ("gzip, gzip", gzip(gzip(&zeros))),
        ("gzip", gzip(gzip(&zeros))),
        ("br", brotli(&zeros[..60_000])),
    ] {
        let limit = 50_000;
        let mut decoder = Decoder::new(encoding, limit, share());
        assert!(bomb.chunks(16 * 1024).any(|piece| decoder.write(piece).is_err()), "{encoding}");
        assert_eq!(decoder.stopped_by(), Some(Stop::TooLong), "{encoding}");
        assert_eq!(decoder.end().bytes.len(), limit, "{encoding}");
    }
}

/// Only the end of the chain counted once: a coding that had seen its own end swallowed a hundred gigabytes of zeros in
/// one call, and every poll stood still.
#[test]
fn what_a_coding_ignores_behind_its_end_counts_too() {
    let padded = [gzip("<rss/>"), vec![0; 8 << 20]].concat();
    for encoding in ["gzip, gzip, gzip", "deflate, gzip, gzip"] {
        let innermost =
            if encoding.starts_with("deflate") { [zlib("<rss/>"), vec![0; 8 << 20]].concat() } else { padded.clone() };
        let mut decoder = Decoder::new(encoding, LIMIT, share());
        assert!(decoder.write(&gzip(gzip(innermost))).is_err(), "{encoding}");
        assert_eq!(decoder.stopped_by(), Some(Stop::TooLong), "{encoding}");
        assert_eq!(decoder.end().bytes, b"<rss/>", "{encoding}");
    }
}

#[test]
fn a_gzip_file_of_endless_empty_members_is_no_file() {
    let empty = gzip("");
    assert!(decode_in_pieces("gzip", &empty.repeat(4_000), 4096).1);
    assert!(!decode_in_pieces("gzip", &empty.repeat(5_000), 4096).1);
}

/// `0x11` opens a stream of the format's own larger windows; its next six bits ask for a gibibyte.
#[test]
fn a_brotli_window_larger_than_the_web_allows_is_refused() {
    let (_, is_ok) = decode_in_pieces("br", &[0x11, 30, 0, 0], 4096);
    assert!(!is_ok);
}

#[test]
fn a_zstd_window_larger_than_the_web_allows_is_refused() {
    let mut encoder = ::zstd::stream::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(24).unwrap();
    encoder.write_all(TEXT.as_bytes()).unwrap();
    encoder.flush().unwrap();
    let (decoded, is_ok) = decode_in_pieces("zstd", &encoder.finish().unwrap(), 4096);
    assert!(!is_ok && decoded.bytes.is_empty());
}

#[tokio::test]
async fn a_gzip_bomb_is_refused_with_the_limit() {
    let zeros = vec![0; 1 << 20];
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..200 {
        encoder.write_all(&zeros).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let head = format!("200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}", bomb.len());
    let server = Server::start(move |_| Reply::new(&head, &bomb)).await;
    let (message, _) = refused(get(server.url("/")).await);
    assert!(message.contains("more than 4194304 bytes after decompression; raise `fetch.body_max`"), "{message}");
}

#[tokio::test]
async fn a_truncated_gzip_is_read_and_marked() {
    let mut random = fastrand::Rng::with_seed(7);
    let long: String = (0..20_000).map(|_| random.alphanumeric()).collect();
    let body = gzip(&long);
    // The connection is in order; only the coding is cut.
    let half = body[..body.len() / 2].to_vec();
    let server = Server::start(move |_| Reply::new("200 OK\r\nContent-Encoding: gzip", &half)).await;
    let document = document(get(server.url("/")).await);
    assert!(!document.is_complete);
    assert!(document.body.len() > 5000 && long.as_bytes().starts_with(&document.body));
}

#[tokio::test]
async fn a_lying_content_encoding_is_refused_with_a_clear_message() {
    let server = Server::start(|_| Reply::new("200 OK\r\nContent-Encoding: gzip", "<rss>plain</rss>")).await;
    let (message, _) = refused(get(server.url("/")).await);
    assert!(message.contains("its body is not the declared \"gzip\""), "{message}");
}

/// A few seconds of processor time find what is shallow; `COURANT_FUZZ_SECONDS` looks deeper.
#[test]
fn no_bytes_take_a_decoder_down_or_past_its_limit() {
    let seconds = std::env::var("COURANT_FUZZ_SECONDS").ok().and_then(|value| value.parse().ok()).unwrap_or(1);
    let seed = std::env::var("COURANT_FUZZ_SEED").ok().and_then(|value| value.parse().ok());
    let seed = seed.unwrap_or_else(|| fastrand::u64(..));
    let mut random = fastrand::Rng::with_seed(seed);
    let seeds: Vec<_> = codings().into_iter().filter(|(_, body)| !body.is_empty()).collect();
    let begun = std::time::Instant::now();
    let (mut executions, mut whole) = (0_u64, 0_u64);
    while begun.elapsed() < Duration::from_secs(seconds) {
        let (mut encoding, mut body) = random.choice(&seeds).expect("there are some").clone();
        for _ in 0..random.usize(1..=4) {
            let at = random.usize(0..=body.len());
            match random.u8(0..5) {
                0 => body.truncate(at),
                1 => body.insert(at, random.u8(..)),
                2 => body.splice(at..at, random.choice(&seeds).expect("there are some").1.clone()).for_each(drop),
                3 => encoding = random.choice(&seeds).expect("there are some").0,
                _ => body.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << random.u8(0..8)),
            }
        }
        let (decoded, _) = decode_in_pieces(encoding, &body, random.usize(1..=64));
        assert!(decoded.bytes.len() <= LIMIT, "seed {seed}: {encoding:?} {body:?}");
        executions += 1;
        whole += u64::from(decoded.is_whole);
    }
    eprintln!("decoders: {executions} executions, {whole} of them whole, seed {seed}");
}
