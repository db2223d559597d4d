//! What is learned from a site's pages, what is not, and that it stays within its bounds.

use std::sync::LazyLock;

use url::Url;

use super::*;
use crate::normalize::blocks::{Block, Kind};
use crate::normalize::body::line::{self, Line};
use crate::normalize::page::{self, Known, Reading};
use crate::normalize::rules::Rules;
use crate::normalize::trace::Trace;

fn id(number: u8) -> ArticleId {
    ArticleId([number; 16])
}

/// A memory of articles that showed these keys.
fn memory(shown: &[&[u64]]) -> SiteMemory {
    let mut memory = SiteMemory::default();
    for (article, keys) in (1..).zip(shown) {
        memory.observe(id(article), &Shown(keys.to_vec()));
    }
    memory
}

fn is_known(memory: &SiteMemory, article: u8, key: u64) -> bool {
    memory.before(id(article)).repeats(key, Share::Half)
}

#[test]
fn three_articles_make_furniture() {
    assert!(!is_known(&memory(&[&[7], &[7]]), 9, 7));
    assert!(is_known(&memory(&[&[7], &[7], &[7]]), 9, 7));
    assert!(!is_known(&memory(&[&[7], &[7], &[8]]), 9, 7));
}

#[test]
fn one_article_offered_three_times_does_not() {
    let mut once = memory(&[&[7, 8]]);
    let before = once.clone();
    for _ in 0..3 {
        once.observe(id(1), &Shown(vec![8, 7]));
    }
    assert_eq!(once, before);
    assert!(!is_known(&once, 9, 7));
}

#[test]
fn a_repetition_counts_less_the_more_articles_do_without_it() {
    let mut shown: Vec<&[u64]> = vec![&[7]; 3];
    shown.extend([&[8_u64] as &[u64]; 2]);
    assert!(!is_known(&memory(&shown), 99, 7), "three of five");
    let memory = memory(&shown);
    assert!(memory.before(id(99)).repeats(7, Share::Third) && memory.before(id(99)).repeats(7, Share::Eighth));
}

/// Otherwise the next touch of its entry would bring a new version that says nothing new.
#[test]
fn the_articles_that_taught_it_are_cut_as_they_were_the_first_time() {
    let memory = memory(&[&[7], &[7], &[7], &[7], &[7]]);
    let known: Vec<bool> = (1..=6).map(|article| is_known(&memory, article, 7)).collect();
    assert_eq!(known, [false, false, false, true, true, true]);
}

#[test]
fn a_page_without_text_is_no_witness() {
    let memory = memory(&[&[7], &[], &[], &[7], &[], &[7]]);
    assert!(is_known(&memory, 99, 7));
}

#[test]
fn an_old_design_is_forgotten() {
    let mut memory = memory(&[&[7], &[7], &[7]]);
    for article in 0..60 {
        memory.observe(id(100 + article), &Shown(vec![1_000 + u64::from(article)]));
    }
    assert_eq!(memory.articles.len(), 63);
    assert!(memory.blocks.iter().any(|(key, _)| *key == 7));
    for article in 0..4 {
        memory.observe(id(200 + article), &Shown(vec![8]));
    }
    assert_eq!(memory.articles.len(), ARTICLES_MAX);
    assert!(!memory.blocks.iter().any(|(key, _)| *key == 7));
}

#[test]
fn a_full_memory_lets_go_of_what_it_has_not_seen_for_longest() {
    let mut memory = SiteMemory::default();
    for article in 0..40 {
        let own = u64::from(article) * 1_000;
        memory.observe(id(article), &Shown((own..own + 40).chain([7]).collect()));
        assert!(memory.blocks.len() <= BLOCKS_MAX, "{}", memory.blocks.len());
    }
    assert!(is_known(&memory, 99, 7));
    assert_eq!(memory.blocks.len(), BLOCKS_MAX);
    let kept = |article: u64| memory.blocks.iter().filter(|(key, _)| key / 1_000 == article).count();
    assert_eq!([kept(39), kept(30), kept(20)], [40, 40, 0], "newest first");
    assert!(memory.blocks.is_sorted(), "they are looked up by halves");
    assert!(memory.to_bytes().len() <= 9_000);
}

