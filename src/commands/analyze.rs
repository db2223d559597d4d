//! `courant analyze --ndjson`: the stages alone, over articles on standard input.
//!
//! One line in, one line out, in the same order: pure stages run on all cores, those with memory see the
//! articles in the order of the lines. Memory is bounded by the longest lines and by what the stages remember.

mod answer;
mod lines;

use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use self::answer::{Answer, Names, failure, write_line};
use self::lines::{LINE_BYTES_MAX, Line, lines};
use crate::analyze::{Built, STAGES, Stage, StreamStage, Tokenized, with_panic_isolated};
use crate::article::{Annotations, Article, ArticleId, Extraction, FeedRef, Method, Precision, Provenance, Publisher};
use crate::pipeline::wiring::in_order;

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Read `{"id","title","text","url"?,"published"?,"publisher"?}` lines in stream order; write `{"id",…}`
    /// with the analysis fields of the record for each, in the same order.
    #[arg(long, required = true)]
    ndjson: bool,
}

/// Analyzes standard input to its end.
///
/// A line that is no article is answered with `{"id":null,"error":…}` and makes the exit code 1; the lines
/// behind it are analyzed.
///
/// # Errors
/// If standard input cannot be read or standard output cannot be written. A reader who has seen enough and
/// closed standard output is no error.
pub fn run(_arguments: Arguments) -> super::Outcome {
    let progress = ProgressBar::new_spinner().with_style(
        ProgressStyle::with_template("{spinner} {human_pos} articles, {per_sec}").expect("a valid template"),
    );
    let output = BufWriter::new(io::stdout().lock());
    let analyzed = analyze(io::BufReader::new(io::stdin()), output, || progress.inc(1));
    progress.finish_and_clear();
    match analyzed {
        Ok(0) => Ok(ExitCode::SUCCESS),
        Ok(bad) => {
            eprintln!("courant: {bad} of the lines hold no article; their answers say why in `error`");
            Ok(ExitCode::FAILURE)
        }
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(ExitCode::SUCCESS),
        Err(error) => Err(error.into()),
    }
}

/// Answers every line of `input`; returns how many held no article.
fn analyze(input: impl BufRead + Send, mut output: impl Write, mut each: impl FnMut()) -> io::Result<u64> {
    let Stages { pure, mut stream } = Stages::all();
    let mut names = Names::default();
    let mut bad = 0;
    in_order(
        lines(input),
        |line| line.map(|line| read(&line, &pure)),
        |analyzed| {
            match analyzed? {
                Ok(Analyzed { id, mut article, error }) => {
                    names.remember(article.id, &id);
                    for stage in &mut stream {
                        let annotations = stage.observe(&article);
                        article.annotations.merge(annotations);
                    }
                    bad += u64::from(error.is_some());
                    write_line(&mut output, &Answer::new(&id, article.annotations, &names, error))?;
                }
                Err(error) => {
                    bad += 1;
                    write_line(&mut output, &failure(error))?;
                }
            }
            each();
            Ok(())
        },
    )?;
    output.flush()?;
    Ok(bad)
}

/// Stages by how they may run.
#[derive(Default)]
struct Stages {
    pure: Vec<Box<dyn Stage>>,
    stream: Vec<Box<dyn StreamStage>>,
}

impl Stages {
    /// Builds every registered stage.
    fn all() -> Self {
        let mut stages = Self::default();
        for entry in STAGES {
            match (entry.build)() {
                Built::Pure(stage) => stages.pure.push(stage),
                Built::Stream(stage) => stages.stream.push(stage),
            }
        }
        stages
    }
}

/// What a line of input says.
#[derive(Deserialize)]
struct Input {
    id: Value,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    url: Option<String>,
    /// A date or a time; what is neither is left out.
    #[serde(default)]
    published: Option<Value>,
    /// A name, or `{"name","domain"}` as in the record.
    #[serde(default)]
    publisher: Option<Value>,
}

