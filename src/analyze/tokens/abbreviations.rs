//! Words that keep their full stop, and whether a sentence can end in one.

/// How a full stop behind a word is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Abbreviation {
    /// A title or a word before a name or number: no sentence ends here.
    Leads,
    /// A sentence may end here: what follows decides.
    Either,
}

/// Returns how the full stop behind `word` is to be read; `None` if it ends a sentence.
///
/// `word` comes without that full stop.
pub fn abbreviation(word: &str) -> Option<Abbreviation> {
    let mut characters = word.chars();
    let first = characters.next()?;
    if characters.next().is_none() {
        return first.is_uppercase().then_some(Abbreviation::Leads);
    }
    if is_initialism(word) {
        return Some(Abbreviation::Either);
    }
    if word.len() > ABBREVIATION_BYTES_MAX {
        return None;
    }
    let holds = |list: &[&str]| list.binary_search(&word).is_ok();
    if holds(LEADS) {
        Some(Abbreviation::Leads)
    } else if holds(EITHER) {
        Some(Abbreviation::Either)
    } else {
        None
    }
}

/// `U.S`, `a.m`, `т.е`: single letters with dots between them.
fn is_initialism(word: &str) -> bool {
    word.contains('.') && word.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_alphabetic))
}

/// The longest of the lists.
const ABBREVIATION_BYTES_MAX: usize = 12;

/// Sorted.
#[rustfmt::skip]
const LEADS: &[&str] = &[
    "Abb", "Abs", "Adm", "Art", "Bd", "Brig", "Capt", "Cmdr", "Col", "Cpl", "Dr", "Drs", "Fr", "Ft", "Gen", "Gov",
    "Hon", "Hr", "Ing", "Lt", "Maj", "Messrs", "Mlle", "Mme", "Mmes", "Mr", "Mrs", "Ms", "Msgr", "Mt", "Nr", "Pfc",
    "Pres", "Prof", "Pvt", "Rep", "Reps", "Rev", "Sen", "Sens", "Sgt", "Sr", "Sra", "Srta", "St", "Ste", "Str",
    "Supt", "Ud", "Uds", "bzw", "ca", "cf", "ul", "usw", "vgl", "vs", "бул", "вул", "г", "гг", "им", "пр", "просп",
    "стр", "т", "ул",
];

/// Sorted.
#[rustfmt::skip]
const EITHER: &[&str] = &[
    "Ala", "Apr", "Ariz", "Ark", "Aug", "Ave", "Blvd", "Bros", "Calif", "Co", "Colo", "Conn", "Corp", "Dec", "Del",
    "Dept", "Dez", "Feb", "Fla", "Ga", "Ill", "Inc", "Ind", "Jan", "Jr", "Kan", "Ky", "La", "Ltd", "Mass", "Md",
    "Mich", "Minn", "Miss", "Mont", "Neb", "Nev", "No", "Nos", "Nov", "Oct", "Okla", "Okt", "Ore", "Pa", "Ph", "Rd",
    "Sept", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo", "al", "etc", "pág", "млн", "млрд", "руб", "тыс",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_in_order() {
        assert!(LEADS.is_sorted() && EITHER.is_sorted());
        assert!(LEADS.iter().chain(EITHER).all(|word| word.len() <= ABBREVIATION_BYTES_MAX));
    }

    #[test]
    fn words_are_told_by_their_stop() {
        for (word, reading) in [
            ("Mr", Some(Abbreviation::Leads)),
            ("J", Some(Abbreviation::Leads)),
            ("U.S", Some(Abbreviation::Either)),
            ("a.m", Some(Abbreviation::Either)),
            ("Inc", Some(Abbreviation::Either)),
            ("end", None),
            ("3.5", None),
            ("", None),
        ] {
            assert_eq!(abbreviation(word), reading, "{word}");
        }
    }
}
