//! How many requests may be under way at once, so that a crowd is told to come back rather than waits for ever?

use std::sync::Arc;

use axum::extract::Request;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use crate::http::Problem;

/// So many requests that change something are worked on or wait for the ledger; more would wait longer than their
/// clients do.
const AT_ONCE: usize = 1024;

/// Places for requests that change something. Reading and listening need none.
#[derive(Clone)]
pub(super) struct Crowd(Arc<Semaphore>);

impl Default for Crowd {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

/// Answers 503 with `Retry-After` where there is no place.
pub(super) async fn thinned(
    crowd: &Crowd,
    request: Request,
    next: impl AsyncFnOnce(Request) -> Response,
) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next(request).await;
    }
    let Ok(_place) = crowd.0.try_acquire() else {
        metrics::counter!("jiesu_requests_shed_total").increment(1);
        return Problem::busy().into_response();
    };
    next(request).await
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
        thinned(&crowd, request, async |request| next.run(request).await).await
    }

    fn asked(method: Method) -> Request {
        Request::builder().method(method).uri("/").body(Body::empty()).unwrap()
    }

    #[tokio::test]
    async fn who_finds_no_place_is_told_to_come_back_and_readers_need_none() {
        let crowd = Crowd(Arc::new(Semaphore::new(1)));
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
}
