//! Captions and credits, out of the text and to their pictures.
//!
//! A caption is known by its element or class, or by the credit that ends it: `©AFP`,
//! `(Photo: Jane Doe/Reuters)`, `Foto: dpa`, `| Getty Images`.

use super::{agency, bylines, quotes, sentences};
use crate::article::Image;
use crate::normalize::blocks::{Block, Kind};

/// Characters of a caption that only its credit tells from a paragraph: longer texts are texts.
const CAPTION_CHARS_MAX: usize = 400;

/// Characters of a credit; the names of a photographer, an agency and a library fit.
const CREDIT_CHARS_MAX: usize = 80;

/// Words that open a credit, followed by a colon or `by`.
#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "photo", "photos", "photo credit", "photo courtesy", "picture", "pictures", "image", "images", "image credit", "photograph", "photography",
    "photographer", "credit", "credits", "illustration", "graphic", "file photo",
    "foto", "fotos", "bild", "bilder", "bildquelle", "bildnachweis", "quelle", "grafik", "symbolbild", "archivbild", "crédit", "crédit photo", "crédits",
    "photo d'archives", "imagen", "imágenes", "fotografía", "crédito", "imagem", "fotografia", "reprodução", "immagine", "zdjęcie", "fot", "beeld", "kuva",
    "фото", "foto ilustrativa",
    "bilde", "billede", "fotografi", "kuvat", "fotó", "kép", "fotografie", "sursa foto", "snímek", "fotoğraf", "ảnh", "nguồn ảnh", "gambar", "фотография",
    "світлина", "снимка", "φωτογραφία", "φωτο", "φωτό",
    "صورة", "الصورة", "تصوير", "عدسة", "צילום", "תמונה", "عکس", "عکاس", "تصویر", "फोटो", "फ़ोटो", "तस्वीर", "छवि", "ছবি", "ফটো",
    "摄影", "攝影", "摄", "图", "图片", "图片来源", "圖片來源", "圖", "图源", "写真", "撮影", "画像", "사진", "그래픽", "ภาพ", "ภาพประกอบ",
];

/// Those of them that are abbreviations, with a full stop for a colon.
const ABBREVIATED: &[&str] = &["fot"];

/// Words and characters of a label before a name, whatever it says: `Taidenäyte: Aino Virta`.
const LABEL_WORDS_MAX: usize = 2;
const LABEL_CHARS_MAX: usize = 20;

/// Picture libraries and agencies whose name ends a caption.
const LIBRARIES: &[&str] = &[
    "getty images",
    "afp",
    "reuters",
    "ap photo",
    "shutterstock",
    "istock",
    "alamy",
    "epa",
    "epa-efe",
    "imago",
    "picture alliance",
    "via getty images",
    "zuma press",
    "ap",
    "dpa",
    "efe",
    "wikimedia commons",
    "unsplash",
    "pexels",
];

/// Those of them that write no stories.
const PICTURES_ONLY: &[&str] = &[
    "getty images",
    "ap photo",
    "shutterstock",
    "istock",
    "alamy",
    "imago",
    "picture alliance",
    "via getty images",
    "zuma press",
    "unsplash",
    "pexels",
];

/// Takes pictures, captions and credits out of the blocks and returns the pictures in order.
pub fn take(blocks: &mut Vec<Block>) -> Vec<Image> {
    let mut images: Vec<Image> = Vec::new();
    let mut rest = Vec::with_capacity(blocks.len());
    // The figure of the last picture, and whether text came since.
    let mut open: Option<(Option<u32>, bool)> = None;
    for block in blocks.drain(..) {
        let Some(found) = Found::of(&block) else {
            if let Some((figure, has_text_since)) = &mut open {
                *has_text_since = figure.is_none() || *figure != block.figure;
            }
            rest.push(block);
            continue;
        };
        let is_same = open.is_some_and(
            |(figure, has_text_since)| {
                if block.figure.is_some() { figure == block.figure } else { !has_text_since }
            },
        );
        match images.last_mut().filter(|image| is_same && found.fits(image)) {
            Some(image) => found.fill(image),
            None => {
                let mut image = Image::default();
                found.fill(&mut image);
                images.push(image);
            }
        }
        open = Some((block.figure, false));
    }
    *blocks = rest;
    images.dedup_by(|b, a| a.url == b.url && (b.caption.is_none() || b.caption == a.caption) && b.credit.is_none());
    images
}

enum Found {
    Picture(String),
    Caption { caption: Option<String>, credit: Option<String> },
}

