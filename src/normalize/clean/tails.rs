//! What outlets put around and into a text: "Read more", "Related", "Share this", notices of rights.
//!
//! Only whole, short paragraphs go. Invitations to read elsewhere go wherever they stand: a few words, a colon and a
//! linked title are one in any language. The rest goes only near the ends of the text, because within it the same words
//! may begin a sentence.

use super::phrases::{CLOSERS, LEADS, MINUTES, MORE, NOTICES, READING, begin};
use super::quotes::is_quote;
use super::sentences::is_ended;
use super::{asks, bylines};
use crate::normalize::blocks::{Block, Kind};

/// Characters of an insertion; a longer paragraph says something.
const INSERTION_CHARS_MAX: usize = 160;

/// Blocks from the start and from the end that may be furniture.
const REACH_START: usize = 4;
const REACH_END: usize = 8;

/// Bytes and words of the time that reading takes.
const READING_TIME_BYTES_MAX: usize = 80;
const READING_TIME_WORDS_MAX: usize = 6;

/// Blocks at the end among which the author is introduced, and how many characters that takes.
const BIOGRAPHY_REACH: usize = 3;
const BIOGRAPHY_CHARS_MAX: usize = 400;

/// Paragraphs of a text that may have such an end.
const BIOGRAPHY_BLOCKS_MIN: usize = 4;

/// Words and characters of what stands before the colon in `Read also: Ten things about rain`.
const LABEL_WORDS_MAX: usize = 4;
const LABEL_CHARS_MAX: usize = 30;

/// Words of the title behind it, or characters where words are not parted: fewer are a name, an address or a number.
const LINKED_TITLE_WORDS_MIN: usize = 3;
const LINKED_TITLE_CHARS_MIN: usize = 8;

/// Words of a sentence that is text even where it begins like furniture; characters where words are not parted.
const SENTENCE_WORDS_MIN: usize = 17;
const SENTENCE_CHARS_MIN: usize = 40;

/// Drops the furniture around and in the text.
pub fn drop(blocks: &mut Vec<Block>) {
    drop_behind_closer(blocks);
    let count = blocks.len();
    let invitations: Vec<usize> = (0..count).filter(|at| is_labelled_link(&blocks[*at])).collect();
    // More than one is a list of products, sources or tests: that is for others to judge.
    let invitation = (invitations.len() == 1).then(|| invitations[0]).filter(|at| is_within_prose(blocks, *at));
    let heads: Vec<bool> = (0..count).map(|at| heads_a_brief(blocks, at)).collect();
    let mut at = 0;
    blocks.retain(|block| {
        let place = Place { is_near_an_end: at < REACH_START || at + REACH_END >= count, heads_a_brief: heads[at] };
        let is_invitation = invitation == Some(at);
        at += 1;
        !is_invitation && !asks::is_ask(block) && !is_insertion(block, place)
    });
}

/// Whether the line is one link behind the start of the text and a paragraph follows: news in brief link each headline.
fn heads_a_brief(blocks: &[Block], at: usize) -> bool {
    let is_link = blocks[at].linked >= blocks[at].text.len();
    at >= REACH_START && is_link && blocks.get(at + 1).is_some_and(|next| is_prose(next) && !asks::is_ask(next))
}

/// Where a block stands.
#[derive(Clone, Copy)]
struct Place {
    is_near_an_end: bool,
    /// See [`heads_a_brief`].
    heads_a_brief: bool,
}

/// Drops what is said of the authors below the text: a paragraph that begins with a whole name of one.
pub fn drop_biographies<'a>(blocks: &mut Vec<Block>, authors: impl Iterator<Item = &'a String> + Clone) {
    let text = blocks.iter().filter(|block| block.kind == Kind::Paragraph).count();
    if text < BIOGRAPHY_BLOCKS_MIN {
        return;
    }
    let from = blocks.len().saturating_sub(BIOGRAPHY_REACH);
    // Where alphabets have capitals, one word is a first name, or a word that begins a sentence.
    let is_whole = |name: &&String| name.contains(' ') || name.chars().all(|c| !c.is_lowercase() && !c.is_uppercase());
    let is_biography = |block: &Block| {
        block.kind == Kind::Paragraph
            && block.text.chars().count() <= BIOGRAPHY_CHARS_MAX
            && authors
                .clone()
                .filter(is_whole)
                .any(|name| block.text.strip_prefix(name.as_str()).is_some_and(|rest| !rest.starts_with(['\'', '’'])))
    };
    let mut at = 0;
    blocks.retain(|block| {
        at += 1;
        at <= from || !is_biography(block)
    });
}

