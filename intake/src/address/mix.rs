//! How are keys that we make ourselves spread over a table?

/// A hasher of one multiplication a word. The keys are characters and features of our own making: nobody gains by
/// choosing them badly.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mix(u64);

impl Mix {
    /// Takes in one more word.
    pub(super) fn add(self, word: u64) -> Mix {
        let mixed = (self.0.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Mix(mixed ^ mixed >> 32)
    }

    /// What came of all of them.
    pub(super) fn value(self) -> u64 {
        self.0
    }
}

impl std::hash::Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            *self = self.add(byte.into());
        }
    }

    fn write_u32(&mut self, word: u32) {
        *self = self.add(word.into());
    }

    fn write_u64(&mut self, word: u64) {
        *self = self.add(word);
    }
}
