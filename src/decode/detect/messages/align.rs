//! Aligns a text with a known message by words, so that inserted names and small rewordings don't
//! hide the message.

use std::ops::Range;

/// The words of a text that are compared.
const MAX_WORDS: usize = 160;
/// The least share of a message that must be there.
const MIN_COVERAGE: f64 = 0.65;
/// How many words may be inserted for free.
const FREE_WORDS: usize = 8;
/// The fewest words besides common ones by which a message is recognised.
const MIN_WORDS: usize = 3;

/// Calls `visit` with the stem of each word that says what a text is about, in lower case.
pub fn visit_content_words(text: &str, mut visit: impl FnMut(&str)) {
    let mut lower_case = String::new();
    for (word, _) in words(text) {
        lower_case.clear();
        lower_case.push_str(stem(word));
        lower_case.make_ascii_lowercase();
        if !is_common(&lower_case) {
            visit(&lower_case);
        }
    }
}

/// How much of a message is in a text, 0 to 1, and the part of the text with it. `None` if it is too
/// little to be the message.
pub fn align(message: &str, text: &str) -> Option<(f64, Range<usize>)> {
    let wanted: Vec<_> = words(message).collect();
    let all: f64 = wanted.iter().map(|word| weight(word.0)).sum();
    if wanted.iter().filter(|word| !is_common(word.0)).count() < MIN_WORDS {
        return None;
    }
    let given: Vec<_> = words(text).collect();
    let matched = longest_common_subsequence(&wanted, &given);
    let (first, last) = (*matched.first()?, *matched.last()?);
    let content = matched.iter().filter(|(wanted_at, _)| !is_common(wanted[*wanted_at].0)).count();
    let found: f64 = matched.iter().map(|(wanted_at, _)| weight(wanted[*wanted_at].0)).sum();
    let inserted = (last.1 - first.1 + 1 - matched.len()).saturating_sub(FREE_WORDS);
    let inserted = f64::from(u8::try_from(inserted).unwrap_or(u8::MAX));
    let coverage = found / (all + inserted / 2.0);
    let span = given[first.1].1.start..given[last.1].1.end;
    (coverage >= MIN_COVERAGE && content >= MIN_WORDS).then_some((coverage, span))
}

/// The words of a text with their positions. Placeholders are left out.
fn words(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut end = 0;
    let runs = text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’');
    runs.filter_map(move |run| {
        let start = end;
        end += run.len();
        let range = start..end;
        end += text[end..].chars().next().map_or(0, char::len_utf8);
        let in_brackets = text[..start].ends_with(['[', '{', '<'])
            && text[range.end..].starts_with([']', '}', '>']);
        let word = run.trim_matches(['\'', '’']);
        (!word.is_empty() && !in_brackets).then_some((word, range))
    })
    .take(MAX_WORDS)
}

/// Whether a word is in most texts.
fn is_common(word: &str) -> bool {
    let mut lower_case = [0; 4];
    let Some(letters) = lower_case.get_mut(..word.len()) else { return false };
    letters.copy_from_slice(word.as_bytes());
    letters.make_ascii_lowercase();
    matches!(
        &*letters,
        b"a" | b"an"
            | b"the"
            | b"is"
            | b"are"
            | b"was"
            | b"be"
            | b"been"
            | b"has"
            | b"have"
            | b"not"
            | b"no"
            | b"to"
            | b"of"
            | b"in"
            | b"on"
            | b"for"
            | b"with"
            | b"by"
            | b"and"
            | b"or"
            | b"this"
            | b"that"
            | b"it"
            | b"can"
            | b"does"
            | b"you"
            | b"your"
            | b"as"
            | b"at"
    )
}

fn weight(word: &str) -> f64 {
    if is_common(word) { 0.3 } else { 1.0 }
}

/// The positions in both texts of the words that they have in common, in order.
fn longest_common_subsequence(
    a: &[(&str, Range<usize>)],
    b: &[(&str, Range<usize>)],
) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let mut best = vec![0.0_f64; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let skip = best[(i + 1) * width + j].max(best[i * width + j + 1]);
            let take = if same(a[i].0, b[j].0) {
                weight(a[i].0) + best[(i + 1) * width + j + 1]
            } else {
                0.0
            };
            best[i * width + j] = skip.max(take);
        }
    }
    let (mut i, mut j, mut matched) = (0, 0, Vec::new());
    while i < a.len() && j < b.len() {
        if same(a[i].0, b[j].0)
            && best[i * width + j] - best[(i + 1) * width + j + 1] >= weight(a[i].0) - 1e-9
        {
            matched.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if best[(i + 1) * width + j] >= best[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    matched
}

/// Whether two words are the same, or forms of one.
fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
        || a.len() > 4
            && b.len() > 4
            && a.len().abs_diff(b.len()) <= 2
            && stem(a).eq_ignore_ascii_case(stem(b))
}

fn stem(word: &str) -> &str {
    let word = word.strip_suffix(['s', 'S']).unwrap_or(word);
    word.strip_suffix("ed").or_else(|| word.strip_suffix(['e', 'E'])).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn coverage(message: &str, text: &str) -> Option<f64> {
        align(message, text).map(|(coverage, _)| coverage)
    }

    #[test]
    fn inserted_names_do_not_hide_a_message() {
        let message = "The asset does not have a value associated with this robot.";
        let text = "[Get Asset] The asset 'MyPerRobotConfig' does not have a value associated with this robot";
        assert_eq!(coverage(message, text), Some(1.0));
        let (_, span) = align(message, text).expect("the message");
        assert!(text[span].starts_with("The asset"));
    }

    #[test]
    fn other_texts_are_not_the_message() {
        let message = "The name [Name] is already used.";
        assert_eq!(coverage(message, "The name of the game"), None);
        assert_eq!(coverage("Could not find the asset.", "Could not open the file"), None);
    }
}
