//! Bylines: who wrote it, out of the first and the last lines of the text.
//!
//! A byline is a short paragraph that opens with `By`, `Von`, `Par` … and goes on with names, or that is
//! nothing but the name of an agency. In the middle of a text it stays: there it is a sentence.

use std::sync::LazyLock;

use super::agency;
use super::phrases::{Phrases, begin, by_first};
use super::sentences::is_ended;
use crate::normalize::blocks::{Block, Kind};
use crate::normalize::dates;

/// Blocks from the start, and from the end, that may be a byline.
const REACH: usize = 4;

/// Characters of a byline: three names with their offices.
const BYLINE_CHARS_MAX: usize = 160;

/// Words of a date and time behind a name, without the month that may open it.
const DATE_WORDS_MAX: usize = 5;

/// Words that open a byline, in lower case. A name must follow: `By the end of` is a sentence.
#[rustfmt::skip]
static OPENERS: Phrases = LazyLock::new(|| by_first(&[
    "by", "by:", "written by:", "written by", "reported by", "author:", "authors:", "story by", "words by", "reporting by",
    "von", "autor:", "autorin:", "autoren:", "text:", "par", "par :", "propos recueillis par", "auteur :", "por", "por:", "texto:", "escrito por",
    "redacción:", "di", "a cura di", "autore:", "door", "av", "af", "tekst:", "przez", "autor", "автор:", "автор", "текст:",
    "teksti:", "kirjoittaja:", "szerző:", "írta:", "napsal:", "autoři:", "scris de", "oleh", "oleh:", "penulis:", "tác giả:", "yazar:", "yazan:", "haber:",
    "автори:", "του", "της", "των", "γράφει ο", "γράφει η", "συντάκτης:",
]));

/// Words that open a byline in scripts without capitals, where nothing else tells a name from a sentence.
#[rustfmt::skip]
const UNCASED_OPENERS: &[&str] = &[
    "بقلم", "كتب:", "كتبت:", "إعداد:", "الكاتب:", "מאת", "כתב:", "כתבה:", "نویسنده", "به قلم", "گزارش:", "लेखक", "लेखिका", "द्वारा:", "লিখেছেন", "লেখক", "作者",
    "记者:", "記者:", "撰文", "文:", "取材・文:", "執筆:", "글", "기자:", "โดย", "ผู้เขียน", "เรื่อง:",
];

/// Words behind the name of one who writes, where names need no opener.
const TITLES_BEHIND: &[&str] = &["기자", "특파원", "선임기자", "인턴기자", "논설위원"];

/// Characters and words of names in such scripts.
const UNCASED_NAME_CHARS_MAX: usize = 40;
const UNCASED_NAME_WORDS_MAX: usize = 4;

/// Openers of a line that names the source: `Source: AFP`, `Quelle: dpa`.
#[rustfmt::skip]
static SOURCE_OPENERS: Phrases = LazyLock::new(|| by_first(&[
    "source:", "sources:", "quelle:", "quellen:", "source :", "fuente:", "fonte:", "bron:", "kilde:", "källa:", "lähde:", "źródło:", "zdroj:", "forrás:",
    "sursa:", "kaynak:", "nguồn:", "sumber:", "πηγή:", "источник:", "джерело:", "المصدر:", "מקור:", "منبع:", "स्रोत:", "সূত্র:", "来源：", "來源：", "出典：", "출처:", "ที่มา:",
]));

/// Words within a name that need no capital.
const PARTICLES: &[&str] = &[
    "and", "und", "et", "y", "e", "en", "og", "och", "i", "и", "de", "da", "do", "dos", "del", "della", "di", "du",
    "la", "le", "van", "von", "der", "den", "ten", "al-", "bin", "ibn", "zu", "af", "&",
];

