//! Sets of letters as bits, to reject most words without reading them.

/// How many letters of a word [`prefix_letters`] covers: more than nearly every word has, so that a
/// long name is not accepted for the letters at its end.
pub const PREFIX_LENGTH: usize = 12;

/// The letters of a word; all other characters share one bit.
pub fn letter_set(word: &str) -> u32 {
    word.bytes().fold(0, |set, byte| set | letter_bit(byte))
}

/// The set of one letter.
pub fn letter_bit(byte: u8) -> u32 {
    match byte {
        b'a'..=b'z' => 1 << (byte - b'a'),
        _ => 1 << 31,
    }
}

/// The first letters of a word, up to [`PREFIX_LENGTH`].
pub fn prefix_letters(word: &str) -> u32 {
    if word.len() <= PREFIX_LENGTH {
        return letter_set(word);
    }
    let end = word.char_indices().nth(PREFIX_LENGTH).map_or(word.len(), |(end, _)| end);
    letter_set(&word[..end])
}

/// The first letter of a word.
pub fn initial_set(word: &str) -> u32 {
    letter_set(word.chars().next().map_or("", |first| &word[..first.len_utf8()]))
}
