//! What every registered stage owes: the same answer twice, spans that hold, and no panic whatever it reads.

use serde_json::Value;

use super::{Built, STAGES, Tokenized, build, with_panic_isolated};
use crate::article::{Annotations, Article, ArticleId, Extraction, FeedRef, Method, Provenance, Publisher};

/// An article with nothing but title and text; its id is made of both.
pub fn article(title: &str, text: &str) -> Article {
    Article {
        id: ArticleId::of_entry(title, text),
        url: None,
        canonical_url: None,
        title: Some(title.to_owned()).filter(|title| !title.is_empty()),
        standfirst: None,
        text: text.to_owned(),
        summary: None,
        authors: Vec::new(),
        agency: None,
        dateline: None,
        section: None,
        tags: Vec::new(),
        images: Vec::new(),
        word_count: 0,
        published: None,
        published_precision: None,
        published_source: None,
        modified: None,
        first_seen: jiff::Timestamp::UNIX_EPOCH,
        fetched: jiff::Timestamp::UNIX_EPOCH,
        publisher: Publisher::default(),
        feed: FeedRef::default(),
        seen_in: Vec::new(),
        provenance: Provenance::default(),
        extraction: Extraction { method: Method::Page, score: None, flags: Vec::new() },
        declared_language: None,
        annotations: Annotations::default(),
    }
}

/// Runs one stage, freshly built, over one article.
pub fn annotate(stage: &str, article: &Article) -> Annotations {
    match build(stage).expect("a registered stage") {
        Built::Pure(stage) => with_panic_isolated(stage.as_ref(), &Tokenized::of(article.clone()))
            .expect("no stage fails on these articles"),
        Built::Stream(mut stage) => stage.observe(article),
    }
}

/// Runs all stages one after the other, as the pipeline does.
fn annotate_all(mut article: Article) -> Article {
    for entry in STAGES {
        let annotations = annotate(entry.name, &article);
        article.annotations.merge(annotations);
    }
    article
}

/// Articles of every awkward kind.
fn articles() -> Vec<Article> {
    let english = "Fishermen in Port Vell met the harbor minister, Ana Lluch, on Friday. Port Vell has fewer boats \
                   every year. “Port Vell is our home,” said Lluch’s deputy.\n\nThe harbor strike goes on.";
    let texts = [
        String::new(),
        " \n\n\u{a0}".to_owned(),
        english.to_owned(),
        english.repeat(1_000_000 / english.len() + 1),
        "a".repeat(1_000_000),
        "é-".repeat(300_000),
        "🙂👩‍👩‍👧‍👦 Port Vell 🙂 Port Vell 🇪🇸 harbor 🙂🙂 harbor e\u{301}t\u{301}".to_owned(),
        "أعلنت الحكومة اليوم عن خطة جديدة للمياه. قالت الحكومة إن الخطة الجديدة تبدأ في يناير.".to_owned(),
        "הממשלה הודיעה היום על תוכנית מים חדשה, אמר השר.".to_owned(),
        "东京电力公司星期五宣布，福岛核电站的处理水将继续排放。福岛核电站".repeat(20),
        "東京都は金曜日、新しい計画を発表した。タワーの計画。".repeat(20),
        "รัฐบาลไทยประกาศแผนใหม่เมื่อวันศุกร์ รัฐบาลไทยประกาศ".repeat(20),
        "\u{0}\u{202e}\u{feff}\u{fffd}\u{301}’'-.,’s 's -x- \u{2028}İstanbul ŞİŞLİ ẞ ﬃ".to_owned(),
        "1 2 3 4.5 6,7 2024-11-23 10:40 ".repeat(50),
    ];
    texts.iter().map(|text| article("Port Vell harbor strike 🙂", text)).chain([article("", "")]).collect()
}

#[test]
fn every_stage_gives_the_same_answer_twice() {
    for article in articles() {
        assert_eq!(annotate_all(article.clone()), annotate_all(article));
    }
}

#[test]
fn every_stage_attempts_every_article_and_touches_nothing_else() {
    for article in articles() {
        for entry in STAGES {
            assert_ne!(annotate(entry.name, &article), Annotations::default(), "{}", entry.name);
        }
        let annotated = annotate_all(article.clone());
        assert_eq!(Article { annotations: Annotations::default(), ..annotated }, article);
    }
}

#[test]
fn every_span_names_the_text_that_stands_there() {
    let mut spans = 0;
    for article in articles() {
        let annotated = annotate_all(article);
        let characters: Vec<char> = annotated.text.chars().collect();
        let record = serde_json::to_value(&annotated.annotations).expect("annotations serialize");
        each_span(&record, &mut |start, end, text| {
            spans += 1;
            assert!(start < end, "{start}..{end} of {text:?}");
            assert_eq!(characters[start..end].iter().collect::<String>(), text);
        });
    }
    assert!(spans > 0, "at least one stage gives spans");
}

/// Calls `check` for every object that has a start, an end and a text, however deep it stands.
fn each_span(value: &Value, check: &mut impl FnMut(usize, usize, &str)) {
    if let (Some(start), Some(end), Some(text)) =
        (value["start"].as_u64(), value["end"].as_u64(), value["text"].as_str())
    {
        check(start as usize, end as usize, text);
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| each_span(value, check)),
        Value::Object(members) => members.values().for_each(|value| each_span(value, check)),
        _ => {}
    }
}
