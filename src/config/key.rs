//! The table of keys: name, form, limits, default and reason of every setting, each in one line.
//!
//! The reader checks by it, the JSON Schema and the commented reference are written from it. A new setting is one
//! [`Key`], one field and one line that reads it; a setting that is read without being declared panics in every test.

use std::path::PathBuf;
use std::time::Duration;

use toml::de::DeValue;
use url::Url;

use super::nearest::suggestion;
use super::{address, units};

/// One setting.
pub struct Key {
    pub name: &'static str,
    pub form: Form,
    pub presence: Presence,
    /// Sentences for the reference: what it does, why the default and the limit are what they are. For a refused key,
    /// the message instead.
    pub about: &'static str,
}

/// What happens where the key is not written. Texts are TOML.
#[derive(Clone, Copy)]
pub enum Presence {
    Default(&'static str),
    Optional {
        example: &'static str,
    },
    /// Optional, and excludes another key, so that the reference does not set both.
    Alternative {
        example: &'static str,
    },
    Required {
        example: &'static str,
    },
    /// Known, and an error.
    Refused,
}

/// What a value looks like.
pub enum Form {
    Flag,
    /// A whole number; both limits are allowed.
    Count(u64, u64),
    /// Both limits are allowed.
    Duration(&'static str, &'static str),
    /// Both limits are allowed.
    Size(&'static str, &'static str),
    Choice(fn() -> Vec<&'static str>),
    Url,
    Text(Rule),
    Texts(Rule),
    Headers,
    /// A table, with the lists of its keys.
    Table(&'static [&'static [Key]]),
    /// An array of tables, with the lists of their keys.
    Tables(&'static [&'static [Key]]),
}

/// What a text must keep to.
#[derive(Clone, Copy)]
pub struct Rule {
    /// As in "is not …".
    pub kind: &'static str,
    /// A regular expression that says the same, for editors.
    pub pattern: &'static str,
    pub check: fn(&str) -> Result<(), String>,
}

impl Key {
    /// A key that always has a value.
    pub const fn new(name: &'static str, form: Form, default: &'static str, about: &'static str) -> Self {
        Self { name, form, presence: Presence::Default(default), about }
    }

    /// A key without which something is not done.
    pub const fn optional(name: &'static str, form: Form, example: &'static str, about: &'static str) -> Self {
        Self { name, form, presence: Presence::Optional { example }, about }
    }

    /// An optional key that excludes the one before it.
    pub const fn alternative(name: &'static str, form: Form, example: &'static str, about: &'static str) -> Self {
        Self { name, form, presence: Presence::Alternative { example }, about }
    }

    /// A key that must be written.
    pub const fn required(name: &'static str, form: Form, example: &'static str, about: &'static str) -> Self {
        Self { name, form, presence: Presence::Required { example }, about }
    }

    /// A key that people may try, and why it does not work.
    pub const fn refused(name: &'static str, message: &'static str) -> Self {
        Self { name, form: Form::Flag, presence: Presence::Refused, about: message }
    }

    /// Returns the default or the example, as TOML.
    pub fn sample(&self) -> &'static str {
        match self.presence {
            Presence::Default(text) => text,
            Presence::Optional { example } | Presence::Alternative { example } | Presence::Required { example } => {
                example
            }
            Presence::Refused => "",
        }
    }

    /// Reads the declared default.
    ///
    /// # Panics
    /// If the key has no default, or one that breaks its own limits: both are mistakes in the table of keys.
    pub fn default<T: Setting>(&self) -> T {
        let Presence::Default(text) = self.presence else { panic!("`{}` is read as if it had a default", self.name) };
        let value = DeValue::parse(text).expect("a default is TOML");
        T::read(value.get_ref(), &self.form).expect("a default keeps its own limits")
    }
}

impl Form {
    /// Names the limits for people; `None` where the form has none.
    pub fn limits(&self) -> Option<String> {
        match self {
            Self::Flag => Some("true or false".to_owned()),
            Self::Count(min, max) => Some(format!("{min} to {max}")),
            Self::Duration(min, max) | Self::Size(min, max) => Some(format!("\"{min}\" to \"{max}\"")),
            Self::Choice(names) => {
                Some(names().iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", "))
            }
            Self::Url => Some("an http or https address".to_owned()),
            Self::Text(rule) if !rule.kind.is_empty() => Some(rule.kind.to_owned()),
            Self::Texts(_) | Self::Text(_) | Self::Headers | Self::Table(_) | Self::Tables(_) => None,
        }
    }

    /// Names what is expected, as in "is not …".
    pub fn kind(&self) -> String {
        match self {
            Self::Flag => "true or false".to_owned(),
            Self::Count(min, max) => format!("a whole number from {min} to {max}"),
            Self::Duration(..) => "a duration in quotation marks such as \"15m\"".to_owned(),
            Self::Size(..) => "a size in quotation marks such as \"256MiB\"".to_owned(),
            Self::Choice(names) => super::nearest::one_of(&names()),
            Self::Url => "an address in quotation marks such as \"https://example.org/feed\"".to_owned(),
            Self::Text(_) => "a text in quotation marks".to_owned(),
            Self::Texts(_) => "a list of texts such as [\"a\", \"b\"]".to_owned(),
            Self::Headers => "a table such as { Accept-Language = \"de\" }".to_owned(),
            Self::Table(_) => "a table".to_owned(),
            Self::Tables(_) => "a list of tables".to_owned(),
        }
    }
}

