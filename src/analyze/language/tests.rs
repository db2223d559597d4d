//! What the stage says of texts in many languages, and of texts that are none.

use super::super::contract::{annotate, article};
use super::*;

const GERMAN: &str = "Der Stadtrat hat am Dienstag beschlossen, die alte Brücke über den Fluss zu sanieren.";
const ICELANDIC: &str = "Ríkisstjórnin ákvað í gær að hækka skatta á sjávarútveg og ferðaþjónustu í landinu.";
const GALICIAN: &str = "O concello anunciou onte que as obras da nova ponte comezarán despois do verán.";

fn language(title: &str, text: &str, declared: Option<&str>) -> Option<Language> {
    let article = Article { declared_language: declared.map(str::to_owned), ..article(title, text) };
    annotate("language", &article).language.expect("attempted")
}

fn tag(title: &str, text: &str, declared: Option<&str>) -> Option<String> {
    language(title, text, declared).map(|language| language.tag)
}

#[test]
fn headlines_are_told_apart_by_script_and_letters() {
    for (headline, expected) in [
        ("Le gouvernement français annonce une réforme des retraites", "fr"),
        ("Parliament votes to raise the minimum wage next year", "en"),
        ("El presidente anuncia nuevas medidas contra la inflación", "es"),
        ("Governo anuncia novas medidas para a educação e a saúde", "pt"),
        ("Il ministro ha detto che la legge sarà approvata domani", "it"),
        ("Regeringen vill höja skatten på flygresor från nästa år", "sv"),
        ("Rząd zapowiada nowe przepisy dotyczące ochrony środowiska", "pl"),
        ("Hükümet yeni vergi düzenlemesini açıkladı", "tr"),
        ("Chính phủ công bố kế hoạch phát triển kinh tế mới", "vi"),
        ("Правительство объявило о новых мерах поддержки экономики", "ru"),
        ("Уряд оголосив про нові заходи підтримки економіки", "uk"),
        ("Правителството обяви нови мерки за подкрепа на икономиката", "bg"),
        ("Predsednik Srbije je juče rekao da će se uvek truditi da svi ljudi u ovoj zemlji žive bolje nego pre", "sr"),
        ("أعلنت الحكومة اليوم عن خطة جديدة لتوفير المياه", "ar"),
        ("دولت امروز برنامه جدیدی برای اقتصاد کشور اعلام کرد", "fa"),
        ("सरकार ने आज नई योजना की घोषणा की है", "hi"),
        ("国务院总理在北京会见来访的外国代表团", "zh"),
        ("行政院長宣布新的經濟政策", "zh"),
        ("政府は金曜日に新しい経済対策を発表した", "ja"),
        ("정부가 오늘 새로운 경제 정책을 발표했다", "ko"),
        ("Η κυβέρνηση ανακοίνωσε νέα μέτρα", "el"),
        ("רעידת אדמה הורגשה בצפון הארץ", "he"),
    ] {
        assert_eq!(tag(headline, "", None).as_deref(), Some(expected), "{headline}");
    }
}

#[test]
fn a_sure_text_wins_over_a_feed_that_declares_a_common_language() {
    let found = language("", GERMAN, Some("en-US")).expect("sure");
    assert_eq!((found.tag.as_str(), found.source), ("de", LanguageSource::Text));
    let icelandic = language("", ICELANDIC, Some("en")).expect("sure");
    assert_eq!((icelandic.tag.as_str(), icelandic.source), ("is", LanguageSource::Text));
}

#[test]
fn a_declared_neighbor_tips_a_close_decision() {
    let headline = "Predsjednik posjetio Sarajevo";
    let alone = tag(headline, "", None).expect("one of the neighbors");
    let neighbors: Vec<String> =
        ["bs", "hr"].into_iter().filter_map(|declared| tag(headline, "", Some(declared))).collect();
    assert!(["bs", "hr"].contains(&alone.as_str()), "{alone}");
    assert_eq!(neighbors, ["bs", "hr"]);
    assert_eq!(tag(headline, "", Some("fr")), Some(alone));
}

#[test]
fn a_feed_that_declares_a_language_the_model_cannot_know_wins() {
    let found = language("", GALICIAN, Some("gl")).expect("declared");
    assert_eq!((found.tag.as_str(), found.source), ("gl", LanguageSource::Feed));
}

#[test]
fn texts_too_short_to_tell_take_the_declared_language_or_none() {
    assert_eq!(language("OK", "", None), None);
    let found = language("OK", "", Some("PT_br")).expect("declared");
    assert_eq!((found.tag.as_str(), found.confidence, found.source), ("pt", 0.5, LanguageSource::Feed));
    for nothing in ["", "12.3.2024 – 4:1 (2:0)", "🙂🙂", "\u{301}\u{200d}\u{fffd}'''"] {
        assert_eq!(language(nothing, "", Some("und")), None, "{nothing:?}");
    }
}

#[test]
fn a_short_headline_without_kana_is_japanese_only_if_the_feed_says_so() {
    assert_eq!(tag("東京五輪開幕", "", Some("ja")).as_deref(), Some("ja"));
    assert_eq!(tag("東京五輪開幕", "", None).as_deref(), Some("zh"));
    assert_eq!(tag("", &"国务院总理会见代表团".repeat(3), Some("ja")).as_deref(), Some("zh"));
}

#[test]
fn names_in_foreign_letters_do_not_outweigh_the_text_around_them() {
    assert_eq!(tag("OpenAI 发布 ChatGPT Enterprise 新版本价格下调", "", None).as_deref(), Some("zh"));
    assert_eq!(tag("Microsoft заявила, что Windows больше не будет работать", "", None).as_deref(), Some("ru"));
}

#[test]
fn a_longer_text_makes_the_answer_surer() {
    let short = language("", "Der Stadtrat hat", None).expect("German");
    let long = language("", GERMAN, None).expect("German");
    assert!(short.confidence < long.confidence, "{} and {}", short.confidence, long.confidence);
    assert!(long.confidence > 0.9);
}

#[test]
fn the_model_is_whole_and_a_cut_one_is_none() {
    let groups = model::read(MODEL).expect("whole");
    assert_eq!(groups.map(|group| group.tags().count()), [50, 8, 3, 2]);
    assert!(model::read(&MODEL[..MODEL.len() - 1]).is_none());
    assert!(model::read(&[]).is_none());
}

/// The model's rows are found by these numbers: if they change, the model is void.
#[test]
fn the_features_of_a_word_are_frozen() {
    let mut hashes = Vec::new();
    features::each("L’État", Script::Latin, |hash| hashes.push(hash));
    let mut again = Vec::new();
    features::each("42 l'état!", Script::Latin, |hash| again.push(hash));
    assert_eq!(hashes, again, "case, digits and kinds of apostrophes make no difference");
    assert_eq!(hashes.len(), 6 + 7 + 6 + 5 + 4 + 1, "runs of 1 to 5 characters, and the word");
    assert_eq!(hashes.first(), Some(&xxhash_rust::xxh3::xxh3_64(" l".as_bytes())));
    assert_eq!(hashes.last(), Some(&xxhash_rust::xxh3::xxh3_64(" l'état ".as_bytes())));
}
