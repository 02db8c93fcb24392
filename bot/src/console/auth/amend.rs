//! How does an account change while somebody else may be changing it?

use storage::{Account, AccountId, StoreError};

use crate::app::App;

/// Each time somebody else was quicker: more than sit at the desks of a banner.
const ATTEMPTS: usize = 64;

/// Changes an account as it stands now, read again where somebody else changed it meanwhile, and returns it as it became.
/// `None`: there is no such account, or `how` says that it stays as it is.
pub(crate) async fn amend(
    app: &App,
    id: AccountId,
    mut how: impl FnMut(&mut Account) -> bool,
) -> Result<Option<Account>, StoreError> {
    for _ in 0..ATTEMPTS {
        let Some(was) = app.clerk.account(app.jurisdiction(), id).await? else { return Ok(None) };
        let mut is = was.clone();
        if !how(&mut is) {
            return Ok(None);
        }
        if is == was || app.clerk.change_account(&was, &is).await? {
            return Ok(Some(is));
        }
    }
    Err(StoreError::Unavailable("an account is changed all the time".to_owned()))
}
