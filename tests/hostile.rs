//! P5 and P7: no bytes can take it down, whoever sends them. Each row names an input and the words, or the kind of
//! error, that an operator gets for it.

#[path = "hostile/addresses.rs"]
mod addresses;
#[path = "hostile/bombs.rs"]
mod bombs;
#[path = "hostile/documents.rs"]
mod documents;
#[path = "hostile/flood.rs"]
mod flood;
#[path = "hostile/pages.rs"]
mod pages;
#[path = "hostile/transport.rs"]
mod transport;
#[path = "hostile/values.rs"]
mod values;

mod support;
