//! What looks like a code: numbers, identifiers, and cells that hold more than one of them.

use super::lexicon::Lexicon;

/// The length limit of a code in bytes.
const MAX_LENGTH: usize = 96;

/// The most codes of a range that are listed one by one.
const MAX_RANGE: i64 = 100;

/// What a single word can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Token {
    /// A number, also hexadecimal.
    Integer,
    /// A word of more than plain letters: `NOT_FOUND`, `NotFound`, `E1001`, `auth.expired`.
    Identifier,
    /// A plain word.
    Word,
}

impl Token {
    /// What a text is, if it is a single word. Quotes and brackets around it are ignored.
    pub fn of(text: &str) -> Option<Self> {
        let text = unwrapped(text);
        let is_valid = |c: char| c.is_ascii_alphanumeric() || "_-.:/#$@*%{}<>[]+&".contains(c);
        if text.is_empty()
            || text.len() > MAX_LENGTH
            || !text.chars().all(is_valid)
            || !text.contains(|c: char| c.is_ascii_alphanumeric())
            || text.contains("://")
            || text.starts_with(['/', '<', '{', '-', '.', '#']) && !is_integer(text)
            // What codes begin with.
            || text.ends_with('-')
        {
            return None;
        }
        if is_integer(text) {
            return Some(Self::Integer);
        }
        let is_joined = text.contains(|c: char| !c.is_ascii_alphabetic());
        let is_upper = text.len() > 1 && !text.contains(|c: char| c.is_ascii_lowercase());
        let has_hump = text
            .as_bytes()
            .windows(2)
            .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
        Some(if is_joined || is_upper || has_hump { Self::Identifier } else { Self::Word })
    }
}

/// A text without the quotes, brackets and punctuation around it.
pub fn unwrapped(text: &str) -> &str {
    let mut text = text.trim();
    loop {
        let before = text.len();
        text = text.trim_matches(|c: char| c.is_whitespace() || "\"'`*“”‘’«»「」~\\".contains(c));
        for (open, close) in [('(', ')'), ('[', ']')] {
            let inner = text.strip_prefix(open).and_then(|it| it.strip_suffix(close));
            text = inner.filter(|inner| !inner.contains([open, close])).unwrap_or(text);
        }
        text = text.trim_end_matches([':', ',', ';', '：']);
        if text.len() > 1 && text.ends_with('.') && !text.ends_with("..") {
            text = &text[..text.len() - 1];
        }
        if text.len() == before {
            return text;
        }
    }
}

/// Whether a word is a number: decimal with a sign or not, or hexadecimal.
pub fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+', '−', '–']).unwrap_or(text);
    if let Some(hex) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        return !hex.is_empty() && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    !digits.is_empty() && digits.len() <= 24 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// The registered HTTP status that a text begins with: `404`, `404 Not Found`, `HTTP 404`; or that
/// follows its phrase, as in `Not Found (404)`.
pub fn status(text: &str) -> Option<u16> {
    let text = unwrapped(text);
    if let Some((phrase, digits)) = text.strip_suffix(')').and_then(|it| it.rsplit_once(" ("))
        && let Ok(status) = digits.parse()
        && crate::catalog::reason_phrase(status)
            .is_some_and(|it| it.eq_ignore_ascii_case(phrase.trim()))
    {
        return Some(status);
    }
    let text =
        text.strip_prefix("HTTP").map_or(text, |rest| rest.trim_start_matches([' ', '/', '-']));
    let text = text.strip_prefix('-').unwrap_or(text);
    let digits = text.get(..3)?;
    let rest = &text[3..];
    if rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_')) {
        return None;
    }
    let status: u16 =
        digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
    crate::catalog::reason_phrase(status)?;
    let is_short = rest.split_whitespace().count() <= 5;
    is_short.then_some(status)
}

/// Every number from 100 to 599 in a text that stands alone.
pub fn statuses(text: &str) -> Vec<u16> {
    let mut found = Vec::new();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        if let (3, Ok(status)) = (word.len(), word.parse())
            && (100..600).contains(&status)
            && !found.contains(&status)
        {
            found.push(status);
        }
    }
    found
}

/// A code and the text beside it: `-1000 UNKNOWN`, `CURLE_OK (0)`, `1001: Invalid token`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compound<'t> {
    /// The code.
    pub code: &'t str,
    /// The rest, without what joins them.
    pub rest: &'t str,
}

