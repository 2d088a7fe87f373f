//! Logs, queues and DNS output: tables of deliveries and of records.

pub mod deliveries;
pub mod records;
