//! How does nobody read a citizen's words who only has the database?

use std::cell::RefCell;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chacha20poly1305::aead::rand_core::RngCore;
use chacha20poly1305::aead::{Aead, AeadInPlace, KeyInit, OsRng, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

/// How an envelope begins: the version of its form and the algorithm, so that another algorithm (SM4-GCM, where a
/// site must use 商用密码) can be told apart from this one row by row.
const FORM: &str = "v1:xchacha20poly1305";
/// A nonce in base64, and the tag behind what is sealed.
const NONCE_TEXT: usize = 32;
const TAG: usize = 16;

/// Seals what is personal before it is stored, and opens it again.
///
/// An envelope is `v1:xchacha20poly1305:<key id>:<nonce, base64url>:<ciphertext, bytes>`. Its associated data is the
/// table and the row's key: a sealed value that is moved to another row does not open. Nonces are 192 random bits
/// from the operating system (the only randomness in this crate), so that they need no counter.
///
/// There may be several keys: the first one seals and indexes, the others only open and find what is older.
#[derive(Clone)]
pub struct Sealer {
    keys: Arc<[Key]>,
}

struct Key {
    id: String,
    seals: XChaCha20Poly1305,
    /// Has taken the key in: what is indexed begins from a copy.
    indexes: Hmac<Sha256>,
    /// What further keys follow from.
    derives: Hmac<Sha256>,
}

/// A key or an envelope cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The key file cannot be read.
    #[error("the key file cannot be read: {0}")]
    Unreadable(#[from] std::io::Error),
    /// A line of the key file is not 32 bytes in base64.
    #[error("line {0} of the key file is not 32 bytes in base64")]
    NotAKey(usize),
    /// The key file has no key.
    #[error("the key file holds no key")]
    NoKey,
    /// The value is not an envelope of a form this program knows.
    #[error("not an envelope this program knows")]
    NotAnEnvelope,
    /// It was sealed with a key that is not here.
    #[error("sealed with key {0}, which is not in the key file")]
    UnknownKey(String),
    /// It was changed, or moved from another row.
    #[error("the envelope was changed or belongs to another row")]
    Forged,
}

impl Sealer {
    /// A new key as the text of a key file: 32 random bytes in base64 and a line break.
    pub fn generate() -> String {
        let key: Zeroizing<[u8; 32]> = Zeroizing::new(XChaCha20Poly1305::generate_key(&mut OsRng).into());
        let mut text = STANDARD.encode(key.as_slice());
        text.push('\n');
        text
    }

    /// Reads a key file: one key a line, the one that seals first; empty lines and lines with `#` are passed over.
    pub fn from_key_file(path: &Path) -> Result<Self, SealError> {
        Self::from_text(&Zeroizing::new(std::fs::read_to_string(path)?))
    }

    /// Takes the text of a key file, as [`Sealer::generate`] writes it.
    pub fn from_text(text: &str) -> Result<Self, SealError> {
        let mut keys = Vec::new();
        for (line, text) in text.lines().enumerate() {
            let text = text.trim();
            if text.is_empty() || text.starts_with('#') {
                continue;
            }
            let bytes = Zeroizing::new(STANDARD.decode(text).map_err(|_| SealError::NotAKey(line + 1))?);
            let bytes: &[u8; 32] = bytes.as_slice().try_into().map_err(|_| SealError::NotAKey(line + 1))?;
            keys.push(Key::derive(bytes));
        }
        if keys.is_empty() {
            return Err(SealError::NoKey);
        }
        Ok(Self { keys: keys.into() })
    }

    /// Takes a single key.
    pub fn from_bytes(key: &[u8; 32]) -> Self {
        Self { keys: Arc::new([Key::derive(key)]) }
    }

    /// The id of the key that seals: a digest, safe to show.
    pub fn key_id(&self) -> &str {
        &self.keys[0].id
    }

    /// A key for something beside the database, such as a backup: it follows from the key of that id, the purpose and
    /// the salt. `None`: the key is not here.
    pub fn derived(&self, key_id: &str, purpose: &str, salt: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
        let key = self.keys.iter().find(|key| key.id == key_id)?;
        Some(digest(key.derives.clone(), &[purpose.as_bytes(), salt]))
    }

    /// Seals a value for one row.
    pub fn seal(&self, table: &str, key: &[&str], plain: &[u8]) -> Vec<u8> {
        let with = &self.keys[0];
        let nonce = nonce();
        let mut envelope =
            Vec::with_capacity(FORM.len() + with.id.len() + NONCE_TEXT + 3 + plain.len() + TAG);
        for part in [FORM, ":", &with.id, ":"] {
            envelope.extend_from_slice(part.as_bytes());
        }
        let mut text = [0; NONCE_TEXT];
        URL_SAFE_NO_PAD.encode_slice(nonce, &mut text).expect("24 bytes are 32 signs");
        envelope.extend_from_slice(&text);
        envelope.push(b':');
        let begin = envelope.len();
        envelope.extend_from_slice(plain);
        let tag = with
            .seals
            .encrypt_in_place_detached(&nonce, &place(table, key), &mut envelope[begin..])
            .expect("a message shorter than 256 GiB can be sealed");
        envelope.extend_from_slice(&tag);
        envelope
    }

    /// Opens a value of one row.
    pub fn open(&self, table: &str, key: &[&str], envelope: &[u8]) -> Result<Vec<u8>, SealError> {
        let rest = envelope
            .strip_prefix(FORM.as_bytes())
            .and_then(|rest| rest.strip_prefix(b":"))
            .ok_or(SealError::NotAnEnvelope)?;
        let (id, rest) = field(rest)?;
        let (nonce, sealed) = field(rest)?;
        let nonce = URL_SAFE_NO_PAD.decode(nonce).map_err(|_| SealError::NotAnEnvelope)?;
        if nonce.len() != 24 {
            return Err(SealError::NotAnEnvelope);
        }
        let with =
            self.keys.iter().find(|key| key.id == id).ok_or_else(|| SealError::UnknownKey(id.to_owned()))?;
        with.seals
            .decrypt(XNonce::from_slice(&nonce), Payload { msg: sealed, aad: &place(table, key) })
            .map_err(|_| SealError::Forged)
    }

    /// The blind index of a value: equal values of one domain have equal indexes, and nothing else is learnt
    /// without the key. Hexadecimal, 32 characters.
    pub fn index(&self, domain: &str, value: &str) -> String {
        self.keys[0].index(domain, value)
    }

    /// The indexes under which a value may be found: that of the key that seals, then those of the older keys.
    pub fn indexes(&self, domain: &str, value: &str) -> Vec<String> {
        self.keys.iter().map(|key| key.index(domain, value)).collect()
    }
}

/// Shows the ids of the keys, never the keys.
impl fmt::Debug for Sealer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.keys.iter().map(|key| &key.id)).finish()
    }
}

