//! Whether `04/05/2015` is in April or in May: by the page's country, else by other dates on the page.

use dom_query::Document;

use super::Sources;
use super::written::{self, Order};

/// Countries that write the month first.
const MONTH_FIRST: &[&str] = &["us", "ph", "pr", "gu"];

/// Top-level domains of English-speaking countries that write the day first.
const DAY_FIRST_DOMAINS: &[&str] =
    &["uk", "au", "nz", "ie", "in", "za", "sg", "my", "ng", "ke", "gh", "pk", "bd", "lk", "jm", "mt", "hk", "zw", "eu"];

/// Texts searched for a date that shows the order.
const TEXTS_MAX: usize = 4_000;

/// Bytes of a text that may be a date.
const TEXT_BYTES_MAX: usize = 80;

/// Decides by the page's language and country, its address, its other dates, in this order.
pub fn of(document: &Document, sources: &Sources<'_>) -> Order {
    let Sources { html, url, metas, .. } = sources;
    let declared = document.select("html").nodes().first().and_then(|html| html.attr("lang"));
    let named = |name: &str| metas.iter().find(|(meta, _)| *meta == *name).map(|(_, content)| content.clone());
    let tags = [declared.map(|tag| tag.to_string()), named("og:locale"), named("content-language"), named("language")];
    let tags = tags.into_iter().flatten().map(|tag| tag.trim().to_lowercase().replace('_', "-"));
    let tags: Vec<String> = tags.filter(|tag| !tag.is_empty()).collect();
    let domain = url.host_str().and_then(|host| host.rsplit('.').next()).unwrap_or_default();
    let is_croatian = |tag: &String| tag.split('-').next() == Some("hr");
    if tags.iter().any(is_croatian) || (tags.is_empty() && domain == "hr") {
        return Order::Croatian;
    }
    if tags.iter().any(|tag| !tag.starts_with("en")) {
        return Order::DayFirst;
    }
    if DAY_FIRST_DOMAINS.contains(&domain) {
        return Order::DayFirst;
    }
    if !has_slashed_date(html) {
        return Order::Unknown;
    }
    if let Some(order) = by_other_dates(document) {
        return order;
    }
    let country = tags.iter().find_map(|tag| tag.split('-').nth(1));
    match country {
        Some(country) if MONTH_FIRST.contains(&country) => Order::MonthFirst,
        Some(_) => Order::DayFirst,
        None if domain.len() == 2 && !matches!(domain, "us" | "io" | "co" | "ai" | "me" | "tv") => Order::DayFirst,
        None if tags.is_empty() => Order::Unknown,
        None => Order::MonthFirst,
    }
}

/// Whether the order matters: `04/05/2015` somewhere in the page.
fn has_slashed_date(html: &str) -> bool {
    let bytes = html.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
    html.match_indices('/').any(|(at, _)| {
        let is_behind_number = at > 0 && bytes[at - 1].is_ascii_digit();
        let width = digits(at + 1);
        is_behind_number
            && (1..=2).contains(&width)
            && bytes.get(at + 1 + width) == Some(&b'/')
            && digits(at + 2 + width) == 4
    })
}

fn by_other_dates(document: &Document) -> Option<Order> {
    let root = document.root();
    let mut texts = root.descendants_it().filter(|node| node.is_text()).take(TEXTS_MAX);
    texts.find_map(|node| {
        let text = node.text();
        (text.len() <= TEXT_BYTES_MAX && text.contains('/')).then(|| written::order_shown(&text)).flatten()
    })
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    fn order(html: &str, url: &str, locale: &str) -> Order {
        let metas = [("og:locale".to_owned(), locale.to_owned())];
        let url = Url::parse(url).unwrap();
        let sources = Sources { html, url: &url, metas: &metas, said_published: None, said_modified: None };
        of(&Document::from(html), &sources)
    }

    #[test]
    fn the_country_and_other_dates_decide() {
        let cases = [
            ("<html lang=de><p>04/05/2015", "https://a.com", "", Order::DayFirst),
            ("<html lang=en><p>04/05/2015", "https://a.co.uk", "", Order::DayFirst),
            ("<html lang=en><p>04/05/2015", "https://a.com", "en_US", Order::MonthFirst),
            ("<html lang=en><p>04/05/2015", "https://a.com", "en_GB", Order::DayFirst),
            ("<html lang=en-US><p>04/05/2015<p>13/05/2015", "https://a.com", "", Order::DayFirst),
            ("<html lang=en-GB><p>04/05/2015<p>05/13/2015", "https://a.com", "", Order::MonthFirst),
            ("<html lang=hr><p>04/05/2015", "https://a.com", "", Order::Croatian),
            ("<p>04/05/2015", "https://a.hr", "", Order::Croatian),
            ("<html lang=sl><p>04/05/2015", "https://a.hr", "", Order::DayFirst),
            ("<p>04/05/2015", "https://a.com", "", Order::Unknown),
            ("<html lang=en-US><p>no date /2015/05/04/", "https://a.com", "", Order::Unknown),
        ];
        for (html, url, locale, expected) in cases {
            assert_eq!(order(html, url, locale), expected, "{html} {url} {locale}");
        }
    }
}