const PROSE: [&str; 3] = [
    "The council of the old town met on Friday to talk about the bridge, which has been closed since the spring.",
    "Nobody knows what the repair will cost, said the mayor, and nobody wants to be the one who asks for the bill.",
    "The traders of the market fear for the summer, because most of their customers come from the other bank.",
];
const BACKGROUND: &str = "The bridge was built in 1902, after the flood, and has been repaired four times since then.";
const APPEAL: &str = "Our newsroom is small and lives from its readers, so please think about giving it a little help.";

const PODCAST: &str = "Hear what else the week has brought to the valley";

/// A block and the probability with which the judge takes it for text.
fn block(kind: Kind, text: &str, thought: f32) -> (Block, f32) {
    (Block::new(kind, text), thought)
}

fn prose(text: &str) -> (Block, f32) {
    block(Kind::Paragraph, text, 0.97)
}

fn reviewed(page: &[(Block, f32)], site: &Recollection<'_>) -> Review {
    let (blocks, thought): (Vec<Block>, Vec<f32>) = page.iter().cloned().unzip();
    let lines: Vec<Line> = blocks.iter().map(Line::of).collect();
    review(&blocks, &lines, &thought, 0.5, site)
}

/// What goes from a page of a site on whose pages these lines have stood, as suspects.
fn gone(page: &[(Block, f32)], known: &[&str]) -> Vec<(String, Finding)> {
    let keys: Vec<u64> = known.iter().map(|text| line::key(text)).collect();
    let site = memory(&[&keys, &keys, &keys]);
    let findings = reviewed(page, &site.before(id(99))).findings;
    let gone = page.iter().zip(findings).filter_map(|((block, _), finding)| Some((block.text.clone(), finding?)));
    gone.collect()
}

fn texts(gone: Vec<(String, Finding)>) -> Vec<String> {
    gone.into_iter().map(|(text, _)| text).collect()
}

#[test]
fn a_repeated_paragraph_goes_at_the_edges_and_stays_between_the_articles_own() {
    let [one, two, three] = PROSE.map(prose);
    let page = [prose(APPEAL), one.clone(), two.clone(), prose(BACKGROUND), three.clone()];
    assert_eq!(gone(&page, &[APPEAL, BACKGROUND]), [(APPEAL.to_owned(), Finding::RepeatedAtEdge)]);
    let page = [one, prose(BACKGROUND), two, three, prose("Thank you for reading."), prose(APPEAL)];
    assert_eq!(texts(gone(&page, &[APPEAL, BACKGROUND, "Thank you for reading."])), ["Thank you for reading.", APPEAL]);
    assert!(gone(&page, &[BACKGROUND]).is_empty());
}

#[test]
fn a_repeated_line_goes_where_the_judge_was_unsure_or_where_it_leads_elsewhere() {
    let [one, two, three] = PROSE.map(prose);
    let line = "Hear more in our podcast";
    let linked = |text: &str| (Block { linked: text.len(), ..Block::new(Kind::Paragraph, text) }, 0.97);
    let within = |line: (Block, f32)| [one.clone(), two.clone(), line, three.clone()];
    let goes = |line: (Block, f32)| !gone(&within(line.clone()), &[&line.0.text]).is_empty();
    assert!(goes(block(Kind::Paragraph, line, 0.7)));
    assert!(goes(linked(line)));
    assert!(!goes(block(Kind::Paragraph, "“No,” he said.", 0.97)), "the judge was sure");
    assert!(!goes(block(Kind::Heading, "What happens next?", 0.7)), "it opens what is the article's own");
    assert!(!goes(block(Kind::Paragraph, "You will need:", 0.7)), "so does this");
    assert!(!goes(block(Kind::Item, "1 teaspoon of salt", 0.7)), "lists and tables repeat themselves");
    let results =
        [one.clone(), two.clone(), block(Kind::Heading, "Results", 0.7), block(Kind::Item, "Lund 3, Holm 1", 0.9)];
    assert!(gone(&results, &["Results"]).is_empty(), "so does a heading of the last list");
    let box_of_two = ["More from the valley", line];
    let page = [one, block(Kind::Heading, box_of_two[0], 0.7), linked(line), two, three];
    assert_eq!(texts(gone(&page, &box_of_two)), box_of_two);
}

