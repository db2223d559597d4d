//! The names of months, in the languages of some forty countries' news sites.
//!
//! A name ending in `*` stands for all words that begin with it; others are met only whole, because `mar`
//! begins `market` as well. All are in lower case, without dots.

#[rustfmt::skip]
const MONTHS: [&[&str]; 12] = [
    &[
        "jan", "januar*", "jänner", "janv", "janvier", "ene", "enero", "janeiro", "gen", "genn", "gennaio", "gener", "xaneiro", "ian",
        "ianuarie", "januára", "január", "ledna", "leden", "led", "stycz*", "sty", "siječ*", "sij", "jaanuar*", "saus*", "janvār*",
        "ocak", "oca", "tammi*", "urtarril*", "янв", "январ*", "січ*", "јан", "јануар*", "яну", "януар*", "ιαν*", "يناير", "ژانویه",
        "ינואר", "בינואר", "जनवरी", "জানুয়ারি", "জানুয়ারি", "มกราคม", "janar", "yanvar",
    ],
    &[
        "feb", "febr", "februar*", "févr", "fév", "fev", "février", "fevrier", "febrero", "fevereiro", "febbr*", "febrer", "febreiro", "februarie",
        "únor*", "úno", "luty", "lutego", "lut", "veljač*", "velj", "veebruar*", "vasar*", "februār*", "şubat", "şub", "helmi*",
        "otsail*", "фев", "февр*", "лют*", "феб", "феб*", "φεβ*", "فبراير", "فوریه", "פברואר", "בפברואר", "फरवरी", "फ़रवरी",
        "ফেব্রুয়ারি", "ফেব্রুয়ারি", "กุมภาพันธ์", "shkurt", "fevral",
    ],
    &[
        "mar", "march", "märz", "maerz", "mrz", "mär", "mars", "marzo", "março", "marco", "març", "maart", "mrt", "martie", "marts", "márc*",
        "márc", "března", "březen", "bře", "marca", "marec", "marzec", "ožuj*", "ožu", "märts*", "kovo", "kovas", "mart", "martā", "martu",
        "maalis*", "maret", "martxo*", "мар", "март*", "берез*", "бер", "мрт", "μαρ*", "μάρ*", "مارس", "آذار", "מרץ", "במרץ", "मार्च",
        "মার্চ", "มีนาคม",
    ],
    &[
        "apr", "april*", "avril", "avr", "abr", "abril", "aprile", "aprilie", "ápr*", "dubna", "duben", "dub", "apríl*", "kwie*", "kwi",
        "travnja", "travanj", "tra", "aprill*", "baland*", "aprīl*", "nisan", "nis", "huhti*", "apiril*", "апр", "апрел*", "квіт*", "кві",
        "април*", "απρ*", "أبريل", "ابريل", "إبريل", "نيسان", "آوریل", "אפריל", "באפריל", "अप्रैल", "এপ্রিল", "เมษายน", "prill",
    ],
    &[
        "may", "mai", "mayo", "maio", "maggio", "mag", "mei", "maj", "maja", "máj*", "květ*", "kvě", "svib*", "svi", "geguž*", "maij*",
        "mayıs", "touko*", "maig", "maiatz*", "мая", "май", "трав*", "тра", "мај", "мая", "μαΐ*", "μαϊ*", "μάι*", "μαι*", "مايو", "أيار",
        "مه", "מאי", "במאי", "मई", "মে", "พฤษภาคม",
    ],
    &[
        "jun", "june", "juni", "juin", "junio", "junho", "giugno", "giu", "juny", "xuño", "iunie", "iun", "jún*", "června", "červen", "čvn", "czerw*",
        "cze", "lipnja", "lipanj", "juuni*", "birž*", "jūnij*", "haziran", "haz", "kesä*", "ekain*", "июн*", "черв*", "чер", "јун*",
        "юни", "ιουν*", "ιούν*", "يونيو", "حزيران", "ژوئن", "יוני", "ביוני", "जून", "জুন", "มิถุนายน", "qershor",
    ],
    &[
        "jul", "july", "juli", "juillet", "juil", "julio", "julho", "luglio", "lug", "juliol", "xullo", "iulie", "iul", "júl*", "července",
        "červenec", "čvc", "lipca", "lipiec", "lip", "srpnja", "srpanj", "juuli*", "liep*", "jūlij*", "temmuz", "tem", "heinä*", "uztail*",
        "июл*", "лип*", "јул*", "юли", "ιουλ*", "ιούλ*", "يوليو", "تموز", "ژوئیه", "יולי", "ביולי", "जुलाई", "জুলাই", "กรกฎาคม", "korrik",
    ],
    &[
        "aug", "august*", "août", "aout", "agosto", "ago", "agost", "srpna", "srpen", "srp", "sierp*", "sie", "kolovoz*", "kol", "rugpj*",
        "augusztus", "ağustos", "ağu", "elo", "elokuu*", "ogos", "agustus", "agu", "agt", "abuztu*", "авг", "август*", "серп*", "сер", "авгус*", "αυγ*",
        "αύγ*", "أغسطس", "اغسطس", "آب", "اوت", "אוגוסט", "באוגוסט", "अगस्त", "আগস্ট", "สิงหาคม", "gusht",
    ],
    &[
        "sep", "sept", "septemb*", "septiembre", "setiembre", "set", "setembro", "settembre", "sett", "setembre", "septembrie", "szept*", "září",
        "zář", "wrześ*", "wrz", "ruj*", "rugsėj*", "eylül", "eyl", "syys*", "irail*", "сен", "сент*", "верес*", "вер", "септ*", "σεπ*", "سبتمبر",
        "أيلول", "سپتامبر", "ספטמבר", "בספטמבר", "सितंबर", "सितम्बर", "সেপ্টেম্বর", "กันยายน", "shtator",
    ],
    &[
        "oct", "octo*", "oktob*", "okt", "octubre", "outubro", "out", "ottobre", "ott", "octubre", "octombrie", "októb*", "října", "říjen",
        "říj", "paździ*", "paź", "spal*", "oktoo*", "ekim", "eki", "loka*", "urri*", "окт", "октя*", "жовт*", "жов", "октом*", "окто*", "οκτ*",
        "أكتوبر", "اكتوبر", "اکتبر", "אוקטובר", "באוקטובר", "अक्टूबर", "अक्तूबर", "অক্টোবর", "ตุลาคม", "tetor",
    ],
    &[
        "nov", "novemb*", "noviembre", "novembro", "noiembrie", "noi", "listopad*", "lis", "studen*", "stu", "lapkri*", "kasım", "kas", "marras*",
        "azaro*", "ноя", "нояб*", "листопад*", "лис", "ноем*", "новем*", "νοε*", "νοέ*", "نوفمبر", "نوامبر", "נובמבר", "בנובמבר", "नवंबर", "नवम्बर",
        "নভেম্বর", "พฤศจิกายน", "nëntor",
    ],
    &[
        "dec", "decemb*", "dezemb*", "dez", "déc", "décembre", "dic", "diciembre", "dicembre", "desembre", "decembrie", "prosin*", "grud*",
        "gru", "detsemb*", "gruod*", "decembr*", "aralık", "ara", "joulu*", "desemb*", "des", "disember", "dis", "abendu*", "дек", "декаб*", "груд*",
        "гру", "децем*", "дец", "деке*", "δεκ*", "ديسمبر", "دسامبر", "דצמבר", "בדצמבר", "दिसंबर", "दिसम्बर", "ডিসেম্বর", "ธันวาคม", "dhjetor",
    ],
];

