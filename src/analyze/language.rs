//! Says in which language an article is written, or that it cannot tell.
//!
//! A detector reads the headline and the opening of the text. Its answer stands if it is sure; if not, the
//! language that the feed declares takes its place. Feeds that declare a common language are often wrong (a
//! default nobody changed), feeds that declare a rare one hardly ever are: where the detector does not even
//! know the declared language, the feed is right.

use whatlang::{Detector, Lang};

use super::{Built, Stage, StageError};
use crate::article::{Annotations, Article, Language, LanguageSource};

/// Characters of the text that are read besides the headline: more make no answer better.
const SAMPLE_CHARACTERS: usize = 1_000;

/// With fewer letters the detector guesses; no headline is that short.
const LETTERS_MIN: usize = 12;

/// Below this the detector's first two candidates are too close to choose between.
const CONFIDENCE_MIN: f64 = 0.1;

/// What a feed's word alone is worth.
const DECLARED_CONFIDENCE: f32 = 0.5;

pub fn build() -> Built {
    Built::Pure(Box::new(LanguageStage { detector: Detector::new() }))
}

struct LanguageStage {
    detector: Detector,
}

impl Stage for LanguageStage {
    fn annotate(&self, article: &Article) -> Result<Annotations, StageError> {
        let declared = article.declared_language.as_deref().and_then(primary_tag);
        let detected = self.detect(&sample(article));
        Ok(Annotations { language: Some(decide(detected, declared)), ..Annotations::default() })
    }
}

impl LanguageStage {
    /// Returns the likeliest language and how sure that is, 0 to 1.
    fn detect(&self, sample: &str) -> Option<(&'static str, f64)> {
        if sample.chars().filter(|character| character.is_alphabetic()).take(LETTERS_MIN).count() < LETTERS_MIN {
            return None;
        }
        let found = self.detector.detect(sample)?;
        Some((tag_of(found.lang()), found.confidence()))
    }
}

fn sample(article: &Article) -> String {
    let title = article.title.as_deref().unwrap_or_default();
    let opening = article.text.char_indices().nth(SAMPLE_CHARACTERS).map_or(article.text.len(), |(at, _)| at);
    format!("{title}\n{}", &article.text[..opening])
}

/// Weighs what was detected against what the feed declares.
fn decide(detected: Option<(&'static str, f64)>, declared: Option<String>) -> Option<Language> {
    let sure = detected.filter(|(_, confidence)| *confidence >= CONFIDENCE_MIN);
    match (sure, declared) {
        (Some((tag, _)), Some(declared)) if tag != declared && !is_detectable(&declared) => Some(as_declared(declared)),
        (Some((tag, confidence)), _) => {
            Some(Language { tag: tag.to_owned(), confidence: rounded(confidence), source: LanguageSource::Text })
        }
        (None, declared) => declared.map(as_declared),
    }
}

fn as_declared(tag: String) -> Language {
    Language { tag, confidence: DECLARED_CONFIDENCE, source: LanguageSource::Feed }
}

/// Two digits: the detector's figure says no more.
fn rounded(confidence: f64) -> f32 {
    (confidence.clamp(0.0, 1.0) * 100.0).round() as f32 / 100.0
}

/// Returns the primary language of a declared tag in its shortest form (`en` of `EN-us`, `de` of `deu`), or
/// nothing if it is no tag of a language.
fn primary_tag(declared: &str) -> Option<String> {
    let primary = declared.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    if !matches!(primary.len(), 2 | 3) || !primary.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let short = match primary.as_str() {
        "und" | "mul" | "zxx" | "mis" => return None,
        "iw" => "he",
        "in" => "id",
        "ji" => "yi",
        "no" | "nor" => "nb",
        "fil" => "tl",
        "zho" => "zh",
        "fas" => "fa",
        code => match Lang::from_code(code) {
            Some(language) => tag_of(language),
            None => return Some(primary),
        },
    };
    Some(short.to_owned())
}

fn is_detectable(tag: &str) -> bool {
    TAGS.iter().any(|(_, short)| *short == tag)
}

fn tag_of(language: Lang) -> &'static str {
    let code = language.code();
    TAGS.iter().find(|(long, _)| *long == code).map_or(code, |(_, short)| short)
}

