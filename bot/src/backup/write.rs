//! How does a copy become a backup?

use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use storage::Sealer;
use storage::copy::{Piece, Value};
use tokio::sync::mpsc;
use zstd::stream::write::Encoder;

use super::chunk::Sealing;
use super::file::{Part, failed};
use super::record::{self, Last};
use super::{Fault, Header};

/// Quick, and the documents of events become a tenth of what they were; what is sealed cannot be made smaller.
const LEVEL: i32 = 3;

/// Writes everything that comes beside its place, synced.
pub(super) fn write(
    mut pieces: mpsc::Receiver<Piece>,
    sealer: &Sealer,
    header: &Header,
    path: &Path,
    rows: &AtomicU64,
) -> Result<Part, Fault> {
    let (part, file) = Part::beside(path)?;
    let wrong = |why| failed(&part.path, why);
    let mut file = BufWriter::new(file);
    file.write_all(header.write().as_bytes()).map_err(wrong)?;
    let mut to = Encoder::new(Sealing::new(file, header, sealer)?, LEVEL).map_err(wrong)?;
    let (mut last, mut whose, mut whole) = (Last::default(), Vec::new(), false);
    while let Some(piece) = pieces.blocking_recv() {
        match &piece {
            Piece::Contents(contents) => {
                let column = |form: &storage::copy::Form| {
                    form.columns.iter().position(|column| column == "jurisdiction")
                };
                whose = contents.tables.iter().map(column).collect();
            }
            Piece::Rows { table, rows } => {
                let column = whose.get(*table).copied().flatten();
                last.jurisdictions.extend(
                    rows.iter()
                        .filter_map(|row| match row.get(column?) {
                            Some(Value::Text(whose)) if !last.jurisdictions.contains(whose) => {
                                Some(whose.clone())
                            }
                            _ => None,
                        })
                        .collect::<Vec<_>>(),
                );
            }
            Piece::End(_) => whole = true,
        }
        record::write(&piece, &last, &mut to).map_err(wrong)?;
        rows.fetch_add(record::rows(&piece), Ordering::Relaxed);
    }
    if !whole {
        return Err(Fault::Damaged("it was broken off".to_owned()));
    }
    let file = to.finish().and_then(Sealing::finish).map_err(wrong)?;
    let file = file.into_inner().map_err(|why| wrong(why.into_error()))?;
    file.sync_all().map_err(wrong)?;
    Ok(part)
}
