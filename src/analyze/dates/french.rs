//! French.

use super::tense::Cue;
use super::words::Bearing::{Future, Open, Past};
use super::words::{BareYears, Capitals, Class, Language, Relation, Unit};

#[rustfmt::skip]
pub static FRENCH: Language = Language {
    tag: "fr",
    capitals: Capitals::SentenceStart,
    bare_years: BareYears::Introduced,
    words: &[
        (Class::Month(1), "janvier"), (Class::MonthShort(1), "janv"), (Class::Month(2), "février"), (Class::MonthShort(2), "févr fév"), (Class::Month(3), "mars"), (Class::Month(4), "avril"), (Class::MonthShort(4), "avr"),
        (Class::Month(5), "mai"), (Class::Month(6), "juin"), (Class::Month(7), "juillet"), (Class::MonthShort(7), "juil"), (Class::Month(8), "août"), (Class::Month(9), "septembre"), (Class::MonthShort(9), "sept"),
        (Class::Month(10), "octobre"), (Class::MonthShort(10), "oct"), (Class::Month(11), "novembre"), (Class::MonthShort(11), "nov"), (Class::Month(12), "décembre"), (Class::MonthShort(12), "déc"),
        (Class::Weekday(1), "lundi"), (Class::Weekday(2), "mardi"), (Class::Weekday(3), "mercredi"), (Class::Weekday(4), "jeudi"), (Class::Weekday(5), "vendredi"), (Class::Weekday(6), "samedi"), (Class::Weekday(7), "dimanche"),
        (Class::Offset(0), "aujourd'hui"), (Class::Offset(-1), "hier"), (Class::Offset(-2), "avant-hier"), (Class::Offset(1), "demain"), (Class::Offset(2), "après-demain"),
        (Class::Unit(Unit::Day), "jour"), (Class::Unit(Unit::Week), "semaine semaine-ci"), (Class::Unit(Unit::Month), "mois mois-ci"), (Class::Unit(Unit::Quarter), "trimestre"), (Class::Unit(Unit::Year), "an année année-ci"),
        (Class::Units(Unit::Day), "jours"), (Class::Units(Unit::Week), "semaines"), (Class::Units(Unit::Quarter), "trimestres"), (Class::Units(Unit::Year), "ans années"),
        (Class::Season(21), "printemps"), (Class::Season(22), "été"), (Class::Season(23), "automne"), (Class::Season(24), "hiver"),
        (Class::Ordinal(1), "premier première"), (Class::Ordinal(2), "deuxième second seconde"), (Class::Ordinal(3), "troisième"), (Class::Ordinal(4), "quatrième dernier-trimestre"),
        (Class::One, "un une"),
        (Class::Cardinal(2), "deux"), (Class::Cardinal(3), "trois"), (Class::Cardinal(4), "quatre"), (Class::Cardinal(5), "cinq"), (Class::Cardinal(6), "six"), (Class::Cardinal(7), "sept"), (Class::Cardinal(8), "huit"),
        (Class::Cardinal(9), "neuf"), (Class::Cardinal(10), "dix"), (Class::Cardinal(11), "onze"), (Class::Cardinal(12), "douze"), (Class::Cardinal(15), "quinze"), (Class::Cardinal(20), "vingt"), (Class::Cardinal(30), "trente"),
        (Class::Cardinal(40), "quarante"), (Class::Cardinal(50), "cinquante"), (Class::Cardinal(60), "soixante"), (Class::Cardinal(70), "soixante-dix"), (Class::Cardinal(80), "quatre-vingt quatre-vingts"), (Class::Cardinal(90), "quatre-vingt-dix"),
        (Class::Relation(Relation::Last), "dernier dernière passé passée"), (Class::Relation(Relation::Next), "prochain prochaine"), (Class::Relation(Relation::This), "ce cet cette"),
        (Class::Ago, "il"),
        (Class::Preposition(Open), "en dans avant après dès durant pendant vers courant"), (Class::Preposition(Past), "depuis"), (Class::Preposition(Future), "jusqu' d'ici ici pour"),
        (Class::Weak, "de d' du des"), (Class::Article, "le la l' les"), (Class::And, "et ou"), (Class::Through(Open), "au à"), (Class::Between, "entre"), (Class::Edge, "début fin mi milieu"),
    ],
    day_parts: &[],
    forms: &[
        "weekday? article? day through day month year?", "weekday? article? days month relation", "weekday? article? days month of? article? unit relation", "weekday? article? days month year?",
        "month of? article? unit relation", "month relation", "month of? year", "weekday relation", "relation weekday",
        "ordinal quarter of? year", "ordinal quarter of? article? unit relation", "ordinal quarter",
        "season of? years", "season of? year", "season relation", "relation season",
        "'années' decade", "'années' tens", "unit relation", "relation unit", "ago 'y' 'a' count units",
        "offset", "weekday", "full", "quarterword year?", "years", "year - year", "year", "month",
    ],
    not_behind: &["journal", "rue", "avenue", "boulevard", "place", "square", "pont", "quai", "stade", "mètres", "roman", "vol", "station"],
    not_before: &["gras", "saint", "noir"],
    counts: &[],
    habits: &["chaque", "les", "le", "tous"],
    past: "a ont avait avaient était étaient fut furent eut eurent ai avons dit vient viennent fit firent prit prirent mit mirent vint devint mourut disparut",
    future: "va vont doit doivent devrait devraient prévu prévue prévus prévues prévoit prévoient attendu attendue attendus attendues sera seront aura auront être veut veulent compte comptent espère espèrent \
        pourrait pourraient programmé programmée envisage ouvre débute commence réunit réunissent reprend",
    tense_of,
    commas_part_clauses: false,
};

