//! JSON-LD: what a page says of its article in schema.org's words.

use serde_json::Value;

/// Objects looked at in one page; real ones have a few dozen.
const OBJECTS_MAX: usize = 2_000;

/// Bytes of all scripts of one page that are read, real ones being a tenth of it at most, article bodies included; a value
/// of two bytes takes two hundred in memory.
const BYTES_MAX: usize = 1 << 20;

/// What the article's object says; texts are as written, markup and all.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Statement {
    pub headline: Option<String>,
    pub alternative_headline: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<String>,
    pub modified: Option<String>,
    pub section: Option<String>,
    pub keywords: Vec<String>,
    pub publisher: Option<String>,
    pub body: Option<String>,
    pub description: Option<String>,
}

/// Reads the scripts of one page; the object of an article speaks first, that of the page fills in dates.
pub fn read(scripts: &[String]) -> Statement {
    let mut bytes = 0;
    let is_within = |script: &&String| {
        let after = bytes + script.len();
        let is_within = after <= BYTES_MAX;
        bytes = if is_within { after } else { bytes };
        is_within
    };
    let documents: Vec<Value> = scripts.iter().filter(is_within).filter_map(|script| parse(script)).collect();
    let objects = objects(&documents);
    let mut statement = Statement::default();
    let ranked = |rank| objects.iter().filter(move |object| rank_of(object) == rank);
    for object in ranked(Some(Rank::Article)).chain(ranked(Some(Rank::Page))) {
        statement.fill(object, &objects);
    }
    statement
}

fn parse(script: &str) -> Option<Value> {
    let script = script.trim().trim_start_matches("<![CDATA[").trim_end_matches("]]>");
    serde_json::from_str(script).ok().or_else(|| {
        // The commonest faults: bare line ends in strings, a semicolon at the end.
        let plain: String = script.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        serde_json::from_str(plain.trim().trim_end_matches(';')).ok()
    })
}

/// All objects at any depth, outer ones first.
fn objects(documents: &[Value]) -> Vec<&Value> {
    let mut found = Vec::new();
    let mut queue: std::collections::VecDeque<&Value> = documents.iter().collect();
    while let Some(value) = queue.pop_front() {
        if found.len() >= OBJECTS_MAX {
            break;
        }
        match value {
            Value::Array(values) => queue.extend(values),
            Value::Object(members) => {
                found.push(value);
                queue.extend(members.values().filter(|member| member.is_object() || member.is_array()));
            }
            _ => {}
        }
    }
    found
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    Article,
    Page,
}

fn rank_of(object: &Value) -> Option<Rank> {
    let kinds = match object.get("@type")? {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let is_article = |kind: &str| {
        kind.ends_with("Article")
            || kind.ends_with("BlogPosting")
            || matches!(kind, "Report" | "Review" | "Recipe" | "NewsStory")
    };
    if kinds.iter().any(|kind| is_article(kind)) {
        return Some(Rank::Article);
    }
    kinds.iter().any(|kind| kind.ends_with("WebPage")).then_some(Rank::Page)
}

impl Statement {
    fn fill(&mut self, object: &Value, all: &[&Value]) {
        let is_article = rank_of(object) == Some(Rank::Article);
        let text = |name: &str| object.get(name).and_then(text_of);
        self.published = self.published.take().or_else(|| text("datePublished"));
        self.modified = self.modified.take().or_else(|| text("dateModified"));
        if self.authors.is_empty() {
            let authors = object.get("author").or_else(|| object.get("creator"));
            self.authors = authors.map(|author| names_of(author, all)).unwrap_or_default();
        }
        if !is_article {
            return;
        }
        self.headline = self.headline.take().or_else(|| text("headline")).or_else(|| text("name"));
        self.alternative_headline = self.alternative_headline.take().or_else(|| text("alternativeHeadline"));
        self.section = self.section.take().or_else(|| text("articleSection"));
        self.body = self.body.take().or_else(|| text("articleBody"));
        self.description = self.description.take().or_else(|| text("description"));
        if self.publisher.is_none() {
            self.publisher = object.get("publisher").and_then(|publisher| names_of(publisher, all).into_iter().next());
        }
        if self.keywords.is_empty() {
            self.keywords = object.get("keywords").map(keywords_of).unwrap_or_default();
        }
    }
}

fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text,
        Value::Array(values) => values.iter().find_map(Value::as_str)?,
        _ => return None,
    };
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// Names of people or organizations: texts, objects with a name, or references to such objects.
fn names_of(value: &Value, all: &[&Value]) -> Vec<String> {
    match value {
        Value::String(name) => vec![name.trim().to_owned()],
        Value::Array(values) => values
            .iter()
            .take(OBJECTS_MAX)
            .filter(|value| !value.is_array())
            .flat_map(|value| names_of(value, all))
            .collect(),
        Value::Object(_) => {
            let own = value.get("name").and_then(text_of);
            let referred = || {
                let id = value.get("@id")?;
                all.iter()
                    .find(|object| object.get("@id") == Some(id) && object.get("name").is_some())?
                    .get("name")
                    .and_then(text_of)
            };
            own.or_else(referred).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn keywords_of(value: &Value) -> Vec<String> {
    match value {
        Value::String(list) => list.split(',').map(|word| word.trim().to_owned()).collect(),
        Value::Array(values) => values.iter().filter_map(Value::as_str).map(|word| word.trim().to_owned()).collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_is_found_in_a_graph() {
        let script = r##"{"@graph":[{"@type":"WebPage","datePublished":"2015-01-01"},
            {"@type":["NewsArticle"],"headline":"H","author":{"@id":"#a"},"datePublished":"2015-05-04",
             "keywords":"a, b","publisher":{"name":"The Paper"}},
            {"@type":"Person","@id":"#a","name":"Jane Doe"}]}"##;
        let statement = read(&[script.to_owned()]);
        assert_eq!(statement.headline.as_deref(), Some("H"));
        assert_eq!(statement.authors, ["Jane Doe"]);
        assert_eq!(statement.published.as_deref(), Some("2015-05-04"));
        assert_eq!(statement.keywords, ["a", "b"]);
        assert_eq!(statement.publisher.as_deref(), Some("The Paper"));
    }

    #[test]
    fn slips_of_hand_are_read_and_nonsense_is_not() {
        let broken = "[{\"@type\":\"Article\",\"headline\":\"two\nlines\"}];";
        assert_eq!(read(&[broken.to_owned()]).headline.as_deref(), Some("two lines"));
        for nonsense in ["", "{", "null", "[1]", &"[".repeat(100_000), "{\"@type\":\"Article\",\"author\":[[[1]]]}"] {
            assert_eq!(read(&[nonsense.to_owned()]), Statement::default());
        }
    }
}
