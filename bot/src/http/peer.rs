//! From which network does a request come?

use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;

use crate::app::App;
use crate::network::Network;

/// What tries are counted by: the client's address; of IPv6 the /64, which one subscriber has to himself.
///
/// `X-Forwarded-For` is believed only of the proxies the configuration trusts, and only the part they wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer(pub String);

impl FromRequestParts<Arc<App>> for Peer {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let connected = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        // A network that cannot be read was refused when the configuration was.
        let trusted: Vec<Network> =
            app.config.web.trusted_proxies.iter().filter_map(|network| network.parse().ok()).collect();
        let address = connected.map(|address| behind(address, &parts.headers, &trusted));
        Ok(Self(address.map(written).unwrap_or_default()))
    }
}

/// The last address of the chain that is not a trusted proxy's own.
fn behind(connected: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.holds(address));
    let chain = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let chain: Vec<&str> = chain.flat_map(|value| value.split(',')).map(str::trim).collect();
    let mut client = connected;
    for hop in chain.into_iter().rev() {
        match hop.parse() {
            Ok(before) if is_trusted(client) => client = before,
            Ok(_) | Err(_) => break,
        }
    }
    client
}

fn written(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => Ipv6Addr::from(u128::from(address) >> 64 << 64).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(connected: &str, chain: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", chain.parse().unwrap());
        let trusted = ["10.0.0.0/8".parse().unwrap()];
        written(behind(connected.parse().unwrap(), &headers, &trusted))
    }

    #[test]
    fn only_what_a_trusted_proxy_wrote_is_believed() {
        assert_eq!(client("203.0.113.9", "198.51.100.1"), "203.0.113.9");
        assert_eq!(client("10.0.0.2", "1.2.3.4, 198.51.100.1"), "198.51.100.1");
        assert_eq!(client("10.0.0.2", "1.2.3.4, 198.51.100.1, 10.0.0.3"), "198.51.100.1");
        assert_eq!(client("10.0.0.2", "nobody"), "10.0.0.2");
    }

    #[test]
    fn one_subscriber_is_one_sender() {
        assert_eq!(written("2001:db8:1:2:3:4:5:6".parse().unwrap()), "2001:db8:1:2::");
        assert_eq!(written("::ffff:192.0.2.1".parse().unwrap()), "192.0.2.1");
    }
}
