//! How much may a request bring, and how long may it take?

use std::sync::Arc;

use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::{IntoResponse, Response};
use futures::{Stream, StreamExt};
use tokio::time::{Duration, Instant, timeout, timeout_at};

use crate::app::App;
use crate::config::Web;
use crate::http::Problem;
use crate::http::body::{BodyFault, drain};

/// Until the head of the answer is there; a request with files may take as long as its bytes.
const WHOLE: Duration = Duration::from_secs(30);
const WHOLE_WITH_FILES: Duration = Duration::from_secs(300);
/// Between two pieces of a body.
const SILENCE: Duration = Duration::from_secs(10);
/// A body must come at least this fast on average, after a start of [`SILENCE`]: the slowest mobile network does.
const SLOWEST_BYTES_A_SECOND: u32 = 512;
/// Room for the names and borders of a form's parts.
const ROOM_FOR_BORDERS: usize = 64 << 10;

/// Refuses what is too large, too slow or sent by another site's form.
pub(super) async fn bound(
    app: &Arc<App>,
    request: Request,
    next: impl AsyncFnOnce(Request) -> Response,
) -> Response {
    if from_other_site(&request) {
        return Problem::other_site().into_response();
    }
    let with_files = is_with_files(request.headers());
    let most = if with_files { most_with_files(&app.config.web) } else { app.config.web.body_limit };
    let expects = request.headers().contains_key(header::EXPECT);
    let (parts, body) = request.into_parts();
    if body.size_hint().lower() > most as u64 {
        // Whoever asks before sending has not sent anything yet.
        if !expects {
            drain(body).await;
        }
        return Problem::too_large(most).into_response();
    }
    let body = if body.is_end_stream() { body } else { Body::from_stream(paced(body, most)) };
    let running = next(Request::from_parts(parts, body));
    match timeout(if with_files { WHOLE_WITH_FILES } else { WHOLE }, running).await {
        Ok(response) => response,
        Err(_) => {
            tracing::warn!("a request took too long and was given up");
            Problem::busy().into_response()
        }
    }
}

/// The pieces of a body, as long as they come fast enough and are not more than `most` bytes.
fn paced(body: Body, most: usize) -> impl Stream<Item = Result<Bytes, BodyFault>> {
    let pace = Pace { stream: Some(body.into_data_stream()), begun: Instant::now(), read: 0, most };
    futures::stream::unfold(pace, |mut pace| async {
        let piece = pace.next().await?;
        Some((piece.map_err(BodyFault), pace))
    })
}

struct Pace {
    /// `None` once the body has come to its end or was refused.
    stream: Option<BodyDataStream>,
    begun: Instant,
    read: usize,
    most: usize,
}

impl Pace {
    async fn next(&mut self) -> Option<Result<Bytes, Problem>> {
        let mut stream = self.stream.take()?;
        let piece = match timeout_at(self.deadline(), stream.next()).await {
            Err(_) => return Some(Err(Problem::too_slow())),
            Ok(None) => return None,
            Ok(Some(Err(_))) => return Some(Err(Problem::cut_off())),
            Ok(Some(Ok(piece))) => piece,
        };
        self.read += piece.len();
        if self.read > self.most {
            drain(Body::from_stream(stream)).await;
            return Some(Err(Problem::too_large(self.most)));
        }
        self.stream = Some(stream);
        Some(Ok(piece))
    }

    /// A drop now and then does not buy time: it is the average that counts.
    fn deadline(&self) -> Instant {
        let read = u32::try_from(self.read).unwrap_or(u32::MAX);
        let earned = Duration::from_secs(1) * read / SLOWEST_BYTES_A_SECOND;
        (self.begun + SILENCE + earned).min(Instant::now() + SILENCE)
    }
}

pub(super) fn is_with_files(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.to_ascii_lowercase().starts_with("multipart/form-data")
}

pub(super) fn most_with_files(web: &Web) -> usize {
    web.file_limit * web.files_per_message + web.body_limit + ROOM_FOR_BORDERS
}

/// A form of another site would be posted without the chat's cookie (`SameSite=Lax`) and replace the citizen's chat.
///
/// Browsers that do not tell (`Sec-Fetch-Site`, W3C Fetch Metadata) are not refused: an old telephone must get through.
fn from_other_site(request: &Request) -> bool {
    let site = request.headers().get("sec-fetch-site").map(HeaderValue::as_bytes);
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    changes && matches!(site, Some(b"cross-site" | b"same-site"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drops(count: usize, every: Duration, size: usize) -> Body {
        let drop = move |_| async move {
            tokio::time::sleep(every).await;
            Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; size]))
        };
        Body::from_stream(futures::stream::iter(0..count).then(drop))
    }

    async fn heard(body: Body, most: usize) -> Result<usize, Problem> {
        let pieces: Vec<_> = paced(body, most).collect().await;
        pieces
            .into_iter()
            .try_fold(0, |sum, piece| piece.map(|piece| sum + piece.len()).map_err(|fault| fault.0))
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_telephone_gets_through_and_a_dripping_tap_does_not() {
        assert_eq!(heard(drops(100, Duration::from_secs(1), 600), 1 << 20).await, Ok(60_000));
        assert_eq!(heard(drops(100, Duration::from_secs(1), 1), 1 << 20).await, Err(Problem::too_slow()));
        assert_eq!(heard(drops(2, Duration::from_secs(60), 1), 1 << 20).await, Err(Problem::too_slow()));
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_without_a_length_is_bounded_too() {
        assert_eq!(heard(drops(11, Duration::ZERO, 100), 1000).await, Err(Problem::too_large(1000)));
        assert_eq!(heard(drops(10, Duration::ZERO, 100), 1000).await, Ok(1000));
    }
}
