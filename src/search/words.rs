//! Words: how a text falls into words, which spellings count as one word, and which words say
//! little. Entries and queries are read by the same functions, so that they meet.

use std::ops::Range;

/// The words of a text as people see them, such as `NameAlreadyUsed`, `batch_by`, `on-call` or
/// `can't`, as byte ranges.
pub(super) fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(char::is_alphanumeric)?;
        let mut end = start;
        let mut chars = text[start..].chars().peekable();
        while let Some(c) = chars.next() {
            let inside = c.is_alphanumeric()
                || (is_joint(c) && chars.peek().is_some_and(|next| next.is_alphanumeric()));
            if !inside {
                break;
            }
            end += c.len_utf8();
        }
        at = end;
        Some(start..end)
    })
}

/// The parts of one word: what `_`, `-` and the humps of `CamelCase` separate, as byte ranges.
pub(super) fn parts(word: &str) -> impl Iterator<Item = Range<usize>> {
    let mut rest = 0..word.len();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let length = part_length(&word[rest.clone()]);
        let part = rest.start..rest.start + length;
        let joint = word[part.end..].chars().next().filter(|&c| is_separator(c));
        rest.start = part.end + joint.map_or(0, char::len_utf8);
        Some(part)
    })
}

/// Whether a word is one part only.
pub(super) fn is_plain(word: &str) -> bool {
    part_length(word) == word.len()
}

/// The length of the first part, in bytes.
fn part_length(word: &str) -> usize {
    let mut chars = word.char_indices().peekable();
    let mut before = None;
    while let Some((at, c)) = chars.next() {
        if is_separator(c) {
            return at;
        }
        let next = chars.peek().map(|&(at, next)| (at + next.len_utf8() == word.len(), next));
        // `SAMLResponse` is two parts, the plural `IDs` is one.
        let begins_lower =
            next.is_some_and(|(last, next)| next.is_lowercase() && !(last && next == 's'));
        let begins = before.is_some_and(|before: char| !before.is_uppercase() || begins_lower);
        if c.is_uppercase() && begins {
            return at;
        }
        before = Some(c);
    }
    word.len()
}

fn is_separator(c: char) -> bool {
    matches!(c, '_' | '-')
}

