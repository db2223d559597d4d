//! The live view: the picture of the pipeline with its figures, and the headlines as they leave.

use std::io::IsTerminal;
use std::time::Duration;

use ratatui::backend::CrosstermBackend;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Modifier, Style, Stylize};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Cell, Gauge, Paragraph, Row, Table};
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};

use super::audience::{Audience, Headline, Seen};
use crate::article::{Kind, Method};
use crate::store::ledger::Totals;

/// Rows of the view; the terminal scrolls to make room for them.
const ROWS: u16 = 22;
/// Pause between two lines where there is no terminal to draw on.
const LANGUAGE_BAR_MAX: u64 = 10;
const PLAIN_EVERY: Duration = Duration::from_secs(2);

/// What is drawn.
pub struct Scene<'a> {
    pub elapsed: Duration,
    pub time: Duration,
    pub polls: usize,
    pub totals: Totals,
    pub audience: &'a Audience,
}

/// Draws on stderr, or writes plain lines there when it is no terminal.
pub struct Screen {
    feeds: usize,
    canvas: Canvas,
}

enum Canvas {
    Terminal(Box<Terminal<CrosstermBackend<std::io::Stderr>>>),
    Plain { next: Duration },
}

impl Screen {
    pub fn open(feeds: usize) -> Self {
        let plain = Canvas::Plain { next: Duration::ZERO };
        let canvas = if std::io::stderr().is_terminal() {
            let options = TerminalOptions { viewport: Viewport::Inline(ROWS) };
            let terminal = Terminal::with_options(CrosstermBackend::new(std::io::stderr()), options);
            terminal.map_or(plain, |terminal| Canvas::Terminal(Box::new(terminal)))
        } else {
            plain
        };
        Self { feeds, canvas }
    }

    pub fn draw(&mut self, scene: &Scene<'_>) -> std::io::Result<()> {
        let feeds = self.feeds;
        match &mut self.canvas {
            Canvas::Terminal(terminal) => terminal.draw(|frame| paint(frame, scene, feeds)).map(|_| ()),
            Canvas::Plain { next } => {
                if scene.elapsed >= *next {
                    *next += PLAIN_EVERY;
                    eprintln!("{}", plain_line(scene, feeds));
                }
                Ok(())
            }
        }
    }

    /// Leaves the last picture standing and the cursor below it.
    pub fn close(self) {
        if let Canvas::Terminal(mut terminal) = self.canvas {
            let last_row = terminal.get_frame().area().bottom().saturating_sub(1);
            let _ = terminal.set_cursor_position((0, last_row));
            let _ = terminal.show_cursor();
            eprintln!("\n");
        }
    }
}

fn plain_line(scene: &Scene<'_>, feeds: usize) -> String {
    let seen = scene.audience.seen();
    let latest = seen.headlines.front().map(|headline| headline.title.as_str()).unwrap_or_default();
    format!(
        "{:>3}s  {feeds} feeds  {} polls  {} entries  {} articles  {} updates  {latest}",
        scene.elapsed.as_secs(),
        scene.polls,
        scene.totals.seen,
        seen.new,
        seen.updates
    )
}

fn paint(frame: &mut Frame<'_>, scene: &Scene<'_>, feeds: usize) {
    let seen = scene.audience.seen();
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(Style::new().dark_gray())
        .title(Line::from(vec![" courant ".bold().cyan(), "· a small newsroom on loopback ".dark_gray()]));
    let inside = block.inner(frame.area());
    frame.render_widget(block, frame.area());
    let [flow, gap, body, clock] =
        Layout::vertical([Constraint::Length(3), Constraint::Length(1), Constraint::Min(5), Constraint::Length(1)])
            .areas(inside);
    paint_flow(frame, flow, scene, &seen, feeds);
    frame.render_widget(Paragraph::new("─".repeat(gap.width as usize)).dark_gray(), gap);
    let [headlines, languages] = Layout::horizontal([Constraint::Min(40), Constraint::Length(22)]).areas(body);
    paint_headlines(frame, headlines, &seen);
    paint_languages(frame, languages, &seen);
    paint_clock(frame, clock, scene);
}