/// Words that tell an organization from a person.
#[rustfmt::skip]
const ORGANIZATION_WORDS: &[&str] = &[
    "tv", "news", "newsroom", "newsdesk", "staff", "agency", "agencies", "times", "post", "desk", "team", "editors", "editorial", "redaktion", "rédaction",
    "redacción", "redazione", "redação", "redactie", "press", "media", "online", "magazine", "journal", "herald", "tribune", "radio", "broadcasting",
    "service", "reporter", "reporters", "writers", "correspondent", "correspondents", "monitor", "network", "report", "today", "guardian", "bbc", "cnn",
    "редакция", "тв", "телеканал", "радио", "радіо", "газета", "редакція", "агентство", "новости", "новини", "redakcja", "redakce", "haber", "ajansı", "gazetesi", "تلفزيون", "قناة", "صحيفة", "وكالة", "ערוץ", "شبکه",
    "خبرگزاری", "روزنامه", "टीवी", "न्यूज़", "समाचार", "টিভি", "নিউজ", "डेस्क", "ডেস্ক",
];

/// What the bylines said.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Bylines {
    /// People, in order.
    pub authors: Vec<String>,
    /// The first organization that is no agency.
    pub organization: Option<String>,
    pub agency: Option<&'static str>,
}

impl Bylines {
    /// Takes over what another line says and this one does not.
    pub fn add(&mut self, line: Self) {
        for author in line.authors {
            if !self.authors.contains(&author) {
                self.authors.push(author);
            }
        }
        self.organization = self.organization.take().or(line.organization);
        self.agency = self.agency.or(line.agency);
    }
}

/// Takes the bylines out of both ends of the text.
pub fn take(blocks: &mut Vec<Block>) -> Bylines {
    let mut found = Bylines::default();
    let count = blocks.len();
    let mut at = 0;
    blocks.retain(|block| {
        let is_near_an_end = at < REACH || at + REACH >= count;
        at += 1;
        if !is_near_an_end || !matches!(block.kind, Kind::Paragraph | Kind::Heading | Kind::Item) {
            return true;
        }
        match read(&block.text) {
            Some(line) => {
                found.add(line);
                false
            }
            None => true,
        }
    });
    take_stamp(blocks, &mut found);
    found
}

/// Reads a text that a page marks as its byline; the word that opens it may be missing there.
pub fn marked(text: &str) -> Bylines {
    if let Some(found) = read(text) {
        return found;
    }
    let first = text.split(['|', '•', '·', '(', '\u{2014}']).next().unwrap_or_default().trim();
    let is_name = text.chars().count() <= BYLINE_CHARS_MAX && looks_like_names(first) && first.contains(' ');
    if is_name { names(first) } else { Bylines::default() }
}

/// Returns a stated name without the word that opens bylines.
pub fn without_opener(name: &str) -> &str {
    let rest = uncased(name).or_else(|| behind_opener(name, &OPENERS).filter(|rest| looks_like_names(rest)));
    let rest = rest.unwrap_or(name);
    rest.trim_matches([',', '|', '-', '–', ' '])
}

/// Whether the line reads as a byline.
pub fn is_byline(line: &str) -> bool {
    read(line).is_some()
}

/// Whether the line names a source.
pub fn is_source(line: &str) -> bool {
    behind_opener(line, &SOURCE_OPENERS).is_some()
}

/// Reads one line as a byline.
fn read(line: &str) -> Option<Bylines> {
    if line.chars().count() > BYLINE_CHARS_MAX {
        return None;
    }
    let unstamped = line.trim_start_matches(['—', '–', '-', '|', ' ']).trim_end_matches('.');
    if let Some(agency) = agency::listed(unstamped) {
        return Some(Bylines { agency: Some(agency), ..Bylines::default() });
    }
    if let Some(source) = behind_opener(unstamped, &SOURCE_OPENERS) {
        return Some(names(source)).filter(|found| found.agency.is_some());
    }
    if let Some(name) = uncased(line) {
        return Some(names(name));
    }
    let rest = behind_opener(line, &OPENERS)?;
    let rest = rest.split(['|', '•', '·', '(', '\u{2014}']).next().unwrap_or_default().trim();
    let rest = rest.split(" in ").next().unwrap_or_default();
    let rest = without_date(rest).trim_end_matches([',', '.', ':']);
    let found = looks_like_names(rest).then(|| names(rest))?;
    (found != Bylines::default()).then_some(found)
}

