//! Typos: how many slips of the finger lie between what was typed and a word.

/// How many letters of a word a [`head`] is the set of: those of nearly every word, so that a word is
/// refused by the letters that could have been meant, not by all those of a long name.
const HEAD: usize = 12;

/// A word that was typed, ready to be compared with many.
pub(super) struct Typed {
    chars: Vec<char>,
    letters: u32,
    /// How many slips are forgiven.
    most: usize,
    table: Table,
}

impl Typed {
    /// Prepares a folded word.
    pub(super) fn new(word: &str) -> Self {
        let chars: Vec<char> = word.chars().collect();
        let most = forgiven(chars.len());
        Self { chars, letters: letters(word), most, table: Table::default() }
    }

    /// Whether nothing is near, by the letters of a word and of its head alone. Each slip brings in
    /// at most one letter that the word lacks.
    pub(super) fn refuses(&self, letters: u32, head: u32) -> bool {
        let set = if self.reach() <= HEAD { head } else { letters };
        self.most == 0 || (self.letters & !set).count_ones() as usize > self.most
    }

    /// How many letters of a word count; what is further on is too far in any case.
    fn reach(&self) -> usize {
        self.chars.len() + self.most + 1
    }

    /// How many slips lead from the word to what was typed; one more where only a beginning of the
    /// word was. None for the same word and for another one.
    pub(super) fn slips(&mut self, word: &str) -> Option<u32> {
        // The first letter is nearly always right; two slips and a wrong one make another word.
        let other = self.chars.first() != word.chars().next().as_ref();
        let most = if other { self.most.min(1) } else { self.most };
        if most == 0 || word.len() + most < self.chars.len() {
            return None;
        }
        let end = word.char_indices().nth(self.reach()).map_or(word.len(), |(end, _)| end);
        let word = &word[..end];
        if (self.letters & !letters(word)).count_ones() as usize > most {
            return None;
        }
        let Distance { whole, beginning } = self.table.distance(&self.chars, word, most)?;
        let slips = if whole <= most { whole } else { beginning + 1 };
        let accepted = slips > 0 && !(other && slips > 1);
        accepted.then(|| u32::try_from(slips).ok())?
    }
}

/// Whether what was typed is the word with slips of the finger.
pub(super) fn is_near(typed: &str, word: &str) -> bool {
    Typed::new(typed).slips(word).is_some()
}

/// How far apart two words are: letters dropped, doubled, wrong or swapped with their neighbour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Distance {
    /// To the whole word.
    whole: usize,
    /// To the nearest beginning of it, for a word that is still being typed.
    beginning: usize,
}

/// How many slips are forgiven in a word of that many letters: in a short one a single slip
/// already makes another word.
fn forgiven(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=6 => 1,
        _ => 2,
    }
}

/// Where distances are counted; kept for its memory.
#[derive(Default)]
struct Table {
    word: Vec<char>,
    before_last: Vec<usize>,
    last: Vec<usize>,
    row: Vec<usize>,
}

impl Table {
    /// The distance (optimal string alignment) from `typed` to `word`; none when even the nearest
    /// beginning of `word` is more than `most` away.
    fn distance(&mut self, typed: &[char], word: &str, most: usize) -> Option<Distance> {
        let Self { word: chars, before_last, last, row } = self;
        chars.clear();
        chars.extend(word.chars());
        let width = chars.len() + 1;
        last.clear();
        last.extend(0..width);
        before_last.resize(width, 0);
        row.resize(width, 0);
        for (i, &a) in typed.iter().enumerate() {
            row[0] = i + 1;
            let mut least = row[0];
            for (j, &b) in chars.iter().enumerate() {
                let mut cost = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
                if i > 0 && j > 0 && a == chars[j - 1] && typed[i - 1] == b {
                    cost = cost.min(before_last[j - 1] + 1);
                }
                row[j + 1] = cost;
                least = least.min(cost);
            }
            if least > most {
                return None;
            }
            std::mem::swap(before_last, last);
            std::mem::swap(last, row);
        }
        let whole = last[width - 1];
        let beginning = last[..width].iter().copied().min().unwrap_or(whole);
        (beginning <= most).then_some(Distance { whole, beginning })
    }
}

/// The set of letters of a word, as bits; other characters share one bit.
pub(super) fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |set, byte| set | letter(byte))
}

/// A letter as a set.
pub(super) fn letter(byte: u8) -> u32 {
    match byte {
        b'a'..=b'z' => 1 << (byte - b'a'),
        _ => 1 << 31,
    }
}

/// The set of the first letters of a word.
pub(super) fn head(word: &str) -> u32 {
    let end = word.char_indices().nth(HEAD).map_or(word.len(), |(end, _)| end);
    letters(&word[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(typed: &str, word: &str) -> Option<(usize, usize)> {
        let typed: Vec<char> = typed.chars().collect();
        let distance = Table::default().distance(&typed, word, 2);
        distance.map(|found| (found.whole, found.beginning))
    }

    #[test]
    fn slips_are_counted() {
        assert_eq!(between("forbiden", "forbidden"), Some((1, 1)), "dropped");
        assert_eq!(between("snoozze", "snooze"), Some((1, 1)), "doubled");
        assert_eq!(between("tpye", "type"), Some((1, 1)), "swapped");
        assert_eq!(between("licemse", "license"), Some((1, 1)), "wrong");
        assert_eq!(between("enviromen", "environment"), Some((2, 1)), "still being typed");
        assert_eq!(between("robot", "license"), None);
        assert_eq!(between("", "ab"), Some((2, 0)));
    }

    #[test]
    fn near_words_are_told_from_others() {
        for (typed, word) in [
            ("forbiden", "forbidden"),
            ("tpye", "type"),
            ("lisence", "license"),
            ("robto", "robot"),
        ] {
            assert!(is_near(typed, word), "{typed}");
        }
        for (typed, word) in [
            ("job", "jobs"),
            ("type", "type"),
            ("nobody", "body"),
            ("lock", "clod"),
            ("file", "fl"),
        ] {
            assert!(!is_near(typed, word), "{typed}");
        }
    }

    #[test]
    fn nothing_near_is_refused_by_its_letters() {
        let words = ["forbidden", "license", "environment", "authentication", "nonnegotiable"];
        for word in words {
            for at in 0..word.len() {
                for slip in ["", "z", "zz"] {
                    let typed = format!("{}{slip}{}", &word[..at], &word[at + 1..]);
                    let refused = Typed::new(&typed).refuses(letters(word), head(word));
                    assert!(!(refused && is_near(&typed, word)), "{typed} for {word}");
                }
            }
        }
    }
}
