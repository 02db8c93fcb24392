//! How is a secret recognised without being kept?

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// SHA-256 of a token, hexadecimal: what is stored and looked up instead of the token itself.
pub fn fingerprint(token: &str) -> String {
    hexadecimal(&Sha256::digest(token.as_bytes()))
}

/// Two signs for each byte, small.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).expect("half a byte is a hexadecimal digit");
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Are two secrets the same? Takes the same time wherever they differ.
pub fn same(one: &str, other: &str) -> bool {
    fingerprint(one).as_bytes().ct_eq(fingerprint(other).as_bytes()).into()
}
