//! The dateline that opens a wire story: `ROME, Dec 4 (Reuters) -`.

use super::agency;

/// Characters before the dash; the longest datelines name two places, a date and an agency.
const DATELINE_CHARS_MAX: usize = 80;

/// Characters in which a dateline of an East Asian agency ends.
const EAST_ASIAN_CHARS_MAX: usize = 40;

/// Words in capitals that open a paragraph and are no place.
const NO_PLACES: &[&str] = &[
    "update",
    "updated",
    "breaking",
    "exclusive",
    "watch",
    "video",
    "live",
    "opinion",
    "analysis",
    "corrected",
    "correction",
    "new",
    "note",
    "warning",
    "exklusiv",
    "eilmeldung",
    "dernière minute",
    "urgent",
    "última hora",
    "read",
    "review",
];

/// What a dateline says, and where the story itself begins.
#[derive(Debug, PartialEq, Eq)]
pub struct Dateline {
    /// `None` where the line names only an agency.
    pub place: Option<String>,
    pub agency: Option<&'static str>,
    /// Byte offset.
    pub story: usize,
}

/// Reads the dateline of a first paragraph.
///
/// It takes an agency in brackets before the dash, or a place in capitals before a long dash; so that
/// `IBM - the company` and `Rome – a city of many hills` stay sentences.
pub fn read(paragraph: &str) -> Option<Dateline> {
    chinese(paragraph).or_else(|| bracketed(paragraph)).or_else(|| before_dash(paragraph))
}

/// `新华社北京10月16日电 …`, `中新社北京10月16日电（记者 …）…`.
fn chinese(paragraph: &str) -> Option<Dateline> {
    let (agency, rest) = agency::leading(paragraph)?;
    let at = rest.char_indices().take(EAST_ASIAN_CHARS_MAX).find(|(_, c)| matches!(c, '电' | '電' | '讯' | '訊'))?;
    let place = rest[..at.0].trim();
    let behind = &rest[at.0 + at.1.len_utf8()..];
    let is_parted = behind.starts_with([' ', '（', '(', '：', ':']);
    let bracket = behind.starts_with(['（', '(']).then(|| behind.find(['）', ')'])).flatten();
    let story = bracket.map_or(behind, |end| behind[end..].trim_start_matches(['）', ')']));
    let story = story.trim_start_matches(['：', ':']).trim_start();
    (is_parted && !story.is_empty() && place.chars().any(|c| c.is_ascii_digit())).then(|| Dateline {
        place: Some(place.to_owned()),
        agency: Some(agency),
        story: paragraph.len() - story.len(),
    })
}

/// `(서울=연합뉴스) 홍길동 기자 = …`, `【ロンドン＝共同】…`: a place and an agency in brackets that open the paragraph.
fn bracketed(paragraph: &str) -> Option<Dateline> {
    let close = match paragraph.chars().next()? {
        '(' => ')',
        '【' => '】',
        '（' => '）',
        '[' => ']',
        _ => return None,
    };
    let end = paragraph.char_indices().take(EAST_ASIAN_CHARS_MAX).find(|(_, c)| *c == close)?.0;
    let open = paragraph.chars().next().map_or(0, char::len_utf8);
    let (place, name) = paragraph[open..end].split_once(['=', '＝'])?;
    let agency = agency::listed(name)?;
    let behind = paragraph[end + close.len_utf8()..].trim_start();
    // The reporter stands between the bracket and another such sign.
    let reporter =
        behind.char_indices().take(EAST_ASIAN_CHARS_MAX).find(|(_, c)| matches!(c, '=' | '＝')).map(|(at, _)| at);
    let story = reporter.map_or(behind, |at| behind[at..].trim_start_matches(['=', '＝', ' ']));
    Some(Dateline { place: Some(place.trim().to_owned()), agency: Some(agency), story: paragraph.len() - story.len() })
}

