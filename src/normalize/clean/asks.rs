//! What an outlet asks of its readers between the paragraphs, and what it owns up to: "Sign up for our newsletter",
//! "We may earn a commission from links on this page".
//!
//! Such lines stand anywhere in a text, often as whole sentences. They are known by the beginning of a sentence, or by
//! words that only an outlet says of itself; a quotation is never one.

use std::sync::LazyLock;

use super::phrases::{Phrases, begin, by_first};
use crate::normalize::blocks::{Block, Kind};

/// Characters of an ask and of a disclosure; what is longer says more than that.
const ASK_CHARS_MAX: usize = 200;
const DISCLOSURE_CHARS_MAX: usize = 400;

/// Lines that are furniture when nothing else stands in them, without the signs around them.
#[rustfmt::skip]
static LINES: Phrases = LazyLock::new(|| by_first(&[
    "table of contents", "on this page", "jump to section", "sponsored", "source", "image source", "article sources", "learn more", "find out more",
    "advertisement. scroll to continue reading", "advertisement. scroll to continue", "scroll to continue reading", "this slideshow requires javascript",
    "inhaltsverzeichnis", "auf dieser seite", "quelle", "bildquelle", "mehr erfahren", "scrollen, um weiterzulesen", "gesponsert",
    "table des matières", "en savoir plus", "sponsorisé", "tabla de contenidos", "tabla de contenido", "más información", "saber más", "patrocinado",
    "índice do artigo", "saiba mais", "sponsorizzato", "indice dei contenuti", "scopri di più", "inhoudsopgave", "meer informatie", "gesponsord",
    "innehållsförteckning", "indholdsfortegnelse", "innholdsfortegnelse", "sisällysluettelo", "spis treści", "dowiedz się więcej", "obsah článku",
    "tartalomjegyzék", "cuprins", "içindekiler", "содержание статьи", "оглавление", "зміст статті", "съдържание", "πίνακας περιεχομένων",
    "جدول المحتويات", "תוכן עניינים", "विषय सूची", "目录", "目次", "목차", "mục lục", "สารบัญ", "daftar isi",
]));

/// Beginnings of sentences that ask readers to subscribe or to tell others; `our` is what makes them the outlet's own.
#[rustfmt::skip]
static ASKS: Phrases = LazyLock::new(|| by_first(&[
    "sign up for our", "sign up to our", "sign up here for our", "subscribe to our", "subscribe for free", "subscribe now", "subscribe today",
    "subscribe here", "join our newsletter", "join our mailing list", "get our newsletter", "support our journalism", "support our work",
    "tell your friends", "share this with", "abonnieren sie unser", "abonniere unser", "melden sie sich für unser", "melde dich für unser",
    "jetzt abonnieren", "abonnez-vous à no", "inscrivez-vous à no", "recevez notre newsletter", "suscríbete a nuestr", "suscríbase a nuestr",
    "apúntate a nuestr", "recibe nuestr", "assine a nossa", "assine nossa", "inscreva-se na nossa", "inscreva-se no nosso", "subscreva a nossa",
    "iscriviti alla nostra", "iscriviti al nostro", "abonneer je op onze", "schrijf je in voor onze", "meld je aan voor onze", "prenumerera på vår",
    "anmäl dig till vår", "abonner på vår", "tilmeld dig vores", "meld deg på vår", "tilaa uutiskirje", "zapisz się na nasz", "zapisz się do nasz",
    "přihlaste se k odběru", "iratkozz fel", "iratkozzon fel", "abonează-te la", "подпишитесь на наш", "подписывайтесь на наш", "підпишіться на наш",
    "підписуйтесь на наш", "абонирайте се за нашия", "εγγραφείτε στο newsletter", "bültenimize abone ol",
]));

