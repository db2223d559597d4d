//! One line of output, in which every article goes by the id that the input gave it.

use std::collections::{HashMap, VecDeque};
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use crate::analyze::duplicates;
use crate::article::{Annotations, ArticleId, Duplicate, DuplicateRole};

/// The ids of the input by the ids of their articles, so that an answer can name another line by its own id.
///
/// Holds the last [`duplicates::TEXTS_MAX`] articles: those that a stage may still name.
#[derive(Default)]
pub struct Names {
    by_article: HashMap<ArticleId, Value>,
    order: VecDeque<ArticleId>,
}

impl Names {
    pub fn remember(&mut self, article: ArticleId, id: &Value) {
        if self.by_article.insert(article, id.clone()).is_some() {
            return;
        }
        self.order.push_back(article);
        if self.order.len() > duplicates::TEXTS_MAX
            && let Some(oldest) = self.order.pop_front()
        {
            self.by_article.remove(&oldest);
        }
    }

    fn of(&self, article: ArticleId) -> Value {
        self.by_article.get(&article).cloned().unwrap_or_else(|| Value::String(article.to_string()))
    }
}

/// One line of output.
#[derive(Serialize)]
pub struct Answer<'a> {
    id: &'a Value,
    #[serde(flatten)]
    annotations: Annotations,
    /// In place of the annotations' own, which names the article by a hash that the input does not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicate: Option<NamedDuplicate>,
    /// What went wrong in a stage; the fields of the others are there.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

#[derive(Serialize)]
struct NamedDuplicate {
    of: Value,
    role: DuplicateRole,
    share_of_this: f32,
    share_of_that: f32,
}

impl<'a> Answer<'a> {
    pub fn new(id: &'a Value, mut annotations: Annotations, names: &Names, error: Option<String>) -> Self {
        let duplicate = annotations.duplicate.take_if(|found| found.is_some()).flatten().map(
            |Duplicate { of, role, share_of_this, share_of_that }| NamedDuplicate {
                of: names.of(of),
                role,
                share_of_this,
                share_of_that,
            },
        );
        Self { id, annotations, duplicate, error }
    }
}

/// The answer to a line that holds no article.
pub fn failure(error: String) -> Answer<'static> {
    Answer { id: &Value::Null, annotations: Annotations::default(), duplicate: None, error: Some(error) }
}

pub fn write_line(output: &mut impl Write, answer: &Answer<'_>) -> io::Result<()> {
    serde_json::to_writer(&mut *output, answer)?;
    output.write_all(b"\n")
}
