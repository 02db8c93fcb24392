//! How is a stream sealed so that no part of it can be changed, moved or left out?

use std::io::{self, Read, Write};

use chacha20poly1305::KeyInit;
use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::Payload;
use chacha20poly1305::aead::stream::{DecryptorBE32, EncryptorBE32};
use storage::Sealer;

use super::{Fault, Header};

/// Sealed at once.
const CHUNK: usize = 64 * 1024;
/// What sealing adds.
const TAG: usize = 16;
/// What a key is derived for.
const PURPOSE: &str = "backup";
/// The nonce of a chunk is its number and whether it is the last, behind so many bytes. They may be the same in every
/// file: each has a key of its own.
const NONCE: [u8; 19] = *b"jiesu backup chunks";

fn cipher(header: &Header, sealer: &Sealer) -> Result<XChaCha20Poly1305, Fault> {
    let key = sealer.derived(&header.key, PURPOSE, header.salt.as_bytes());
    let key = key.ok_or_else(|| Fault::OtherKey(header.key.clone()))?;
    Ok(XChaCha20Poly1305::new(key.as_slice().into()))
}

/// Seals what is written.
pub(super) struct Sealing<W: Write> {
    to: W,
    stream: EncryptorBE32<XChaCha20Poly1305>,
    /// Bound to every chunk.
    with: Vec<u8>,
    waiting: Vec<u8>,
}

impl<W: Write> Sealing<W> {
    pub(super) fn new(to: W, header: &Header, sealer: &Sealer) -> Result<Self, Fault> {
        let stream = EncryptorBE32::from_aead(cipher(header, sealer)?, NONCE.as_slice().into());
        Ok(Self { to, stream, with: header.write().into_bytes(), waiting: Vec::with_capacity(CHUNK) })
    }

    /// Seals the last chunk, marked as the last.
    pub(super) fn finish(mut self) -> io::Result<W> {
        let last = Payload { msg: &self.waiting, aad: &self.with };
        let sealed = self.stream.encrypt_last(last).map_err(|_| too_long())?;
        self.to.write_all(&sealed)?;
        Ok(self.to)
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full chunk waits for more to come: if nothing does, it is the last.
        if self.waiting.len() == CHUNK {
            let chunk = Payload { msg: &self.waiting, aad: &self.with };
            let sealed = self.stream.encrypt_next(chunk).map_err(|_| too_long())?;
            self.to.write_all(&sealed)?;
            self.waiting.clear();
        }
        let taken = bytes.len().min(CHUNK - self.waiting.len());
        self.waiting.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens what is read. A chunk that does not open is an error of kind `InvalidData`.
pub(super) struct Opening<R: Read> {
    from: R,
    /// Gone once the last chunk is open.
    stream: Option<DecryptorBE32<XChaCha20Poly1305>>,
    with: Vec<u8>,
    /// The next chunk, sealed: whether it is the last is known when nothing follows it.
    next: Vec<u8>,
    open: Vec<u8>,
    at: usize,
}

impl<R: Read> Opening<R> {
    pub(super) fn new(mut from: R, header: &Header, with: Vec<u8>, sealer: &Sealer) -> Result<Self, Fault> {
        let stream = DecryptorBE32::from_aead(cipher(header, sealer)?, NONCE.as_slice().into());
        let next = chunk(&mut from).map_err(|why| Fault::Damaged(why.to_string()))?;
        Ok(Self { from, stream: Some(stream), with, next, open: Vec::new(), at: 0 })
    }

    fn open_next(&mut self) -> io::Result<()> {
        let Some(mut stream) = self.stream.take() else { return Ok(()) };
        let following = chunk(&mut self.from)?;
        let sealed = std::mem::replace(&mut self.next, following);
        let payload = Payload { msg: sealed.as_slice(), aad: self.with.as_slice() };
        let opened = if self.next.is_empty() {
            stream.decrypt_last(payload)
        } else {
            let opened = stream.decrypt_next(payload);
            self.stream = Some(stream);
            opened
        };
        let damaged = |_| io::Error::new(io::ErrorKind::InvalidData, "a chunk does not open");
        (self.open, self.at) = (opened.map_err(damaged)?, 0);
        Ok(())
    }
}

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        while self.at == self.open.len() && self.stream.is_some() {
            self.open_next()?;
        }
        let rest = &self.open[self.at..];
        let taken = bytes.len().min(rest.len());
        bytes[..taken].copy_from_slice(&rest[..taken]);
        self.at += taken;
        Ok(taken)
    }
}

/// The next sealed chunk: shorter only at the end, empty behind it.
fn chunk(from: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut chunk = Vec::with_capacity(CHUNK + TAG);
    io::Read::take(from, (CHUNK + TAG) as u64).read_to_end(&mut chunk)?;
    Ok(chunk)
}

fn too_long() -> io::Error {
    io::Error::other("a backup has at most four thousand million chunks")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mint::Mint;

    fn sealer() -> Sealer {
        Sealer::from_bytes(&[7; 32])
    }

    fn header() -> Header {
        Header::new(sealer().key_id(), jiff::Timestamp::UNIX_EPOCH, &Mint::seeded(1))
    }

    fn sealed(bytes: &[u8]) -> Vec<u8> {
        let mut sealing = Sealing::new(Vec::new(), &header(), &sealer()).unwrap();
        sealing.write_all(bytes).unwrap();
        sealing.finish().unwrap()
    }

    fn opened(sealed: &[u8], header: &Header) -> io::Result<Vec<u8>> {
        let with = header.write().into_bytes();
        let mut opening = Opening::new(sealed, header, with, &sealer()).unwrap();
        let mut bytes = Vec::new();
        opening.read_to_end(&mut bytes).map(|_| bytes)
    }

    #[test]
    fn streams_of_every_length_around_a_chunk_come_back() {
        for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7] {
            let bytes: Vec<u8> = (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect();
            assert_eq!(opened(&sealed(&bytes), &header()).unwrap(), bytes, "{length}");
        }
    }

    #[test]
    fn a_stream_that_was_cut_turned_round_or_given_another_header_does_not_open() {
        let whole = sealed(&vec![5; 3 * CHUNK]);
        let one = CHUNK + TAG;
        let cut = [&whole[..2 * one], &whole[..whole.len() - 1], &whole[..one / 2], &[]];
        assert!(cut.iter().all(|cut| opened(cut, &header()).is_err()));
        let turned = [&whole[one..2 * one], &whole[..one], &whole[2 * one..]].concat();
        assert!(opened(&turned, &header()).is_err());
        let longer = [whole.as_slice(), &whole[..one]].concat();
        assert!(opened(&longer, &header()).is_err());
        let later = Header { made_at: jiff::Timestamp::MAX, ..header() };
        assert!(opened(&whole, &later).is_err());
        for at in [0, one - 1, one, whole.len() - 1] {
            let mut altered = whole.clone();
            altered[at] ^= 1;
            assert!(opened(&altered, &header()).is_err(), "{at}");
        }
    }

    #[test]
    fn another_key_is_named() {
        let other = Sealer::from_bytes(&[8; 32]);
        let with = header().write().into_bytes();
        let Err(Fault::OtherKey(id)) = Opening::new(io::empty(), &header(), with, &other) else {
            panic!("another key fits")
        };
        assert_eq!(id, sealer().key_id());
    }
}
