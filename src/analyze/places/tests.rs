//! What the stage promises, in sentences of several languages.

use super::fold::Key;
use super::world::{Kind, Remarks, World, lookup, prominence, world};
use crate::analyze::contract::{annotate, article};
use crate::article::{Article, Entity, EntityKind, Place};

fn places_of(article: &Article) -> Vec<Place> {
    annotate("places", article).places.expect("the stage attempts places")
}

fn places(text: &str) -> Vec<Place> {
    places_of(&article("", text))
}

/// What is found, as `surface=name/COUNTRY`.
fn grounded(text: &str) -> Vec<String> {
    let country = |place: &Place| place.country.clone().unwrap_or_else(|| "-".to_owned());
    places(text).iter().map(|place| format!("{}={}/{}", place.text, place.name, country(place))).collect()
}

/// Degrees of one place, rounded to whole ones.
fn degrees(places: &[Place], text: &str) -> (i32, i32) {
    let place = places.iter().find(|place| place.text == text).unwrap_or_else(|| panic!("{text} in {places:?}"));
    (place.latitude.round() as i32, place.longitude.round() as i32)
}

fn story(places: &[Place]) -> Vec<&str> {
    places.iter().filter(|place| place.story).map(|place| place.text.as_str()).collect()
}

#[test]
fn the_table_is_whole_and_refuses_what_is_cut() {
    let file: &[u8] = include_bytes!("world.bin");
    assert!(World::read(file).is_some());
    assert!(World::read(&file[..file.len() - 1]).is_none());
    assert!(World::read(&[]).is_none());
    assert!(world().len() > 90_000, "{} places", world().len());
}

#[test]
fn the_table_lists_namesakes_with_the_most_prominent_first() {
    let found: Vec<_> = lookup("Paris").collect();
    let facts = world().facts(found[0].place);
    assert_eq!((facts.kind, facts.country, facts.geonames_id), (Kind::City, Some("FR"), Some(2_988_507)));
    assert!(found.len() > 10, "{found:?}");
    assert_eq!(lookup("Paris Nowhere").count(), 0);
    assert_eq!(lookup("").count(), 0);
}

#[test]
fn a_recognizer_learns_how_prominent_and_how_ambiguous_a_name_is() {
    let georgia = prominence("Georgia").expect("a country");
    assert!(georgia.is_region && georgia.remarks.has(Remarks::GIVEN));
    let reading = prominence("Reading").expect("a town");
    assert!(!reading.is_region && reading.remarks.has(Remarks::WORD));
    assert!(prominence("New South Wales").is_some_and(|wales| wales.size > 6.5 && wales.remarks == Remarks::default()));
    assert_eq!(prominence("Gobbledygook"), None);
}

#[test]
fn spellings_of_one_name_have_one_key() {
    let same = |a: &str, b: &str| assert_eq!(Key::of(a).text(), Key::of(b).text());
    same("São Paulo", "Sao Paulo");
    same("SAINT LOUIS", "St. Louis");
    same("Xi’an", "Xian");
    same("Winston-Salem", "Winston Salem");
    same("Москве", "Москва");
    same("Белгородской области", "Белгородская область");
    same("القاهرة", "القاهره");
    assert_ne!(Key::of("Mali").text(), Key::of("Malta").text());
    assert_ne!(Key::of_abbreviation("US").text(), Key::of("us").text());
    assert_eq!(Key::of_abbreviation("U.S.").text(), Key::of_abbreviation("US").text());
}