/// Slavic neighbors name other months alike: what is November in Polish and Czech is October in Croatian.
const CROATIAN: [(&str, i8); 6] =
    [("listopad", 10), ("listopada", 10), ("listopadu", 10), ("lis", 10), ("lip", 6), ("srp", 7)];

/// Returns the month that a word in lower case names in Croatian, else that of any other language.
pub fn croatian_month(word: &str) -> Option<i8> {
    let own = CROATIAN.iter().find(|(name, _)| *name == word).map(|(_, month)| *month);
    own.or_else(|| month(word))
}

/// Returns the month, 1 to 12, that a word in lower case names.
pub fn month(word: &str) -> Option<i8> {
    let is_name = |name: &&str| name.strip_suffix('*').map_or(*name == word, |stem| word.starts_with(stem));
    let at = MONTHS.iter().position(|names| names.iter().any(is_name))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_known_in_many_languages() {
        #[rustfmt::skip]
        let cases = [
            ("january", 1), ("janeiro", 1), ("ledna", 1), ("tammikuuta", 1), ("января", 1), ("ינואר", 1), ("luty", 2), ("şubat", 2),
            ("märz", 3), ("marca", 3), ("μαρτίου", 3), ("avril", 4), ("kwietnia", 4), ("mayıs", 5), ("мая", 5), ("मई", 5), ("juin", 6),
            ("června", 6), ("haziran", 6), ("juillet", 7), ("července", 7), ("lipca", 7), ("août", 8), ("srpna", 8), ("sierpnia", 8),
            ("أغسطس", 8), ("września", 9), ("сентября", 9), ("ottobre", 10), ("października", 10), ("жовтня", 10), ("noviembre", 11),
            ("listopadu", 11), ("marraskuuta", 11), ("decembrie", 12), ("грудня", 12), ("aralık", 12), ("ফেব্রুয়ারি", 2),
        ];
        for (word, expected) in cases {
            assert_eq!(month(word), Some(expected), "{word}");
        }
        assert_eq!(["listopada", "lis", "srpnja", "srp"].map(croatian_month), [Some(10), Some(10), Some(7), Some(7)]);
        for word in ["", "market", "decor", "maybe", "monday", "juice", "2015"] {
            assert_eq!(month(word), None, "{word}");
        }
    }
}
