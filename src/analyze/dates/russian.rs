//! Russian.

use super::tense::Cue;
use super::words::Bearing::{Future, Open};
use super::words::{BareYears, Capitals, Class, Language, Relation, Unit};

#[rustfmt::skip]
pub static RUSSIAN: Language = Language {
    tag: "ru",
    capitals: Capitals::SentenceStart,
    bare_years: BareYears::Named,
    words: &[
        (Class::Month(1), "январь января январе январю январём январем"), (Class::MonthShort(1), "янв"), (Class::Month(2), "февраль февраля феврале февралю февралём февралем"), (Class::MonthShort(2), "фев февр"),
        (Class::Month(3), "март марта марте марту мартом"), (Class::MonthShort(3), "мар"), (Class::Month(4), "апрель апреля апреле апрелю апрелем"), (Class::MonthShort(4), "апр"), (Class::Month(5), "май мая мае маю маем"),
        (Class::Month(6), "июнь июня июне июню июнем"), (Class::MonthShort(6), "июн"), (Class::Month(7), "июль июля июле июлю июлем"), (Class::MonthShort(7), "июл"), (Class::Month(8), "август августа августе августу августом"), (Class::MonthShort(8), "авг"),
        (Class::Month(9), "сентябрь сентября сентябре сентябрю сентябрём сентябрем"), (Class::MonthShort(9), "сен сент"), (Class::Month(10), "октябрь октября октябре октябрю октябрём октябрем"), (Class::MonthShort(10), "окт"),
        (Class::Month(11), "ноябрь ноября ноябре ноябрю ноябрём ноябрем"), (Class::MonthShort(11), "ноя нояб"), (Class::Month(12), "декабрь декабря декабре декабрю декабрём декабрем"), (Class::MonthShort(12), "дек"),
        (Class::Weekday(1), "понедельник понедельника понедельнику понедельником"), (Class::Weekday(2), "вторник вторника вторнику вторником"), (Class::Weekday(3), "среду"), (Class::Weekday(4), "четверг четверга четвергу четвергом"),
        (Class::Weekday(5), "пятница пятницу пятницы пятнице пятницей"), (Class::Weekday(6), "суббота субботу субботы субботе субботой"), (Class::Weekday(7), "воскресенье воскресенья воскресенью воскресеньем"),
        (Class::Offset(0), "сегодня"), (Class::Offset(-1), "вчера накануне-вечером"), (Class::Offset(-2), "позавчера"), (Class::Offset(1), "завтра"), (Class::Offset(2), "послезавтра"),
        (Class::OneUnit(Unit::Day), "день"), (Class::OneUnit(Unit::Week), "неделю"), (Class::OneUnit(Unit::Month), "месяц"), (Class::OneUnit(Unit::Year), "год"),
        (Class::Unit(Unit::Week), "неделе недели неделей неделя"), (Class::Unit(Unit::Month), "месяце месяца месяцу"), (Class::Unit(Unit::Quarter), "квартал квартале квартала кварталу кварталом"),
        (Class::Unit(Unit::Year), "году года годом годе г"),
        (Class::Units(Unit::Day), "дня дней"), (Class::Units(Unit::Week), "недель"), (Class::Units(Unit::Month), "месяцев"), (Class::Units(Unit::Year), "лет годы годах годов годам годами гг"),
        (Class::Season(21), "весной весна весны весну весне"), (Class::Season(22), "летом лето лета лету лете"), (Class::Season(23), "осенью осень осени"), (Class::Season(24), "зимой зима зимы зиму зиме"),
        (Class::Ordinal(1), "первый первого первом первому первым"), (Class::Ordinal(2), "второй второго втором второму вторым"), (Class::Ordinal(3), "третий третьего третьем третьему третьим"), (Class::Ordinal(4), "четвёртый четвертый четвёртого четвертого четвёртом четвертом"),
        (Class::Cardinal(1), "один одну"),
        (Class::Cardinal(2), "два две"), (Class::Cardinal(3), "три"), (Class::Cardinal(4), "четыре"), (Class::Cardinal(5), "пять"), (Class::Cardinal(6), "шесть"), (Class::Cardinal(7), "семь"), (Class::Cardinal(8), "восемь"),
        (Class::Cardinal(9), "девять"), (Class::Cardinal(10), "десять"), (Class::Cardinal(11), "одиннадцать"), (Class::Cardinal(12), "двенадцать"), (Class::Cardinal(15), "пятнадцать"), (Class::Cardinal(20), "двадцать"), (Class::Cardinal(30), "тридцать"), (Class::Cardinal(40), "сорок"),
        (Class::Relation(Relation::Last), "прошлой прошлую прошлом прошлого прошлый прошлым прошлое прошлая минувшую минувший минувшем минувшей минувшее минувшего"),
        (Class::Relation(Relation::Next), "следующей следующую следующем следующего следующий следующее следующим следующая будущем будущей будущего ближайшую ближайший ближайшее"),
        (Class::Relation(Relation::This), "этой эту этом этого этот это этим текущего текущем текущей нынешнего нынешнем нынешней"),
        (Class::Decade(1950), "пятидесятые пятидесятых"), (Class::Decade(1960), "шестидесятые шестидесятых"), (Class::Decade(1970), "семидесятые семидесятых"),
        (Class::Decade(1980), "восьмидесятые восьмидесятых"), (Class::Decade(1990), "девяностые девяностых"),
        (Class::Ago, "назад"),
        (Class::Preposition(Open), "в во с со на после перед от из около"), (Class::Preposition(Future), "до к ко"), (Class::And, "и или"), (Class::Through(Open), "по"), (Class::Between, "между"),
        (Class::Edge, "начале начала конце конца середине середины концу началу"),
    ],
    day_parts: &[],
    forms: &[
        "weekday? ,? day through day month year? yearword?", "weekday? ,? days month relation unit", "weekday? ,? days month year yearword?", "weekday? ,? days month",
        "month year yearword?", "month relation unit", "relation month", "relation weekday",
        "ordinal quarter year yearword?", "ordinal quarter relation unit", "ordinal quarter",
        "season relation unit", "season year yearword?", "relation season", "relation unit", "count units ago", "oneunit ago",
        "decade yearword?", "offset", "weekday", "full", "years yearword?", "year - year yearword?", "year yearword", "year", "month",
    ],
    not_behind: &["улица", "улице", "улицы", "улицу", "площадь", "площади", "проспект", "проспекте", "рейс", "рейса", "роман", "романа"],
    not_before: &[],
    habits: &["каждый", "каждую", "каждое", "каждой"],
    past: "был была было были стал стала стали шёл шел умер погиб смог нёс нес вёл вел",
    future: "будет будут планирует планируют планируется намерен намерена намерены должен должна должны предстоит ожидается запланирован запланирована запланировано запланированы намечен намечена намечено намечены состоится состоятся назначен назначена назначено назначены",
    tense_of,
    commas_part_clauses: true,
};

