//! Which of a page's dates is that of publication.
//!
//! A statement for programs is believed until the address or the readers' eyes say otherwise; without one,
//! what the page shows is believed as far as the address agrees.

use jiff::civil::Date;

use super::labels::Label;
use super::shown::{STRONG, SURE, Shown, Survey};
use super::{Dated, Sourced};
use crate::article::{DateSource, Precision};

/// Days from a draft to its publication; what is shown from later on is a change.
const DRAFT_DAYS_MAX: i32 = 60;

/// What speaks besides statements for programs.
pub struct Evidence<'a> {
    /// The day in the page's address.
    pub address: Option<Dated>,
    /// The best of the dates shown, and its weight.
    pub shown: Option<(&'a Shown, u32)>,
    pub survey: &'a Survey,
    pub modified: Option<Dated>,
}

impl Evidence<'_> {
    /// Without a statement: what the page shows, made sure of by its address; else the address. What is shown from
    /// after the last change is the day of something else.
    pub fn find(&self) -> Option<Sourced> {
        let is_before_change = |dated: &Dated| {
            self.modified.is_none_or(|modified| dated.day <= modified.day || dated.is_beside(&modified))
        };
        let fits = |dated: &Dated| is_before_change(dated) && self.address.is_none_or(|day| dated.is_beside(&day));
        let shown = self.shown.filter(|(shown, weight)| *weight >= SURE && fits(&shown.dated));
        shown.map(|(shown, _)| shown.sourced()).or(self.address.map(|day| (day, DateSource::Url)))
    }

    /// The statement for programs, unless the address or what readers see contradicts it.
    pub fn correct(&self, (stated, source): Sourced) -> Sourced {
        match self.address {
            Some(day) if !day.is_beside(&stated) => return (day, DateSource::Url),
            Some(day) => return (stated.told_on(day.day), source),
            None => {}
        }
        if let Some(shown) = self.clear() {
            let is_corrected = Self::corrects(&shown.dated, &stated);
            return if is_corrected { shown.sourced() } else { (stated.told_on(shown.dated.day), source) };
        }
        // Nothing is changed before it is published, if it is not the same moment in another zone.
        let Some(changed) = self.survey.updated_near().filter(|changed| changed.dated.day < stated.day) else {
            return (stated, source);
        };
        let stated = stated.told_on(changed.dated.day);
        if stated.day == changed.dated.day { (stated, source) } else { changed.sourced() }
    }

    /// The date shown beside the headline, if it can be taken for no other: marked, labelled, or alone there.
    fn clear(&self) -> Option<&Shown> {
        let (shown, _) = self.shown.filter(|(shown, weight)| *weight >= STRONG && shown.is_near())?;
        let is_named = shown.is_marked || shown.label == Label::Published;
        (is_named || self.survey.is_only_near(shown.dated.day)).then_some(shown)
    }

    /// Whether readers see another day of publication than programs do. An earlier one is from before a move to a
    /// new system; a later one is the day on which a draft came out. That it is also the day of the last change says
    /// nothing against it: coming out changes a draft, and a change that readers are told of is called one.
    fn corrects(shown: &Dated, stated: &Dated) -> bool {
        let days = (shown.day - stated.day).get_days();
        let has_time = stated.precision != Precision::Day || shown.precision != Precision::Day;
        let is_one_moment = has_time && shown.is_beside(stated);
        let swapped = Date::new(stated.day.year(), stated.day.day(), stated.day.month());
        swapped.is_ok_and(|day| day == shown.day) || (days != 0 && !is_one_moment && days <= DRAFT_DAYS_MAX)
    }
}

#[cfg(test)]
mod tests {
    use dom_query::Document;
    use url::Url;

    use crate::article::DateSource;
    use crate::normalize::dates::{Sources, read};
    use crate::normalize::guard;

