//! The route of a message: picture, table, stops, forwarding.

pub mod forwarding;
pub mod route;
pub mod route_picture;
pub mod route_table;
pub mod stops;
