//! `[normalize]`: what an article is made of. `[[analyze]]`: the stages that annotate it.

use std::sync::Arc;
use std::time::Duration;

use super::key::{Choice, Form, Key, names_of};
use super::reader::{Section, defaults};
use super::rules::PATH;
use crate::normalize::Rules;

#[derive(Clone, Debug, PartialEq)]
pub struct Normalize {
    pub full_text: FullText,
    /// Tries at one page before the article leaves with the feed's own content.
    pub page_tries: u32,
    /// Pause after the first try; each further one is four times as long.
    pub page_retry: Duration,
    /// Of single sites; those of `[[rule]]`, and of the files that `rules` names.
    pub rules: Arc<Rules>,
    /// Whether what a site repeats from article to article is taken for its furniture.
    pub site_memory: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FullText {
    /// The page, unless the feed already carries the whole article.
    Auto,
    Always,
    Never,
}

impl FullText {
    /// Returns the name in the configuration.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, value)| *value == self).expect("every value has a name").0
    }
}

impl Choice for FullText {
    const NAMES: &'static [(&'static str, Self)] =
        &[("auto", Self::Auto), ("always", Self::Always), ("never", Self::Never)];
}

pub(super) const KEYS: &[Key] = &[
    Key::new(
        "full_text",
        Form::Choice(names_of::<FullText>),
        "\"auto\"",
        "Whether the page of an entry is fetched: when the feed does not carry the whole article, always, or \
         never. A [[feed]] may differ.",
    ),
    Key::new(
        "page_tries",
        Form::Count(1, 20),
        "4",
        "Tries at one page. After the last one the article leaves with the feed's own content and the flag \
         page_unavailable.",
    ),
    Key::new(
        "page_retry",
        Form::Duration("100ms", "1d"),
        "\"1m\"",
        "Pause after a first try that failed for now; each further pause is four times as long.",
    ),
    Key::optional(
        "rules",
        Form::Texts(PATH),
        "[\"rules/*.toml\"]",
        "Files of [[rule]] tables, besides those below; seen from this file.",
    ),
    Key::new(
        "site_memory",
        Form::Flag,
        "true",
        "Whether what a site repeats from article to article (an appeal, a box) is left out of the text. false: \
         a text depends on its page alone.",
    ),
];

impl Normalize {
    pub(super) fn read(section: &Section<'_>) -> Self {
        Self {
            full_text: section.setting("full_text"),
            page_tries: section.setting("page_tries"),
            page_retry: section.setting("page_retry"),
            rules: Arc::default(),
            site_memory: section.setting("site_memory"),
        }
    }
}

impl Default for Normalize {
    fn default() -> Self {
        defaults(&[KEYS], Self::read)
    }
}

/// A stage by its registered name.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    pub stage: String,
}

pub(super) const STAGE_KEYS: &[Key] =
    &[Key::required("stage", Form::Choice(stage_names), "\"language\"", "Which stage.")];

/// Lists the stages that `analyze` knows, in its own order.
pub(super) fn stage_names() -> Vec<&'static str> {
    crate::analyze::names().collect()
}

impl Stage {
    /// Returns the stages that run where the configuration says nothing: all of them.
    pub fn all() -> Vec<Self> {
        stage_names().into_iter().map(|stage| Self { stage: stage.to_owned() }).collect()
    }

    pub(super) fn read_all(sections: Option<Vec<Section<'_>>>) -> Vec<Self> {
        let Some(sections) = sections else { return Self::all() };
        let mut stages: Vec<Self> = Vec::new();
        for section in sections {
            let Some(stage) = section.required::<String>("stage") else { continue };
            if stages.iter().any(|earlier| earlier.stage == stage) {
                section.at("stage", format!("\"{stage}\" runs already; name each stage once"));
            } else {
                stages.push(Self { stage });
            }
        }
        stages
    }
}
