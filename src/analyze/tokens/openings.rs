//! Words by which a sentence is told from the rest of one.
//!
//! The lists of all languages are one, because a text is cut before its language is known.

/// Tells whether a word begins sentences far more often than it follows an abbreviation inside one.
pub fn is_opening_word(word: &str) -> bool {
    holds(OPENING, word)
}

/// Tells whether a word opens a surname as well (`De Niro`, `El Assad`), so that it may follow an initial.
pub fn is_particle(word: &str) -> bool {
    holds(PARTICLES, word)
}

/// Tells whether a word is told apart by letters: `Plan B.` ends a sentence, `John B.` does not.
pub fn is_lettered(word: &str) -> bool {
    holds(LETTERED, word)
}

/// Tells whether a word names the act of speaking, as it stands behind a quotation.
pub fn is_speech_verb(word: &str) -> bool {
    holds(SPEECH, word)
}

/// Tells whether a German ordinal (`3. Oktober`, `19. Jahrhundert`) stands before the word, whatever is before it.
pub fn is_counted(word: &str) -> bool {
    holds(COUNTED, word)
}

/// Tells whether a German ordinal may follow the word, in either case.
pub fn leads_ordinal(word: &str) -> bool {
    let mut characters = word.chars();
    let Some(first) = characters.next() else { return false };
    holds(ARTICLES, word) || first.is_uppercase() && ARTICLES.iter().any(|article| article.eq_ignore_ascii_case(word))
}

/// Tells whether `!` belongs to the name before it.
pub fn is_exclaimed_name(word: &str) -> bool {
    holds(EXCLAIMED, word)
}

fn holds(list: &[&str], word: &str) -> bool {
    list.binary_search(&word).is_ok()
}