/// ISO 639-3, as the detector speaks, to BCP 47.
#[rustfmt::skip]
const TAGS: &[(&str, &str)] = &[
    ("afr", "af"), ("aka", "ak"), ("amh", "am"), ("ara", "ar"), ("aze", "az"), ("bel", "be"), ("ben", "bn"),
    ("bul", "bg"), ("cat", "ca"), ("ces", "cs"), ("cmn", "zh"), ("cym", "cy"), ("dan", "da"), ("deu", "de"),
    ("ell", "el"), ("eng", "en"), ("epo", "eo"), ("est", "et"), ("fin", "fi"), ("fra", "fr"), ("guj", "gu"),
    ("heb", "he"), ("hin", "hi"), ("hrv", "hr"), ("hun", "hu"), ("hye", "hy"), ("ind", "id"), ("ita", "it"),
    ("jav", "jv"), ("jpn", "ja"), ("kan", "kn"), ("kat", "ka"), ("khm", "km"), ("kor", "ko"), ("lat", "la"),
    ("lav", "lv"), ("lit", "lt"), ("mal", "ml"), ("mar", "mr"), ("mkd", "mk"), ("mya", "my"), ("nep", "ne"),
    ("nld", "nl"), ("nob", "nb"), ("ori", "or"), ("pan", "pa"), ("pes", "fa"), ("pol", "pl"), ("por", "pt"),
    ("ron", "ro"), ("rus", "ru"), ("sin", "si"), ("slk", "sk"), ("slv", "sl"), ("sna", "sn"), ("spa", "es"),
    ("srp", "sr"), ("swe", "sv"), ("tam", "ta"), ("tel", "te"), ("tgl", "tl"), ("tha", "th"), ("tuk", "tk"),
    ("tur", "tr"), ("ukr", "uk"), ("urd", "ur"), ("uzb", "uz"), ("vie", "vi"), ("yid", "yi"), ("zul", "zu"),
];

#[cfg(test)]
mod tests {
    use super::super::contract::{annotate, article};
    use super::*;

    const GERMAN: &str = "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke über den Fluss zu sanieren.";
    const ICELANDIC: &str = "Ríkisstjórnin ákvað í gær að hækka skatta á sjávarútveg og ferðaþjónustu í landinu.";

    fn language(title: &str, text: &str, declared: Option<&str>) -> Option<Language> {
        let article = Article { declared_language: declared.map(str::to_owned), ..article(title, text) };
        annotate("language", &article).language.expect("attempted")
    }

    fn tag(title: &str, text: &str, declared: Option<&str>) -> Option<String> {
        language(title, text, declared).map(|language| language.tag)
    }

    #[test]
    fn the_language_of_title_and_text_is_named_by_its_shortest_tag() {
        assert_eq!(tag("Brücke wird saniert", GERMAN, None).as_deref(), Some("de"));
        assert_eq!(tag("", "国务院总理在北京会见来访的外国代表团并举行会谈", None).as_deref(), Some("zh"));
        assert_eq!(tag("Le gouvernement français annonce une réforme des retraites", "", None).as_deref(), Some("fr"));
    }

    #[test]
    fn a_sure_text_wins_over_a_feed_that_declares_a_common_language() {
        let found = language("", GERMAN, Some("en-US")).expect("sure");
        assert_eq!((found.tag.as_str(), found.source), ("de", LanguageSource::Text));
    }

    #[test]
    fn a_feed_that_declares_a_language_the_detector_cannot_know_wins() {
        let found = language("", ICELANDIC, Some("is")).expect("declared");
        assert_eq!((found.tag.as_str(), found.source), ("is", LanguageSource::Feed));
    }

    #[test]
    fn texts_too_short_to_tell_take_the_declared_language_or_none() {
        assert_eq!(language("OK", "", None), None);
        let found = language("OK", "", Some("PT_br")).expect("declared");
        assert_eq!((found.tag.as_str(), found.confidence, found.source), ("pt", 0.5, LanguageSource::Feed));
        assert_eq!(language("12.3.2024 – 4:1 (2:0)", "", Some("und")), None);
    }

    #[test]
    fn declared_tags_are_brought_to_their_shortest_form() {
        for (declared, short) in [
            ("EN-us", "en"),
            ("deu", "de"),
            ("zh-Hant-TW", "zh"),
            ("no", "nb"),
            ("iw", "he"),
            ("nn", "nn"),
            ("ast", "ast"),
        ] {
            assert_eq!(primary_tag(declared).as_deref(), Some(short));
        }
        for nonsense in ["", "english", "x", "e1", "mul", "-"] {
            assert_eq!(primary_tag(nonsense), None);
        }
    }

    #[test]
    fn every_language_the_detector_knows_has_a_short_tag() {
        for language in Lang::all() {
            assert_eq!(tag_of(*language).len(), 2, "{language:?}");
        }
    }
}
