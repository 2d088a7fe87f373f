//! What in the report belongs to which words of the source, and back.

use backstamp::Report;
use backstamp::finding::Span;
use backstamp::report::words;

use crate::page::state::reading::Reading;

/// A part of a report that stands for words of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// A finding, by its index.
    Finding(usize),
    /// A hop, by its index.
    Hop(usize),
    /// A header field, by its index.
    Field(usize),
    /// What a notice says of a recipient, by its index.
    Recipient(usize),
    /// The error line.
    Reply,
    /// A command of a session with its answer, by its index.
    Exchange(usize),
    /// A delivery of a log or a queue, by its index.
    Delivery(usize),
    /// A record of DNS output, by its index.
    Record(usize),
    /// What a field says of authentication, by its index.
    Claim(usize),
    /// A signature, by its index.
    Signature(usize),
    /// What a field of a spam filter says, by its index.
    Filter(usize),
}

/// A part of one of a reading's reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Target {
    /// Which of [`Reading::sheets`].
    pub sheet: usize,
    /// Which part of it.
    pub part: Part,
}

impl Target {
    /// The id of the element that shows it.
    pub fn id(self) -> String {
        let (name, index) = match self.part {
            Part::Finding(index) => ("finding", index),
            Part::Hop(index) => ("hop", index),
            Part::Field(index) => ("field", index),
            Part::Recipient(index) => ("recipient", index),
            Part::Reply => ("reply", 0),
            Part::Exchange(index) => ("exchange", index),
            Part::Delivery(index) => ("delivery", index),
            Part::Record(index) => ("record", index),
            Part::Claim(index) => ("claim", index),
            Part::Signature(index) => ("signature", index),
            Part::Filter(index) => ("filter", index),
        };
        format!("r{}-{name}-{index}", self.sheet)
    }

    /// The words that it stands for.
    pub fn spans(self, reading: &Reading) -> Vec<Span> {
        let Some(sheet) = reading.sheets.get(self.sheet) else { return Vec::new() };
        let report = &sheet.report;
        match self.part {
            Part::Finding(index) => report.findings.get(index).map(|finding| finding.evidence.clone()),
            Part::Hop(index) => report.route.as_ref().and_then(|route| route.hops.get(index)).map(|hop| vec![hop.span]),
            Part::Field(index) => report.fields.get(index).map(|field| vec![field.span]),
            Part::Recipient(index) => {
                let recipient = report.bounce.as_ref().and_then(|bounce| bounce.recipients.get(index));
                recipient.map(|recipient| recipient.evidence.clone())
            }
            Part::Reply => report.reply.as_ref().map(|reply| vec![reply.span]),
            Part::Exchange(index) => {
                let session = report.session.as_ref();
                session.and_then(|session| session.exchanges.get(index)).map(|one| one.evidence.clone())
            }
            Part::Delivery(index) => report.deliveries.get(index).map(|delivery| delivery.lines.clone()),
            Part::Record(index) => report.records.get(index).map(|record| vec![record.span]),
            Part::Claim(index) => {
                let authentication = report.authentication.as_ref();
                authentication.and_then(|one| one.claims.get(index)).map(|claim| vec![claim.span])
            }
            Part::Signature(index) => {
                let authentication = report.authentication.as_ref();
                authentication.and_then(|one| one.signatures.get(index)).map(|signature| vec![signature.span])
            }
            Part::Filter(index) => report.filters.get(index).map(|filter| vec![filter.span]),
        }
        .unwrap_or_default()
    }

    /// What to call it.
    pub fn label(self, reading: &Reading) -> String {
        let report = reading.sheets.get(self.sheet).map(|sheet| &sheet.report);
        match self.part {
            Part::Finding(index) => {
                let finding = report.and_then(|report| report.findings.get(index));
                finding.map_or_else(String::new, |finding| {
                    format!("{}: {}", words::severity(finding.severity), finding.title)
                })
            }
            Part::Hop(index) => format!("Hop {}", index + 1),
            Part::Field(index) => {
                let field = report.and_then(|report| report.fields.get(index));
                field.map_or_else(String::new, |field| format!("Field {}", field.name))
            }
            Part::Recipient(index) => {
                let bounce = report.and_then(|report| report.bounce.as_ref());
                let address =
                    bounce.and_then(|bounce| bounce.recipients.get(index)).and_then(|one| one.address.as_ref());
                address.map_or_else(|| format!("Recipient {}", index + 1), |address| format!("Recipient {address}"))
            }
            Part::Reply => "Error line".to_owned(),
            Part::Exchange(index) => {
                let session = report.and_then(|report| report.session.as_ref());
                session
                    .and_then(|session| session.exchanges.get(index))
                    .map_or_else(String::new, |one| one.name().into_owned())
            }
            Part::Delivery(index) => {
                let delivery = report.and_then(|report| report.deliveries.get(index));
                delivery.map_or_else(String::new, |delivery| {
                    let whom = delivery.recipient.as_deref().unwrap_or("no recipient named");
                    format!("Delivery to {whom}: {}", delivery.status.word())
                })
            }
            Part::Record(index) => {
                let record = report.and_then(|report| report.records.get(index));
                record.map_or_else(String::new, |record| format!("{} record of {}", record.kind, record.name))
            }
            Part::Claim(index) => {
                let claims = report.and_then(|report| report.authentication.as_ref()).map(|one| &one.claims);
                let claim = claims.and_then(|claims| claims.get(index));
                claim.map_or_else(String::new, |claim| format!("Authentication: {}", claim.field))
            }
            Part::Signature(index) => {
                let signatures = report.and_then(|report| report.authentication.as_ref()).map(|one| &one.signatures);
                let signature = signatures.and_then(|signatures| signatures.get(index));
                signature.map_or_else(String::new, |signature| format!("Signature: {}", signature.field))
            }
            Part::Filter(index) => {
                let filter = report.and_then(|report| report.filters.get(index));
                filter.map_or_else(String::new, |filter| format!("{}: {}", filter.product, filter.field))
            }
        }
    }
}