impl Found {
    fn of(block: &Block) -> Option<Self> {
        match block.kind {
            Kind::Picture => Some(Self::Picture(block.text.clone())),
            Kind::Credit => Some(Self::Caption { caption: None, credit: Some(without_opener(&block.text)) }),
            Kind::Caption => {
                let parts = split(&block.text).or_else(|| split_caption(&block.text));
                let (caption, credit) = parts.unwrap_or((Some(block.text.clone()), None));
                Some(Self::Caption { caption, credit })
            }
            Kind::Paragraph | Kind::Item => {
                let (caption, credit) = split(&block.text)?;
                Some(Self::Caption { caption, credit })
            }
            Kind::Heading | Kind::Quote | Kind::Row => None,
        }
    }

    fn fits(&self, image: &Image) -> bool {
        match self {
            Self::Picture(_) => image.url.is_none() && image.credit.is_none(),
            Self::Caption { caption, credit } => {
                (caption.is_none() || image.caption.is_none()) && (credit.is_none() || image.credit.is_none())
            }
        }
    }

    fn fill(self, image: &mut Image) {
        match self {
            Self::Picture(url) => image.url = Some(url),
            Self::Caption { caption, credit } => {
                image.caption = image.caption.take().or(caption);
                image.credit = image.credit.take().or(credit);
            }
        }
    }
}

/// Whether the block is a caption by its kind or by the credit that ends it.
pub fn is_caption(block: &Block) -> bool {
    matches!(block.kind, Kind::Caption | Kind::Credit) || split(&block.text).is_some()
}

/// Parts a line into caption and credit; `None` when no credit ends it.
fn split(line: &str) -> Option<(Option<String>, Option<String>)> {
    if line.chars().count() > CAPTION_CHARS_MAX {
        return None;
    }
    let parts = by_copyright(line).or_else(|| by_bracket(line)).or_else(|| by_opener(line, Before::EndMark));
    parts.or_else(|| by_library(line)).and_then(trimmed)
}

/// Parts a line that is known to be a caption: what would be a bold guess in a text is a credit here.
fn split_caption(line: &str) -> Option<(Option<String>, Option<String>)> {
    by_opener(line, Before::Space).or_else(|| by_label(line)).and_then(trimmed)
}

fn trimmed((caption, credit): (&str, &str)) -> Option<(Option<String>, Option<String>)> {
    let caption = caption.trim().trim_end_matches(['|', '-', '–', '—', '•', '/']).trim();
    let credit = credit.trim().trim_end_matches([')', ']']).trim_end_matches('.').trim();
    // What stands in quotation marks was said, whatever it looks like.
    if credit.is_empty() || credit.chars().count() > CREDIT_CHARS_MAX || has_quotation_mark(credit) {
        return None;
    }
    Some(((!caption.is_empty()).then(|| caption.to_owned()), Some(credit.to_owned())))
}

/// Whether a mark of a quotation is in the text; within words it is an apostrophe.
fn has_quotation_mark(text: &str) -> bool {
    text.char_indices().any(|(at, c)| {
        let is_within_word =
            text[..at].ends_with(char::is_alphanumeric) && text[at + c.len_utf8()..].starts_with(char::is_alphanumeric);
        quotes::is_quote(c) && !is_within_word
    })
}

/// `… 2015. ©AFP`; a year behind the mark makes it a notice, which is no caption.
fn by_copyright(line: &str) -> Option<(&str, &str)> {
    let at = line.rfind('©')?;
    let credit = line[at + '©'.len_utf8()..].trim();
    let is_notice = credit.split_whitespace().any(|word| {
        word.trim_end_matches(['.', ',']).len() == 4
            && word.trim_end_matches(['.', ',']).bytes().all(|b| b.is_ascii_digit())
    });
    (!is_notice && credit.split_whitespace().count() <= 6).then_some((&line[..at], credit))
}

/// `… (Photo: Jane Doe/Reuters)`, `… [AFP]`, `… (AP Photo/Jane Doe)`.
fn by_bracket(line: &str) -> Option<(&str, &str)> {
    let inner = line.trim_end_matches('.').strip_suffix([')', ']'])?;
    let at = inner.rfind(['(', '['])?;
    let credit = inner[at + 1..].trim();
    if let Some(("", credit)) = by_opener(credit, Before::EndMark) {
        return Some((&line[..at], credit));
    }
    // A bracket that only names an agency also ends stories; with a photographer it is a picture's.
    let (first, second) = credit.split_once('/')?;
    let is_library = |name: &str| LIBRARIES.contains(&name.trim().to_lowercase().as_str());
    let is_of_picture = is_library(first) || is_library(second);
    (is_of_picture && agency::listed(credit).is_none()).then_some((&line[..at], credit))
}

/// Characters at a line's end in which a credit starts: eight words and what stands around them.
const CREDIT_REACH_CHARS: usize = 240;