/// An article behind all pure stages.
struct Analyzed {
    id: Value,
    article: Article,
    error: Option<String>,
}

/// Makes the article of a line and runs the pure stages over it; an error says what is wrong with the line.
fn read(line: &Line, stages: &[Box<dyn Stage>]) -> Result<Analyzed, String> {
    let located = |what: String| format!("line {}: {what}", line.number);
    if line.bytes.len() as u64 > LINE_BYTES_MAX {
        return Err(located(format!("longer than {} MiB", LINE_BYTES_MAX >> 20)));
    }
    let input: Input = serde_json::from_slice(&line.bytes).map_err(|error| located(error.to_string()))?;
    if !(input.id.is_string() || input.id.is_number()) {
        return Err(located("`id` is neither a string nor a number".to_owned()));
    }
    let id = input.id.clone();
    let mut tokenized = Tokenized::of(article(input));
    let mut failure = None;
    for stage in stages {
        match with_panic_isolated(stage.as_ref(), &tokenized) {
            Ok(annotations) => tokenized.article.annotations.merge(annotations),
            Err(error) => failure = Some(located(error.to_string())),
        }
    }
    Ok(Analyzed { id, article: tokenized.article, error: failure })
}

fn article(input: Input) -> Article {
    let (published, published_precision) = input.published.as_ref().and_then(moment).unzip();
    Article {
        id: article_id(&input.id),
        url: input.url,
        canonical_url: None,
        title: input.title.filter(|title| !title.is_empty()),
        standfirst: None,
        text: input.text.unwrap_or_default(),
        summary: None,
        authors: Vec::new(),
        agency: None,
        dateline: None,
        section: None,
        tags: Vec::new(),
        images: Vec::new(),
        word_count: 0,
        published,
        published_precision,
        published_source: None,
        modified: None,
        first_seen: Timestamp::UNIX_EPOCH,
        fetched: Timestamp::UNIX_EPOCH,
        publisher: publisher(input.publisher),
        feed: FeedRef::default(),
        seen_in: Vec::new(),
        provenance: Provenance::default(),
        extraction: Extraction { method: Method::FeedContent, score: None, flags: Vec::new() },
        declared_language: None,
        annotations: Annotations::default(),
    }
}

/// An id of the record stands for itself; any other is hashed.
fn article_id(id: &Value) -> ArticleId {
    match id.as_str().filter(|id| id.len() == 32).and_then(|id| id.parse().ok()) {
        Some(id) => id,
        None => ArticleId::of_entry("analyze", &id.to_string()),
    }
}

fn moment(published: &Value) -> Option<(Timestamp, Precision)> {
    let text = published.as_str()?;
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some((at, Precision::Second));
    }
    let date: Date = text.parse().ok()?;
    let at = date.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp();
    Some((at, Precision::Day))
}

