//! What the stage says of sentences of every style.