/// The past ends in `л`; what is neither that nor an imperfective present is to come.
fn tense_of(word: &str) -> Cue {
    #[rustfmt::skip]
    const NOT_VERBS: &[&str] = &[
        "стол", "канал", "генерал", "футбол", "дела", "школа", "начала", "начало", "село", "мало", "если", "или", "тысячи", "после", "около", "числа", "тела", "сила", "силы", "был", "артикул", "материал", "журнал", "финал", "капитал",
        "персонал", "филиал", "арсенал", "протокол", "дело", "число", "тело", "правило", "правила", "неделя", "цели", "земли", "модели", "рубли", "совет", "бюджет", "комитет", "кабинет", "лет", "нет", "ответ", "пакет", "интернет",
        "университет", "билет", "сюжет", "предмет", "портрет", "приоритет", "авторитет", "факультет", "свет", "цвет", "запрет", "кредит", "визит", "транзит", "дефицит", "лимит", "депозит", "результат", "кандидат", "аппарат", "сенат", "мандат",
        "чемпионат", "комбинат", "солдат", "адвокат", "депутат", "штат", "формат", "брат", "институт", "маршрут", "минут", "дебют", "салют", "валют", "приют", "самолет", "вертолет", "полет", "счет", "отчет", "расчет", "учет", "газет", "ракет",
        "тут", "взлет", "суд", "вылет", "опыт", "быт", "хит", "щит", "магнит", "убит", "может", "могут", "страны", "стены", "цены", "сцены", "смены", "измены", "цена", "сцена", "смена", "страна", "охрана", "охраны", "сена", "вина", "жена", "члены", "планы", "действует", "действуют", "работает", "работают",
    ];
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    match () {
        () if word.chars().nth(2).is_none() || NOT_VERBS.contains(&word) => Cue::None,
        () if ends(&[
            "ал", "ил", "ел", "ял", "ул", "ыл", "ла", "ло", "ли", "лся", "лась", "лось", "лись", "шёл", "ёл", "зла",
            "гла",
        ]) =>
        {
            Cue::Past
        }
        () if ["вши", "вше", "вша"].iter().any(|part| word.contains(part)) => Cue::Past,
        () if ends(&[
            "анный",
            "анная",
            "анное",
            "анные",
            "анную",
            "анного",
            "анном",
            "анной",
            "анных",
            "ано",
            "ено",
            "аны",
            "ены",
            "ана",
            "ена",
        ]) =>
        {
            Cue::Participle
        }
        () if ends(&["ется", "ится", "утся", "ются", "атся", "ятся", "ет", "ёт", "ит", "ут", "ют", "ат", "ят"]) => {
            Cue::Future
        }
        () => Cue::None,
    }
}
