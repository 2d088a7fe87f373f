//! The route as shapes: a lane a host, from the sender's side down to the recipient's; time runs to the right.
//!
//! A message waits in the lane of the host that holds it. The bar is as long as the wait: solid for what is sure, open
//! for what the clocks leave in doubt. Then it drops to the lane of the host that took it.

use std::collections::HashMap;

use backstamp::report::words;
use backstamp::trace::{Hop, Host, Route, Side};

/// The width of the picture, in its own units.
pub const WIDTH: f64 = 920.0;
/// Where the lanes' times end.
pub const TIMES: f64 = WIDTH - 14.0;

/// The most hops that are drawn.
const MOST: usize = 30;
const LANE: f64 = 42.0;
const HEADING: f64 = 24.0;
/// The room between two legs.
const LEG: f64 = 30.0;
const LEFT: f64 = 262.0;
const RIGHT: f64 = WIDTH - 128.0;
/// The least room that a hop takes up beside its bar.
const STEP: f64 = 34.0;
/// Delays that differ by more than this factor are drawn on a logarithmic scale.
const LINEAR: f64 = 20.0;
/// What one letter takes up, about.
const LETTER: f64 = 6.6;
const LONGEST_NAME: usize = 33;

/// A stretch of lanes on one side.
#[derive(Debug, Clone, PartialEq)]
pub struct Ground {
    pub y: f64,
    pub height: f64,
    pub side: Side,
}

/// A host's lane.
#[derive(Debug, Clone, PartialEq)]
pub struct Lane {
    pub y: f64,
    /// The name, shortened to fit.
    pub label: String,
    /// The whole name.
    pub name: String,
    /// What the host did, and whether it is the reader's.
    pub about: String,
    /// The hop whose stamp to show.
    pub hop: Option<usize>,
    /// Whether its clock is doubted.
    pub doubted: bool,
}

/// A hop: the wait in one lane, and the drop to the next.
#[derive(Debug, Clone, PartialEq)]
pub struct Move {
    pub hop: usize,
    /// Where the message waits, from when it came to when it left.
    pub from: (f64, f64),
    /// Where it arrives.
    pub to: (f64, f64),
    /// Where it came from, if the waiting host is not the one that last stamped it.
    pub link: Option<f64>,
    /// How long the sure part of the bar is, and how long all of it.
    pub bar: (f64, f64),
    /// Whether the wait is known at all.
    pub known: bool,
    /// Whether it is the hold-up worth naming.
    pub held: bool,
    pub doubted: bool,
    pub label: String,
    /// Where the label begins, or ends where `label_ends` is set.
    pub label_x: f64,
    pub label_ends: bool,
}

/// Where one leg ends and the next begins: the message was passed on to another address.
#[derive(Debug, Clone, PartialEq)]
pub struct Leg {
    pub y: f64,
    pub label: String,
}

/// The one round of a circle that is drawn for all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct CollapsedLoop {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    pub label: String,
}

/// The whole picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    pub height: f64,
    pub grounds: Vec<Ground>,
    pub lanes: Vec<Lane>,
    pub moves: Vec<Move>,
    pub legs: Vec<Leg>,
    pub fold: Option<CollapsedLoop>,
    pub logarithmic: bool,
    /// Whether some bar is partly open.
    pub doubtful: bool,
    /// How many hops are not drawn.
    pub left_out: usize,
}

impl Picture {
    /// Draws a route; `hops` is how many there are, of which the route may list fewer.
    pub fn of(route: &Route, hops: usize) -> Self {
        let hidden = route.folded();
        let shown = route.hops.iter().enumerate().filter(|(index, _)| !hidden.contains(index));
        let drawn: Vec<(usize, &Hop)> = shown.take(MOST).collect();
        let mut plan = Plan::new(route);
        let ways: Vec<(usize, usize)> = drawn.iter().map(|&(index, hop)| plan.way(index, hop)).collect();
        let (lanes, grounds, legs, height) = plan.lay_out();
        let scale = Scale::of(&drawn);
        let y = |lane: usize| lanes.get(lane).map_or(0.0, |lane| lane.y);
        let mut x = LEFT;
        let mut last: Option<usize> = None;
        let mut moves = Vec::with_capacity(drawn.len());
        for (&(index, hop), (from, to)) in drawn.iter().zip(ways) {
            let held = route.held_at == Some(index);
            let (sure, whole) = scale.bar(hop);
            let arrives = x + whole + scale.step;
            let label = match words::delay(hop) {
                Some((delay, _)) if held => format!("held {delay}"),
                Some((delay, _)) => delay,
                None => String::new(),
            };
            let width = label.chars().count() as f64 * LETTER;
            let label_ends = x + 9.0 + width > RIGHT + 30.0;
            moves.push(Move {
                hop: index,
                from: (x, y(from)),
                to: (arrives, y(to)),
                link: last.filter(|&last| last != from).map(y),
                bar: (sure, whole),
                known: words::delay(hop).is_some(),
                held,
                doubted: route.clock_doubted(hop),
                label,
                label_x: if label_ends { arrives.max(x + whole) - 4.0 } else { x + 9.0 },
                label_ends,
            });
            x = arrives;
            last = Some(to);
        }
        let last = drawn.last().map_or(0, |(index, _)| index + 1);
        let fold = fold(route, &moves);
        let doubtful = moves.iter().any(|one| one.bar.1 > one.bar.0);
        Self {
            height,
            grounds,
            lanes,
            moves,
            legs,
            fold,
            logarithmic: scale.logarithmic,
            doubtful,
            left_out: hops.saturating_sub(last.max(hidden.end.min(hops))),
        }
    }
}

