//! How does a backup become a copy again?

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use storage::Sealer;
use storage::copy::Piece;
use zstd::stream::read::Decoder;

use super::chunk::Opening;
use super::file::failed;
use super::record::{self, Last};
use super::{Fault, Header};

/// Pieces of a backup, one after the other.
pub(super) struct Reader {
    pub(super) header: Header,
    /// What stood at the end, once it was read.
    pub(super) last: Option<Last>,
    from: Decoder<'static, BufReader<Opening<BufReader<File>>>>,
    /// How many columns each table has.
    columns: Vec<usize>,
}

impl Reader {
    /// Looks at the header only.
    pub(super) fn open(path: &Path, sealer: &Sealer) -> Result<Self, Fault> {
        let file = File::open(path).map_err(|why| failed(path, why))?;
        let mut file = BufReader::new(file);
        let (header, with) = Header::read(&mut file)?;
        let opening = Opening::new(file, &header, with, sealer)?;
        let from = Decoder::new(opening).map_err(|why| broken(&why))?;
        Ok(Self { header, last: None, from, columns: Vec::new() })
    }

    /// The next piece; none behind the end. A file that is cut or altered has no end.
    pub(super) fn next(&mut self) -> Result<Option<Piece>, Fault> {
        if self.last.is_some() {
            return Ok(None);
        }
        let (piece, last) = record::read(&mut self.from, &self.columns).map_err(|why| broken(&why))?;
        if let Piece::Contents(contents) = &piece {
            self.columns = contents.tables.iter().map(|form| form.columns.len()).collect();
        }
        if last.is_some() {
            self.ends_here().map_err(|why| broken(&why))?;
        }
        self.last = last;
        Ok(Some(piece))
    }

    /// Nothing follows the end, and the last chunk has opened.
    fn ends_here(&mut self) -> io::Result<()> {
        let more = self.from.read(&mut [0])?;
        if more == 0 { Ok(()) } else { Err(record::damaged("something follows its end")) }
    }
}

fn broken(why: &io::Error) -> Fault {
    Fault::Damaged(match why.kind() {
        io::ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
        _ => why.to_string(),
    })
}
