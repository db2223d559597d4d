//! News agencies and the names by which articles credit them.

const AGENCIES: &[(&str, &[&str])] = &[
    ("AFP", &["afp", "agence france-presse", "agence france presse", "афп", "أ ف ب", "فرانس برس", "法新社", "afp通信"]),
    ("AP", &["ap", "associated press", "the associated press", "أ ب", "美联社", "美聯社", "ap通信"]),
    (
        "Reuters",
        &[
            "reuters",
            "thomson reuters",
            "رويترز",
            "רויטרס",
            "рейтер",
            "रॉयटर्स",
            "রয়টার্স",
            "路透社",
            "路透",
            "ロイター",
            "로이터",
        ],
    ),
    ("dpa", &["dpa", "deutsche presse-agentur", "د ب أ"]),
    ("EFE", &["efe", "agencia efe"]),
    ("ANSA", &["ansa"]),
    ("Lusa", &["lusa", "agência lusa"]),
    ("TASS", &["tass", "itar-tass", "тасс"]),
    ("RIA Novosti", &["ria novosti", "риа новости"]),
    ("Interfax", &["interfax", "интерфакс"]),
    ("Xinhua", &["xinhua", "新华社", "新华网", "شينخوا"]),
    ("Kyodo", &["kyodo", "kyodo news", "共同", "共同通信"]),
    ("Jiji", &["jiji", "jiji press", "時事", "時事通信"]),
    ("Yonhap", &["yonhap", "연합뉴스"]),
    ("PTI", &["pti", "press trust of india", "पीटीआई", "भाषा"]),
    ("ANI", &["ani", "एएनआई"]),
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
    ("Anadolu", &["anadolu", "anadolu agency", "anadolu ajansı", "aa", "الأناضول"]),
    ("IRNA", &["irna", "ایرنا", "إرنا"]),
    ("SANA", &["sana", "سانا"]),
    ("WAFA", &["wafa", "وفا"]),
    ("ISNA", &["isna", "ایسنا"]),
    ("SPA", &["spa", "واس"]),
    ("CNA", &["中央社"]),
    ("CNS", &["中新社", "中新网"]),
    ("BSS", &["bss", "বাসস"]),
    ("UNB", &["unb", "ইউএনবি"]),
    ("TTXVN", &["ttxvn"]),
    ("Ukrinform", &["ukrinform", "укрінформ", "укринформ"]),
    ("Newsis", &["newsis", "뉴시스"]),
    ("AMNA", &["amna", "απε-μπε", "αμνα"]),
    ("Antara", &["antara"]),
    ("Bernama", &["bernama"]),
    ("Bloomberg", &["bloomberg", "bloomberg news"]),
    ("Agência Brasil", &["agência brasil"]),
    ("Europa Press", &["europa press"]),
    ("Adnkronos", &["adnkronos"]),
];

/// Bytes of a name, with signs around it: longer texts need no look at the list.
const NAME_BYTES_MAX: usize = 60;

/// Returns the agency whose name this is, in any case and with or without dots.
pub fn named(name: &str) -> Option<&'static str> {
    if name.len() > NAME_BYTES_MAX {
        return None;
    }
    let name = name.trim().trim_matches(['(', ')', '[', ']', '.', '©', ' ']).to_lowercase();
    AGENCIES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(agency, _)| *agency)
}

/// Returns the agency with whose name the text begins, and the rest; for scripts that do not part words.
pub fn leading(text: &str) -> Option<(&'static str, &str)> {
    let is_unspaced =
        |name: &&&str| name.chars().all(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'));
    AGENCIES.iter().find_map(|(agency, names)| {
        let name =
            names.iter().filter(is_unspaced).filter(|name| text.starts_with(**name)).max_by_key(|name| name.len())?;
        Some((*agency, &text[name.len()..]))
    })
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
