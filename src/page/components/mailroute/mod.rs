//! The walk through DNS: its form, its picture and table, the record writer.

pub mod questions;
pub mod record_writer;
pub mod self_test;
pub mod suggestions;
pub mod try_box;
pub mod try_mail;
pub mod try_zone;
pub mod walk_form;
pub mod walk_picture;
pub mod walk_result;
pub mod walk_table;
