//! Datelines and credits in invented stories.
