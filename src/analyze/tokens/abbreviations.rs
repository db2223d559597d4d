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
    is_initialism(word).then_some(Abbreviation::Either)
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
const SHAPES: Shapes = Shapes::of_lists();

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
    "Abb", "Abt", "Adm", "Ald", "Amb", "Arq", "Avda", "Avv", "Bgm", "Brig", "CAPT", "COL", "Capt", "Cdr", "Cllr",
    "Cmdr", "Cmte", "Cnel", "Col", "Cols", "Cpl", "DR", "Depto", "Det", "Dipl", "Dott", "Dpto", "Dr", "Dra", "Dres",
    "Drs", "Dña", "Eng", "Exma", "Exmo", "Fam", "Fr", "Frl", "Ft", "GEN", "GENS", "GOV", "Gen", "Gens", "Geom",
    "Gov", "Gral", "Hon", "Hr", "Hrn", "Ing", "Insp", "LT", "Lic", "Lt", "Lts", "MAJ", "MM", "MR", "MRS", "MS",
    "MT", "Maj", "Messrs", "Mgr", "Mio", "Mlle", "Mlles", "Mme", "Mmes", "Mons", "Mr", "Mrd", "Mrs", "Ms", "Msgr",
    "Mt", "Mtra", "Mtro", "PROF", "Pdta", "Pdte", "Pfc", "Pr", "Pres", "Prof", "Profa", "Profs", "Pvt", "REP",
    "REV", "Rag", "Rep", "Reps", "Rev", "SEN", "SGT", "ST", "Sen", "Sens", "Sgt", "Sgto", "Sig", "Sigg", "Sigra",
    "Sra", "Sras", "Sres", "Srs", "Srta", "St", "Sta", "Ste", "Stes", "Sto", "Supt", "Supts", "Tte", "Vd", "Vds",
    "Vve", "abp", "allg", "approx", "aprox", "bijv", "bl.a", "boul", "bp", "bspw", "bzw", "c", "ca", "cf", "cfr",
    "d", "d.h", "d.v.s", "d.w.z", "dhr", "dr", "drs", "ds", "e.g", "ehem", "einschl", "ej", "env", "evtl", "exkl",
    "f.eks", "gen", "ggf", "godz", "i", "i.e", "im", "incl", "ing", "inkl", "insb", "inż", "kpt", "ks", "m.in",
    "mevr", "mgr", "mjr", "mr", "mw", "np", "núm", "núms", "o", "pow", "prof", "płk", "resp", "s.k", "s.o", "s.u",
    "sog", "t.ex", "tj", "tzn", "u", "u.U", "ul", "v", "vgl", "viz", "vs", "woj", "z", "z.B", "zzgl", "św", "акад",
    "бул", "бульв", "вул", "ген", "гл", "гос", "гр", "дер", "доц", "е", "зам", "и", "и.о", "изд", "им", "к", "канд",
    "кап", "кв", "корп", "лейт", "м.б", "н", "наб", "напр", "о", "обл", "оз", "пер", "пл", "подполк", "полк", "пом",
    "пос", "прим", "просп", "проф", "ред", "рис", "св", "см", "ср", "ст", "стр", "т.е", "т.к", "т.н", "табл", "тел",
    "ул", "ш", "ім", "أ", "د", "م", "डॉ", "पं", "प्रो",
];

#[rustfmt::skip]
const EITHER: &[&str] = &[
    "Ala", "Apr", "Ariz", "Ark", "Assn", "Aug", "Ave", "BROS", "Blvd", "Bros", "CO", "CORP", "Calif", "Chr", "Cia",
    "Co", "Colo", "Conn", "Corp", "Cos", "Cía", "Dec", "Del", "Dept", "Dez", "EE", "Esq", "Fa", "Feb", "Fla", "Fri",
    "Ga", "Govt", "INC", "Ill", "Inc", "Ind", "Intl", "JR", "Jan", "Jh", "Jhr", "Jr", "Kan", "Ky", "LTD", "La",
    "Ltd", "Ltda", "Mass", "Md", "Mich", "Minn", "Miss", "Mon", "Neb", "Nev", "Nov", "Oct", "Okla", "Okt", "Ore",
    "Pa", "Penn", "Ph", "Plc", "Pte", "Pty", "Pág", "Rd", "SR", "Sept", "Sr", "Std", "Tenn", "Tex", "Thu", "Thurs",
    "Tue", "Tues", "UU", "Ud", "Uds", "Univ", "Va", "Vt", "Wash", "Wed", "Wis", "Wisc", "Wyo", "al", "apr", "av",
    "avr", "dic", "déc", "ene", "févr", "gest", "gob", "hab", "janv", "jr", "juil", "pág", "págs",
];

#[rustfmt::skip]
const CLOSES: &[&str] = &[
    "e.a", "ecc", "enz", "etc", "etcétera", "itd", "itp", "osv", "u.a", "u.a.m", "u.s.w", "u.ä", "usf", "usw",
    "и.т.д", "н.э", "проч", "т.д", "т.п",
];

#[rustfmt::skip]
const UNITS: &[&str] = &[
    "h", "kg", "km", "mdr", "milj", "mkr", "mld", "mln", "r", "в", "вв", "г", "гг", "грн", "д", "долл", "др", "коп",
    "м", "мин", "млн", "млрд", "п", "пр", "р", "рр", "руб", "с", "сек", "т", "трлн", "тыс", "ч", "чел", "э",
];

#[rustfmt::skip]
const NUMBERED: &[&str] = &[
    "Abs", "Art", "Arts", "Bd", "Fig", "Jul", "Jun", "Kap", "Mar", "NO", "NR", "No", "Nos", "Nr", "Nro", "Op", "Rn",
    "Sat", "Str", "Sun", "Tel", "Vol", "Ziff", "abr", "ago", "art", "arts", "chap", "dec", "feb", "fig", "geb",
    "giu", "jul", "jun", "kl", "lug", "mar", "max", "min", "n", "no", "nos", "nov", "nr", "oct", "ok", "op", "ott",
    "p", "pag", "poz", "pp", "rd", "s", "sept", "set", "str", "tel", "vol",
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
