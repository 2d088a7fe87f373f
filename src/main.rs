//! The page: the same program in the window, where it shows reports, and in a worker, where it reads what is large.

mod page;

fn main() {
    page::start();
}
