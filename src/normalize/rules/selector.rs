//! A CSS selector, checked.

use std::fmt;

use dom_query::{Document, Matcher, NodeRef};

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
        match Matcher::new(text) {
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
        let document = Document::from("<p class=a>1<b>2</b></p><div><p>3</p></div><p class=a>4</p>");
        let found = |selector: &str| -> Vec<String> {
            let selector = Selector::new(selector).unwrap();
            selector.elements(&document).iter().map(|node| node.text().to_string()).collect()
        };
        assert_eq!(found("b, p"), ["12", "2", "3", "4"]);
        assert_eq!(found("p.a:not(:has(b))"), ["4"]);
        assert_eq!(found("p:contains(\"3\")"), ["3"]);
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
