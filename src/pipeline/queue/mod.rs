//! The two durable hand-overs, and nothing else: items between gather and refine, records between refine and
//! deliver. Steps, stages and sinks do not know what is behind them; today that is [`embedded`].

pub mod embedded;
mod index;

pub use embedded::{Items, Outbox, Ticket};
