//! How is a secret recognised without being kept?

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// SHA-256 of a token, hexadecimal: what is stored and looked up instead of the token itself.
pub fn fingerprint(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Are two secrets the same? Takes the same time wherever they differ.
pub fn same(one: &str, other: &str) -> bool {
    fingerprint(one).as_bytes().ct_eq(fingerprint(other).as_bytes()).into()
}
