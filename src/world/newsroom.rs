//! What exists at a given moment: a pure simulation, advanced by whoever looks.
//!
//! The agenda holds everything that is going to happen, in order; [`Newsroom::advance`] works it off up to the
//! asked moment. Nothing here reads a clock, so two newsrooms of one seed and one start are equal at every
//! moment, however often they were advanced in between.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::time::Duration;

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};

use super::Settings;
use super::outlet::{self, Feed, Outlet};
use super::stock::{LANGUAGES, Language};
use super::story::{Assignment, Story};

/// Articles that each feed starts with, about; an outlet's front page gets some of its sections'.
const BACK_ROUNDS: u32 = 4;

/// How far the back window reaches into the past.
const BACK_SPAN: Duration = Duration::from_secs(36 * 3600);

/// When an article changes after it came out, or after the last change, before `speed`.
const CHANGE_AFTER_S: std::ops::Range<f64> = 45.0..600.0;

/// Up to so many changes of an article say nothing new.
const TOUCHES_MAX: usize = 3;

/// Share of new articles that are to be copies of another outlet's agency story; some draws find none.
const SYNDICATED: f64 = 0.2;

/// Share of own stories that open like agency copy; only these are copied.
const WIRE: f64 = 0.4;

/// How many agency stories a language's outlets choose from.
const WIRE_KEPT: usize = 20;

/// Share of section stories that the front page shows too.
const FRONT: f64 = 0.6;

/// Articles that left every window and can still be asked for; older ones are gone (410).
const ARCHIVE_MAX: usize = 5_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Publish,
    Revise(u32),
    Touch(u32),
}

/// Counts since the start.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
pub struct Tally {
    pub articles: u32,
    pub syndicated: u32,
    pub updates: u32,
    pub touches: u32,
}

/// All outlets, feeds and stories at one moment.
pub struct Newsroom {
    rng: Rng,
    start: Timestamp,
    now: Timestamp,
    code: String,
    total: u32,
    publish_gap_s: f64,
    speed: f64,

    outlets: Vec<Outlet>,
    feeds: Vec<Feed>,
    stories: BTreeMap<u32, Story>,
    archive: VecDeque<u32>,
    /// Newest agency stories of each language, newest last.
    wires: Vec<VecDeque<u32>>,
    /// Templates not dealt yet, by language.
    decks: Vec<Vec<usize>>,
    /// Ordered by moment, then by the order of planning.
    agenda: BinaryHeap<Reverse<(Duration, u64, Event)>>,
    planned: u64,
    tally: Tally,
}

impl Newsroom {
    /// Opens the newsroom at `start` with its back window; `origins` are the outlets' addresses.
    pub fn new(settings: &Settings, origins: Vec<String>, start: Timestamp) -> Self {
        let mut rng = Rng::with_seed(settings.seed);
        let (outlets, feeds) = outlet::found(origins, settings.keep, start, &mut rng);
        let letters = b"BCDFGHJKLMNPQRSTVWXZ";
        let code = (0..2).map(|_| char::from(letters[rng.usize(..letters.len())])).collect();
        let mut newsroom = Self {
            rng,
            start,
            now: start,
            code,
            total: settings.total.unwrap_or(u32::MAX),
            publish_gap_s: 60.0 / (settings.rate * settings.speed),
            speed: settings.speed,
            outlets,
            feeds,
            stories: BTreeMap::new(),
            archive: VecDeque::new(),
            wires: vec![VecDeque::new(); LANGUAGES.len()],
            decks: vec![Vec::new(); LANGUAGES.len()],
            agenda: BinaryHeap::new(),
            planned: 0,
            tally: Tally::default(),
        };
        newsroom.fill_back_window();
        newsroom.plan_publication(Duration::ZERO);
        newsroom
    }

    /// Lets everything happen up to `to` after the start; an earlier moment changes nothing.
    pub fn advance(&mut self, to: Duration) {
        while let Some(Reverse((at, _, event))) = self.agenda.peek().copied()
            && at <= to
        {
            self.agenda.pop();
            match event {
                Event::Publish => {
                    if self.tally.articles < self.total {
                        self.publish(at);
                        self.plan_publication(at);
                    }
                }
                Event::Revise(number) => self.revise(number, at),
                Event::Touch(number) => self.touch(number, at),
            }
        }
        self.now = self.now.max(self.stamp(to));
    }

    pub fn outlets(&self) -> &[Outlet] {
        &self.outlets
    }

