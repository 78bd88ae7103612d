//! Deterministic catalogs of any size, generated from the words of the real ones.

use errdex::catalog::{Catalog, Catalogs, Entry, EntryRef, Section, Synonyms};

/// The vendors; each has about the same number of entries.
const VENDORS: [&str; 8] =
    ["Acme", "Borealis", "Cobalt", "Dynamo", "Ember", "Fathom", "Gantry", "Helix"];

/// Generates catalogs with the given number of entries in total. They are leaked.
pub(crate) fn catalogs(entries: usize) -> Catalogs {
    let words = Words::of(&Catalogs::builtin());
    let mut random = Random(0x05ee_d0fe_44de);
    let vendors = VENDORS.iter().enumerate().map(|(at, tab)| {
        let count = entries * (at + 1) / VENDORS.len() - entries * at / VENDORS.len();
        let entries = (0..count).map(|at| words.entry(at, &mut random)).collect();
        vendor(tab, words.models[at % words.models.len()].catalog, entries)
    });
    Catalogs::new(vendors.collect())
}

fn vendor(tab: &'static str, model: &'static Catalog, entries: Vec<Entry>) -> &'static Catalog {
    Box::leak(Box::new(Catalog {
        id: tab.to_lowercase().leak(),
        name: format!("{tab} API").leak(),
        tab,
        aliases: &[],
        sections: SECTIONS,
        entries: entries.leak(),
        signatures: &[],
        samples: &[],
        counter_samples: &[],
        synonyms: Synonyms::default(),
        ..*model
    }))
}

const SECTIONS: &[Section] = &[
    Section { id: "errors", title: "Errors" },
    Section { id: "validation", title: "Validation of requests" },
];

/// Pseudo-random numbers: `SplitMix64` by Steele, Lea and Flood.
struct Random(u64);

impl Random {
    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).unwrap_or(0)
    }

    fn choose<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

/// The words of the real catalogs, with their frequencies.
struct Words {
    models: Vec<EntryRef>,
    names: Vec<&'static str>,
    messages: Vec<&'static str>,
    descriptions: Vec<&'static str>,
    actions: Vec<&'static str>,
}

impl Words {
    fn of(catalogs: &Catalogs) -> Self {
        let models: Vec<EntryRef> = catalogs.entry_refs().collect();
        let words_of = |texts: fn(&'static Entry) -> Vec<&'static str>| {
            let texts = models.iter().flat_map(|model| texts(model.entry));
            texts.flat_map(str::split_whitespace).collect()
        };
        let messages: Vec<&'static str> = words_of(|entry| entry.messages.to_vec());
        Self {
            names: messages
                .iter()
                .copied()
                .filter(|word| word.chars().all(char::is_alphabetic))
                .collect(),
            messages,
            descriptions: words_of(|entry| entry.description.into_iter().collect()),
            actions: words_of(|entry| entry.action.into_iter().collect()),
            models,
        }
    }

    fn entry(&self, at: usize, random: &mut Random) -> Entry {
        let model = random.choose(&self.models).entry;
        let name: String =
            (0..2 + random.below(3)).map(|_| capitalize(random.choose(&self.names))).collect();
        let name: &'static str = name.leak();
        let message = text(&self.messages, 4 + random.below(9), random);
        Entry {
            section: SECTIONS[at % SECTIONS.len()].id,
            code: (1000 + at).to_string().leak(),
            aliases: &[],
            names: if random.below(2) == 0 { &[] } else { vec![name].leak() },
            messages: vec![message].leak(),
            description: Some(text(&self.descriptions, 8 + random.below(17), random)),
            action: Some(text(&self.actions, 6 + random.below(9), random)),
            note: None,
            ..*model
        }
    }
}

fn text(words: &[&'static str], count: usize, random: &mut Random) -> &'static str {
    (0..count).map(|_| random.choose(words)).collect::<Vec<_>>().join(" ").leak()
}

fn capitalize(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
