//! Takes the content codings off a body while it arrives, and stops at a size.
//!
//! The client library can decode too, but says neither how many bytes came over the wire nor where a
//! damaged body broke. Here each coding is a writer into the next one, and the last is [`Room`], which
//! takes no byte more than it was made for: a bomb ends after the limit, whatever its ratio. A [`Meter`] behind
//! each coding holds it to the same limit, so that a coding which ignores most of what it is given ends, too.

use std::io::{self, Write};

use brotli_decompressor::BrotliDecoderParameter::BROTLI_DECODER_PARAM_LARGE_WINDOW;
use brotli_decompressor::DecompressorWriter;
use flate2::Decompress;
use flate2::write::{GzDecoder, ZlibDecoder};
use zstd::stream::raw::{DParameter, Decoder as ZstdState, Operation};

use super::budget::Share;
use super::room::{Room, Stop};

/// What requests offer; all of these are decoded.
pub(super) const ACCEPTED: &str = "gzip, br, zstd, deflate";

/// One coding is normal, two are a misconfigured chain of servers.
const CODINGS_MAX: usize = 3;

/// 8 MiB, the largest window that RFC 9659 lets a server use; it bounds the decoder's memory.
const ZSTD_WINDOW_LOG_MAX: u32 = 23;

/// Output is handed on in pieces of this size.
const PIECE_BYTES: usize = 16 * 1024;

/// Files that were compressed in blocks of 64 KiB have some hundreds; each costs the work of a new decoder.
const GZIP_MEMBERS_MAX: u32 = 4_096;

/// Every gzip member opens with these; the third byte is the only method there is.
const GZIP_MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

/// Decodes one body: `write` what arrives, then [`end`](Self::end) it.
pub(super) struct Decoder {
    first: Box<dyn Coding>,
}

/// What a decoder made of its input.
pub(super) struct Decoded {
    pub bytes: Vec<u8>,
    /// Of what all bodies hold.
    pub share: Share,
    /// Whether every coding saw its own end.
    pub is_whole: bool,
}

impl Decoder {
    /// Builds the chain for a `Content-Encoding` value. Unknown codings are passed over, as browsers
    /// do: in the wild they are words such as `none` or `utf-8`.
    pub(super) fn new(content_encoding: &str, bytes_max: usize, share: Share) -> Self {
        let room: Box<dyn Coding> = Box::new(Room::new(bytes_max, share));
        // The value lists the codings in the order they were applied: the last one comes off first,
        // so it is built last. Below them all may be one more gzip that nobody declared.
        let mut first: Box<dyn Coding> = Box::new(Sniff { head: Vec::new(), next: Some(room), rest: None });
        for name in content_encoding.split(',').take(CODINGS_MAX) {
            let next = |first| Box::new(Meter { next: first, left: bytes_max });
            first = match name.trim().to_ascii_lowercase().as_str() {
                "gzip" | "x-gzip" => Box::new(Gzip::new(next(first))),
                "deflate" => Box::new(Deflate { next: Some(next(first)), decoder: None }),
                "br" => Box::new(Brotli::new(next(first))),
                "zstd" => Box::new(Zstd { state: None, next: next(first), is_between_frames: true }),
                _ => first,
            };
        }
        Self { first }
    }

    /// Takes the next piece.
    ///
    /// # Errors
    /// If the body does not fit ([`stopped_by`](Self::stopped_by) tells), or is not what its coding says.
    pub(super) fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        self.first.write_all(piece)
    }

    /// Returns which limit stopped decoding; `None` if none did.
    pub(super) fn stopped_by(&mut self) -> Option<Stop> {
        self.first.room().stopped_by()
    }

    /// The body's part of what all bodies hold.
    pub(super) fn share(&mut self) -> &Share {
        self.first.room().share()
    }

    /// Ends the body and hands over all that could be decoded, after an error too.
    pub(super) fn end(mut self) -> Decoded {
        let is_whole = self.first.end().is_ok();
        let (bytes, share) = self.first.room().take();
        Decoded { bytes, share, is_whole }
    }
}

/// One coding of the chain. `write` takes all it is given and ignores what follows its own end.
trait Coding: Write + Send {
    /// Passes on what is still buffered and ends the rest of the chain; an error says that this coding
    /// or a later one is cut. An empty body is whole in any coding.
    fn end(&mut self) -> io::Result<()>;

    /// The end of the chain.
    fn room(&mut self) -> &mut Room;
}

