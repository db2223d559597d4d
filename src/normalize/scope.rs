//! Where a block stands: the block elements around it, and what their names and classes hint at.

use dom_query::NodeRef;
use xxhash_rust::xxh3::xxh3_64;

/// Subjects at which tags and classes hint, one bit each; see [`subject`].
pub const SUBJECTS: usize = 58;

/// Nearness of a scope's own subject; every level further in is one less, down to 1.
pub const NEARNESS_MAX: u8 = 8;

/// Subject of summaries: standfirsts, ledes and excerpts.
pub const SUMMARY: usize = 6;

/// Bytes of class and id that are read: longer ones are generated, and say the same again.
const NAMES_BYTES_MAX: usize = 400;

/// Bytes of one word of a class name; longer words are hashes.
const WORD_BYTES_MAX: usize = 24;

/// One block element.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The index of the scope around it; the root is its own.
    pub parent: u32,
    pub tag: Tag,
    pub depth: u16,
    /// Equal for elements of the same tags and classes within such elements.
    pub signature: u64,
    /// Of each subject, how near the innermost scope is that hints at it; 0 where none does.
    pub nearness: [u8; SUBJECTS],
}

impl Default for Scope {
    fn default() -> Self {
        Self { parent: 0, tag: Tag::Other, depth: 0, signature: 0, nearness: [0; SUBJECTS] }
    }
}

/// Elements that mean something to the judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    Other,
    Paragraph,
    Heading(u8),
    Item,
    Division,
    Section,
    Cell,
}

impl Tag {
    fn of(name: &str) -> Self {
        match name {
            "p" => Self::Paragraph,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Self::Heading(name.as_bytes()[1] - b'0'),
            "li" | "dt" | "dd" => Self::Item,
            "div" => Self::Division,
            "section" | "article" | "main" => Self::Section,
            "tr" => Self::Cell,
            _ => Self::Other,
        }
    }
}

impl Scope {
    /// Returns the scope of a node within its parent, which has this index.
    pub fn within(parent: &Self, index: u32, node: &NodeRef<'_>) -> Self {
        let name = node.node_name().unwrap_or_default();
        let mut nearness = parent.nearness;
        for near in &mut nearness {
            *near = if *near > 1 { *near - 1 } else { *near };
        }
        let is_frame = matches!(name.as_ref(), "html" | "body");
        // The classes of a body speak of the whole page.
        let own = if is_frame { 0 } else { of_tag(&name) | hints(node) };
        for (subject, near) in nearness.iter_mut().enumerate() {
            if own >> subject & 1 == 1 {
                *near = NEARNESS_MAX;
            }
        }
        let class = node.class().unwrap_or_default();
        let signature = parent.signature.rotate_left(7) ^ xxh3_64(name.as_bytes()) ^ xxh3_64(class.as_bytes());
        Self { parent: index, tag: Tag::of(&name), depth: parent.depth + 1, signature, nearness }
    }
}

/// Returns the subjects of an element's class, id and the like, as bits.
pub fn hints(node: &NodeRef<'_>) -> u64 {
    node.query_or(0, |node| {
        let Some(element) = node.as_element() else { return 0 };
        let mut bits = 0;
        for attribute in &element.attrs {
            bits |= match attribute.name.local.as_ref() {
                "class" | "id" | "role" | "itemprop" | "data-testid" | "data-component" => of_names(&attribute.value),
                "hidden" => 1 << HIDDEN,
                "aria-hidden" if attribute.value.as_ref() == "true" => 1 << HIDDEN,
                "style" if attribute.value.contains("display:none") || attribute.value.contains("display: none") => {
                    1 << HIDDEN
                }
                _ => 0,
            };
        }
        bits
    })
}

fn of_names(names: &str) -> u64 {
    let names = &names.as_bytes()[..names.len().min(NAMES_BYTES_MAX)];
    let mut bits = 0;
    let mut word = [0; WORD_BYTES_MAX];
    let mut len = 0;
    let mut is_low_before = false;
    for byte in names.iter().chain(b" ") {
        let starts_word = byte.is_ascii_uppercase() && is_low_before;
        if (!byte.is_ascii_alphabetic() || starts_word) && len > 0 {
            let read = std::str::from_utf8(&word[..len.min(WORD_BYTES_MAX)]).expect("letters are ASCII");
            bits |= subject(read).map_or(0, |subject| 1 << subject);
            len = 0;
        }
        is_low_before = byte.is_ascii_lowercase();
        if byte.is_ascii_alphabetic() {
            if len < WORD_BYTES_MAX {
                word[len] = byte.to_ascii_lowercase();
            }
            len += 1;
        }
    }
    bits
}

fn of_tag(name: &str) -> u64 {
    let subject = match name {
        "article" => 40,
        "main" => 41,
        "aside" => 42,
        "nav" => 43,
        "footer" => 44,
        "header" => 45,
        "section" => 46,
        "form" => 47,
        "figure" | "figcaption" => 48,
        "table" => 49,
        "ul" => 50,
        "ol" => 51,
        "blockquote" => 52,
        "details" | "summary" => 53,
        "button" => 54,
        "dialog" => 55,
        "dl" => 56,
        _ => return 0,
    };
    1 << subject
}

/// The subject of what is not shown at first.
pub const HIDDEN: usize = 57;

/// The subject of what bars the way to an article.
pub const PAYWALL: usize = 23;

