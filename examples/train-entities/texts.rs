//! The texts that the model learns from, each with the names in it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};
use flate2::read::MultiGzDecoder;

/// Index into the tagger's kinds.
pub type Kind = usize;

pub struct Text {
    pub text: String,
    /// Names, in bytes of the text.
    pub names: Vec<(std::ops::Range<usize>, Kind)>,
    pub weight: f32,
    pub is_newswire: bool,
    /// Whether it only serves to tell how good a model of the others is.
    pub is_held_out: bool,
}

/// Files of the training folder, and what one of their words counts beside one of newswire. Tweets write names
/// in ways that news does not.
const FOLDER: &[(&str, f32)] = &[
    ("wikigold", 0.3),
    ("uner-ewt", 0.3),
    ("gum-news", 0.3),
    ("gum-interview", 0.3),
    ("gum-court", 0.3),
    ("gum-bio", 0.3),
    ("gum-voyage", 0.3),
    ("gum-academic", 0.3),
    ("wnut17", 0.1),
    ("btc", 0.1),
];

/// The third file of every writer is held out.
const HELD_OUT: &str = "-3.txt";

/// Reads all texts of the training folder.
pub fn of_folder(folder: &Path) -> anyhow::Result<Vec<Text>> {
    let mut texts = Vec::new();
    for (name, weight) in FOLDER {
        let path = folder.join(format!("{name}.iob2.gz"));
        let file = File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
        let mut lines = String::new();
        MultiGzDecoder::new(file)
            .read_to_string(&mut lines)
            .with_context(|| format!("cannot read {}", path.display()))?;
        texts.extend(tagged(&lines, *weight));
    }
    Ok(texts)
}

/// Reads our own newswire, in the order of the files' names.
pub fn of_newswire(folder: &Path) -> anyhow::Result<Vec<Text>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            files.insert(path.display().to_string(), fs::read_to_string(&path)?);
        }
    }
    let mut texts = Vec::new();
    for (path, content) in files {
        for article in content.split("\n===") {
            let article = article.trim_start_matches('=').trim();
            if !article.is_empty() {
                let mut text = marked(article).with_context(|| format!("{path}: {article:.60}"))?;
                text.is_held_out = path.ends_with(HELD_OUT);
                texts.push(text);
            }
        }
    }
    Ok(texts)
}

fn kind(letter: char) -> anyhow::Result<Option<Kind>> {
    Ok(match letter {
        'P' => Some(0),
        'O' => Some(1),
        'L' => Some(2),
        'M' => None,
        _ => bail!("`{letter}` is no kind of name; known are P, O, L and M"),
    })
}

/// Reads `{P Mary Dunn} of {O Kestrel}`.
fn marked(article: &str) -> anyhow::Result<Text> {
    let mut text = Text { text: String::new(), names: Vec::new(), weight: 1.0, is_newswire: true, is_held_out: false };
    // Marks stand apart from brackets only for the writer's sake.
    let article = article.replace("( {", "({").replace("} )", "})");
    let mut rest = article.as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, behind) = behind.split_once('}').context("a mark is not closed")?;
        let (letter, name) = name.split_once(' ').context("a mark names no kind")?;
        text.text.push_str(before);
        let start = text.text.len();
        text.text.push_str(name);
        if let Some(kind) = kind(letter.chars().next().context("a mark is empty")?)? {
            text.names.push((start..text.text.len(), kind));
        }
        rest = behind;
    }
    text.text.push_str(rest);
    Ok(text)
}

/// Reads lines of `token TAB label`; each sentence becomes a line.
fn tagged(lines: &str, weight: f32) -> Vec<Text> {
    let mut texts = Vec::new();
    let mut writer = Writer::default();
    for line in lines.lines().filter(|line| !line.starts_with("# ")) {
        match line.split_once('\t') {
            Some(("-DOCSTART-", _)) => texts.push(std::mem::take(&mut writer)),
            Some((token, label)) => writer.token(token, label),
            None => writer.line(),
        }
    }
    texts.push(writer);
    let is_text = |writer: &Writer| !writer.text.trim().is_empty();
    let text = |writer: Writer| Text {
        text: writer.text,
        names: writer.names,
        weight,
        is_newswire: false,
        is_held_out: false,
    };
    texts.into_iter().filter(is_text).map(text).collect()
}

/// Puts a text together from its tokens.
#[derive(Default)]
struct Writer {
    text: String,
    names: Vec<(std::ops::Range<usize>, Kind)>,
    /// Whether the next token stands close to the last one.
    is_glued: bool,
    /// Whether the last token belongs to the last name.
    is_in_name: bool,
}

impl Writer {
    fn token(&mut self, token: &str, label: &str) {
        const CLOSING: &[&str] = &[",", ".", ";", ":", ")", "]", "!", "?", "'s", "’s", "%", "n't", "'", "''", "-"];
        const OPENING: &[&str] = &["(", "[", "$", "``", "-", "#", "@"];
        if !self.is_glued && !CLOSING.contains(&token) {
            self.text.push(' ');
        }
        self.is_glued = OPENING.contains(&token);
        let start = self.text.len();
        self.text.push_str(if matches!(token, "``" | "''") { "\"" } else { token });
        let end = self.text.len();
        let kind = ["PER", "ORG", "LOC"].iter().position(|kind| label.ends_with(kind));
        if let Some((name, _)) = self.names.last_mut().filter(|_| self.is_in_name && label.starts_with("I-")) {
            name.end = end;
        } else if let Some(kind) = kind {
            self.names.push((start..end, kind));
        }
        self.is_in_name = kind.is_some();
    }

    fn line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        (self.is_glued, self.is_in_name) = (true, false);
    }
}
