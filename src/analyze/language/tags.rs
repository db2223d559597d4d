//! What feeds write where a language tag belongs, brought to its shortest form.

/// Returns the primary language of a declared tag in its shortest form (`en` of `EN-us`, `de` of `deu`), or
/// nothing if it is no tag of a language.
pub fn primary_tag(declared: &str) -> Option<String> {
    let primary = declared.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    if !matches!(primary.len(), 2 | 3) || !primary.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    if matches!(primary.as_str(), "und" | "mul" | "zxx" | "mis") {
        return None;
    }
    match SHORTER.binary_search_by_key(&primary.as_str(), |(long, _)| *long) {
        Ok(at) => Some(SHORTER[at].1.to_owned()),
        Err(_) => Some(primary),
    }
}

/// ISO 639-2 and 639-3 codes, and outdated ones, to BCP 47; sorted.
#[rustfmt::skip]
const SHORTER: &[(&str, &str)] = &[
    ("afr", "af"), ("aka", "ak"), ("alb", "sq"), ("amh", "am"), ("ara", "ar"), ("arb", "ar"), ("arm", "hy"),
    ("aze", "az"), ("baq", "eu"), ("bel", "be"), ("ben", "bn"), ("bod", "bo"), ("bos", "bs"), ("bul", "bg"),
    ("bur", "my"), ("cat", "ca"), ("ces", "cs"), ("chi", "zh"), ("cmn", "zh"), ("cym", "cy"), ("cze", "cs"),
    ("dan", "da"), ("deu", "de"), ("dut", "nl"), ("ell", "el"), ("eng", "en"), ("epo", "eo"), ("est", "et"),
    ("eus", "eu"), ("fas", "fa"), ("fil", "tl"), ("fin", "fi"), ("fra", "fr"), ("fre", "fr"), ("geo", "ka"),
    ("ger", "de"), ("gle", "ga"), ("glg", "gl"), ("gre", "el"), ("guj", "gu"), ("heb", "he"), ("hin", "hi"),
    ("hrv", "hr"), ("hun", "hu"), ("hye", "hy"), ("ice", "is"), ("in", "id"), ("ind", "id"), ("isl", "is"),
    ("ita", "it"), ("iw", "he"), ("jav", "jv"), ("ji", "yi"), ("jpn", "ja"), ("kan", "kn"), ("kat", "ka"),
    ("kaz", "kk"), ("khk", "mn"), ("khm", "km"), ("kor", "ko"), ("lao", "lo"), ("lat", "la"), ("lav", "lv"),
    ("lit", "lt"), ("lug", "lg"), ("lvs", "lv"), ("mac", "mk"), ("mal", "ml"), ("mao", "mi"), ("mar", "mr"),
    ("may", "ms"), ("mkd", "mk"), ("mon", "mn"), ("mri", "mi"), ("msa", "ms"), ("mya", "my"), ("nep", "ne"),
    ("nld", "nl"), ("nno", "nn"), ("no", "nb"), ("nob", "nb"), ("nor", "nb"), ("ori", "or"), ("pan", "pa"),
    ("per", "fa"), ("pes", "fa"), ("pol", "pl"), ("por", "pt"), ("ron", "ro"), ("rum", "ro"), ("rus", "ru"),
    ("sin", "si"), ("slk", "sk"), ("slo", "sk"), ("slv", "sl"), ("sna", "sn"), ("som", "so"), ("sot", "st"),
    ("spa", "es"), ("sqi", "sq"), ("srp", "sr"), ("swa", "sw"), ("swe", "sv"), ("swh", "sw"), ("tam", "ta"),
    ("tel", "te"), ("tgl", "tl"), ("tha", "th"), ("tib", "bo"), ("tsn", "tn"), ("tso", "ts"), ("tuk", "tk"),
    ("tur", "tr"), ("ukr", "uk"), ("urd", "ur"), ("uzb", "uz"), ("vie", "vi"), ("wel", "cy"), ("xho", "xh"),
    ("yid", "yi"), ("yor", "yo"), ("zho", "zh"), ("zsm", "ms"), ("zul", "zu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_tags_are_brought_to_their_shortest_form() {
        for (declared, short) in [
            ("EN-us", "en"),
            ("deu", "de"),
            ("ger", "de"),
            ("zh-Hant-TW", "zh"),
            ("no", "nb"),
            ("iw", "he"),
            ("nn", "nn"),
            ("sr_Latn", "sr"),
            ("ast", "ast"),
        ] {
            assert_eq!(primary_tag(declared).as_deref(), Some(short));
        }
        for nonsense in ["", "english", "x", "e1", "mul", "-"] {
            assert_eq!(primary_tag(nonsense), None);
        }
    }

    #[test]
    fn every_long_code_stands_once_and_in_its_place() {
        assert!(SHORTER.is_sorted_by(|before, after| before.0 < after.0));
    }
}