fn is_joint(c: char) -> bool {
    is_separator(c) || is_apostrophe(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

/// The spelling by which a word is known: lower case, without joints.
pub(super) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

/// Appends the spelling by which a word is known.
pub(super) fn fold_into(word: &str, folded: &mut String) {
    for c in word.chars().filter(|&c| !is_joint(c)) {
        // Nearly every letter is; the general way costs a third of the time to build an index.
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            folded.extend(c.to_lowercase());
        }
    }
}

/// What British and American spelling disagree on, at the end of a stem.
const BRITISH: &[(&str, &str)] = &[
    ("analys", "analyz"),
    ("catalogu", "catalog"),
    ("centr", "center"),
    ("defenc", "defens"),
    ("licenc", "licens"),
    ("programm", "program"),
];

/// Endings of inflection, longest first, each with the fewest letters that must remain: short
/// words would otherwise collapse into each other.
const ENDINGS: &[(&str, usize)] = &[
    ("ations", 4),
    ("ation", 4),
    ("ating", 4),
    ("ated", 4),
    ("ates", 4),
    ("ions", 4),
    ("ings", 3),
    ("ate", 4),
    ("ion", 4),
    ("ing", 2),
    ("ies", 3),
    ("ied", 3),
    ("ed", 2),
    ("es", 2),
    ("e", 2),
    ("y", 3),
    ("s", 2),
];

/// What all inflections and spellings of a folded word share: `expires`, `expired` and
/// `expiration`; `organisation` and `organization`. Not a word, only a key to compare.
pub(super) fn stem(word: &str) -> String {
    let mut stem = cut_ending(word).to_owned();
    if let Some(root) = stem.strip_suffix("is").filter(|root| root.len() >= 3) {
        stem = format!("{root}iz");
    } else if let Some(root) = stem.strip_suffix("our").filter(|root| root.len() >= 3) {
        stem = format!("{root}or");
    } else if let Some((british, american)) =
        BRITISH.iter().find(|(british, _)| stem.ends_with(british))
    {
        stem.truncate(stem.len() - british.len());
        stem.push_str(american);
    }
    // `stopp(ed)`, `cancell(ation)`: consistently one letter.
    let mut last = stem.chars().rev();
    if let (Some(a), Some(b)) = (last.next(), last.next())
        && a == b
        && a.is_alphabetic()
    {
        stem.pop();
    }
    stem
}

fn cut_ending(word: &str) -> &str {
    // `status`, `access`, `exceed`: these letters are the word's own.
    if ["us", "ss", "is", "eed"].iter().any(|own| word.ends_with(own)) {
        return word;
    }
    let cut = ENDINGS.iter().find_map(|&(ending, least)| {
        word.strip_suffix(ending)
            .filter(|root| root.len() >= least && root.contains(['a', 'e', 'i', 'o', 'u', 'y']))
    });
    cut.unwrap_or(word)
}

/// Words that people type around what they look for. They weigh little, and need not be met as
/// long as another word is asked for.
const NOISE: &[&str] = &[
    "a",
    "am",
    "an",
    "and",
    "any",
    "are",
    "arent",
    "at",
    "be",
    "been",
    "but",
    "by",
    "can",
    "cannot",
    "cant",
    "code",
    "codes",
    "could",
    "couldnt",
    "did",
    "didnt",
    "do",
    "does",
    "doesnt",
    "dont",
    "else",
    "error",
    "errors",
    "for",
    "from",
    "get",
    "gets",
    "getting",
    "give",
    "gives",
    "got",
    "had",
    "has",
    "have",
    "how",
    "i",
    "if",
    "im",
    "in",
    "is",
    "isnt",
    "it",
    "its",
    "just",
    "keeps",
    "me",
    "my",
    "no",
    "not",
    "of",
    "on",
    "or",
    "our",
    "please",
    "returned",
    "returns",
    "says",
    "so",
    "some",
    "somebody",
    "someone",
    "something",
    "still",
    "that",
    "the",
    "their",
    "there",
    "this",
    "to",
    "try",
    "trying",
    "was",
    "wasnt",
    "we",
    "what",
    "when",
    "while",
    "why",
    "will",
    "with",
    "wont",
    "you",
    "your",
];

/// Whether a folded word says little.
pub(super) fn is_noise(word: &str) -> bool {
    NOISE.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<Vec<&str>> {
        words(text)
            .map(|word| parts(&text[word.clone()]).map(|part| &text[word.clone()][part]).collect())
            .collect()
    }

    #[test]
    fn words_fall_into_parts() {
        assert_eq!(split("NameAlreadyUsed"), [vec!["Name", "Already", "Used"]]);
        assert_eq!(split("SAMLResponse IDs"), [vec!["SAML", "Response"], vec!["IDs"]]);
        assert_eq!(split("`batch_by`, can't"), [vec!["batch", "by"], vec!["can't"]]);
        assert_eq!(
            split("/odata/Users(Id)/x"),
            [vec!["odata"], vec!["Users"], vec!["Id"], vec!["x"]]
        );
        assert_eq!(
            split("'since' and/or on-call"),
            [vec!["since"], vec!["and"], vec!["or"], vec!["on", "call"]]
        );
        assert_eq!(split("AES256 Größe"), [vec!["AES256"], vec!["Größe"]]);
        assert_eq!(split("…!?"), Vec::<Vec<&str>>::new());
    }

    #[test]
    fn one_stem_for_all_inflections_and_spellings() {
        for family in [
            &["expire", "expires", "expired", "expiring", "expiry", "expiration"][..],
            &["license", "licenses", "licence", "licensed", "licensing"],
            &["authorize", "authorised", "authorization", "authorisation"],
            &["cancel", "cancelled", "canceled", "cancellation"],
            &["create", "created", "creation", "creating"],
            &["behavior", "behaviours"],
            &["use", "used", "using", "uses"],
            &["query", "queries"],
            &["stop", "stopped", "stopping"],
            &["organization", "organisation", "organizations"],
        ] {
            let first = stem(family[0]);
            for word in family {
                assert_eq!(stem(word), first, "{word}");
            }
        }
        assert_ne!(stem("status"), stem("state"));
        assert_ne!(stem("string"), stem("stringent"));
    }

    #[test]
    fn noise_words_are_sorted() {
        assert!(NOISE.is_sorted(), "the table is searched by halves");
    }
}
