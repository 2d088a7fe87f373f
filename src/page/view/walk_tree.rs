//! A walk as a picture: lanes by what the questions are for, and in each a tree of questions and what followed from them.
//! The numbers are those of the table: the order in which a server would ask.

use backstamp::dns::{Data, Name, RecordType};
use backstamp::mailroute::{Purpose, Step, Walk};
use backstamp::order;

/// A question in the picture.
#[derive(Debug, PartialEq)]
pub struct Asked<'a> {
    /// Its number in the table, from 1.
    pub number: usize,
    /// The round in which it could be asked at the earliest.
    pub round: usize,
    pub step: &'a Step,
    /// The faults that its answer shows, as indexes of the walk's findings.
    pub faults: Vec<usize>,
}

/// What stands at one place of the tree: a question, or a host with the questions for its addresses.
#[derive(Debug, PartialEq)]
pub struct Node<'a> {
    /// The host, and its preference where an MX record names it.
    pub host: Option<(&'a Name, Option<u16>)>,
    pub asked: Vec<Asked<'a>>,
    pub then: Vec<Node<'a>>,
}

impl Node<'_> {
    /// How many columns it takes.
    pub fn columns(&self) -> usize {
        1 + self.then.iter().map(Node::columns).max().unwrap_or(0)
    }
}

/// The questions of one kind.
#[derive(Debug, PartialEq)]
pub struct Lane<'a> {
    pub title: &'static str,
    pub nodes: Vec<Node<'a>>,
}

/// What a lane is called that a question of this purpose stands in.
fn lane_of(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Exchanges | Purpose::Implicit | Purpose::ExchangeAddress | Purpose::Certificate | Purpose::Reverse => {
            "Where the mail goes"
        }
        Purpose::Policy => "What the domain publishes about its mail",
        Purpose::Zone | Purpose::ServerAddress | Purpose::Delegation => "Who is responsible, from the root down",
        Purpose::Parent => "The domain above, for comparison only",
        Purpose::Wildcard => "Whether any name gets an answer",
    }
}

/// The lanes of a walk, with every question once, in the table's order.
pub fn lanes(walk: &Walk) -> Vec<Lane<'_>> {
    let mut lanes: Vec<Lane<'_>> = Vec::new();
    let mut number = 0;
    for step in &walk.steps {
        let title = lane_of(step.purpose);
        let node = node(walk, step, 1, &mut number);
        match lanes.last_mut().filter(|lane| lane.title == title) {
            Some(lane) => lane.nodes.push(node),
            None => lanes.push(Lane { title, nodes: vec![node] }),
        }
    }
    lanes
}

fn asked<'a>(walk: &Walk, step: &'a Step, round: usize, number: &mut usize) -> Asked<'a> {
    *number += 1;
    let shows = walk.marks.iter().filter(|mark| mark.question == step.question);
    Asked { number: *number, round, step, faults: shows.map(|mark| mark.finding).collect() }
}

fn node<'a>(walk: &Walk, step: &'a Step, round: usize, number: &mut usize) -> Node<'a> {
    let mut node = Node { host: None, asked: vec![asked(walk, step, round, number)], then: Vec::new() };
    let mut preferences = preferences(step).into_iter();
    let is_list = matches!(step.question.kind, RecordType::Mx | RecordType::Ns);
    for then in &step.then {
        let is_address = matches!(then.purpose, Purpose::ExchangeAddress | Purpose::ServerAddress) && is_list;
        if !is_address {
            // What follows from a host's addresses stands behind it.
            match node.then.last_mut().filter(|_| is_list) {
                Some(host) => {
                    let inner = self::node(walk, then, round + 2, number);
                    host.then.push(inner);
                }
                None => {
                    let inner = self::node(walk, then, round + 1, number);
                    node.then.push(inner);
                }
            }
            continue;
        }
        if then.question.kind == RecordType::A || node.then.is_empty() {
            let host = Some((&then.question.name, preferences.next()));
            node.then.push(Node { host, asked: Vec::new(), then: Vec::new() });
        }
        let Some(host) = node.then.last_mut() else { continue };
        host.asked.push(asked(walk, then, round + 1, number));
        for inner in &then.then {
            let inner = self::node(walk, inner, round + 2, number);
            host.then.push(inner);
        }
    }
    node
}

/// The preferences of the hosts that an MX answer names, in the order in which they are looked up.
fn preferences(step: &Step) -> Vec<u16> {
    let records = step.outcome().records().iter();
    let mut named: Vec<(u16, &Name)> = records
        .filter_map(|record| match &record.data {
            Data::Mx { preference, exchange } if !exchange.is_root() => Some((*preference, exchange)),
            _ => None,
        })
        .collect();
    order::sort_and_dedup(&mut named);
    named.into_iter().map(|(preference, _)| preference).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::state::example_zones;
    use backstamp::dns::Subject;
    use backstamp::mailroute::{Options, walk};

    fn walked(typed: &str) -> Walk {
        pollster::block_on(walk(Subject::read(typed).unwrap(), &example_zones::zones(), &Options::default()))
    }

    fn questions(nodes: &[Node<'_>], all: &mut Vec<(usize, usize, String)>) {
        for node in nodes {
            all.extend(node.asked.iter().map(|asked| (asked.number, asked.round, asked.step.question.to_string())));
            questions(&node.then, all);
        }
    }

    #[test]
    fn the_picture_has_every_question_of_the_table_once_with_its_number_and_round() {
        for example in example_zones::EXAMPLES {
            let walk = walked(example.typed);
            let mut shown = Vec::new();
            for lane in lanes(&walk) {
                questions(&lane.nodes, &mut shown);
            }
            shown.sort();
            let table: Vec<(usize, usize, String)> = walk
                .in_rounds()
                .iter()
                .enumerate()
                .map(|(index, (round, step))| (index + 1, *round, step.question.to_string()))
                .collect();
            assert_eq!(shown, table, "{}", example.typed);
        }
    }

    #[test]
    fn hosts_stand_with_their_preferences_and_their_names_behind_them() {
        let walk = walked("shop.example");
        let lanes = lanes(&walk);
        let mx = &lanes[0].nodes[0];
        let hosts: Vec<(&str, Option<u16>)> =
            mx.then.iter().filter_map(|node| node.host).map(|(name, preference)| (name.as_str(), preference)).collect();
        assert_eq!(
            hosts,
            [("mx1.shop.example", Some(10)), ("mx2.shop.example", Some(10)), ("backup.provider.example", Some(20))]
        );
        assert_eq!(mx.columns(), 3);
        assert_eq!(mx.then[0].asked.len(), 2);
        assert_eq!(mx.then[0].then.len(), 3, "two reverse names and the certificate's mark");
    }

    #[test]
    fn a_fault_stands_at_its_answer() {
        let walk = walked("office.example");
        let lanes = lanes(&walk);
        let alias = &lanes[0].nodes[0].then[0];
        assert_eq!(alias.host.unwrap().0.as_str(), "mail.office.example");
        let ids: Vec<&str> = alias.asked[0].faults.iter().map(|index| walk.findings[*index].id.as_ref()).collect();
        assert_eq!(ids, ["mailroute.mx-alias"]);
    }
}