impl Key {
    /// One key of the file gives four: its public id, one that seals, one that indexes, one that gives others.
    fn derive(key: &[u8; 32]) -> Self {
        let mac = keyed(key);
        Self {
            id: hexadecimal(&digest(mac.clone(), &[b"id"])[..4]),
            seals: XChaCha20Poly1305::new(digest(mac.clone(), &[b"seal"]).as_slice().into()),
            indexes: keyed(&digest(mac.clone(), &[b"index"])),
            derives: keyed(&digest(mac, &[b"derive"])),
        }
    }

    fn index(&self, domain: &str, value: &str) -> String {
        hexadecimal(&digest(self.indexes.clone(), &[domain.as_bytes(), value.as_bytes()])[..16])
    }
}

/// A nonce of 192 bits. The operating system is asked for many at once; each is handed out once.
fn nonce() -> XNonce {
    const LENGTH: usize = 24;
    const MANY: usize = 32;
    thread_local! {
        static DRAWN: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }
    DRAWN.with_borrow_mut(|drawn| {
        if drawn.is_empty() {
            drawn.resize(MANY * LENGTH, 0);
            OsRng.fill_bytes(drawn);
        }
        let rest = drawn.len() - LENGTH;
        let nonce = *XNonce::from_slice(&drawn[rest..]);
        drawn.truncate(rest);
        nonce
    })
}

fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length")
}

/// HMAC-SHA256 over parts, each led by its length so that no two lists of parts read alike.
fn digest(mut mac: Hmac<Sha256>, parts: &[&[u8]]) -> Zeroizing<[u8; 32]> {
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    Zeroizing::new(mac.finalize().into_bytes().into())
}

/// The associated data: where the value belongs.
fn place(table: &str, key: &[&str]) -> Vec<u8> {
    let mut place = Vec::new();
    for part in std::iter::once(&table).chain(key) {
        place.extend_from_slice(&(part.len() as u64).to_be_bytes());
        place.extend_from_slice(part.as_bytes());
    }
    place
}

