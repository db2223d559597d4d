//! One article of the newsroom and all its versions.
//!
//! Everything that any version will ever say is decided when the story is written, so that a version that
//! was served can still be told after the next one is out.

use fastrand::Rng;
use jiff::Timestamp;

use super::stock::{Filling, Language, Template};

/// Shares of stories that get no, one, two updates; the rest gets three.
const UPDATES_NONE: f64 = 0.6;
const UPDATES_ONE: f64 = 0.88;
const UPDATES_TWO: f64 = 0.97;

/// Share of an outlet's paragraphs, behind the first two, that a story keeps of its template.
const PARAGRAPH_KEPT: f64 = 0.75;
const PARAGRAPHS_MIN: usize = 4;

/// Counts versions from 1.
pub type Version = u8;

/// An article from its first version to its last.
#[derive(Clone, Debug)]
pub struct Story {
    /// Unique in the world, from 0; the order of publication.
    pub number: u32,
    pub outlet: usize,
    /// Index into [`super::stock::SECTIONS`].
    pub section: usize,
    /// Last part of the address; never changes.
    pub slug: String,
    /// Place, date and agency that open agency copy, with the dash.
    pub dateline: Option<String>,
    pub byline: String,
    pub standfirst: String,
    pub figure: Option<Figure>,
    pub published: Timestamp,
    /// The story that this one copies, for syndicated copy.
    pub syndicated: Option<u32>,

    titles: Vec<String>,
    paragraphs: Vec<String>,
    additions: Vec<String>,
    revisions: Vec<Revision>,
    dispatch: String,

    /// The one that is out now.
    pub version: Version,
    /// Changes so far that say nothing new: a comment counter, a time stamp, a tracking parameter.
    pub touches: u32,
    /// Last change of any kind.
    pub touched: Timestamp,
    /// Last change of title or text.
    pub modified: Timestamp,
    /// Feeds whose window still shows it.
    pub feeds: Vec<usize>,
}

/// A photograph's words.
#[derive(Clone, Debug)]
pub struct Figure {
    pub caption: String,
    pub credit: String,
}

/// What one update does.
#[derive(Clone, Copy, Debug)]
enum Revision {
    Title,
    Addition,
    Both,
}

/// Who writes a story, where and when.
pub struct Assignment<'a> {
    pub number: u32,
    pub outlet: usize,
    pub language: &'a Language,
    /// What the story's marker begins with; two capital letters that belong to the seed.
    pub code: &'a str,
    pub published: Timestamp,
    /// Whether it is agency copy, with a dateline.
    pub wire: bool,
}

impl Story {
    /// Writes a new story after `template`.
    pub fn write(assignment: &Assignment, template: &Template, rng: &mut Rng) -> Self {
        let Assignment { number, outlet, language, code, published, wire } = *assignment;
        let day = published.to_zoned(jiff::tz::TimeZone::UTC).date();
        let mut filling = Filling::new(language, usize::from(day.weekday().to_monday_zero_offset().unsigned_abs()));
        let mut titles: Vec<String> = template.titles.iter().map(|title| filling.fill(title, rng)).collect();
        rng.shuffle(&mut titles);
        let standfirst = filling.fill(&template.standfirst, rng);
        let paragraphs = select(template, language, rng).into_iter().map(|text| filling.fill(text, rng)).collect();
        let additions: Vec<String> = template.additions.iter().map(|text| filling.fill(text, rng)).collect();
        let figure = template
            .photo
            .as_ref()
            .map(|caption| Figure { caption: filling.fill(caption, rng), credit: language.word("agency").to_owned() });
        let dateline = wire.then(|| {
            let months = language.words("months");
            let month = &months[usize::from(day.month().unsigned_abs()) - 1];
            let place = filling.fill("{place}", rng).to_uppercase();
            let dateline = language.word("dateline").replace("PLACE", &place).replace("MONTH", month);
            dateline.replace("DAY", &day.day().to_string()).replace("AGENCY", language.word("agency")) + " "
        });
        let reporters = language.words("reporters");
        let mut story = Self {
            number,
            outlet,
            section: template.section,
            slug: slug(&titles[0], number),
            dateline,
            byline: reporters[rng.usize(..reporters.len())].clone(),
            standfirst,
            figure,
            published,
            syndicated: None,
            titles,
            paragraphs,
            additions,
            revisions: Vec::new(),
            dispatch: format!("{} {code}{number:04}", language.word("dispatch")),
            version: 1,
            touches: 0,
            touched: published,
            modified: published,
            feeds: Vec::new(),
        };
        story.plan(rng);
        story
    }

