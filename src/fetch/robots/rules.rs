//! The rules of one robots.txt for this program, and whether they allow a page. Pure.
//!
//! Own code, because the crate at hand panics on some input and takes cubic time on other: both the
//! file and the address come from strangers, so neither may cost more than reading them.

use url::Url;

/// The name by which robots.txt files may address this program.
const PRODUCT: &str = "courant";

/// Each question looks at every rule; no honest site has so many.
const RULES_MAX: usize = 10_000;

/// What one robots.txt says to us. The default allows everything.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Rules(Vec<Rule>);

#[derive(Debug, PartialEq)]
struct Rule {
    is_allowed: bool,
    /// Normalized; `*` stands for anything, a `$` at the end for the end.
    pattern: String,
}

impl Rules {
    /// Reads the groups that name this program, else those for everybody. Lines that are no rule are
    /// passed over; a last line without an end may be cut and is read as it is.
    pub(super) fn parse(file: &[u8]) -> Self {
        let text = String::from_utf8_lossy(file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file));
        let mut ours = Group::default();
        let mut everybodys = Group::default();
        let mut is_in_agents = false;
        for line in text.split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            let key = key.trim().to_ascii_lowercase();
            match key.as_str() {
                "user-agent" => {
                    if !is_in_agents {
                        ours.is_open = false;
                        everybodys.is_open = false;
                    }
                    is_in_agents = true;
                    ours.open_if(product(value).eq_ignore_ascii_case(PRODUCT));
                    everybodys.open_if(value.starts_with('*'));
                }
                "allow" | "disallow" => {
                    is_in_agents = false;
                    ours.add(key == "allow", value);
                    everybodys.add(key == "allow", value);
                }
                _ => {}
            }
        }
        if ours.is_named { ours.rules } else { everybodys.rules }
    }

    /// Returns whether `url` may be fetched: the longest pattern that matches decides, and of two
    /// equally long ones the one that allows.
    pub(super) fn allow(&self, url: &Url) -> bool {
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let path = normalized(&format!("{}{query}", url.path()));
        if path == "/robots.txt" {
            return true;
        }
        let decisive = self.0.iter().filter(|rule| matches(&rule.pattern, &path));
        decisive.max_by_key(|rule| (rule.pattern.len(), rule.is_allowed)).is_none_or(|rule| rule.is_allowed)
    }

    /// Memory held, roughly.
    pub(super) fn bytes(&self) -> usize {
        self.0.iter().map(|rule| size_of::<Rule>() + rule.pattern.len()).sum()
    }
}

/// The rules under the agents of one kind; several groups count as one.
#[derive(Default)]
struct Group {
    rules: Rules,
    is_open: bool,
    is_named: bool,
}

impl Group {
    fn open_if(&mut self, is_addressed: bool) {
        self.is_open |= is_addressed;
        self.is_named |= is_addressed;
    }

    /// An empty pattern matches nothing and is no rule.
    fn add(&mut self, is_allowed: bool, pattern: &str) {
        if self.is_open && !pattern.is_empty() && self.rules.0.len() < RULES_MAX {
            self.rules.0.push(Rule { is_allowed, pattern: normalized(pattern) });
        }
    }
}

/// Returns the product token that a `User-agent` value begins with.
fn product(value: &str) -> &str {
    let end = value.find(|c: char| !(c.is_ascii_alphabetic() || matches!(c, '-' | '_')));
    &value[..end.unwrap_or(value.len())]
}

/// Returns whether `pattern` matches `path` from its start. Taking the first place where each part
/// fits is enough, so the time is linear in both for each part.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, is_anchored) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = path.strip_prefix(first) else { return false };
    let Some(last) = parts.next_back() else { return !is_anchored || rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    if is_anchored { rest.ends_with(last) } else { rest.contains(last) }
}

/// Brings file and address to one spelling: bytes above ASCII are escaped, escapes of letters that
/// need none are undone, and the digits of the others are upper case.
fn normalized(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut normal = String::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = escaped_byte(&bytes[at..]);
        let byte = escaped.unwrap_or(bytes[at]);
        let is_unreserved = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        if is_unreserved || (escaped.is_none() && byte.is_ascii()) {
            normal.push(char::from(byte));
        } else {
            normal.push_str(&format!("%{byte:02X}"));
        }
        at += if escaped.is_some() { 3 } else { 1 };
    }
    normal
}