/// The picture in one line, its figures below it.
fn paint_flow(frame: &mut Frame<'_>, area: Rect, scene: &Scene<'_>, seen: &Seen, feeds: usize) {
    let Totals { seen: entries, unchanged, duplicate, superseded, pending, .. } = scene.totals;
    let steps = [
        ("feeds", feeds as u64, String::new()),
        ("polls", scene.polls as u64, String::new()),
        ("entries", entries, format!("{duplicate} in two feeds")),
        ("in work", pending, format!("{} no news", unchanged + superseded)),
        ("articles", seen.new, format!("{} copies", seen.copies)),
        ("updates", seen.updates, format!("{} words", seen.words)),
    ];
    let columns = Layout::horizontal([Constraint::Fill(1); 6]).split(area);
    for (position, (name, count, note)) in steps.into_iter().enumerate() {
        let arrow = if position == 0 { "  " } else { "▶ " };
        let lines = vec![
            Line::from(vec![arrow.dark_gray(), Span::from(count.to_string()).bold().fg(Color::Cyan)]),
            Line::from(format!("  {name}")),
            Line::from(format!("  {note}").dark_gray()),
        ];
        frame.render_widget(Paragraph::new(lines), columns[position]);
    }
}

fn paint_headlines(frame: &mut Frame<'_>, area: Rect, seen: &Seen) {
    let rows = seen.headlines.iter().map(row);
    let widths = [Constraint::Length(3), Constraint::Length(18), Constraint::Min(20), Constraint::Length(16)];
    frame.render_widget(Table::new(rows, widths).column_spacing(1), area);
}

fn row(headline: &Headline) -> Row<'_> {
    let (mark, style) = match (headline.kind, headline.is_copy) {
        (Kind::Update, _) => ("updated", Style::new().yellow()),
        (Kind::New, true) => ("copy", Style::new().magenta()),
        (Kind::New, false) => (method(headline.method), Style::new().dark_gray()),
    };
    Row::new([
        Cell::from(headline.language.as_str()).style(Style::new().fg(Color::Green)),
        Cell::from(headline.publisher.as_str()).style(Style::new().dark_gray()),
        Cell::from(headline.title.as_str()).style(Style::new().add_modifier(Modifier::BOLD)),
        Cell::from(format!("{mark:<8}{:>5} w", headline.words)).style(style),
    ])
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Page => "page",
        Method::FeedContent => "feed",
        Method::FeedSummary => "summary",
    }
}

fn paint_languages(frame: &mut Frame<'_>, area: Rect, seen: &Seen) {
    let mut languages: Vec<(&String, &u64)> = seen.languages.iter().collect();
    languages.sort_by(|a, b| b.1.cmp(a.1));
    let most = languages.first().map_or(1, |(_, count)| **count).max(1);
    let line = |(name, count): (&String, &u64)| {
        let bar = "▇".repeat((*count * LANGUAGE_BAR_MAX).div_ceil(most) as usize);
        Line::from(vec![format!("  {name:<3}").green(), format!("{count:>4} ").into(), bar.green()])
    };
    let lines: Vec<Line<'_>> = languages.into_iter().take(area.height as usize).map(line).collect();
    frame.render_widget(Paragraph::new(lines), area);
}

fn paint_clock(frame: &mut Frame<'_>, area: Rect, scene: &Scene<'_>) {
    let ratio = (scene.elapsed.as_secs_f64() / scene.time.as_secs_f64().max(0.001)).min(1.0);
    let left = scene.time.saturating_sub(scene.elapsed).as_secs();
    let gauge = Gauge::default()
        .ratio(ratio)
        .label(format!("{left} s left · Ctrl-C ends it"))
        .gauge_style(Style::new().fg(Color::DarkGray).bg(Color::Black))
        .use_unicode(true);
    frame.render_widget(gauge, area);
}
