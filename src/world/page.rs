//! Articles and front pages as HTML, with the furniture that a reader has to tell from the article.

use super::feed::{escape, media_type, permalink};
use super::newsroom::Newsroom;
use super::outlet::Outlet;
use super::story::Story;

/// Links that a front page shows.
const FRONT_PAGE_LINKS: usize = 40;

/// Links in the box under an article.
const RELATED_LINKS: usize = 4;

/// Returns text as HTML, with the no-break spaces that French typography asks for.
fn html(text: &str) -> String {
    escape(text).replace("« ", "«&nbsp;").replace(" »", "&nbsp;»").replace(" :", "&nbsp;:").replace(" ?", "&nbsp;?")
}

/// Returns the article's body as it stands in pages and in feeds that carry it.
pub fn content(newsroom: &Newsroom, story: &Story) -> String {
    let outlet = &newsroom.outlets()[story.outlet];
    let mut content = figure(story, outlet);
    content.push_str(&paragraphs(story));
    if outlet.habits.footer {
        let address = escape(&permalink(outlet, story));
        let (title, name, origin) = (html(story.title(story.version)), html(&outlet.name), &outlet.origin);
        content.push_str(&format!(
            "<p>The post <a href=\"{address}\">{title}</a> appeared first on <a href=\"{origin}/\">{name}</a>.</p>\n"
        ));
    }
    content
}

fn paragraphs(story: &Story) -> String {
    let mut content = String::new();
    for (index, paragraph) in story.body(story.version).iter().enumerate() {
        content.push_str("<p>");
        if let Some(dateline) = story.dateline.as_ref().filter(|_| index == 0) {
            content.push_str(&html(dateline));
        }
        content.push_str(&html(paragraph));
        content.push_str("</p>\n");
    }
    content
}

fn figure(story: &Story, outlet: &Outlet) -> String {
    let Some(figure) = &story.figure else { return String::new() };
    format!(
        "<figure><img src=\"{}/images/{}.jpg\" alt=\"\" width=\"1200\" height=\"800\">\
         <figcaption>{} <span class=\"credit\">© {}</span></figcaption></figure>\n",
        outlet.origin,
        story.number,
        html(&figure.caption),
        html(&figure.credit),
    )
}

/// Returns the article's page as it is now.
pub fn article(newsroom: &Newsroom, story: &Story) -> String {
    let outlet = &newsroom.outlets()[story.outlet];
    let language = newsroom.language(story.outlet);
    let words = |list: &str| html(language.word(list));
    let (name, title) = (html(&outlet.name), html(story.title(story.version)));
    let standfirst = html(&story.standfirst);
    let section = html(&language.words("sections")[story.section]);
    let published = outlet.habits.dates.iso(story.published);
    let direction = if outlet.language == "ar" { " dir=\"rtl\"" } else { "" };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{tag}\"{direction}>\n<head>\n<meta charset=\"{charset}\">\n\
         <title>{title} | {name}</title>\n<link rel=\"canonical\" href=\"{address}\">\n\
         <meta property=\"og:type\" content=\"article\">\n<meta property=\"og:title\" content=\"{title}\">\n\
         <meta property=\"og:site_name\" content=\"{name}\">\n<meta name=\"description\" content=\"{standfirst}\">\n\
         <meta property=\"article:published_time\" content=\"{published}\">\n\
         <meta property=\"article:modified_time\" content=\"{modified}\">\n\
         <meta property=\"article:section\" content=\"{section}\">\n{feeds}\
         <script type=\"application/ld+json\">{json}</script>\n</head>\n<body>\n\
         <header><a class=\"logo\" href=\"/\">{name}</a>\n{nav}</header>\n\
         <main>\n<article>\n<p class=\"kicker\">{section}</p>\n<h1>{title}</h1>\n<p class=\"standfirst\">{standfirst}</p>\n\
         <p class=\"byline\">{by} <a rel=\"author\" href=\"/authors\">{byline}</a> · <time datetime=\"{published}\">{published}</time></p>\n\
         <ul class=\"share\"><li><a href=\"#mail\">{share}</a></li></ul>\n\
         {figure}<div class=\"body\">\n{paragraphs}</div>\n</article>\n\
         <aside class=\"related\"><h2>{related_head}</h2>\n{related}</aside>\n\
         <section class=\"newsletter\"><h2>{newsletter_head}</h2><p>{newsletter}</p>\
         <form><input type=\"email\"><button>{subscribe}</button></form></section>\n</main>\n\
         <footer><p>© {name}. {rights}</p><ul><li><a href=\"/imprint\">{imprint}</a></li></ul></footer>\n</body>\n</html>\n",
        tag = outlet.language,
        charset = outlet.habits.charset,
        address = escape(&permalink(outlet, story)),
        modified = outlet.habits.dates.iso(story.modified),
        feeds = feed_links(newsroom, outlet),
        json = json_ld(story, outlet),
        nav = navigation(newsroom, story.outlet),
        by = words("by"),
        byline = html(&story.byline),
        share = words("share"),
        figure = figure(story, outlet),
        paragraphs = paragraphs(story),
        related_head = words("related"),
        related = headlines(newsroom, story.outlet, Some(story.number), RELATED_LINKS),
        newsletter_head = words("newsletter_head"),
        newsletter = words("newsletter"),
        subscribe = words("subscribe"),
        rights = words("rights"),
        imprint = words("imprint"),
    )
}

