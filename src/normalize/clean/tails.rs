//! What outlets put around and into a text: "Read more", "Related", "Share this", notices of rights.
//!
//! Only whole, short paragraphs go. Invitations to read elsewhere go wherever they stand; the rest only near
//! the ends of the text, because within it the same words may begin a sentence.

use crate::normalize::blocks::{Block, Kind};

/// Characters of an insertion; a longer paragraph says something.
const INSERTION_CHARS_MAX: usize = 160;

/// Blocks from the start and from the end that may be furniture.
const REACH_START: usize = 4;
const REACH_END: usize = 8;

/// Openings of lines that lead elsewhere: dropped everywhere. A colon at the end must stand in the line,
/// or the line must be nothing more than the words.
const LEADS: &[&str] = &[
    "read more:",
    "read also:",
    "also read:",
    "read next:",
    "related:",
    "related story:",
    "related stories:",
    "related article:",
    "related articles:",
    "see also:",
    "more:",
    "watch:",
    "listen:",
    "more on this:",
    "more from",
    "story continues below",
    "article continues below",
    "article continues after",
    "advertisement",
    "sponsored content",
    "lesen sie auch:",
    "lesen sie auch",
    "lesen sie mehr:",
    "mehr zum thema",
    "mehr dazu:",
    "lesen sie hier",
    "anzeige",
    "lire aussi",
    "à lire aussi",
    "lire la suite",
    "sur le même sujet",
    "publicité",
    "lea también",
    "lee también",
    "leer más:",
    "te puede interesar",
    "publicidad",
    "leia também",
    "leia mais",
    "veja também",
    "publicidade",
    "leggi anche",
    "leggi tutto",
    "pubblicità",
    "lees ook",
    "lees meer",
    "læs også",
    "les også",
    "läs också",
    "läs mer",
    "czytaj także",
    "czytaj też",
    "читайте также",
    "читать далее",
    "ilgili haber",
];

/// Openings of lines that speak of the site: dropped near the ends only.
const FURNITURE: &[&str] = &[
    "share this",
    "share on",
    "share via",
    "share the article",
    "follow us",
    "follow him on",
    "follow her on",
    "follow @",
    "subscribe to",
    "subscribe now",
    "sign up for",
    "sign up to",
    "sign in to",
    "join our newsletter",
    "newsletter",
    "get our newsletter",
    "click here to",
    "click to share",
    "click here for",
    "download our app",
    "download the app",
    "all rights reserved",
    "copyright ©",
    "copyright 2",
    "(c) 2",
    "© 1",
    "© 2",
    "© copyright",
    "filed under",
    "tags:",
    "topics:",
    "categories:",
    "posted in",
    "print this",
    "email this",
    "like us on",
    "join the conversation",
    "leave a comment",
    "comments are closed",
    "view comments",
    "show comments",
    "this article was originally published",
    "this story was originally",
    "this article originally appeared",
    "first published on",
    "the post appeared first",
    "last updated",
    "min read",
    "teilen",
    "artikel teilen",
    "folgen sie uns",
    "newsletter abonnieren",
    "alle rechte vorbehalten",
    "jetzt abonnieren",
    "partager",
    "suivez-nous",
    "abonnez-vous",
    "tous droits réservés",
    "inscrivez-vous",
    "compartir",
    "síguenos",
    "suscríbete",
    "todos los derechos reservados",
    "compartilhe",
    "siga-nos",
    "todos os direitos reservados",
    "condividi",
    "seguici",
    "iscriviti",
    "tutti i diritti riservati",
    "riproduzione riservata",
    "© riproduzione riservata",
    "delen",
    "volg ons",
    "все права защищены",
    "подписывайтесь",
    "поделиться",
    "tempo de leitura",
    "tiempo de lectura",
    "lesezeit",
    "temps de lecture",
];