#[test]
fn places_are_found_in_six_languages() {
    let expected = [
        ("Floods cut off Hanoi and parts of Laos.", vec!["Hanoi=Hanoi/VN", "Laos=Laos/LA"]),
        ("Die Ministerin reiste von München in die Türkei.", vec!["München=Munich/DE", "Türkei=Turkey/TR"]),
        (
            "Le ministre est arrivé à Genève, puis en Côte d’Ivoire.",
            vec!["Genève=Geneva/CH", "Côte d’Ivoire=Ivory Coast/CI"],
        ),
        ("El presidente viajó de Nueva York a Sevilla.", vec!["Nueva York=New York City/US", "Sevilla=Seville/ES"]),
        (
            "В Екатеринбурге и Саудовской Аравии прошли встречи.",
            vec!["Екатеринбурге=Yekaterinburg/RU", "Саудовской Аравии=Saudi Arabia/SA"],
        ),
        ("وصل الوفد إلى بغداد وبيروت", vec!["بغداد=Baghdad/IQ", "بيروت=Beirut/LB"]),
    ];
    for (text, names) in expected {
        assert_eq!(grounded(text), names, "{text}");
    }
}

#[test]
fn a_container_decides_between_namesakes() {
    let found = places("Officers in Vienna, Virginia, called their colleagues in Vienna, Austria.");
    assert_eq!((degrees(&found[..1], "Vienna"), degrees(&found[2..], "Vienna")), ((39, -77), (48, 16)));
    let found = places("MOSCOW, Idaho (Agency) - Students in Moscow returned on Monday.");
    assert_eq!(degrees(&found[2..], "Moscow"), (47, -117));
    let found = places("Cattle graze in Monroe County in northeast Missouri, far from Indiana.");
    assert_eq!(degrees(&found, "Monroe County"), (39, -92));
    let found = places("They live in Paris, a small town in southern Ontario.");
    assert_eq!(degrees(&found, "Paris"), (43, -80));
    assert_eq!(grounded("She left Bronx, New York, in May.")[1], "New York=New York/US");
    assert_eq!(degrees(&places("She left Bronx, New York, in May."), "New York").0, 43);
}

#[test]
fn neighbors_decide_between_namesakes() {
    let found = places("A man from Perth was seen in Dundee and in Fife, Scotland.");
    assert_eq!(degrees(&found, "Perth"), (56, -3));
    let found = places("Trains from Perth to Fremantle and Mandurah were late.");
    assert_eq!(degrees(&found, "Perth"), (-32, 116));
}

#[test]
fn the_outlet_decides_where_the_text_is_silent() {
    let text = "Councillors in Hamilton voted on Tuesday for a new library.";
    let mut far = article("", text);
    far.url = Some("https://news.example.nz/stories/1/library".to_owned());
    assert_eq!(places_of(&far)[0].country.as_deref(), Some("NZ"));
    far.url = Some("https://news.example.com/news/canada/ontario/library".to_owned());
    assert_eq!(places_of(&far)[0].country.as_deref(), Some("CA"));
}

