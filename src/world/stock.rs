//! The written stock: what the newsroom's stories, names and page furniture are made of.
//!
//! One text file a language under `stock/`. Lines that begin with `@` set a word list; `= section` begins a
//! story, `~` the background paragraphs that fit any story. In a story, `title:` comes at least twice (the
//! second is the one an update takes), then `stand:`, `photo:`, `p:` for each paragraph and `+` for paragraphs
//! that updates add. Text may hold slots: `{place}`, `{place2}`, `{man}`, `{woman}` (`{woman.last}` for the
//! surname), `{body}` an institution, `{day}` the day of publication, `{a:12-80}` a number, `{a}` the same again.

use std::collections::HashMap;
use std::sync::LazyLock;

use fastrand::Rng;

/// Every language of the stock, English first.
pub static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
    let files = [
        include_str!("stock/en.txt"),
        include_str!("stock/de.txt"),
        include_str!("stock/fr.txt"),
        include_str!("stock/es.txt"),
        include_str!("stock/it.txt"),
        include_str!("stock/pt.txt"),
        include_str!("stock/ru.txt"),
        include_str!("stock/ar.txt"),
    ];
    files.iter().map(|text| Language::read(text)).collect()
});

/// Sections by their place in `@sections`; the same ones in every language.
pub const SECTIONS: [&str; 7] = ["world", "politics", "economy", "science", "culture", "sport", "local"];

/// One file of the stock.
#[derive(Debug, Default)]
pub struct Language {
    /// BCP 47.
    pub tag: String,
    words: HashMap<String, Vec<String>>,
    pub templates: Vec<Template>,
    /// Paragraphs that fit any story.
    pub background: Vec<String>,
}

/// A story before its slots are filled.
#[derive(Debug, Default)]
pub struct Template {
    /// Index into [`SECTIONS`].
    pub section: usize,
    pub titles: Vec<String>,
    pub standfirst: String,
    pub photo: Option<String>,
    pub paragraphs: Vec<String>,
    /// What updates add, in order.
    pub additions: Vec<String>,
}

impl Language {
    fn read(text: &'static str) -> Self {
        let mut language = Self::default();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(line) = line.strip_prefix('@') {
                let (name, words) = line.split_once(' ').expect("a word list has a name and words");
                language.words.insert(name.to_owned(), words.split('|').map(|word| word.trim().to_owned()).collect());
            } else if let Some(paragraph) = line.strip_prefix('~') {
                language.background.push(paragraph.trim().to_owned());
            } else if let Some(section) = line.strip_prefix('=') {
                let section = SECTIONS.iter().position(|name| *name == section.trim());
                let section = section.expect("a story names a section of SECTIONS");
                language.templates.push(Template { section, ..Template::default() });
            } else {
                language.templates.last_mut().expect("a story begins with its section").read(line);
            }
        }
        language.tag = language.word("language").to_owned();
        language
    }

    /// Returns the words of a list.
    ///
    /// # Panics
    /// When the stock has no such list, which a test rules out.
    pub fn words(&self, list: &str) -> &[String] {
        let words = self.words.get(list);
        words.unwrap_or_else(|| panic!("stock of {:?} has no list @{list}", self.words.get("language")))
    }

    /// Returns the only word of a list.
    pub fn word(&self, list: &str) -> &str {
        &self.words(list)[0]
    }
}

impl Template {
    fn read(&mut self, line: &str) {
        if let Some(addition) = line.strip_prefix('+') {
            self.additions.push(addition.trim().to_owned());
            return;
        }
        let (field, text) = line.split_once(':').expect("a story's line has a field and a text");
        let text = text.trim().to_owned();
        match field {
            "title" => self.titles.push(text),
            "stand" => self.standfirst = text,
            "photo" => self.photo = Some(text),
            "p" => self.paragraphs.push(text),
            other => panic!("stock has no field {other:?}"),
        }
    }
}

/// Fills slots; what a slot was given once it keeps for the whole story.
pub struct Filling<'a> {
    language: &'a Language,
    /// 0 is Monday.
    weekday: usize,
    given: HashMap<String, String>,
}

impl<'a> Filling<'a> {
    pub fn new(language: &'a Language, weekday: usize) -> Self {
        Self { language, weekday, given: HashMap::new() }
    }

    /// Returns `text` with every slot filled.
    pub fn fill(&mut self, text: &str, rng: &mut Rng) -> String {
        let mut filled = String::with_capacity(text.len() + 32);
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (slot, after) = after.split_once('}').expect("a slot is closed");
            filled.push_str(before);
            let value = self.slot(slot, rng);
            // Institutions bring their article along, which may open a sentence.
            let mut letters = value.chars();
            match letters.next() {
                Some(first) if filled.is_empty() || filled.ends_with(". ") => filled.extend(first.to_uppercase()),
                Some(first) => filled.push(first),
                None => {}
            }
            filled.push_str(letters.as_str());
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    fn slot(&mut self, slot: &str, rng: &mut Rng) -> String {
        if let Some(person) = slot.strip_suffix(".last") {
            let name = self.slot(person, rng);
            return name.split_once(' ').map_or(name.as_str(), |(_, last)| last).to_owned();
        }
        let (key, range) = slot.split_once(':').unwrap_or((slot, ""));
        if let Some(given) = self.given.get(key) {
            return given.clone();
        }
        let value = self.choose(key, range, rng);
        self.given.insert(key.to_owned(), value.clone());
        value
    }

    fn choose(&self, key: &str, range: &str, rng: &mut Rng) -> String {
        if key == "day" {
            return self.language.words("days")[self.weekday].clone();
        }
        if key.len() == 1 {
            let (low, high) = range.split_once('-').expect("a number slot is first met with its range");
            let bound = |text: &str| text.parse::<u32>().expect("bounds of a number slot are numbers");
            return rng.u32(bound(low)..=bound(high)).to_string();
        }
        let list = match key.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "place" => "places",
            "man" => "men",
            "woman" => "women",
            "body" => "bodies",
            other => panic!("stock has no slot {other:?}"),
        };
        // Two slots of one kind never get the same name in one story.
        let taken: Vec<&String> = self.given.values().collect();
        let free: Vec<&String> = self.language.words(list).iter().filter(|word| !taken.contains(word)).collect();
        free[rng.usize(..free.len())].clone()
    }
}