/// The future ends in `ra`, `ront`; the imperfect in `ait`; the rest are participles.
fn tense_of(word: &str) -> Cue {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    match () {
        () if word.len() > 4 && ends(&["ra", "ront", "rai", "rons", "rez"]) && !NOT_FUTURE.contains(&word) => {
            Cue::Future
        }
        () if word.len() > 5 && ends(&["rait", "raient"]) && !NOT_PAST.contains(&word) => Cue::Future,
        () if NOT_PAST.contains(&word) || word.len() < 4 || ends(&["té", "tés"]) && ends(&["ité", "ités", "erté"]) => {
            Cue::None
        }
        () if ends(&["ait", "aient", "èrent", "irent", "urent"]) => Cue::Past,
        () if ends(PARTICIPLES) => Cue::Participle,
        () => Cue::None,
    }
}

/// Nouns that end as the future does.
#[rustfmt::skip]
const NOT_FUTURE: &[&str] = &[
    "opéra", "caméra", "para", "extra", "ultra", "choléra", "front", "infra", "intra", "contra",
];

/// Nouns and other words that end as participles and imperfects do.
#[rustfmt::skip]
const NOT_PAST: &[&str] = &[
    "côté", "cité", "année", "été", "unité", "société", "liberté", "sécurité", "santé", "majorité", "moitié",
    "marché", "café", "député", "blé", "clé", "armée", "journée", "idée", "musée", "lycée", "soirée", "arrivée",
    "entrée", "durée", "parti", "pari", "mari", "midi", "ainsi", "aussi", "lui", "qui", "celui", "parmi", "ami",
    "fait", "lait", "mais", "jamais", "français", "anglais", "trait", "retrait", "portrait", "souhait", "parfait",
];

/// Endings of participles.
#[rustfmt::skip]
const PARTICIPLES: &[&str] = &[
    "é", "ée", "és", "ées", "pris", "prise", "mis", "mise", "mises", "quis", "enu", "enue", "enus", "enues",
    "erdu", "endu", "ondu", "eçu", "aru", "attu", "élu", "élue", "onclu", "aincu", "ésolu", "onnu", "duit",
    "duite", "ouvert", "ouverte", "offert",
];