impl Coding for Room {
    fn end(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn room(&mut self) -> &mut Room {
        self
    }
}

/// Stands behind a coding and takes no more from it than a body may have.
struct Meter {
    next: Box<dyn Coding>,
    left: usize,
}

impl Write for Meter {
    fn write(&mut self, input: &[u8]) -> io::Result<usize> {
        if self.left == 0 && !input.is_empty() {
            return Err(self.next.room().too_long());
        }
        let taken = self.next.write(&input[..input.len().min(self.left)])?;
        self.left -= taken;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.next.flush()
    }
}

impl Coding for Meter {
    fn end(&mut self) -> io::Result<()> {
        self.next.end()
    }

    fn room(&mut self) -> &mut Room {
        self.next.room()
    }
}

/// Gives `input` to a decoder until it takes no more and returns how much it took: less than all
/// means that its stream is over.
fn pour(decoder: &mut impl Write, input: &[u8]) -> io::Result<usize> {
    let mut taken = 0;
    while taken < input.len() {
        match decoder.write(&input[taken..])? {
            0 => break,
            count => taken += count,
        }
    }
    Ok(taken)
}

/// Any number of gzip members, and what follows them (padding, mostly) ignored.
struct Gzip {
    /// `None` only while one member gives way to the next.
    member: Option<GzDecoder<Box<dyn Coding>>>,
    members: u32,
    is_begun: bool,
    is_over: bool,
}

impl Gzip {
    fn new(next: Box<dyn Coding>) -> Self {
        Self { member: Some(GzDecoder::new(next)), members: 1, is_begun: false, is_over: false }
    }

    fn member(&mut self) -> &mut GzDecoder<Box<dyn Coding>> {
        self.member.as_mut().expect("a member is always put back")
    }
}

impl Write for Gzip {
    fn write(&mut self, input: &[u8]) -> io::Result<usize> {
        self.is_begun |= !input.is_empty();
        let mut rest = input;
        while !rest.is_empty() && !self.is_over {
            let taken = pour(self.member(), rest)?;
            rest = &rest[taken..];
            if let Some(&byte) = rest.first() {
                // Checks length and checksum of the member that has just ended.
                self.member().try_finish()?;
                self.is_over = byte != GZIP_MAGIC[0];
                if !self.is_over {
                    self.members += 1;
                    if self.members > GZIP_MEMBERS_MAX {
                        return Err(io::Error::other("more gzip members than any file has"));
                    }
                    let next = self.member.take().expect("a member is always put back").finish()?;
                    self.member = Some(GzDecoder::new(next));
                }
            }
        }
        Ok(input.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.member().flush()
    }
}

impl Coding for Gzip {
    fn end(&mut self) -> io::Result<()> {
        let own = match (self.is_begun, self.is_over) {
            (false, _) | (_, true) => Ok(()),
            (true, false) => self.member().flush().and_then(|()| self.member().try_finish()),
        };
        let next = self.member().get_mut().end();
        own.and(next)
    }

    fn room(&mut self) -> &mut Room {
        self.member().get_mut().room()
    }
}

/// `deflate`: in truth zlib, from some servers a bare deflate stream. The first byte tells: the low
/// half of a zlib header is always 8, which no encoder makes the first bits of a bare stream.
struct Deflate {
    /// Waits here for the first byte.
    next: Option<Box<dyn Coding>>,
    decoder: Option<ZlibDecoder<Box<dyn Coding>>>,
}

impl Write for Deflate {
    fn write(&mut self, input: &[u8]) -> io::Result<usize> {
        if let (Some(&byte), Some(next)) = (input.first(), self.next.take_if(|_| !input.is_empty())) {
            let has_header = byte & 0x0f == 8;
            self.decoder = Some(ZlibDecoder::new_with_decompress(next, Decompress::new(has_header)));
        }
        if let Some(decoder) = &mut self.decoder {
            pour(decoder, input)?;
        }
        Ok(input.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.decoder.as_mut().map_or(Ok(()), Write::flush)
    }
}

impl Coding for Deflate {
    fn end(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        let own = decoder.flush().and_then(|()| decoder.try_finish());
        own.and(decoder.get_mut().end())
    }