/// Splits a cell into a code and the text beside it.
pub fn compound<'t>(text: &'t str, lexicon: &Lexicon) -> Option<Compound<'t>> {
    let text = without_label(text.trim(), lexicon);
    let text = text.trim_end_matches([':', '：']).trim_end();
    if let Some((rest, code)) = text.strip_suffix(')').and_then(|text| text.rsplit_once('('))
        && !rest.trim().is_empty()
        && is_strong(code)
        && rest.trim().len() <= MAX_LENGTH
    {
        let (code, rest) = (unwrapped(code), unwrapped(rest));
        let is_swapped = is_integer(rest) && !is_integer(code);
        let (code, rest) = if is_swapped { (rest, code) } else { (code, rest) };
        return Some(Compound { code, rest });
    }
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some((code, rest)) = text.strip_prefix(open).and_then(|it| it.split_once(close))
            && is_strong(code)
            && !rest.trim().is_empty()
        {
            return Some(Compound { code: unwrapped(code), rest: rest_of(rest) });
        }
    }
    let end = text.find(char::is_whitespace)?;
    let (first, rest) = text.split_at(end);
    let first = first.trim_end_matches(['.', ')', '、']);
    // `Order:Insufficient funds` is a phrase.
    let is_phrase = first.trim_end_matches(':').contains(':');
    (!is_phrase && is_strong(first) && !rest_of(rest).is_empty())
        .then(|| Compound { code: unwrapped(first), rest: rest_of(rest) })
}

/// The rest of a cell without the punctuation that joins it to the code.
fn rest_of(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| c.is_whitespace() || ":-–—=,.|→".contains(c));
    text.trim()
}

/// Whether a name is a symbol, a single word that is no number: `NOT_FOUND`, `expired`.
pub fn is_symbol(name: &str) -> bool {
    matches!(Token::of(name), Some(Token::Identifier | Token::Word))
}

/// Whether a word is a code without any context: a number, or an identifier that prose does not have.
fn is_strong(word: &str) -> bool {
    let word = unwrapped(word);
    match Token::of(word) {
        Some(Token::Integer) => true,
        Some(Token::Identifier) => {
            word.contains('_')
                || word.bytes().any(|byte| byte.is_ascii_digit())
                    && word.bytes().any(|byte| byte.is_ascii_uppercase())
                || word.bytes().filter(u8::is_ascii_uppercase).count() > 1
                    && word.len() > 5
                    && !word.contains('\'')
        }
        _ => false,
    }
}

/// A text without a label before its code, such as `Error code`.
pub fn without_label<'t>(text: &'t str, lexicon: &Lexicon) -> &'t str {
    for label in &lexicon.cells.labels {
        let Some(start) = text.get(..label.len()) else { continue };
        if start.to_lowercase() != *label {
            continue;
        }
        let rest = &text[label.len()..];
        let code = rest.trim_start_matches([' ', ':', '#', '：', '\u{a0}']);
        if code.len() < rest.len()
            && code.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '`'))
        {
            return code;
        }
    }
    text
}

/// The codes of a cell, of which all but the first are aliases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Codes {
    /// The code.
    pub code: String,
    /// The others.
    pub aliases: Vec<String>,
    /// Whether it is a range.
    pub is_range: bool,
}

impl Codes {
    /// Reads a cell: one code, several, or a range.
    pub fn read(text: &str, lexicon: &Lexicon) -> Option<Self> {
        let text = without_label(text.trim(), lexicon);
        if let Some(range) = range(text, lexicon) {
            return Some(range);
        }
        let are_numbers = text.split('/').all(|part| is_integer(part.trim()));
        if Token::of(text).is_some() && !(text.contains('/') && are_numbers) {
            return Some(Self { code: unwrapped(text).to_owned(), ..Self::default() });
        }
        let is_separator = |c: char| matches!(c, '\n' | ',' | ';' | '|' | '、' | '/');
        let mut has_separator = text.contains(is_separator);
        let mut codes: Vec<String> = Vec::new();
        for part in text.split(|c: char| is_separator(c) || c.is_whitespace()) {
            let part = unwrapped(part);
            if lexicon.cells.separators.iter().any(|word| word.eq_ignore_ascii_case(part)) {
                has_separator = true;
                continue;
            }
            if part.is_empty() {
                continue;
            }
            if Token::of(part)? == Token::Word {
                return None;
            }
            if !codes.iter().any(|code| code == part) {
                codes.push(part.to_owned());
            }
        }
        // `-1000 UNKNOWN` is a code and its name.
        if !has_separator && !codes.iter().all(|code| is_integer(code)) {
            return None;
        }
        let mut codes = codes.into_iter();
        Some(Self { code: codes.next()?, aliases: codes.collect(), is_range: false })
    }
}

