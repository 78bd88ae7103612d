//! Stems: what all inflections and spellings of a word share.

use super::tokenize::{fold, words};

/// British and American spelling at the end of a stem, where they differ.
const BRITISH: &[(&str, &str)] = &[
    ("analys", "analyz"),
    ("catalogu", "catalog"),
    ("centr", "center"),
    ("defenc", "defens"),
    ("dialogu", "dialog"),
    ("licenc", "licens"),
    ("metr", "meter"),
    ("programm", "program"),
];

/// Endings of inflection, longest first, each with the fewest letters that must remain, since short
/// words would collapse into each other.
const ENDINGS: &[(&str, usize)] = &[
    ("ability", 4),
    ("ibility", 4),
    ("ations", 4),
    ("ements", 4),
    ("ement", 4),
    ("ments", 4),
    ("ation", 4),
    ("able", 4),
    ("ible", 4),
    ("ment", 4),
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

/// The length of the longest stem whose last letter is doubled for itself.
const MIN_DOUBLED: usize = 3;

/// How many bytes at the beginning of a word its stem keeps, if it is as long.
const KEPT: usize = 2;

/// The stem of a folded word: the same for `expires`, `expired` and `expiration`, and for
/// `organisation` and `organization`. A key to compare, not a word.
pub fn stem(word: &str) -> String {
    let mut stem = strip_inflection(word).to_owned();
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
    // `stopp(ed)`, `cancell(ation)`, but not `too` and `off`.
    let mut last = stem.chars().rev();
    if let (Some(a), Some(b)) = (last.next(), last.next())
        && a == b
        && a.is_alphabetic()
        && stem.len() > MIN_DOUBLED
    {
        stem.pop();
    }
    stem
}

/// The stems of the words of a text, separated by spaces.
pub fn stems(text: &str) -> String {
    let stems: Vec<_> = words(text).map(|word| stem(&fold(&text[word]))).collect();
    stems.join(" ")
}

/// Whether a folded word has this stem. Most words are rejected by their first letters, which a stem
/// keeps.
pub fn has_stem(word: &str, stem: &str) -> bool {
    let kept = &stem.as_bytes()[..stem.len().min(KEPT)];
    word.as_bytes().starts_with(kept) && self::stem(word) == stem
}

fn strip_inflection(word: &str) -> &str {
    // `status`, `access`, `exceed`: these endings are not inflections.
    if ["us", "ss", "is", "eed"].iter().any(|ending| word.ends_with(ending)) {
        return word;
    }
    let root = ENDINGS.iter().find_map(|&(ending, min_length)| {
        let root = word.strip_suffix(ending)?;
        let has_vowel = root.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        (root.len() >= min_length && has_vowel).then_some(root)
    });
    root.unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_stem_for_all_inflections_and_spellings() {
        for family in [
            &["expire", "expires", "expired", "expiring", "expiry", "expiration"][..],
            &["license", "licenses", "licence", "licensed", "licensing"],
            &["authorize", "authorised", "authorization", "authorisation"],
            &["cancel", "cancelled", "canceled", "cancellation"],
            &["create", "created", "creation", "creating"],
            &["behavior", "behaviours"],
            &["delete", "deletable", "deletion"],
            &["require", "required", "requirement", "requirements"],
            &["available", "availability"],
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
        for word in ["bees", "aas", "ooing", "ices", "see", "is", "ö", "s"] {
            assert!(has_stem(word, &stem(word)), "{word}");
        }
        assert_ne!(stem("status"), stem("state"));
        assert_ne!(stem("string"), stem("stringent"));
    }
}