fn before_dash(paragraph: &str) -> Option<Dateline> {
    let limit = paragraph.char_indices().nth(DATELINE_CHARS_MAX).map_or(paragraph.len(), |(at, _)| at);
    let start = &paragraph[..limit];
    let (at, dash) = [" — ", " – ", " -- ", " - ", "— ", "– ", "- ", " —", " –"]
        .into_iter()
        .filter_map(|dash| Some((start.find(dash)?, dash)))
        .min_by_key(|(at, dash)| (*at, std::cmp::Reverse(dash.len())))?;
    let (head, story) = (start[..at].trim(), at + dash.len());
    let begins_a_sentence = paragraph[story..]
        .chars()
        .find(|c| !matches!(c, '“' | '"' | '„' | '«' | '‘' | '\'' | ' '))
        .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || (c.is_alphabetic() && !c.is_lowercase()));
    if !begins_a_sentence {
        return None;
    }
    let (place, agency) = with_agency(head)
        .or_else(|| (dash.trim() != "-" && is_in_capitals(head)).then_some((head, None)))
        .or_else(|| (dash.trim() == "-" && is_in_capitals(head) && head.contains(',')).then_some((head, None)))?;
    let place = place.trim_end_matches([',', ' ', '/', '.']);
    Some(Dateline { place: (!place.is_empty()).then(|| place.to_owned()), agency, story })
}

/// `Berlin (dpa)`, `(Reuters)`, `PARIS, AFP`.
fn with_agency(head: &str) -> Option<(&str, Option<&'static str>)> {
    let (place, name) = match head.rsplit_once(['(', '[']) {
        Some((place, name)) => (place, name.strip_suffix([')', ']'])?),
        None => head.rsplit_once([',', '/'])?,
    };
    let agency = agency::listed(name)?;
    let words: Vec<&str> = place.split_whitespace().collect();
    let is_place = words.len() <= 7 && words.first().is_none_or(|word| !word.starts_with(char::is_lowercase));
    is_place.then_some((place.trim(), Some(agency)))
}

fn is_in_capitals(head: &str) -> bool {
    let place = head.split(',').next().unwrap_or_default();
    let letters = place.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 3
        && place.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-' | '\'' | '’' | '/'))
        && head.split_whitespace().count() <= 7
        && head.split(',').count() <= 3
        && !NO_PLACES.contains(&place.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_read() {
        let cases: &[(&str, Option<&str>, Option<&str>)] = &[
            ("ROME, Dec 4 (Reuters) - The minister said", Some("ROME, Dec 4"), Some("Reuters")),
            ("WASHINGTON (AP) — The minister said", Some("WASHINGTON"), Some("AP")),
            ("(Reuters) - The minister said", None, Some("Reuters")),
            ("Berlin (dpa) - Der Minister sagte", Some("Berlin"), Some("dpa")),
            ("PARIS, AFP – “We go”", Some("PARIS"), Some("AFP")),
            ("NEW YORK — The minister said", Some("NEW YORK"), None),
            ("ROME, Italy - The minister said", Some("ROME, Italy"), None),
            ("МОСКВА, 4 дек – Министр сказал", Some("МОСКВА, 4 дек"), None),
            ("القاهرة (رويترز) - قال الوزير", Some("القاهرة"), Some("Reuters")),
            ("ANKARA (AA) - Bakan konuştu", Some("ANKARA"), Some("Anadolu")),
            ("新华社北京10月16日电 部长说", Some("北京10月16日"), Some("Xinhua")),
            ("新华社北京10月16日电（记者 李明）部长说", Some("北京10月16日"), Some("Xinhua")),
            ("【ロンドン＝共同】大臣は述べた", Some("ロンドン"), Some("Kyodo")),
            ("(서울=연합뉴스) 홍길동 기자 = 장관은 말했다", Some("서울"), Some("Yonhap")),
            ("(목포=연합뉴스) 장관은 말했다", Some("목포"), Some("Yonhap")),
            ("BEIJING, Dec. 4 (Xinhua) -- The minister said", Some("BEIJING, Dec. 4"), Some("Xinhua")),
        ];
        for (paragraph, place, agency) in cases {
            let found = read(paragraph).unwrap_or_else(|| panic!("no dateline: {paragraph}"));
            assert_eq!((found.place.as_deref(), found.agency), (*place, *agency), "{paragraph}");
            assert!(!paragraph[found.story..].starts_with([' ', '-']), "{paragraph}");
        }
    }

    #[test]
    fn sentences_are_no_datelines() {
        let cases = [
            "IBM - the company - said",
            "Rome – a city of many hills – slept",
            "UPDATE — Police say",
            "USA - Canada played",
            "The minister (Reuters) said - and left",
            "The vote, AFP reported - Who knows",
            "A – B",
            "新华社的记者说，10月16日电力中断",
            "（記者会見で述べた）大臣は",
            "(그는 말했다) 장관은",
            "Nothing here",
        ];
        for paragraph in cases {
            assert_eq!(read(paragraph), None, "{paragraph}");
        }
    }
}
