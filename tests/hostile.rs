//! P5 and P7: no bytes can take it down, whoever sends them. Each row names an input and the words, or the kind of
//! error, that an operator gets for it.

#[path = "hostile/bombs.rs"]
mod bombs;
#[path = "hostile/flood.rs"]
mod flood;

mod support;
