//! Who is asked.

use backstamp::dns::{Barrier, Outcome, Question, Resolver, Response};

use super::settings::Settings;

/// Nobody, so far.
pub struct Asker;

impl Asker {
    pub fn new(_: &Settings) -> Self {
        Self
    }

    pub fn allowed(&self) -> bool {
        false
    }

    pub fn resolver_names(&self) -> Vec<String> {
        Vec::new()
    }
}

impl Resolver for Asker {
    async fn ask(&self, _: &Question) -> Response {
        Response { tries: 0, ..Response::new(Outcome::Blocked { by: Barrier::NoNetwork }, "nobody") }
    }
}