/// A range of numbers such as `4000-4999`. Short ranges list their codes as aliases.
fn range(text: &str, lexicon: &Lexicon) -> Option<Codes> {
    let text = unwrapped(text);
    let signed = usize::from(text.starts_with('-'));
    let at = text[signed..].find(|c: char| !c.is_ascii_digit())? + signed;
    let (first, rest) = text.split_at_checked(at)?;
    let rest = rest.trim_start();
    let word = lexicon
        .cells
        .ranges
        .iter()
        .filter(|word| rest.starts_with(word.as_str()))
        .max_by_key(|word| word.len())?;
    let last = rest[word.len()..].trim_start();
    if !is_integer(last) || last.len() < first.len() || last.len() > 9 {
        return None;
    }
    let (start, end): (i64, i64) = (first.parse().ok()?, last.parse().ok()?);
    let (low, high) = (start.min(end), start.max(end));
    if start == end || start > end && signed == 0 {
        return None;
    }
    let aliases = if high - low < MAX_RANGE {
        (low..=high).map(|it| it.to_string()).collect()
    } else {
        Vec::new()
    };
    let joint = if last.starts_with('-') { " to " } else { "-" };
    Some(Codes { code: format!("{first}{joint}{last}"), aliases, is_range: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_classified() {
        for (text, token) in [
            ("-1000", Some(Token::Integer)),
            ("`0x1F`", Some(Token::Integer)),
            ("(404)", Some(Token::Integer)),
            ("NOT_FOUND", Some(Token::Identifier)),
            ("NotFound:", Some(Token::Identifier)),
            ("2202E", Some(Token::Identifier)),
            ("auth.expired", Some(Token::Identifier)),
            ("FLOOD_WAIT_%d", Some(Token::Identifier)),
            ("Other", Some(Token::Word)),
            ("/users", None),
            ("https://a.b", None),
            ("not found", None),
            ("参数", None),
        ] {
            assert_eq!(Token::of(text), token, "{text}");
        }
    }

    #[test]
    fn a_cell_can_hold_a_code_and_a_text() {
        let lexicon = Lexicon::new();
        for (text, code, rest) in [
            ("-1000 UNKNOWN", "-1000", "UNKNOWN"),
            ("CURLE_OK (0)", "0", "CURLE_OK"),
            ("(0) SQLITE_OK", "0", "SQLITE_OK"),
            ("409 (ORDER_LOCKED)", "409", "ORDER_LOCKED"),
            ("NO_ERROR (0x00):", "0x00", "NO_ERROR"),
            ("1001: Invalid token", "1001", "Invalid token"),
            ("Error 1001 – Invalid token", "1001", "Invalid token"),
            ("INVALID_TOKEN - The token", "INVALID_TOKEN", "The token"),
        ] {
            assert_eq!(compound(text, &lexicon), Some(Compound { code, rest }), "{text}");
        }
        for text in
            ["The token is invalid", "NOT_FOUND", "see (above)", "EOrder:Insufficient funds"]
        {
            assert_eq!(compound(text, &lexicon), None, "{text}");
        }
    }

    #[test]
    fn a_cell_can_hold_several_codes() {
        let lexicon = Lexicon::new();
        let codes = |text| {
            let codes = Codes::read(text, &lexicon)?;
            Some([vec![codes.code], codes.aliases].concat().join(" "))
        };
        assert_eq!(codes("E1 or E2").as_deref(), Some("E1 E2"));
        assert_eq!(codes("1001, 1002").as_deref(), Some("1001 1002"));
        assert_eq!(codes("10310/10311").as_deref(), Some("10310 10311"));
        assert_eq!(codes("10-12").as_deref(), Some("10-12 10 11 12"));
        assert_eq!(codes("4000 to 4999").as_deref(), Some("4000-4999"));
        assert_eq!(codes("-3 to -5").as_deref(), Some("-3 to -5 -5 -4 -3"));
        assert_eq!(codes("0042").as_deref(), Some("0042"));
        assert_eq!(codes("the token").as_deref(), None);
    }

    #[test]
    fn only_registered_statuses_count() {
        assert_eq!(status("404 Not Found"), Some(404));
        assert_eq!(status("HTTP 404"), Some(404));
        assert_eq!(status("Not Found (404)"), Some(404));
        assert_eq!(status("Order (404)"), None);
        assert_eq!(status("450"), None);
        assert_eq!(status("4040"), None);
        assert_eq!(statuses("400 403, -503"), [400, 403, 503]);
    }
}
