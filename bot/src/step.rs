//! Did a worker find anything to do?

/// Did a step find anything to do?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stepped {
    /// Nothing was due.
    Idle,
    /// Something was done; there may be more.
    Worked,
}