fn field(bytes: &[u8]) -> Result<(&str, &[u8]), SealError> {
    let end = bytes.iter().position(|byte| *byte == b':').ok_or(SealError::NotAnEnvelope)?;
    let text = std::str::from_utf8(&bytes[..end]).map_err(|_| SealError::NotAnEnvelope)?;
    Ok((text, &bytes[end + 1..]))
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).expect("half a byte is a hexadecimal digit");
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealer(byte: u8) -> Sealer {
        Sealer::from_bytes(&[byte; 32])
    }

    #[test]
    fn a_sealed_value_opens_in_its_own_row_only() {
        let sealer = sealer(1);
        let envelope = sealer.seal("paper", &["wuchuan", "7"], "路灯不亮".as_bytes());
        assert_eq!(sealer.open("paper", &["wuchuan", "7"], &envelope).unwrap(), "路灯不亮".as_bytes());
        for (table, key) in
            [("paper", ["wuchuan", "8"]), ("paper", ["wuchuan7", ""]), ("endpoint", ["wuchuan", "7"])]
        {
            assert!(matches!(sealer.open(table, &key, &envelope), Err(SealError::Forged)));
        }
    }

    #[test]
    fn a_changed_byte_is_noticed_wherever_it_is() {
        let sealer = sealer(1);
        let envelope = sealer.seal("paper", &["7"], b"words");
        for at in 0..envelope.len() {
            let mut changed = envelope.clone();
            changed[at] ^= 1;
            assert!(sealer.open("paper", &["7"], &changed).is_err(), "byte {at}");
        }
        for length in 0..envelope.len() {
            assert!(sealer.open("paper", &["7"], &envelope[..length]).is_err(), "length {length}");
        }
    }

    #[test]
    fn an_envelope_names_its_form_and_key_and_never_repeats() {
        let sealer = sealer(1);
        let envelope = sealer.seal("paper", &["7"], b"words");
        assert!(envelope.starts_with(format!("v1:xchacha20poly1305:{}:", sealer.key_id()).as_bytes()));
        assert_ne!(envelope, sealer.seal("paper", &["7"], b"words"));
    }

    #[test]
    fn after_a_rotation_what_is_old_still_opens_and_is_found() {
        let (old, new) = (Sealer::generate(), Sealer::generate());
        let before = Sealer::from_text(&old).unwrap();
        let after = Sealer::from_text(&format!("# the new key\n{new}\n# the old key\n{old}")).unwrap();
        let without = Sealer::from_text(&new).unwrap();
        let envelope = before.seal("paper", &["7"], b"words");
        assert_eq!(after.open("paper", &["7"], &envelope).unwrap(), b"words");
        assert!(matches!(without.open("paper", &["7"], &envelope), Err(SealError::UnknownKey(_))));
        assert!(after.indexes("phone", "13800000000").contains(&before.index("phone", "13800000000")));
        assert_eq!(after.index("phone", "13800000000"), without.index("phone", "13800000000"));
    }

    #[test]
    fn an_index_depends_on_key_domain_and_value() {
        let index = sealer(1).index("phone", "13800000000");
        assert_eq!(index, sealer(1).index("phone", "13800000000"));
        assert_ne!(index, sealer(2).index("phone", "13800000000"));
        assert_ne!(index, sealer(1).index("address", "13800000000"));
        assert_ne!(index, sealer(1).index("phone", "13800000001"));
        assert_ne!(sealer(1).index("ab", "c"), sealer(1).index("a", "bc"));
    }

    #[test]
    fn a_derived_key_depends_on_key_purpose_and_salt() {
        let (one, other) = (sealer(1), sealer(2));
        let derived =
            |sealer: &Sealer, purpose, salt| *sealer.derived(sealer.key_id(), purpose, salt).unwrap();
        let key = derived(&one, "backup", b"salt");
        assert_eq!(key, derived(&one, "backup", b"salt"));
        for different in [
            derived(&one, "backup", b"tlas"),
            derived(&one, "other", b"salt"),
            derived(&other, "backup", b"salt"),
        ] {
            assert_ne!(key, different);
        }
        assert!(one.derived(other.key_id(), "backup", b"salt").is_none());
    }

    #[test]
    fn keys_are_never_shown() {
        let text = Sealer::generate();
        let shown = format!("{:?}", Sealer::from_text(&text).unwrap());
        assert!(!shown.contains(text.trim()));
        assert!(shown.len() < 16, "{shown}");
    }

    #[test]
    fn a_bad_key_file_says_which_line() {
        assert!(matches!(Sealer::from_text("# nothing\n"), Err(SealError::NoKey)));
        assert!(matches!(Sealer::from_text("# a key\nshort\n"), Err(SealError::NotAKey(2))));
        assert!(matches!(Sealer::from_key_file(Path::new("/nowhere/key")), Err(SealError::Unreadable(_))));
    }
}
