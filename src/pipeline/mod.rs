//! Moves things and understands nothing: the loops, the two hand-overs, and the file that starts it all.
//!
//! [`wiring`] reads top to bottom as the picture in the crate's documentation. Everything between the two
//! hand-overs of [`queue`] may be lost at any moment without harm.

pub mod catch_up;
mod children;
pub mod control;
pub mod deliver;
pub mod gate;
pub mod gather;
pub mod housekeeping;
pub mod intake;
pub mod poll;
pub mod queue;
pub mod refine;
mod sites;
pub mod wiring;
pub mod work;