/// Returns the line without a "more" link at its end.
pub fn without_more_link(line: &str) -> &str {
    let bare = line.trim_end_matches(['→', '»', '›', '>', '.', '…', ']', ')', ' ']);
    for more in MORE.iter().flatten() {
        let Some(at) = bare.len().checked_sub(more.len()) else { continue };
        if bare.get(at..).is_some_and(|end| end.to_lowercase() == **more)
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
        is_lead: begin(&MORE, bare).any(|words| words == bare) || begin(&LEADS, bare).any(|lead| opens(bare, lead)),
        is_notice: begin(&NOTICES, bare).any(|words| bare.starts_with(words)),
        is_closer: begin(&CLOSERS, bare).any(|words| words == bare),
        is_caption: super::captions::is_caption(block),
        is_byline: bylines::is_byline(&block.text),
    }
}

/// Bytes of a line that offers a newsletter without being a sentence.
const OFFER_BYTES_MAX: usize = 100;

fn is_insertion(block: &Block, place: Place) -> bool {
    let Place { is_near_an_end, heads_a_brief } = place;
    if matches!(block.kind, Kind::Quote | Kind::Picture) || block.text.chars().count() > INSERTION_CHARS_MAX {
        return false;
    }
    let line = block.text.to_lowercase();
    let bare = line.trim_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '@' && c != '(');
    let is_sentence = is_ended(&line) && !block.is_linked();
    if is_sentence && line.starts_with(is_quote) {
        return false;
    }
    let leads = |lead: &str| opens(bare, lead) && (!is_sentence || is_followed_by_colon(bare, lead));
    if begin(&MORE, bare).any(|words| words == bare) || begin(&LEADS, bare).any(leads) {
        return true;
    }
    if is_near_an_end && !is_sentence && is_reading_time(&line) {
        return true;
    }
    // The word is the same in most languages, and a line that only names one offers it.
    let is_line = block.kind == Kind::Paragraph && !is_sentence && !line.contains(is_quote);
    if is_line && line.len() <= OFFER_BYTES_MAX && line.contains("newsletter") {
        return true;
    }
    // Around the text, a label and its links: topics, places, tags. One behind a colon is an address, and what
    // ends a sentence is no label.
    let is_label = is_line && !is_ended(&line) && !line.contains([':', '：']);
    if is_label && is_near_an_end && !heads_a_brief && block.linked * 2 >= block.text.len() {
        return true;
    }
    is_near_an_end && begin(&NOTICES, bare).any(|words| bare.starts_with(words)) && !is_long_sentence(bare, block)
}

/// `4 min read`, `Lesedauer: 4 Minuten`, `4分で読めます`: one number, minutes, and what they are for.
fn is_reading_time(line: &str) -> bool {
    let is_short = line.len() <= READING_TIME_BYTES_MAX && line.split_whitespace().count() <= READING_TIME_WORDS_MAX;
    is_short
        && line.split(|c: char| !c.is_numeric()).filter(|run| !run.is_empty()).count() == 1
        && MINUTES.iter().any(|word| line.contains(word))
        && READING.iter().any(|word| line.contains(word))
}

fn is_prose(block: &Block) -> bool {
    matches!(block.kind, Kind::Paragraph | Kind::Quote)
        && !block.is_linked()
        && (is_ended(&block.text) || is_unspaced(&block.text, SENTENCE_CHARS_MIN))
}

/// Whether paragraphs of text stand before and behind the block.
fn is_within_prose(blocks: &[Block], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| is_prose(&blocks[before])) && blocks.get(at + 1).is_some_and(is_prose)
}

/// `Read also: Ten things about rain`, the title a link: in any language.
fn is_labelled_link(block: &Block) -> bool {
    if !matches!(block.kind, Kind::Paragraph | Kind::Item) || block.figure.is_some() || block.linked == 0 {
        return false;
    }
    let Some((label, title)) = block.text.split_once([':', '：']) else { return false };
    let title = title.trim();
    label.chars().count() <= LABEL_CHARS_MAX
        && label.split_whitespace().count() <= LABEL_WORDS_MAX
        && label.chars().any(char::is_alphabetic)
        && (title.split_whitespace().count() >= LINKED_TITLE_WORDS_MIN || is_unspaced(title, LINKED_TITLE_CHARS_MIN))
        && block.text.chars().count() <= INSERTION_CHARS_MAX
        && block.linked >= title.len()
        && !is_ended(title)
        && !bylines::is_byline(&block.text)
        && !bylines::is_source(&block.text)
}

