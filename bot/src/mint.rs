//! Where do ids, codes and tokens come from?

use std::sync::Mutex;

use jiff::Timestamp;
use jiff::civil::Date;
use rand::rngs::StdRng;
use rand::{Rng, RngExt, SeedableRng};
use storage::OrderNo;
use uuid::Uuid;

/// Characters of a 查询码: none that are mistaken for another when read out.
const CODE_ALPHABET: &[u8] = b"23456789ACDEFHJKMNPQRTUVWXY";

/// Could these signs be a 查询码, however they are typed?
pub fn may_be_query_code(signs: &str) -> bool {
    signs.bytes().all(|sign| CODE_ALPHABET.contains(&sign.to_ascii_uppercase()))
}

/// Makes everything that must not be guessed. Seeded in tests, from the operating system otherwise.
#[derive(Debug)]
pub struct Mint(Mutex<StdRng>);

impl Mint {
    /// From the operating system's randomness.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the operating system for randomness"
    )]
    pub fn from_system() -> Self {
        Self(Mutex::new(StdRng::from_rng(&mut rand::rng())))
    }

    /// The same values for the same seed: for tests.
    pub fn seeded(seed: u64) -> Self {
        Self(Mutex::new(StdRng::seed_from_u64(seed)))
    }

    /// A UUIDv7 of this time.
    pub fn id(&self, now: Timestamp) -> Uuid {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid()
    }

    /// A new order number for a local date.
    pub fn order_no(&self, date: Date) -> OrderNo {
        OrderNo::new(date, self.bytes())
    }

    /// A 查询码 of six characters.
    pub fn query_code(&self) -> String {
        let mut rng = self.0.lock().expect("no thread panics while it draws");
        (0..6).map(|_| char::from(CODE_ALPHABET[rng.random_range(0..CODE_ALPHABET.len())])).collect()
    }

    /// Eight digits, to be read out on the phone and typed on any keyboard.
    pub fn digits(&self) -> String {
        self.so_many_digits(8)
    }

    /// Twelve digits, for a code that is good for days: it is passed on in writing, so it may be long.
    pub fn long_digits(&self) -> String {
        self.so_many_digits(12)
    }

    /// A token of 128 bits, hexadecimal: short enough for a link in a QR code.
    pub fn short_token(&self) -> String {
        crate::secret::hexadecimal(&self.bytes::<16>())
    }

    /// A token of 256 bits, hexadecimal.
    pub fn token(&self) -> String {
        crate::secret::hexadecimal(&self.bytes::<32>())
    }

    /// A password that can be typed: four groups of four characters.
    pub fn password(&self) -> String {
        let mut rng = self.0.lock().expect("no thread panics while it draws");
        let mut group = || -> String {
            (0..4)
                .map(|_| {
                    char::from(CODE_ALPHABET[rng.random_range(0..CODE_ALPHABET.len())]).to_ascii_lowercase()
                })
                .collect()
        };
        [group(), group(), group(), group()].join("-")
    }

    fn so_many_digits(&self, many: usize) -> String {
        let mut rng = self.0.lock().expect("no thread panics while it draws");
        (0..many).map(|_| char::from(b'0' + rng.random_range(0..10))).collect()
    }

    /// Random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().expect("no thread panics while it draws").fill_bytes(&mut bytes);
        bytes
    }
}
