//! Walks a TOML document by the table of keys and notes every problem instead of stopping at one.

use std::ops::Range;
use std::path::PathBuf;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::key::{Form, Key, Presence, Setting, not};
use super::nearest::nearest;
use super::problems::{Report, Source};
use super::surroundings::{Nowhere, Surroundings};
use super::units::duration_text;

/// What everything that reads one document shares.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub source: &'a Source<'a>,
    pub report: &'a Report,
    pub surroundings: &'a dyn Surroundings,
}

impl Context<'_> {
    /// Resolves a path that is *read* against the folder of the document that names it.
    pub fn beside(&self, path: &str) -> PathBuf {
        PathBuf::from(self.source.name()).parent().map_or_else(|| path.into(), |folder| folder.join(path))
    }
}

/// One table of the document, or the absence of one.
pub struct Section<'a> {
    pub context: Context<'a>,
    /// As `sink[1]`; empty for the document itself.
    path: String,
    /// Where a missing key is reported.
    span: Range<usize>,
    table: Option<&'a DeTable<'a>>,
    keys: &'static [&'static [Key]],
}

impl<'a> Section<'a> {
    /// Opens the document and notes its unknown keys.
    pub fn root(context: Context<'a>, table: &'a DeTable<'a>, keys: &'static [&'static [Key]]) -> Self {
        Self::open(context, String::new(), 0..0, Some(table), keys)
    }

    fn open(
        context: Context<'a>,
        path: String,
        span: Range<usize>,
        table: Option<&'a DeTable<'a>>,
        keys: &'static [&'static [Key]],
    ) -> Self {
        let section = Self { context, path, span, table, keys };
        section.check_keys();
        section
    }

    /// Reads a key with a default; a wrong value is noted and the default returned.
    pub fn setting<T: Setting>(&self, name: &str) -> T {
        self.optional(name).unwrap_or_else(|| self.key(name).default())
    }

    /// Reads a key; a wrong value is noted and treated as absent.
    pub fn optional<T: Setting>(&self, name: &str) -> Option<T> {
        let form = &self.key(name).form;
        match T::read(self.value(name)?.get_ref(), form) {
            Ok(value) => Some(value),
            Err(message) => {
                self.at(name, message);
                None
            }
        }
    }

    /// Reads a key; absence is noted too.
    pub fn required<T: Setting>(&self, name: &str) -> Option<T> {
        if !self.has(name) {
            let remedy = format!("add {name} = {}", self.key(name).sample());
            self.here(format!("the key \"{name}\" is missing; {remedy}"));
        }
        self.optional(name)
    }

