//! A hostile input takes a bounded multiple of its length. Alone in its file: what runs beside it would be counted too.

mod huge;

use backstamp::{Context, open};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// The first cases of the bench: what the others take, `cargo bench --bench memory` says.
#[test]
fn no_input_takes_more_than_twelve_times_its_length() {
    for (name, make) in huge::CASES.into_iter().take(13) {
        let before = MEMORY.current_usage();
        let input = make();
        MEMORY.reset_peak_usage();
        drop(open(&input, None, &Context::default()));
        let times = (MEMORY.peak_usage() - before) as f64 / input.len() as f64;
        println!("{}", huge::line(name, input.len(), times));
        assert!(times <= huge::MOST_TIMES, "{name}: {times:.1} times");
    }
}
