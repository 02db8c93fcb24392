//! How is a query string read, so that whatever is wrong with it has a designed answer?

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::{Problem, body};

/// The parameters of a query string; a fault is named (422).
#[derive(Debug)]
pub struct Parameters<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Parameters<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        match Query::try_from_uri(&parts.uri) {
            Ok(Query(value)) => Ok(Self(value)),
            Err(rejection) => Err(body::of_rejection(&rejection.body_text())),
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;
    use crate::channel::web::After;

    async fn read(uri: &str) -> Result<u64, Problem> {
        let (mut parts, ()) = Request::get(uri).body(()).unwrap().into_parts();
        Parameters::<After>::from_request_parts(&mut parts, &())
            .await
            .map(|Parameters(After { after })| after)
    }

    #[tokio::test]
    async fn a_wrong_parameter_is_named() {
        assert_eq!(read("/?after=7").await, Ok(7));
        assert_eq!(read("/").await, Ok(0));
        assert_eq!(read("/?after=-1").await, Err(Problem::wrong_type("after")));
        assert_eq!(read("/?after=9223372036854775808").await, Err(Problem::wrong_type("after")));
        assert_eq!(read("/?after=1&after=2").await, Err(Problem::wrong_type("after")));
    }
}