/// Whether the text is of a script that does not part words, and has so many characters.
pub fn is_unspaced(text: &str, chars_min: usize) -> bool {
    let is_of_such = |c: &char| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    text.chars().filter(is_of_such).take(chars_min).count() >= chars_min
}

/// Whether the line opens with the words and is not simply a sentence that does so.
fn opens(line: &str, words: &str) -> bool {
    if words.ends_with(':') {
        return is_followed_by_colon(line, words);
    }
    line.strip_prefix(words).is_some_and(|rest| {
        let ends_there = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
        // `Advertisement is dead` is a sentence; `Leia também: …` and `Lire aussi …` are not.
        ends_there
            && (rest.is_empty()
                || rest.trim_start().starts_with([':', '：', '|', '-', '–', '»', '】'])
                || words.contains(' ')
                || is_unspaced(words, 2))
    })
}

/// Whether a colon stands behind the words, or nothing.
fn is_followed_by_colon(line: &str, words: &str) -> bool {
    let words = words.trim_end_matches(':');
    line.strip_prefix(words).is_some_and(|rest| rest.is_empty() || rest.trim_start().starts_with([':', '：']))
}

/// Sentences of some length are text even where they begin like furniture, unless they are links.
fn is_long_sentence(line: &str, block: &Block) -> bool {
    let is_long = line.split_whitespace().count() >= SENTENCE_WORDS_MIN
        || (is_unspaced(line, SENTENCE_CHARS_MIN) && is_ended(&block.text));
    is_long && !block.is_linked() && !line.contains('©')
}

/// Drops everything from a closing heading on, when nothing that reads like text follows it.
fn drop_behind_closer(blocks: &mut Vec<Block>) {
    let is_text =
        |block: &Block| block.kind == Kind::Paragraph && block.text.len() > INSERTION_CHARS_MAX && !block.is_linked();
    let half = blocks.len() / 2;
    let (closers_from, leads_from) = (second_last(blocks, is_text).max(half), second_last(blocks, is_prose).max(half));
    let closer = (half..blocks.len()).find(|&at| {
        let line = blocks[at].text.to_lowercase();
        let bare = line.trim_matches(|c: char| !c.is_alphanumeric());
        // A heading that leads elsewhere heads a list of where; what is no heading stands between paragraphs, too.
        let leads = |lead: &str| blocks[at].kind == Kind::Heading && opens(bare, lead);
        (at >= closers_from && begin(&CLOSERS, bare).any(|words| words == bare))
            || (at >= leads_from && begin(&LEADS, bare).any(leads))
    });
    if let Some(at) = closer {
        blocks.truncate(at);
    }
}

