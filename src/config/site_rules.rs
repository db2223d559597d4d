//! `[[rule]]`: where one site's pages have their text; and the files of such rules.

use std::path::Path;

use toml::de::DeValue;
use url::{Host, Url};

use super::feeds::files;
use super::key::{Form, Key, Rule as Limit, Setting, not};
use super::problems::Source;
use super::reader::{Context, Section};
use super::{CONFIG_BYTES_MAX, parse_document, why};
use crate::normalize::{Pattern, Rule, Rules, Selector};

/// Most rules: more sites than anybody looks after by hand.
const RULES_MAX: usize = 100_000;

/// Where problems of files of rules stand among those of other files: behind.
const ORDER: usize = 1 << 32;

const HOST: Limit = Limit { kind: "host names", pattern: "^[^/:*]+$", check: |text| host(text).map(drop) };

/// A path with `*` for any characters.
const PATH: Limit = Limit { kind: "a path with \"*\" for any characters", pattern: "^[/*].*$", check: path };

// What these texts are is checked where they are read.
const SELECTOR: Limit = Limit { kind: "a CSS selector", pattern: "^.+$", check: |_| Ok(()) };
const LINE: Limit = Limit { kind: "", pattern: "^.+$", check: |_| Ok(()) };

pub(super) const KEYS: &[Key] = &[
    Key::required(
        "hosts",
        Form::Texts(HOST),
        "[\"example.org\"]",
        "The site's hosts. Subdomains are included, unless they have a rule of their own; www. makes no difference.",
    ),
    Key::optional(
        "path",
        Form::Text(PATH),
        "\"/news/*\"",
        "Only pages whose path fits, the whole of it. A rule with a path that fits speaks before one without.",
    ),
    Key::optional(
        "body",
        Form::Text(SELECTOR),
        "\"div.lede, div.story\"",
        "The elements that hold the text. All that they hold is taken, and nothing else is; only captions, bylines and \
         lines such as \"Read more\" are cleaned out as everywhere.",
    ),
    Key::optional(
        "remove",
        Form::Texts(SELECTOR),
        "[\"aside.related\", \"div.newsletter\"]",
        "Elements that are no part of the article. They go before anything is read but this rule's title, author and \
         date: neither the text nor what is found out otherwise comes from them.",
    ),
    Key::optional(
        "remove_lines",
        Form::Texts(LINE),
        "[\"Support our work*\"]",
        "Paragraphs, headings and items of the text that go although no element tells them from it: the whole line \
         fits, case counts, \"*\" stands for any characters.",
    ),
    Key::alternative(
        "keep",
        Form::Texts(SELECTOR),
        "[\"ul.facts\"]",
        "Without body: elements whose lines are text even where courant thinks otherwise.",
    ),
    Key::optional("title", Form::Text(SELECTOR), "\"h1.headline\"", "The title: the first such element that has text."),
    Key::optional(
        "author",
        Form::Text(SELECTOR),
        "\".byline a\"",
        "The authors: every such element, each a name or a line such as \"By Jane Doe and John Roe\".",
    ),
    Key::optional(
        "date",
        Form::Text(SELECTOR),
        "\"time.published\"",
        "When it was published: the first such element with a date in its datetime, its content, or its text. Title, \
         author and date outrank the feed.",
    ),
];

/// What a file that `rules` names may hold.
const FILE_ROOT: &[&[Key]] = &[&[Key::optional("rule", Form::Tables(&[KEYS]), "[]", "The rules.")]];

/// Reads the rules of a configuration: its own, and those of the files that `[normalize]` names.
pub(super) fn read(root: &Section<'_>, normalize: &Section<'_>) -> Rules {
    let mut rules = Rules::default();
    read_tables(root, &mut rules);
    if normalize.optional::<Vec<String>>("rules").is_none() {
        return rules;
    }
    let patterns = normalize.value("rules").and_then(|value| value.get_ref().as_array());
    for (index, item) in patterns.into_iter().flatten().enumerate() {
        let Some(pattern) = item.get_ref().as_str() else { continue };
        include(&normalize.context, pattern, &mut rules, &|message| {
            let path = format!("normalize.rules[{index}]");
            normalize.context.report.at(normalize.context.source, item.span(), &path, message);
        });
    }
    rules
}

/// Reads files of rules that are named elsewhere than in a configuration; `name` is where.
pub(super) fn read_files(context: &Context<'_>, name: &str, patterns: &[String]) -> Rules {
    let mut rules = Rules::default();
    for pattern in patterns {
        include(context, pattern, &mut rules, &|message| context.report.about(name, message));
    }
    rules
}

/// Reads the files of a pattern; what is wrong with the pattern itself goes to `refuse`.
fn include(context: &Context<'_>, pattern: &str, rules: &mut Rules, refuse: &dyn Fn(String)) {
    if !pattern.ends_with(".toml") {
        return refuse(format!("\"{pattern}\" is no file of rules; these end in \".toml\""));
    }
    match files(context, pattern) {
        Ok(paths) => paths.iter().filter_map(|path| include_file(context, path, rules).err()).for_each(refuse),
        Err(message) => refuse(message),
    }
}

