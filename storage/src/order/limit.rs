//! How long may something take?

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::ProfileName;

/// A time limit as banners write them: `30m`, `2h`, `5wd`, `0d`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Limit {
    /// Minutes or hours: they run day and night, working day or not.
    Wall(SignedDuration),
    /// Working days. The day of receipt is not counted; due at the end of duty of the last.
    WorkingDays(u32),
    /// 日清日结: the end of duty of the same day, or of the next working day once duty is over.
    SameDay,
}

/// The text is not a time limit.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a time limit (30m, 2h, 5wd or 0d): {0:?}")]
pub struct UnknownLimit(pub String);

/// 时限档: the limits that bind one class of orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Its name in the banner's files.
    pub name: ProfileName,
    /// Its name for people.
    pub title: String,
    /// 签收, from the dispatch on.
    pub sign: Limit,
    /// 首次联系 of the citizen, from the acceptance (or 重办) on.
    pub contact: Limit,
    /// 退单申请, from the dispatch on.
    pub return_within: Limit,
    /// 办理, from the acceptance (or 重办) on.
    pub finish: Limit,
    /// 回访, from 办结 on.
    pub callback: Limit,
}

impl FromStr for Limit {
    type Err = UnknownLimit;

    fn from_str(text: &str) -> Result<Self, UnknownLimit> {
        let unknown = || UnknownLimit(text.to_owned());
        let split = text.find(|sign: char| !sign.is_ascii_digit()).ok_or_else(unknown)?;
        let (number, unit) = text.split_at(split);
        let number: u32 = number.parse().map_err(|_| unknown())?;
        match (number, unit) {
            (0, "d") => Ok(Self::SameDay),
            (1.., "m") => Ok(Self::Wall(SignedDuration::from_mins(number.into()))),
            (1.., "h") => Ok(Self::Wall(SignedDuration::from_hours(number.into()))),
            (1.., "wd") => Ok(Self::WorkingDays(number)),
            (_, _) => Err(unknown()),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wall(time) if time.as_mins() % 60 == 0 => write!(f, "{}h", time.as_hours()),
            Self::Wall(time) => write!(f, "{}m", time.as_mins()),
            Self::WorkingDays(days) => write!(f, "{days}wd"),
            Self::SameDay => f.write_str("0d"),
        }
    }
}

impl TryFrom<String> for Limit {
    type Error = UnknownLimit;

    fn try_from(text: String) -> Result<Self, UnknownLimit> {
        text.parse()
    }
}

impl From<Limit> for String {
    fn from(limit: Limit) -> Self {
        limit.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_as_they_are_written() {
        for (text, limit) in [
            ("30m", Limit::Wall(SignedDuration::from_mins(30))),
            ("2h", Limit::Wall(SignedDuration::from_hours(2))),
            ("5wd", Limit::WorkingDays(5)),
            ("0d", Limit::SameDay),
        ] {
            assert_eq!(text.parse(), Ok(limit));
            assert_eq!(limit.to_string(), text);
            assert_eq!(serde_json::to_string(&limit).unwrap(), format!("\"{text}\""));
        }
        assert_eq!("120m".parse::<Limit>().unwrap().to_string(), "2h");
        for wrong in ["", "5", "wd", "0wd", "0h", "1d", "-2h", "2 h", "99999999999h"] {
            assert_eq!(wrong.parse::<Limit>(), Err(UnknownLimit(wrong.to_owned())));
        }
    }
}
