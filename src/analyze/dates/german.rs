//! German, as written in Germany, Austria and Switzerland.

use super::tense::Cue;
use super::words::Bearing::{Future, Open, Past};
use super::words::{BareYears, Capitals, Class, Language, Relation, Unit};

#[rustfmt::skip]
pub static GERMAN: Language = Language {
    tag: "de",
    capitals: Capitals::Nouns,
    bare_years: BareYears::Free,
    words: &[
        (Class::Month(1), "januar jänner jan"), (Class::Month(2), "februar feber feb"), (Class::Month(3), "märz mrz"), (Class::Month(4), "april apr"),
        (Class::Month(5), "mai"), (Class::Month(6), "juni jun"), (Class::Month(7), "juli jul"), (Class::Month(8), "august aug"),
        (Class::Month(9), "september sept sep"), (Class::Month(10), "oktober okt"), (Class::Month(11), "november nov"), (Class::Month(12), "dezember dez"),
        (Class::Weekday(1), "montag"), (Class::Weekday(2), "dienstag"), (Class::Weekday(3), "mittwoch"), (Class::Weekday(4), "donnerstag"),
        (Class::Weekday(5), "freitag"), (Class::Weekday(6), "samstag sonnabend"), (Class::Weekday(7), "sonntag"),
        (Class::Offset(0), "heute"), (Class::Offset(-1), "gestern"), (Class::Offset(-2), "vorgestern"), (Class::Offset(1), "morgen"), (Class::Offset(2), "übermorgen"),
        (Class::Unit(Unit::Day), "tag"), (Class::Unit(Unit::Week), "woche"), (Class::Unit(Unit::Month), "monat monats"),
        (Class::Unit(Unit::Quarter), "quartal quartals"), (Class::Unit(Unit::Year), "jahr jahres"),
        (Class::Units(Unit::Day), "tagen tage"), (Class::Units(Unit::Week), "wochen"), (Class::Units(Unit::Month), "monaten monate"), (Class::Units(Unit::Year), "jahren jahre"),
        (Class::Season(21), "frühjahr frühling frühjahrs"), (Class::Season(22), "sommer sommers"), (Class::Season(23), "herbst herbsts herbstes"), (Class::Season(24), "winter winters"),
        (Class::Ordinal(1), "ersten erste erstes"), (Class::Ordinal(2), "zweiten zweite zweites"), (Class::Ordinal(3), "dritten dritte drittes"), (Class::Ordinal(4), "vierten vierte viertes"),
        (Class::One, "ein eine einem einen einer"),
        (Class::Cardinal(2), "zwei"), (Class::Cardinal(3), "drei"), (Class::Cardinal(4), "vier"), (Class::Cardinal(5), "fünf"), (Class::Cardinal(6), "sechs"),
        (Class::Cardinal(7), "sieben"), (Class::Cardinal(8), "acht"), (Class::Cardinal(9), "neun"), (Class::Cardinal(10), "zehn"), (Class::Cardinal(11), "elf"),
        (Class::Cardinal(12), "zwölf"), (Class::Cardinal(15), "fünfzehn"), (Class::Cardinal(20), "zwanzig"), (Class::Cardinal(30), "dreißig"), (Class::Cardinal(40), "vierzig"), (Class::Cardinal(50), "fünfzig"),
        (Class::Relation(Relation::Last), "letzten letzte letzter letztes letztem vergangenen vergangene vergangener vergangenes vergangenem vorigen vorige voriger voriges vorigem"),
        (Class::Relation(Relation::Next), "nächsten nächste nächster nächstes nächstem kommenden kommende kommender kommendes kommendem"),
        (Class::Relation(Relation::This), "diesen diese dieser dieses diesem heutigen heutige laufenden laufende"),
        (Class::Decade(1920), "zwanzigerjahre zwanzigerjahren"), (Class::Decade(1930), "dreißigerjahre dreißigerjahren"), (Class::Decade(1940), "vierzigerjahre vierzigerjahren"),
        (Class::Decade(1950), "fünfzigerjahre fünfzigerjahren"), (Class::Decade(1960), "sechzigerjahre sechzigerjahren"), (Class::Decade(1970), "siebzigerjahre siebzigerjahren"),
        (Class::Decade(1980), "achtzigerjahre achtzigerjahren"), (Class::Decade(1990), "neunzigerjahre neunzigerjahren"),
        (Class::Whole(Relation::This, Unit::Year), "heuer"), (Class::Whole(Relation::Last, Unit::Year), "vorjahr vorjahres"),
        (Class::Whole(Relation::Last, Unit::Month), "vormonat vormonats"), (Class::Whole(Relation::Last, Unit::Week), "vorwoche"),
        (Class::Ago, "vor"),
        (Class::Preposition(Open), "am im in an vom nach während zum zur gegen beim"), (Class::Preposition(Past), "seit"), (Class::Preposition(Future), "ab auf für"),
        (Class::Weak, "von um aus"), (Class::Article, "der die das dem den des"), (Class::And, "und oder"), (Class::Through(Future), "bis"), (Class::Between, "zwischen"),
        (Class::Edge, "nacht anfang mitte ende früh frühen späten"),
    ],
    day_parts: &["abend", "morgen", "nacht", "nachmittag", "vormittag", "mittag", "früh"],
    forms: &[
        "weekday? ,? article? day . through 'zum'? day . month year?", "weekday? ,? article? daymonth dot", "weekday? ,? article? day .? - day . month year?", "weekday? ,? article? day . month relation unit", "weekday? ,? article? day . month year?",
        "month relation unit", "month year", "relation month", "relation weekday",
        "ordinal quarter year", "ordinal quarter relation unit", "ordinal quarter", "day . quarter year?",
        "season relation unit", "season years", "season year", "relation season", "relation unit", "whole", "ago count units",
        "offset", "weekday", "decade yearword?", "full", "quarterword year?", "years", "year - year", "year", "month",
    ],
    not_behind: &["welt am", "bild am", "straße", "platz", "frau", "herr", "herrn", "route", "flug", "halle"],
    not_before: &[],
    counts: &["rund", "etwa", "über", "fast", "knapp", "als", "mindestens", "höchstens", "nur", "insgesamt"],
    habits: &["jeden", "jeder", "jedem"],
    past: "war waren hatte hatten hat haben wurde wurden worden gewesen konnte konnten musste mussten wollte wollten sollte sollten kam kamen ging gingen gab gaben fand fanden \
        stand standen lag lagen sah sahen sprach sprachen starb starben fiel fielen schlug schlugen trat traten zog zogen ließ ließen hielt hielten lief liefen rief riefen schrieb \
        schrieben blieb blieben stieg stiegen nahm nahmen traf trafen verlor verloren gewann gewannen begann begannen schloss schlossen brach brachen erhielt erhielten verließ \
        verließen bat baten warf warfen trug trugen wuchs wuchsen sank sanken flog flogen fuhr fuhren schoss schossen erfuhr entschied entschieden unterschrieb verschwand verschwanden \
        schwieg half halfen rang wies wiesen bot boten griff griffen betrug aß trank sang verstarb entstand ergab erschien erschienen überfiel gelang wusste wussten brachte brachten dachte",
    future: "wird werden soll sollen will wollen möchte möchten plant planen geplant erwartet dürfte dürften würde würden könnte könnten müsste muss müssen kann können voraussichtlich findet finden \
        beginnt beginnen startet starten endet enden tagt tagen öffnet öffnen läuft laufen tritt treten trifft treffen reist reisen stimmt stimmen entscheidet entscheiden spielt spielen kommt kommen \
        geht gehen bleibt bleiben schließt schließen gilt gelten wählt wählen steht stehen folgt folgen fährt fahren zieht ziehen erscheint lädt hofft hoffen stattfinden nimmt nehmen gibt",
    tense_of,
    commas_part_clauses: true,
};

/// The weak preterite (`sagte`, `meldeten`) and the participles.
fn tense_of(word: &str) -> Cue {
    #[rustfmt::skip]
    const NOT_VERBS: &[&str] = &[
        "heute", "erste", "letzte", "zweite", "dritte", "vierte", "beste", "leute", "weite", "hälfte", "sollte",
        "könnte", "bitte", "seite", "alte", "gute", "rechte", "breite", "späte", "dichte", "gesamte",
    ];
    let is_weak = word.len() > 4 && (word.ends_with("te") || word.ends_with("ten")) && !word.ends_with("sten");
    let is_participle = word.len() > 5
        && (word.ends_with('t') || word.ends_with("en"))
        && (word.starts_with("ge")
            || ["abge", "ange", "aufge", "ausge", "einge", "vorge", "zuge", "zurückge", "festge", "mitge", "durchge"]
                .iter()
                .any(|prefix| word.starts_with(prefix)));
    match () {
        () if is_participle => Cue::Participle,
        () if is_weak && !NOT_VERBS.contains(&word) && !word.ends_with("esten") => Cue::Past,
        () if word.len() > 6 && word.ends_with("iert") => Cue::Participle,
        () => Cue::None,
    }
}
