//! Entry and page to [`Article`]: pure.

use jiff::Timestamp;

use crate::article::{Article, ArticleId, Provenance};
use crate::parse::Sighting;

/// A fetched page, decoded to text.
#[derive(Clone, Debug)]
pub struct Page {
    pub url: url::Url,
    pub html: String,
    /// `final_url` to `sha256` of the page; the entry's own fields are taken from the sighting.
    pub provenance: Provenance,
    pub fetched: Timestamp,
}

/// What stays the same for one article in all its versions.
#[derive(Clone, Debug)]
pub struct Standing {
    pub id: ArticleId,
    pub first_seen: Timestamp,
    pub seen_in: Vec<String>,
}

/// Why an entry makes no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    #[error("the entry has neither title nor text")]
    Empty,
}

/// Makes the article of a sighting and, where there is one, its page.
pub fn normalize(_sighting: &Sighting, _page: Option<&Page>, _standing: &Standing) -> Result<Article, Unusable> {
    Err(Unusable::Empty)
}
