//! By which short names do the rule files call a unit, a category, an area, an emergency?

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The code as the file writes it.
            pub fn new(code: impl Into<String>) -> Self {
                Self(code.into())
            }

            /// The code as the file writes it.
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

codes! {
    /// A unit that handles orders: a department, a town, a community, a public utility.
    UnitCode;
    /// A leaf of the catalogue, six digits: two a level.
    CategoryCode;
    /// A banner, a town, a community or a grid.
    AreaCode;
    /// A kind of danger to life that has its own telephone number.
    EmergencyCode;
}
