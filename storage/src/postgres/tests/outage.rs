//! What happens when the server is gone?
