//! JSON read as a stream into small trees whose every value may have any type.
//!
//! A document is never held as a tree: each item is one, with the fields that the formats name and no
//! others, bounded in depth and count, and it is handed over as soon as it is whole. So a document that is
//! cut or broken gives everything before the place where it is.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What is read of a document; other fields are passed over. Sorted for the search.
const NAMES: &[&str] = &[
    "attachments",
    "author",
    "authors",
    "avatar",
    "banner_image",
    "content_html",
    "content_text",
    "date_modified",
    "date_published",
    "description",
    "external_url",
    "favicon",
    "feed_url",
    "home_page_url",
    "hubs",
    "icon",
    "id",
    "image",
    "items",
    "language",
    "mime_type",
    "name",
    "next_url",
    "size_in_bytes",
    "summary",
    "tags",
    "title",
    "type",
    "url",
    "version",
];

/// An item, its list of attachments, an attachment, a field of it; one more for the mistakes of writers.
const DEPTH_MAX: usize = 5;

/// Values in one item or in the head: fields, tags, authors, attachments with their fields. Real ones have fewer than a hundred.
const VALUES_MAX: usize = 2_000;

/// A value of whatever type it was given.
#[derive(Debug, PartialEq)]
pub(super) enum Loose {
    Null,
    Flag,
    Number(serde_json::Number),
    Text(String),
    List(Vec<Loose>),
    Object(Vec<(&'static str, Loose)>),
}

/// Who takes the pieces of a document as they come.
pub(super) trait Pieces {
    /// A field of the root object, other than `items`.
    fn head(&mut self, name: &'static str, value: Loose);
    /// One more item. Says whether more are wanted.
    fn item(&mut self, value: Loose) -> bool;
    /// `items` is something else than a list.
    fn items_are_no_list(&mut self);
    /// Something had more values than are read.
    fn is_too_much(&mut self);
}

/// Reads a document to the end of its root object, or to where it is broken. Says whether nothing follows.
///
/// # Errors
/// What serde_json says of that place; everything before it has been handed over.
pub(super) fn stream(text: &str, pieces: &mut impl Pieces) -> serde_json::Result<bool> {
    let mut json = serde_json::Deserializer::from_str(text);
    Root(pieces).deserialize(&mut json)?;
    Ok(json.end().is_ok())
}

struct Root<'p, P>(&'p mut P);

impl<'de, P: Pieces> DeserializeSeed<'de> for Root<'_, P> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, P: Pieces> Visitor<'de> for Root<'_, P> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut budget = VALUES_MAX;
        while let Some(name) = map.next_key_seed(Name)? {
            match name {
                Some("items") => map.next_value_seed(Items(self.0))?,
                Some(name) if budget > 0 => {
                    let value = map.next_value_seed(Tree { budget: &mut budget, depth: DEPTH_MAX })?;
                    self.0.head(name, value);
                    if budget == 0 {
                        self.0.is_too_much();
                    }
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// The list of items, also where a program has made an object of it (`{"0": {…}, "2": {…}}`).
struct Items<'p, P>(&'p mut P);

impl<P: Pieces> Items<'_, P> {
    fn refuse<E>(self) -> Result<(), E> {
        self.0.items_are_no_list();
        Ok(())
    }

    /// Hands over one item; its budget is its own.
    fn take(&mut self, value: Loose, budget: usize) -> bool {
        if budget == 0 {
            self.0.is_too_much();
        }
        self.0.item(value)
    }
}

impl<'de, P: Pieces> DeserializeSeed<'de> for Items<'_, P> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, P: Pieces> Visitor<'de> for Items<'_, P> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a list of items")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        let mut is_wanted = true;
        while is_wanted {
            let mut budget = VALUES_MAX;
            match list.next_element_seed(Tree { budget: &mut budget, depth: DEPTH_MAX })? {
                Some(value) => is_wanted = self.take(value, budget),
                None => return Ok(()),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.0.items_are_no_list();
        let mut is_wanted = true;
        while map.next_key::<IgnoredAny>()?.is_some() {
            if !is_wanted {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let mut budget = VALUES_MAX;
            let value = map.next_value_seed(Tree { budget: &mut budget, depth: DEPTH_MAX })?;
            is_wanted = self.take(value, budget);
        }
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.refuse()
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.refuse()
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.refuse()
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.refuse()
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.refuse()
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.refuse()
    }
}

/// A key: `None` if nobody asks for what it names.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<&'static str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = Option<&'static str>;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(NAMES.binary_search(&key).ok().map(|at| NAMES[at]))
    }
}

/// One value. Below the depth, and when the budget is used up, values are passed over.
struct Tree<'b> {
    budget: &'b mut usize,
    depth: usize,
}

impl Tree<'_> {
    fn below(&mut self) -> Tree<'_> {
        Tree { budget: self.budget, depth: self.depth - 1 }
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Loose;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Loose, D::Error> {
        if self.depth == 0 || *self.budget == 0 {
            return deserializer.deserialize_ignored_any(IgnoredAny).map(|_| Loose::Null);
        }
        *self.budget -= 1;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Loose;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("anything")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Loose, A::Error> {
        let mut values = Vec::new();
        while *self.budget > 0 {
            match list.next_element_seed(self.below())? {
                Some(value) => values.push(value),
                None => return Ok(Loose::List(values)),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Loose::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Loose, A::Error> {
        let mut fields = Vec::new();
        while let Some(name) = map.next_key_seed(Name)? {
            match name {
                Some(name) if *self.budget > 0 => fields.push((name, map.next_value_seed(self.below())?)),
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(Loose::Object(fields))
    }

    fn visit_unit<E: Error>(self) -> Result<Loose, E> {
        Ok(Loose::Null)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Loose, E> {
        Ok(Loose::Flag)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Loose, E> {
        Ok(Loose::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Loose, E> {
        Ok(Loose::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Loose, E> {
        Ok(serde_json::Number::from_f64(number).map_or(Loose::Null, Loose::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Loose, E> {
        Ok(Loose::Text(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Seen {
        head: Vec<(&'static str, Loose)>,
        items: Vec<Loose>,
        is_too_much: bool,
    }

    impl Pieces for Seen {
        fn head(&mut self, name: &'static str, value: Loose) {
            self.head.push((name, value));
        }

        fn item(&mut self, value: Loose) -> bool {
            self.items.push(value);
            self.items.len() < 3
        }

        fn items_are_no_list(&mut self) {}

        fn is_too_much(&mut self) {
            self.is_too_much = true;
        }
    }

    fn seen(text: &str) -> Seen {
        let mut seen = Seen::default();
        let _ = stream(text, &mut seen);
        seen
    }

    #[test]
    fn the_names_are_sorted_for_the_search() {
        assert!(NAMES.is_sorted());
    }

    #[test]
    fn what_stands_before_the_break_is_handed_over_and_the_rest_is_counted_out() {
        let cut = seen(r#"{"title":"T","items":[{"id":1,"x":{"y":[]}},{"id":"2","#);
        assert_eq!(cut.head, [("title", Loose::Text("T".into()))]);
        assert_eq!(cut.items, [Loose::Object(vec![("id", Loose::Number(1.into()))])]);
        assert_eq!(seen(r#"{"items":[1,2,3,4,5],"title":"T"}"#).items.len(), 3);
        assert_eq!(seen(r#"{"items":{"0":1,"7":2},"title":"T"}"#).items.len(), 2);
    }

    #[test]
    fn values_are_bounded_in_depth_and_count() {
        let deep = format!(r#"{{"items":[{{"tags":{}{}}}],"title":"T"}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!((seen(&deep).items.len(), seen(&deep).head.len()), (1, 1));
        let wide = seen(&format!(r#"{{"items":[{{"tags":[{}1]}}],"title":"T"}}"#, "1,".repeat(100_000)));
        let Loose::Object(fields) = &wide.items[0] else { panic!("{:?}", wide.items) };
        let Loose::List(tags) = &fields[0].1 else { panic!("{fields:?}") };
        assert!(tags.len() < VALUES_MAX && wide.is_too_much && wide.head.len() == 1);
    }
}
