//! What a page states of its own nature: in JSON-LD and in its meta elements.

use crate::normalize::jsonld::Statement;

/// The nature of a page, as far as it is stated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    pub subject: Option<Subject>,
    /// Whether everybody may read it.
    pub is_free: Option<bool>,
    /// Words of the article.
    pub words: Option<usize>,
}

/// What a page is about to show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Article,
    Video,
    Gallery,
    /// A list of articles.
    List,
}

impl Stated {
    /// Reads JSON-LD, `og:type` and `article:content_tier`. An article with a video in it is an article.
    pub fn of(said: &Statement, og_type: Option<&str>, tier: Option<&str>) -> Self {
        let subjects: Vec<Subject> = said.kinds.iter().filter_map(|kind| Subject::of_kind(kind)).collect();
        let of_kinds = [Subject::Article, Subject::Gallery, Subject::Video, Subject::List]
            .into_iter()
            .find(|subject| subjects.contains(subject));
        let of_type = og_type.and_then(Subject::of_type);
        let subject = match (of_kinds, of_type) {
            (Some(Subject::Article), _) | (_, None) => of_kinds,
            // Templates call everything an article that is not said to be more.
            (Some(of_kinds), Some(Subject::Article)) => Some(of_kinds),
            (_, of_type) => of_type,
        };
        let of_tier = match tier {
            Some("locked") => Some(false),
            Some("free") => Some(true),
            _ => None,
        };
        Self { subject, is_free: said.is_free.or(of_tier), words: said.words }
    }
}

impl Subject {
    fn of_kind(kind: &str) -> Option<Self> {
        match kind {
            "VideoObject" | "Movie" | "TVEpisode" | "Episode" | "Clip" => Some(Self::Video),
            "ImageGallery" | "MediaGallery" => Some(Self::Gallery),
            "CollectionPage" | "SearchResultsPage" | "ItemList" => Some(Self::List),
            _ if kind.ends_with("Article") || kind.ends_with("BlogPosting") => Some(Self::Article),
            _ => None,
        }
    }

    fn of_type(kind: &str) -> Option<Self> {
        let kind = kind.to_lowercase();
        match kind.split('.').next().unwrap_or_default() {
            "article" => Some(Self::Article),
            "video" => Some(Self::Video),
            "gallery" | "photo_gallery" => Some(Self::Gallery),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_with_a_video_is_an_article() {
        let cases: &[(&[&str], Option<&str>, Option<Subject>)] = &[
            (&["VideoObject", "NewsArticle"], Some("video.other"), Some(Subject::Article)),
            (&["VideoObject"], Some("article"), Some(Subject::Video)),
            (&["Organization"], Some("video.other"), Some(Subject::Video)),
            (&["ImageGallery", "BreadcrumbList"], None, Some(Subject::Gallery)),
            (&["CollectionPage"], Some("website"), Some(Subject::List)),
            (&["WebPage"], Some("website"), None),
        ];
        for (kinds, og_type, expected) in cases {
            let said =
                Statement { kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(), ..Statement::default() };
            assert_eq!(Stated::of(&said, *og_type, None).subject, *expected, "{kinds:?}");
        }
    }

    #[test]
    fn a_locked_article_is_not_free() {
        let is_free = |said: Option<bool>, tier| {
            Stated::of(&Statement { is_free: said, ..Statement::default() }, None, tier).is_free
        };
        assert_eq!(is_free(None, Some("locked")), Some(false));
        assert_eq!(is_free(None, Some("metered")), None);
        assert_eq!(is_free(Some(true), Some("locked")), Some(true));
    }
}
