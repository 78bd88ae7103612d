//! The form of codes, by which those of one list are recognised.

/// Numbers of fewer digits have no form.
const MIN_DIGITS: usize = 3;

/// The form of a word that can be a code: `0` for each digit, `A` for capitals, `10001` and `E-42` as
/// `00000` and `A-00`. Short numbers have none.
#[must_use]
pub fn of(word: &str) -> Option<String> {
    let mut shape = String::new();
    for c in word.chars() {
        match c {
            '0'..='9' => shape.push('0'),
            'A'..='Z' | '_' if shape.ends_with('A') => {}
            'A'..='Z' | '_' => shape.push('A'),
            '-' | '.' => shape.push(c),
            _ => return None,
        }
    }
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_name = shape.contains('A') && (digits > 0 || word.contains('_'));
    (is_name || !shape.contains('A') && digits >= MIN_DIGITS).then_some(shape)
}

/// The form that most words have.
#[must_use]
pub fn common<'w>(words: impl Iterator<Item = &'w str>) -> Option<String> {
    let mut counts = std::collections::HashMap::<String, usize>::new();
    let mut words_count = 0;
    for word in words {
        words_count += 1;
        if let Some(shape) = of(word) {
            *counts.entry(shape).or_default() += 1;
        }
    }
    let (shape, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count * 5 >= words_count * 4).then_some(shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_one_list_have_the_same_form() {
        assert_eq!(of("10001").as_deref(), Some("00000"));
        assert_eq!(of("ERR_NOT_FOUND").as_deref(), Some("A"));
        assert_eq!(of("E-42").as_deref(), Some("A-00"));
        for word in ["12", "Order", "SELECT", "a-1"] {
            assert_eq!(of(word), None, "{word}");
        }
        assert_eq!(common(["E1", "E2", "E3", "E4", "x"].into_iter()).as_deref(), Some("A0"));
        assert_eq!(common(["E1", "E2", "x", "y"].into_iter()), None);
    }
}
