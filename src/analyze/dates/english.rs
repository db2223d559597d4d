//! English.

use super::tense::Cue;
use super::words::Bearing::{Future, Open, Past};
use super::words::{BareYears, Capitals, Class, Language, Relation, Unit};

#[rustfmt::skip]
pub static ENGLISH: Language = Language {
    tag: "en",
    capitals: Capitals::Names,
    bare_years: BareYears::Introduced,
    words: &[
        (Class::Month(1), "january"), (Class::Month(2), "february"), (Class::MonthShort(3), "march"), (Class::Month(4), "april"),
        (Class::MonthShort(5), "may"), (Class::Month(6), "june"), (Class::Month(7), "july"), (Class::Month(8), "august"),
        (Class::Month(9), "september"), (Class::Month(10), "october"), (Class::Month(11), "november"), (Class::Month(12), "december"),
        (Class::MonthShort(1), "jan"), (Class::MonthShort(2), "feb febr"), (Class::MonthShort(3), "mar"), (Class::MonthShort(4), "apr"),
        (Class::MonthShort(6), "jun"), (Class::MonthShort(7), "jul"), (Class::MonthShort(8), "aug"), (Class::MonthShort(9), "sep sept"),
        (Class::MonthShort(10), "oct"), (Class::MonthShort(11), "nov"), (Class::MonthShort(12), "dec"),
        (Class::Weekday(1), "monday"), (Class::Weekday(2), "tuesday"), (Class::Weekday(3), "wednesday"), (Class::Weekday(4), "thursday"),
        (Class::Weekday(5), "friday"), (Class::Weekday(6), "saturday"), (Class::Weekday(7), "sunday"),
        (Class::Offset(0), "today tonight"), (Class::Offset(-1), "yesterday"), (Class::Offset(1), "tomorrow"),
        (Class::Unit(Unit::Day), "day"), (Class::Unit(Unit::Week), "week"), (Class::Unit(Unit::Month), "month"),
        (Class::Unit(Unit::Quarter), "quarter"), (Class::Unit(Unit::Year), "year"),
        (Class::Units(Unit::Day), "days"), (Class::Units(Unit::Week), "weeks"), (Class::Units(Unit::Month), "months"),
        (Class::Units(Unit::Quarter), "quarters"), (Class::Units(Unit::Year), "years"),
        (Class::Season(21), "spring"), (Class::Season(22), "summer"), (Class::Season(23), "autumn fall"), (Class::Season(24), "winter"),
        (Class::Ordinal(1), "first"), (Class::Ordinal(2), "second"), (Class::Ordinal(3), "third"), (Class::Ordinal(4), "fourth"),
        (Class::One, "a an"),
        (Class::Cardinal(1), "one"), (Class::Cardinal(2), "two"), (Class::Cardinal(3), "three"), (Class::Cardinal(4), "four"),
        (Class::Cardinal(5), "five"), (Class::Cardinal(6), "six"), (Class::Cardinal(7), "seven"), (Class::Cardinal(8), "eight"),
        (Class::Cardinal(9), "nine"), (Class::Cardinal(10), "ten"), (Class::Cardinal(11), "eleven"), (Class::Cardinal(12), "twelve"),
        (Class::Cardinal(15), "fifteen"), (Class::Cardinal(20), "twenty"), (Class::Cardinal(30), "thirty"), (Class::Cardinal(40), "forty"),
        (Class::Cardinal(50), "fifty"),
        (Class::Relation(Relation::Last), "last past previous"), (Class::Relation(Relation::Next), "next coming"),
        (Class::Relation(Relation::This), "this current"),
        (Class::Quarter(1), "first-quarter"), (Class::Quarter(2), "second-quarter"), (Class::Quarter(3), "third-quarter"), (Class::Quarter(4), "fourth-quarter"),
        (Class::Ago, "ago"),
        (Class::Preposition(Open), "in on from before after during through throughout around at over into"),
        (Class::Preposition(Past), "since"), (Class::Preposition(Future), "until till by ahead for"),
        (Class::Weak, "of"), (Class::Article, "the its his her their our"), (Class::And, "and or"), (Class::Through(Open), "to"),
        (Class::Between, "between"), (Class::Edge, "early late mid end beginning start middle fiscal"),
    ],
    day_parts: &[],
    forms: &[
        "weekday? ,? month days ,? year", "weekday? ,? month day through day ,? year", "weekday? ,? article? days of? month ,? year",
        "day through day of? month ,? year?", "month day through day", "month days of? relation unit",
        "weekday? ,? month days", "weekday? ,? article? days of? month",
        "month ,? of? year", "month of? relation unit", "relation month", "relation relation? weekday",
        "ordinal quarter of? year", "ordinal quarter of? relation unit", "ordinal quarter",
        "season of? years", "season of? year", "relation season", "relation unit", "count units ago",
        "'day' further:before offset", "'day' further:after offset",
        "offset", "weekday", "decade", "full", "quarterword year?", "years", "year - year", "year", "month",
    ],
    not_behind: &["black", "good", "bloody", "super", "cyber", "ash", "easter", "holy", "palm", "maundy", "fat", "shrove", "giving", "whit", "casual", "freaky", "manic", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "flight", "route", "highway"],
    not_before: &["street", "avenue", "gmt", "utc", "est", "edt", "cet"],
    counts: &["over", "around", "at", "into", "on"],
    habits: &["every", "each", "any"],
    past: "was were had did said been took came went gave got won began broke chose drew drove fell flew froze grew knew rang rose sang sank saw shook spoke stole swore swam \
        threw woke wore wrote withdrew became overthrew ran",
    future: "will shall would 'll won't due expected expects expect planned plans plan scheduled slated be going upcoming hopes hope aims aim intends must should can may \
        could might wants likely set-to vows promises \
        opens closes begins starts expires returns arrives faces departs resumes",
    tense_of,
    commas_part_clauses: false,
};

fn tense_of(word: &str) -> Cue {
    #[rustfmt::skip]
    const NOT_VERBS: &[&str] = &[
        "need", "indeed", "hundred", "united", "speed", "seed", "feed", "breed", "bed", "red", "shed", "exceed",
        "proceed",
    ];
    #[rustfmt::skip]
    const PARTICIPLES: &[&str] = &[
        "held", "made", "taken", "given", "seen", "shown", "known", "broken", "chosen", "sworn", "born", "done", "gone", "sent", "paid", "put", "told", "left", "met", "lost",
        "brought", "built", "bought", "caught", "cut", "felt", "fought", "found", "fled", "hit", "kept", "laid", "lent", "meant", "sold", "set", "shot", "shut", "sat", "slept",
        "spent", "spread", "stood", "struck", "swept", "taught", "thought", "understood", "written", "driven", "drawn", "thrown", "grown", "worn", "stolen", "beaten", "hurt", "led",
    ];
    let is_participle =
        (word.len() > 3 && word.ends_with("ed") && !NOT_VERBS.contains(&word)) || PARTICIPLES.contains(&word);
    if is_participle { Cue::Participle } else { Cue::None }
}
