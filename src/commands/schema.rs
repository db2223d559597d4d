//! `courant schema`: the JSON Schemas of what leaves the process and of what is put into it.

use clap::ValueEnum;
use serde_json::{Value, json};

use crate::{article, config};

use super::{Outcome, print};

/// Print a JSON Schema (2020-12)
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// What it describes
    of: Subject,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Subject {
    /// One line of output: a version of an article
    Record,
    /// The configuration file, for editors
    Config,
}

/// # Errors
/// When standard output cannot be written.
pub fn run(arguments: Arguments) -> Outcome {
    let schema = match arguments.of {
        Subject::Record => record(),
        Subject::Config => config::schema(),
    };
    print(&format!("{schema:#}\n"))
}

/// Readers must ignore fields that they do not know, so the schema lets them pass.
fn record() -> Value {
    let mut schema = schemars::schema_for!(article::Record).to_value();
    schema["title"] = json!(article::SCHEMA);
    schema["additionalProperties"] = json!(true);
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The smallest record: no optional field, nothing analyzed.
    fn minimal() -> Value {
        json!({
            "schema": "courant.article/1", "seq": 1, "id": "000102030405060708090a0b0c0d0e0f", "version": 1,
            "kind": "new",
            "url": null, "canonical_url": null, "title": null, "standfirst": null, "text": "", "summary": null,
            "authors": [], "agency": null, "dateline": null, "section": null, "tags": [], "images": [], "word_count": 0,
            "published": null, "published_precision": null, "published_source": null, "modified": null,
            "first_seen": "2026-01-02T03:04:05Z", "fetched": "2026-01-02T03:04:05Z",
            "publisher": { "name": null, "domain": null },
            "feed": { "id": "a", "title": null, "url": "https://example.org/", "tags": [] }, "seen_in": ["a"],
            "provenance": {
                "feed_url": "https://example.org/", "guid": null, "position": 0, "final_url": "https://example.org/",
                "status": 200, "etag": null, "last_modified": null, "content_type": null, "bytes": 0, "sha256": "",
                "software": "courant", "config_hash": ""
            },
            "extraction": { "method": "page", "score": null, "flags": [] }
        })
    }

    #[test]
    fn a_record_passes_its_schema_with_fields_of_a_later_version() {
        let validator = jsonschema::draft202012::new(&record()).unwrap();
        let mut record = minimal();
        assert!(serde_json::from_value::<article::Record>(record.clone()).is_ok());
        assert!(
            validator.is_valid(&record),
            "{:?}",
            validator.iter_errors(&record).map(|e| e.to_string()).collect::<Vec<_>>()
        );
        record["language"] = Value::Null;
        record["topics"] = json!([{ "id": "medtop:04000000" }]);
        assert!(
            validator.is_valid(&record),
            "{:?}",
            validator.iter_errors(&record).map(|e| e.to_string()).collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_record_without_its_number_or_with_a_wrong_id_fails_its_schema() {
        let validator = jsonschema::draft202012::new(&record()).unwrap();
        let mut record = minimal();
        record["id"] = json!("short");
        assert!(!validator.is_valid(&record));
        let mut record = minimal();
        record.as_object_mut().unwrap().remove("seq");
        assert!(!validator.is_valid(&record));
    }
}