/// Headings behind which only other articles come.
const CLOSERS: &[&str] = &[
    "related articles",
    "related stories",
    "related posts",
    "related news",
    "related content",
    "related topics",
    "related reading",
    "you may also like",
    "you might also like",
    "you may also be interested in",
    "recommended for you",
    "recommended reading",
    "more stories",
    "more news",
    "most read",
    "most popular",
    "trending now",
    "popular posts",
    "recent posts",
    "latest news",
    "latest posts",
    "read next",
    "up next",
    "keep reading",
    "about the author",
    "share this article",
    "share this post",
    "leave a reply",
    "leave a comment",
    "comments",
    "das könnte sie auch interessieren",
    "weitere artikel",
    "mehr zum thema",
    "meistgelesen",
    "à lire également",
    "articles similaires",
    "sur le même sujet",
    "noticias relacionadas",
    "artículos relacionados",
    "te puede interesar",
    "más noticias",
    "notícias relacionadas",
    "veja também",
    "articoli correlati",
    "potrebbe interessarti",
    "gerelateerde artikelen",
    "похожие статьи",
    "читайте также",
];

/// Endings of lines that were cut off by a "more" link.
const MORE: &[&str] = &[
    "read more",
    "continue reading",
    "weiterlesen",
    "mehr lesen",
    "lire la suite",
    "leer más",
    "seguir leyendo",
    "leggi tutto",
    "ler mais",
    "lees verder",
    "читать далее",
];

/// Drops the furniture around and in the text.
pub fn drop(blocks: &mut Vec<Block>) {
    drop_behind_closer(blocks);
    let count = blocks.len();
    let mut at = 0;
    blocks.retain(|block| {
        let is_near_an_end = at < REACH_START || at + REACH_END >= count;
        at += 1;
        !is_insertion(block, is_near_an_end)
    });
}

/// Returns the line without a "more" link at its end.
pub fn without_more_link(line: &str) -> &str {
    let bare = line.trim_end_matches(['→', '»', '›', '>', '.', '…', ']', ')', ' ']);
    for more in MORE {
        let Some(at) = bare.len().checked_sub(more.len()) else { continue };
        if bare.get(at..).is_some_and(|end| end.to_lowercase() == *more)
            && bare[..at].trim_end().ends_with(['…', '.', '!', '?', '”', '[', '('])
        {
            return bare[..at].trim_end_matches([' ', '[', '(']);
        }
    }
    line
}

/// What a line may be besides text, by its words alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Furniture {
    /// Leads elsewhere.
    pub is_lead: bool,
    /// Speaks of the site.
    pub is_notice: bool,
    /// Opens a list of other articles.
    pub is_closer: bool,
    pub is_caption: bool,
    pub is_byline: bool,
}

/// Returns what furniture a block reads like.
pub fn furniture(block: &Block) -> Furniture {
    if block.text.chars().count() > INSERTION_CHARS_MAX {
        return Furniture { is_caption: super::captions::is_caption(block), ..Furniture::default() };
    }
    let line = block.text.to_lowercase();
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '@' && c != '(');
    Furniture {
        is_lead: MORE.contains(&bare) || begin(LEADS, bare).any(|lead| opens(bare, lead)),
        is_notice: begin(FURNITURE, bare).any(|words| bare.starts_with(words)),
        is_closer: CLOSERS.contains(&bare),
        is_caption: super::captions::is_caption(block),
        is_byline: super::bylines::is_byline(&block.text),
    }
}

fn is_insertion(block: &Block, is_near_an_end: bool) -> bool {
    if matches!(block.kind, Kind::Quote | Kind::Picture) || block.text.chars().count() > INSERTION_CHARS_MAX {
        return false;
    }
    let line = block.text.to_lowercase();
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '@' && c != '(');
    let is_sentence = line.ends_with(['.', '”', '"']) && !line.contains(':') && !block.is_linked();
    if MORE.contains(&bare) || (!is_sentence && begin(LEADS, bare).any(|lead| opens(bare, lead))) {
        return true;
    }
    is_near_an_end && begin(FURNITURE, bare).any(|words| bare.starts_with(words)) && !is_long_sentence(bare, block)
}

