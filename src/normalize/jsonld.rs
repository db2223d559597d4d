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
    /// Types of the outermost objects, of which one is the page's subject.
    pub kinds: Vec<String>,
    /// `isAccessibleForFree`, of the article or of a part of it.
    pub is_free: Option<bool>,
    /// Words of the article, as counted by its publisher.
    pub words: Option<usize>,
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
    let mut statement = Statement { kinds: outermost_kinds(&documents), ..Statement::default() };
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

/// The types of the documents, or of the members of their graphs.
fn outermost_kinds(documents: &[Value]) -> Vec<String> {
    fn members(value: &Value) -> &[Value] {
        match value.get("@graph").unwrap_or(value) {
            Value::Array(values) => values,
            value => std::slice::from_ref(value),
        }
    }
    let outermost = documents.iter().flat_map(members).flat_map(members).take(OBJECTS_MAX);
    outermost.flat_map(kinds_of).map(str::to_owned).collect()
}

fn kinds_of(object: &Value) -> Vec<&str> {
    match object.get("@type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn rank_of(object: &Value) -> Option<Rank> {
    let kinds = kinds_of(object);
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
        self.is_free = self.is_free.or_else(|| is_free(object));
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
        self.words = self.words.or_else(|| count_of(object.get("wordCount")?));
        self.description = self.description.take().or_else(|| text("description"));
        if self.publisher.is_none() {
            self.publisher = object.get("publisher").and_then(|publisher| names_of(publisher, all).into_iter().next());
        }
        if self.keywords.is_empty() {
            self.keywords = object.get("keywords").map(keywords_of).unwrap_or_default();
        }
    }
}

/// Whether an object is open to everybody: what it says, unless a part of it is not.
fn is_free(object: &Value) -> Option<bool> {
    let said = |object: &Value| match object.get("isAccessibleForFree")? {
        Value::Bool(is_free) => Some(*is_free),
        Value::String(said) => Some(said.rsplit('/').next().is_some_and(|said| said.eq_ignore_ascii_case("true"))),
        _ => None,
    };
    let parts = match object.get("hasPart") {
        Some(Value::Array(parts)) => parts.as_slice(),
        Some(part) => std::slice::from_ref(part),
        None => &[],
    };
    if parts.iter().take(OBJECTS_MAX).any(|part| said(part) == Some(false)) { Some(false) } else { said(object) }
}

fn count_of(value: &Value) -> Option<usize> {
    match value {
        Value::String(count) => count.trim().parse().ok(),
        count => usize::try_from(count.as_u64()?).ok(),
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
    fn what_is_not_free_is_told_by_the_article_or_by_a_part_of_it() {
        let cases = [
            (r#"{"@type":"Article","isAccessibleForFree":"False"}"#, Some(false)),
            (r#"{"@type":"Article","isAccessibleForFree":true,"hasPart":{"isAccessibleForFree":false}}"#, Some(false)),
            (r#"[{"@type":"WebPage","isAccessibleForFree":"http://schema.org/True"}]"#, Some(true)),
            (r#"{"@type":"Place","isAccessibleForFree":false}"#, None),
        ];
        for (script, expected) in cases {
            assert_eq!(read(&[script.to_owned()]).is_free, expected, "{script}");
        }
        let graph =
            r#"{"@graph":[{"@type":"VideoObject"},{"@type":["NewsArticle"],"wordCount":"950","video":{"@type":"X"}}]}"#;
        let statement = read(&[graph.to_owned()]);
        assert_eq!(
            (statement.kinds, statement.words),
            (vec!["VideoObject".to_owned(), "NewsArticle".into()], Some(950))
        );
    }

    #[test]
    fn slips_of_hand_are_read_and_nonsense_is_not() {
        let broken = "[{\"@type\":\"Article\",\"headline\":\"two\nlines\"}];";
        assert_eq!(read(&[broken.to_owned()]).headline.as_deref(), Some("two lines"));
        for nonsense in ["", "{", "null", "[1]", &"[".repeat(100_000), "{\"@type\":\"Article\",\"author\":[[[1]]]}"] {
            let statement = Statement { kinds: Vec::new(), ..read(&[nonsense.to_owned()]) };
            assert_eq!(statement, Statement::default(), "{nonsense}");
        }
    }
}
