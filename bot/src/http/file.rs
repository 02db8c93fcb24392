//! What kind of file has arrived, and what must not be kept of it?
//!
//! What a file is says its beginning, not its name or the sender's word for it: only kinds on the list are kept, so
//! that nothing a browser would run (HTML, SVG, scripts) ever comes back from here. Where a photo was taken and with
//! which camera is cut out; a citizen shares a place only by sharing it.

use super::metadata;
use crate::desk::ArrivedFile;

/// More pixels than any camera's: only a decompression bomb has them.
const MOST_PIXELS: u64 = 200_000_000;

/// A file that is not kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotKept {
    /// Not of a kind on the list, or not whole.
    Kind,
    /// An image that would fill the memory of whoever opens it.
    TooManyPixels,
}

/// Looks into a file and takes out what it should not tell.
pub fn inspect(bytes: Vec<u8>) -> Result<ArrivedFile, NotKept> {
    let kind = Kind::of(&bytes).ok_or(NotKept::Kind)?;
    let bytes = match kind {
        Kind::Jpeg => metadata::without_in_jpeg(&bytes).ok_or(NotKept::Kind)?,
        Kind::Png => metadata::without_in_png(&bytes).ok_or(NotKept::Kind)?,
        Kind::Webp => metadata::without_in_webp(&bytes).ok_or(NotKept::Kind)?,
        Kind::Other(_) => bytes,
    };
    match kind.pixels(&bytes) {
        Some(pixels) if pixels > MOST_PIXELS => Err(NotKept::TooManyPixels),
        Some(_) | None => Ok(ArrivedFile { media_type: kind.media_type().to_owned(), bytes }),
    }
}

/// May a browser show it in place? Everything else is only handed out to be saved.
pub fn is_shown(media_type: &str) -> bool {
    matches!(media_type, "image/jpeg" | "image/png" | "image/gif" | "image/webp")
}

/// May a browser play it in place?
pub fn is_played(media_type: &str) -> bool {
    media_type.starts_with("audio/")
}

#[derive(Clone, Copy)]
enum Kind {
    Jpeg,
    Png,
    Webp,
    Other(&'static str),
}

impl Kind {
    fn of(bytes: &[u8]) -> Option<Self> {
        let tag = |at: usize, text: &[u8]| bytes.get(at..at + text.len()) == Some(text);
        let brand = if tag(4, b"ftyp") { bytes.get(8..12) } else { None };
        Some(match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Self::Jpeg,
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Self::Png,
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Other("image/gif"),
            [b'R', b'I', b'F', b'F', ..] if tag(8, b"WEBP") => Self::Webp,
            [b'R', b'I', b'F', b'F', ..] if tag(8, b"WAVE") => Self::Other("audio/wav"),
            [b'I', b'D', b'3', ..] | [0xFF, 0xFB | 0xF3 | 0xF2, ..] => Self::Other("audio/mpeg"),
            [0xFF, 0xF1 | 0xF9, ..] => Self::Other("audio/aac"),
            [b'O', b'g', b'g', b'S', ..] => Self::Other("audio/ogg"),
            [b'#', b'!', b'A', b'M', b'R', ..] => Self::Other("audio/amr"),
            [0x1A, 0x45, 0xDF, 0xA3, ..] => Self::Other("audio/webm"),
            [b'%', b'P', b'D', b'F', b'-', ..] => Self::Other("application/pdf"),
            _ => match brand? {
                b"heic" | b"heix" | b"mif1" | b"msf1" => Self::Other("image/heic"),
                b"M4A " => Self::Other("audio/mp4"),
                b"isom" | b"iso2" | b"mp41" | b"mp42" | b"avc1" | b"qt  " | b"3gp4" | b"3gp5" => {
                    Self::Other("video/mp4")
                }
                _ => return None,
            },
        })
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Other(media_type) => media_type,
        }
    }

    /// Width times height, where the beginning of the file says so.
    fn pixels(self, bytes: &[u8]) -> Option<u64> {
        let big = |at: usize| {
            bytes
                .get(at..at + 4)
                .map(|four| u64::from(u32::from_be_bytes(four.try_into().unwrap_or_default())))
        };
        match self {
            Self::Jpeg => {
                metadata::jpeg_size(bytes).map(|(width, height)| u64::from(width) * u64::from(height))
            }
            // IHDR is always the first chunk.
            Self::Png => big(16)?.checked_mul(big(20)?),
            // At most 65,535 (GIF) or 16,384 (WebP) on a side, and browsers bound these themselves.
            Self::Webp | Self::Other(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_would_run_is_not_kept() {
        for bytes in [&b"<html><script>"[..], b"<svg xmlns=", b"#!/bin/sh", b"MZ\x90", b"PK\x03\x04", b""] {
            assert_eq!(inspect(bytes.to_vec()).err(), Some(NotKept::Kind));
        }
    }

    #[test]
    fn a_picture_of_a_billion_pixels_is_not_kept() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend(60_000_u32.to_be_bytes());
        png.extend(60_000_u32.to_be_bytes());
        png.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
        png.extend(b"\0\0\0\0IEND\0\0\0\0");
        assert_eq!(inspect(png).err(), Some(NotKept::TooManyPixels));
    }

    #[test]
    fn the_kind_is_what_the_bytes_say() {
        let gif = inspect(b"GIF89a\x01\0\x01\0".to_vec()).map(|file| file.media_type);
        assert_eq!(gif, Ok("image/gif".to_owned()));
        assert_eq!(inspect(b"#!AMR\n".to_vec()).map(|file| file.media_type), Ok("audio/amr".to_owned()));
    }
}