/// Words that stand together only where an outlet says that it is paid for what its readers buy.
#[rustfmt::skip]
const DISCLOSURES: &[&[&str]] = &[
    &["earn", "qualifying purchases"], &["may contain affiliate links"], &["we may earn", "commission"], &["we will earn", "commission"],
    &["we earn", "commission"], &["we may receive", "commission"], &["i may earn", "commission"], &["i may receive", "commission"],
    &["may earn", "commission", "affiliate link"], &["affiliate-links", "provision"], &["liens affiliés", "commission"], &["liens d'affiliation", "commission"],
    &["enlaces de afilia", "comisión"], &["links de afilia", "comissão"], &["link di affiliazione", "commission"], &["link affiliati", "commission"],
    &["affiliate", "commissie"], &["linki afiliacyjne", "prowizj"],
];

/// Whether the block is nothing else.
pub fn is_ask(block: &Block) -> bool {
    if !matches!(block.kind, Kind::Paragraph | Kind::Item | Kind::Heading)
        || block.text.len() > DISCLOSURE_CHARS_MAX * 4
    {
        return false;
    }
    let chars = block.text.chars().count();
    if chars > DISCLOSURE_CHARS_MAX || block.text.contains(is_double_quote) {
        return false;
    }
    let lower = block.text.to_lowercase().replace('’', "'");
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    if begin(&LINES, bare).any(|line| line == bare) {
        return true;
    }
    let is_disclosure = DISCLOSURES.iter().any(|words| words.iter().all(|word| lower.contains(word)));
    is_disclosure || (chars <= ASK_CHARS_MAX && sentences(bare).any(opens_as_ask))
}

fn opens_as_ask(sentence: &str) -> bool {
    begin(&ASKS, sentence).any(|ask| sentence.starts_with(ask))
}

/// The text from each beginning of a sentence on.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let behind_marks = text.match_indices(['.', '!', '?', ':']).filter_map(|(at, _)| text[at + 1..].strip_prefix(' '));
    std::iter::once(text).chain(behind_marks)
}

/// Apostrophes are no sign of a quotation here.
fn is_double_quote(c: char) -> bool {
    !matches!(c, '‘' | '’' | '‚') && super::quotes::is_quote(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_paragraph_ask(text: &str) -> bool {
        is_ask(&Block::new(Kind::Paragraph, text))
    }

    #[test]
    fn asks_and_disclosures_are_known() {
        let cases = [
            "Table of Contents",
            "Inhaltsverzeichnis:",
            "Sponsored",
            "[Source]",
            "Learn more.",
            "Advertisement. Scroll to continue reading.",
            "Do you like the valley? Sign up for our weekly letter and read of it first.",
            "Glad that you are here! Subscribe for free to get every story of the valley.",
            "Schön, dass Sie da sind. Abonnieren Sie unseren Brief aus dem Tal.",
            "Merci de nous lire ! Abonnez-vous à notre lettre de la vallée.",
            "Do you like our harbor page? Tell your friends and win a boat trip.",
            "When you buy a boat through our links, we may earn a small commission.",
            "As partner of a shop we earn from qualifying purchases.",
            "Some of these are Affiliate-Links: Für jeden Kauf erhalten wir eine Provision.",
        ];
        for text in cases {
            assert!(is_paragraph_ask(text), "{text}");
        }
    }

    #[test]
    fn sentences_about_them_are_text() {
        let cases = [
            "The mayor asked the farmers to sign up for our valley's own fire brigade by May.",
            "“Subscribe now, and you will not regret it,” the leaflet said to the people of the valley.",
            "The commission said that agents may earn more than was known.",
            "Source of the river",
            "He will learn more.",
            "Rain fell over the valley.",
            "",
        ];
        for text in cases {
            assert!(!is_paragraph_ask(text), "{text}");
        }
        let row = Block::new(Kind::Row, "Source");
        let quote = Block::new(Kind::Quote, "Subscribe now");
        assert!(!is_ask(&row) && !is_ask(&quote));
        let story = "It rained over the valley for nine days. ".repeat(6);
        assert!(!is_paragraph_ask(&format!("{story}Subscribe now.")));
    }
}
