//! How far is a long command?

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How often a count is looked at.
const GLANCE: Duration = Duration::from_millis(200);

/// Shows on standard error how far a count has come while something goes on; on a terminal only.
pub(super) async fn counting<T>(count: &AtomicU64, work: impl Future<Output = T>) -> T {
    let shown = bar(0);
    let style = ProgressStyle::with_template("{pos} {per_sec}");
    shown.set_style(style.expect("the template is a constant"));
    let mut glances = tokio::time::interval(GLANCE);
    let mut work = std::pin::pin!(work);
    let done = loop {
        tokio::select! {
            done = &mut work => break done,
            _ = glances.tick() => shown.set_position(count.load(Ordering::Relaxed)),
        }
    };
    shown.finish_and_clear();
    done
}

/// A bar of so many steps on standard error; on a terminal only.
pub(super) fn bar(steps: u64) -> ProgressBar {
    let target = if std::io::stderr().is_terminal() {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(steps), target);
    let style = ProgressStyle::with_template("{wide_bar} {pos}/{len} {per_sec} {eta}");
    bar.set_style(style.expect("the template is a constant"));
    bar
}