/// Sorted, as the others.
#[rustfmt::skip]
const OPENING: &[&str] = &[
    "A", "Aan", "Aber", "About", "According", "Achter", "Across", "Además", "Adesso", "Adónde", "After", "Afuera",
    "Against", "Agora", "Ahora", "Ahí", "Ainda", "Ainsi", "Al", "Alcuni", "Ale", "Algumas", "Algunas", "Alguno",
    "Algunos", "Alguns", "Ali", "All", "Alla", "Alle", "Alleen", "Allerdings", "Allora", "Allt", "Allí", "Along",
    "Alors", "Already", "Als", "Also", "Although", "Além", "Am", "Ambas", "Ambos", "Among", "An", "Analysts",
    "Anche", "Ancora", "And", "Andere", "Ani", "Another", "Ante", "Anteayer", "Antes", "Any", "Anzi", "Ao", "Aos",
    "Apenas", "Apesar", "Appena", "Après", "Após", "Aquel", "Aquella", "Aquí", "As", "Así", "At", "Att",
    "Attualmente", "Até", "Au", "Auch", "Aucun", "Aucune", "Auf", "Aujourd'hui", "Aun", "Aunque", "Auparavant",
    "Aus", "Aussi", "Authorities", "Autre", "Autres", "Aux", "Außerdem", "Av", "Avant", "Avec", "Ayer", "Aún",
    "Bajo", "Beaucoup", "Because", "Before", "Behind", "Bei", "Beide", "Beim", "Bereits", "Bez", "Bien", "Bij",
    "Binnen", "Bis", "Bisher", "Bislang", "Bisogna", "Bo", "Both", "But", "By", "Był", "Była", "Było", "Były", "C'",
    "Cada", "Car", "Casi", "Ce", "Ceci", "Cela", "Celle", "Celui", "Cependant", "Certaines", "Certains", "Certes",
    "Certo", "Ces", "Cet", "Cette", "Ceux", "Chacun", "Chaque", "Che", "Chez", "Chi", "Ci", "Ciò", "Co", "Com",
    "Come", "Comme", "Comment", "Como", "Con", "Contra", "Contre", "Contudo", "Cosa", "Così", "Critics", "Cuando",
    "Cuatro", "Czy", "Cómo", "C’", "D'", "Da", "Daar", "Daarna", "Daarom", "Dabei", "Dadurch", "Dafür", "Dagegen",
    "Daher", "Dal", "Dalla", "Damals", "Damit", "Danach", "Daneben", "Dann", "Dans", "Daran", "Darauf", "Daraus",
    "Darin", "Darüber", "Das", "Dass", "Dat", "Davon", "Davor", "Dazu", "De", "Degli", "Dei", "Del", "Della",
    "Delle", "Dem", "Den", "Denn", "Denna", "Dennoch", "Depois", "Depuis", "Der", "Deren", "Des", "Desde",
    "Deshalb", "Despite", "Después", "Dessa", "Dessen", "Dessutom", "Det", "Detta", "Deux", "Deze", "Di", "Dice",
    "Die", "Dies", "Diese", "Diesem", "Diesen", "Dieser", "Dieses", "Dit", "Dla", "Dlaczego", "Dlatego", "Do",
    "Doch", "Donc", "Donde", "Door", "Dopo", "Dort", "Dos", "Dove", "Drei", "Du", "Due", "Dunque", "Durante",
    "Durch", "During", "Dzisiaj", "Dziś", "Där", "Därför", "Då", "Dès", "D’", "E", "Each", "Earlier", "Ecco",
    "Echter", "Ed", "Een", "Eerst", "Efter", "Eftersom", "Egli", "Ein", "Eine", "Einem", "Einen", "Einer", "Eines",
    "Einige", "Either", "El", "Ela", "Elas", "Ele", "Eles", "Ella", "Ellas", "Elle", "Elles", "Ello", "Ellos",
    "Elsewhere", "Em", "Embora", "En", "Encore", "Enfin", "Enquanto", "Ensuite", "Entonces", "Entre", "Então", "Er",
    "Era", "Erano", "Ermittler", "Erst", "Es", "Esa", "Esas", "Ese", "Eso", "Esos", "Essa", "Esse", "Esso", "Esta",
    "Estas", "Este", "Esto", "Estos", "Está", "Están", "Et", "Ett", "Etwa", "Eu", "Even", "Every", "Everyone",
    "Experten", "Experts", "Faute", "Few", "Fino", "Five", "Flera", "Foi", "For", "Foram", "Former", "Four", "Fra",
    "From", "Från", "Fue", "Fueron", "Further", "För", "Für", "Gdy", "Gdyby", "Gdzie", "Geen", "Gegen", "Gestern",
    "Given", "Già", "Gli", "Grâce", "Ha", "Haar", "Había", "Hace", "Hacia", "Han", "Hasta", "Hay", "He", "Heeft",
    "Her", "Here", "Hers", "Het", "Heute", "Hier", "Hij", "Hinter", "His", "Hoe", "Hoewel", "Hoje", "Hon", "How",
    "However", "Hoy", "Hun", "Hundreds", "Hur", "Há", "Här", "I", "Ich", "Iedereen", "Ieri", "If", "Ihm", "Ihr",
    "Ihre", "Ihrem", "Ihren", "Ik", "Il", "Ils", "Im", "Immer", "In", "Incluso", "Indeed", "Infatti", "Infine",
    "Inför", "Ingen", "Inoltre", "Insgesamt", "Insomma", "Instead", "Intanto", "Inte", "Invece", "Investigators",
    "Inzwischen", "Io", "Is", "Isso", "Ist", "Isto", "It", "Its", "J'", "Jag", "Jak", "Jako", "Jamais", "Je",
    "Jede", "Jeder", "Jednak", "Jedoch", "Jego", "Jej", "Jest", "Jeszcze", "Jetzt", "Jeśli", "Jij", "Jusque",
    "Just", "Już", "Já", "J’", "Kan", "Kein", "Keine", "Keiner", "Kiedy", "Kritiker", "Kto", "Która", "Który", "L'",
    "La", "Las", "Last", "Later", "Lawmakers", "Le", "Lecz", "Les", "Leur", "Leurs", "Like", "Lo", "Loro", "Lors",
    "Lorsque", "Los", "Luego", "Lui", "L’", "Ma", "Maar", "Mais", "Malgré", "Manche", "Many", "Mas", "Mañana", "Me",
    "Meanwhile", "Med", "Medan", "Mehr", "Mehrere", "Mein", "Meine", "Men", "Mentre", "Mes", "Mesmo", "Met", "Mi",
    "Mientras", "Mimo", "Mis", "Mit", "Mittlerweile", "Molti", "Mon", "More", "Moreover", "Morgen", "Most", "Mot",
    "Może", "Much", "Muchas", "Mucho", "Muchos", "Muitos", "Musi", "Muy", "My", "Même", "N'", "Na", "Naar", "Nach",
    "Nachdem", "Nad", "Nada", "Nadie", "Nas", "Nearly", "Neben", "Nei", "Neither", "Nel", "Nella", "Nelle", "Nem",
    "Nessuno", "Nevertheless", "Next", "Ni", "Nicht", "Nie", "Niektórzy", "Niemand", "Niente", "Niet", "Nikt",
    "Ninguna", "Ninguno", "Ninguém", "Ningún", "No", "Nobody", "Noch", "Nog", "Noi", "Nombreux", "Non",
    "Nonostante", "Nor", "Nos", "Nosotros", "Not", "Nothing", "Notre", "Nous", "Now", "Nu", "Nuestra", "Nuestro",
    "Nun", "Nunca", "Nur", "Não", "När", "Någon", "Något", "Några", "Nós", "N’", "O", "Ob", "Obecnie", "Obwohl",
    "Och", "Oder", "Of", "Officials", "Oggi", "Ogni", "Ohne", "Oltre", "Om", "Omdat", "On", "Ona", "Once",
    "Ondanks", "Onde", "Onder", "One", "Oni", "Only", "Ontem", "Ook", "Op", "Opponents", "Oppure", "Oprócz", "Or",
    "Ora", "Oraz", "Os", "Other", "Others", "Otra", "Otras", "Otro", "Otros", "Ou", "Our", "Outra", "Outro", "Over",
    "Où", "Par", "Para", "Parce", "Parmi", "Pas", "Pela", "Pelo", "Pendant", "People", "Per", "Perché", "Perhaps",
    "Pero", "Personne", "Però", "Pese", "Peu", "Plus", "Plusieurs", "Po", "Poco", "Pocos", "Pod", "Podczas", "Pode",
    "Poi", "Poiché", "Police", "Ponadto", "Ponieważ", "Por", "Porque", "Porém", "Potem", "Pour", "Pourquoi",
    "Pourtant", "Poza", "Prima", "Proprio", "Prosecutors", "Przed", "Przez", "Przy", "Près", "Pues", "Puis", "På",
    "Qu'", "Quand", "Quando", "Quant", "Quanto", "Quatre", "Que", "Quel", "Quella", "Quelle", "Quello", "Quelques",
    "Quem", "Questa", "Queste", "Questi", "Questo", "Qui", "Quien", "Quienes", "Quindi", "Quién", "Quoi", "Qué",
    "Qu’", "Rather", "Recently", "Residents", "Rien", "Rund", "Sa", "Samtidigt", "Sans", "Schon", "Se", "Sebbene",
    "Sechs", "Secondo", "Sedan", "Segundo", "Según", "Sein", "Seine", "Seit", "Seitdem", "Selon", "Sem", "Sempre",
    "Senare", "Senza", "Ser", "Ses", "Seu", "Seul", "Seule", "Seus", "Several", "Shares", "She", "Si", "Sie", "Sin",
    "Since", "Sinds", "Sino", "Six", "So", "Sob", "Sobald", "Sobre", "Sogar", "Solche", "Sollte", "Solo", "Som",
    "Some", "Something", "Somit", "Sommige", "Son", "Sono", "Sonst", "Soon", "Sotto", "Sources", "Sous", "Sowohl",
    "Später", "Stando", "Still", "Su", "Sua", "Suas", "Such", "Sul", "Sulla", "Suo", "Supporters", "Sur", "Sus",
    "São", "Sólo", "Są", "S’", "Ta", "Tak", "Także", "Tam", "También", "Também", "Tampoco", "Tandis", "Tant",
    "Tanto", "Te", "Tegen", "Tem", "Ten", "Teraz", "Terwijl", "Than", "That", "The", "Their", "Them", "Then",
    "There", "Therefore", "These", "They", "This", "Those", "Though", "Thousands", "Three", "Through", "Throughout",
    "Thus", "Tiene", "Tijdens", "Till", "To", "Toch", "Toda", "Todas", "Todavía", "Today", "Todo", "Todos", "Toen",
    "Together", "Tomorrow", "Tot", "Tous", "Tout", "Toute", "Toutefois", "Toutes", "Tra", "Tras", "Tre", "Tres",
    "Trois", "Troppo", "Trots", "Trotz", "Trotzdem", "Très", "Tu", "Tudo", "Tussen", "Tutti", "Tutto", "Two",
    "Tylko", "Tym", "Tymczasem", "U", "Uit", "Um", "Uma", "Un", "Una", "Unas", "Und", "Under", "Une", "Unlike",
    "Uno", "Unos", "Uns", "Unser", "Unsere", "Unter", "Until", "Upon", "Utan", "Vad", "Van", "Vanaf", "Var",
    "Varför", "Varias", "Varios", "Veel", "Vem", "Verder", "Vers", "Vi", "Vid", "Viel", "Viele", "Vier", "Voici",
    "Voilà", "Volgens", "Vom", "Von", "Voor", "Vooral", "Vor", "Votre", "Vous", "W", "Waar", "Waarom", "Wann",
    "Wanneer", "Want", "War", "Warum", "Was", "Wat", "Wczoraj", "We", "Weder", "Według", "Wegen", "Weil", "Weitere",
    "Wel", "Welche", "Welke", "Wenige", "Wenn", "Wer", "What", "When", "Where", "Whether", "Which", "While", "Who",
    "Whose", "Why", "Wie", "Wieder", "Wielu", "Wij", "Wir", "Wird", "With", "Within", "Without", "Witnesses",
    "Więc", "Wo", "Workers", "Wszyscy", "Wszystko", "Während", "Y", "Ya", "Yesterday", "Yet", "Yo", "You", "Your",
    "Z", "Za", "Zamiast", "Zdaniem", "Ze", "Zeugen", "Zij", "Zijn", "Zo", "Zonder", "Zowel", "Zu", "Zudem",
    "Zuletzt", "Zum", "Zunächst", "Zur", "Zuvor", "Zwar", "Zwei", "Zwischen", "À", "Às", "Än", "Är", "Även", "Åt",
    "È", "É", "Également", "Él", "Ésta", "Éste", "Über", "Überall", "Że", "Із", "А", "Але", "Без", "Бо", "Более",
    "Большинство", "Будет", "Был", "Была", "Были", "Было", "В", "Вдруг", "Ведь", "Весь", "Власти", "Вместе",
    "Вместо", "Во", "Возможно", "Вона", "Вони", "Вот", "Впрочем", "Все", "Всего", "Вскоре", "Вслед", "Всё",
    "Второй", "Вчера", "Вы", "Від", "Він", "Где", "Да", "Даже", "Два", "Две", "Для", "До", "Его", "Ее", "Если",
    "Есть", "Еще", "Ещё", "Её", "З", "За", "Завтра", "Затем", "Зато", "Здесь", "И", "Из", "Или", "Им", "Именно",
    "Иначе", "Иногда", "Их", "Й", "К", "Каждый", "Как", "Какие", "Какой", "Ко", "Когда", "Коли", "Компания",
    "Конечно", "Кроме", "Кто", "Куда", "Ли", "Лишь", "Между", "Ми", "Многие", "Может", "Можно", "Мой", "Мы", "На",
    "Над", "Надо", "Накануне", "Например", "Наш", "Наша", "Наши", "Не", "Некоторые", "Несмотря", "Нет", "Ни",
    "Никто", "Ничего", "Но", "Новая", "Новый", "Ну", "Ні", "О", "Об", "Оба", "Один", "Одна", "Однако", "Он", "Она",
    "Они", "Оно", "Опять", "Остальные", "От", "Отсюда", "Перед", "По", "Под", "Позже", "Пока", "Полиция",
    "Поскольку", "После", "Последний", "Потом", "Потому", "Почему", "Почти", "Поэтому", "При", "Про", "Просто",
    "Против", "Пять", "Ранее", "Раньше", "С", "Сам", "Сами", "Свой", "Сегодня", "Сейчас", "Следствие", "Сначала",
    "Снова", "Со", "Согласно", "Среди", "Суд", "Та", "Так", "Такая", "Также", "Такие", "Такой", "Там", "Тем",
    "Теперь", "То", "Тогда", "Того", "Тоже", "Только", "Тому", "Тот", "Три", "У", "Уже", "Хотя", "Це", "Цей", "Ця",
    "Ці", "Через", "Четыре", "Что", "Чтобы", "Що", "Эксперты", "Эта", "Эти", "Это", "Этого", "Этот", "Я", "Як",
    "Якщо",
];