fn include_file(context: &Context<'_>, path: &Path, rules: &mut Rules) -> Result<(), String> {
    let name = path.display().to_string();
    let bytes = context.surroundings.read(path, CONFIG_BYTES_MAX);
    let bytes = bytes.map_err(|reason| format!("\"{name}\" cannot be read: {}", why(&reason)))?;
    let text = String::from_utf8(bytes).map_err(|_| format!("\"{name}\" is not UTF-8; save it as UTF-8"))?;
    let source = Source::new(name, text.strip_prefix('\u{feff}').unwrap_or(&text), ORDER + rules.len());
    let context = Context { source: &source, ..*context };
    if let Some(table) = parse_document(&context) {
        read_tables(&Section::root(context, &table, FILE_ROOT), rules);
    }
    Ok(())
}

fn read_tables(root: &Section<'_>, rules: &mut Rules) {
    for section in root.tables("rule").unwrap_or_default() {
        let Some(rule) = rule(&section) else { continue };
        if rules.len() >= RULES_MAX {
            return section.here(format!("these are more than {RULES_MAX} rules; use several daemons"));
        }
        if let Err((earlier, host)) = rules.add(rule) {
            let remedy = "make one of the two, or give each a path of its own";
            section.at("hosts", format!("\"{host}\" has a rule already, in {}; {remedy}", earlier.place));
        }
    }
}

/// Reads one rule; `None` when its hosts are missing or wrong.
fn rule(section: &Section<'_>) -> Option<Rule> {
    let hosts: Option<Vec<String>> = section.required("hosts");
    let source = section.context.source;
    let rule = Rule {
        place: format!("{}:{}", source.name(), source.line(section.span_of("hosts").start)),
        hosts: Vec::new(),
        path: section.optional("path"),
        body: section.optional("body"),
        remove: section.optional("remove").unwrap_or_default(),
        remove_lines: section.optional("remove_lines").unwrap_or_default(),
        keep: section.optional("keep").unwrap_or_default(),
        title: section.optional("title"),
        author: section.optional("author"),
        date: section.optional("date"),
    };
    if section.has("body") && section.has("keep") {
        section.at("keep", "all that body selects is kept already; add these selectors to body, or remove keep");
    }
    let says_nothing = section.names().all(|name| matches!(name, "hosts" | "path"));
    if says_nothing || (rule.is_empty() && section.context.report.count() == 0) {
        section.here("the rule says nothing; add body, remove, remove_lines, keep, title, author or date");
    }
    let mut names: Vec<String> = Vec::new();
    for name in hosts?.iter().map(|text| host(text).expect("checked by its form")) {
        if names.contains(&name) {
            section.at("hosts", format!("\"{name}\" stands here twice; once is enough"));
        } else {
            names.push(name);
        }
    }
    if names.is_empty() {
        section.at("hosts", "there is no host; name at least one, as in [\"example.org\"]");
        return None;
    }
    Some(Rule { hosts: names, ..rule })
}

/// Returns the host in the form in which pages' addresses have it, without `www.`.
fn host(text: &str) -> Result<String, String> {
    let refused = |reason: &str| Err(format!("{text:?} {reason}"));
    if text.contains('/') {
        let url = Url::parse(text).or_else(|_| Url::parse(&format!("https://{text}")));
        return match url.ok().and_then(|url| url.host_str().map(str::to_owned)) {
            Some(host) => refused(&format!("is not a host; did you mean \"{host}\"?")),
            None => refused("is not a host; write one such as \"example.org\""),
        };
    }
    if let Some(domain) = text.strip_prefix("*.").or_else(|| text.strip_prefix('.')) {
        return refused(&format!("has a mark for subdomains, which are included anyway; write \"{domain}\""));
    }
    match Host::parse(text.trim_end_matches('.')) {
        Ok(host) => {
            let host = host.to_string();
            Ok(host.strip_prefix("www.").map_or(host.clone(), str::to_owned))
        }
        Err(_) => refused("is not a host; write one such as \"example.org\", without port"),
    }
}

fn path(text: &str) -> Result<(), String> {
    if text.starts_with(['/', '*']) {
        return Pattern::new(text).map(drop);
    }
    Err(format!("\"{}\" does not start as a path does; did you mean \"/{text}\"?", text.escape_debug()))
}

impl Setting for Selector {
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String> {
        Self::new(&String::read(value, form)?)
    }
}

impl Setting for Pattern {
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String> {
        Self::new(&String::read(value, form)?)
    }
}

impl Setting for Vec<Selector> {
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String> {
        list(value, form)
    }
}

impl Setting for Vec<Pattern> {
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String> {
        list(value, form)
    }
}

fn list<T: Setting>(value: &DeValue<'_>, form: &Form) -> Result<Vec<T>, String> {
    let Form::Texts(rule) = form else { unreachable!("read as a list, declared otherwise") };
    let items = value.as_array().ok_or_else(|| not(value, form))?;
    items.iter().map(|item| T::read(item.get_ref(), &Form::Text(*rule))).collect()
}
