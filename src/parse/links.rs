//! Links: made absolute, chosen, and stripped of what only counts visitors.

use url::Url;

use super::Link;

/// Parameters that name the way a reader came, never what is read. Lower case.
///
/// Article ids on users' disks depend on this list: a name that is added gives new ids to the links that
/// carry it, so it is kept to names that mean one thing everywhere.
const TRACKING: &[&str] = &[
    "_hsenc",
    "_hsmi",
    "_openstat",
    "at_campaign",
    "at_custom1",
    "at_custom2",
    "at_custom3",
    "at_custom4",
    "at_format",
    "at_link_id",
    "at_link_origin",
    "at_link_type",
    "at_medium",
    "at_ptr_name",
    "dclid",
    "fbclid",
    "ftag",
    "gbraid",
    "gclid",
    "gclsrc",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "igsh",
    "igshid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ns_campaign",
    "ns_fee",
    "ns_linkname",
    "ns_mchannel",
    "ns_source",
    "oly_anon_id",
    "oly_enc_id",
    "rb_clickid",
    "ref_src",
    "s_cid",
    "soc_src",
    "soc_trk",
    "srsltid",
    "ttclid",
    "twclid",
    "vero_conv",
    "vero_id",
    "wbraid",
    "wickedid",
    "wt_mc",
    "xtor",
    "yclid",
    "ysclid",
];

/// Families of such parameters, by how their names begin. Lower case.
const TRACKING_FAMILIES: &[&str] = &["utm_", "mtm_", "matomo_", "piwik_", "pk_", "hsa_"];

/// Returns the form of a link that identifies an article: absolute, `http` or `https`, host in lower case,
/// no default port, no tracking parameters. Scheme, fragment and the order of parameters stay, because
/// some feeds differ in nothing else. `None` if the text is no such link.
pub fn article_link(link: &str) -> Option<String> {
    let mut url = Url::parse(link.trim()).ok().filter(is_page)?;
    if let Some(query) = url.query() {
        let kept = without_tracking(query);
        if kept.len() != query.len() || kept.is_empty() {
            url.set_query((!kept.is_empty()).then_some(kept.as_str()));
        }
    }
    // `#utm_source=rss` and `#xtor=RSS-1` are parameters that hide from the server.
    if let Some(fragment) = url.fragment()
        && (fragment.is_empty() || (fragment.contains('=') && without_tracking(fragment).is_empty()))
    {
        url.set_fragment(None);
    }
    Some(url.into())
}

fn without_tracking(parameters: &str) -> String {
    let kept: Vec<&str> = parameters.split('&').filter(|parameter| !is_tracking(parameter)).collect();
    kept.join("&")
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or("").to_ascii_lowercase();
    let name = name.strip_prefix("amp;").unwrap_or(&name);
    TRACKING.binary_search(&name).is_ok() || TRACKING_FAMILIES.iter().any(|family| name.starts_with(family))
}

fn is_page(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https") && url.has_host()
}

/// Makes `href` absolute where it is relative and a base is known. `None` for what is no address of
/// anything (`javascript:`, `data:`, nothing).
pub(super) fn absolute(href: &str, base: Option<&Url>) -> Option<String> {
    let href = href.trim();
    if href.is_empty() {
        return None;
    }
    match (Url::parse(href), base) {
        // Only now: browsers and this parser pass over line ends and tabs in the middle of a scheme.
        (Ok(url), _) if matches!(url.scheme(), "javascript" | "data" | "vbscript") => None,
        (Ok(url), _) => Some(url.into()),
        (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) => {
            Some(base.join(href).map_or_else(|_| href.to_owned(), Into::into))
        }
        (Err(_), _) => Some(href.to_owned()),
    }
}