/// What must stand before the word that opens a credit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    EndMark,
    Space,
}

/// `… Foto: dpa`, `Photograph by Jane Doe`: a known word that starts the line or follows an end mark.
fn by_opener(line: &str, boundary: Before) -> Option<(&str, &str)> {
    let from = line.char_indices().rev().nth(CREDIT_REACH_CHARS).map_or(0, |(at, _)| at);
    let starts = line[from..].char_indices().map(|(at, _)| from + at).filter(|at| {
        // A word starts behind a space, or behind a wide sign; one look at the byte tells most places.
        let is_start = line[..*at].bytes().next_back().is_none_or(|byte| byte == b' ' || !byte.is_ascii());
        if !is_start {
            return false;
        }
        let before = line[..*at].trim_end();
        let is_parted = before.len() < *at || before.ends_with(['。', '」', '）']);
        let is_ended = || sentences::is_ended(before) || before.ends_with(['|', '/', '•', '–', '-', ')']);
        *at == 0 || (is_parted && (boundary == Before::Space || is_ended()))
    });
    for at in starts {
        let lower = line[at..].to_lowercase();
        for opener in OPENERS {
            let Some(behind) = lower.strip_prefix(opener) else { continue };
            let signs = [":", "：", " by:", " by ", " : ", " via "].into_iter();
            let sign = signs.chain(ABBREVIATED.contains(opener).then_some(". ")).find(|sign| behind.starts_with(sign));
            // Lower case may change lengths in a few scripts: then the place cannot be trusted.
            if let Some(sign) = sign
                && lower.len() == line.len() - at
            {
                let credit = line[at + opener.len() + sign.len()..].trim();
                let is_short = credit.split_whitespace().count() <= 8 && !credit.trim_end_matches('.').contains(". ");
                return (is_short && starts_like_a_name(credit)).then_some((&line[..at], credit));
            }
        }
    }
    None
}

/// `A bridge at night. Taidenäyte: Aino Virta`: a word of any language, a colon and a name behind the last sentence.
fn by_label(line: &str) -> Option<(&str, &str)> {
    let at = line.rfind([':', '：'])?;
    let credit = line[at..].trim_start_matches([':', '：']).trim();
    let mut ends =
        line[..at].char_indices().rev().filter(|(_, c)| c.is_whitespace() || matches!(c, '。' | '」' | '）'));
    let (start, sign) = ends.find(|(end, _)| sentences::is_ended(line[..*end].trim_end()))?;
    let label = line[start + sign.len_utf8()..at].trim();
    let is_label = label.split_whitespace().count() <= LABEL_WORDS_MAX
        && label.chars().count() <= LABEL_CHARS_MAX
        && label.chars().all(|c| c.is_alphabetic() || c == ' ');
    (is_label && !label.is_empty() && bylines::looks_like_names(credit)).then_some((&line[..start], credit))
}

/// `… Jane Doe/Getty Images`, `… | AFP`: a library behind the last end mark.
fn by_library(line: &str) -> Option<(&str, &str)> {
    let at = line.rfind(['.', '|', '”']).map_or(0, |at| at + line[at..].chars().next().map_or(0, char::len_utf8));
    let credit = line[at..].trim().trim_end_matches('.');
    let lower = credit.to_lowercase();
    let last = lower.rsplit('/').next().unwrap_or_default().trim();
    // `It goes on. Reuters` is a stamp under a story; with a photographer or a bar it is a picture's.
    let is_of_picture = lower.contains('/') || line[..at].ends_with('|') || PICTURES_ONLY.contains(&last);
    let is_credit = LIBRARIES.contains(&last) && is_of_picture && agency::listed(credit).is_none_or(|_| at > 0);
    (is_credit && credit.split_whitespace().count() <= 8).then_some((&line[..at], credit))
}

fn starts_like_a_name(credit: &str) -> bool {
    credit.chars().next().is_some_and(|c| c.is_uppercase() || c == '@' || c == '©' || !c.is_ascii())
        || LIBRARIES.iter().any(|library| credit.to_lowercase().starts_with(library))
}

