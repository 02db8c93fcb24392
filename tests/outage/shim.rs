//! How is something put between the program and its system?

use std::path::PathBuf;
use std::process::Command;

use crate::scene::Scene;

/// Compiles a source beside this file into a library for `LD_PRELOAD`.
pub(crate) fn compiled(scene: &Scene, name: &str) -> PathBuf {
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("outage").join(format!("{name}.c"));
    let library = scene.room.join(format!("{name}.so"));
    let ran = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&library)
        .arg(&source)
        .arg("-ldl")
        .status();
    assert!(ran.is_ok_and(|status| status.success()), "cc compiles {}", source.display());
    library
}
