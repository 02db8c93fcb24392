//! How is a feature found again, the same on every machine and in every run?

use std::hash::{BuildHasherDefault, Hasher};

/// Tables whose keys are hashes already.
pub(super) type Keyed = BuildHasherDefault<Already>;

/// Takes a key of eight bytes as it is, with its bits spread.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Already(u64);

impl Hasher for Already {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(self.0 ^ u64::from(byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        let spread = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = spread ^ spread >> 32;
    }

    fn write_u32(&mut self, key: u32) {
        self.write_u64(u64::from(key));
    }
}

/// The key of a word (FNV-1a).
pub(super) fn word(word: &str) -> u64 {
    word.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |key, byte| (key ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The key of a pair of characters: below all that words have.
pub(super) fn pair(one: char, other: char) -> u64 {
    u64::from(one as u32) << 21 | u64::from(other as u32)
}
