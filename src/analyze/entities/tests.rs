//! What the stage says of texts of our own, in English and in other languages.

use super::super::contract::{annotate, article};
use super::*;
use crate::article::{EntityKind, Language, LanguageSource};

fn entities(language: &str, text: &str) -> Vec<Entity> {
    let mut article = article("", text);
    let language = Language { tag: language.to_owned(), confidence: 1.0, source: LanguageSource::Text };
    article.annotations.language = Some(Some(language));
    annotate("entities", &article).entities.expect("attempted")
}

fn found(language: &str, text: &str) -> Vec<(String, char)> {
    let letter = |kind| match kind {
        EntityKind::Person => 'P',
        EntityKind::Organization => 'O',
        EntityKind::Place => 'L',
    };
    entities(language, text).into_iter().map(|entity| (entity.text, letter(entity.kind))).collect()
}

fn assert_found(language: &str, text: &str, expected: &[(&str, char)]) {
    let expected: Vec<_> = expected.iter().map(|(name, kind)| ((*name).to_owned(), *kind)).collect();
    assert_eq!(found(language, text), expected, "{text}");
}

#[test]
fn people_organizations_and_places_are_found_in_english_news() {
    assert_found(
        "en",
        "Portugal's foreign minister, Helena Vasques, met executives of Nordvik Holdings Ltd in Oslo on Tuesday. \
         Vasques said the talks had gone well.",
        &[("Portugal", 'L'), ("Helena Vasques", 'P'), ("Nordvik Holdings Ltd", 'O'), ("Oslo", 'L'), ("Vasques", 'P')],
    );
    assert_found(
        "en",
        "TENNIS - RESULTS AT MELBOURNE.\nJonas Ekdal (Sweden) beat Pavol Hruska (Slovakia) 6-4 6-2",
        &[("MELBOURNE", 'L'), ("Jonas Ekdal", 'P'), ("Sweden", 'L'), ("Pavol Hruska", 'P'), ("Slovakia", 'L')],
    );
}

#[test]
fn text_without_names_has_none() {
    for text in ["", "The rain went on for three days. Nobody was hurt, officials said.", "12 14 3-1", "A. B"] {
        assert_found("en", text, &[]);
    }
}

#[test]
fn the_full_stop_of_a_sentence_is_no_part_of_a_name() {
    let text = "She left Brandt Chemicals Corp. The shares of Lindqvist Inc. fell.";
    assert_found("en", text, &[("Brandt Chemicals Corp", 'O'), ("Lindqvist Inc.", 'O')]);
}

#[test]
fn a_bare_name_is_the_person_that_the_article_names_in_full() {
    let text = "President Dawud al-Qasimi flew to Paris. In Qasimi the party has a leader.\n\nQASIMI TO STAY";
    let bare: Vec<_> = entities("en", text).into_iter().filter(|entity| !entity.text.contains(' ')).skip(1).collect();
    assert_eq!(bare.iter().map(|entity| entity.text.as_str()).collect::<Vec<_>>(), ["Qasimi", "QASIMI"]);
    assert!(
        bare.iter().all(|entity| entity.kind == EntityKind::Person && entity.name == "Dawud al-Qasimi"),
        "{bare:?}"
    );
}

#[test]
fn a_name_is_given_in_its_fullest_form() {
    let text = "Sergei Lavrov arrived on Monday. The Confederation of Zambian Workers (CZW) welcomed Lavrov.\n\n\
                CZW leader Joseph Mulenga praised Mr. Lavrov.\n\nMULENGA TO LEAD TALKS IN PARIS";
    let names: Vec<_> = entities("en", text).into_iter().map(|entity| entity.name).collect();
    let russian = entities("ru", "Ирина Лозовская прибыла в Москву. Об этом сообщила пресс-служба Лозовской.");
    assert_eq!(russian.last().map(|entity| entity.name.as_str()), Some("Ирина Лозовская"));
    for (name, times) in [("Sergei Lavrov", 3), ("Confederation of Zambian Workers", 3), ("Joseph Mulenga", 2)] {
        assert_eq!(names.iter().filter(|known| *known == name).count(), times, "{name} of {names:?}");
    }
}

