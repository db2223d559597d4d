//! Words that keep their full stop, and whether a sentence can end in one.
//!
//! The lists of all languages are one, because a text is cut before its language is known. A word that is common
//! in one language and an abbreviation in another is left out, or stands in the list that looks at its neighbors.

/// How a full stop behind a word is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// A title or a word before a name or number: no sentence ends here.
    Leads,
    /// A sentence may end here: what follows decides.
    Either,
    /// Stands at the end of an enumeration: a sentence ends here if what follows looks like a beginning.
    Closes,
    /// Ends a sentence behind a number (`2019 г.`), leads otherwise (`г. Москва`).
    Unit,
    /// Is an abbreviation only before a number (`No. 10`).
    Numbered,
}

/// Returns how the full stop behind `word` is to be read; `None` if it ends a sentence.
///
/// `word` comes without that full stop.
pub fn abbreviation(word: &str) -> Option<Abbreviation> {
    let first = word.chars().next()?;
    if first.is_uppercase() && first.len_utf8() == word.len() {
        return Some(Abbreviation::Leads);
    }
    if SHAPES.may_hold(word.as_bytes())
        && let Some((_, reading)) = LISTS.iter().find(|(list, _)| list.binary_search(&word).is_ok())
    {
        return Some(*reading);
    }
    if is_street(word) {
        return Some(Abbreviation::Numbered);
    }
    (is_initialism(word) || is_doubled(word)).then_some(Abbreviation::Either)
}

/// `Goethestr`, before the number of a house.
fn is_street(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.ends_with("str")
}

/// `EE` and `UU` of `EE. UU.`: a plural. `II` and `XX` are numbers.
fn is_doubled(word: &str) -> bool {
    let [first, second] = word.as_bytes() else { return false };
    first == second && first.is_ascii_uppercase() && !b"IX".contains(first)
}

/// `U.S`, `a.m`, `т.е`, `EE.UU`, `J.-C`: letters with dots between them.
pub fn is_initialism(word: &str) -> bool {
    word.contains('.')
        && word.split('.').all(|part| {
            let mut letters = part.strip_prefix('-').unwrap_or(part).chars();
            let (first, second) = (letters.next(), letters.next());
            first.is_some_and(char::is_alphabetic) && (second.is_none() || second == first) && letters.next().is_none()
        })
}

const LISTS: [(&[&str], Abbreviation); 5] = [
    (LEADS, Abbreviation::Leads),
    (EITHER, Abbreviation::Either),
    (CLOSES, Abbreviation::Closes),
    (UNITS, Abbreviation::Unit),
    (NUMBERED, Abbreviation::Numbered),
];

/// Tells of almost every other word, without a search, that it is in none of the lists.
static SHAPES: Shapes = Shapes::of_lists();

/// A set of marks made of a word's first byte, last byte and length.
struct Shapes([u64; 64]);

impl Shapes {
    const fn of_lists() -> Self {
        let mut shapes = Self([0; 64]);
        let mut list = 0;
        while list < LISTS.len() {
            let words = LISTS[list].0;
            let mut at = 0;
            while at < words.len() {
                let (row, bit) = Self::mark(words[at].as_bytes());
                shapes.0[row] |= bit;
                at += 1;
            }
            list += 1;
        }
        shapes
    }

    const fn may_hold(&self, word: &[u8]) -> bool {
        if word.is_empty() || word.len() > ABBREVIATION_BYTES_MAX {
            return false;
        }
        let (row, bit) = Self::mark(word);
        self.0[row] & bit != 0
    }

    const fn mark(word: &[u8]) -> (usize, u64) {
        let (first, last) = (word[0] as usize, word[word.len() - 1] as usize);
        ((first ^ (word.len() << 4)) & 63, 1 << (last & 63))
    }
}

/// The longest of the lists.
const ABBREVIATION_BYTES_MAX: usize = 16;