    fn published(path: &str, said: Option<&str>, metas: &[(&str, &str)], html: &str) -> Option<(String, DateSource)> {
        let url = Url::parse("https://www.example.org").unwrap().join(path).unwrap();
        let metas: Vec<_> = metas.iter().map(|(name, content)| ((*name).to_owned(), (*content).to_owned())).collect();
        let sources = Sources { html, url: &url, metas: &metas, said_published: said, said_modified: None };
        let document = Document::from(guard::bounded(html));
        let headings = document.select("h1");
        let found = read(&document, headings.nodes().first(), &sources).published;
        found.map(|(dated, source)| (dated.at.to_string(), source))
    }

    #[test]
    fn places_are_weighed() {
        use DateSource::*;
        let changed = [("article:modified_time", "2015-05-09T10:00:00Z")];
        let shown = "<h1>Rain</h1><p class=post-date>4 May 2015</p>";
        let changed_on = "<h1>Rain</h1><p>Last updated: 4 May 2015</p>";
        let cases: &[(&str, Option<&str>, &[(&str, &str)], &str, &str, DateSource)] = &[
            ("/a", Some("2015-05-04T10:20:30Z"), &[], shown, "2015-05-04T10:20:30Z", Jsonld),
            ("/a", None, &[("pubdate", "2015-05-04")], "", "2015-05-04T00:00:00Z", Meta),
            ("/a", None, &[], shown, "2015-05-04T00:00:00Z", Text),
            ("/2015/05/04/a", None, &[], "", "2015-05-04T00:00:00Z", Url),
            // The day of a move to a new system.
            ("/a", Some("2019-01-01"), &[], shown, "2015-05-04T00:00:00Z", Text),
            ("/2015/05/04/a", Some("2019-01-01"), &[], "", "2015-05-04T00:00:00Z", Url),
            // A draft, then its publication; a publication, then a change.
            ("/a", Some("2015-04-28"), &[], shown, "2015-05-04T00:00:00Z", Text),
            ("/a", Some("2014-05-04"), &[], shown, "2014-05-04T00:00:00Z", Jsonld),
            ("/a", Some("2015-05-01"), &[("lastmod", "2015-05-04")], shown, "2015-05-04T00:00:00Z", Text),
            ("/a", Some("2015-05-01"), &[("lastmod", "2015-05-04")], changed_on, "2015-05-01T00:00:00Z", Jsonld),
            ("/a", Some("2014-05-01"), &[("lastmod", "2015-05-04")], shown, "2014-05-01T00:00:00Z", Jsonld),
            // Day and month swapped by a template.
            ("/a", Some("2015-04-05"), &[], shown, "2015-05-04T00:00:00Z", Text),
            // One moment in two zones.
            ("/a", Some("2015-05-05T01:00:00Z"), &[], shown, "2015-05-05T01:00:00Z", Jsonld),
            // The day before may be that of a draft, even where no zone makes it the same; that of a change is none.
            ("/a", Some("2015-05-05T12:30:00Z"), &[], shown, "2015-05-05T12:30:00Z", Jsonld),
            ("/a", Some("2015-05-05T12:30:00Z"), &[], changed_on, "2015-05-04T00:00:00Z", Text),
            ("/a", Some("2015-05-05T01:00:00Z"), &[], changed_on, "2015-05-05T01:00:00Z", Jsonld),
            // A change is better than nothing, a broken script better than a change.
            ("/a", None, &changed, "", "2015-05-09T10:00:00Z", Meta),
            (
                "/a",
                None,
                &changed,
                "<script>{\"datePublished\":\"2015-05-04\",}</script>",
                "2015-05-04T00:00:00Z",
                Jsonld,
            ),
            // What is shown from after the change is an event.
            ("/a", None, &[("lastmod", "2015-05-01")], shown, "2015-05-01T00:00:00Z", Meta),
        ];
        for (path, said, metas, html, at, source) in cases {
            let found = published(path, *said, metas, html);
            assert_eq!(found, Some(((*at).to_owned(), *source)), "{path} {said:?} {metas:?} {html}");
        }
        assert_eq!(published("/2015/05/a", None, &[("date", "soon")], "<h1>Rain in May 2015</h1>"), None);
    }
}
