//! What the whole-process tests share: the daemon as a process, a newsroom, and an oracle over the output files.
#![allow(dead_code, clippy::disallowed_methods, reason = "each test binary uses its own part; tests may spawn")]

pub mod daemon;
pub mod fetching;
pub mod hostile_server;
pub mod newsroom;
pub mod oracle;
pub mod receiver;
pub mod script;
