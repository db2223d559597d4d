//! Courant turns news feeds into a clean, deduplicated, analyzed stream of articles.
//!
//! ```text
//!             gather                                  refine                                   deliver
//! feeds ─▶ schedule ─▶ fetch ─▶ parse ─▶ ║items║ ─▶ page ─▶ normalize ─▶ analyze… ─▶ ║outbox║ ─▶ sink: jsonl
//!           ▲                │                                  (one task per stage,          ─▶ sink: webhook
//!           └── next poll ───┘                                   bounded channels)            ─▶ …
//! ```
//!
//! Two durable hand-overs, **items** and **outbox**, cut the program into three roles. Between them
//! everything lives in memory, is bounded, and may be lost in a crash without harm, because the row
//! behind it is still there. The modules below stand in the order in which an article meets them.

pub mod article;

pub mod schedule;

pub mod fetch;

pub mod parse;

pub mod normalize;

pub mod analyze;

pub mod sink;

pub mod pipeline;
pub mod store;

pub mod config;
pub mod observe;

pub mod commands;
pub mod world;