/// Returns the subject of one word of a class name.
#[rustfmt::skip]
fn subject(word: &str) -> Option<usize> {
    Some(match word {
        "article" | "story" | "news" => 0,
        "post" | "entry" | "blog" | "single" => 1,
        "content" | "maincontent" | "contents" => 2,
        "body" | "articlebody" | "bodytext" | "storybody" => 3,
        "text" | "richtext" | "rich" | "rte" | "prose" | "copy" | "markdown" | "wysiwyg" | "paragraph" | "wysiwig" => 4,
        "main" | "primary" | "inner" => 5,
        "summary" | "excerpt" | "lead" | "lede" | "intro" | "standfirst" | "dek" | "deck" | "subtitle" | "subhead"
        | "subheadline" | "abstract" | "description" | "teaser" | "chapo" | "vorspann" => SUMMARY,
        "title" | "headline" | "heading" | "hed" => 7,
        "header" | "hero" | "masthead" | "topbar" | "top" => 8,
        "related" | "recommended" | "recommendation" | "recommendations" | "recirc" | "similar" | "more" | "next"
        | "readmore" | "readnext" | "also" | "further" | "suggested" | "outbrain" | "taboola" | "upnext" => 9,
        "share" | "sharing" | "social" | "socials" | "follow" | "facebook" | "twitter" | "sharedaddy" | "addthis" => 10,
        "author" | "authors" | "byline" | "bylines" | "bio" | "contributor" | "writer" | "profile" | "avatar" | "about" => 11,
        "comment" | "comments" | "disqus" | "respond" | "reply" | "replies" | "discussion" => 12,
        "sidebar" | "rail" | "aside" | "secondary" | "side" | "complementary" => 13,
        "footer" | "foot" | "bottom" | "colophon" | "contentinfo" => 14,
        "nav" | "navigation" | "navbar" | "menu" | "submenu" | "megamenu" | "dropdown" => 15,
        "breadcrumb" | "breadcrumbs" | "crumb" | "crumbs" | "pagination" | "pager" | "prev" | "previous" => 16,
        "toc" | "tableofcontents" | "jump" | "anchor" | "anchors" => 17,
        "newsletter" | "subscribe" | "subscription" | "signup" | "mailchimp" | "optin" | "register" | "login" => 18,
        "cta" | "promo" | "promotion" | "banner" | "callout" | "offer" | "marketing" | "upsell" => 19,
        "ad" | "ads" | "advert" | "advertisement" | "sponsor" | "sponsored" | "dfp" | "adslot" | "advertising" => 20,
        "cookie" | "cookies" | "consent" | "gdpr" | "privacy" | "onetrust" | "notice" | "alert" => 21,
        "modal" | "popup" | "overlay" | "dialog" | "lightbox" | "tooltip" | "drawer" | "flyout" => 22,
        "paywall" | "premium" | "gate" | "locked" | "meter" => PAYWALL,
        "tag" | "tags" | "topic" | "topics" | "category" | "categories" | "keyword" | "keywords" | "cat" | "label"
        | "eyebrow" | "kicker" => 24,
        "meta" | "date" | "time" | "timestamp" | "published" | "updated" | "dateline" | "reading" | "info" => 25,
        "caption" | "captions" | "credit" | "credits" | "figcaption" | "copyright" => 26,
        "gallery" | "slideshow" | "carousel" | "slider" | "slide" | "swiper" | "image" | "img" | "photo" | "picture"
        | "figure" | "media" => 27,
        "video" | "player" | "embed" | "audio" | "podcast" | "transcript" => 28,
        "widget" | "module" | "block" | "plugin" => 29,
        "disclaimer" | "disclosure" | "affiliate" | "legal" | "editorial" | "note" => 30,
        "card" | "cards" | "grid" | "tile" | "tiles" | "listing" | "feed" | "items" | "archive" | "stream" => 31,
        "faq" | "faqs" | "accordion" | "question" | "answer" | "tab" | "tabs" | "panel" | "collapse" => 32,
        "quote" | "pullquote" | "blockquote" | "testimonial" | "pull" => 33,
        "reference" | "references" | "footnote" | "footnotes" | "citation" | "citations" | "sources" | "bibliography" => 34,
        "search" | "form" | "input" | "field" | "filter" | "print" | "tools" | "toolbar" | "utility" | "actions" => 35,
        "product" | "products" | "price" | "buy" | "shop" | "cart" | "deal" | "merchant" | "button" | "btn" => 36,
        "latest" | "popular" | "trending" | "most" | "recent" | "posts" | "articles" | "stories" => 37,
        "table" | "tablepress" | "specs" | "chart" | "stats" => 38,
        "hidden" | "sr" | "screen" | "skip" | "visually" | "visuallyhidden" | "noprint" | "invisible" => 39,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use dom_query::Document;

    use super::*;

    #[test]
    fn names_hint_at_their_subjects() {
        let cases = [
            ("article-body", vec![0, 3]),
            ("storyBody related_links", vec![0, 3, 9]),
            ("css-1x2y3z", vec![]),
            ("SHARE", vec![10]),
            ("newsletterSignup", vec![18]),
        ];
        for (names, expected) in cases {
            let bits = of_names(names);
            let found: Vec<usize> = (0..SUBJECTS).filter(|subject| bits >> subject & 1 == 1).collect();
            assert_eq!(found, expected, "{names}");
        }
    }

    #[test]
    fn what_is_near_fades_with_depth() {
        let document = Document::from("<aside><div class='share'><p>x</p></div></aside>");
        let node = |name: &str| *document.select(name).nodes().first().unwrap();
        let aside = Scope::within(&Scope::default(), 0, &node("aside"));
        let share = Scope::within(&aside, 1, &node("div"));
        let text = Scope::within(&share, 2, &node("p"));
        assert_eq!(text.nearness[10], NEARNESS_MAX - 1);
        assert_eq!(text.nearness[42], NEARNESS_MAX - 2);
        assert_eq!((text.tag, text.depth), (Tag::Paragraph, 3));
        assert_ne!(text.signature, share.signature);
    }
}
