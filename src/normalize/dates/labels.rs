//! Words and class names that say what a date beside them means.

/// What is said of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Label {
    #[default]
    None,
    Published,
    Updated,
    /// The copyright, an event, a deadline: nothing of the article.
    Other,
}

/// Beginnings of words, in lower case.
#[rustfmt::skip]
const UPDATED: &[&str] = &[
    "updat", "modif", "edited", "revised", "reviewed", "changed", "last ", "aktuali", "geändert", "änderung", "bearbeitet", "stand:", "stand ",
    "mise à jour", "mis à jour", "actuali", "atualiz", "aggiorna", "bijgewerkt", "gewijzigd", "uppdaterad", "opdater", "oppdater",
    "senast", "ändrad", "päivitet", "muokattu", "zaktuali", "изменен", "обновл", "оновл", "güncelle", "diperbarui", "frissít", "ενημέρ",
    "actualizat", "ažurir", "تحديث", "به‌روز", "עודכן", "cập nhật", "更新", "수정",
];

#[rustfmt::skip]
const PUBLISHED: &[&str] = &[
    "publi", "pubbli", "posted", "written on", "created", "released", "veröffentlicht", "erschien", "erstellt", "verfasst", "geschrieben",
    "eingestellt", "online seit", "gepubliceerd", "geplaatst", "publicer", "julkais", "opublik", "dodano", "utworzon", "опублик", "дата", "yayın",
    "diterbitkan", "közzét", "megjelen", "δημοσι", "objav", "vydáno", "zveřejn", "نشر", "منتشر", "פורסם", "đăng", "发布", "發布", "掲載", "公開", "입력", "등록",
    "first seen", "added", "mis en ligne", "subido", "inserito", "scritto", "postado", "date:", "datum:", "dated", "fecha", "data:",
];

#[rustfmt::skip]
const OTHER: &[&str] = &[
    "©", "copyright", "(c)", "all rights", "born", "geboren", "expires", "deadline", "accessed", "abgerufen", "retrieved", "joined", "member since",
    "registriert", "beigetreten", "beitritt", "founded", "today", "heute", "valid until", "sale ends",
];

/// Reads the words right before a date, in lower case; the nearest word speaks.
pub fn of_words(before: &str) -> Label {
    let nearest = |words: &[&str]| words.iter().filter_map(|word| last_begin(before, word)).max();
    let candidates =
        [(nearest(UPDATED), Label::Updated), (nearest(PUBLISHED), Label::Published), (nearest(OTHER), Label::Other)];
    let best = candidates.into_iter().filter_map(|(at, label)| Some((at?, label))).max_by_key(|(at, _)| *at);
    best.map_or(Label::None, |(_, label)| label)
}

/// Where a word last begins with these letters; East Asian words follow each other without spaces.
fn last_begin(text: &str, letters: &str) -> Option<usize> {
    let is_begin = |at: &usize| {
        let before = text[..*at].chars().next_back();
        before.is_none_or(|c| !c.is_alphabetic() || c >= '\u{2e80}')
    };
    text.rmatch_indices(letters).map(|(at, _)| at).find(is_begin)
}

/// What the names of an element say of the dates in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    pub label: Label,
    /// It is there to show a date.
    pub is_dated: bool,
    /// What stands in it belongs to others: comments, other articles, posts from elsewhere.
    pub is_foreign: bool,
    /// It is beside the text: the site's frame, or a box on the article.
    pub is_aside: bool,
}

#[rustfmt::skip]
const CLASSES_PUBLISHED: &[&str] = &[
    "publish", "pubdate", "pub-date", "pub_date", "datecreated", "posted", "created", "entry-date", "entry_date", "post-date", "post_date", "postdate",
    "article-date", "article_date", "article__date", "articledate", "releasedate", "release-date", "issued", "post__date", "entry__date", "erstell", "veroeff",
];

const CLASSES_UPDATED: &[&str] = &["updat", "modif", "changed", "lastmod", "revis", "edited", "aktualis", "-edit"];

const CLASSES_DATED: &[&str] =
    &["date", "datum", "datetime", "byline", "timestamp", "meta", "calendar", "infoline", "fecha", "datahora", "stand"];

#[rustfmt::skip]
const CLASSES_FOREIGN: &[&str] = &[
    "comment", "disqus", "respond", "related", "recommend", "trending", "most-popular", "mostpopular", "read-next", "up-next", "carousel", "similar",
    "also-like", "mostread", "most-read", "verwandt", "instagram-media", "twitter-tweet", "tweet-", "embed", "card",
];

#[rustfmt::skip]
const CLASSES_ASIDE: &[&str] = &[
    "sidebar", "side-bar", "ticker", "newsletter", "copyright", "megamenu", "navbar", "site-footer", "page-footer", "widget-area",
];

/// Reads an element's name and its class, id and `itemprop`, in lower case.
pub fn of_names(element: &str, names: &str) -> Marks {
    let has = |words: &[&str]| words.iter().any(|word| names.contains(word));
    // An element may be both at first: WordPress writes `entry-date published updated`.
    let label = if has(CLASSES_PUBLISHED) {
        Label::Published
    } else if has(CLASSES_UPDATED) {
        Label::Updated
    } else {
        Label::None
    };
    Marks {
        label,
        is_dated: element == "time" || label == Label::Published || has(CLASSES_DATED),
        is_foreign: element == "blockquote" || has(CLASSES_FOREIGN),
        is_aside: matches!(element, "nav" | "aside") || has(CLASSES_ASIDE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_speaks() {
        let cases = [
            ("published on ", Label::Published),
            ("published by jane, last updated: ", Label::Updated),
            ("zuletzt aktualisiert, veröffentlicht am ", Label::Published),
            ("erstellt am: ", Label::Published),
            ("mis à jour le ", Label::Updated),
            ("опубликовано ", Label::Published),
            ("© the paper ", Label::Other),
            ("by jane doe, ", Label::None),
        ];
        for (before, expected) in cases {
            assert_eq!(of_words(before), expected, "{before}");
        }
    }

    #[test]
    fn names_of_elements_are_understood() {
        let wordpress = of_names("time", "entry-date published updated");
        assert_eq!((wordpress.label, wordpress.is_dated), (Label::Published, true));
        assert_eq!(of_names("time", "updated").label, Label::Updated);
        assert!(of_names("div", "comment-date").is_foreign && of_names("aside", "").is_aside);
        assert!(of_names("span", "date").is_dated && !of_names("span", "title").is_dated);
    }
}
