//! Is this password good enough, and is it the right one?

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
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
    let same = aside(move || {
        PasswordHash::new(&kept)
            .is_ok_and(|kept| Argon2::default().verify_password(password.as_bytes(), &kept).is_ok())
    })
    .await;
    same && known
}

async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let _turn = HASHING.acquire().await.expect("the semaphore is never closed");
    tokio::task::spawn_blocking(work).await.expect("hashing does not panic and is not aborted")
}

fn phc(password: &str, salt: &[u8; 16]) -> String {
    let salt = SaltString::encode_b64(salt).expect("sixteen bytes are a valid salt");
    Argon2::default()
        .hash_password(password.as_bytes(), &salt)
        .expect("the default parameters are valid")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::{Weakness, fits, hash, weakness};
    use crate::mint::Mint;

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