/// Where the last but one of such blocks stands: behind it is at most one.
fn second_last(blocks: &[Block], is_such: impl Fn(&Block) -> bool) -> usize {
    blocks.iter().rposition(&is_such).and_then(|last| blocks[..last].iter().rposition(is_such)).unwrap_or(0)
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
            "Zobacz także: Dlaczego pada",
            "Διαβάστε επίσης: Γιατί βρέχει",
            "اقرأ أيضا: لماذا تمطر",
            "קראו גם: למה יורד גשם",
            "यह भी पढ़ें: बारिश क्यों होती है",
            "আরও পড়ুন: বৃষ্টি কেন হয়",
            "延伸阅读：为什么下雨",
            "関連記事：なぜ雨が降るのか",
            "관련기사: 비는 왜 오는가",
            "อ่านเพิ่มเติม: ทำไมฝนตก",
            "جميع الحقوق محفوظة",
            "שתפו את הכתבה",
            "版权所有",
            "3 MIN. READ",
            "Lesedauer: 4 Minuten",
            "Temps de lecture : 5 min",
            "5 мин. чтения",
            "قراءة 4 دقائق",
            "この記事は約4分で読めます",
            "읽는 시간 4분",
            "기사 공유하기",
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
            "Mehr als zehn Leute kamen.",
            "Lesen Sie auch nachts, fragte der Arzt: Dann brauchen Sie eine Brille.",
            "Leia também quem não sabe ler: às quintas há quem leia em voz alta.",
            "Lire aussi les vieux registres, c’est comprendre la ville.",
            "Читайте также инструкцию, советует объявление у люка.",
            "اقرأ أيضا ما كتبه الرحالة، يقول المعلم لتلاميذه.",
            "यह भी पढ़ें, ऐसा कहकर शिक्षिका ने उन्हें किताब दी।",
            "关联报道说明雨还会下。",
            "関連する取り組みは県内にも広がった。",
            "관련 교육을 받은 그는 떠났다.",
            "อ่านเพิ่มเติมจากป้ายข้างเครื่องจักรจะรู้",
            "Further: it rained.",
            "Plank: hold for 1 minute",
            "1-4 players, 60 minutes of reading",
            "4分間の雨だった",
        ];
        for line in cases {
            assert_eq!(left(&["It rains.", line]).len(), 2, "{line}");
        }
    }

    #[test]
    fn a_linked_line_is_a_label_unless_it_is_a_sentence_or_heads_one() {
        let linked = |text: &str| Block { linked: text.len(), ..Block::new(Kind::Paragraph, text) };
        let of = |block: Block, behind: &[&str]| {
            let mut blocks: Vec<_> = (0..8).map(|_| Block::new(Kind::Paragraph, "It rains.")).collect();
            blocks.push(block);
            blocks.extend(behind.iter().map(|text| Block::new(Kind::Paragraph, *text)));
            drop(&mut blocks);
            blocks.len() - 8 - behind.len()
        };
        assert_eq!(of(linked("Rain, valley, town"), &[]), 0);
        assert_eq!(of(linked("Rain over the valley"), &["It rains there, too."]), 1, "a brief");
        let topics =
            Block { linked: "Rain Valley Town".len(), ..Block::new(Kind::Paragraph, "Topics Rain Valley Town") };
        assert_eq!(of(topics, &["It rains there, too."]), 0);
        assert_eq!(of(linked("Why does it rain in May?"), &[]), 1, "a sentence");
    }

    #[test]
    fn a_heading_that_leads_elsewhere_ends_the_text() {
        let heading = |text: &str| Block::new(Kind::Heading, text);
        let story = || (0..6).map(|_| Block::new(Kind::Paragraph, "It rains.")).collect::<Vec<_>>();
        let mut blocks = story();
        blocks.extend([heading("Read more:"), Block::new(Kind::Item, "Ten things about rain")]);
        drop(&mut blocks);
        assert_eq!(blocks.len(), 6);
        let mut blocks = story();
        blocks.extend([heading("Rain in May"), Block::new(Kind::Item, "Ten things about rain")]);
        drop(&mut blocks);
        assert_eq!(blocks.len(), 8);
        let mut blocks = story();
        blocks.push(heading("Read more:"));
        blocks.extend((0..3).map(|_| Block::new(Kind::Paragraph, "It rains on.")));
        drop(&mut blocks);
        assert_eq!(blocks.len(), 9, "the text goes on");
    }

    #[test]
    fn a_label_and_a_linked_title_lead_elsewhere_in_any_language() {
        let linked = |label: &str, title: &str, kind| {
            let block = Block::new(kind, format!("{label} {title}"));
            Block { linked: title.len(), ..block }
        };
        let of = |block: Block| {
            let mut blocks =
                vec![Block::new(Kind::Paragraph, "It rains."), block, Block::new(Kind::Paragraph, "Still.")];
            drop(&mut blocks);
            blocks.len()
        };
        for kind in [Kind::Paragraph, Kind::Item] {
            assert_eq!(of(linked("Lasa eile:", "Miks sajab vihma mais", kind)), 2);
            assert_eq!(of(linked("更多：", "为什么五月还在下雨", kind)), 2);
            assert_eq!(of(linked("Website:", "www.rain.example", kind)), 3, "an address");
            assert_eq!(of(linked("She said:", "It rains all day, and nobody knows why.", kind)), 3, "a sentence");
            assert_eq!(of(Block::new(kind, "Lasa eile: Miks sajab vihma mais")), 3, "no link");
        }
        let texts = ["It rains.", "One: rain and the sea", "It rains.", "Two: rain and the sun", "It rains."];
        let mut list: Vec<_> = texts.iter().map(|text| Block::new(Kind::Paragraph, *text)).collect();
        list[1].linked = 16;
        list[3].linked = 16;
        drop(&mut list);
        assert_eq!(list.len(), 5, "a list of links");
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
    fn what_is_said_of_the_author_below_the_text_goes() {
        let authors = ["Jane Doe".to_owned(), "林晓雯".to_owned()];
        let left = |last: &str| {
            let texts = ["It rains.", "Jane Doe went out.", "It still rains.", "It goes on.", last];
            let mut blocks: Vec<_> = texts.iter().map(|text| Block::new(Kind::Paragraph, *text)).collect();
            drop_biographies(&mut blocks, authors.iter());
            blocks.len()
        };
        assert_eq!(left("Jane Doe writes about the weather. She lives in Lund."), 4);
        assert_eq!(left("林晓雯，本报记者，长期关注乡村。"), 4);
        assert_eq!(left("Jane went out, too."), 5);
        assert_eq!(left("Jane Doe’s boat was gone."), 5);
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
