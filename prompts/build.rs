//! When must this crate be built again? Also when a file is added to `locales/`: the compiler watches only the
//! files it has already embedded.

fn main() {
    println!("cargo::rerun-if-changed=locales");
}