#[test]
fn what_others_have_use_for_stays() {
    let mut page = PROSE.map(prose).to_vec();
    for line in ["By Jane Doe", "Reuters", "Related articles", "Continue reading"] {
        page.push(block(Kind::Paragraph, line, 0.7));
        assert!(gone(&page, &[line]).is_empty(), "{line}");
    }
}

/// The same article under four addresses, or a wall that stands before every one.
#[test]
fn a_page_of_nothing_but_repetitions_is_left_alone() {
    let page = PROSE.map(prose);
    assert!(gone(&page, &PROSE).is_empty());
    let page = [PROSE[0], PROSE[1], PROSE[2], BACKGROUND, APPEAL].map(prose);
    assert!(gone(&page, &[PROSE[1], PROSE[2], BACKGROUND, APPEAL]).is_empty(), "a fifth would be left");
    assert_eq!(gone(&page[..3], &PROSE[1..]).len(), 2, "short news with a long appeal");
}

#[test]
fn only_suspects_are_remembered() {
    let mut page: Vec<_> = (0..9).map(|at| prose(&format!("{} And {at} more.", PROSE[0]))).collect();
    page[4] = block(Kind::Paragraph, "Hear more in our podcast", 0.3);
    page.push(block(Kind::Paragraph, "By Jane Doe", 0.9));
    let shown = reviewed(&page, &Recollection::default()).shown.0;
    let expected = [0, 4, 8].map(|at| line::key(&page[at as usize].0.text));
    assert_eq!(shown, expected);
    let long: Vec<_> = (0..500).map(|at| block(Kind::Paragraph, &format!("Line {at}"), 0.6)).collect();
    assert_eq!(reviewed(&long, &Recollection::default()).shown.0.len(), 48);
}

/// An article of its own in the template of one site, with what that site adds to every one.
fn site_page(number: u8) -> String {
    let place = ["Lund", "Arden", "Holm", "Brae", "Senne", "Vard", "Tolk"][usize::from(number)];
    format!(
        "<html><head><title>The bridge of {place}</title></head><body><nav><a href=/>Home</a> <a href=/w>World</a></nav>
        <article><h1>The bridge of {place} stays closed</h1><div class=text>
        <p>The council of {place} met on Friday to talk about the bridge, which has been closed since the spring.</p>
        <p>Nobody in {place} knows what the repair will cost, said the mayor, and nobody wants to ask for the bill.</p>
        <p>{BACKGROUND}</p>
        <p>The traders of {place} fear for the summer, because most of their customers come from the other bank.</p>
        <div class=box><p>{PODCAST}</p></div>
        <p>A ferry will run every hour until the work is done, the office for roads in {place} said on Saturday.</p>
        <p>{APPEAL}</p></div></article><footer><p>© 2020 The Valley</p></footer></body></html>"
    )
}

#[test]
fn a_site_is_clean_from_its_fourth_page_on() {
    let url = Url::parse("https://valley.example/a").unwrap();
    let mut site = SiteMemory::default();
    for number in 0..7 {
        let reading = read(&site_page(number), &url, site.before(id(number)));
        let has = |text: &str| reading.blocks.iter().any(|block| block.text == text);
        let is_clean = number >= 3;
        assert_eq!([has(APPEAL), has(PODCAST)], [!is_clean; 2], "page {number}: {:#?}", reading.blocks);
        assert!(has(BACKGROUND), "a paragraph between the article's own");
        assert_eq!(reading.repeated, 2 * usize::from(is_clean));
        assert_eq!(reading.blocks.len() + reading.repeated, 7, "nothing else goes");
        site.observe(id(number), &reading.shown);
        site = SiteMemory::from_bytes(&site.to_bytes()).unwrap();
    }
}

fn read(html: &str, url: &Url, site: Recollection<'_>) -> Reading<'static> {
    static NONE: LazyLock<Rules> = LazyLock::new(Rules::default);
    page::read_with(html, url, Known { rules: &NONE, feed: &[], site }, &mut Trace::off())
}
