//! Which files outside the sources are built in?

fn main() {
    println!("cargo::rerun-if-changed=src/migrations");
}
