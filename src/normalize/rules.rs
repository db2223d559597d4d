//! What an operator says of one site's pages: where the text, the title, the authors and the date stand, and what goes.
//!
//! Plain data, read and checked by `config`, handed in like everything else. A rule is believed where it finds
//! something. Where it finds nothing the page is judged like any other, and the article says so
//! ([`crate::article::Flag::RuleWithoutMatch`]): sites change, and a rotten rule must be seen.

mod found;
mod pattern;
mod selector;

use std::collections::HashMap;

use url::Url;

pub use self::found::Found;
pub use self::pattern::{Pattern, fits_pattern};
pub use self::selector::Selector;

/// The rules of all sites.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    rules: Vec<Rule>,
    by_host: HashMap<String, Vec<usize>>,
}

/// The rule of one site's pages.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rule {
    /// Where it is written, as `rules/paper.toml:3`.
    pub place: String,
    /// In lower case, without `www.`; each with its subdomains.
    pub hosts: Vec<String>,
    /// Only pages whose path fits.
    pub path: Option<Pattern>,
    /// The elements that hold the text, and nothing else.
    pub body: Option<Selector>,
    /// Elements that are no part of the page.
    pub remove: Vec<Selector>,
    /// Lines of the text that go.
    pub remove_lines: Vec<Pattern>,
    /// Elements whose blocks are text, whatever the judge says.
    pub keep: Vec<Selector>,
    pub title: Option<Selector>,
    pub author: Option<Selector>,
    pub date: Option<Selector>,
}

impl Rules {
    /// Takes a rule.
    ///
    /// # Errors
    /// The rule that has one of its hosts already, with the same path; and that host.
    pub fn add(&mut self, rule: Rule) -> Result<(), (&Rule, String)> {
        let taken = rule.hosts.iter().find_map(|host| {
            let numbers = self.by_host.get(host)?;
            let number = numbers.iter().find(|number| self.rules[**number].path == rule.path)?;
            Some((*number, host.clone()))
        });
        if let Some((number, host)) = taken {
            return Err((&self.rules[number], host));
        }
        for host in &rule.hosts {
            self.by_host.entry(host.clone()).or_default().push(self.rules.len());
        }
        self.rules.push(rule);
        Ok(())
    }

    /// Returns the rule for a page: that of the nearest domain, and there one whose path fits before one without.
    pub fn of(&self, url: &Url) -> Option<&Rule> {
        if self.rules.is_empty() {
            return None;
        }
        let host = url.host_str()?.trim_end_matches('.');
        let mut domain = Some(host);
        while let Some(name) = domain {
            let here = || self.by_host.get(name).into_iter().flatten().map(|number| &self.rules[*number]);
            let fits = |rule: &&Rule| rule.path.as_ref().is_some_and(|path| path.fits(url.path()));
            if let Some(rule) = here().find(fits).or_else(|| here().find(|rule| rule.path.is_none())) {
                return Some(rule);
            }
            domain = name.split_once('.').map(|(_, parent)| parent);
        }
        None
    }

    /// Returns how many rules there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Returns how many hosts have rules.
    pub fn hosts(&self) -> usize {
        self.by_host.len()
    }

    /// Writes all that shapes articles as text: equal for equal rules, wherever they are written.
    pub fn fingerprint(&self) -> String {
        self.rules.iter().map(Rule::fingerprint).collect()
    }
}

impl Rule {
    /// Whether it says anything.
    pub fn is_empty(&self) -> bool {
        let has_selector = self.body.is_some() || self.title.is_some() || self.author.is_some() || self.date.is_some();
        !has_selector && self.remove.is_empty() && self.remove_lines.is_empty() && self.keep.is_empty()
    }

    fn fingerprint(&self) -> String {
        let mut text = format!("rule={}\n", self.hosts.join(" "));
        let mut line = |key: &str, value: &str| {
            text.extend([key, "=", value, "\n"]);
        };
        self.path.iter().for_each(|path| line("path", path.text()));
        self.remove_lines.iter().for_each(|pattern| line("remove_lines", pattern.text()));
        for (key, selector) in self.selectors() {
            line(key, selector.text());
        }
        text
    }

    /// All selectors under the names of their keys.
    fn selectors(&self) -> impl Iterator<Item = (&'static str, &Selector)> {
        let body = self.body.iter().map(|selector| ("body", selector));
        let remove = self.remove.iter().map(|selector| ("remove", selector));
        let keep = self.keep.iter().map(|selector| ("keep", selector));
        let title = self.title.iter().map(|selector| ("title", selector));
        let author = self.author.iter().map(|selector| ("author", selector));
        let date = self.date.iter().map(|selector| ("date", selector));
        body.chain(remove).chain(keep).chain(title).chain(author).chain(date)
    }
}

#[cfg(test)]
mod tests;
