//! A filter's score against its threshold, as a bar.

use backstamp::filter::Filter;

/// A bar 100 units wide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreBar {
    /// Where the bar begins.
    pub start: f64,
    /// How long it is.
    pub width: f64,
    /// Where the threshold is.
    pub threshold: f64,
    /// Whether the score reaches the threshold.
    pub is_over: bool,
}

impl ScoreBar {
    /// The bar of a field that has a score and a threshold above nought.
    pub fn of(filter: &Filter) -> Option<Self> {
        let (score, threshold) = (filter.score?.value(), filter.threshold?.value());
        if threshold <= 0.0 {
            return None;
        }
        // A score far beyond the threshold must not press the threshold against the edge.
        let shown = score.clamp(-threshold, 4.0 * threshold);
        let (least, most) = (shown.min(0.0), shown.max(threshold) + threshold / 4.0);
        let place = |value: f64| ((value - least) / (most - least) * 1000.0).round() / 10.0;
        let (start, end) = (place(shown.min(0.0)), place(shown.max(0.0)));
        Some(Self { start, width: end - start, threshold: place(threshold), is_over: score >= threshold })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use backstamp::filter::Score;

    fn bar(score: &str, threshold: &str) -> Option<ScoreBar> {
        let number = |text| Score::read(text).map(|(score, _)| score);
        ScoreBar::of(&Filter { score: number(score), threshold: number(threshold), ..Filter::default() })
    }

    #[test]
    fn a_score_over_the_threshold_passes_its_mark() {
        let over = bar("9", "5").unwrap();
        assert!(over.is_over && over.start + over.width > over.threshold);
        let under = bar("2", "5").unwrap();
        assert!(!under.is_over && under.start + under.width < under.threshold);
    }

    #[test]
    fn a_bar_stays_within_its_frame_whatever_the_score() {
        for score in ["-5000", "-1.9", "0", "5", "99999"] {
            let bar = bar(score, "5").unwrap();
            assert!(bar.start >= 0.0 && bar.width >= 0.0 && bar.start + bar.width <= 100.0, "{score}: {bar:?}");
            assert!((0.0..=100.0).contains(&bar.threshold), "{score}: {bar:?}");
        }
    }

    #[test]
    fn there_is_no_bar_without_a_threshold() {
        assert_eq!(bar("9", ""), None);
        assert_eq!(bar("9", "0"), None);
    }
}
