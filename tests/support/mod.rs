//! What the whole-process tests share: the daemon as a process, a newsroom, and an oracle over the output files.
#![allow(dead_code, reason = "each test binary uses its own part")]

pub mod daemon;
pub mod newsroom;
pub mod oracle;
pub mod receiver;
