//! May this address be spoken to?

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::network::Network;

/// Why an address is not spoken to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Forbidden {
    /// Not a URL.
    #[error("not a url")]
    NotAUrl,
    /// Neither `http` nor `https`.
    #[error("only http and https are spoken")]
    Scheme,
    /// Name and password in the URL.
    #[error("a url must not carry a name or password")]
    UserInfo,
    /// Outside the networks that `webhooks.allow` names.
    #[error("{0} is outside the networks of webhooks.allow")]
    Network(IpAddr),
}

/// Checks what can be checked before a name is resolved.
pub fn check_url(url: &str, allow: &[Network]) -> Result<Url, Forbidden> {
    let url = Url::parse(url).map_err(|_| Forbidden::NotAUrl)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Forbidden::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Forbidden::UserInfo);
    }
    let host = url.host_str().ok_or(Forbidden::NotAUrl)?;
    if let Ok(address) = host.trim_matches(['[', ']']).parse::<IpAddr>()
        && !allow.iter().any(|network| network.holds(address))
    {
        return Err(Forbidden::Network(address));
    }
    Ok(url)
}

/// Resolves names, and keeps only the addresses that are allowed: a name that is moved later (DNS rebinding) leads
/// nowhere else.
pub(super) struct Resolver(Arc<[Network]>);

impl Resolver {
    pub(super) fn new(allow: Arc<[Network]>) -> Self {
        Self(allow)
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allow = Arc::clone(&self.0);
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let kept: Vec<SocketAddr> =
                found.filter(|address| allow.iter().any(|network| network.holds(address.ip()))).collect();
            if kept.is_empty() {
                return Err("no address of this name is in the networks of webhooks.allow".into());
            }
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_in_disguise_are_seen_through() {
        let allow = ["10.20.0.0/16".parse().unwrap()];
        assert!(check_url("http://10.20.3.4:8080/hook", &allow).is_ok());
        assert!(check_url("https://oa.example/hook", &allow).is_ok());
        for url in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://169.254.169.254/latest",
            "http://10.20.0.1@127.0.0.1/",
            "file:///etc/passwd",
            "gopher://10.20.0.1/",
            "nonsense",
        ] {
            assert!(check_url(url, &allow).is_err(), "{url}");
        }
    }
}
