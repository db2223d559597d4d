//! Bodies that are small on the wire and a gibibyte after decoding, made without having that much.

use std::io::Write;

use flate2::write::GzEncoder;
use flate2::{Compress, Compression, FlushCompress};

const MIB: usize = 1 << 20;

pub fn gzip(body: impl AsRef<[u8]>) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body.as_ref()).expect("memory is writable");
    encoder.finish().expect("memory is writable")
}

/// One member: a mebibyte of zeros, flushed so that it stands for itself, a thousand times.
pub fn gzip_bomb() -> Vec<u8> {
    let mut block = Vec::with_capacity(MIB);
    let mut deflate = Compress::new(Compression::best(), false);
    deflate.compress_vec(&vec![0; MIB], &mut block, FlushCompress::Full).expect("has room");
    let header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    [header.as_slice(), &block.repeat(1024)].concat()
}

/// Many frames, each sixteen mebibytes.
pub fn zstd_bomb() -> Vec<u8> {
    zstd::encode_all(vec![0; 16 * MIB].as_slice(), 3).expect("memory is writable").repeat(64)
}

/// A frame that asks for a window of two gibibytes: magic number, no content size, window, one repeated byte.
pub fn zstd_window() -> Vec<u8> {
    let header = [0x28, 0xb5, 0x2f, 0xfd, 0x00, (31 - 10) << 3];
    let block = (((MIB as u32) / 8) << 3 | 0b011).to_le_bytes();
    [header.as_slice(), &block[..3], b"x"].concat()
}

/// A gibibyte of zeros, by a compressor that is not ours.
pub fn brotli_bomb() -> Vec<u8> {
    include_bytes!("zeros-1gib.br").to_vec()
}
