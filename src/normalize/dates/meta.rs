//! Dates in meta elements.

use super::written::Order;
use super::{Dated, stated};

/// Names that give the publication date, the most reliable first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published",
    "article:post_date",
    "og:published_time",
    "og:article:published_time",
    "og:publish_date",
    "og:pubdate",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:recs:articlepublishtime",
    "publishdate",
    "publish-date",
    "publish_date",
    "published",
    "published_time",
    "published_date",
    "publication_date",
    "publication-date",
    "publicationdate",
    "pubdate",
    "pub_date",
    "publisheddate",
    "published-date",
    "publish_time",
    "dc.date.issued",
    "dcterms.issued",
    "dc.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.created",
    "dc.date.publication",
    "dc.date",
    "dcterms.date",
    "dc:created",
    "dc:date",
    "citation_publication_date",
    "citation_online_date",
    "citation_date",
    "article.published",
    "article_date_original",
    "article_date",
    "article:create_at",
    "originalpublicationdate",
    "date_published",
    "datecreated",
    "date_created",
    "date",
    "release_date",
    "displaydate",
    "creation_date",
    "created",
    "pdate",
    "rnews:datepublished",
    "shareaholic:article_published_time",
    "bt:pubdate",
    "ptime",
    "last-published",
    "timestamp",
    "article.created",
    "og:question:published_time",
    "video:release_date",
    "mediator_published_time",
];

const MODIFIED: &[&str] = &[
    "article:modified_time",
    "article:modified",
    "article:modified_date",
    "og:updated_time",
    "og:modified_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "last_modified",
    "lastmodified",
    "lastmodifieddate",
    "lastupdated",
    "last-updated",
    "dcterms.modified",
    "dcterms.available",
    "dc.date.modified",
    "dc.modified",
    "dc.date.updated",
    "revised",
    "revision_date",
    "revision-date",
    "updated_time",
    "utime",
    "bt:moddate",
    "cxenseparse:recs:articlemodifiedtime",
];

/// Reads the publication date.
pub fn published(metas: &[(String, String)], order: Order) -> Option<Dated> {
    first(metas, PUBLISHED, order)
}

/// Reads the date of the last change.
pub fn modified(metas: &[(String, String)], order: Order) -> Option<Dated> {
    first(metas, MODIFIED, order)
}

fn first(metas: &[(String, String)], names: &[&str], order: Order) -> Option<Dated> {
    names.iter().find_map(|wanted| {
        let mut contents = metas.iter().filter(|(name, _)| name == wanted);
        contents.find_map(|(_, content)| stated::date(content, order))
    })
}
