//! Which way a bracket or a quotation mark looks.
//!
//! The same mark opens in one language and closes in another (`„…“` and `“…”`, `«…»` and `»…«`), so the spaces
//! around it decide, and only where they are silent its shape.

use super::{Gap, Kind, Token};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Opens,
    Closes,
    /// Neither, or nobody can tell.
    Unknown,
}

/// Tells which way the token at `at` looks.
pub fn side(text: &str, tokens: &[Token], at: usize) -> Side {
    let Some(character) = mark(text, tokens[at]) else { return Side::Unknown };
    if is_opening_bracket(character) {
        return Side::Opens;
    }
    if is_closing_bracket(character) {
        return Side::Closes;
    }
    if !is_quotation_mark(character) {
        return Side::Unknown;
    }
    let next = tokens.get(at + 1);
    let behind = next.and_then(|next| mark(text, *next));
    match (tokens[at].gap != Gap::None, next.is_none_or(|next| next.gap != Gap::None)) {
        // `« Oui », dit-il`
        (true, false) if behind.is_some_and(goes_on) => Side::Closes,
        (true, false) => Side::Opens,
        (false, true) => Side::Closes,
        // Nothing can be quoted behind the end of a line.
        (true, true) if next.is_none_or(|next| next.gap >= Gap::Line) => Side::Closes,
        (true, true) => shape(character),
        (false, false) => {
            let before = at.checked_sub(1).and_then(|before| mark(text, tokens[before]));
            if before
                .is_some_and(|before| shape(before) == Side::Opens || is_opening_bracket(before) || is_dash(before))
            {
                Side::Opens
            } else if behind.is_some_and(|behind| shape(behind) != Side::Opens && !is_opening_bracket(behind)) {
                Side::Closes
            } else {
                shape(character)
            }
        }
    }
}

/// Marks that stand behind words and quotations, never before them.
const fn goes_on(character: char) -> bool {
    matches!(character, ',' | '.' | ';' | ':' | '!' | '?' | ')')
}

/// Returns the first character of a token that is a mark.
pub fn mark(text: &str, token: Token) -> Option<char> {
    if token.kind == Kind::Mark { token.of(text).chars().next() } else { None }
}

pub const fn is_quotation_mark(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
    )
}

pub const fn is_dash(character: char) -> bool {
    matches!(character, '-' | '–' | '—' | '―' | '‒')
}

const fn is_opening_bracket(character: char) -> bool {
    matches!(character, '(' | '[' | '{' | '（' | '【' | '「' | '『' | '《' | '〈' | '〔')
}

const fn is_closing_bracket(character: char) -> bool {
    matches!(character, ')' | ']' | '}' | '）' | '】' | '」' | '』' | '》' | '〉' | '〕')
}

/// What a quotation mark does in most languages.
const fn shape(character: char) -> Side {
    match character {
        '“' | '„' | '‟' | '‘' | '‚' | '«' | '‹' => Side::Opens,
        '”' | '’' | '»' | '›' => Side::Closes,
        _ => Side::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Tokens;
    use super::*;

    #[test]
    fn quotation_marks_look_to_what_they_touch() {
        for (text, expected) in [
            ("“Yes,” she said", "OC"),
            ("„Ja“, sagte er", "OC"),
            ("»Ja«, sagte er", "OC"),
            ("« Oui », dit-il", "OC"),
            ("(»Ja!«)", "OOCC"),
            ("”Ja”, sade han", "OC"),
            ("\"No,\" he said. \"No.\"", "OCOC"),
            ("他说：“好。”他走了", "OC"),
            ("「はい」と言った", "OC"),
            ("(‘Yes’)", "OOCC"),
            ("\"He left. \"\nNo", "OC"),
        ] {
            let tokens = Tokens::of(text);
            let sides: String = (0..tokens.all().len())
                .filter_map(|at| match side(text, tokens.all(), at) {
                    Side::Opens => Some('O'),
                    Side::Closes => Some('C'),
                    Side::Unknown => None,
                })
                .collect();
            assert_eq!(sides, expected, "{text}");
        }
    }
}
