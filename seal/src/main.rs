//! Seals what Trunk built into one `index.html`.
fn main() {}
