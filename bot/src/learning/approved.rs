//! What has been approved, and does it still fit?

use intake::{Change, Fit};
use storage::{Clerk, StoreError, WordChange};

use crate::app::App;
use crate::banner::{Approved, Banner};

/// The approved ones of all changes, in the order in which they were approved.
pub fn approved(changes: &[WordChange]) -> Vec<Approved> {
    let verdict = |change: &WordChange| change.verdict.as_ref().filter(|it| it.approved).map(|it| it.at);
    let mut approved: Vec<(_, &WordChange)> =
        changes.iter().filter_map(|change| Some((verdict(change)?, change))).collect();
    approved.sort_by_key(|(at, change)| (*at, change.id));
    approved
        .into_iter()
        .map(|(_, change)| Approved {
            id: change.id.to_string(),
            change: Change {
                category: intake::CategoryCode::new(change.category.as_str()),
                word: change.word.clone(),
                before: change.before,
                after: change.after,
            },
        })
        .collect()
}

/// Whether people have approved, or taken back, something since the program read its banner: here or in another process.
pub async fn is_outdated(app: &App) -> Result<bool, StoreError> {
    let approved = approved(&app.clerk.word_changes(app.jurisdiction()).await?);
    Ok(!approved.iter().map(|approved| &approved.id).eq(&app.banner.learned))
}

/// A banner as it was read, with what people let it learn. A change that does not fit any more is left out, and the log
/// says so; when nothing fits, or the book cannot be compiled with the changes, the banner stays as it is.
pub async fn with_approved(mut banner: Banner, clerk: &dyn Clerk) -> Result<Banner, StoreError> {
    let approved = approved(&clerk.word_changes(&banner.jurisdiction).await?);
    if approved.is_empty() {
        return Ok(banner);
    }
    let learned = tokio::task::spawn_blocking(move || {
        match banner.learn(&approved) {
            Ok(fits) => approved.iter().zip(fits).for_each(|(approved, fit)| tell(approved, fit)),
            Err(fault) => tracing::error!(error = %fault, "what was approved cannot be learned"),
        }
        banner
    })
    .await;
    Ok(learned.unwrap_or_else(|died| std::panic::resume_unwind(died.into_panic())))
}

/// Never the word: it was a citizen's.
fn tell(Approved { id, change }: &Approved, fit: Fit) {
    let (id, category) = (id.as_str(), change.category.as_str());
    match fit {
        Fit::Made => tracing::debug!(change.id = id, category, "an approved change was learned"),
        Fit::Stands => tracing::info!(change.id = id, category, "an approved change stands in the catalogue"),
        Fit::Overruled => {
            tracing::warn!(
                change.id = id,
                category,
                "the catalogue says otherwise: an approved change is left out"
            );
        }
        Fit::NoLeaf => {
            tracing::warn!(change.id = id, category, "the leaf is gone: an approved change is left out");
        }
    }
}