    pub fn feeds(&self) -> &[Feed] {
        &self.feeds
    }

    pub fn story(&self, number: u32) -> Option<&Story> {
        self.stories.get(&number)
    }

    /// Returns whether a story with this number once was, wherever it is now.
    pub fn has_published(&self, number: u32) -> bool {
        number < self.tally.articles
    }

    pub fn tally(&self) -> Tally {
        self.tally
    }

    pub fn start(&self) -> Timestamp {
        self.start
    }

    /// Returns the moment up to which everything has happened.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Returns the stories that some window shows, in order of publication.
    pub fn visible(&self) -> impl Iterator<Item = &Story> {
        self.stories.values().filter(|story| !story.feeds.is_empty())
    }

    /// Returns the outlet's language.
    pub fn language(&self, outlet: usize) -> &'static Language {
        &LANGUAGES[self.language_index(outlet)]
    }

    fn language_index(&self, outlet: usize) -> usize {
        let tag = self.outlets[outlet].language;
        LANGUAGES.iter().position(|language| language.tag == tag).expect("every profile's language is in the stock")
    }

    fn fill_back_window(&mut self) {
        let count = BACK_ROUNDS * u32::try_from(self.feeds.len()).expect("OUTLETS_MAX bounds the feeds");
        let gap = BACK_SPAN / count;
        for turn in 0..count.min(self.total) {
            let feed = &self.feeds[turn as usize % self.feeds.len()];
            let (outlet, section) = (feed.outlet, feed.section);
            let before = gap * (count - turn) - gap.mul_f64(self.rng.f64() * 0.5);
            let published = self.start - SignedDuration::try_from(before).expect("within BACK_SPAN");
            self.write(outlet, section, published, Duration::ZERO);
        }
    }

    fn plan(&mut self, at: Duration, event: Event) {
        self.agenda.push(Reverse((at, self.planned, event)));
        self.planned += 1;
    }

    fn plan_publication(&mut self, after: Duration) {
        // Exponential gaps: news does not come by the clock. The floor keeps the agenda moving at any rate.
        let gap = -(1.0 - self.rng.f64()).ln() * self.publish_gap_s;
        self.plan(after + Duration::from_secs_f64(gap.clamp(1e-6, 1e9)), Event::Publish);
    }

    fn publish(&mut self, at: Duration) {
        let published = self.stamp(at);
        if self.rng.f64() < SYNDICATED && self.syndicate(published, at) {
            return;
        }
        let outlet = self.rng.usize(..self.outlets.len());
        let feeds = &self.outlets[outlet].feeds;
        // Every other story is of any section, so that the whole stock comes round.
        let feed = if self.rng.bool() { feeds[0] } else { feeds[self.rng.usize(..feeds.len())] };
        let section = self.feeds[feed].section;
        self.write(outlet, section, published, at);
    }

    /// Writes a story of `section`, or of any where the front page asks.
    fn write(&mut self, outlet: usize, section: Option<usize>, published: Timestamp, at: Duration) {
        let index = self.language_index(outlet);
        let template = self.deal(index, section);
        let wire = self.rng.f64() < WIRE;
        let mut rng = self.rng.fork();
        let assignment = self.assignment(outlet, published, wire);
        let story = Story::write(&assignment, &LANGUAGES[index].templates[template], &mut rng);
        if wire {
            let kept = &mut self.wires[index];
            kept.push_back(story.number);
            if kept.len() > WIRE_KEPT {
                kept.pop_front();
            }
        }
        self.print(story, at);
    }

    /// Copies an agency story into another outlet of its language; false when the draw finds none to copy.
    fn syndicate(&mut self, published: Timestamp, at: Duration) -> bool {
        let candidates: Vec<u32> = self.wires.iter().flatten().copied().collect();
        if candidates.is_empty() {
            return false;
        }
        let number = candidates[self.rng.usize(..candidates.len())];
        let Some(original) = self.stories.get(&number).cloned() else { return false };
        let language = self.outlets[original.outlet].language;
        let others = self.outlets.iter().enumerate();
        let others = others.filter(|(index, outlet)| *index != original.outlet && outlet.language == language);
        let others: Vec<usize> = others.map(|(index, _)| index).collect();
        if others.is_empty() {
            return false;
        }
        let outlet = others[self.rng.usize(..others.len())];
        let mut rng = self.rng.fork();
        let copy = original.syndicate(&self.assignment(outlet, published, true), &mut rng);
        // One copy of a story: no outlet ever runs it twice.
        for kept in &mut self.wires {
            kept.retain(|kept| *kept != number);
        }
        self.tally.syndicated += 1;
        self.print(copy, at);
        true
    }

    fn assignment(&self, outlet: usize, published: Timestamp, wire: bool) -> Assignment<'_> {
        let published = self.outlets[outlet].habits.dates.cut(published);
        let language = self.language(outlet);
        Assignment { number: self.tally.articles, outlet, language, code: &self.code, published, wire }
    }

    /// Deals a template of the section; every template comes once before one comes again.
    fn deal(&mut self, index: usize, section: Option<usize>) -> usize {
        let templates = &LANGUAGES[index].templates;
        let fits = |template: &usize| section.is_none_or(|section| templates[*template].section == section);
        let deck = &mut self.decks[index];
        let place = deck.iter().rposition(fits).unwrap_or_else(|| {
            let mut fresh: Vec<usize> = (0..templates.len()).filter(|template| !deck.contains(template)).collect();
            self.rng.shuffle(&mut fresh);
            deck.splice(0..0, fresh);
            deck.iter().rposition(fits).expect("the stock has stories for every section that an outlet has")
        });
        deck.remove(place)
    }

    /// Puts a story into its outlet's feeds and plans what becomes of it.
    fn print(&mut self, mut story: Story, at: Duration) {
        let number = story.number;
        let updates = story.updates();
        let now = self.stamp(at);
        let feeds = &self.outlets[story.outlet].feeds;
        story.feeds =
            feeds[1..].iter().copied().filter(|feed| self.feeds[*feed].section == Some(story.section)).collect();
        if story.feeds.is_empty() || self.rng.f64() < FRONT {
            story.feeds.push(feeds[0]);
        }
        let shown = story.feeds.clone();
        self.stories.insert(number, story);
        self.tally.articles += 1;
        for feed in shown {
            self.feeds[feed].window.push_front(number);
            self.turn(feed, now);
            if self.feeds[feed].window.len() > self.feeds[feed].window_max {
                self.roll(feed);
            }
        }
        for (event, count) in [(Event::Revise(number), updates), (Event::Touch(number), self.rng.usize(..=TOUCHES_MAX))]
        {
            let mut moment = at;
            for _ in 0..count {
                let after = CHANGE_AFTER_S.start + self.rng.f64() * (CHANGE_AFTER_S.end - CHANGE_AFTER_S.start);
                moment += Duration::from_secs_f64((after / self.speed).min(1e9));
                self.plan(moment, event);
            }
        }
    }

    /// Lets the oldest entry fall out of a feed's window.
    fn roll(&mut self, feed: usize) {
        let Some(number) = self.feeds[feed].window.pop_back() else { return };
        let story = self.stories.get_mut(&number).expect("what a window shows is kept");
        story.feeds.retain(|shown| *shown != feed);
        if story.feeds.is_empty() {
            self.archive.push_back(number);
        }
        if self.archive.len() > ARCHIVE_MAX
            && let Some(oldest) = self.archive.pop_front()
        {
            self.stories.remove(&oldest);
        }
    }

    /// Brings out the next version; nobody would know if no window showed the story any more.
    fn revise(&mut self, number: u32, at: Duration) {
        let now = self.stamp(at);
        let Some(story) = self.stories.get_mut(&number).filter(|story| !story.feeds.is_empty()) else { return };
        if story.revise(now) {
            self.tally.updates += 1;
            for feed in story.feeds.clone() {
                self.turn(feed, now);
            }
        }
    }

    /// Changes what a reader must not take for news.
    fn touch(&mut self, number: u32, at: Duration) {
        let now = self.stamp(at);
        let Some(story) = self.stories.get_mut(&number).filter(|story| !story.feeds.is_empty()) else { return };
        story.touches += 1;
        story.touched = now;
        self.tally.touches += 1;
        for feed in story.feeds.clone() {
            self.turn(feed, now);
        }
    }

    fn turn(&mut self, feed: usize, now: Timestamp) {
        let feed = &mut self.feeds[feed];
        feed.generation += 1;
        feed.changed = now;
    }

    fn stamp(&self, at: Duration) -> Timestamp {
        let at = SignedDuration::try_from(at).unwrap_or(SignedDuration::MAX);
        self.start.checked_add(at).unwrap_or(Timestamp::MAX)
    }
}