#[test]
fn german_french_spanish_and_russian_are_read_by_patterns() {
    assert_found(
        "de",
        "Bundeskanzlerin Margot Wiesinger traf in Brüssel den Vorstand der Siemens AG. Die Regierung schweigt, sagte \
         Wiesinger.",
        &[("Margot Wiesinger", 'P'), ("Brüssel", 'L'), ("Siemens AG", 'O'), ("Wiesinger", 'P')],
    );
    assert_found(
        "fr",
        "Le ministre Duchamp et Claire de Lastours ont quitté Marseille pour la Banque de France.",
        &[("Duchamp", 'P'), ("Claire de Lastours", 'P'), ("Marseille", 'L'), ("Banque de France", 'O')],
    );
    assert_found(
        "es",
        "La presidenta Ibarrola viajó a Buenos Aires con Pedro Zubiri, rector de la Universidad de Deusto.",
        &[("Ibarrola", 'P'), ("Buenos Aires", 'L'), ("Pedro Zubiri", 'P'), ("Universidad de Deusto", 'O')],
    );
    assert_found(
        "ru",
        "Глава компании «Северный ветер» Ирина Лозовская прибыла в Москву. Об этом сообщила пресс-служба Лозовской.",
        &[("Северный ветер", 'O'), ("Ирина Лозовская", 'P'), ("Москву", 'L'), ("Лозовской", 'P')],
    );
}

#[test]
fn nouns_and_beginnings_of_sentences_are_no_names() {
    assert_found("de", "Die Erhöhung der Steuern im Herbst trifft vor allem Familien. Das Wetter bleibt gut.", &[]);
    assert_found("fr", "Le gouvernement a présenté lundi son projet. Aucune date n’a été fixée.", &[]);
    assert_found("es", "El Gobierno aprobó la ley. Nadie sabe cuándo entra en vigor.", &[]);
    assert_found("ru", "Правительство утвердило новый план. Когда он вступит в силу, неизвестно.", &[]);
}

#[test]
fn a_language_that_nobody_taught_the_stage_is_met_with_silence() {
    assert_found("nl", "Minister Jan de Vries sprak in Rotterdam met de Rabobank.", &[]);
    let unknown = article("", "Helena Vasques lives in Oslo.");
    assert_eq!(annotate("entities", &unknown).entities, Some(Vec::new()));
}

/// A page of nothing but names once compared each of them with a name as long as the page.
#[test]
fn a_megabyte_of_names_is_read_in_linear_time() {
    for piece in
        ["Smith ", "Al Smith, ", "Bank of the ", "IBM (IBM) ", "J. ", "« Банк \"А ", "компания «А", "Sr. Pérez "]
    {
        let text = piece.repeat(400_000 / piece.len());
        for language in ["en", "es", "ru"] {
            entities(language, &text);
        }
    }
}

#[test]
fn first_names_tell_a_gender_unless_both_bear_them() {
    assert_eq!(gender("Maria"), Some(Gender::Female));
    assert_eq!(gender("JOSÉ"), Some(Gender::Male));
    assert_eq!(gender("Jacinda"), Some(Gender::Female));
    for name in ["Kim", "Andrea", "Qwxz", ""] {
        assert_eq!(gender(name), None, "{name}");
    }
}

#[test]
fn the_shipped_model_is_whole_and_small() {
    const BYTES_MAX: usize = 2_000_000;
    let file = include_bytes!("model.bin");
    assert!(Model::read(file).is_some() && file.len() <= BYTES_MAX);
    for bytes in [0, 1, 100, 1_000, file.len() - 1] {
        assert!(Model::read(&file[..bytes]).is_none(), "{bytes} bytes of it are no model");
    }
}

#[test]
fn only_a_name_that_began_can_go_on() {
    for from in 0..model::LABELS {
        for kind in 0..tagger::KINDS.len() {
            let (first, other) = (tagger::label(kind, true), tagger::label(kind, false));
            assert!(tagger::is_allowed(from, first) && tagger::is_allowed(from, tagger::OUTSIDE));
            assert_eq!(tagger::is_allowed(from, other), from == first || from == other);
        }
    }
}