/// Returns the name in a byline of a script without capitals: behind a word that opens it, or before a title.
pub fn uncased(line: &str) -> Option<&str> {
    if line.is_ascii() || line.chars().count() > BYLINE_CHARS_MAX {
        return None;
    }
    let is_parted = |rest: &str| rest.starts_with([' ', ':', '：']);
    let behind = UNCASED_OPENERS.iter().find_map(|opener| {
        let rest = line.strip_prefix(opener.trim_end_matches(':'))?;
        let is_met = if opener.ends_with(':') { rest.trim_start().starts_with([':', '：']) } else { is_parted(rest) };
        is_met.then(|| rest.trim_start_matches([':', '：', ' ']))
    });
    let name =
        behind.unwrap_or(line).split(['|', '•', '·', '(', '（', '/', '／', '—', '@']).next().unwrap_or_default().trim();
    let untitled = TITLES_BEHIND.iter().find_map(|title| {
        let (name, rest) = name.split_once(title)?;
        let is_title =
            name.ends_with(' ') && !rest.starts_with(char::is_alphabetic) && rest.split_whitespace().count() <= 1;
        is_title.then(|| name.trim())
    });
    let name = untitled.or_else(|| behind.map(|_| name))?;
    let is_name = name.chars().count() <= UNCASED_NAME_CHARS_MAX
        && name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && name.split_whitespace().count() <= UNCASED_NAME_WORDS_MAX
        && !name.chars().any(char::is_numeric)
        && !is_ended(line)
        && !name.contains([',', '،', '，', '、', '"', '“', '!', '?', '؟'])
        && name.chars().all(|c| !c.is_lowercase() && !c.is_uppercase());
    is_name.then_some(name)
}

/// Cuts a date off a line of names: `Jane Doe 4 May 2015`, `Jane Doe, May 4`.
fn without_date(names: &str) -> &str {
    let Some(at) = names.find(|c: char| c.is_ascii_digit()) else { return names };
    let (names, date) = (names[..at].trim_end(), &names[at..]);
    let (before, last) = names.rsplit_once(' ').unwrap_or(("", names));
    let names = if dates::is_month(&last.trim_matches(['.', ',']).to_lowercase()) { before } else { names };
    if date.split_whitespace().count() <= DATE_WORDS_MAX { names.trim_end() } else { "" }
}

fn behind_opener<'a>(line: &'a str, openers: &'static Phrases) -> Option<&'a str> {
    let mut best: Option<&str> = None;
    let first = line.chars().next().and_then(|c| c.to_lowercase().next())?;
    for opener in begin(openers, first.encode_utf8(&mut [0; 4])) {
        let start = line.get(..opener.len());
        let is_met = start.is_some_and(|start| start.to_lowercase() == opener);
        let behind = line.get(opener.len()..).unwrap_or_default();
        let is_parted = behind.starts_with(' ') || opener.ends_with([':', '：']);
        if is_met && is_parted && best.is_none_or(|best| behind.len() < best.len()) {
            best = Some(behind);
        }
    }
    best.map(str::trim)
}

/// Whether every word is capitalized or belongs into names, and no sentence ends.
pub(super) fn looks_like_names(rest: &str) -> bool {
    let words: Vec<&str> = rest.split_whitespace().collect();
    let is_name_word = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        bare.starts_with(char::is_uppercase) || PARTICLES.contains(&word.to_lowercase().as_str()) || is_uncased(bare)
    };
    let first_is_capital =
        words.first().is_some_and(|word| word.starts_with(|c: char| c.is_uppercase() || is_letter_without_case(c)));
    first_is_capital
        && words.len() <= 14
        && words.iter().all(is_name_word)
        && !rest.chars().any(|c| c.is_ascii_digit() || matches!(c, '!' | '?' | ';'))
}

