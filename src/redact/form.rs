//! Forms that are harmless: words, numbers, times, paths, UUIDs. Everything else may be a secret.

use std::ops::Range;

use super::names::{Class, VOCABULARY, split_words};

/// The longest word, and the longest in other alphabets, which may have no spaces between words.
const MAX_WORD: usize = 24;
/// The longest number that is a count, a code or a part of a time.
const MAX_DIGITS: usize = 12;
const VOWELS: [char; 12] = ['a', 'e', 'i', 'o', 'u', 'y', 'A', 'E', 'I', 'O', 'U', 'Y'];
/// The longest id.
const MAX_ID: usize = 100;

/// The parts of a token whose form is not harmless. `previous` is the class of the words before the
/// token.
pub fn suspicious_parts(token: &str, previous: Class) -> Vec<Range<usize>> {
    let (start, end) = trimmed(token);
    let core = &token[start..end];
    let is_shown = match previous {
        Class::Id => is_id(core) || is_harmless(core),
        Class::Secret => is_harmless(core) && core.bytes().filter(u8::is_ascii_digit).count() < 4,
        Class::Plain | Class::Described => is_harmless(core),
    };
    let mut parts = Vec::new();
    if core.is_empty() || is_shown && !core.contains("://") {
        return parts;
    }
    match path_start(core) {
        Some(path) => suspicious_segments(core, path, &mut parts),
        None => parts.push(0..core.len()),
    }
    parts.into_iter().map(|part| start + part.start..start + part.end).collect()
}

/// Adds the user and the password of a URL, and the segments of a path that starts at `path`.
fn suspicious_segments(token: &str, path: usize, parts: &mut Vec<Range<usize>>) {
    let user = user_info(token, path);
    let mut at = user.as_ref().map_or(path, |user| user.end);
    parts.extend(user);
    let (mut after_collection, mut after_suspicious) = (false, false);
    let is_url = path > 0;
    for (index, segment) in token[at..].split('/').enumerate() {
        // A secret with slashes has segments like words, but with capitals inside.
        let is_named = is_harmless(segment)
            && !(after_suspicious && segment.bytes().skip(1).any(|byte| byte.is_ascii_uppercase()));
        let is_host = is_url && index == 0 && is_host(segment);
        let is_id = after_collection && is_resource_id(segment);
        if !(is_named || is_host || is_id) {
            parts.push(at..at + segment.len());
            after_suspicious = true;
        }
        after_collection = is_collection(segment);
        at += segment.len() + 1;
    }
}

/// Whether a token may be shown as an id.
pub fn is_id(token: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "._:/+=|~-".contains(c);
    token.len() <= MAX_ID && !token.starts_with("eyJ") && token.chars().all(is_part)
}

/// Whether a token is the hexadecimal number of a trace or a span.
pub fn is_trace(token: &str) -> bool {
    matches!(token.len(), 16 | 32)
        && token.bytes().any(|byte| byte.is_ascii_lowercase())
        && token.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
}

/// Where the punctuation at the ends of a token is not.
fn trimmed(token: &str) -> (usize, usize) {
    let is_edge = |c: char| !c.is_alphanumeric() && !matches!(c, '/' | '@');
    let end = token.trim_end_matches(is_edge).len();
    let start = end - token[..end].trim_start_matches(is_edge).len();
    (start, end)
}

/// Where the path of a URL or a file starts, without the scheme.
fn path_start(token: &str) -> Option<usize> {
    if let Some(scheme) = token.find("://") {
        return Some(scheme + 3);
    }
    token.starts_with('/').then_some(0)
}

/// The user and the password of a URL, up to the `@`. The password may have slashes.
fn user_info(token: &str, start: usize) -> Option<Range<usize>> {
    let rest = token.get(start..).filter(|_| start > 0)?;
    let authority = rest.split('/').next().unwrap_or_default();
    let at = authority.rfind('@').or_else(|| rest.rfind('@'))?;
    let before = &rest[..at];
    let has_password = before.split_once(':').is_some_and(|(host, password)| {
        let port = password.split('/').next().unwrap_or_default();
        let is_path = password.contains('/') && port.parse::<u16>().is_ok();
        !host.contains('/') && !is_path
    });
    (has_password || !before.contains('/')).then_some(start..start + at)
}

/// Whether a text is a host, whose labels may have digits, with its port.
fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        label.len() <= MAX_WORD
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    text.contains('.') && text.split(['.', ':']).all(is_label)
}