/// The frame around the round that is drawn.
fn fold(route: &Route, moves: &[Move]) -> Option<CollapsedLoop> {
    let found = route.mail_loop.as_ref().filter(|found| found.round_end < found.end)?;
    let round = || moves.iter().filter(|one| (found.start..found.round_end).contains(&one.hop));
    let (first, last) = (round().next()?, round().next_back()?);
    let lanes = || round().flat_map(|one| [one.from.1, one.to.1]);
    let (top, bottom) = (lanes().fold(f64::MAX, f64::min), lanes().fold(0.0, f64::max));
    Some(CollapsedLoop {
        x: first.from.0 - 12.0,
        y: top - 20.0,
        width: last.to.0 - first.from.0 + 26.0,
        height: bottom - top + 34.0,
        label: format!("× {}", found.rounds),
    })
}

fn host(route: &Route, index: Option<usize>) -> Option<&Host> {
    index.and_then(|index| route.hosts.get(index))
}

/// Which lanes there are, found hop by hop.
struct Plan<'a> {
    route: &'a Route,
    lanes: Vec<(Lane, Side)>,
    known: HashMap<String, usize>,
    /// The lanes with which a leg begins, and what is said there.
    legs: Vec<(usize, String)>,
}

impl<'a> Plan<'a> {
    fn new(route: &'a Route) -> Self {
        Self { route, lanes: Vec::new(), known: HashMap::new(), legs: Vec::new() }
    }

    /// The lanes that a hop leaves and reaches.
    fn way(&mut self, index: usize, hop: &Hop) -> (usize, usize) {
        let from_name = words::peer(&hop.from).or(hop.from.ip.as_deref());
        let from = self.lane(hop.from_host, from_name, index);
        let before = self.lanes.len();
        let to = self.lane(hop.by_host, hop.by.as_deref(), index);
        // A leg that goes back to a lane above has no place of its own.
        if let Some(one) = self.route.leg_at(index).filter(|_| to == before) {
            self.legs.push((to, self.route.leg_words(one)));
        }
        if let Some((lane, _)) = self.lanes.get_mut(to) {
            if let Some(role) = hop.role.filter(|_| lane.hop.is_none()) {
                lane.about = with_more(words::role(role), &lane.about);
            }
            lane.hop.get_or_insert(index);
            lane.doubted |= self.route.clock_doubted(hop);
        }
        (from, to)
    }

    fn lane(&mut self, index: Option<usize>, name: Option<&str>, hop: usize) -> usize {
        let host = host(self.route, index);
        let name = host.map(|host| host.name.as_str()).or(name);
        let key = match (index, name) {
            (Some(index), _) if host.is_some() => format!("host {index}"),
            (_, Some(name)) => name.to_ascii_lowercase(),
            // Two hosts without names are not the same host.
            (_, None) => format!("unnamed {hop}"),
        };
        if let Some(&lane) = self.known.get(&key) {
            return lane;
        }
        let name = name.unwrap_or("not told").to_owned();
        let lane = Lane {
            y: 0.0,
            label: shortened(&name),
            name,
            about: if host.is_some_and(|host| host.mine) { "yours".to_owned() } else { String::new() },
            hop: None,
            doubted: false,
        };
        self.lanes.push((lane, host.map_or(Side::Unknown, |host| host.side)));
        self.known.insert(key, self.lanes.len() - 1);
        self.lanes.len() - 1
    }