    /// Opens a table under this one; what is absent is opened empty.
    pub fn table(&self, name: &str) -> Section<'a> {
        let (Form::Table(keys), path) = (&self.key(name).form, self.path_of(name)) else {
            unreachable!("`{name}` is read as a table, declared otherwise")
        };
        match self.value(name).map(|value| (value.span(), value.get_ref())) {
            Some((span, DeValue::Table(table))) => Self::open(self.context, path, span, Some(table), keys),
            Some((_, other)) => {
                let is_doubled =
                    other.as_array().is_some_and(|items| items.iter().all(|item| item.get_ref().is_table()));
                let remedy = if is_doubled { format!("; write [{path}] with single brackets") } else { String::new() };
                self.at(name, format!("{}{remedy}", not(other, &self.key(name).form)));
                Self::open(self.context, path, self.span.clone(), None, keys)
            }
            None => Self::open(self.context, path, self.span.clone(), None, keys),
        }
    }

    /// Opens every table of an array of tables; `None` where the array is not written at all.
    pub fn tables(&self, name: &str) -> Option<Vec<Section<'a>>> {
        let Form::Tables(keys) = &self.key(name).form else {
            unreachable!("`{name}` is read as tables, declared otherwise")
        };
        let value = self.value(name)?;
        let Some(items) = value.get_ref().as_array() else {
            let remedy = if value.get_ref().is_table() {
                format!("there may be several; write [[{name}]] with double brackets")
            } else {
                not(value.get_ref(), &self.key(name).form)
            };
            self.at(name, remedy);
            return Some(Vec::new());
        };
        let mut sections = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let path = format!("{}[{index}]", self.path_of(name));
            match item.get_ref() {
                DeValue::Table(table) => sections.push(Self::open(self.context, path, item.span(), Some(table), keys)),
                other => {
                    let message = format!("{}; write [[{name}]]", not(other, &Form::Table(keys)));
                    self.context.report.at(self.context.source, item.span(), &path, message);
                }
            }
        }
        Some(sections)
    }

    /// Returns the entries of a table of free names, in the order of their names.
    pub fn entries(&self, name: &str) -> Vec<(&'a Spanned<std::borrow::Cow<'a, str>>, &'a Spanned<DeValue<'a>>)> {
        match self.value(name).map(|value| value.get_ref()) {
            Some(DeValue::Table(table)) => table.iter().collect(),
            Some(other) => {
                self.at(name, not(other, &self.key(name).form));
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Whether the key is written.
    pub fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }

    /// Returns the text of a key as written, if it is one.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.value(name)?.get_ref().as_str()
    }

    /// Returns the value as written, with its place.
    pub fn value(&self, name: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.table?.get(name)
    }

    /// Names of the keys that are written.
    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.table.into_iter().flat_map(|table| table.keys().map(|key| &**key.get_ref()))
    }

    /// Notes a problem at the value of a key, or at the section where the key is not written.
    pub fn at(&self, name: &str, message: impl Into<String>) {
        let span = self.value(name).map_or_else(|| self.span.clone(), Spanned::span);
        self.context.report.at(self.context.source, span, &self.path_of(name), message);
    }

    /// Notes a problem of the section as a whole.
    pub fn here(&self, message: impl Into<String>) {
        self.context.report.at(self.context.source, self.span.clone(), &self.path, message);
    }

    /// Returns a setting that another one bounds. Where it is written and larger, that is noted; where it is not, its
    /// default gives way.
    pub fn at_most<T: PartialOrd + Copy>(&self, name: &str, value: T, bound: &str, bound_value: T) -> T {
        if value <= bound_value {
            return value;
        }
        if self.has(name) {
            let shown = match self.value(bound) {
                Some(written) => self.context.source.text()[written.span()].to_owned(),
                None => format!("{} by default", self.key(bound).sample()),
            };
            self.at(name, format!("this is more than {bound} ({shown}); lower it, or raise {bound}"));
        }
        bound_value
    }

    /// Notes it when a duration that is set here is longer than one that is set in another table.
    pub fn no_longer_than(&self, name: &str, value: Option<Duration>, bound: &str, bound_value: Duration) {
        if value.is_some_and(|value| value > bound_value) {
            let bound_text = duration_text(bound_value);
            self.at(name, format!("this is more than {bound} ({bound_text}); lower it, or raise {bound}"));
        }
    }

    /// Returns the bytes of a key's value, or of the section where the key is not written.
    pub fn span_of(&self, name: &str) -> Range<usize> {
        self.value(name).map_or_else(|| self.span.clone(), Spanned::span)
    }

    /// Returns the path of the section itself, as `sink[1]`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Writes the whole path of a key.
    pub fn path_of(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    fn key(&self, name: &str) -> &'static Key {
        let key = self.keys.iter().flat_map(|list| list.iter()).find(|key| key.name == name);
        key.unwrap_or_else(|| panic!("`{}` is read but not declared", self.path_of(name)))
    }

    fn check_keys(&self) {
        for written in self.table.into_iter().flat_map(|table| table.keys()) {
            let name = &**written.get_ref();
            let known = self.keys.iter().flat_map(|list| list.iter()).find(|key| key.name == name);
            let message = match known {
                Some(Key { presence: Presence::Refused, about, .. }) => (*about).to_owned(),
                Some(_) => continue,
                None => self.unknown(name),
            };
            self.context.report.at(self.context.source, written.span(), &self.path_of(name), message);
        }
    }

    fn unknown(&self, name: &str) -> String {
        let shown =
            self.keys.iter().flat_map(|list| list.iter()).filter(|key| !matches!(key.presence, Presence::Refused));
        let known: Vec<&str> = shown.map(|key| key.name).collect();
        if let Some(best) = nearest(name, known.iter().copied()) {
            return format!("there is no such key; did you mean \"{best}\"?");
        }
        let elsewhere = super::tables_with(name);
        if !elsewhere.is_empty() {
            return format!("there is no such key here; it belongs to {}", elsewhere.join(" or "));
        }
        format!("there is no such key; known here: {}", known.join(", "))
    }
}

/// Reads a section of which nothing is written.
pub fn defaults<T>(keys: &'static [&'static [Key]], read: impl FnOnce(&Section<'_>) -> T) -> T {
    let (source, report) = (Source::new("", "", 0), Report::default());
    let context = Context { source: &source, report: &report, surroundings: &Nowhere };
    let value = read(&Section::open(context, String::new(), 0..0, None, keys));
    assert_eq!(report.count(), 0, "the defaults agree with one another");
    value
}
