//! MDaemon: `X-Spam-Processed: mail.example, Tue, …`, `X-MDSpam…`.

use super::super::facts::{Filter, Judgement};
use super::super::form::{self, Form};
use super::Product;

pub(super) static PRODUCT: Product = Product {
    name: "MDaemon",
    servers: &[],
    fields: &[
        ("x-spam-processed", Form::Opaque("The server and the moment of the check.")),
        ("x-mdav-processed", Form::Opaque("The server and the moment of the virus check.")),
        ("x-mdav-result", Form::Own(virus)),
        ("x-mdremoteip", Form::Opaque("The address that connected.")),
        ("x-mdhelo", Form::Opaque("Its name in HELO.")),
        ("x-mdptr-lookup-result", Form::Own(note)),
        ("x-mdhelolookup-result", Form::Own(note)),
        ("x-mdmail-lookup-result", Form::Own(note)),
        ("x-mdarrival-date", Form::Opaque("When it came in.")),
        ("x-mdcfsigsadded", Form::Opaque("What was added.")),
        ("x-rcpt-to", Form::Opaque("The recipient.")),
        ("x-mdspamd-report", Form::Own(report)),
        ("x-mdrefid", Form::Opaque("Its number for the outbreak protection.")),
        ("x-ctch-refid", Form::Opaque("Its number for the outbreak protection.")),
    ],
};

fn virus(value: &str, filter: &mut Filter) {
    filter.say("result", value);
    if form::begins_with(value, "infected") {
        filter.verdict = Judgement::Virus;
    }
}

fn note(value: &str, filter: &mut Filter) {
    filter.say("result", value);
}

fn report(value: &str, filter: &mut Filter) {
    super::spamassassin::rules(value, filter);
}
