//! Is there room left where the data lie?
//!
//! A full disk stops the ledger in the middle of the night. So files are refused while there is still room for words, and
//! words while there is still room for the ledger to end its work: what was acknowledged stays.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

use tokio::time::Instant;

use crate::config::Config;

/// How long a look at the disk holds.
const HOLDS: Duration = Duration::from_secs(1);
/// More than this need not be kept free for files, however large the disk is.
const LARGEST_RESERVE: u64 = 200_000_000;
/// Of the reserve for files, this part is kept from words, too.
const PART_FOR_WORDS: u64 = 5;

/// What the disk still takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// Everything.
    Enough,
    /// Words, but no files.
    WordsOnly,
    /// Nothing new.
    None,
}

/// How full the disk is, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// Its size.
    pub whole: u64,
    /// What an ordinary user may still write.
    pub free: u64,
}

/// Looks at a disk.
type Look = fn(&Path) -> io::Result<Space>;

/// The reserve on the disk of the data folder.
pub struct Reserve {
    /// `None`: the database is elsewhere, or nothing is kept free.
    folder: Option<PathBuf>,
    percent: u8,
    look: Look,
    holds: Duration,
    last: Mutex<Option<(Instant, Option<Space>)>>,
}

impl Reserve {
    /// As configured.
    pub fn of(config: &Config) -> Self {
        let here = config.database.is_none() && config.disk.reserve_percent > 0;
        Self {
            folder: here.then(|| config.data.clone()),
            percent: config.disk.reserve_percent,
            look: space_of,
            holds: HOLDS,
            last: Mutex::new(None),
        }
    }

    /// What the disk still takes. Looked up at most once a second; a disk that cannot be looked at takes everything.
    pub fn room(&self) -> Room {
        self.space().map_or(Room::Enough, |space| self.judged(space))
    }

    /// How full the disk is, where it matters and can be known.
    pub fn space(&self) -> Option<Space> {
        let folder = self.folder.as_ref()?;
        let mut last = self.last.lock().expect("nothing panics while it is held");
        let now = Instant::now();
        if let Some((at, space)) = *last
            && now.duration_since(at) < self.holds
        {
            return space;
        }
        let space = (self.look)(folder).ok();
        let before = last.replace((now, space));
        self.note(before.and_then(|(_, space)| space), space);
        space
    }

    /// So much is kept free from files.
    fn reserve(&self, space: Space) -> u64 {
        (space.whole / 100 * u64::from(self.percent)).min(LARGEST_RESERVE)
    }

    fn judged(&self, space: Space) -> Room {
        let reserve = self.reserve(space);
        if space.free < reserve / PART_FOR_WORDS {
            Room::None
        } else if space.free < reserve {
            Room::WordsOnly
        } else {
            Room::Enough
        }
    }

    /// Says it once when it changes.
    fn note(&self, before: Option<Space>, now: Option<Space>) {
        let judged = |space: Option<Space>| space.map_or(Room::Enough, |space| self.judged(space));
        let (before, room, free) = (judged(before), judged(now), now.map_or(0, |space| space.free));
        if before == room {
            return;
        }
        match room {
            Room::Enough => tracing::info!(disk.free = free, "there is room on the disk again"),
            Room::WordsOnly => {
                tracing::warn!(disk.free = free, "the disk is nearly full: no files are taken");
            }
            Room::None => tracing::error!(disk.free = free, "the disk is full: nothing new is taken"),
        }
    }

    /// With another look at the disk, which holds so long.
    #[cfg(test)]
    pub(crate) fn looking(self, look: Look, holds: Duration) -> Self {
        Self { look, holds, folder: Some(PathBuf::from("/")), ..self }
    }
}

/// Looks at the disk of a folder.
pub fn space_of(folder: &Path) -> io::Result<Space> {
    let found = rustix::fs::statvfs(folder)?;
    Ok(Space { whole: found.f_blocks * found.f_frsize, free: found.f_bavail * found.f_frsize })
}

impl fmt::Debug for Reserve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reserve").field("folder", &self.folder).field("percent", &self.percent).finish()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    const MB: u64 = 1_000_000;

    #[test]
    fn files_are_refused_before_words_and_a_large_disk_keeps_no_more_than_it_needs() {
        let reserve = Reserve::of(&Config::default());
        let room = |whole, free| reserve.judged(Space { whole: whole * MB, free: free * MB });
        assert_eq!(
            [room(1000, 51), room(1000, 49), room(1000, 9)],
            [Room::Enough, Room::WordsOnly, Room::None]
        );
        let large = [room(1_000_000, 201), room(1_000_000, 199), room(1_000_000, 39)];
        assert_eq!(large, [Room::Enough, Room::WordsOnly, Room::None]);
    }

    #[tokio::test(start_paused = true)]
    async fn the_disk_is_looked_at_once_a_second() {
        static LOOKS: AtomicU64 = AtomicU64::new(0);
        let look = |_: &Path| {
            let free = if LOOKS.fetch_add(1, Ordering::Relaxed) == 0 { 0 } else { 100 * MB };
            Ok(Space { whole: 100 * MB, free })
        };
        let reserve = Reserve::of(&Config::default()).looking(look, HOLDS);
        assert_eq!([reserve.room(), reserve.room()], [Room::None; 2]);
        assert_eq!(LOOKS.load(Ordering::Relaxed), 1);
        tokio::time::advance(HOLDS).await;
        assert_eq!(reserve.room(), Room::Enough);
    }

    #[tokio::test]
    async fn a_disk_that_cannot_be_looked_at_takes_everything() {
        let reserve =
            Reserve::of(&Config::default()).looking(|_| Err(io::Error::other("no such disk")), HOLDS);
        assert_eq!(reserve.room(), Room::Enough);
        assert!(space_of(Path::new("/")).is_ok_and(|space| space.whole >= space.free));
    }
}
