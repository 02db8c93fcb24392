//! Is this password good enough, and is it the right one?

use std::sync::LazyLock;

use argon2::password_hash::{Output, ParamsString, PasswordHash, SaltString};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use tokio::sync::Semaphore;
use zxcvbn::{Score, zxcvbn};

use crate::mint::Mint;

/// Longest password that is looked at, in characters: hashing a novel would be a gift to an attacker.
pub(crate) const LONGEST: usize = 128;

/// Why a new password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weakness {
    /// Fewer characters than the rules ask for.
    TooShort,
    /// More than [`LONGEST`] characters.
    TooLong,
    /// It is the login, or contains it.
    HasLogin,
    /// It is the password that is to be replaced.
    Unchanged,
    /// Would be guessed soon (zxcvbn score below 3 of 4).
    Guessable,
}

/// What is wrong with a new password, if anything is. `least` is the number of characters asked for.
pub(crate) fn weakness(
    password: &str,
    before: Option<&str>,
    login: &str,
    name: &str,
    least: usize,
) -> Option<Weakness> {
    let length = password.chars().count();
    if length < least {
        Some(Weakness::TooShort)
    } else if length > LONGEST {
        Some(Weakness::TooLong)
    } else if password.to_lowercase().contains(&login.to_lowercase()) {
        Some(Weakness::HasLogin)
    } else if before == Some(password) {
        Some(Weakness::Unchanged)
    } else if zxcvbn(password, &[login, name]).score() < Score::Three {
        Some(Weakness::Guessable)
    } else {
        None
    }
}

/// Argon2id takes 19 MiB and some ten milliseconds: no more than this many at the same time.
static HASHING: Semaphore = Semaphore::const_new(2);

/// A hash nobody's password has: what an unknown login is compared with, so that it takes as long as a known one.
static DECOY: LazyLock<String> = LazyLock::new(|| phc("nobody", &[0x5a; 16]));

/// The PHC string of a password (Argon2id, 19 MiB, two passes, one lane).
pub(crate) async fn hash(mint: &Mint, password: &str) -> String {
    let salt = mint.bytes::<16>();
    let password = password.to_owned();
    aside(move || phc(&password, &salt)).await
}

/// Does the password fit? Takes as long when there is nothing to compare with.
pub(crate) async fn fits(password: &str, kept: Option<&str>) -> bool {
    let known = kept.is_some();
    let kept = kept.map_or_else(|| DECOY.clone(), str::to_owned);
    let password: String = password.chars().take(LONGEST + 1).collect();
    let same = aside(move || PasswordHash::new(&kept).is_ok_and(|kept| verifies(&password, &kept))).await;
    same && known
}

async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let _turn = HASHING.acquire().await.expect("the semaphore is never closed");
    tokio::task::spawn_blocking(work).await.expect("hashing does not panic and is not aborted")
}

fn phc(password: &str, salt: &[u8; 16]) -> String {
    let params = Params::default();
    let text = SaltString::encode_b64(salt).expect("sixteen bytes are a valid salt");
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).expect("the default parameters are valid"),
        salt: Some(text.as_salt()),
        hash: digest(password, salt, &params),
    };
    hash.to_string()
}

/// Compares in constant time.
fn verifies(password: &str, kept: &PasswordHash<'_>) -> bool {
    let (Ok(params), Some(salt)) = (Params::try_from(kept), kept.salt) else {
        return false;
    };
    let mut bytes = [0; 64];
    let Ok(salt) = salt.decode_b64(&mut bytes) else {
        return false;
    };
    kept.algorithm == Algorithm::Argon2id.ident()
        && kept.hash.is_some()
        && digest(password, salt, &params) == kept.hash
}

fn digest(password: &str, salt: &[u8], params: &Params) -> Option<Output> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    argon2.hash_password_into_with_memory(password.as_bytes(), salt, &mut out, blocks(params)).ok()?;
    Output::new(&out).ok()
}

/// Memory to hash in. More than 32 MiB are asked for, whatever is needed: so much is always mapped apart and given back
/// to the system at once (mallopt(3), M_MMAP_THRESHOLD), where 19 MiB might stay with the program for good. What is not
/// touched costs nothing.
fn blocks(params: &Params) -> Vec<Block> {
    const MAPPED_APART: usize = (33 << 20) / Block::SIZE;
    let mut blocks = Vec::with_capacity(params.block_count().max(MAPPED_APART));
    blocks.resize(params.block_count(), Block::new());
    blocks
}

#[cfg(test)]
mod tests {
    use argon2::Argon2;
    use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};

    use super::{Weakness, fits, hash, verifies, weakness};
    use crate::mint::Mint;

    #[tokio::test]
    async fn the_strings_are_those_of_the_library() {
        let ours = hash(&Mint::seeded(1), "quiet-meadow-17-kites").await;
        let read = PasswordHash::new(&ours).unwrap();
        assert!(Argon2::default().verify_password(b"quiet-meadow-17-kites", &read).is_ok());
        let salt = SaltString::encode_b64(&[7; 16]).unwrap();
        let theirs = Argon2::default().hash_password(b"quiet-meadow-17-kites", &salt).unwrap();
        assert!(verifies("quiet-meadow-17-kites", &theirs) && !verifies("quiet-meadow-17-kite", &theirs));
    }

    fn judged(password: &str) -> Option<Weakness> {
        weakness(password, Some("ancient-otters-4-lunch"), "wangfang", "王芳", 12)
    }

    #[test]
    fn a_long_unguessable_password_is_good() {
        assert_eq!(judged("kd7m-9qfx-uvr3-hh2p"), None);
        assert_eq!(judged("草原上的骏马跑得比风还要快呢"), None);
    }

    #[test]
    fn short_known_and_guessable_passwords_are_refused_with_the_reason() {
        assert_eq!(judged("7m-9qfx-uv"), Some(Weakness::TooShort));
        assert_eq!(judged(&"x7-q".repeat(40)), Some(Weakness::TooLong));
        assert_eq!(judged("WangFang-9qfx-uvr3"), Some(Weakness::HasLogin));
        assert_eq!(judged("ancient-otters-4-lunch"), Some(Weakness::Unchanged));
        assert_eq!(judged("password12345"), Some(Weakness::Guessable));
        assert_eq!(judged("aaaaaaaaaaaaaaaa"), Some(Weakness::Guessable));
    }

    #[tokio::test]
    async fn only_the_right_password_of_a_known_account_fits() {
        let kept = hash(&Mint::seeded(1), "kd7m-9qfx-uvr3").await;
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(fits("kd7m-9qfx-uvr3", Some(&kept)).await);
        assert!(!fits("kd7m-9qfx-uvr4", Some(&kept)).await);
        assert!(!fits("nobody", None).await, "the decoy's own password opens nothing");
    }
}
