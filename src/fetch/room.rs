//! Holds a body while it arrives, and stops it at its limits.
//!
//! A large body lies in segments until it is whole. One growing buffer would be copied from allocation to allocation,
//! and what allocators keep of such buffers for later is more than all bodies together may hold.

use std::io::{self, Write};

use super::budget::{Crowded, Share};

/// Small bodies fit into one segment, which is the body then.
const SEGMENT_BYTES: usize = 256 * 1024;

/// The limits that a body can meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// Its own.
    TooLong,
    /// That of all bodies together.
    Crowded(Crowded),
}

/// The end of a chain of decoders.
pub(super) struct Room {
    /// All but the last are full.
    segments: Vec<Vec<u8>>,
    bytes: usize,
    bytes_max: usize,
    /// `None` after the end; some decoders write once more when they are dropped.
    share: Option<Share>,
    stop: Option<Stop>,
}

impl Room {
    pub(super) fn new(bytes_max: usize, share: Share) -> Self {
        Self { segments: Vec::new(), bytes: 0, bytes_max, share: Some(share), stop: None }
    }

    /// Returns which limit stopped the body; `None` if none did.
    pub(super) fn stopped_by(&self) -> Option<Stop> {
        self.stop
    }

    /// The body's part of what all bodies hold.
    pub(super) fn share(&self) -> &Share {
        self.share.as_ref().expect("is there until the end")
    }

    /// Hands over the body, in one piece; nothing is taken in any more.
    pub(super) fn take(&mut self) -> (Vec<u8>, Share) {
        let share = self.share.take().expect("is there until the end");
        let mut segments = std::mem::take(&mut self.segments).into_iter();
        if segments.len() <= 1 {
            return (segments.next().unwrap_or_default(), share);
        }
        let mut body = Vec::with_capacity(self.bytes);
        // Each segment goes as soon as it is copied.
        segments.for_each(|segment| body.extend_from_slice(&segment));
        (body, share)
    }

    /// Stops the body because a coding on its way here made too much of it.
    pub(super) fn too_long(&mut self) -> io::Error {
        self.refuse(Stop::TooLong)
    }

    fn refuse(&mut self, stop: Stop) -> io::Error {
        self.stop = Some(stop);
        io::Error::other("the body meets a limit")
    }

    /// Adds what fits into the segment, and tells the share when one is full.
    fn add(&mut self, mut piece: &[u8]) -> Result<(), Crowded> {
        while !piece.is_empty() {
            let is_full = self.segments.last().is_none_or(|segment| segment.len() == SEGMENT_BYTES);
            if is_full {
                // The first grows as it needs: most bodies are much smaller.
                let capacity = if self.segments.is_empty() { 0 } else { SEGMENT_BYTES };
                self.segments.push(Vec::with_capacity(capacity));
                self.share.as_mut().expect("asked before").grow(self.bytes)?;
            }
            let segment = self.segments.last_mut().expect("made above or before");
            let (now, later) = piece.split_at(piece.len().min(SEGMENT_BYTES - segment.len()));
            segment.extend_from_slice(now);
            self.bytes += now.len();
            piece = later;
        }
        Ok(())
    }
}

impl Write for Room {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if self.share.is_none() {
            return Err(io::Error::other("the body has ended"));
        }
        let free = self.bytes_max - self.bytes;
        self.add(&piece[..piece.len().min(free)]).map_err(|crowded| self.refuse(Stop::Crowded(crowded)))?;
        if piece.len() > free {
            return Err(self.refuse(Stop::TooLong));
        }
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
