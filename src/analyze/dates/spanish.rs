//! Spanish.

use super::tense::Cue;
use super::words::Bearing::{Future, Open};
use super::words::{BareYears, Capitals, Class, Language, Relation, Unit};

#[rustfmt::skip]
pub static SPANISH: Language = Language {
    tag: "es",
    capitals: Capitals::SentenceStart,
    bare_years: BareYears::Introduced,
    words: &[
        (Class::Month(1), "enero"), (Class::MonthShort(1), "ene"), (Class::Month(2), "febrero"), (Class::MonthShort(2), "feb"), (Class::Month(3), "marzo"), (Class::MonthShort(3), "mar"), (Class::Month(4), "abril"), (Class::MonthShort(4), "abr"),
        (Class::Month(5), "mayo"), (Class::Month(6), "junio"), (Class::MonthShort(6), "jun"), (Class::Month(7), "julio"), (Class::MonthShort(7), "jul"), (Class::Month(8), "agosto"), (Class::MonthShort(8), "ago"),
        (Class::Month(9), "septiembre setiembre"), (Class::MonthShort(9), "sep sept"), (Class::Month(10), "octubre"), (Class::MonthShort(10), "oct"), (Class::Month(11), "noviembre"), (Class::MonthShort(11), "nov"),
        (Class::Month(12), "diciembre"), (Class::MonthShort(12), "dic"),
        (Class::Weekday(1), "lunes"), (Class::Weekday(2), "martes"), (Class::Weekday(3), "miércoles"), (Class::Weekday(4), "jueves"), (Class::Weekday(5), "viernes"), (Class::Weekday(6), "sábado"), (Class::Weekday(7), "domingo"),
        (Class::Offset(0), "hoy"), (Class::Offset(-1), "ayer anoche"), (Class::Offset(-2), "anteayer antier antenoche"), (Class::Offset(1), "mañana"),
        (Class::Unit(Unit::Day), "día"), (Class::Unit(Unit::Week), "semana"), (Class::Unit(Unit::Month), "mes"), (Class::Unit(Unit::Quarter), "trimestre"), (Class::Unit(Unit::Year), "año"),
        (Class::Units(Unit::Day), "días"), (Class::Units(Unit::Week), "semanas"), (Class::Units(Unit::Month), "meses"), (Class::Units(Unit::Quarter), "trimestres"), (Class::Units(Unit::Year), "años"),
        (Class::Season(21), "primavera"), (Class::Season(22), "verano"), (Class::Season(23), "otoño"), (Class::Season(24), "invierno"),
        (Class::Ordinal(1), "primer primero primera"), (Class::Ordinal(2), "segundo segunda"), (Class::Ordinal(3), "tercer tercero tercera"), (Class::Ordinal(4), "cuarto cuarta"),
        (Class::One, "un una"),
        (Class::Cardinal(2), "dos"), (Class::Cardinal(3), "tres"), (Class::Cardinal(4), "cuatro"), (Class::Cardinal(5), "cinco"), (Class::Cardinal(6), "seis"), (Class::Cardinal(7), "siete"), (Class::Cardinal(8), "ocho"),
        (Class::Cardinal(9), "nueve"), (Class::Cardinal(10), "diez"), (Class::Cardinal(11), "once"), (Class::Cardinal(12), "doce"), (Class::Cardinal(15), "quince"), (Class::Cardinal(20), "veinte"), (Class::Cardinal(30), "treinta"),
        (Class::Cardinal(40), "cuarenta"), (Class::Cardinal(50), "cincuenta"), (Class::Cardinal(60), "sesenta"), (Class::Cardinal(70), "setenta"), (Class::Cardinal(80), "ochenta"), (Class::Cardinal(90), "noventa"),
        (Class::Relation(Relation::Last), "pasado pasada último última"), (Class::Relation(Relation::Next), "próximo próxima entrante viene"), (Class::Relation(Relation::This), "este esta"),
        (Class::Ago, "hace"),
        (Class::Preposition(Open), "en desde durante tras antes después a"), (Class::Preposition(Future), "para"), (Class::Through(Future), "hasta"),
        (Class::Opener, "década"), (Class::Weak, "de del"), (Class::Article, "el la los las"), (Class::And, "y e o"), (Class::Through(Open), "al a"), (Class::Between, "entre"),
        (Class::Edge, "principios comienzos inicios mediados finales fines"),
    ],
    day_parts: &[],
    forms: &[
        "day through article? day of month of? year?", "day and article? day of month of? year?",
        "weekday? ,? article? days of? month of? unit relation", "weekday? ,? article? days of? month relation", "weekday? ,? article? days of? month of? year?",
        "month of? unit relation", "month of? relation unit", "month of? year", "month relation", "relation month", "weekday relation", "relation weekday",
        "ordinal quarter of? year", "ordinal quarter of? article? unit relation", "ordinal quarter of? relation unit", "ordinal quarter",
        "season of? unit relation", "season of? years", "season of? year", "season relation", "relation season",
        "'años' tens", "'década' of? article? tens", "unit relation", "relation unit", "unit 'que' relation", "weekday 'que' relation", "ago count units",
        "further:pasado offset", "offset", "weekday", "full", "quarterword year?", "years", "year - year", "year", "month",
    ],
    not_behind: &["calle", "avenida", "plaza", "paseo", "estación", "barrio", "santo", "ruta", "vuelo", "novela"],
    not_before: &["santo"],
    counts: &[],
    habits: &["cada", "los", "todos"],
    past: "ha han había habían fue fueron era eran estaba estaban dijo dijeron hizo hicieron tuvo tuvieron pudo puso pusieron quiso supo vino vinieron dio dieron vio trajo estuvo estuvieron anduvo hubo he hemos sido cupo produjo condujo detuvo obtuvo mantuvo propuso supuso",
    future: "va van debe deben debería deberían prevé prevén previsto prevista previstos previstas será serán habrá planea planean podría podrían quiere quieren espera esperan programado programada deberá comienza empieza inicia vence arranca",
    tense_of,
    commas_part_clauses: false,
};

fn tense_of(word: &str) -> Cue {
    #[rustfmt::skip]
    const NOT_VERBS: &[&str] = &[
        "detrás",
        "atrás",
        "lado",
        "estado",
        "mercado",
        "sábado",
        "soldado",
        "abogado",
        "jurado",
        "diputado",
        "grado",
        "sentido",
        "partido",
        "pasado",
        "resultado",
        "unidos",
        "además", "jamás", "policía", "energía", "mayoría", "economía", "compañía", "alcaldía", "garantía", "todavía", "tecnología", "categoría", "minería", "autonomía", "fiscalía", "librería", "ciudadanía", "monarquía", "ganadería", "ideología",
    ];
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    match () {
        () if word.len() < 4 || NOT_VERBS.contains(&word) => Cue::None,
        () if ends(&["rá", "rán", "ré", "remos", "rás"]) => Cue::Future,
        () if ends(&["ó", "aron", "ieron", "yeron", "jeron", "aba", "aban", "ía", "ían"]) => Cue::Past,
        () if ends(&["ado", "ido", "ada", "ida", "ados", "idos", "adas", "idas"]) => Cue::Participle,
        () => Cue::None,
    }
}