#[rustfmt::skip]
const PARTICLES: &[&str] = &[
    "A", "Al", "An", "D'", "Da", "Dal", "Dalla", "Das", "De", "Degli", "Dei", "Del", "Della", "Delle", "Dem", "Den",
    "Der", "Di", "Do", "Dos", "Du", "D’", "El", "Ha", "I", "In", "L'", "La", "Las", "Le", "Les", "Li", "Lo", "Los",
    "L’", "Ma", "Mi", "Na", "No", "O", "O'", "Pa", "So", "Son", "Su", "Ten", "Tu", "Und", "Van", "Vi", "Von",
];

#[rustfmt::skip]
const LETTERED: &[&str] = &[
    "Appendix", "Block", "Blok", "Camp", "Category", "Class", "Gate", "Generation", "Grade", "Group", "Groupe",
    "Grupo", "Gruppe", "Gruppo", "Hall", "Hepatitis", "Influenza", "Kategorie", "Klasse", "Liga", "Line", "Plan",
    "Point", "Punkt", "Route", "Schedule", "Section", "Serie", "Site", "Série", "Team", "Terminal", "Tipo", "Typ",
    "Type", "Vitamin", "Zona", "Zone", "category", "clase", "class", "classe", "grade", "groep", "group", "groupe",
    "grupo", "grupp", "gruppo", "hepatitis", "hépatite", "influenza", "plan", "point", "punto", "section", "serie",
    "team", "terminal", "tipi", "tipo", "typ", "type", "vitamin", "vitamina", "vitamine", "zone", "витамин",
    "группа", "группе", "группу", "группы", "класс", "класса", "пункт",
];