/// A type that a key can be read as.
pub trait Setting: Sized {
    /// # Errors
    /// The whole message, the value quoted.
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String>;
}

/// A closed set of names in the configuration.
pub trait Choice: Copy + 'static {
    const NAMES: &'static [(&'static str, Self)];
}

/// Lists the names of a closed set, for [`Form::Choice`].
pub fn names_of<T: Choice>() -> Vec<&'static str> {
    T::NAMES.iter().map(|(name, _)| *name).collect()
}

impl<T: Choice> Setting for T {
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String> {
        let text = String::read(value, form)?;
        Ok(T::NAMES.iter().find(|(name, _)| *name == text).expect("the form lists the same names").1)
    }
}

impl Setting for bool {
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String> {
        match value {
            DeValue::String(text) if matches!(&**text, "true" | "false") => {
                Err(format!("\"{text}\" is a text; write {text} without quotation marks"))
            }
            value => value.as_bool().ok_or_else(|| not(value, form)),
        }
    }
}

impl Setting for u64 {
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String> {
        match form {
            Form::Size(min, max) => {
                let limit = |text| units::size(text).expect("a limit is a size");
                let text = quantity(value, form, units::with_size_unit)?;
                let size = units::size(text).map_err(|reason| format!("\"{text}\" {reason}"))?;
                within(size, limit(min), limit(max), &format!("\"{text}\""), form)
            }
            Form::Count(min, max) => {
                let Some(integer) = value.as_integer() else { return Err(not(value, form)) };
                let number = i128::from_str_radix(integer.as_str(), integer.radix()).unwrap_or(i128::MAX);
                let number = within(number, i128::from(*min), i128::from(*max), &integer.to_string(), form)?;
                Ok(Self::try_from(number).expect("within limits of this type"))
            }
            _ => unreachable!("read as a number, declared otherwise"),
        }
    }
}

impl Setting for usize {
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String> {
        Ok(Self::try_from(u64::read(value, form)?).expect("limits fit"))
    }
}

impl Setting for u32 {
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String> {
        Ok(Self::try_from(u64::read(value, form)?).expect("limits fit"))
    }
}

impl Setting for Duration {
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String> {
        let Form::Duration(min, max) = form else { unreachable!("read as a duration, declared otherwise") };
        let limit = |text| units::duration(text).expect("a limit is a duration");
        let text = quantity(value, form, units::with_duration_unit)?;
        let duration = units::duration(text).map_err(|reason| format!("\"{text}\" {reason}"))?;
        within(duration, limit(min), limit(max), &format!("\"{text}\""), form)
    }
}

impl Setting for Url {
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String> {
        address::read(value.as_str().ok_or_else(|| not(value, form))?)
    }
}

impl Setting for String {
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String> {
        let text = value.as_str().ok_or_else(|| not(value, form))?;
        match form {
            Form::Choice(names) if !names().contains(&text) => {
                Err(format!("\"{text}\" is not known{}", suggestion(text, &names())))
            }
            Form::Text(rule) => (rule.check)(text).map(|()| text.to_owned()),
            _ => Ok(text.to_owned()),
        }
    }
}

impl Setting for PathBuf {
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String> {
        String::read(value, form).map(Self::from)
    }
}

impl Setting for Vec<String> {
    fn read(value: &DeValue<'_>, form: &Form) -> Result<Self, String> {
        let Form::Texts(rule) = form else { unreachable!("read as a list, declared otherwise") };
        let list = value.as_array().ok_or_else(|| not(value, form))?;
        list.iter().map(|item| String::read(item.get_ref(), &Form::Text(*rule))).collect()
    }
}

fn quantity<'v>(value: &'v DeValue<'_>, form: &Form, with_unit: fn(&str) -> String) -> Result<&'v str, String> {
    match value {
        DeValue::String(text) => Ok(text),
        DeValue::Integer(number) => Err(format!("{number} has no unit; {}", with_unit(number.as_str()))),
        other => Err(not(other, form)),
    }
}

fn within<T: PartialOrd>(value: T, min: T, max: T, text: &str, form: &Form) -> Result<T, String> {
    let limits = form.limits().expect("a quantity has limits");
    if value < min {
        Err(format!("{text} is too small; allowed is {limits}"))
    } else if value > max {
        Err(format!("{text} is too large; allowed is {limits}"))
    } else {
        Ok(value)
    }
}

/// Says that a value has the wrong type.
pub fn not(value: &DeValue<'_>, form: &Form) -> String {
    let shown = match value {
        DeValue::String(text) => format!("\"{}\"", text.escape_debug()),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        DeValue::Boolean(flag) => flag.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    };
    format!("{shown} is not {}", form.kind())
}
