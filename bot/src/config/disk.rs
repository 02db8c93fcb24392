//! How much of the disk is kept free?

use serde::Deserialize;

use super::ConfigError;

/// What is kept free on the disk of the data folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Disk {
    /// Files are refused below so many hundredths of the disk (or 200 MB, whichever is less), words below a fifth of
    /// that; 0: nothing is kept free.
    pub reserve_percent: u8,
}

impl Disk {
    pub(super) fn check(self) -> Result<(), ConfigError> {
        if self.reserve_percent <= 50 {
            return Ok(());
        }
        Err(ConfigError::Value {
            field: "disk.reserve_percent".to_owned(),
            value: self.reserve_percent.to_string(),
            wanted: "0 to 50",
        })
    }
}

impl Default for Disk {
    fn default() -> Self {
        Self { reserve_percent: 5 }
    }
}
