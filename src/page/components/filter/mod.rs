//! Spam filters: a card for each product.

pub mod cards;
pub mod judged;