/// Returns an outlet's front page.
pub fn front(newsroom: &Newsroom, index: usize) -> String {
    let outlet = &newsroom.outlets()[index];
    let name = html(&outlet.name);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"{}\">\n<title>{name}</title>\n{}</head>\n<body>\n\
         <header><h1>{name}</h1>\n{}</header>\n<main>\n{}</main>\n</body>\n</html>\n",
        outlet.language,
        outlet.habits.charset,
        feed_links(newsroom, outlet),
        navigation(newsroom, index),
        headlines(newsroom, index, None, FRONT_PAGE_LINKS),
    )
}

/// Returns the index of the whole world, for people.
pub fn index(newsroom: &Newsroom) -> String {
    let mut page = String::from(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>courant world</title>\n</head>\n<body>\n\
         <h1>courant world</h1>\n<p>An invented press. <a href=\"/feeds.txt\">All feed addresses</a>, \
         <a href=\"/control/status\">status</a>.</p>\n",
    );
    for outlet in newsroom.outlets() {
        let (name, origin) = (html(&outlet.name), &outlet.origin);
        page.push_str(&format!("<h2><a href=\"{origin}/\">{name}</a> ({})</h2>\n<ul>\n", outlet.language));
        for feed in &outlet.feeds {
            let feed = &newsroom.feeds()[*feed];
            let path = feed.path(outlet.habits.format);
            let count = feed.window.len();
            page.push_str(&format!("<li><a href=\"{origin}{path}\">{path}</a>, {count} entries</li>\n"));
        }
        page.push_str("</ul>\n");
    }
    page.push_str("</body>\n</html>\n");
    page
}

fn feed_links(newsroom: &Newsroom, outlet: &Outlet) -> String {
    let kind = media_type(outlet.habits.format);
    let paths = outlet.feeds.iter().map(|feed| newsroom.feeds()[*feed].path(outlet.habits.format));
    paths.map(|path| format!("<link rel=\"alternate\" type=\"{kind}\" href=\"{path}\">\n")).collect()
}

fn navigation(newsroom: &Newsroom, outlet: usize) -> String {
    let sections = newsroom.language(outlet).words("sections");
    let links = sections.iter().zip(super::stock::SECTIONS);
    let links: String = links.map(|(label, key)| format!("<li><a href=\"/{key}\">{}</a></li>", html(label))).collect();
    format!("<nav><ul>{links}</ul></nav>\n")
}

fn headlines(newsroom: &Newsroom, outlet: usize, except: Option<u32>, count: usize) -> String {
    let owner = &newsroom.outlets()[outlet];
    let window = &newsroom.feeds()[owner.feeds[0]].window;
    let mut list = String::from("<ul>\n");
    for number in window.iter().filter(|number| Some(**number) != except).take(count) {
        let story = newsroom.story(*number).expect("what a window shows is kept");
        let (address, title) = (escape(&permalink(owner, story)), html(story.title(story.version)));
        list.push_str(&format!("<li><a href=\"{address}\">{title}</a></li>\n"));
    }
    list.push_str("</ul>\n");
    list
}

fn json_ld(story: &Story, outlet: &Outlet) -> String {
    let dates = outlet.habits.dates;
    let value = serde_json::json!({
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title(story.version),
        "datePublished": dates.iso(story.published),
        "dateModified": dates.iso(story.modified),
        "author": [{ "@type": "Person", "name": story.byline }],
        "publisher": { "@type": "NewsMediaOrganization", "name": outlet.name },
    });
    // A closing tag inside a script would end it.
    value.to_string().replace('<', "\\u003c")
}