fn is_letter_without_case(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

fn is_uncased(word: &str) -> bool {
    !word.is_empty() && word.chars().all(is_letter_without_case)
}

/// Parts a list of names into people, agencies and organizations.
pub fn names(list: &str) -> Bylines {
    let mut found = Bylines::default();
    let mut parts: Vec<&str> = vec![list];
    for separator in [" and ", " und ", " et ", " y ", " e ", " en ", " og ", " och ", " и ", " & ", ",", "/", ";"] {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    for part in parts {
        let name = part.trim().trim_matches(['.', ',', ':', '-', '–', '—', '|']).trim();
        if let Some(agency) = agency::named(name) {
            found.agency = found.agency.or(Some(agency));
        } else if is_organization(name) {
            found.organization = found.organization.or(Some(name.to_owned()));
        } else if is_person(name) {
            found.authors.push(name.to_owned());
        }
    }
    found
}

/// Whether the name has a word that only organizations have in theirs.
fn is_organization(name: &str) -> bool {
    name.split_whitespace().any(|word| ORGANIZATION_WORDS.contains(&word.to_lowercase().as_str()))
}

fn is_person(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).count() >= 2 && name.split_whitespace().count() <= 6
}

/// An agency in brackets that ends the last paragraph: `… on Friday. (Reuters)`.
fn take_stamp(blocks: &mut [Block], found: &mut Bylines) {
    let Some(last) = blocks.last_mut().filter(|last| last.kind == Kind::Paragraph) else { return };
    let Some(at) = last.text.rfind(['(', '[']) else { return };
    let is_behind_a_sentence = last.text[..at].trim_end().ends_with(['.', '!', '?', '”', '"', '’']);
    let stamp = last.text[at + 1..].trim_end_matches('.').strip_suffix([')', ']']);
    if let Some(agency) = stamp.filter(|_| is_behind_a_sentence).and_then(agency::listed) {
        found.agency = found.agency.or(Some(agency));
        last.text.truncate(last.text[..at].trim_end().len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_are_read_in_many_languages() {
        let cases: &[(&str, &[&str], Option<&str>, Option<&str>)] = &[
            ("By Jane Doe", &["Jane Doe"], None, None),
            ("By Press TV", &[], Some("Press TV"), None),
            ("by Jane Doe and John O’Neill, AFP", &["Jane Doe", "John O’Neill"], None, Some("AFP")),
            ("By JANE DOE | The Paper", &["JANE DOE"], None, None),
            ("By Jane Doe in Rome", &["Jane Doe"], None, None),
            ("Von Anna Schmidt", &["Anna Schmidt"], None, None),
            ("Von Anna Schmidt und Otto von der Heide", &["Anna Schmidt", "Otto von der Heide"], None, None),
            ("Par Émile Dupont", &["Émile Dupont"], None, None),
            ("Por Ángel López", &["Ángel López"], None, None),
            ("Di Giulia Rossi", &["Giulia Rossi"], None, None),
            ("di Giulia Rossi 7 novembre 2017", &["Giulia Rossi"], None, None),
            ("By Jane Doe, May 4, 2015", &["Jane Doe"], None, None),
            ("Автор: Иван Петров", &["Иван Петров"], None, None),
            ("Yazar: Elif Karaca", &["Elif Karaca"], None, None),
            ("Του Νίκου Βασιλάκη", &["Νίκου Βασιλάκη"], None, None),
            ("بقلم ليلى المنصوري", &["ليلى المنصوري"], None, None),
            ("מאת רונית שקד", &["רונית שקד"], None, None),
            ("نویسنده: نسرین کاویانی", &["نسرین کاویانی"], None, None),
            ("लेखक: सुनीता रावत", &["सुनीता रावत"], None, None),
            ("লিখেছেন রুমানা সুলতানা", &["রুমানা সুলতানা"], None, None),
            ("作者：林晓雯", &["林晓雯"], None, None),
            ("文：佐伯真理子", &["佐伯真理子"], None, None),
            ("글 윤서연 기자", &["윤서연"], None, None),
            ("윤서연 기자 yoon@paper.example", &["윤서연"], None, None),
            ("โดย มาลี ศรีสุข", &["มาลี ศรีสุข"], None, None),
            ("رويترز", &[], None, Some("Reuters")),
            ("Reuters", &[], None, Some("Reuters")),
            ("(AFP)", &[], None, Some("AFP")),
            ("Quelle: dpa/AFP", &[], None, Some("dpa")),
            ("来源：新华社", &[], None, Some("Xinhua")),
            ("المصدر: رويترز", &[], None, Some("Reuters")),
        ];
        for (line, authors, organization, agency) in cases {
            let found = read(line).unwrap_or_else(|| panic!("no byline: {line}"));
            assert_eq!(found.authors, *authors, "{line}");
            assert_eq!((found.organization.as_deref(), found.agency), (*organization, *agency), "{line}");
        }
    }

    #[test]
    fn marked_bylines_need_no_opener() {
        assert_eq!(marked("Jane Doe | May 4").authors, ["Jane Doe"]);
        assert_eq!(marked("By Jane Doe").authors, ["Jane Doe"]);
        for text in ["May 4, 2015", "Home", "4 min read", "Posted in Weather at noon"] {
            assert_eq!(marked(text).authors, [""; 0], "{text}");
        }
        assert_eq!(without_opener("Written By: Tom May"), "Tom May");
        assert_eq!(without_opener(", By Jane"), "By Jane");
    }

    #[test]
    fn sentences_are_no_bylines() {
        let cases = [
            "By the end of the year all was over.",
            "By 2020 We Will See",
            "By May 2015 All Was Over",
            "Von der Leyen sagt Nein",
            "Di Maria segna due gol",
            "Par la fenêtre",
            "Por qué no",
            "Source: the ministry",
            "By",
            "Author",
            "Reuters reported it first.",
            "بقلم رصاص كتب الطفل رسالة إلى أمه في المدينة",
            "記者会見で大臣は述べた。",
            "文化の日に雨が降った",
            "글을 쓰는 사람은 많다.",
            "기자 회견이 열렸다",
            "โดยเฉพาะในฤดูฝน",
            "लेखक ने कहा कि बारिश होगी।",
        ];
        for line in cases {
            assert_eq!(read(line), None, "{line}");
        }
    }

    #[test]
    fn only_the_ends_of_a_text_have_bylines() {
        let mut blocks: Vec<_> =
            (0..12).map(|n| Block::new(Kind::Paragraph, format!("Sentence {n} goes on."))).collect();
        blocks[6].text = "By Jane Doe".into();
        assert_eq!(take(&mut blocks), Bylines::default());
        blocks[11].text = "By Jane Doe".into();
        assert_eq!(take(&mut blocks).authors, ["Jane Doe"]);
        assert_eq!(blocks.len(), 11);
    }

    #[test]
    fn a_stamp_goes_from_the_last_paragraph() {
        let mut blocks = vec![Block::new(Kind::Paragraph, "The talks go on. (Reuters)")];
        assert_eq!(take(&mut blocks).agency, Some("Reuters"));
        assert_eq!(blocks[0].text, "The talks go on.");
        let mut blocks = vec![Block::new(Kind::Paragraph, "He sold the agency (Reuters)")];
        assert_eq!(take(&mut blocks).agency, None);
    }
}