    fn lay_out(self) -> (Vec<Lane>, Vec<Ground>, Vec<Leg>, f64) {
        let mut y = 0.0;
        let mut legs = Vec::new();
        let mut lanes = Vec::with_capacity(self.lanes.len());
        let mut grounds: Vec<Ground> = Vec::new();
        for (index, (mut lane, side)) in self.lanes.into_iter().enumerate() {
            let leg = self.legs.iter().find(|(first, _)| *first == index);
            if let Some((_, label)) = leg {
                y += LEG;
                legs.push(Leg { y: y - 9.0, label: label.clone() });
            }
            match grounds.last_mut() {
                Some(ground) if ground.side == side && leg.is_none() => {}
                _ => {
                    if !grounds.is_empty() {
                        y += 6.0;
                    }
                    let heading = if side == Side::Unknown { 6.0 } else { HEADING };
                    grounds.push(Ground { y, height: heading, side });
                    y += heading;
                }
            }
            lane.y = y + LANE / 2.0 + 4.0;
            y += LANE;
            lanes.push(lane);
            if let Some(ground) = grounds.last_mut() {
                ground.height += LANE;
            }
        }
        (lanes, grounds, legs, y)
    }
}

fn with_more(first: &str, more: &str) -> String {
    if more.is_empty() { first.to_owned() } else { format!("{first}, {more}") }
}

fn shortened(name: &str) -> String {
    let letters = name.chars().count();
    if letters <= LONGEST_NAME {
        return name.to_owned();
    }
    // The end of a host name tells more than its start.
    let tail: String = name.chars().skip(letters + 1 - LONGEST_NAME).collect();
    format!("…{tail}")
}

/// From seconds to lengths.
struct Scale {
    logarithmic: bool,
    /// Units a measure.
    unit: f64,
    /// The room beside every bar.
    step: f64,
}

impl Scale {
    fn of(hops: &[(usize, &Hop)]) -> Self {
        let waits: Vec<f64> = hops.iter().map(|(_, hop)| extent(hop).1).collect();
        let longest = waits.iter().copied().fold(0.0, f64::max);
        let shortest = waits.iter().copied().filter(|&wait| wait > 0.0).fold(longest, f64::min);
        let logarithmic = longest > LINEAR * shortest;
        let total: f64 = waits.iter().map(|&wait| measure(wait, logarithmic)).sum();
        let room = RIGHT - LEFT;
        let count = hops.len().max(1) as f64;
        let step = STEP.min(room * 0.6 / count);
        let unit = if total > 0.0 { (room - step * count) / total } else { 0.0 };
        Self { logarithmic, unit, step }
    }

    /// How long a hop's bar is: the sure part, and all of it.
    fn bar(&self, hop: &Hop) -> (f64, f64) {
        let (least, most) = extent(hop);
        let whole = measure(most, self.logarithmic) * self.unit;
        // Within a bar the share that is sure is always to scale: a logarithm would hide the doubt.
        (if most > 0.0 { whole * least / most } else { 0.0 }, whole)
    }
}

fn measure(seconds: f64, logarithmic: bool) -> f64 {
    if logarithmic { seconds.ln_1p() } else { seconds }
}

/// The least and the most seconds that a hop took, never below zero.
fn extent(hop: &Hop) -> (f64, f64) {
    let by_stamps = hop.delay_seconds.unwrap_or(0);
    let (least, most) = match hop.delay_range {
        // What stamps in whole seconds leave open is no doubt worth drawing.
        Some((least, most)) if words::is_open(least, most) || by_stamps < least || by_stamps > most => (least, most),
        _ => (by_stamps, by_stamps),
    };
    (least.max(0) as f64, most.max(0) as f64)
}