#[rustfmt::skip]
const LEADS: &[&str] = &[
    "Abb", "Abt", "Adm", "Ald", "Alm", "Alte", "Amb", "Anm", "Apdo", "Arq", "Assoc", "Asst", "Atty", "Avda", "Avv",
    "Bez", "Bgm", "Bhf", "Bldg", "Brig", "CAPT", "COL", "Capt", "Cdr", "Cdt", "Cllr", "Cmdr", "Cmdte", "Cmte",
    "Cnel", "Col", "Cols", "Cong", "Const", "Cpl", "Cpt", "Cst", "DR", "Dep", "Depto", "Det", "Dipl", "Dist",
    "Dott", "Dpto", "Dr", "Dra", "Dres", "Drs", "Dña", "Eng", "Ets", "Excma", "Excmo", "Exma", "Exmo", "Fam", "Fr",
    "Frl", "Ft", "GEN", "GENS", "GOV", "Gen", "Gens", "Geom", "Gov", "Gral", "Gén", "Hbf", "Hon", "Hr", "Hrn",
    "Ilma", "Ilmo", "Ing", "Insp", "JUDr", "LT", "Lic", "Lkr", "Lt", "Lts", "MAJ", "MM", "MR", "MRS", "MS", "MT",
    "MUDr", "Maj", "Messrs", "Mgr", "Mio", "Mlle", "Mlles", "Mme", "Mmes", "Mons", "Mr", "Mrd", "Mrs", "Ms", "Msgr",
    "Mt", "Mtra", "Mtro", "PROF", "Pdta", "Pdte", "Pfc", "PhDr", "Pr", "Pres", "Prof", "Profa", "Profs", "Präs",
    "Pvt", "REP", "REV", "RNDr", "Rag", "Rep", "Reps", "Rev", "Rvda", "Rvdo", "SEN", "SGT", "ST", "Secy", "Sen",
    "Sens", "Sgt", "Sgto", "Sig", "Sigg", "Sigra", "Spett", "Sra", "Sras", "Sres", "Srs", "Srta", "St", "Sta",
    "Ste", "Stes", "Sto", "Stv", "Supt", "Supts", "Treas", "Tsd", "Tte", "Vd", "Vds", "Vors", "Vve", "abp", "allg",
    "amerik", "apdo", "approx", "aprox", "bijv", "bl.a", "boul", "bp", "bspw", "bzw", "c", "ca", "cdt", "cf", "cfr",
    "d", "d.h", "d.v.s", "d.w.z", "dhr", "dr", "drs", "ds", "dt", "e.g", "ehem", "einschl", "ej", "engl", "env",
    "esim", "esp", "evtl", "exkl", "f.eks", "frz", "geb", "gegr", "gen", "ggf", "godz", "gén", "i", "i.e", "im", "incl",
    "ing", "inkl", "insb", "inż", "ital", "kpt", "ks", "lfd", "lieut", "m.in", "mevr", "mgr", "mjr", "mr", "mtl",
    "mw", "np", "nördl", "núm", "núms", "o", "para", "paras", "pow", "prof", "párr", "párrs", "płk", "resp", "russ",
    "s.k", "s.o", "s.u", "schweiz", "sog", "stv", "sv", "südl", "t.ex", "tgl", "tj", "trad", "tzn", "u", "u.U",
    "ul", "v", "verh", "vgl", "viz", "vs", "westl", "woj", "z", "z.B", "zzgl", "zzt", "éd", "österr", "östl", "św",
    "Акад", "Ген", "Им", "Напр", "Проф", "Ред", "Рис", "Св", "См", "Ср", "Ст", "Табл", "Тел", "Ул", "акад", "англ",
    "бул", "бульв", "вул", "вып", "ген", "гл", "гос", "гр", "дер", "доц", "е", "зам", "и", "и.о", "изд", "им",
    "исп", "итал", "к", "канд", "кап", "кв", "ком", "корп", "корр", "лат", "лейт", "м.б", "мкр", "мл", "н", "наб",
    "напр", "нач", "нем", "о", "обл", "оз", "ок", "пер", "пл", "подполк", "полк", "пом", "пос", "прим", "просп",
    "проф", "ред", "респ", "рис", "св", "см", "ср", "ст", "стр", "т.е", "т.к", "т.н", "табл", "тел", "ул", "фр",
    "франц", "ш", "ім", "أ", "د", "م", "डॉ", "पं", "प्रो",
];