fn publisher(publisher: Option<Value>) -> Publisher {
    match publisher {
        Some(Value::String(name)) => Publisher { name: Some(name), domain: None },
        Some(object) => serde_json::from_value(object).unwrap_or_default(),
        None => Publisher::default(),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn answers(input: &str) -> (Vec<Value>, u64) {
        let mut output = Vec::new();
        let bad = analyze(input.as_bytes(), &mut output, || {}).expect("memory can be written");
        let lines = output.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
        (lines.map(|line| serde_json::from_slice(line).expect("one JSON value a line")).collect(), bad)
    }

    fn line(id: &str, text: &str) -> String {
        serde_json::json!({"id": id, "title": "Harbor strike", "text": text}).to_string() + "\n"
    }

    #[test]
    fn every_line_is_answered_in_order_with_every_stage() {
        let input: String =
            (0..50).map(|n| line(&format!("a{n}"), "The harbor strike goes on in Port Vell.")).collect();
        let (answers, bad) = answers(&input);
        assert_eq!((answers.len(), bad), (50, 0));
        for (n, answer) in answers.iter().enumerate() {
            assert_eq!(answer["id"], format!("a{n}"));
            assert_eq!(answer["language"]["tag"], "en");
            assert_eq!(answer["keyphrases"][0]["text"], "Port Vell");
            assert!(answer.as_object().expect("an object").contains_key("duplicate") && answer["duplicate"].is_null());
        }
    }

    #[test]
    fn a_duplicate_names_the_earlier_line_by_its_own_id() {
        let text = "The harbor strike goes on in Port Vell, says the union. ".repeat(5);
        let hex = "0123456789abcdef0123456789abcdef";
        let other = text.replace("Vell", "Royal");
        let input = [line("first", &text), line("second", &text), line(hex, &other), line("fourth", &other)].concat();
        let (answers, _) = answers(&input);
        assert!(answers[0]["duplicate"].is_null());
        assert_eq!(answers[1]["duplicate"]["of"], "first");
        assert_eq!(answers[1]["duplicate"]["role"], "copy");
        assert_eq!(answers[3]["duplicate"]["of"], hex);
    }

    #[test]
    fn a_bad_line_is_answered_with_its_number_and_the_next_is_analyzed() {
        let input = format!("{}\n{{\"title\":\"no id\"}}\nnonsense\n{{\"id\":[]}}\n{}", line("a", ""), line("b", ""));
        let (answers, bad) = answers(&input);
        assert_eq!(bad, 3);
        let ids: Vec<_> = answers.iter().map(|answer| answer["id"].as_str()).collect();
        assert_eq!(ids, [Some("a"), None, None, None, Some("b")]);
        assert_eq!(answers[1]["error"], "line 3: missing field `id` at line 1 column 17");
        assert!(answers[2]["error"].as_str().expect("an error").starts_with("line 4: "));
        assert_eq!(answers[3]["error"], "line 5: `id` is neither a string nor a number");
    }

    #[test]
    fn invalid_utf_8_costs_one_line() {
        let mut input = line("a", "x").into_bytes();
        input.extend_from_slice(b"{\"id\":\"\xff\"}\n");
        input.extend_from_slice(line("b", "y").as_bytes());
        let mut output = Vec::new();
        assert_eq!(analyze(&input[..], &mut output, || {}).expect("memory can be written"), 1);
        assert_eq!(output.split(|byte| *byte == b'\n').count(), 4);
    }

    #[test]
    fn a_line_too_long_is_skipped_to_its_end() {
        let long = io::repeat(b'x').take(LINE_BYTES_MAX + 100);
        let input = io::Cursor::new(line("a", "")).chain(long).chain(io::Cursor::new(format!("\n{}", line("b", ""))));
        let mut output = Vec::new();
        let bad = analyze(io::BufReader::new(input), &mut output, || {}).expect("memory can be written");
        let output = String::from_utf8(output).expect("JSON is UTF-8");
        assert_eq!((bad, output.lines().count()), (1, 3));
        assert!(output.contains("line 2: longer than 64 MiB"), "{output}");
        assert!(output.ends_with('\n') && output.contains("\"id\":\"b\""));
    }

    #[test]
    fn dates_days_and_publishers_are_understood() {
        let full = r#"{"id":7,"published":"2026-01-01T21:28:00Z","publisher":"outlet-113"}"#;
        let day =
            r#"{"id":"8","published":"2017-07-17","publisher":{"name":"China Post","domain":"chinapost.com.tw"}}"#;
        let none = r#"{"id":"9","published":"yesterday","publisher":4}"#;
        let read = |line: &str| article(serde_json::from_str(line).expect("an input"));
        assert_eq!(read(full).published_precision, Some(Precision::Second));
        assert_eq!(read(full).publisher.name.as_deref(), Some("outlet-113"));
        assert_eq!(read(day).published.expect("a day").to_string(), "2017-07-17T00:00:00Z");
        assert_eq!(read(day).publisher.domain.as_deref(), Some("chinapost.com.tw"));
        assert_eq!((read(none).published, read(none).publisher), (None, Publisher::default()));
    }
}