/// The parts of the reports that stand for the words at a place: findings first, then the recipient, then the hop, else what a
/// receiver or a filter wrote, else the field.
pub fn at(reading: &Reading, place: usize) -> Vec<Target> {
    /// As many findings as fit under the source.
    const MOST: usize = 4;
    let holds = |span: &Span| span.start <= place && place <= span.end && !span.is_empty();
    let mut targets = Vec::new();
    for (sheet, shown) in reading.sheets.iter().enumerate() {
        let report = &shown.report;
        let findings = report.findings.iter().enumerate().filter(|(_, finding)| finding.evidence.iter().any(holds));
        targets.extend(findings.take(MOST).map(|(index, _)| Target { sheet, part: Part::Finding(index) }));
        let mut recipients = report.bounce.iter().flat_map(|bounce| &bounce.recipients);
        let recipient = recipients.position(|recipient| recipient.evidence.iter().any(holds)).map(Part::Recipient);
        targets.extend(recipient.map(|part| Target { sheet, part }));
        let mut exchanges = report.session.iter().flat_map(|session| &session.exchanges);
        let exchange = exchanges.position(|one| one.evidence.iter().any(holds)).map(Part::Exchange);
        targets.extend(exchange.map(|part| Target { sheet, part }));
        let delivery = report.deliveries.iter().position(|one| one.lines.iter().any(holds)).map(Part::Delivery);
        targets.extend(delivery.map(|part| Target { sheet, part }));
        let record = report.records.iter().position(|one| holds(&one.span)).map(Part::Record);
        targets.extend(record.map(|part| Target { sheet, part }));
        let mut hops = report.route.iter().flat_map(|route| &route.hops);
        let hop = hops.position(|hop| holds(&hop.span)).map(Part::Hop);
        let field = || report.fields.iter().position(|field| holds(&field.span)).map(Part::Field);
        targets.extend(hop.or_else(|| judged(report, holds)).or_else(field).map(|part| Target { sheet, part }));
    }
    targets
}

/// What a receiver or a filter wrote, or a signature, at a place.
fn judged(report: &Report, holds: impl Fn(&Span) -> bool) -> Option<Part> {
    let claim = || report.authentication.as_ref()?.claims.iter().position(|claim| holds(&claim.span)).map(Part::Claim);
    let signature = || {
        let signatures = &report.authentication.as_ref()?.signatures;
        signatures.iter().position(|signature| holds(&signature.span)).map(Part::Signature)
    };
    let filter = || report.filters.iter().position(|filter| holds(&filter.span)).map(Part::Filter);
    claim().or_else(signature).or_else(filter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use backstamp::Context;

    const INPUT: &str = "Subject: late\nReceived: from a.example by b.example; Fri, 13 Feb 2009 21:23:21 +0000\n\n";

    #[test]
    fn a_place_in_a_received_field_belongs_to_its_hop() {
        let reading = Reading::of(INPUT.as_bytes(), &Context::default());
        let targets = at(&reading, INPUT.find("b.example").unwrap());
        assert!(targets.contains(&Target { sheet: 0, part: Part::Hop(0) }), "{targets:?}");
    }

    #[test]
    fn a_place_in_another_field_belongs_to_that_field() {
        let reading = Reading::of(INPUT.as_bytes(), &Context::default());
        let targets = at(&reading, 3);
        assert!(targets.contains(&Target { sheet: 0, part: Part::Field(0) }), "{targets:?}");
        assert_eq!(reading.words(targets.last().unwrap().spans(&reading)[0]), "Subject: late");
    }

    #[test]
    fn a_place_in_what_a_receiver_or_a_filter_wrote_belongs_to_that() {
        let input = include_str!("../../../samples/junked.eml");
        let reading = Reading::of(input.as_bytes(), &Context::default());
        let words = |part| {
            let target = Target { sheet: 0, part };
            assert!(!target.label(&reading).is_empty());
            reading.words(target.spans(&reading)[0])
        };
        for (place, part, begins) in [
            ("compauth=", Part::Claim(0), "Authentication-Results:"),
            ("bh=", Part::Signature(0), "DKIM-Signature:"),
            ("SFV:SPM", Part::Filter(0), "X-Forefront-Antispam-Report:"),
        ] {
            let targets = at(&reading, input.find(place).unwrap());
            assert!(targets.contains(&Target { sheet: 0, part }), "{place}: {targets:?}");
            assert!(words(part).starts_with(begins), "{place}: {}", words(part));
        }
    }

    #[test]
    fn a_place_in_the_words_of_a_refusal_belongs_to_its_recipient() {
        let input = include_str!("../../../samples/bounce.eml");
        let reading = Reading::of(input.as_bytes(), &Context::default());
        let targets = at(&reading, input.find("User unknown").unwrap());
        let recipient = Target { sheet: 0, part: Part::Recipient(0) };
        assert!(targets.contains(&recipient), "{targets:?}");
        assert!(recipient.label(&reading).starts_with("Recipient "));
    }
}
