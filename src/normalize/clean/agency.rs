//! News agencies and the names by which articles credit them.

const AGENCIES: &[(&str, &[&str])] = &[
    ("AFP", &["afp", "agence france-presse", "agence france presse"]),
    ("AP", &["ap", "associated press", "the associated press"]),
    ("Reuters", &["reuters", "thomson reuters"]),
    ("dpa", &["dpa", "deutsche presse-agentur"]),
    ("EFE", &["efe", "agencia efe"]),
    ("ANSA", &["ansa"]),
    ("Lusa", &["lusa", "agência lusa"]),
    ("TASS", &["tass", "itar-tass", "тасс"]),
    ("RIA Novosti", &["ria novosti", "риа новости"]),
    ("Interfax", &["interfax", "интерфакс"]),
    ("Xinhua", &["xinhua", "新华社"]),
    ("Kyodo", &["kyodo", "kyodo news", "共同"]),
    ("Jiji", &["jiji", "jiji press"]),
    ("Yonhap", &["yonhap", "연합뉴스"]),
    ("PTI", &["pti", "press trust of india"]),
    ("ANI", &["ani"]),
    ("IANS", &["ians"]),
    ("UPI", &["upi", "united press international"]),
    ("PA Media", &["pa media", "press association"]),
    ("AAP", &["aap", "australian associated press"]),
    ("CP", &["the canadian press", "canadian press"]),
    ("APA", &["apa", "austria presse agentur"]),
    ("SDA", &["sda", "keystone-sda"]),
    ("KNA", &["kna"]),
    ("epd", &["epd"]),
    ("SID", &["sid"]),
    ("ANP", &["anp"]),
    ("Belga", &["belga"]),
    ("TT", &["tt nyhetsbyrån"]),
    ("NTB", &["ntb"]),
    ("Ritzau", &["ritzau"]),
    ("STT", &["stt"]),
    ("PAP", &["pap"]),
    ("ČTK", &["čtk", "ctk"]),
    ("MTI", &["mti"]),
    ("Anadolu", &["anadolu", "anadolu agency", "anadolu ajansı"]),
    ("IRNA", &["irna"]),
    ("SANA", &["sana"]),
    ("WAFA", &["wafa"]),
    ("Antara", &["antara"]),
    ("Bernama", &["bernama"]),
    ("Bloomberg", &["bloomberg", "bloomberg news"]),
    ("Agência Brasil", &["agência brasil"]),
    ("Europa Press", &["europa press"]),
    ("Adnkronos", &["adnkronos"]),
];

/// Returns the agency whose name this is, in any case and with or without dots.
pub fn named(name: &str) -> Option<&'static str> {
    let name = name.trim().trim_matches(['(', ')', '[', ']', '.', '©', ' ']).to_lowercase();
    AGENCIES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(agency, _)| *agency)
}

/// Returns the first agency in a list such as `AFP/Reuters`, where it names nothing but agencies.
pub fn listed(list: &str) -> Option<&'static str> {
    let mut first = None;
    for name in list.split(['/', ',', '&', '|', '+']).flat_map(|part| part.split(" and ")) {
        let agency = named(name)?;
        first = first.or(Some(agency));
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_are_known_by_their_names() {
        let cases = [
            ("Reuters", Some("Reuters")),
            ("(AFP)", Some("AFP")),
            ("The Associated Press", Some("AP")),
            ("dpa/AFP", Some("dpa")),
            ("AP and Reuters", Some("AP")),
            ("Jane Doe/AP", None),
            ("Reuters Institute", None),
            ("", None),
        ];
        for (list, expected) in cases {
            assert_eq!(listed(list), expected, "{list}");
        }
    }
}
