//! How much memory an input of ten megabytes takes, as a multiple of its length: `cargo bench --bench memory`.
//!
//! Every byte that is allocated counts, the input itself too. It fails where one takes more than it may.

#![allow(clippy::print_stdout, clippy::panic)]

#[path = "../tests/huge/mod.rs"]
mod huge;

use std::hint::black_box;

use backstamp::{Context, open};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn main() {
    let mut worst: f64 = 0.0;
    for (name, make) in huge::CASES {
        let before = MEMORY.current_usage();
        let input = make();
        MEMORY.reset_peak_usage();
        black_box(open(&input, None, &Context::default()));
        let times = (MEMORY.peak_usage() - before) as f64 / input.len() as f64;
        println!("{}", huge::line(name, input.len(), times));
        worst = worst.max(times);
    }
    assert!(worst <= huge::MOST_TIMES, "an input takes {worst:.1} times its length");
}
