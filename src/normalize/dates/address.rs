//! The day in a page's own address: `/2015/05/04/`, `/2015-05-04-…`, `/20150504/`.

use jiff::civil::Date;

use super::stated::compact;
use super::{Dated, YEAR_MAX, YEAR_MIN};

/// Reads the day that a path names; a year and a month name none.
pub fn date(path: &str) -> Option<Dated> {
    let parts: Vec<&str> = path.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let in_parts = parts.windows(3).find_map(|window| {
        let [year, month, day] = window else { return None };
        let has_width = year.len() == 4 && (1..=2).contains(&day.len());
        let month = month_number(month)?;
        has_width.then(|| Dated::of_day(Date::new(year.parse().ok()?, month, day.parse().ok()?).ok()?)).flatten()
    });
    in_parts.or_else(|| parts.iter().filter(|part| part.len() == 8).find_map(|part| compact(part)))
}

/// Reads the year and month that a path names: `/2015/05/title`.
pub fn month(path: &str) -> Option<(i16, i8)> {
    let parts: Vec<&str> = path.split('/').collect();
    parts.windows(2).find_map(|window| {
        let [year, month] = window else { return None };
        let year = year.parse().ok().filter(|year| (YEAR_MIN..=YEAR_MAX).contains(year) && window[0].len() == 4)?;
        Some((year, month_number(month).filter(|month| (1..=12).contains(month))?))
    })
}

/// Numbers of one or two digits, and the three letters of American newspapers.
fn month_number(text: &str) -> Option<i8> {
    let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { text.parse().ok() } else { super::months::month(text).filter(|_| text.len() == 3) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_name_days() {
        let cases = [
            ("/news/2015/05/04/title", true),
            ("/2015/may/04/title", true),
            ("/2015-05-04-title", true),
            ("/20150504/title.html", true),
            ("/2015/05/title", false),
            ("/title-12345678", false),
            ("/section/2015", false),
            ("/1815/05/04/waterloo", false),
        ];
        for (path, expected) in cases {
            assert_eq!(date(path).is_some(), expected, "{path}");
        }
        assert_eq!(month("/news/2015/05/title"), Some((2015, 5)));
        assert_eq!((month("/news/2015/title"), month("/1815/05/"), month("/2015/13/")), (None, None, None));
    }
}
