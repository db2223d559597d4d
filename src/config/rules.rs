//! What texts must keep to, where more than one table has them.

use super::key::Rule;

/// Longest id; it stands in every record and every log line.
const ID_LENGTH_MAX: usize = 100;

/// Longest tag, and most tags of one feed: they are repeated in every record.
const TAG_LENGTH_MAX: usize = 100;

/// An id: safe in file names, URLs, metric labels and shells.
pub const ID: Rule = Rule {
    kind: "letters, digits, \".\", \"_\" and \"-\", at most 100",
    pattern: "^[A-Za-z0-9._-]{1,100}$",
    check: id,
};

/// A tag: free text on one line.
pub const TAG: Rule = Rule { kind: "", pattern: "^.{1,100}$", check: tag };

/// A path.
pub const PATH: Rule = Rule { kind: "", pattern: "^.+$", check: path };

/// The name of an environment variable.
pub const VARIABLE: Rule = Rule { kind: "", pattern: "^[A-Za-z_][A-Za-z0-9_]*$", check: variable };

/// A language tag, BCP 47.
pub const LANGUAGE: Rule = Rule {
    kind: "a language tag such as \"en\" or \"pt-BR\"",
    pattern: "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$",
    check: language,
};

fn id(text: &str) -> Result<(), String> {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    if text.is_empty() {
        return Err("the id is empty; give it a name, or leave the key out".to_owned());
    }
    if text.len() > ID_LENGTH_MAX {
        return Err(format!("the id has {} characters; allowed are {ID_LENGTH_MAX}", text.chars().count()));
    }
    if text.chars().all(is_safe) {
        return Ok(());
    }
    let repaired: String = text.trim().chars().map(|c| if is_safe(c) { c } else { '-' }).collect();
    let repaired = repaired.trim_matches('-');
    let guess = if repaired.is_empty() { String::new() } else { format!("; did you mean \"{repaired}\"?") };
    Err(format!("\"{}\" is not made of letters, digits, \".\", \"_\" and \"-\" only{guess}", text.escape_debug()))
}

fn tag(text: &str) -> Result<(), String> {
    let is_short = (1..=TAG_LENGTH_MAX).contains(&text.chars().count());
    if is_short && text.trim() == text && !text.contains(char::is_control) {
        Ok(())
    } else {
        Err(format!("\"{}\" is no tag; use 1 to {TAG_LENGTH_MAX} characters on one line", text.escape_debug()))
    }
}

fn path(text: &str) -> Result<(), String> {
    if text.trim().is_empty() {
        Err("the path is empty".to_owned())
    } else if text.contains('\0') {
        Err("the path holds a zero byte".to_owned())
    } else {
        Ok(())
    }
}

fn variable(text: &str) -> Result<(), String> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if text.chars().all(is_name) && text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        Ok(())
    } else if text.starts_with('$') {
        let name = text.trim_matches(|c| matches!(c, '$' | '{' | '}'));
        Err(format!("write the name of the variable without \"$\": \"{name}\""))
    } else {
        // It may be the secret itself, written in the wrong place: it is not quoted.
        Err("this is not the name of an environment variable; use letters, digits and \"_\"".to_owned())
    }
}

fn language(text: &str) -> Result<(), String> {
    let mut parts = text.split('-');
    let has_primary = parts
        .next()
        .is_some_and(|part| (2..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic()));
    let is_subtag = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if has_primary && parts.all(is_subtag) { Ok(()) } else { Err(format!("\"{text}\" is not {}", LANGUAGE.kind)) }
}
