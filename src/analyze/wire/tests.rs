//! Datelines and credits in invented stories.

use crate::analyze::contract::{annotate, article};
use crate::article::{Article, Image, Language, LanguageSource, Wire};

const STORY: &str = "The delegates of nine countries met in the old town hall to talk about water.";

fn story(tag: &str, text: &str) -> Article {
    let mut article = article("Talks on water", text);
    article.published = Some("2015-11-16T08:00:00Z".parse().expect("a timestamp"));
    let source = LanguageSource::Text;
    article.annotations.language = Some(Some(Language { tag: tag.to_owned(), confidence: 1.0, source }));
    article
}

fn wire(article: &Article) -> Option<Wire> {
    annotate("wire", article).wire.expect("attempted")
}

fn of(agency: Option<&str>, place: Option<&str>, date: Option<&str>) -> Option<Wire> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Some(Wire { agency: owned(agency), place: owned(place), date: owned(date) })
}

#[test]
fn a_dateline_that_opens_the_text_is_read() {
    let day = Some("2015-11-14");
    let cases: &[(&str, &str, Option<&str>, Option<&str>, Option<&str>)] = &[
        ("en", "LONDON, Nov. 14 (Reuters) - The minister said no.", Some("Reuters"), Some("LONDON"), day),
        ("en", "ROME, Italy, Nov 14 - The minister said no.", None, Some("ROME, Italy"), day),
        ("en", "BEIJING, Nov. 14 (Xinhua) -- The minister said no.", Some("Xinhua"), Some("BEIJING"), day),
        ("en", "NEW DELHI: The minister said no.", None, None, None),
        ("en", "New Delhi, Nov 14 (IANS) The minister said no.", Some("IANS"), Some("New Delhi"), day),
        ("en", "WASHINGTON (AP) — The minister said no.", Some("AP"), Some("WASHINGTON"), None),
        ("en", "OSLO, Jan. 1 — The minister said no.", None, Some("OSLO"), Some("2016-01-01")),
        ("de", "Berlin (dpa) - Der Minister sagte nein.", Some("dpa"), Some("Berlin"), None),
        ("de", "WIEN, 14. November 2015 (APA) - Der Minister sagte nein.", Some("APA"), Some("WIEN"), day),
        ("fr", "PARIS, 14 nov. 2015 (AFP) - Le ministre a dit non.", Some("AFP"), Some("PARIS"), day),
        ("fr", "PARIS, 14 novembre (AFP) – Le ministre a dit non.", Some("AFP"), Some("PARIS"), day),
        ("es", "Madrid, 14 nov (EFE).- El ministro dijo que no.", Some("EFE"), Some("Madrid"), day),
        ("es", "San Salvador, 14 nov (EFE).- El ministro dijo que no.", Some("EFE"), Some("San Salvador"), day),
        ("it", "(ANSA) - ROMA, 14 NOV - Il ministro ha detto di no.", Some("ANSA"), Some("ROMA"), day),
        ("ru", "МОСКВА, 14 ноября. /ТАСС/. Министр сказал нет.", Some("TASS"), Some("МОСКВА"), day),
        ("ru", "МОСКВА, 14 ноя — РИА Новости. Министр сказал нет.", Some("RIA Novosti"), Some("МОСКВА"), day),
        ("zh", "新华社北京11月14日电 部长说不。", Some("Xinhua"), Some("北京"), day),
        ("ja", "【ロンドン＝共同】大臣は述べた。", Some("Kyodo"), Some("ロンドン"), None),
    ];
    for (tag, text, agency, place, date) in cases {
        let expected = of(*agency, *place, *date).filter(|wire| *wire != of(None, None, None).expect("empty"));
        assert_eq!(wire(&story(tag, text)), expected, "{text}");
    }
}

#[test]
fn a_dateline_may_stand_on_a_line_of_its_own() {
    for (line, place) in [
        ("VIENNA 2015-11-14", "VIENNA"),
        ("NEW YORK, Nov 14", "NEW YORK"),
        ("ESCH, Luxembourg 2015-11-14", "ESCH, Luxembourg"),
    ] {
        assert_eq!(wire(&story("en", &format!("{line}\n\n{STORY}"))), of(None, Some(place), Some("2015-11-14")));
    }
    let with_headline = format!("Ministers meet in Vienna\nJane Doe\nVIENNA 2015-11-14\n\n{STORY}");
    assert_eq!(wire(&story("en", &with_headline)), of(None, Some("VIENNA"), Some("2015-11-14")));
    for line in ["VIENNA", "TALKS ON 3 LAKES", "Nov 14", "UNITED 3"] {
        assert_eq!(wire(&story("en", &format!("{line}\n\n{STORY}"))), None, "{line}");
    }
}

#[test]
fn what_the_normalizer_cut_comes_first() {
    let mut article = story("en", &format!("PARIS (AFP) - {STORY}"));
    article.dateline = Some("ROME, Nov 14".to_owned());
    article.agency = Some("Reuters".to_owned());
    assert_eq!(wire(&article), of(Some("Reuters"), Some("ROME"), Some("2015-11-14")));
}

#[test]
fn a_dateline_without_publication_keeps_its_place_and_gives_a_day_only_with_a_year() {
    let mut article = story("en", STORY);
    article.published = None;
    article.dateline = Some("ROME, Nov 14".to_owned());
    assert_eq!(wire(&article), of(None, Some("ROME"), None));
    article.dateline = Some("ROME, Nov 14, 2015".to_owned());
    assert_eq!(wire(&article), of(None, Some("ROME"), Some("2015-11-14")));
}

#[test]
fn a_signature_ends_the_story() {
    let signed = [
        ("(Reuters)", "Reuters"),
        ("– dpa", "dpa"),
        ("dpa/AFP", "dpa"),
        ("By Jane Doe, Associated Press", "AP"),
        ("Source: Xinhua", "Xinhua"),
        ("/ТАСС/", "TASS"),
        ("© AFP", "AFP"),
    ];
    for (signature, agency) in signed {
        assert_eq!(wire(&story("en", &format!("{STORY}\n\n{signature}"))), of(Some(agency), None, None), "{signature}");
    }
    assert_eq!(wire(&story("de", &format!("{STORY} (dpa)"))), of(Some("dpa"), None, None));
    for end in ["They met the editors of a newspaper (Reuters)", "He spoke to AFP", "By Jane Doe, for the water board"]
    {
        assert_eq!(wire(&story("en", &format!("{STORY}\n\n{end}"))), None, "{end}");
    }
}

#[test]
fn an_agency_that_only_a_picture_credits_comes_last() {
    let mut article = story("en", STORY);
    assert_eq!(wire(&article), None);
    article.images = vec![Image { credit: Some("Jane Doe/AFP".to_owned()), ..Image::default() }];
    assert_eq!(wire(&article), of(Some("AFP"), None, None));
    article.text = format!("{STORY}\n\n(Reuters)");
    assert_eq!(wire(&article), of(Some("Reuters"), None, None));
}