/// The words of a list that have the line's first byte.
fn begin<'a>(list: &'a [&'a str], line: &str) -> impl Iterator<Item = &'a str> {
    let first = line.bytes().next();
    list.iter().copied().filter(move |words| words.bytes().next() == first)
}

/// Whether the line opens with the words and is not simply a sentence that does so.
fn opens(line: &str, words: &str) -> bool {
    if let Some(words) = words.strip_suffix(':') {
        return line.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.trim_start().starts_with(':'));
    }
    line.strip_prefix(words).is_some_and(|rest| {
        let ends_there = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
        // `Advertisement is dead` is a sentence; `Leia também: …` and `Lire aussi …` are not.
        ends_there
            && (rest.is_empty() || rest.trim_start().starts_with([':', '|', '-', '–', '»']) || words.contains(' '))
    })
}

/// Sentences of some length are text even where they begin like furniture, unless they are links.
fn is_long_sentence(line: &str, block: &Block) -> bool {
    line.split_whitespace().count() > 16 && !block.is_linked() && !line.contains('©')
}

/// Drops everything from a closing heading on, when nothing that reads like text follows it.
fn drop_behind_closer(blocks: &mut Vec<Block>) {
    let from = blocks.len() / 2;
    let closer = (from..blocks.len()).find(|&at| {
        let line = blocks[at].text.to_lowercase();
        let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
        let is_text = |block: &Block| {
            block.kind == Kind::Paragraph && block.text.len() > INSERTION_CHARS_MAX && !block.is_linked()
        };
        CLOSERS.contains(&bare) && blocks[at + 1..].iter().filter(|block| is_text(block)).count() <= 1
    });
    if let Some(at) = closer {
        blocks.truncate(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(texts: &[&str]) -> Vec<String> {
        let mut blocks: Vec<_> = texts.iter().map(|text| Block::new(Kind::Paragraph, *text)).collect();
        drop(&mut blocks);
        blocks.into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn insertions_go() {
        let cases = [
            "Read more: Ten things about rain",
            "Related: Why it rains",
            "ADVERTISEMENT",
            "Lesen Sie auch: Warum es regnet",
            "Lire aussi : Pourquoi il pleut",
            "Leia também: Por que chove",
            "Читайте также: почему идёт дождь",
            "Read more »",
            "Share this article",
            "Follow us on Twitter",
            "Subscribe to our newsletter",
            "© 2015 The Paper",
            "All rights reserved.",
            "Alle Rechte vorbehalten",
            "Tags: rain, weather",
            "Continue reading →",
        ];
        for line in cases {
            assert_eq!(left(&["It rains.", line]), ["It rains."], "{line}");
        }
    }

    #[test]
    fn text_stays() {
        let cases = [
            "Read more books, he said.",
            "More than ten people came.",
            "More from the minister came later.",
            "Related work goes back to 1950.",
            "Watch out for rain.",
            "Advertisement is dead, says the man who sold it.",
            "Subscribe to a theory for long enough and you will find that it holds in every case that you care to look at, he says.",
            "Comments were made by all of those who came, and they were friendly.",
        ];
        for line in cases {
            assert_eq!(left(&["It rains.", line]).len(), 2, "{line}");
        }
    }

    #[test]
    fn furniture_words_within_a_long_text_stay() {
        let mut texts = vec!["It rains."; 20];
        texts[9] = "Follow us, they said.";
        assert_eq!(left(&texts).len(), 20);
        texts[9] = "Read more: Ten things about rain";
        assert_eq!(left(&texts).len(), 19);
    }

    #[test]
    fn everything_behind_a_closing_heading_goes() {
        assert_eq!(left(&["One.", "Two.", "Related articles", "Rain in May", "Rain in June"]), ["One.", "Two."]);
        let long = "A sentence of a real article that goes on for quite a while. ".repeat(4);
        assert_eq!(left(&["One.", "Comments", &long, &long]).len(), 4);
    }

    #[test]
    fn more_links_are_cut_off() {
        let cases = [
            ("The talks go on… Read more", "The talks go on…"),
            ("The talks go on [Read more...]", "The talks go on"),
            ("He likes to read more", "He likes to read more"),
            ("The talks go on.", "The talks go on."),
        ];
        for (line, expected) in cases {
            assert_eq!(without_more_link(line), expected);
        }
    }
}
