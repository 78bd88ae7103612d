//! Typos: how many slips of the finger lie between what was typed and a word.

/// A word that was typed, ready to be compared with many.
pub(super) struct Typed {
    chars: Vec<char>,
    letters: u32,
    /// How many slips are forgiven.
    most: usize,
}

impl Typed {
    /// Prepares a folded word.
    pub(super) fn new(word: &str) -> Self {
        let chars: Vec<char> = word.chars().collect();
        let most = forgiven(chars.len());
        Self { chars, letters: letters(word), most }
    }

    /// How many slips lead from the word, whose set of letters is given, to what was typed; one
    /// more where only a beginning of the word was. None for the same word and for another one.
    pub(super) fn slips(&self, word: &str, letters: u32) -> Option<u32> {
        // Each slip brings in at most one letter that the word lacks.
        let foreign = (self.letters & !letters).count_ones() as usize;
        // The first letter is nearly always right; two slips and a wrong one make another word.
        let other = self.chars.first() != word.chars().next().as_ref();
        let most = if other { self.most.min(1) } else { self.most };
        if most == 0 || foreign > most || word.len() + most < self.chars.len() {
            return None;
        }
        // What is further on is too far from what was typed in any case.
        let reach = self.chars.len() + most + 1;
        let end = word.char_indices().nth(reach).map_or(word.len(), |(end, _)| end);
        let word = &word[..end];
        if (self.letters & !self::letters(word)).count_ones() as usize > most {
            return None;
        }
        let word: Vec<char> = word.chars().collect();
        let Distance { whole, beginning } = distance(&self.chars, &word, most)?;
        let slips = if whole <= most { whole } else { beginning + 1 };
        let accepted = slips > 0 && !(other && slips > 1);
        accepted.then(|| u32::try_from(slips).ok())?
    }
}

/// Whether what was typed is the word with slips of the finger.
pub(super) fn is_near(typed: &str, word: &str) -> bool {
    Typed::new(typed).slips(word, letters(word)).is_some()
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

/// The distance (optimal string alignment) from `typed` to `word`; none when even the nearest
/// beginning of `word` is more than `most` away.
fn distance(typed: &[char], word: &[char], most: usize) -> Option<Distance> {
    let width = word.len() + 1;
    let mut before_last: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut row = vec![0; width];
    for (i, &a) in typed.iter().enumerate() {
        row[0] = i + 1;
        for (j, &b) in word.iter().enumerate() {
            let mut cost = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a == word[j - 1] && typed[i - 1] == b {
                cost = cost.min(before_last[j - 1] + 1);
            }
            row[j + 1] = cost;
        }
        if row.iter().all(|&cost| cost > most) {
            return None;
        }
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    let whole = last[word.len()];
    let beginning = last.iter().copied().min().unwrap_or(whole);
    (beginning <= most).then_some(Distance { whole, beginning })
}

/// The set of letters of a word, as bits; other characters share one bit.
pub(super) fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |set, byte| {
        set | match byte {
            b'a'..=b'z' => 1 << (byte - b'a'),
            _ => 1 << 31,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn between(typed: &str, word: &str) -> Option<(usize, usize)> {
        let chars = |text: &str| text.chars().collect::<Vec<_>>();
        distance(&chars(typed), &chars(word), 2).map(|found| (found.whole, found.beginning))
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
}