fn without_opener(text: &str) -> String {
    let short = (text.len() <= CAPTION_CHARS_MAX).then_some(text);
    match short.and_then(|line| by_opener(line, Before::EndMark)).filter(|(caption, _)| caption.is_empty()) {
        Some((_, credit)) => credit.to_owned(),
        None => text.trim_start_matches(['©', ' ']).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_end_captions() {
        let cases: &[(&str, Option<&str>, &str)] = &[
            (
                "Delegates meet in Vienna, on 14 May 2015. ©AFP",
                Some("Delegates meet in Vienna, on 14 May 2015."),
                "AFP",
            ),
            ("A bridge at night (Photo: Jane Doe/Reuters)", Some("A bridge at night"), "Jane Doe/Reuters"),
            ("A bridge at night. [AP Photo/Jane Doe]", Some("A bridge at night."), "AP Photo/Jane Doe"),
            ("Der Hafen von Kiel. Foto: dpa", Some("Der Hafen von Kiel."), "dpa"),
            ("Photograph by Jane Doe", None, "Jane Doe"),
            ("Photograph: Jane Doe/The Paper", None, "Jane Doe/The Paper"),
            ("A bridge at night. Jane Doe/Getty Images", Some("A bridge at night."), "Jane Doe/Getty Images"),
            ("A bridge at night | AFP", Some("A bridge at night"), "AFP"),
            ("Getty Images", None, "Getty Images"),
            ("© Jane Doe / AFP", None, "Jane Doe / AFP"),
            ("Мост ночью. Фото: ТАСС", Some("Мост ночью."), "ТАСС"),
        ];
        for (line, caption, credit) in cases {
            let expected = Some((caption.map(str::to_owned), Some((*credit).to_owned())));
            assert_eq!(split(line), expected, "{line}");
        }
    }

    #[test]
    fn credits_are_known_in_captions_of_any_language() {
        let cases: &[(&str, &str, &str)] = &[
            ("Most nocą. Fot. Marek Lis/PAP", "Most nocą.", "Marek Lis/PAP"),
            ("Silta yöllä. Taidenäyte: Aino Virta", "Silta yöllä.", "Aino Virta"),
            ("Köprü. Fotoğraf: Murat Öz", "Köprü.", "Murat Öz"),
            ("الجسر ليلا. تصوير: سامر حداد", "الجسر ليلا.", "سامر حداد"),
            ("הגשר בלילה. צילום: אבי נוימן", "הגשר בלילה.", "אבי נוימן"),
            ("रात में पुल। फ़ोटो: अजय नेगी", "रात में पुल।", "अजय नेगी"),
            ("桥。摄影：陈立新", "桥。", "陈立新"),
            ("夜の橋 写真：大野健", "夜の橋", "大野健"),
            ("สะพานในเวลากลางคืน ภาพ: ธนา วงศ์ดี", "สะพานในเวลากลางคืน", "ธนา วงศ์ดี"),
        ];
        for (line, caption, credit) in cases {
            let mut blocks = vec![Block::new(Kind::Caption, *line)];
            let image = take(&mut blocks).remove(0);
            assert_eq!((image.caption.as_deref(), image.credit.as_deref()), (Some(*caption), Some(*credit)), "{line}");
        }
        for line in ["A sign says: Rain", "Vienna: The old town", "It was late. The sign said: no rain today"] {
            let image = take(&mut vec![Block::new(Kind::Caption, line)]).remove(0);
            assert_eq!((image.caption.as_deref(), image.credit), (Some(line), None));
        }
    }

    #[test]
    fn text_is_no_caption() {
        let cases = [
            "The photo by Jane Doe won a prize.",
            "The photo: a bridge at night, which nobody had ever seen in that light before the war began.",
            "© 2015 The Paper. All rights reserved.",
            "He spoke to Reuters.",
            "The talks go on. (Reuters)",
            "The talks go on. Reuters",
            "The talks go on. (dpa/AFP)",
            "The company was bought by Getty Images in 2015.",
            "Image quality matters.",
            "Credit: the bank lends to small firms again, and to the poor.",
        ];
        for line in cases {
            assert_eq!(split(line), None, "{line}");
        }
    }

    #[test]
    fn captions_go_to_their_pictures() {
        let figure = |kind, text, figure| Block { figure, ..Block::new(kind, text) };
        let mut blocks = vec![
            figure(Kind::Picture, "https://e.org/1.jpg", Some(1)),
            figure(Kind::Caption, "One", Some(1)),
            figure(Kind::Credit, "Photo: Jane Doe", Some(1)),
            figure(Kind::Picture, "https://e.org/2.jpg", Some(2)),
            figure(Kind::Paragraph, "Text.", None),
            figure(Kind::Paragraph, "A stray caption. ©AFP", None),
        ];
        let images = take(&mut blocks);
        let shown: Vec<_> = images
            .iter()
            .map(|image| (image.url.as_deref(), image.caption.as_deref(), image.credit.as_deref()))
            .collect();
        assert_eq!(
            shown,
            [
                (Some("https://e.org/1.jpg"), Some("One"), Some("Jane Doe")),
                (Some("https://e.org/2.jpg"), None, None),
                (None, Some("A stray caption."), Some("AFP")),
            ]
        );
        assert_eq!(blocks.len(), 1);
    }
}