fn escaped_byte(bytes: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = bytes else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(*high)? * 16 + digit(*low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allows(file: &str, path: &str) -> bool {
        Rules::parse(file.as_bytes()).allow(&Url::parse("http://news.example").unwrap().join(path).unwrap())
    }

    #[test]
    fn the_longest_match_decides_and_allow_wins_a_tie() {
        let table = [
            ("Disallow: /a", "/a", false),
            ("Disallow: /a", "/abc", false),
            ("Disallow: /a", "/b", true),
            ("Disallow: /\nAllow: /news", "/news/1", true),
            ("Allow: /news\nDisallow: /news/old", "/news/old/1", false),
            ("Disallow: /x\nAllow: /x", "/x", true),
            ("Disallow:", "/x", true),
            ("Disallow: /*.pdf$", "/a/b.pdf", false),
            ("Disallow: /*.pdf$", "/a/b.pdf?x=1", true),
            ("Disallow: /*.pdf", "/a/b.pdf?x=1", false),
            ("Disallow: /a*b*c$", "/a-b-b-c-c", false),
            ("Disallow: /a*b*c$", "/a-c-b", true),
            ("Disallow: /*?print=", "/story?print=1", false),
            ("Disallow: /$", "/", false),
            ("Disallow: /$", "/a", true),
            ("Disallow: /caf%c3%a9", "/café/1", false),
            ("Disallow: /café", "/caf%C3%A9/1", false),
            ("Disallow: /%7Ejoe", "/~joe", false),
            ("Disallow: /", "/robots.txt", true),
            ("Disallow: *", "/a", false),
        ];
        for (rules, path, expected) in table {
            assert_eq!(allows(&format!("User-agent: *\n{rules}\n"), path), expected, "{rules:?} on {path}");
        }
    }

    #[test]
    fn a_group_that_names_us_replaces_the_one_for_everybody() {
        let file = "User-agent: *\nDisallow: /\n\nUser-Agent: Courant/1.0\nuser-agent: other\nDisallow: /private\n";
        assert!(allows(file, "/news"));
        assert!(!allows(file, "/private/1"));
        assert!(!allows("User-agent: courantbot\nDisallow:\nUser-agent: *\nDisallow: /", "/news"));
        assert!(allows("User-agent: courant\nDisallow:\n\nUser-agent: *\nDisallow: /", "/news"));
    }

    #[test]
    fn several_groups_for_us_count_as_one() {
        let file =
            "User-agent: courant\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: courant\nDisallow: /b";
        assert!(!allows(file, "/a"));
        assert!(!allows(file, "/b"));
        assert!(allows(file, "/c"));
    }

    #[test]
    fn odd_files_are_read_as_far_as_they_make_sense() {
        assert!(!allows("\u{feff}User-agent: *\rDisallow: /a\r", "/a"), "byte order mark and bare returns");
        assert!(!allows("USER-AGENT:*\n  disallow :/a # why not\n", "/a"), "spaces and comments");
        assert!(!allows("User-agent: *\nSitemap: http://x/\nCrawl-delay: 5\nDisallow: /a", "/a"), "other lines");
        assert!(allows("Disallow: /", "/a"), "rules without a group");
        assert!(allows("<!doctype html><title>Not found</title>", "/a"), "a page instead");
        assert!(allows("", "/a"));
    }

    #[test]
    fn hostile_patterns_cost_no_more_than_reading_them() {
        // Exponential for a matcher that goes back, cubic for one that copies: here it is nothing.
        let stars = format!("User-agent: *\nDisallow: /{}b\n", "a*".repeat(2000));
        assert!(allows(&stars, &format!("/{}", "a".repeat(4000))));
        let many = format!("User-agent: *\n{}", "Disallow: /x\n".repeat(RULES_MAX + 5));
        assert_eq!(Rules::parse(many.as_bytes()).0.len(), RULES_MAX);
        assert!(!allows("User-agent: *\nDisallow: /é\u{10ffff}%", "/é\u{10ffff}%"), "no panic beyond ASCII");
    }
}
