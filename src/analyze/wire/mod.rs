//! What an agency's story says of itself: agency, place and day.
//!
//! The normalizer has cut most datelines and credits from the text and kept what they said; this stage puts it in
//! order. Where a text still opens with a dateline or ends with a sign-off it is read here, and stays: text never
//! changes in a stage. An agency that only a picture credits is better than none, and comes last.

mod opening;
mod signature;
#[cfg(test)]
mod tests;

use super::dates::Reader;
use super::tokens::Tokens;
use super::{Built, Stage, StageError};
use crate::article::{Annotations, Article, Wire};
use crate::normalize::clean::agency;

pub fn build() -> Built {
    Built::Pure(Box::new(WireStory { reader: Reader::default() }))
}

struct WireStory {
    reader: Reader,
}

impl Stage for WireStory {
    fn annotate(&self, article: &Article, _tokens: &Tokens) -> Result<Annotations, StageError> {
        Ok(Annotations { wire: Some(self.wire(article)), ..Annotations::default() })
    }
}

impl WireStory {
    fn wire(&self, article: &Article) -> Option<Wire> {
        let is_day = |line: &str| self.reader.first_day(article, line).is_some();
        let opening = opening::read(&article.text, &is_day);
        let line = article.dateline.as_deref().or(opening.as_ref().and_then(|opening| opening.place.as_deref()));
        let (place, date) = line.map(|line| self.place_and_date(article, line)).unwrap_or_default();
        let credited = article.agency.as_deref().map(|name| agency::listed(name).unwrap_or(name).to_owned());
        let agency = credited
            .or_else(|| opening?.agency.map(str::to_owned))
            .or_else(|| signature::read(&article.text).map(str::to_owned))
            .or_else(|| of_images(article).map(str::to_owned));
        let wire = Wire { agency, place, date };
        (wire != Wire { agency: None, place: None, date: None }).then_some(wire)
    }

    /// `ROME, Dec 4` to both.
    fn place_and_date(&self, article: &Article, line: &str) -> (Option<String>, Option<String>) {
        let day = self.reader.first_day(article, line);
        let (east_asian, day_of_month) = opening::without_east_asian_date(line);
        let place: String = match &day {
            Some(day) => line.chars().take(day.start).collect(),
            None => east_asian.to_owned(),
        };
        let place = place.trim().trim_end_matches([',', '.', ' ', '(', '、', '，']).to_owned();
        let nearest = || {
            let (month, day) = day_of_month?;
            super::dates::nearest_day(article, month, day)
        };
        let date = day.and_then(|day| day.date).or_else(nearest).map(|date| date.to_string());
        (Some(place).filter(|place| !place.is_empty()), date)
    }
}

/// The agency of the first picture that credits one: `Jane Doe/AFP`.
fn of_images(article: &Article) -> Option<&'static str> {
    let credits = article.images.iter().filter_map(|image| image.credit.as_deref());
    credits.flat_map(|credit| credit.split(['/', ',', '|', ':', '©', '(', '–', '-'])).find_map(agency::named)
}
