//! What are the things called that an order refers to?

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the code as it is written in the banner's files.
            pub fn new(code: impl Into<String>) -> Self {
                Self(code.into())
            }

            /// The code as it is written in the banner's files.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

codes! {
    /// The banner (旗县) whose orders these are; it leads every table's key.
    Jurisdiction;
    /// A unit (承办单位) of the directory.
    UnitCode;
    /// A leaf of the catalogue (诉求分类).
    CategoryCode;
    /// A banner, town, community or grid (属地).
    AreaCode;
    /// A coded reason: N.. 不予受理, R.. 退单, D.. 延期, W.. 撤单.
    ReasonCode;
    /// A profile of time limits (时限档).
    ProfileName;
}

ids! {
    /// A text, contact or file kept apart from the events, sealed and erasable.
    PaperId;
    /// One row of the outbox: one listener told of one event.
    NoticeId;
    /// Something that must happen later.
    AlarmId;
    /// Something a person must do (电话告知, 值班提醒 …).
    TaskId;
    /// A member of staff who signs in.
    AccountId;
    /// A citizen, however many channels they use.
    CitizenId;
    /// One citizen on one channel.
    ConversationId;
    /// A change of a word list, proposed to a person.
    ChangeId;
}
