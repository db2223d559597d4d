//! In which script a text is written: the first question, and for two dozen languages the last one.

/// Scripts that name a language or have a model; letters of all others do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Devanagari,
    Han,
    Kana,
    Hangul,
    Greek,
    Hebrew,
    Armenian,
    Georgian,
    Bengali,
    Gurmukhi,
    Gujarati,
    Odia,
    Tamil,
    Telugu,
    Kannada,
    Malayalam,
    Sinhala,
    Thai,
    Lao,
    Myanmar,
    Khmer,
    Ethiopic,
    Tibetan,
}

const SCRIPTS: usize = Script::Tibetan as usize + 1;

/// In the order of their declaration.
#[rustfmt::skip]
const ALL: [Script; SCRIPTS] = [
    Script::Latin, Script::Cyrillic, Script::Arabic, Script::Devanagari, Script::Han, Script::Kana,
    Script::Hangul, Script::Greek, Script::Hebrew, Script::Armenian, Script::Georgian, Script::Bengali,
    Script::Gurmukhi, Script::Gujarati, Script::Odia, Script::Tamil, Script::Telugu, Script::Kannada,
    Script::Malayalam, Script::Sinhala, Script::Thai, Script::Lao, Script::Myanmar, Script::Khmer,
    Script::Ethiopic, Script::Tibetan,
];

/// One kana among so many characters makes a Japanese text; Chinese ones quote a word or the particle `の`.
const CHARACTERS_PER_KANA_MAX: u32 = 10;

/// Letters and the marks that stand on them, sorted; digits and punctuation of a block are left out where a
/// block has them at its edge, and do no harm elsewhere.
#[rustfmt::skip]
const RANGES: &[(u32, u32, Script)] = &[
    (0x0041, 0x005a, Script::Latin), (0x0061, 0x007a, Script::Latin), (0x00aa, 0x00aa, Script::Latin),
    (0x00ba, 0x00ba, Script::Latin), (0x00c0, 0x00d6, Script::Latin), (0x00d8, 0x00f6, Script::Latin),
    (0x00f8, 0x02af, Script::Latin), (0x0370, 0x03ff, Script::Greek), (0x0400, 0x052f, Script::Cyrillic),
    (0x0531, 0x0587, Script::Armenian), (0x05d0, 0x05f2, Script::Hebrew), (0x0620, 0x065f, Script::Arabic),
    (0x066e, 0x06d3, Script::Arabic), (0x06d5, 0x06dc, Script::Arabic), (0x06ee, 0x06ef, Script::Arabic),
    (0x06fa, 0x06ff, Script::Arabic), (0x0750, 0x077f, Script::Arabic), (0x0900, 0x0963, Script::Devanagari),
    (0x0971, 0x097f, Script::Devanagari), (0x0980, 0x09e3, Script::Bengali), (0x0a01, 0x0a5e, Script::Gurmukhi),
    (0x0a70, 0x0a75, Script::Gurmukhi), (0x0a81, 0x0ae3, Script::Gujarati), (0x0b01, 0x0b63, Script::Odia),
    (0x0b82, 0x0bd7, Script::Tamil), (0x0c00, 0x0c63, Script::Telugu), (0x0c80, 0x0ce3, Script::Kannada),
    (0x0d00, 0x0d63, Script::Malayalam), (0x0d81, 0x0df3, Script::Sinhala), (0x0e01, 0x0e4e, Script::Thai),
    (0x0e81, 0x0ece, Script::Lao), (0x0f40, 0x0fbc, Script::Tibetan), (0x1000, 0x103f, Script::Myanmar),
    (0x1050, 0x108f, Script::Myanmar), (0x10a0, 0x10ff, Script::Georgian), (0x1100, 0x11ff, Script::Hangul),
    (0x1200, 0x137c, Script::Ethiopic), (0x1780, 0x17d3, Script::Khmer), (0x1c90, 0x1cbf, Script::Georgian),
    (0x1e00, 0x1eff, Script::Latin), (0x1f00, 0x1fff, Script::Greek), (0x3005, 0x3007, Script::Han),
    (0x3041, 0x3096, Script::Kana), (0x30a1, 0x30fa, Script::Kana), (0x3131, 0x318e, Script::Hangul),
    (0x31f0, 0x31ff, Script::Kana), (0x3400, 0x4dbf, Script::Han), (0x4e00, 0x9fff, Script::Han),
    (0xac00, 0xd7a3, Script::Hangul), (0xf900, 0xfaff, Script::Han), (0xfb50, 0xfdff, Script::Arabic),
    (0xfe70, 0xfefc, Script::Arabic), (0xff66, 0xff9d, Script::Kana), (0x20000, 0x323af, Script::Han),
];

