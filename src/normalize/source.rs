//! Which of the texts at hand becomes the article's: the page's, the feed's content or its summary.

use url::Url;

use super::blocks::{self, Block, Kind};
use super::body::line;
use super::need;
use super::verdict::Verdicts;
use crate::article::Method;
use crate::parse::{Entry, Text};

/// A page that gives less than this share of the feed's own text lost some of it: the feed's is taken.
const PAGE_SHARE_MIN: f32 = 0.7;

/// A text to make the article from.
pub struct Source {
    pub method: Method,
    pub blocks: Vec<Block>,
}

impl Source {
    fn chars(&self) -> usize {
        let has_text = |block: &&Block| !matches!(block.kind, Kind::Picture | Kind::Caption | Kind::Credit);
        self.blocks.iter().filter(has_text).map(|block| block.text.len()).sum()
    }
}

/// Returns the longer one of an entry's content and summary, content first.
pub fn of_feed(entry: &Entry) -> Option<Source> {
    let base = entry.link.as_deref().and_then(|link| Url::parse(link).ok());
    let read = |method, text: Option<&Text>| {
        let blocks = of_text(text?, base.as_ref());
        Some(Source { method, blocks }).filter(|source| source.chars() > 0)
    };
    let content = read(Method::FeedContent, entry.content.as_ref());
    let summary = read(Method::FeedSummary, entry.summary.as_ref());
    match (content, summary) {
        (Some(content), Some(summary)) if summary.chars() > content.chars() => Some(summary),
        (content, summary) => content.or(summary),
    }
}

/// Returns what a feed tells of the article itself: its content, or a summary that is the whole article.
pub fn told(feed: Option<&Source>) -> &[Block] {
    let is_article = |feed: &&Source| feed.method == Method::FeedContent || need::is_whole(&feed.blocks);
    feed.filter(is_article).map_or(&[], |feed| &feed.blocks)
}

/// Returns the page's text unless it is clearly poorer than the feed's. The opening in front of a paywall is the
/// article's, too, but has to say more than the feed.
pub fn better(page: Vec<Block>, feed: Option<Source>, verdicts: &Verdicts) -> Option<Source> {
    let page = Some(Source { method: Method::Page, blocks: page }).filter(|page| page.chars() > 0);
    match (page, feed) {
        (Some(page), Some(feed)) => {
            let share = line::ratio(page.chars(), feed.chars());
            let is_rich = if verdicts.is_barred() { share > 1.0 } else { share >= PAGE_SHARE_MIN };
            Some(if is_rich { page } else { feed })
        }
        (page, feed) => page.or(feed),
    }
}

/// Returns the blocks of a text construct; plain text with tags in it is read as what it is.
pub fn of_text(text: &Text, base: Option<&Url>) -> Vec<Block> {
    let says_plain = text.media_type.is_empty() || text.media_type.eq_ignore_ascii_case("text/plain");
    if says_plain && !has_closing_tag(&text.value) {
        return blocks::of_plain(&text.value);
    }
    blocks::of_html(&text.value, base)
}

/// Returns a text construct on one line, without markup; `None` when nothing is left.
pub fn one_line(text: &Text) -> Option<String> {
    let blocks = of_text(text, None);
    let has_text = |block: &&Block| block.kind != Kind::Picture;
    let lines: Vec<_> = blocks.iter().filter(has_text).map(|block| block.text.as_str()).collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

fn has_closing_tag(text: &str) -> bool {
    ["</p>", "<br", "<p>", "</a>", "</div>", "</li>", "</b>", "</i>", "</strong>", "</em>"]
        .iter()
        .any(|tag| text.contains(tag))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Flag;

    fn text(value: &str, media_type: &str) -> Text {
        Text { value: value.into(), media_type: media_type.into(), src: None }
    }

    #[test]
    fn titles_lose_their_markup() {
        let cases = [
            (text("A &amp; B <i>c</i>", "text/html"), Some("A & B c")),
            (text("A &amp; B", "text/plain"), Some("A &amp; B")),
            (text("1 < 2", "text/plain"), Some("1 < 2")),
            (text("<b>Bold</b>", "text/plain"), Some("Bold")),
            (text(" \n ", "text/html"), None),
        ];
        for (text, expected) in cases {
            assert_eq!(one_line(&text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn the_page_wins_unless_it_is_poorer() {
        let blocks = |count: usize| vec![Block::new(Kind::Paragraph, "x".repeat(count))];
        let feed = |count| Some(Source { method: Method::FeedContent, blocks: blocks(count) });
        let (none, bar) = (Verdicts::default(), Verdicts::of(Flag::Paywall));
        let cases = [
            (100, feed(100), &none, Some(Method::Page)),
            (75, feed(100), &none, Some(Method::Page)),
            (50, feed(100), &none, Some(Method::FeedContent)),
            (50, None, &none, Some(Method::Page)),
            (0, feed(1), &none, Some(Method::FeedContent)),
            (0, None, &none, None),
            (75, feed(100), &bar, Some(Method::FeedContent)),
            (900, feed(100), &bar, Some(Method::Page)),
        ];
        for (page, feed, verdicts, expected) in cases {
            assert_eq!(
                better(blocks(page), feed, verdicts).map(|source| source.method),
                expected,
                "{page} {verdicts:?}"
            );
        }
    }
}
