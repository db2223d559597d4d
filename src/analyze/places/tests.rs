//! What the stage promises, in sentences of several languages.
