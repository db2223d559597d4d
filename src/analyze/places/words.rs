//! Words around a name that say what it is, in the languages whose names the table knows best.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

type Set = HashSet<&'static str, BuildHasherDefault<ShortHasher>>;

/// A list of words in small letters.
type List = LazyLock<Set>;

/// FNV-1a: the lists are ours, their words are short, and every second word of a text is looked up.
struct ShortHasher(u64);

impl Default for ShortHasher {
    fn default() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }
}

impl Hasher for ShortHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3));
    }
}

fn list(words: &'static str) -> Set {
    words.split_whitespace().collect()
}

/// The longest words of the lists have so many bytes.
const WORD_BYTES_MAX: usize = 24;

/// Tells whether a list has a word, however it is capitalized.
fn has(list: &List, word: &str) -> bool {
    if word.is_empty() || word.len() > WORD_BYTES_MAX {
        return false;
    }
    list.contains(word) || (word.starts_with(char::is_uppercase) && list.contains(word.to_lowercase().as_str()))
}

/// Words that mostly stand in front of places, in the languages whose names the table knows best.
static BEFORE_PLACES: List = LazyLock::new(|| {
    list(
        "in at near outside across around throughout inside toward towards downtown central northern southern eastern \
         western north south east west northeast northwest southeast southwest northeastern northwestern southeastern \
         southwestern nach aus bei nahe südlich nördlich östlich westlich à dans chez vers aux près desde hacia cerca en \
         в во из под около a em no na nel في إلى",
    )
});

/// Words that often do.
static BEFORE_NAMES: List = LazyLock::new(|| {
    list(
        "from to into of for through between and or on with by off via mid von der und für über de du des la le les del \
         el y et con par pour на с и к di da do die",
    )
});

/// Words after which a name is somebody's.
static TITLES: List = LazyLock::new(|| {
    list(
        "mr mrs ms miss dr sir lady lord prof professor president senator sen rep gov governor judge justice sheriff \
         officer detective sgt sergeant lt lieutenant capt captain maj major col colonel gen general coach rev reverend \
         father pope king queen prince princess chancellor minister secretary mayor coroner superintendent constable \
         const inspector chief deputy councillor councilman monsieur madame mme herr frau señor señora don doña saint",
    )
});

/// Words behind a place that make the two an institution of the place.
static INSTITUTIONS: List = LazyLock::new(|| {
    list(
        "police city county department council airport international hospital court mayor fire school schools general \
         health township state province district region government parliament gov governor prime president premier \
         senator minister foreign attorney supreme chamber board conservation ministry office museum art stock sheriff \
         sen rep republican democrat democratic republicans democrats legislature secretary public national metropolitan \
         zoo harbour harbor embassy summit agreement central downtown university",
    )
});

/// Words behind a name that make the two a street.
static STREETS: List = LazyLock::new(|| {
    list(
        "street st st. road rd rd. avenue ave ave. drive lane highway boulevard blvd blvd. way close crescent terrace \
         square court place parkway freeway straße strasse platz allee",
    )
});

/// Words that may stand in small letters within a name of several words.
static WITHIN_NAMES: List = LazyLock::new(|| {
    list(
        "of the and on upon in by de la le les las los el al del della di da do dos das du des sur sous y am an im der \
         den ob bei und и на aux en",
    )
});

/// Words in small letters that may end a name.
static CLOSINGS: List = LazyLock::new(|| {
    list(
        "state region province territories oblast krai county rainforest область области областью край края крае море \
         моря заливе залив республика республике республики острова пролив проливе океан океане берег восток востоке",
    )
});

/// Names of languages behind these words are no places.
static SPEAKING: List = LazyLock::new(|| list("speak speaks spoke speaking spoken in into learn learning"));

/// Words that open sentences and belong to no name.
static OPENINGS: List = LazyLock::new(|| {
    list(
        "the a an this that these those but when while if after before as his her its their our since although though \
         because meanwhile like unlike both under over where what how who why some many most other only even now then yet \
         so there here that's it's das dem den ein eine auch als wenn nur dass un une los las una l' au ce cette pero \
         según selon laut il lo но а что как также это same visit dear",
    )
});

/// Words behind which a small word shows that no thing of the country follows.
static JOINING: List = LazyLock::new(|| list("and or is are was were has have had will at in to by with as"));

/// What makes a newspaper or a club of a place.
static FIRMS: List =
    LazyLock::new(|| list("times post herald tribune gazette globe daily journal chronicle telegraph magazine review"));

/// `University of` a place is not the place.
static INSTITUTES: List =
    LazyLock::new(|| list("university universität université universidad bank college bishop duke earl"));

/// How much the word in front of a name speaks for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lead {
    None,
    Weak,
    Strong,
}

pub fn lead(word: &str) -> Lead {
    if has(&BEFORE_PLACES, word) {
        Lead::Strong
    } else if has(&BEFORE_NAMES, word) {
        Lead::Weak
    } else {
        Lead::None
    }
}

pub fn is_title(word: &str) -> bool {
    has(&TITLES, word.trim_end_matches('.'))
}

pub fn is_institution(word: &str) -> bool {
    has(&INSTITUTIONS, word.trim_end_matches('.'))
}

pub fn is_street(word: &str) -> bool {
    has(&STREETS, word)
}

pub fn joins_names(word: &str) -> bool {
    has(&WITHIN_NAMES, word)
}

pub fn closes_names(word: &str) -> bool {
    has(&CLOSINGS, word)
}

/// Tells whether a word says that what follows holds what stands before.
pub fn is_within(word: &str) -> bool {
    matches!(word, "in" | "im" | "dans" | "en" | "of")
}

pub fn opens_sentences(word: &str) -> bool {
    has(&OPENINGS, word)
}

pub fn is_joining(word: &str) -> bool {
    has(&JOINING, word)
}

pub fn is_firm(word: &str) -> bool {
    has(&FIRMS, word)
}

/// Tells whether the two words in front of a name make it an institute's: `University of`.
pub fn is_institute(before: &str, first: &str) -> bool {
    matches!(before, "of" | "de" | "von") && has(&INSTITUTES, first)
}

pub fn is_speaking(word: &str) -> bool {
    has(&SPEAKING, word)
}
