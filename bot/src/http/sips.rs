//! How far may a form go on without a part in sight?

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::BoxError;
use axum::body::{Body, Bytes};
use futures::{Stream, StreamExt};

use super::{Problem, body};

/// So many bytes may come before a part begins, goes on or ends: names and borders are short.
const BETWEEN_PARTS: usize = 64 << 10;
/// However large they are, so many pieces may come: a part may begin in one and be understood with the next.
const PIECES: usize = 3;

/// Counts what was read since a part last began, went on or ended.
///
/// The reader of forms keeps whatever it has not understood yet and searches all of it again with each piece: a large
/// body without a border would keep a processor busy for minutes.
#[derive(Clone, Debug, Default)]
pub struct Sips(Arc<Waiting>);

/// What was read and not understood yet.
#[derive(Debug, Default)]
struct Waiting {
    bytes: AtomicUsize,
    pieces: AtomicUsize,
}

impl Sips {
    /// Something was understood.
    pub fn swallowed(&self) {
        self.0.bytes.store(0, Ordering::Relaxed);
        self.0.pieces.store(0, Ordering::Relaxed);
    }

    fn sip(&self, bytes: usize) {
        self.0.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.0.pieces.fetch_add(1, Ordering::Relaxed);
    }

    fn is_too_much(&self) -> bool {
        self.0.bytes.load(Ordering::Relaxed) > BETWEEN_PARTS && self.0.pieces.load(Ordering::Relaxed) > PIECES
    }

    /// The body, piece by piece, as long as pieces are understood.
    pub fn of(&self, body: Body) -> Body {
        Body::from_stream(pieces(body, self.clone()))
    }
}

fn pieces(body: Body, sips: Sips) -> impl Stream<Item = Result<Bytes, BoxError>> {
    futures::stream::unfold(Some(body.into_data_stream()), move |stream| {
        let sips = sips.clone();
        async move {
            let mut stream = stream?;
            // The reader takes whatever is ready before it looks at any of it.
            tokio::task::yield_now().await;
            if sips.is_too_much() {
                body::drain(Body::from_stream(stream)).await;
                return Some((Err(body::BodyFault(Problem::cut_off()).into()), None));
            }
            let piece = stream.next().await?;
            sips.sip(piece.as_ref().map_or(0, Bytes::len));
            Some((piece.map_err(BoxError::from), Some(stream)))
        }
    })
}