    /// Returns another outlet's copy of this agency story: same text as it stands now, own number and byline.
    pub fn syndicate(&self, assignment: &Assignment, rng: &mut Rng) -> Self {
        let Assignment { number, outlet, language, code, published, .. } = *assignment;
        let mut paragraphs = self.bare(self.version);
        // Papers cut from the end.
        if paragraphs.len() > PARAGRAPHS_MIN && rng.bool() {
            paragraphs.pop();
        }
        let mut titles = self.titles.clone();
        rng.shuffle(&mut titles);
        let mut copy = Self {
            number,
            outlet,
            slug: slug(&titles[0], number),
            byline: language.word("agency").to_owned(),
            published,
            syndicated: Some(self.number),
            titles,
            paragraphs,
            additions: Vec::new(),
            dispatch: format!("{} {code}{number:04}", language.word("dispatch")),
            version: 1,
            touches: 0,
            touched: published,
            modified: published,
            feeds: Vec::new(),
            ..self.clone()
        };
        copy.plan(rng);
        copy
    }

    fn plan(&mut self, rng: &mut Rng) {
        let updates = match rng.f64() {
            share if share < UPDATES_NONE => 0,
            share if share < UPDATES_ONE => 1,
            share if share < UPDATES_TWO => 2,
            _ => 3,
        };
        self.revisions = (0..updates)
            .map(|_| match rng.u8(..4) {
                0 => Revision::Title,
                1 => Revision::Both,
                _ => Revision::Addition,
            })
            .collect();
    }

    /// Returns how many updates the story will have.
    pub fn updates(&self) -> usize {
        self.revisions.len()
    }

    /// Moves on to the next version; false when the last one is out.
    pub fn revise(&mut self, at: Timestamp) -> bool {
        if usize::from(self.version) > self.revisions.len() {
            return false;
        }
        self.version += 1;
        self.modified = at;
        self.touched = at;
        true
    }

    pub fn title(&self, version: Version) -> &str {
        let changes = self.passed(version).iter().filter(|revision| !matches!(revision, Revision::Addition)).count();
        &self.titles[changes % self.titles.len()]
    }

    /// Returns the token that only this version of this story carries.
    pub fn marker(&self, version: Version) -> String {
        let token = self.dispatch.rsplit(' ').next().expect("a split has at least one part");
        format!("{token}-{version}")
    }

    /// Returns the body's paragraphs without the dateline; the second one ends with the marker.
    pub fn body(&self, version: Version) -> Vec<String> {
        let mut paragraphs = self.bare(version);
        let marked = &mut paragraphs[1];
        marked.push(' ');
        marked.push_str(&self.dispatch_sentence(version));
        paragraphs
    }

    /// Returns the feed's summary: the standfirst and the marker.
    pub fn summary(&self, version: Version) -> String {
        format!("{} {}", self.standfirst, self.dispatch_sentence(version))
    }

    fn bare(&self, version: Version) -> Vec<String> {
        let changes = self.passed(version).iter().filter(|revision| !matches!(revision, Revision::Title)).count();
        let added = self.additions.iter().take(changes);
        self.paragraphs.iter().chain(added).cloned().collect()
    }

    fn dispatch_sentence(&self, version: Version) -> String {
        format!("{}-{version}.", self.dispatch)
    }

    fn passed(&self, version: Version) -> &[Revision] {
        &self.revisions[..usize::from(version - 1).min(self.revisions.len())]
    }
}

/// Chooses the paragraphs: the first two always, most of the others, and one or two of the background.
fn select<'a>(template: &'a Template, language: &'a Language, rng: &mut Rng) -> Vec<&'a str> {
    let mut chosen: Vec<&str> = template.paragraphs.iter().take(2).map(String::as_str).collect();
    let mut spare = Vec::new();
    for paragraph in template.paragraphs.iter().skip(2) {
        if rng.f64() < PARAGRAPH_KEPT {
            chosen.push(paragraph);
        } else {
            spare.push(paragraph.as_str());
        }
    }
    let missing = (PARAGRAPHS_MIN - 1).saturating_sub(chosen.len());
    chosen.extend(spare.into_iter().take(missing));
    let mut background: Vec<&str> = language.background.iter().map(String::as_str).collect();
    rng.shuffle(&mut background);
    background.truncate(rng.usize(1..=2));
    for paragraph in background {
        chosen.insert(rng.usize(2..=chosen.len()), paragraph);
    }
    chosen
}

/// Makes the readable part of an address: the title's first words without accents, and the number.
fn slug(title: &str, number: u32) -> String {
    const WORDS_MAX: usize = 6;
    let plain: String = title.to_lowercase().chars().map(unaccented).collect();
    let words = plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 2).take(WORDS_MAX);
    let mut slug = words.fold(String::new(), |slug, word| slug + word + "-");
    if slug.is_empty() {
        slug.push_str("article-");
    }
    slug + &number.to_string()
}

fn unaccented(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ñ' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        other => other,
    }
}