    fn room(&mut self) -> &mut Room {
        match (&mut self.decoder, &mut self.next) {
            (Some(decoder), _) => decoder.get_mut().room(),
            (None, next) => next.as_mut().expect("waits here until there is a decoder").room(),
        }
    }
}

struct Brotli {
    decoder: DecompressorWriter<Box<dyn Coding>>,
    is_begun: bool,
}

impl Brotli {
    /// Windows stay below 16 MiB, as HTTP's `br` has them; the larger ones of the format are another coding.
    fn new(next: Box<dyn Coding>) -> Self {
        let mut decoder = DecompressorWriter::new(next, PIECE_BYTES);
        let is_set = decoder.set_parameter(BROTLI_DECODER_PARAM_LARGE_WINDOW, 0);
        assert!(is_set, "nothing was written yet");
        Self { decoder, is_begun: false }
    }
}

impl Write for Brotli {
    fn write(&mut self, input: &[u8]) -> io::Result<usize> {
        self.is_begun |= !input.is_empty();
        pour(&mut self.decoder, input)?;
        Ok(input.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.decoder.flush()
    }
}

impl Coding for Brotli {
    fn end(&mut self) -> io::Result<()> {
        let own = if self.is_begun { self.decoder.close() } else { Ok(()) };
        own.and(self.decoder.get_mut().end())
    }

    fn room(&mut self) -> &mut Room {
        self.decoder.get_mut().room()
    }
}

/// Any number of Zstandard frames.
struct Zstd {
    /// Made with the first byte.
    state: Option<ZstdState<'static>>,
    next: Box<dyn Coding>,
    is_between_frames: bool,
}

impl Zstd {
    fn begin() -> io::Result<ZstdState<'static>> {
        let mut state = ZstdState::new()?;
        state.set_parameter(DParameter::WindowLogMax(ZSTD_WINDOW_LOG_MAX))?;
        Ok(state)
    }
}

impl Write for Zstd {
    fn write(&mut self, input: &[u8]) -> io::Result<usize> {
        if input.is_empty() {
            return Ok(0);
        }
        if self.state.is_none() {
            self.state = Some(Self::begin()?);
        }
        let state = self.state.as_mut().expect("made above");
        let mut piece = [0; PIECE_BYTES];
        let mut rest = input;
        loop {
            if self.is_between_frames && !rest.is_empty() {
                state.reinit()?;
            }
            let status = state.run_on_buffers(rest, &mut piece)?;
            rest = &rest[status.bytes_read..];
            self.next.write_all(&piece[..status.bytes_written])?;
            self.is_between_frames = status.remaining == 0;
            // A full piece may have left more behind inside the decoder.
            if rest.is_empty() && (self.is_between_frames || status.bytes_written < PIECE_BYTES) {
                return Ok(input.len());
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.next.flush()
    }
}

impl Coding for Zstd {
    fn end(&mut self) -> io::Result<()> {
        let cut = io::Error::from(io::ErrorKind::UnexpectedEof);
        let own = if self.is_between_frames { Ok(()) } else { Err(cut) };
        own.and(self.next.end())
    }

    fn room(&mut self) -> &mut Room {
        self.next.room()
    }
}

/// Looks at the first bytes of what should be the plain body. If they are gzip's, one more coding is
/// taken off: a body that was compressed twice, or a file such as `sitemap.xml.gz`.
struct Sniff {
    head: Vec<u8>,
    /// Waits here until the head is known.
    next: Option<Box<dyn Coding>>,
    rest: Option<Box<dyn Coding>>,
}

impl Sniff {
    fn decide(&mut self) -> io::Result<&mut Box<dyn Coding>> {
        if let Some(next) = self.next.take() {
            let is_gzip = self.head.starts_with(&GZIP_MAGIC);
            let rest = self.rest.insert(if is_gzip { Box::new(Gzip::new(next)) } else { next });
            rest.write_all(&self.head)?;
        }
        Ok(self.rest.as_mut().expect("decided above or before"))
    }
}

impl Write for Sniff {
    fn write(&mut self, input: &[u8]) -> io::Result<usize> {
        if self.rest.is_none() {
            self.head.extend_from_slice(input);
            if self.head.len() >= GZIP_MAGIC.len() {
                self.decide()?;
            }
            return Ok(input.len());
        }
        self.decide()?.write_all(input)?;
        Ok(input.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Coding for Sniff {
    fn end(&mut self) -> io::Result<()> {
        self.decide()?.end()
    }

    fn room(&mut self) -> &mut Room {
        match (&mut self.rest, &mut self.next) {
            (Some(rest), _) => rest.room(),
            (None, next) => next.as_mut().expect("waits here until the head is known").room(),
        }
    }
}
