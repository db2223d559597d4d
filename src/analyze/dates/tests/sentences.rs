//! Dates in invented sentences of the five languages, all published on the same day.

use super::{dates, written_in};

/// A Wednesday in the second quarter.
const DAY: &str = "2024-06-12T12:00:00Z";

/// Text, and what is found in it: `surface=value`, parted by `; `.
type Case = (&'static str, &'static str);

fn check(tag: &str, cases: &[Case]) {
    let mut mistakes = Vec::new();
    for (text, expected) in cases {
        let found = dates(written_in(tag, Some(DAY), text));
        let found: Vec<String> = found.iter().map(|(surface, value)| format!("{surface}={value}")).collect();
        if found.join("; ") != *expected {
            mistakes.push(format!("{text}\n  expected {expected}\n  found    {}", found.join("; ")));
        }
    }
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
#[rustfmt::skip]
fn english_dates_are_read() {
    check("en", &[
        ("He flew home the day before yesterday and returns the day after tomorrow.",
         "day before yesterday=2024-06-10; day after tomorrow=2024-06-14"),
        ("Every Monday the shop is shut, but on Monday it opened.",
         "Monday=2024-06-10"),
        ("Over the past year rents rose; over the next month they may fall.",
         ""),
        ("The bridge will open in late August, not this month.",
         "August=2024-08; this month=2024-06"),
        ("Theresa May met Governor March in May.",
         "May=2024-05"),
        ("She was born on 3rd of May 1987 and died on 4 June.",
         "3rd of May 1987=1987-05-03; 4 June=2024-06-04"),
        ("A 2019 law and the 2020 census settled it, 1999 votes to 1875.",
         "2019=2019; 2020=2020"),
        ("The show runs from June 28 to July 3, 2024.",
         "June 28=2024-06-28; July 3, 2024=2024-07-03"),
        ("Last December the river froze; next January it may again.",
         "Last December=2023-12; next January=2025-01"),
        ("The meeting was postponed until Thursday.",
         "Thursday=2024-06-13"),
        ("The Sunday Times wrote that on Sunday Parliament would meet in Friday Harbor.",
         "Sunday=2024-06-09"),
        ("Sales in the first quarter of 2023 fell, this quarter they rose.",
         "first quarter of 2023=2023-Q1; this quarter=2024-Q2"),
        ("A decade ago, in the early 1980s and in 2003-2005, prices fell. Three years ago they rose.",
         "1980s=198X; 2003-2005=2003/2005; Three years ago=2021"),
        ("The vote, originally set for last Saturday, will be held this Saturday.",
         "last Saturday=2024-06-08; this Saturday=2024-06-15"),
        ("The treaty (2011) was signed in June last year.",
         "2011=2011; June last year=2023-06"),
        ("It opens Monday, June 17, and closes on Sept. 1.",
         "Monday, June 17=2024-06-17; Sept. 1=2024-09-01"),
        ("The file is dated 2024-02-30, not 2024-02-29.",
         "2024-02-29=2024-02-29"),
        ("The March on Rome, by April Santos, was read on May Day; August Weber wrote it in June.",
         "June=2024-06"),
        ("Third-quarter profit fell to the level of Q2 2019.",
         "Third-quarter=2023-Q3; Q2 2019=2019-Q2"),
        ("The flag of 1848 was raised at 1930 GMT; the paper \"Sunday\" had 2000 readers.",
         "1848=1848"),
        ("In 2000, 2004 and 2008 he ran and lost.",
         "2000=2000; 2004=2004; 2008=2008"),
        ("On April 30 Parliament dissolved itself, and in April Parliament was full.",
         "April 30=2024-04-30; April=2024-04"),
    ]);
}

#[test]
#[rustfmt::skip]
fn german_dates_are_read() {
    check("de", &[
        ("Er kam 1998 nach Bremen und wurde 2005 gewählt, das Haus entstand 1987.",
         "1998=1998; 2005=2005; 1987=1987"),
        ("Rund 2000 Menschen kamen, 1950 Polizisten standen bereit.",
         ""),
        ("Vor drei Wochen brannte das Lager, vor einem Jahr die Halle.",
         "Vor drei Wochen=2024-W21; vor einem Jahr=2023"),
        ("Am kommenden Montag tagt der Rat, am vergangenen Montag fiel die Sitzung aus.",
         "kommenden Montag=2024-06-17; vergangenen Montag=2024-06-10"),
        ("Seit Februar sind die Preise gestiegen, bis Ende September sollen sie sinken.",
         "Februar=2024-02; September=2024-09"),
        ("In den 1990er Jahren und in den 1980er-Jahren war das anders.",
         "1990er Jahren=199X; 1980er-Jahren=198X"),
        ("Der Prozess beginnt am 3. September 2024, das Urteil fällt im Herbst 2025.",
         "3. September 2024=2024-09-03; Herbst 2025=2025-23"),
        ("Anträge nimmt das Amt bis 31.12. an, vom 3. bis zum 5. Juli ist es zu.",
         "31.12.=2024-12-31; 3. bis zum 5. Juli=2024-07-03/2024-07-05"),
        ("In den 80er Jahren und in den Neunzigerjahren wuchs die Stadt.",
         "80er Jahren=198X; Neunzigerjahren=199X"),
        ("Die Wahl wurde auf Sonntag verschoben, in der Nacht auf Montag fiel der Strom aus.",
         "Sonntag=2024-06-16; Montag=2024-06-10"),
        ("Im Vorjahr fiel mehr Regen als heuer und im Vormonat.",
         "Vorjahr=2023; heuer=2024; Vormonat=2024-05"),
        ("Jeden Freitag ist Markt, am Freitag wurde er abgesagt.",
         "Freitag=2024-06-07"),
        ("Die Bild am Sonntag schrieb am Montag darüber.",
         "Montag=2024-06-10"),
        ("Im Mai vergangenen Jahres begann der Bau, im Juni 2025 soll er enden.",
         "Mai vergangenen Jahres=2023-05; Juni 2025=2025-06"),
        ("Die Straße des 17. Juni war gesperrt.",
         ""),
        ("Heute früh und gestern Abend schneite es, letzten Winter nicht.",
         "Heute=2024-06-12; gestern=2024-06-11; letzten Winter=2023-24"),
        ("Das Fest findet am Samstag und Sonntag statt.",
         "Samstag=2024-06-15; Sonntag=2024-06-16"),
        ("Das Gesetz tritt am 1. Januar in Kraft.",
         "1. Januar=2025-01-01"),
        ("Der Verein, 1899 gegründet, gewann zuletzt im April.",
         "April=2024-04"),
        ("Die Schau ist vom 28. Juni bis 3. Juli 2024 zu sehen.",
         "28. Juni=2024-06-28; 3. Juli 2024=2024-07-03"),
        ("Nächstes Jahr wird gewählt, dieses Jahr nicht.",
         "Nächstes Jahr=2025; dieses Jahr=2024"),
        ("Am Donnerstagmorgen stieß ein Zug mit einem Bus zusammen.",
         "Donnerstagmorgen=2024-06-06"),
    ]);
}

#[test]
#[rustfmt::skip]
fn french_dates_are_read() {
    check("fr", &[
        ("Il y a trois jours, un incendie a détruit la halle ; elle rouvrira en septembre.",
         "Il y a trois jours=2024-06-09; septembre=2024-09"),
        ("La réunion, prévue mardi, se tiendra le 1er juillet.",
         "mardi=2024-06-18; 1er juillet=2024-07-01"),
        ("Le lundi, le musée est fermé ; lundi, il était ouvert.",
         "lundi=2024-06-10"),
        ("Le défilé du Mardi gras et la rue du 8 mai 1945.",
         ""),
        ("Dans les années 1970 puis dans les années 80, l'usine a grandi.",
         "années 1970=197X; années 80=198X"),
        ("Cette semaine, ce mois-ci et cette année, rien ne change.",
         "Cette semaine=2024-W24; ce mois-ci=2024-06; cette année=2024"),
        ("L'an dernier, l'été dernier et la semaine prochaine n'ont rien en commun.",
         "an dernier=2023; été dernier=2023-22; semaine prochaine=2024-W25"),
        ("Il a été arrêté et sera jugé vendredi.",
         "vendredi=2024-06-14"),
        ("Aujourd'hui, demain et après-demain, le service sera réduit.",
         "Aujourd'hui=2024-06-12; demain=2024-06-13; après-demain=2024-06-14"),
        ("Le salon se tiendra du 28 juin au 3 juillet, puis du 3 au 5 août.",
         "28 juin=2024-06-28; 3 juillet=2024-07-03; 3 au 5 août=2024-08-03/2024-08-05"),
        ("D'ici 2030, puis d'ici à 2050, la ville veut diviser par deux ses émissions.",
         "2030=2030; 2050=2050"),
        ("Mars attire les sondes et la loi de 2005 a coûté 2000 euros.",
         "2005=2005"),
        ("En mars dernier, le préfet avait interdit la marche.",
         "mars dernier=2024-03"),
        ("Elle a été élue en juin 2017 et battue au premier trimestre 2022.",
         "juin 2017=2017-06; premier trimestre 2022=2022-Q1"),
        ("Le procès s'est ouvert à la mi-janvier et le verdict est attendu en juillet.",
         "janvier=2024-01; juillet=2024-07"),
    ]);
}

#[test]
#[rustfmt::skip]
fn spanish_dates_are_read() {
    check("es", &[
        ("Hace tres días ardió el almacén; el próximo lunes reabrirá.",
         "Hace tres días=2024-06-09; próximo lunes=2024-06-17"),
        ("Los lunes cierra el museo, pero el lunes abrió.",
         "lunes=2024-06-10"),
        ("En los años noventa y en los años 80 no había puente.",
         "años noventa=199X; años 80=198X"),
        ("La semana que viene y el mes que viene habrá huelga; el año pasado no la hubo.",
         "semana que viene=2024-W25; mes que viene=2024-07; año pasado=2023"),
        ("Pasado mañana llegará el barco que zarpó anteayer por la mañana.",
         "Pasado mañana=2024-06-14; anteayer=2024-06-10"),
        ("La feria será del 3 al 5 de julio de 2024 y se repetirá en enero.",
         "3 al 5 de julio de 2024=2024-07-03/2024-07-05; enero=2025-01"),
        ("El juicio empezó el martes 4 de junio y terminará el viernes.",
         "martes 4 de junio=2024-06-04; viernes=2024-06-14"),
        ("En octubre del año pasado llovió más que este año.",
         "octubre del año pasado=2023-10; este año=2024"),
        ("El pasado 3 de mayo cerró la calle 9 de Julio.",
         "3 de mayo=2024-05-03"),
        ("Esta semana y esta mañana hubo cortes en la Plaza de Mayo.",
         "Esta semana=2024-W24"),
        ("Este viernes se votará; este lunes se debatió.",
         "Este viernes=2024-06-14; este lunes=2024-06-10"),
        ("El Mundial de 2030 y la ley de 1985 costaron 2000 millones.",
         "2030=2030; 1985=1985"),
        ("El plazo vence el 30 de junio; antes vencía el 31 de diciembre.",
         "30 de junio=2024-06-30; 31 de diciembre=2023-12-31"),
        ("El primer trimestre de este año fue peor que el cuarto trimestre de 2023.",
         "primer trimestre de este año=2024-Q1; cuarto trimestre de 2023=2023-Q4"),
    ]);
}

#[test]
#[rustfmt::skip]
fn russian_dates_are_read() {
    check("ru", &[
        ("Три дня назад сгорел склад, год назад — мост, а две недели назад затопило метро.",
         "Три дня назад=2024-06-09; год назад=2023; две недели назад=2024-W22"),
        ("Выставка пройдёт с 3 по 5 июля и откроется вновь в январе.",
         "3 по 5 июля=2024-07-03/2024-07-05; январе=2025-01"),
        ("В среду министр приехал в Томск, окружающая среда там лучше, чем в среде чиновников.",
         "среду=2024-06-12"),
        ("Завод построили в 2012-м, расширили в 1990-е годы и закрыли осенью 2018 года.",
         "2012-м=2012; 1990-е годы=199X; осенью 2018 года=2018-23"),
        ("В мае прошлого года суд продлил арест до 15 августа 2024 года.",
         "мае прошлого года=2023-05; 15 августа 2024 года=2024-08-15"),
        ("Совет директоров соберётся в следующий вторник, бюджет утвердят до конца июля.",
         "следующий вторник=2024-06-18; июля=2024-07"),
        ("Каждый понедельник музей закрыт, но в понедельник он работал.",
         "понедельник=2024-06-10"),
        ("В этом году урожай лучше, чем прошлым летом и в прошлом месяце.",
         "этом году=2024; прошлым летом=2023-22; прошлом месяце=2024-05"),
        ("Послезавтра депутаты проголосуют, вчера они спорили.",
         "Послезавтра=2024-06-14; вчера=2024-06-11"),
        ("Указ подписан 3 марта 2021 г. и действует с 1 января.",
         "3 марта 2021 г.=2021-03-03; 1 января=2024-01-01"),
        ("В 2014—2016 годах здесь жили 1999 человек.",
         "2014—2016 годах=2014/2016"),
        ("Самолёт вылетел в ночь на воскресенье, 9 июня, и не вернулся.",
         "воскресенье, 9 июня=2024-06-09"),
        ("На будущей неделе, в четверг, президент прилетит в Сочи.",
         "будущей неделе=2024-W25; четверг=2024-06-13"),
        ("Марта Ильина вышла в «Театр на улице 1905 года» в декабре.",
         "декабре=2023-12"),
    ]);
}
