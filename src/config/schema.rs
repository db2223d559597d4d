//! The JSON Schema (2020-12) of the configuration, written from the table of keys. Editors complete and check by it.

use serde_json::{Map, Value, json};
use toml::de::DeValue;

use super::ROOT;
use super::key::{Form, Key, Presence, Rule};

/// Returns the schema of `courant.toml`.
pub fn schema() -> Value {
    let mut schema = table(&[ROOT]);
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!("Configuration of courant");
    schema
}

fn table(lists: &[&[Key]]) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for key in lists.iter().flat_map(|keys| keys.iter()) {
        if matches!(key.presence, Presence::Refused) {
            continue;
        }
        // Where several lists meet (the types of a sink), a key of the same name means the same.
        properties.entry(key.name).or_insert_with(|| property(key));
        if matches!(key.presence, Presence::Required { .. })
            && (lists.len() == 1 || std::ptr::eq(lists[0], owner(lists, key)))
        {
            required.push(key.name);
        }
    }
    let mut table = json!({ "type": "object", "properties": properties, "additionalProperties": false });
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    table
}

/// The list that a key stands in: what only one type of sink requires is not required of all.
fn owner<'a>(lists: &[&'a [Key]], key: &Key) -> &'a [Key] {
    lists.iter().find(|keys| keys.iter().any(|other| std::ptr::eq(other, key))).expect("the key comes from these lists")
}

fn property(key: &Key) -> Value {
    let mut property = form(&key.form);
    let described = match key.form.limits().filter(|_| !matches!(key.form, Form::Flag | Form::Choice(_) | Form::Url)) {
        Some(limits) => format!("{} Allowed: {limits}.", key.about),
        None => key.about.to_owned(),
    };
    property["description"] = json!(described);
    if let (Presence::Default(text), false) = (key.presence, matches!(key.form, Form::Table(_))) {
        property["default"] = to_json(DeValue::parse(text).expect("a default is TOML").get_ref());
    }
    property
}

fn form(form: &Form) -> Value {
    match form {
        Form::Flag => json!({ "type": "boolean" }),
        Form::Count(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Form::Duration(..) => {
            json!({ "type": "string", "pattern": "^(\\d+d)?(\\d+h)?(\\d+m)?(\\d+s)?(\\d+ms)?$", "minLength": 2 })
        }
        Form::Size(..) => {
            json!({ "type": "string", "pattern": "^(\\d+TiB)?(\\d+GiB)?(\\d+MiB)?(\\d+KiB)?(\\d+B)?$", "minLength": 2 })
        }
        Form::Choice(names) => json!({ "type": "string", "enum": names() }),
        Form::Url => json!({ "type": "string", "format": "uri", "pattern": "^https?://" }),
        Form::Text(rule) => text(rule),
        Form::Texts(rule) => json!({ "type": "array", "items": text(rule) }),
        Form::Headers => {
            let text = json!({ "type": "string" });
            let source = |name: &str| {
                let properties = json!({ name: text.clone(), "user": text.clone() });
                json!({ "type": "object", "properties": properties, "required": [name], "additionalProperties": false })
            };
            json!({ "type": "object", "additionalProperties": { "anyOf": [text, source("env"), source("file")] } })
        }
        Form::Table(keys) => table(keys),
        Form::Tables(keys) => json!({ "type": "array", "items": table(keys) }),
    }
}

fn text(rule: &Rule) -> Value {
    json!({ "type": "string", "pattern": rule.pattern })
}

/// Turns a declared default into JSON; defaults are texts, whole numbers and flags.
fn to_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => json!(text),
        DeValue::Integer(number) => json!(number.as_str().parse::<u64>().expect("a default is a decimal number")),
        DeValue::Boolean(flag) => json!(flag),
        other => unreachable!("a default is no {}", other.type_str()),
    }
}
