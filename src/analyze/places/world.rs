//! The world: places and their names, read in place from one file.
//!
//! A name is found by the hash of its [`Key`]; the file keeps 39 bits of it, so that one lookup in five million
//! of an unknown name finds something. Names that belong to several places list them, the most prominent one first. All numbers are
//! little-endian:
//!
//! ```text
//! head     countries u16 · places u24 · named places u24 · bytes of names u24
//! country  ISO 3166-1 code, 2 bytes
//! place    latitude u16 · longitude u16 · geonames id u24 · country u8 · region u8 · size u8 · kind u8
//! start    (named places + 1) × u24, where each name begins; then the names
//! bucket   (2^15 + 1) × u24, where each bucket's entries begin
//! entry    hash u24 · place and remarks u24
//! ```
//!
//! `examples/build-world.rs` writes it; where its facts come from stands in `ATTRIBUTION.md`.

use super::fold::Key;

/// See `ATTRIBUTION.md`.
static FILE: &[u8] = include_bytes!("world.bin");

pub const BUCKET_BITS: u32 = 15;
pub const PLACE_BITS: u32 = 17;
pub const PLACE_BYTES: usize = 11;
pub const ENTRY_BYTES: usize = 6;
const HEAD_BYTES: usize = 11;

/// A place's size is stored as a multiple of this.
pub const SIZE_UNIT: f32 = 1.0 / 24.0;

/// What sort of place it is. Larger sorts contain smaller ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Country,
    /// First level below a country: a state, a province, a land.
    Region,
    /// Second level: a county.
    County,
    City,
    /// Landscapes, islands, continents, buildings: what has no administration.
    Area,
    Water,
}

pub const KINDS: [Kind; 6] = [Kind::Country, Kind::Region, Kind::County, Kind::City, Kind::Area, Kind::Water];

/// Number of a place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceId(pub u32);

/// What else a name may be; a set of the bits below.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Remarks(pub u8);

impl Remarks {
    /// Also an ordinary word: `Reading`, `Nice`.
    pub const WORD: Self = Self(1);
    /// Also a given name: `Charlotte`.
    pub const GIVEN: Self = Self(2);
    /// Also a family name: `Houston`.
    pub const FAMILY: Self = Self(4);
    /// Not the place's first name.
    pub const VARIANT: Self = Self(8);
    /// Means the place only behind a comma: `Va.`, `IN`.
    pub const BEHIND_COMMA: Self = Self(16);
    /// Means the place's people or things: `French`.
    pub const PEOPLE: Self = Self(32);

    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// One place that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub place: PlaceId,
    pub remarks: Remarks,
}

/// What the table knows of a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Facts<'a> {
    pub kind: Kind,
    /// ISO 3166-1 code.
    pub country: Option<&'a str>,
    /// Number of the first-level region within the country; 0 if there is none.
    pub region: u8,
    /// Decimal logarithm of the inhabitants; of what comes near to it for a sea or a mountain.
    pub size: f32,
    pub latitude: f64,
    pub longitude: f64,
    pub geonames_id: Option<u32>,
}

/// A table of places.
#[derive(Clone, Copy)]
pub struct World<'a> {
    countries: &'a [u8],
    places: &'a [u8],
    name_starts: &'a [u8],
    names: &'a [u8],
    buckets: &'a [u8],
    entries: &'a [u8],
}

/// Returns the table in the binary.
pub fn world() -> World<'static> {
    World::read(FILE).expect("the table in the binary is whole: a test reads it")
}

/// Returns the places that a name may mean, the most prominent one first. The name may have several words.
pub fn lookup(name: &str) -> impl Iterator<Item = Candidate> {
    world().lookup(&Key::of(name))
}

/// What a recognizer of names may want to know of a sequence of words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prominence {
    /// Decimal logarithm of the inhabitants of the largest place of this name.
    pub size: f32,
    /// Whether that place is a country or a region.
    pub is_region: bool,
    /// What else the words may be.
    pub remarks: Remarks,
}

/// Tells how prominent a place these words name; nothing if they name none.
pub fn prominence(words: &str) -> Option<Prominence> {
    let table = world();
    let first = table.lookup(&Key::of(words)).next()?;
    let facts = table.facts(first.place);
    Some(Prominence { size: facts.size, is_region: facts.kind <= Kind::Region, remarks: first.remarks })
}

