//! The commented configuration, written from the table of keys: what `courant init` writes, and what ships as the
//! reference. A line `#key = value` is a setting with its default (or an example) that can be uncommented as it is;
//! a line `# Text` explains.

use std::fmt::Write;

use super::feed::Feed;
use super::key::{Form, Key, Presence};
use super::{ROOT, normalize, sink};

/// Characters of a comment line.
const WIDTH: usize = 110;

/// Marks a setting that has no default.
const EXAMPLE: &str = "No default; an example:";

const HEAD: &str = "\
# Configuration of courant: news feeds in, a clean stream of articles out.
#
# Every key is here with its default, its limits and the reason for them. Lines without a space after the \"#\" are
# settings: take the \"#\" away and change the value. \"courant check\" says what is wrong, all of it at once;
# \"courant schema config\" prints the schema that lets an editor complete and check this file.
";

/// Writes a complete configuration with these files of feeds and these feeds, and one sink of JSON Lines.
///
/// Without any, the examples stay comments and the result waits for a feed to be added.
pub fn reference(files: &[&str], feeds: &[Feed]) -> String {
    let mut text = HEAD.to_owned();
    for key in ROOT {
        text.push('\n');
        match (&key.form, key.name) {
            (Form::Table(lists), name) => {
                comment(&mut text, key.about);
                let _ = writeln!(text, "[{name}]");
                lists.iter().flat_map(|keys| keys.iter()).for_each(|key| setting(&mut text, key, "#"));
            }
            (_, "feeds") => {
                explain(&mut text, key);
                let list = files.iter().map(|file| quoted(file)).collect::<Vec<_>>().join(", ");
                let _ = if files.is_empty() {
                    writeln!(text, "# {EXAMPLE}\n#feeds = {}", key.sample())
                } else {
                    writeln!(text, "feeds = [{list}]")
                };
            }
            (_, "feed") => feed_tables(&mut text, key, feeds),
            (_, "rule") => rule_table(&mut text, key),
            (_, "analyze") => stages(&mut text, key),
            (_, "sink") => sinks(&mut text, key),
            _ => setting(&mut text, key, ""),
        }
    }
    text
}

fn feed_tables(text: &mut String, table: &Key, feeds: &[Feed]) {
    let Form::Tables(lists) = table.form else { unreachable!("feeds are tables") };
    comment(text, table.about);
    let keys = || lists.iter().flat_map(|keys| keys.iter());
    match feeds.split_first() {
        None => {
            text.push_str("#[[feed]]\n");
            keys().for_each(|key| setting(text, key, "#"));
        }
        Some((first, others)) => {
            text.push_str("[[feed]]\n");
            for key in keys() {
                match key.name {
                    "url" => {
                        explain(text, key);
                        let _ = writeln!(text, "url = {}", quoted(first.url.as_str()));
                    }
                    "tags" if !first.tags.is_empty() => {
                        explain(text, key);
                        let _ = writeln!(text, "tags = {}", quoted_list(&first.tags));
                    }
                    _ => setting(text, key, "#"),
                }
            }
            for feed in others {
                let _ = writeln!(text, "\n[[feed]]\nurl = {}", quoted(feed.url.as_str()));
                if !feed.tags.is_empty() {
                    let _ = writeln!(text, "tags = {}", quoted_list(&feed.tags));
                }
            }
        }
    }
}

/// Writes a whole rule as an example: there is none by default.
fn rule_table(text: &mut String, table: &Key) {
    let Form::Tables(lists) = table.form else { unreachable!("rules are tables") };
    comment(text, table.about);
    comment(text, EXAMPLE);
    text.push_str("#[[rule]]\n");
    for key in lists.iter().flat_map(|keys| keys.iter()) {
        if let Presence::Required { example } = key.presence {
            explain(text, key);
            comment(text, EXAMPLE);
            let _ = writeln!(text, "#{} = {example}", key.name);
        } else {
            setting(text, key, "#");
        }
    }
}

fn stages(text: &mut String, table: &Key) {
    comment(text, table.about);
    let mut is_first = true;
    for name in normalize::stage_names() {
        let _ = writeln!(text, "{}[[analyze]]\nstage = {}", if is_first { "" } else { "\n" }, quoted(name));
        is_first = false;
    }
}

fn sinks(text: &mut String, table: &Key) {
    comment(text, table.about);
    for (index, (name, keys)) in sink::types().enumerate() {
        // The first type is the one that runs; the others are complete examples.
        let mark = if index == 0 { "" } else { "#" };
        let _ = writeln!(text, "{}{mark}[[sink]]", if index == 0 { "" } else { "\n" });
        for key in sink::SHARED {
            match key.name {
                "id" => {
                    if index == 0 {
                        explain(text, key);
                    }
                    let id = if name == "jsonl" { "files" } else { name };
                    let _ = writeln!(text, "{mark}id = {}", quoted(id));
                }
                "type" => {
                    let _ = writeln!(text, "{mark}type = {}", quoted(name));
                }
                _ if index == 0 => setting(text, key, "#"),
                _ => {}
            }
        }
        keys.iter().for_each(|key| setting(text, key, if index == 0 { "" } else { "#" }));
    }
}

/// Writes a key with its explanation. Required keys and, with `mark` empty, those at the top stand uncommented.
fn setting(text: &mut String, key: &Key, mark: &str) {
    match key.presence {
        Presence::Refused => return,
        Presence::Alternative { example } => {
            explain(text, key);
            return comment(text, &format!("{} = {example}", key.name));
        }
        Presence::Optional { .. } => {
            explain(text, key);
            comment(text, EXAMPLE);
        }
        Presence::Default(_) | Presence::Required { .. } => explain(text, key),
    }
    if let Form::Table(lists) = key.form {
        for inner in lists.iter().flat_map(|keys| keys.iter()) {
            let limits = inner.form.limits().expect("keys of small tables have limits");
            comment(text, &format!("{}: {} Allowed: {limits}.", inner.name, inner.about));
        }
    }
    let is_live = mark.is_empty() && (matches!(key.presence, Presence::Required { .. }) || key.name == "state");
    let _ = writeln!(text, "{}{} = {}", if is_live { "" } else { "#" }, key.name, key.sample());
}

fn explain(text: &mut String, key: &Key) {
    let last_line = text.trim_end().rsplit('\n').next().unwrap_or_default();
    let opens_table = last_line.trim_start_matches('#').starts_with('[');
    if !opens_table && !text.ends_with("\n\n") {
        text.push('\n');
    }
    comment(text, key.about);
    let is_plain = matches!(key.form, Form::Flag | Form::Url | Form::Tables(_));
    if let Some(limits) = key.form.limits().filter(|_| !is_plain) {
        comment(text, &format!("Allowed: {limits}."));
    }
}

fn comment(text: &mut String, words: &str) {
    let mut line = String::from("#");
    for word in words.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            let _ = writeln!(text, "{line}");
            "#".clone_into(&mut line);
        }
        line.push(' ');
        line.push_str(word);
    }
    let _ = writeln!(text, "{line}");
}

fn quoted_list(texts: &[String]) -> String {
    format!("[{}]", texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", "))
}

/// Writes a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
