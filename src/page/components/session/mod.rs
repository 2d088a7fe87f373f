//! SMTP sessions, read and written.

pub mod ladder;
pub mod script_commands;
pub mod script_form;
pub mod script_simulator;
pub mod script_steps;
pub mod transcript;