impl<'a> World<'a> {
    /// Splits a file into its parts; nothing if it is none.
    pub fn read(file: &'a [u8]) -> Option<Self> {
        let (head, file) = file.split_at_checked(HEAD_BYTES)?;
        let countries = usize::from(u16::from_le_bytes([head[0], head[1]]));
        let (places, named, names) = (three(head, 2)?, three(head, 5)?, three(head, 8)?);
        let (countries, file) = file.split_at_checked(countries * 2)?;
        let (places, file) = file.split_at_checked(places * PLACE_BYTES)?;
        let (name_starts, file) = file.split_at_checked((named + 1) * 3)?;
        let (names, file) = file.split_at_checked(names)?;
        let (buckets, entries) = file.split_at_checked(((1 << BUCKET_BITS) + 1) * 3)?;
        (entries.len() % ENTRY_BYTES == 0).then_some(Self { countries, places, name_starts, names, buckets, entries })
    }

    /// Returns the places of this name, the most prominent one first.
    pub fn lookup(self, key: &Key) -> impl Iterator<Item = Candidate> + use<'a> {
        let (bucket, check) = place_of(key.hash());
        let entries = if key.is_empty() || key.is_too_long() { None } else { self.bucket(bucket) };
        entries.unwrap_or_default().chunks_exact(ENTRY_BYTES).filter_map(move |entry| {
            if entry[..3] != check {
                return None;
            }
            let payload = u32::from_le_bytes([entry[3], entry[4], entry[5], 0]);
            let remarks = Remarks((payload >> PLACE_BITS) as u8);
            Some(Candidate { place: PlaceId(payload & ((1 << PLACE_BITS) - 1)), remarks })
        })
    }

    /// Returns what is known of a place.
    ///
    /// # Panics
    /// If the place is none of this table's.
    pub fn facts(self, place: PlaceId) -> Facts<'a> {
        let at = place.0 as usize * PLACE_BYTES;
        let record = &self.places[at..at + PLACE_BYTES];
        let degrees = |at: usize, whole: f64| {
            f64::from(u16::from_le_bytes([record[at], record[at + 1]])) / f64::from(u16::MAX) * whole - whole / 2.0
        };
        let country = usize::from(record[7]);
        Facts {
            kind: KINDS[usize::from(record[10]) % KINDS.len()],
            country: country.checked_sub(1).and_then(|index| text(self.countries.get(index * 2..index * 2 + 2)?)),
            region: record[8],
            size: f32::from(record[9]) * SIZE_UNIT,
            latitude: degrees(0, 180.0),
            longitude: degrees(2, 360.0),
            geonames_id: three(record, 4).filter(|id| *id > 0).map(|id| id as u32),
        }
    }

    /// Returns how many places there are.
    pub fn len(self) -> usize {
        self.places.len() / PLACE_BYTES
    }

    pub fn is_empty(self) -> bool {
        self.places.is_empty()
    }

    /// Returns the place's usual English name; nothing for small places, which have one name.
    pub fn name(self, place: PlaceId) -> Option<&'a str> {
        let at = place.0 as usize * 3;
        text(self.names.get(three(self.name_starts, at)?..three(self.name_starts, at + 3)?)?)
    }

    fn bucket(self, bucket: usize) -> Option<&'a [u8]> {
        let (start, end) = (three(self.buckets, bucket * 3)?, three(self.buckets, bucket * 3 + 3)?);
        self.entries.get(start * ENTRY_BYTES..end * ENTRY_BYTES)
    }
}

/// Returns the bucket of a hash and what an entry keeps of it.
pub const fn place_of(hash: u64) -> (usize, [u8; 3]) {
    let check = (hash >> 40) as u32;
    ((hash & ((1 << BUCKET_BITS) - 1)) as usize, [check as u8, (check >> 8) as u8, (check >> 16) as u8])
}

fn three(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at + 3)?;
    Some(usize::from(bytes[0]) | usize::from(bytes[1]) << 8 | usize::from(bytes[2]) << 16)
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|text| !text.is_empty())
}