#[rustfmt::skip]
const EITHER: &[&str] = &[
    "Ala", "Apr", "Ariz", "Ark", "Assn", "Aug", "Ave", "BROS", "Blvd", "Bros", "CO", "CORP", "Calif", "Chr", "Cia",
    "Cie", "Co", "Colo", "Conn", "Corp", "Cos", "Cía", "Dec", "Del", "Dept", "Dez", "EE", "Esq", "Fa", "Feb", "Fla",
    "Fri", "Ga", "Govt", "Hts", "INC", "Ill", "Inc", "Ind", "Intl", "JR", "Jan", "Jh", "Jhr", "Jr", "Kan", "Ky",
    "LTD", "La", "Ln", "Ltd", "Ltda", "Mass", "Md", "Mich", "Minn", "Miss", "Mon", "Mts", "Neb", "Nev", "Nov",
    "Oct", "Okla", "Okt", "Ore", "Pa", "Penn", "Ph", "Pkwy", "Plc", "Pte", "Pty", "Pág", "Rd", "SR", "Sept", "Sq",
    "Sr", "Std", "Tenn", "Tex", "Thu", "Thurs", "Tue", "Tues", "UU", "Ud", "Uds", "Univ", "Va", "Vt", "Wash", "Wed",
    "Wis", "Wisc", "Wyo", "al", "apr", "av", "avr", "dept", "dic", "déc", "ene", "febr", "févr", "gest", "gob",
    "jan", "janv", "jr", "juil", "pág", "págs",
];

#[rustfmt::skip]
const CLOSES: &[&str] = &[
    "e.a", "ecc", "enz", "etc", "etcétera", "itd", "itp", "osv", "u.a", "u.a.m", "u.s.w", "u.ä", "usf", "usw",
    "и.т.д", "н.э", "проч", "т.д", "т.п",
];

#[rustfmt::skip]
const UNITS: &[&str] = &[
    "ft", "h", "hab", "hrs", "kg", "km", "lb", "lbs", "mdr", "milj", "mkr", "mld", "mln", "oz", "proc", "r", "sec",
    "tys", "yrs", "в", "вв", "г", "гг", "грн", "д", "долл", "др", "коп", "м", "мин", "млн", "млрд", "п", "пр", "р",
    "рр", "руб", "с", "сек", "т", "трлн", "тыс", "ч", "чел", "э",
];

#[rustfmt::skip]
const NUMBERED: &[&str] = &[
    "Abs", "Apt", "Art", "Arts", "Bd", "Ch", "Fig", "Hwy", "Jul", "Jun", "Kap", "Mar", "NO", "NR", "No", "Nos",
    "Nr", "Nrn", "Nro", "Op", "Ps", "Rn", "Rte", "Sat", "Str", "Sun", "Tel", "Tél", "Vol", "Ziff", "abr", "ago",
    "art", "arts", "chap", "dec", "est", "feb", "fig", "giu", "jul", "jun", "kl", "kr", "lug", "mar", "max",
    "min", "n", "no", "nos", "nov", "nr", "oct", "ok", "op", "ott", "p", "pag", "poz", "pp", "rd", "réf", "s",
    "sept", "set", "str", "tel", "tlf", "tél", "ur", "vol", "č",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order_and_share_no_word() {
        let mut all: Vec<&str> = Vec::new();
        for (list, _) in LISTS {
            assert!(list.is_sorted());
            assert!(list.iter().all(|word| word.len() <= ABBREVIATION_BYTES_MAX));
            all.extend(list);
        }
        all.sort_unstable();
        assert!(all.windows(2).all(|pair| pair[0] != pair[1]));
    }

    #[test]
    fn words_are_told_by_their_stop() {
        for (word, reading) in [
            ("Mr", Some(Abbreviation::Leads)),
            ("J", Some(Abbreviation::Leads)),
            ("U.S", Some(Abbreviation::Either)),
            ("a.m", Some(Abbreviation::Either)),
            ("EE.UU", Some(Abbreviation::Either)),
            ("J.-C", Some(Abbreviation::Either)),
            ("Inc", Some(Abbreviation::Either)),
            ("CC", Some(Abbreviation::Either)),
            ("XX", None),
            ("Goethestr", Some(Abbreviation::Numbered)),
            ("usw", Some(Abbreviation::Closes)),
            ("г", Some(Abbreviation::Unit)),
            ("No", Some(Abbreviation::Numbered)),
            ("end", None),
            ("NATO", None),
            ("3.5", None),
            ("", None),
        ] {
            assert_eq!(abbreviation(word), reading, "{word}");
        }
    }
}
