//! What the page knows at the moment, and what changes it.

pub mod batch;
pub mod control;
pub mod desk;
pub mod dns_client;
pub mod example_zones;
pub mod job;
pub mod reading;
pub mod route_panel;
pub mod samples;
pub mod session_form;
pub mod settings;
