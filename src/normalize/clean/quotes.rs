//! Quotation marks: which of them closes, in the ways of many languages.
//!
//! `“` opens in English and closes in German, `»` closes in French and opens in German. What was passed before decides.

/// Whether the character is a quotation mark, at either end.
pub fn is_quote(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '”'
            | '„'
            | '‟'
            | '«'
            | '»'
            | '‘'
            | '’'
            | '‚'
            | '‹'
            | '›'
            | '「'
            | '」'
            | '『'
            | '』'
            | '״'
            | '＂'
    )
}

/// The marks of a line up to some place in it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Passed {
    straight: usize,
    double_turned: usize,
    double: usize,
    double_low: usize,
    leftward: usize,
    rightward: usize,
    single_turned: usize,
    single_low: usize,
}

impl Passed {
    /// Goes on behind the character.
    pub fn pass(&mut self, c: char) {
        let count = match c {
            '"' | '״' => &mut self.straight,
            '“' => &mut self.double_turned,
            '”' => &mut self.double,
            '„' => &mut self.double_low,
            '«' => &mut self.leftward,
            '»' => &mut self.rightward,
            '‘' => &mut self.single_turned,
            '‚' => &mut self.single_low,
            _ => return,
        };
        *count += 1;
    }

    /// Whether the character closes what stands before it: a quotation or a bracket.
    pub fn closes(&self, c: char) -> bool {
        match c {
            '’' | '›' | ')' | ']' | '」' | '』' | '）' => true,
            '"' | '״' => self.straight % 2 == 1,
            '“' => self.double_low > self.double_turned,
            '‘' => self.single_low > self.single_turned,
            '«' => self.rightward > self.leftward,
            // Where nothing was opened, the paragraph goes on with a quotation of the one before.
            '»' => self.leftward > self.rightward || self.leftward + self.rightward == 0,
            '”' => match self.double_turned + self.double_low {
                0 => self.double == 0 || self.double % 2 == 1,
                opened => opened > self.double,
            },
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_closes_depends_on_what_was_opened() {
        let cases = [
            ("“It rains.", '”', true),
            ("It rains. ", '“', false),
            ("„Es regnet.", '“', true),
            ("„Es regnet.“ Und ", '“', false),
            ("« Il pleut. ", '»', true),
            ("»Es regnet.", '«', true),
            ("»Es regnet.« Und ", '»', false),
            ("Il pleut.", '«', false),
            ("He said \"no.", '"', true),
            ("He said ", '"', false),
            ("”Det regnar.", '”', true),
            ("‚Es regnet.", '‘', true),
            ("(It rains.", ')', true),
            ("It rains", '.', false),
        ];
        for (before, mark, expected) in cases {
            let mut passed = Passed::default();
            before.chars().for_each(|c| passed.pass(c));
            assert_eq!(passed.closes(mark), expected, "{before}{mark}");
        }
    }
}
