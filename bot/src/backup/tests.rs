//! Is a backup that is not whole never taken for one?

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use async_trait::async_trait;
use storage::copy::{Adding, Contents, Copies, Form, Piece, Row, Value};
use storage::{Sealer, StoreError};
use tokio::sync::mpsc;

use super::{Fault, Header, Verified, restore, verify, write};
use crate::mint::Mint;

/// A ledger of one table, as far as a copy goes.
#[derive(Clone)]
struct Small {
    rows: Vec<Row>,
    /// It fails before its end.
    fails: bool,
}

fn event(stream: &str, seq: i64) -> Row {
    vec![Value::Text("shili".to_owned()), Value::Number(seq), Value::Text(stream.to_owned())]
}

fn small(events: &[(&str, i64)]) -> Small {
    Small { rows: events.iter().map(|(stream, seq)| event(stream, *seq)).collect(), fails: false }
}

#[async_trait]
impl Copies for Small {
    async fn copy_out(&self, to: mpsc::Sender<Piece>) -> Result<(), StoreError> {
        let columns = ["jurisdiction", "seq", "stream"].map(str::to_owned).to_vec();
        let tables = vec![Form { name: "event".to_owned(), columns }];
        let mut adding = Adding::over(&tables);
        self.rows.iter().for_each(|row| adding.add(0, row));
        let rows = Piece::Rows { table: 0, rows: self.rows.clone() };
        for piece in [Piece::Contents(Contents { schema: 1, tables }), rows] {
            to.send(piece).await.map_err(|_| StoreError::Unavailable("nobody takes it".to_owned()))?;
        }
        if self.fails {
            return Err(StoreError::Unavailable("the disk is gone".to_owned()));
        }
        let _taken = to.send(Piece::End(adding.sum())).await;
        Ok(())
    }

    async fn copy_in(&self, mut from: mpsc::Receiver<Piece>) -> Result<(), StoreError> {
        let (mut arrived, mut whole) = (Vec::new(), false);
        while let Some(piece) = from.recv().await {
            match piece {
                Piece::Contents(_) => {}
                Piece::Rows { rows, .. } => arrived.extend(rows),
                Piece::End(_) => whole = true,
            }
        }
        let is_same = whole && arrived == self.rows;
        if is_same { Ok(()) } else { Err(StoreError::Refused("the copy is broken off".to_owned())) }
    }

    async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.rows.is_empty())
    }
}

fn sealer() -> Sealer {
    Sealer::from_bytes(&[7; 32])
}

async fn written(ledger: &Small, path: &Path) -> Result<Verified, Fault> {
    let header = Header::new(sealer().key_id(), jiff::Timestamp::UNIX_EPOCH, &Mint::seeded(1));
    write(Box::new(ledger.clone()), &sealer(), header, path, &Arc::new(AtomicU64::new(0))).await
}

fn files(folder: &Path) -> Vec<String> {
    let found = std::fs::read_dir(folder).unwrap();
    found.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
}

#[tokio::test]
async fn what_was_written_is_read_again_counted_and_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jbk");
    let ledger = small(&[("chat:1", 1), ("order:1", 1), ("order:1", 2)]);
    let made = written(&ledger, &path).await.unwrap();
    assert_eq!(
        (made.rows(), made.streams, made.jurisdictions.as_slice()),
        (3, 2, ["shili".to_owned()].as_slice())
    );
    assert_eq!(verify(&path, &sealer()).await.unwrap(), made);
    let rows = Arc::new(AtomicU64::new(0));
    assert_eq!(restore(&ledger, &sealer(), &path, &rows).await.unwrap(), made.header);
    assert_eq!(rows.load(std::sync::atomic::Ordering::Relaxed), 3);
    let again = written(&ledger, &path).await.unwrap_err();
    assert!(again.to_string().contains("is there already"), "{again}");
    assert_eq!(files(folder.path()), ["a.jbk"]);
}

#[tokio::test]
async fn a_stream_with_a_gap_makes_no_backup() {
    let folder = tempfile::tempdir().unwrap();
    for events in [[("order:1", 1), ("order:1", 3)], [("order:1", 2), ("order:1", 3)]] {
        let fault = written(&small(&events), &folder.path().join("a.jbk")).await.unwrap_err();
        assert!(fault.to_string().contains("have a gap"), "{fault}");
    }
    assert!(files(folder.path()).is_empty());
}

#[tokio::test]
async fn a_ledger_that_fails_on_the_way_leaves_no_file_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let broken = Small { fails: true, ..small(&[("order:1", 1)]) };
    let fault = written(&broken, &folder.path().join("a.jbk")).await.unwrap_err();
    assert!(fault.to_string().contains("the disk is gone"), "{fault}");
    assert!(files(folder.path()).is_empty());
    let nowhere = written(&small(&[("order:1", 1)]), &folder.path().join("no/folder/a.jbk")).await;
    assert!(matches!(nowhere, Err(Fault::File { .. })), "{nowhere:?}");
}

#[tokio::test]
async fn a_file_that_was_cut_or_altered_is_neither_sound_nor_brought_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jbk");
    let events: Vec<(String, i64)> = (1..20_000).map(|n| (format!("order:{n:06}"), 1)).collect();
    let events: Vec<(&str, i64)> = events.iter().map(|(stream, seq)| (stream.as_str(), *seq)).collect();
    let ledger = small(&events);
    written(&ledger, &path).await.unwrap();
    let whole = std::fs::read(&path).unwrap();
    let altered = |at: usize| {
        let mut altered = whole.clone();
        altered[at] ^= 1;
        altered
    };
    let salt = whole.windows(4).position(|part| part == b"salt").unwrap() + 8;
    let bad = [whole[..whole.len() / 2].to_vec(), altered(whole.len() - 1), altered(salt), altered(300)];
    for bytes in bad {
        std::fs::write(&path, bytes).unwrap();
        assert!(matches!(verify(&path, &sealer()).await, Err(Fault::Damaged(_))));
        let brought = restore(&ledger, &sealer(), &path, &Arc::new(AtomicU64::new(0))).await;
        assert!(matches!(brought, Err(Fault::Damaged(_))), "{brought:?}");
    }
    for (bytes, wanted) in
        [(&b"SQLite format 3"[..], "no backup"), (b"jiesu backup\n{\"form\":2}\n", "form 2")]
    {
        std::fs::write(&path, bytes).unwrap();
        let fault = verify(&path, &sealer()).await.unwrap_err();
        assert!(fault.to_string().contains(wanted), "{fault}");
    }
    std::fs::write(&path, &whole).unwrap();
    let other = verify(&path, &Sealer::from_bytes(&[8; 32])).await.unwrap_err();
    assert!(matches!(&other, Fault::OtherKey(id) if *id == sealer().key_id()), "{other}");
}