impl Script {
    /// Returns the script of a letter, nothing for everything else.
    pub fn of(character: char) -> Option<Self> {
        let code = u32::from(character);
        if code < 0x80 {
            return character.is_ascii_alphabetic().then_some(Self::Latin);
        }
        let at = RANGES.partition_point(|(_, last, _)| *last < code);
        RANGES.get(at).filter(|(first, ..)| *first <= code).map(|(.., script)| *script)
    }

    /// Returns the language that alone writes news in this script.
    pub fn language(self) -> Option<&'static str> {
        Some(match self {
            Self::Latin | Self::Cyrillic | Self::Arabic | Self::Devanagari => return None,
            Self::Han => "zh",
            Self::Kana => "ja",
            Self::Hangul => "ko",
            Self::Greek => "el",
            Self::Hebrew => "he",
            Self::Armenian => "hy",
            Self::Georgian => "ka",
            Self::Bengali => "bn",
            Self::Gurmukhi => "pa",
            Self::Gujarati => "gu",
            Self::Odia => "or",
            Self::Tamil => "ta",
            Self::Telugu => "te",
            Self::Kannada => "kn",
            Self::Malayalam => "ml",
            Self::Sinhala => "si",
            Self::Thai => "th",
            Self::Lao => "lo",
            Self::Myanmar => "my",
            Self::Khmer => "km",
            Self::Ethiopic => "am",
            Self::Tibetan => "bo",
        })
    }

    /// Returns every language that one script names.
    pub fn languages() -> impl Iterator<Item = &'static str> {
        ALL.into_iter().filter_map(Self::language)
    }

    /// How many letters of an alphabet one character of this script stands for: headlines in Chinese name
    /// firms and products in Latin letters that outnumber the characters around them.
    const fn weight(self) -> u32 {
        match self {
            Self::Han | Self::Kana | Self::Hangul => 3,
            _ => 1,
        }
    }
}

/// How many letters of each script a text has.
#[derive(Default)]
pub struct Census([u32; SCRIPTS]);

impl Census {
    pub fn count(&mut self, text: &str) {
        for script in text.chars().filter_map(Script::of) {
            self.0[script as usize] += 1;
        }
    }

    pub const fn letters(&self, script: Script) -> u32 {
        self.0[script as usize]
    }

    /// Returns the script of most of the text and its share, 0 to 1; nothing if there is no letter.
    ///
    /// Japanese is written in kana and Chinese characters at once: where kana are more than a few, both count
    /// as kana, and both as Chinese where they are not.
    pub fn most(&self) -> Option<(Script, f32)> {
        let mut weights = [0; SCRIPTS];
        for (script, weight) in ALL.iter().zip(&mut weights) {
            *weight = self.letters(*script) * script.weight();
        }
        let (han, kana) = (weights[Script::Han as usize], weights[Script::Kana as usize]);
        let is_japanese = kana * CHARACTERS_PER_KANA_MAX > han + kana;
        weights[Script::Han as usize] = if is_japanese { 0 } else { han + kana };
        weights[Script::Kana as usize] = if is_japanese { han + kana } else { 0 };
        let total: u32 = weights.iter().sum();
        let (most, weight) = ALL.into_iter().zip(weights).rev().max_by_key(|(_, weight)| *weight)?;
        (total > 0).then(|| (most, weight as f32 / total as f32))
    }
}
