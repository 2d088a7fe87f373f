//! Sorting that is compiled once. The standard library's sort is compiled anew for each type that is sorted, and would
//! weigh four kilobytes in the page each time: here it sorts places, and the rest only moves things to them.

use std::cmp::Ordering;

/// Sorts by a comparison; equals stay in their order. Takes time n log n.
pub fn sort_by<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let places = places(items.len(), &|one, other| match (items.get(one), items.get(other)) {
        (Some(one), Some(other)) => compare(one, other),
        _ => Ordering::Equal,
    });
    // What stands in order already, as most logs do, need not be held twice.
    if places.is_sorted() {
        return;
    }
    let mut taken: Vec<Option<T>> = std::mem::take(items).into_iter().map(Some).collect();
    items.extend(places.into_iter().filter_map(|place| taken.get_mut(place)?.take()));
}

/// Sorts by a key; equals stay in their order. Takes time n log n.
pub fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    sort_by(items, |one, other| key(one).cmp(&key(other)));
}

/// Sorts, and leaves one of those that are equal. Takes time n log n.
pub fn sort_and_dedup<T: Ord>(items: &mut Vec<T>) {
    sort_by(items, T::cmp);
    items.dedup();
}

/// The different ones of some things, in order. Takes time n log n.
#[must_use]
pub fn distinct<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut items = items.collect();
    sort_and_dedup(&mut items);
    items
}

fn places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    places.sort_by(|&one, &other| compare(one, other));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_stay_in_their_order() {
        let mut words = vec!["pear", "fig", "apple", "plum", "date", "kiwi"];
        sort_by_key(&mut words, |word| word.len());
        assert_eq!(words, ["fig", "pear", "plum", "date", "kiwi", "apple"]);
    }

    #[test]
    fn of_equals_one_is_left() {
        let mut numbers = vec![(2, 'b'), (1, 'a'), (2, 'b'), (1, 'z')];
        sort_and_dedup(&mut numbers);
        assert_eq!(numbers, [(1, 'a'), (1, 'z'), (2, 'b')]);
        let mut none: Vec<u8> = Vec::new();
        sort_and_dedup(&mut none);
        assert!(none.is_empty());
    }
}
