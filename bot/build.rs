//! Which files outside the sources are built in?

fn main() {
    for embedded in ["../deploy/banner", "../deploy/jiesu.toml", "templates", "assets"] {
        println!("cargo::rerun-if-changed={embedded}");
    }
}
