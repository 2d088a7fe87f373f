//! A report's parts that every kind of input has: verdict, findings, facts, header fields.

pub mod enclosed;
pub mod evidence_link;
pub mod fact_list;
pub mod fields;
pub mod files;
pub mod finding;
pub mod panel;
pub mod postmark;
pub mod quoted;
pub mod reference;
pub mod report_area;
pub mod report_view;
pub mod verdict;
