//! `type = "jsonl"`: files of JSON lines in a folder.

use std::path::PathBuf;
use std::time::Duration;

use super::super::key::{Choice, Form, Key, names_of};
use super::super::reader::{Section, defaults};
use super::super::rules::PATH;
use super::SinkKind;

#[derive(Clone, Debug, PartialEq)]
pub struct Jsonl {
    /// A folder.
    pub path: PathBuf,
    pub rotate_size: u64,
    pub rotate_every: Duration,
    pub compress: Compress,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compress {
    None,
    Gzip,
    Zstd,
}

impl Choice for Compress {
    const NAMES: &'static [(&'static str, Self)] = &[("none", Self::None), ("gzip", Self::Gzip), ("zstd", Self::Zstd)];
}

pub(in super::super) const KEYS: &[Key] = &[
    Key::required(
        "path",
        Form::Text(PATH),
        "\"out/articles\"",
        "The folder of the files, seen from where courant runs. It belongs to this sink and this state file alone.",
    ),
    Key::new(
        "rotate",
        Form::Table(&[ROTATE]),
        "{ size = \"256MiB\", every = \"1h\" }",
        "When the live file is closed and a new one begun, whichever comes first.",
    ),
    Key::new(
        "compress",
        Form::Choice(names_of::<Compress>),
        "\"zstd\"",
        "How closed files are compressed. The live one never is, so that it can be followed.",
    ),
];

const ROTATE: &[Key] = &[
    Key::new("size", Form::Size("1KiB", "1TiB"), "\"256MiB\"", "Size of the live file, not compressed."),
    Key::new("every", Form::Duration("1s", "366d"), "\"1h\"", "Age of the live file."),
];

pub(super) fn read(section: &Section<'_>) -> Option<SinkKind> {
    let path = section.required("path");
    let jsonl = settings(section);
    Some(SinkKind::Jsonl(Jsonl { path: path?, ..jsonl }))
}

fn settings(section: &Section<'_>) -> Jsonl {
    let rotate = section.table("rotate");
    Jsonl {
        path: PathBuf::new(),
        rotate_size: rotate.setting("size"),
        rotate_every: rotate.setting("every"),
        compress: section.setting("compress"),
    }
}

impl Default for Jsonl {
    /// The default settings; the path is empty and must be given.
    fn default() -> Self {
        defaults(&[KEYS], settings)
    }
}
