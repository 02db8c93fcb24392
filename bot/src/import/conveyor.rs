//! How do many rows reach the desk at once, and in order?

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::StreamExt;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::fault::Fault;
use super::field::Wish;
use super::parcel::{Parcel, unfold};
use super::row::Row;
use super::tally::{Fate, Line};
use super::told::{self, Bringing};
use crate::app::App;
use crate::desk::{DeskError, Record, Taken};

/// Rows under way at once: the ledger writes those that wait for it together.
const AT_ONCE: usize = 64;
/// Rows read ahead.
const AHEAD: usize = 256;
/// How often a row is offered again while the ledger is busy with another program's writes.
const TRIES: u32 = 8;
/// How long it waits in between, at first.
const PATIENCE: Duration = Duration::from_millis(50);

/// What is to be brought, and how.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// The files, in their order.
    pub files: Vec<PathBuf>,
    /// Which column tells what.
    pub wishes: Vec<Wish>,
    /// Name of the source; else by what the rows are.
    pub source: Option<String>,
    /// Sheet of a workbook; else the first.
    pub sheet: Option<String>,
    /// An operator confirms every order.
    pub draft: bool,
    /// Only tell what would follow.
    pub dry_run: bool,
    /// Explain so many of the first orders.
    pub explain: u64,
}

/// Files that were looked over and can be brought.
pub struct Shipment {
    order: Order,
    parcels: Vec<(String, Parcel)>,
    /// Files of folders that are of no format that is read.
    pub passed_over: u64,
}

impl Shipment {
    /// Looks every file over; the first that is wrong as a whole stops everything.
    pub fn pack(order: Order) -> Result<Self, (String, Fault)> {
        let (mut parcels, mut passed_over) = (Vec::new(), 0);
        for path in &order.files {
            let wrong = |path: &Path| path.display().to_string();
            let (files, others) = unfold(path).map_err(|fault| (wrong(path), fault))?;
            passed_over += others;
            for file in files {
                let parcel = Parcel::open(&file, &order.wishes, order.sheet.as_deref(), &file == path);
                parcels.push((wrong(&file), parcel.map_err(|fault| (wrong(&file), fault))?));
            }
        }
        Ok(Self { order, parcels, passed_over })
    }

    /// About how many rows it has.
    pub fn rows(&self) -> u64 {
        self.parcels.iter().map(|(_, parcel)| parcel.count()).sum()
    }
}

/// Brings the rows to the desk and tells what became of each, in their order. Once `stop` is set no further row is
/// begun, and what is under way is finished. An error is the ledger's: what was told until then stands.
pub async fn bring(
    app: &Arc<App>,
    shipment: Shipment,
    stop: &Arc<AtomicBool>,
    hear: &mut dyn FnMut(Line),
) -> Result<(), DeskError> {
    let bringing = Bringing {
        source: shipment.order.source.clone(),
        draft: shipment.order.draft,
        zone: app.banner.directory.zone.clone(),
    };
    let (dry_run, mut explain) = (shipment.order.dry_run, shipment.order.explain);
    let (send, read) = mpsc::channel(AHEAD);
    let reading = tokio::task::spawn_blocking({
        let stop = Arc::clone(stop);
        move || read_all(&shipment, &bringing, &send, &stop)
    });
    let mut told = ReceiverStream::new(read)
        .map(|told: Told| {
            let app = Arc::clone(app);
            let explained = told.record.is_ok() && explain > 0;
            explain -= u64::from(explained);
            tokio::spawn(async move { decide(&app, told, dry_run, explained).await })
        })
        .buffered(AT_ONCE);
    let mut broken = None;
    while let Some(decided) = told.next().await {
        match decided.expect("a row that panics is a fault of the program") {
            Ok(line) => hear(line),
            Err(error) => {
                stop.store(true, Ordering::Relaxed);
                broken = broken.or(Some(error));
            }
        }
    }
    drop(told);
    reading.await.expect("the reader does not panic");
    broken.map_or(Ok(()), Err)
}

/// A row on its way.
struct Told {
    file: String,
    line: Option<u64>,
    record: Result<Record, Fault>,
}

fn read_all(shipment: &Shipment, bringing: &Bringing, send: &mpsc::Sender<Told>, stop: &AtomicBool) {
    for (file, parcel) in &shipment.parcels {
        let pass = |line, record| {
            !stop.load(Ordering::Relaxed)
                && send.blocking_send(Told { file: file.clone(), line, record }).is_ok()
        };
        let table = match parcel {
            Parcel::Table(table) => table,
            Parcel::Call(path) => {
                pass(None, told::call(path, bringing));
                continue;
            }
        };
        let read = table.each(&mut |Row { line, cells }| {
            pass(Some(line), cells.and_then(|cells| told::record(table, &cells, bringing)))
        });
        // It could be read when it was looked over.
        if let Err(fault) = read {
            pass(None, Err(fault));
        }
    }
}

async fn decide(app: &App, told: Told, dry_run: bool, explained: bool) -> Result<Line, DeskError> {
    let Told { file, line, record } = told;
    let record = match record {
        Ok(record) => record,
        Err(fault) => {
            return Ok(Line { file, line, id: None, fate: Fate::Refused(fault), explained: None });
        }
    };
    let id = record.id.clone();
    let explained = if explained { app.desk.foresee(&record).ok() } else { None };
    let explained = explained.map(|foreseen| Box::new(foreseen.understanding));
    let fate = match if dry_run { foretell(app, &record).await } else { take(app, record).await } {
        Ok(fate) => fate,
        Err(DeskError::Invalid { field, why }) => Fate::Refused(Fault::Invalid { field, why }),
        Err(error) => return Err(error),
    };
    Ok(Line { file, line, id, fate, explained })
}

/// Another program may write into the same ledger just now.
async fn take(app: &App, record: Record) -> Result<Fate, DeskError> {
    let mut patience = PATIENCE;
    for _ in 1..TRIES {
        match app.desk.take_record(record.clone()).await {
            Err(DeskError::Busy | DeskError::Store(storage::StoreError::Unavailable(_))) => {
                tokio::time::sleep(patience).await;
                patience *= 2;
            }
            other => return other.map(fate),
        }
    }
    app.desk.take_record(record).await.map(fate)
}

async fn foretell(app: &App, record: &Record) -> Result<Fate, DeskError> {
    let foreseen = app.desk.foresee(record)?;
    let known = app.desk.is_known(record).await?;
    Ok(known.map_or(Fate::Opened { no: None, outcome: foreseen.outcome }, fate))
}

fn fate(taken: Taken) -> Fate {
    match taken {
        Taken::Opened { no, outcome } => Fate::Opened { no: Some(no), outcome },
        Taken::Known { no } => Fate::Known { no },
        Taken::Conflict { no } => Fate::Conflict { no },
    }
}