/// A length as an attribute has it, to a tenth. Rust's own printing of such numbers would add 20 KB to the program.
pub fn px(length: f64) -> String {
    let tenths = (length * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    let (whole, rest) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
    if rest == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use backstamp::trace::{Clock, Peer};

    fn hop(from: &str, by: &str, delay: Option<i64>, range: Option<(i64, i64)>) -> Hop {
        Hop {
            from: Peer { rdns: Some(from.to_owned()), ..Peer::default() },
            by: Some(by.to_owned()),
            delay_seconds: delay,
            delay_range: range,
            ..Hop::default()
        }
    }

    fn route(hops: Vec<Hop>) -> Route {
        Route { hops, ..Route::default() }
    }

    #[test]
    fn the_message_drops_from_lane_to_lane_and_never_goes_back_in_time() {
        let route = route(vec![
            hop("a.example", "b.example", None, None),
            hop("b.example", "c.example", Some(5), None),
            hop("c.example", "d.example", Some(7), None),
        ]);
        let picture = Picture::of(&route, 3);
        assert_eq!(picture.lanes.len(), 4);
        assert!(picture.moves.iter().all(|one| one.to.0 > one.from.0 && one.to.1 > one.from.1));
        assert!(picture.moves.iter().all(|one| one.to.0 <= RIGHT + 0.5));
    }

    #[test]
    fn a_host_met_again_keeps_its_lane() {
        let route = route(vec![
            hop("a.example", "b.example", None, None),
            hop("b.example", "a.example", Some(1), None),
            hop("a.example", "b.example", Some(1), None),
        ]);
        assert_eq!(Picture::of(&route, 3).lanes.len(), 2);
    }

    #[test]
    fn the_open_part_of_a_bar_is_as_long_as_the_doubt() {
        let route = route(vec![
            hop("a.example", "b.example", None, None),
            hop("b.example", "c.example", Some(9_000), Some((4_500, 9_000))),
            hop("c.example", "d.example", Some(9_000), None),
        ]);
        let picture = Picture::of(&route, 3);
        let (sure, whole) = picture.moves[1].bar;
        assert!((whole - 2.0 * sure).abs() < 0.001, "{sure} of {whole}");
        assert!(picture.doubtful && !picture.logarithmic);
    }

    #[test]
    fn seconds_and_hours_share_a_picture_by_their_logarithms() {
        let route =
            route(vec![hop("a.example", "b.example", Some(2), None), hop("b.example", "c.example", Some(9_000), None)]);
        let picture = Picture::of(&route, 2);
        assert!(picture.logarithmic);
        assert!(picture.moves[0].bar.1 > 10.0);
    }

    #[test]
    fn a_backwards_stamp_and_a_missing_one_are_drawn_without_a_bar() {
        let mut route = route(vec![
            hop("a.example", "b.example", None, None),
            hop("b.example", "c.example", Some(-3_566), Some((0, 1))),
            Hop::default(),
        ]);
        route.hosts.push(Host {
            name: "c.example".to_owned(),
            domain: None,
            side: Side::Recipient,
            mine: true,
            clock: Some(Clock { doubted: true, off_by: Some(-3_566), zone_mistake: None }),
        });
        route.hops[1].by_host = Some(0);
        let picture = Picture::of(&route, 3);
        assert!(picture.moves[1].doubted);
        assert!(!picture.moves[2].known && picture.moves[2].bar.1 == 0.0);
        assert!(picture.lanes.iter().any(|lane| lane.name == "not told"));
    }

    #[test]
    fn a_route_of_ten_thousand_hops_is_drawn_in_part_and_says_so() {
        let hops = (0..1_000).map(|n| hop(&format!("h{n}.example"), &format!("h{}.example", n + 1), Some(1), None));
        let picture = Picture::of(&route(hops.collect()), 10_000);
        assert_eq!((picture.moves.len(), picture.left_out), (MOST, 10_000 - MOST));
        assert!(picture.moves.iter().all(|one| one.to.0 <= RIGHT + 0.5));
    }

    /// A route as the library reads it.
    fn read(name: &str) -> Route {
        let path = format!("{}/tests/fixtures/forwarding/{name}", env!("CARGO_MANIFEST_DIR"));
        let input = std::fs::read(path).unwrap();
        backstamp::analyze(&input, &backstamp::Context::default()).route.unwrap()
    }

    #[test]
    fn a_leg_begins_between_the_forwarders_lane_and_the_next() {
        let picture = Picture::of(&read("alias.headers"), 4);
        let lane = |name: &str| picture.lanes.iter().find(|lane| lane.name == name).unwrap().y;
        let [leg] = picture.legs.as_slice() else { panic!("{:?}", picture.legs) };
        assert_eq!(leg.label, "Second leg, for lena@home.example: forwarded from lena@school.example");
        assert!(lane("mx1.school.example") < leg.y && leg.y < lane("gate.home.example"));
        assert!(Picture::of(&read("relays.headers"), 4).legs.is_empty());
    }

    #[test]
    fn a_circle_is_drawn_once_for_all_its_rounds() {
        let route = read("two-party-loop.headers");
        let picture = Picture::of(&route, 26);
        assert_eq!((picture.moves.len(), picture.lanes.len(), picture.left_out), (2, 3, 0));
        let fold = picture.fold.unwrap();
        assert_eq!(fold.label, "× 13");
        assert!(picture.moves.iter().all(|one| fold.x < one.from.0 && one.to.0 < fold.x + fold.width));
        assert!(picture.legs.is_empty());
    }

    #[test]
    fn no_hops_make_an_empty_picture() {
        assert_eq!(Picture::of(&Route::default(), 0).lanes.len(), 0);
    }

    #[test]
    fn long_names_keep_their_end() {
        let name = format!("{}.protection.example", "x".repeat(60));
        assert!(shortened(&name).ends_with(".protection.example"));
        assert_eq!(shortened(&name).chars().count(), LONGEST_NAME);
    }

    #[test]
    fn lengths_are_written_to_a_tenth() {
        assert_eq!([px(0.0), px(920.0), px(6.66), px(-0.04), px(-0.26)], ["0", "920", "6.7", "0", "-0.3"]);
    }
}