#[rustfmt::skip]
const SPEECH: &[&str] = &[
    "added", "answered", "antwortete", "asked", "asks", "chiede", "chiese", "continued", "cried", "demanda",
    "demandait", "demande", "demanded", "dijo", "disse", "dit", "erklärte", "escribió", "exclaimed", "exclamó",
    "fragt", "fragte", "frågade", "gritó", "insisted", "interroge", "joked", "lance", "lança", "meinte",
    "perguntou", "powiedział", "powiedziała", "pregunta", "preguntó", "quipped", "recalled", "replied", "respondió",
    "rief", "répond", "répondit", "s'interroge", "sade", "sagt", "sagte", "said", "say", "says", "schrieb",
    "screamed", "shouted", "säger", "told", "vroeg", "whispered", "wondered", "wrote", "yelled", "zapytał",
    "zapytała", "zei", "écrit", "воскликнул", "воскликнула", "заявил", "заявила", "крикнул", "крикнула", "написал",
    "написала", "ответил", "ответила", "сказал", "сказала", "спросил", "спросила", "أضاف", "تقول", "سأل", "سألت",
    "صرخ", "قال", "قالت", "وأضاف", "وقال", "يقول",
];

#[rustfmt::skip]
const COUNTED: &[&str] = &[
    "Apr.", "April", "Aug.", "August", "Dez.", "Dezember", "Feb.", "Feber", "Februar", "Jahrhundert",
    "Jahrhunderts", "Jan.", "Januar", "Juli", "Juni", "Jänner", "Mai", "Mal", "März", "Nov.", "November", "Okt.",
    "Oktober", "Sept.", "September", "Weltkrieg", "Weltkriegs",
];

#[rustfmt::skip]
const ARTICLES: &[&str] = &[
    "am", "beim", "das", "dem", "den", "der", "des", "die", "diese", "diesem", "diesen", "dieser", "dieses", "ein",
    "eine", "einem", "einen", "einer", "eines", "ihr", "ihre", "ihrem", "ihren", "ihrer", "im", "ins", "jede",
    "jedem", "jeden", "jeder", "jedes", "mein", "meine", "meinem", "meinen", "sein", "seine", "seinem", "seinen",
    "seiner", "seines", "unser", "unsere", "unserem", "unseren", "unserer", "vom", "zum", "zur",
];

#[rustfmt::skip]
const EXCLAIMED: &[&str] = &[
    "Jeopardy", "Joomla", "Wham", "Yahoo",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order() {
        for list in [OPENING, PARTICLES, LETTERED, SPEECH, COUNTED, ARTICLES, EXCLAIMED] {
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]), "{list:?}");
        }
    }

    #[test]
    fn articles_lead_ordinals_in_either_case() {
        assert!(leads_ordinal("im") && leads_ordinal("Im") && !leads_ordinal("IM.") && !leads_ordinal("auf"));
    }
}