/// Chooses the link of an entry's page: `alternate` and HTML, any other `alternate`, the guid where it is
/// an address (`permalink`), then the first link that leads neither to the feed, nor to a file, nor to comments.
pub(super) fn page<'a>(links: &'a [Link], permalink: Option<&'a str>) -> Option<&'a str> {
    let own = || links.iter().filter(|link| link.target.is_none() && names_page(&link.href));
    let is_alternate = |link: &&Link| link.rel.as_deref().is_none_or(|rel| rel.eq_ignore_ascii_case("alternate"));
    let is_html = |link: &&Link| link.media_type.as_deref().is_none_or(|media_type| media_type.contains("html"));
    let is_other_page = |link: &&Link| {
        let rel = link.rel.as_deref().unwrap_or("alternate").to_ascii_lowercase();
        !matches!(
            rel.as_str(),
            "self" | "enclosure" | "replies" | "edit" | "service.edit" | "service.post" | "hub" | "license"
        )
    };
    own()
        .filter(is_alternate)
        .find(is_html)
        .or_else(|| own().find(is_alternate))
        .map(|link| link.href.as_str())
        .or_else(|| permalink.filter(|guid| names_page(guid)))
        .or_else(|| own().find(is_other_page).map(|link| link.href.as_str()))
}

/// Whether the text is an address of a page by itself: a guid that may stand in for a missing link.
pub(super) fn names_page(text: &str) -> bool {
    Url::parse(text.trim()).is_ok_and(|url| is_page(&url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_tracking_names_is_sorted_for_the_search() {
        assert!(TRACKING.is_sorted());
    }

    #[test]
    fn links_lose_what_counts_visitors_and_nothing_else() {
        for (link, expected) in [
            ("https://Example.ORG:443/a?utm_source=rss&id=7&utm_medium=x#top", "https://example.org/a?id=7#top"),
            ("https://example.org/a?id=7&fbclid=abc", "https://example.org/a?id=7"),
            ("https://example.org/a?UTM_Source=rss", "https://example.org/a"),
            ("https://example.org/a?id=7&amp;utm_source=rss", "https://example.org/a?id=7"),
            ("https://example.org/a?", "https://example.org/a"),
            ("https://example.org/a#xtor=RSS-1", "https://example.org/a"),
            ("https://example.org/a?b=2&a=1", "https://example.org/a?b=2&a=1"),
            ("https://example.org/a?q=%C3%A9+x&utm_id=1", "https://example.org/a?q=%C3%A9+x"),
            ("http://example.org/a", "http://example.org/a"),
            ("https://example.org/a?source=1&ref=2", "https://example.org/a?source=1&ref=2"),
        ] {
            assert_eq!(article_link(link).as_deref(), Some(expected), "{link}");
        }
    }

    #[test]
    fn only_pages_identify_articles() {
        for link in ["", "/a", "mailto:a@example.org", "javascript:void(0)", "urn:uuid:1", "ftp://example.org/a"] {
            assert_eq!(article_link(link), None, "{link}");
        }
    }

    #[test]
    fn relative_links_follow_the_base_and_scripts_are_no_links() {
        let base = Url::parse("https://example.org/feeds/rss.xml").unwrap();
        assert_eq!(absolute("../a?b#c", Some(&base)).as_deref(), Some("https://example.org/a?b#c"));
        assert_eq!(absolute("a", None).as_deref(), Some("a"));
        assert_eq!(absolute(" JavaScript:alert(1)", Some(&base)), None);
        assert_eq!(absolute("data:text/html,x", Some(&base)), None);
        assert_eq!(absolute("java\tscript:alert(1)", Some(&base)), None);
    }

    fn link(href: &str, rel: Option<&str>, media_type: Option<&str>) -> Link {
        Link { href: href.into(), rel: rel.map(Into::into), media_type: media_type.map(Into::into), ..Link::default() }
    }

    #[test]
    fn the_page_is_the_html_alternate_then_the_guid_then_what_is_left() {
        let alternate = link("https://e.org/html", Some("alternate"), Some("text/html"));
        let json = link("https://e.org/json", Some("alternate"), Some("application/json"));
        let own = link("https://e.org/self", Some("self"), None);
        let via = link("https://e.org/via", Some("via"), None);
        let mut comments = link("https://e.org/comments", None, None);
        comments.target = Some("comments".into());
        let all = [own.clone(), comments.clone(), json.clone(), alternate];
        assert_eq!(page(&all, Some("https://e.org/guid")), Some("https://e.org/html"));
        assert_eq!(page(&[own.clone(), json], None), Some("https://e.org/json"));
        assert_eq!(page(&[own.clone(), via.clone()], Some("https://e.org/guid")), Some("https://e.org/guid"));
        assert_eq!(page(&[own.clone(), via], Some("tag:e.org,2024:1")), Some("https://e.org/via"));
        assert_eq!(page(&[own, comments], None), None);
    }
}