#[test]
fn persons_words_and_newspapers_are_no_places() {
    for text in [
        "Jordan Pickering scored twice and thanked Mrs Houston.",
        "Reading books is nice, and hope remains.",
        "Mr Chad Smith and Florence Ncube spoke.",
        "They speak French and like the Washington Post.",
        "He studied at the University of Oxford.",
        "Gerald Washington, M.D., wrote in Nov. of his work.",
    ] {
        assert_eq!(grounded(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn ambiguous_names_are_places_where_the_words_around_say_so() {
    assert_eq!(grounded("The man from Mobile, Alabama, is 40.")[0], "Mobile=Mobile/US");
    assert_eq!(grounded("Rain fell in Houston. Houston said so.").len(), 2);
    assert_eq!(
        grounded("Shelters opened in Joplin, Springfield, Nixa and Republic, Missouri.").len(),
        5,
        "a list of towns is one of towns"
    );
}

#[test]
fn abbreviations_mean_places_in_their_own_capitals_only() {
    assert_eq!(grounded("The U.S. and the UK agreed.").len(), 2);
    assert_eq!(grounded("They told us about the uk.").len(), 0);
    assert_eq!(grounded("It burned in Surrey, B.C., and Salem, Ore.").len(), 4);
    assert_eq!(grounded("A Spider-Man. Ore was found in it.").len(), 0);
}

#[test]
fn names_within_compounds_have_spans_of_their_own() {
    let text = "Die Lage: US-China talks and the Paris-based, U.S.-led, pro-Moscow group.";
    let found = places(text);
    let texts: Vec<&str> = found.iter().map(|place| place.text.as_str()).collect();
    assert_eq!(texts, ["US", "China", "Paris", "U.S.", "Moscow"]);
    for place in found {
        assert_eq!(&text[place.start as usize..place.end as usize], place.text);
    }
}

#[test]
fn adjectives_mean_their_country_and_peoples_do_not() {
    assert_eq!(
        grounded("The Swedish minister met South Korean envoys."),
        ["Swedish=Sweden/SE", "South Korean=South Korea/KR"]
    );
    assert_eq!(grounded("Most Germans and Italians agree."), Vec::<String>::new());
}

#[test]
fn the_storys_place_is_that_of_the_dateline_then_of_the_headline_then_the_most_frequent() {
    let text = "ANKARA (Agency) - Germany, Germany and Germany again: Berlin, Berlin.";
    assert_eq!(story(&places_of(&article("Berlin speaks", text))), ["ANKARA"]);
    let text = "Talks in Oslo went on. Envoys from Lima left Oslo.";
    assert_eq!(story(&places_of(&article("Lima's envoys leave", text))), ["Lima"]);
    assert_eq!(story(&places(text)), ["Oslo"]);
    let mut cut = article("", text);
    cut.dateline = Some("LIMA, May 4".to_owned());
    assert_eq!(story(&places_of(&cut)), ["Lima"]);
    assert!(places("Nothing is here.").is_empty());
}

#[test]
fn persons_that_another_stage_found_are_no_places() {
    let mut named = article("", "In Austin, they met.");
    assert_eq!(places_of(&named).len(), 1);
    let person = Entity {
        text: "Austin".to_owned(),
        start: 3,
        end: 9,
        kind: EntityKind::Person,
        name: "Austin".to_owned(),
        reference: None,
        score: 1.0,
    };
    named.annotations.entities = Some(vec![person]);
    assert_eq!(places_of(&named), []);
}

#[test]
fn spans_hold_behind_characters_of_several_bytes() {
    let text = "😀 “Ängste” in Zürich—und im Köln-Bonner Raum, in Łódź.";
    let characters: Vec<char> = text.chars().collect();
    let found = places(text);
    assert_eq!(found.len(), 3, "{found:?}");
    for place in found {
        let span: String = characters[place.start as usize..place.end as usize].iter().collect();
        assert_eq!(span, place.text);
    }
}

#[test]
fn hostile_texts_cost_no_more_than_their_length() {
    let lists = ["Paris, Texas, ", "A-B-C-", "Saint ", "São", "Springfield, Columbia, ", "LondonLondon", "و"];
    for piece in lists {
        let text = piece.repeat(60_000 / piece.len());
        let begun = places(&text).len();
        assert!(begun <= 8_000, "{piece}: {begun}");
    }
}

#[test]
fn a_town_that_is_called_like_somebody_of_the_article_needs_more_than_its_name() {
    let text = "Ada spoke in Lyon on Monday. The Aachen administration gave no answer.";
    let person = |name: &str| Entity {
        text: "Ada".to_owned(),
        start: 0,
        end: 3,
        kind: EntityKind::Person,
        name: name.to_owned(),
        reference: None,
        score: 1.0,
    };
    let names = |entities: Vec<Entity>| {
        let mut article = article("", text);
        article.annotations.entities = Some(entities);
        places_of(&article).into_iter().map(|place| place.text).collect::<Vec<_>>()
    };
    assert_eq!(names(vec![person("Ada Aachen")]), ["Lyon"]);
    assert!(names(vec![person("Ada Brook")]).contains(&"Aachen".to_owned()));
}