/// Whether a segment of a path names a collection, such as `tasks`.
fn is_collection(segment: &str) -> bool {
    let is_word = segment.len() > 2
        && segment.bytes().all(|it| it.is_ascii_alphabetic() || matches!(it, b'-' | b'_'));
    match VOCABULARY.class(segment) {
        Class::Id => true,
        Class::Secret => false,
        Class::Plain | Class::Described => is_word && segment.ends_with('s'),
    }
}

/// Whether a segment below a collection is an id: a hexadecimal number, or few capitals with digits.
fn is_resource_id(segment: &str) -> bool {
    let is_hex = segment.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let is_short = segment.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit());
    let is_number = segment.bytes().all(|it| it.is_ascii_digit());
    is_hex && !is_number && segment.len() <= 40 || is_short && segment.len() <= 14
}

fn is_uuid(token: &str) -> bool {
    token.split('-').map(str::len).eq([8, 4, 4, 4, 12])
        && token.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// Whether every part of a token is a word or a short number.
fn is_harmless(token: &str) -> bool {
    if is_uuid(token) || is_short_id(token) {
        return true;
    }
    // An e-mail address, unlike a package with its version.
    if let Some((before, after)) = token.split_once('@')
        && before.ends_with(|c: char| c.is_alphanumeric())
        && !after.starts_with(|c: char| c.is_ascii_digit())
    {
        return false;
    }
    token.split(|c: char| !c.is_alphanumeric()).all(is_harmless_part)
}

/// Whether a token is as short as the ids that people read out: `PT4KHLK`.
fn is_short_id(token: &str) -> bool {
    token.len() <= 7
        && token.starts_with(|c: char| c.is_ascii_uppercase())
        && token.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn is_harmless_part(part: &str) -> bool {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    match digits {
        0 => part.is_empty() || is_word(part),
        _ if digits == part.len() => is_number(part),
        _ => is_mixed(part, digits),
    }
}

/// A count, a code, or a Unix time in any unit.
fn is_number(digits: &str) -> bool {
    digits.len() <= MAX_DIGITS || digits.starts_with('1') && matches!(digits.len(), 13 | 16 | 19)
}

/// A number with a unit, a version, a host such as `web01`, a part of a time, a pointer, a code such as
/// `E1205`, or a listed word with a digit.
fn is_mixed(part: &str, digits: usize) -> bool {
    if part.len() <= 3 || VOCABULARY.is_mixed(part) {
        return true;
    }
    let letters = part.len() - digits;
    let first = part.bytes().take_while(u8::is_ascii_digit).count();
    let last = part.bytes().rev().take_while(u8::is_ascii_digit).count();
    let is_of =
        |set: &str| part.bytes().all(|it| it.is_ascii_digit() || set.as_bytes().contains(&it));
    if last == digits {
        let is_code = part.bytes().take_while(u8::is_ascii_uppercase).count() == letters;
        return letters <= 2 && digits <= 3
            || letters <= 4 && digits <= 2
            || is_code && letters <= 8 && digits <= 8;
    }
    let is_pointer = |digits: &str| digits.bytes().all(|it| it.is_ascii_hexdigit());
    first == digits && letters <= 3 && digits <= 9
        || first > 0 && is_of("dhmnsu") && part.len() <= 12
        || first > 1 && is_of("TZ") && letters <= 2
        || part.len() <= 18 && part.strip_prefix("0x").is_some_and(is_pointer)
}

/// Whether letters are a word, or an identifier of several, and not random.
fn is_word(letters: &str) -> bool {
    if !letters.is_ascii() {
        return letters.chars().count() <= MAX_WORD;
    }
    let words: Vec<_> = split_words(letters).collect();
    let weak = words.iter().filter(|word| {
        let is_capital = word.bytes().all(|byte| byte.is_ascii_uppercase());
        word.len() == 1 || word.len() <= 3 && !is_capital && !word.contains(VOWELS)
    });
    let is_short = letters.len() <= 6 && words.len() <= 3;
    (is_short || weak.count() <= 1 && 2 * letters.len() >= 5 * words.len())
        && words.iter().all(|word| {
            word.len() <= MAX_WORD
                && (word.len() <= 6 || word.split(VOWELS).all(|consonants| consonants.len() <= 5))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(token: &str, previous: Class) -> String {
        let mut masked = token.to_owned();
        for part in suspicious_parts(token, previous).into_iter().rev() {
            masked.replace_range(part, "*");
        }
        masked
    }

    #[test]
    fn harmless_forms_are_shown() {
        for token in [
            "word",
            "Word",
            "WORD_LOCKED",
            "camelCaseWord",
            "getUserById",
            "getHTTPStatus",
            "OAuth",
            "iPhone",
            "Ünïcode",
            "密码",
            "it's",
            "a.b.c",
            "well-known",
            "left-pad@1.3.0",
            "@scope/pkg",
            "42",
            "123456789012",
            "1732161247",
            "1732161247123",
            "1732161247123456",
            "1732161247123456789",
            "1.25.3",
            "v2",
            "10.0.0.1:443",
            "2026-11-20T03:14:15.123Z",
            "20261120T031415Z",
            "03:14:15,123",
            "21/Nov/2026:03:14:07",
            "250ms",
            "10GB",
            "5m30s",
            "web01",
            "E11000",
            "ORA-12541",
            "AADSTS50011",
            "sha256",
            "rfc7231",
            "us-east-1a",
            "0xc000102000",
            "7d9a1bb2-6c40-4f0c-8b2c-5a3f0d7ea001",
            "/usr/lib/python3.12/site.py",
            "https://x.example:8443/api/v2",
            "/v2/tasks/5a3f0d7ea0017d9a1bb26c40",
            "/incidents/Q0JZ7GHKQY5BTV/notes",
            "PT4KHLK",
            "E2B",
            "https://a1b2c3d4e5.accounts.example",
            "*/*",
            "(x)",
            "",
        ] {
            assert_eq!(masked(token, Class::Plain), token);
        }
    }

    #[test]
    fn other_forms_are_masked() {
        for token in [
            "hunter2",
            "Tr0ub4dor&3",
            "p4ss",
            "jane@corp.example.com",
            "4234567890123",
            "4111111111111111",
            "AKIAIOSFODNN7EXAMPLE",
            "9e107d9d372bb6826bd81d3542a419d6",
            "kJhGfDsAqWeRtY",
            "bcdfghjk",
            "wJalrXUtnFEMI",
            "abcdefghijklmnopqrstuvwxyz",
            "0x00112233445566778899",
            "PT4KHLKA",
            "dXNlcjpwYXNzd29yZA",
            "WORDWORDW1",
            "1234567890ab",
            "密码是一个非常长的没有空格的句子它可能是任何东西真的",
        ] {
            assert_eq!(masked(token, Class::Plain), "*", "{token}");
        }
    }

    #[test]
    fn only_the_suspicious_segments_of_a_path_are_masked() {
        for (token, expected) in [
            ("https://user:pass@x.example/a", "https://*@x.example/a"),
            ("https://user:p/ss@x.example/a", "https://*@x.example/a"),
            ("https://user@x.example/a", "https://*@x.example/a"),
            ("https://x.example:443/@a/b", "https://x.example:443/@a/b"),
            ("https://x.example:443/a/jane@corp.com", "https://x.example:443/a/*"),
            ("/users/jane@corp.com/a", "/users/*/a"),
            ("/a/0a1b2c3d4e/b", "/a/*/b"),
            ("/tokens/0a1b2c3d4e/b", "/tokens/*/b"),
            ("/a/h4ck3r/ABcd/Users", "/a/*/*/Users"),
            ("https://0a1b2c3d4e5f60718293a4b5c6.x.example/a", "https://*/a"),
            ("https://h4ck3r/a", "https://*/a"),
            ("/a/bot123456789:AAHdqTcvCH1", "/a/*"),
            ("h4ck3r/ABcd/b", "*"),
        ] {
            assert_eq!(masked(token, Class::Plain), expected);
        }
    }

    #[test]
    fn the_words_before_a_token_decide_too() {
        assert_eq!(
            masked("9e107d9d372bb6826bd81d3542a419d6", Class::Id),
            "9e107d9d372bb6826bd81d3542a419d6"
        );
        assert_eq!(masked("eyJhbGciOiJIUzI1NiJ9.e30.c2ln", Class::Id), "*");
        assert_eq!(masked("jane@corp.example.com", Class::Id), "*");
        assert_eq!(masked("7d9a1bb2-6c40-4f0c-8b2c-5a3f0d7ea001", Class::Secret), "*");
        assert_eq!(masked("1234", Class::Secret), "*");
        assert_eq!(masked("expired", Class::Secret), "expired");
        assert_eq!(masked("123", Class::Secret), "123");
    }

    #[test]
    fn traces_are_lower_case_hexadecimal() {
        assert!(is_trace("4bf92f3577b34da6a3ce929d0e0e4736") && is_trace("00f067aa0ba902b7"));
        assert!(
            !is_trace("4111111111111111") && !is_trace("4BF92F3577B34DA6") && !is_trace("4bf9")
        );
    }
}
