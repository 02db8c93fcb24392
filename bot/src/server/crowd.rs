//! How many requests may be under way at once, and how many bytes may they bring, so that a crowd is told to come back
//! rather than waits for ever?

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use super::bound::is_with_files;
use crate::http::Problem;

/// So many requests that change something are worked on or wait for the ledger; more would wait longer than their
/// clients do.
const AT_ONCE: usize = 1024;

/// Requests with files are held in memory whole, some of them twice: so many MiB of them at once.
const MIB_AT_ONCE: usize = 192;
const MIB: usize = 1 << 20;

/// Places for requests that change something. Reading and listening need none.
#[derive(Clone)]
pub(super) struct Crowd {
    places: Arc<Semaphore>,
    mebibytes: Arc<Semaphore>,
}

impl Default for Crowd {
    fn default() -> Self {
        Self::of(AT_ONCE, MIB_AT_ONCE)
    }
}

impl Crowd {
    fn of(places: usize, mebibytes: usize) -> Self {
        Self { places: Arc::new(Semaphore::new(places)), mebibytes: Arc::new(Semaphore::new(mebibytes)) }
    }
}

/// Answers 503 with `Retry-After` where there is no place. `most` bytes a request with files may bring that does not say
/// how many it does.
pub(super) async fn thinned(
    crowd: &Crowd,
    most: usize,
    request: Request,
    next: impl AsyncFnOnce(Request) -> Response,
) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next(request).await;
    }
    let weight = if is_with_files(request.headers()) { weight(request.headers(), most) } else { 0 };
    let (Ok(_place), Ok(_bytes)) = (crowd.places.try_acquire(), crowd.mebibytes.try_acquire_many(weight))
    else {
        metrics::counter!("jiesu_requests_shed_total").increment(1);
        return Problem::busy().into_response();
    };
    next(request).await
}

/// The MiB it may bring; what is refused for its size weighs nothing.
fn weight(headers: &HeaderMap, most: usize) -> u32 {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    let bytes = said.unwrap_or(most);
    let mebibytes = if bytes > most { 0 } else { bytes.div_ceil(MIB).min(MIB_AT_ONCE) };
    u32::try_from(mebibytes).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::extract::State;
    use axum::http::StatusCode;
    use axum::middleware::Next;
    use axum::routing::{get, post};
    use axum::{Router, middleware};
    use tower::ServiceExt;

    use super::*;

    async fn pass(State(crowd): State<Crowd>, request: Request, next: Next) -> Response {
        thinned(&crowd, 8 * MIB, request, async |request| next.run(request).await).await
    }

    fn asked(method: Method) -> Request {
        Request::builder().method(method).uri("/").body(Body::empty()).unwrap()
    }

    #[tokio::test]
    async fn who_finds_no_place_is_told_to_come_back_and_readers_need_none() {
        let crowd = Crowd::of(1, 8);
        let (begun, mut has_begun) = tokio::sync::mpsc::channel::<()>(1);
        let gate = Arc::new(Semaphore::new(0));
        let slow = {
            let gate = Arc::clone(&gate);
            post(async move || {
                begun.send(()).await.unwrap();
                gate.acquire().await.unwrap().forget();
            })
        };
        let router = Router::new()
            .route("/", slow.merge(get(async || ())))
            .layer(middleware::from_fn_with_state(crowd, pass));
        let first = tokio::spawn(router.clone().oneshot(asked(Method::POST)));
        has_begun.recv().await.unwrap();
        let second = router.clone().oneshot(asked(Method::POST)).await.unwrap();
        assert_eq!(second.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(router.clone().oneshot(asked(Method::GET)).await.unwrap().status(), StatusCode::OK);
        gate.add_permits(2);
        assert_eq!(first.await.unwrap().unwrap().status(), StatusCode::OK);
        assert_eq!(router.oneshot(asked(Method::POST)).await.unwrap().status(), StatusCode::OK);
    }

    #[test]
    fn a_request_with_files_weighs_what_it_says_or_the_most_it_may_bring() {
        let with = |length: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.extend(length.map(|length| (header::CONTENT_LENGTH, length.parse().unwrap())));
            weight(&headers, 91 * MIB)
        };
        assert_eq!((with(Some("10")), with(Some("3145729")), with(None)), (1, 4, 91));
        assert_eq!(with(Some("999999999999")), 0, "it is refused before it is read");
    }

    #[tokio::test]
    async fn who_brings_more_than_there_is_room_for_is_told_to_come_back() {
        let crowd = Crowd::of(100, 5);
        let upload = || {
            let kind = (header::CONTENT_TYPE, "multipart/form-data; boundary=x");
            Request::builder().method(Method::POST).uri("/").header(kind.0, kind.1)
        };
        let three = || upload().header(header::CONTENT_LENGTH, 3 * MIB).body(Body::empty()).unwrap();
        let answered = |request, next: tokio::sync::oneshot::Receiver<()>| {
            let crowd = crowd.clone();
            tokio::spawn(async move {
                let wait = async |_| next.await.map_or(StatusCode::OK, |()| StatusCode::OK).into_response();
                thinned(&crowd, 8 * MIB, request, wait).await.status()
            })
        };
        let (goes, first) = tokio::sync::oneshot::channel();
        let first = answered(three(), first);
        while crowd.mebibytes.available_permits() == 5 {
            tokio::task::yield_now().await;
        }
        let (_stays, second) = tokio::sync::oneshot::channel();
        assert_eq!(answered(three(), second).await.unwrap(), StatusCode::SERVICE_UNAVAILABLE);
        goes.send(()).unwrap();
        assert_eq!(first.await.unwrap(), StatusCode::OK);
        assert_eq!(crowd.mebibytes.available_permits(), 5);
    }
}
