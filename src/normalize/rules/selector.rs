//! A CSS selector, checked.

use std::fmt;

use dom_query::{Document, Matcher, NodeRef};

use crate::normalize::guard;

/// Bytes of a selector. Each one is tried on every element of a page.
const BYTES_MAX: usize = 2_000;

/// Selects elements of a page.
#[derive(Clone)]
pub struct Selector {
    text: String,
    matcher: Matcher,
}

impl Selector {
    /// # Errors
    /// What is wrong with the text, and what to do.
    pub fn new(text: &str) -> Result<Self, String> {
        let example = "write one such as \"div.story > p\"";
        if text.trim().is_empty() {
            return Err(format!("the selector is empty; {example}"));
        }
        if text.len() > BYTES_MAX {
            return Err(format!("the selector has more than {BYTES_MAX} bytes; part it"));
        }
        let refused = |reason: &str| Err(format!("{text:?} {reason}"));
        if text.trim_start().starts_with(['/', '(']) || text.contains("//") || text.contains("[@") {
            return refused(&format!("looks like XPath; a selector is CSS: {example}"));
        }
        if text.contains("::") {
            return refused("has a pseudo-element; leave out what starts with \"::\"");
        }
        match Matcher::new(&as_written(text)) {
            Ok(matcher) => Ok(Self { text: text.to_owned(), matcher }),
            Err(_) => refused(&format!("is not a CSS selector; {example}")),
        }
    }

    /// Returns the text as written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the elements of a page in its order.
    pub fn elements<'a>(&self, document: &'a Document) -> Vec<NodeRef<'a>> {
        document.select_matcher(&self.matcher).nodes().to_vec()
    }
}

/// The selector with the names under which elements stand in our trees: `b`, `em` and their like are `span` there.
fn as_written(selector: &str) -> String {
    let mut written = String::with_capacity(selector.len());
    // The name that is being read, and whether it is an element's: no class, id, pseudo-class or attribute.
    let (mut name, mut is_element) = (String::new(), false);
    let (mut quote, mut is_attribute, mut is_escaped) = (None, false, false);
    for sign in selector.chars().chain([' ']) {
        let is_plain = quote.is_none() && !is_attribute;
        if is_plain && (is_escaped || sign.is_alphanumeric() || !sign.is_ascii() || matches!(sign, '-' | '_' | '\\')) {
            if name.is_empty() {
                is_element = !written.ends_with(['.', '#', ':']) && sign.is_ascii_alphabetic();
            }
            is_escaped = sign == '\\' && !is_escaped;
            name.push(sign);
            continue;
        }
        let read = std::mem::take(&mut name);
        // What opens a bracket is a function.
        let is_named = is_element && !read.is_empty() && !read.contains('\\') && sign != '(';
        written.push_str(&if is_named { guard::name_written(&read) } else { read });
        match (quote, sign) {
            (Some(open), _) if open == sign && !is_escaped => quote = None,
            (None, '"' | '\'') => quote = Some(sign),
            (None, '[') => is_attribute = true,
            (None, ']') => is_attribute = false,
            _ => {}
        }
        is_escaped = quote.is_some() && sign == '\\' && !is_escaped;
        written.push(sign);
    }
    written.pop();
    written
}

impl fmt::Debug for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text)
    }
}

impl PartialEq for Selector {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_in_the_order_of_the_page() {
        let html = "<p class=a>1<b>2</b></p><div><p>3</p></div><p class=a>4</p>";
        let document = Document::from(guard::bounded(html));
        let found = |selector: &str| -> Vec<String> {
            let selector = Selector::new(selector).unwrap();
            selector.elements(&document).iter().map(|node| node.text().to_string()).collect()
        };
        assert_eq!(found("b, p"), ["12", "2", "3", "4"]);
        assert_eq!(found("p.a:not(:has(b))"), ["4"]);
        assert_eq!(found("p:contains(\"3\")"), ["3"]);
    }

    /// A rule for `strong` found nothing: pages are read with `span` in the place of formatting.
    #[test]
    fn names_are_those_under_which_elements_stand_in_our_trees() {
        let cases = [
            ("b", "span"),
            ("p > STRONG.em, div em", "p > span.em, div span"),
            (".b #b a:not(b):nth-child(2n+1)", ".b #b a:not(span):nth-child(2n+1)"),
            ("[b='b'] i[title=\"a] b\"]", "[b='b'] span[title=\"a] b\"]"),
            ("p:contains(\"b \\\" b\") u", "p:contains(\"b \\\" b\") span"),
            (".a\\:b b~h1", ".a\\:b span~h1"),
            ("a-name-of-many-letters", "a-name-of-many-l"),
        ];
        for (selector, expected) in cases {
            assert_eq!(as_written(selector), expected, "{selector}");
        }
        let document =
            Document::from(guard::bounded("<p><b>1</b> <x-name-of-many-letters>2</x-name-of-many-letters></p>"));
        for (selector, expected) in [("p > b", "1"), ("x-name-of-many-letters", "2")] {
            let found = Selector::new(selector).unwrap().elements(&document)[0].text().to_string();
            assert_eq!(found, expected, "{selector}");
        }
    }

    #[test]
    fn what_is_no_selector_is_refused_with_a_remedy() {
        let cases = [
            ("", "empty"),
            ("//div[@id='story']", "XPath"),
            ("div[@id]", "XPath"),
            ("p::text", "pseudo-element"),
            ("div..story", "is not a CSS selector"),
            ("p:nth-letter(2)", "is not a CSS selector"),
            ("> p", "is not a CSS selector"),
        ];
        for (text, reason) in cases {
            assert!(Selector::new(text).unwrap_err().contains(reason), "{text}");
        }
    }
}
