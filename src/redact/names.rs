//! Classes of values by their names.

use std::sync::LazyLock;

use serde::Deserialize;

/// The contents of `vocabulary.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    pub secret: Vec<String>,
    pub id: Vec<String>,
    pub request: Vec<String>,
    pub error: Vec<String>,
    pub described: Vec<String>,
    pub counted: Vec<String>,
    pub explaining: Vec<String>,
    pub mixed: Vec<String>,
    pub options: Vec<String>,
}

/// Read for the first text that is shared, which few sessions do. A test shows that it succeeds.
pub static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| toml::from_str(include_str!("vocabulary.toml")).unwrap_or_default());

/// What a value is according to its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Anything: the form of the value decides.
    Plain,
    /// The description of something, perhaps of a secret: the form of the value decides.
    Described,
    /// An id.
    Id,
    /// A secret.
    Secret,
}

impl Vocabulary {
    /// The class of a name.
    pub fn class(&self, name: &str) -> Class {
        self.class_by(&words(name), matched)
    }

    /// The class by the rows that `matched` finds.
    fn class_by(&self, words: &[String], matched: fn(&str, &[String]) -> Option<usize>) -> Class {
        let is_in =
            |list: &[String], word: Option<&String>| word.is_some_and(|it| list.contains(it));
        if is_in(&self.described, words.last()) || is_in(&self.counted, words.first()) {
            return Class::Described;
        }
        let best = |rows: &[String]| rows.iter().filter_map(|row| matched(row, words)).max();
        match (best(&self.secret), best(&self.id).max(best(&self.request))) {
            (None, None) => Class::Plain,
            (secret, id) if secret >= id => Class::Secret,
            _ => Class::Id,
        }
    }

    /// Whether it is the name of the id of a request.
    pub fn is_of_request(&self, name: &str) -> bool {
        let words = words(name);
        self.class(name) == Class::Id
            && self.request.iter().any(|row| matched(row, &words).is_some())
    }

    /// Whether it is the name of a member that reports an error.
    pub fn is_of_error(&self, name: &str) -> bool {
        words(name).last().is_some_and(|word| self.error.contains(word))
    }

    /// The class of the words before a value in running text: an option of a command, or words of
    /// which the last belongs to the name.
    pub fn class_of_words(&self, words: &str) -> Class {
        if self.options.iter().any(|option| option == words) {
            return Class::Secret;
        }
        match words.rsplit_once(' ') {
            None => self.class(words),
            Some((_, last)) => match self.class(last) {
                Class::Plain => self.class_by(&self::words(words), matched_at_end),
                class => class,
            },
        }
    }

    /// Whether it is a listed word with digits.
    pub fn is_mixed(&self, word: &str) -> bool {
        let word = word.to_lowercase();
        self.mixed.iter().any(|row| match row.strip_suffix('*') {
            Some(start) => word.strip_prefix(start).is_some_and(|rest| rest.parse::<u16>().is_ok()),
            None => *row == word,
        })
    }

    /// The class of a value by all that names it, the outermost first.
    pub fn class_of_path(&self, names: &[String]) -> Class {
        let names = match names {
            [names @ .., last] if !names.is_empty() && last.eq_ignore_ascii_case("value") => names,
            names => names,
        };
        let nearest = names.last().map_or(Class::Plain, |name| self.class(name));
        let is_secret = |name: &String| self.class(name) == Class::Secret;
        if nearest != Class::Described && names.iter().any(is_secret) {
            return Class::Secret;
        }
        nearest
    }

    /// Whether a text explains what is wrong with the secret of these names instead of being it.
    pub fn is_explanation(&self, names: &[String], text: &str) -> bool {
        let is_edge = |c: char| !c.is_alphanumeric();
        let mut all = text.split_whitespace().map(|word| word.trim_matches(is_edge));
        let Some(first) = all.find(|word| !word.is_empty()) else { return true };
        let first = first.to_lowercase().replace('’', "'");
        let part = first.split(['_', '-', '.']).next();
        part.is_some_and(|part| self.explaining.iter().any(|it| it == part))
            || all.next().is_some()
                && names.iter().any(|name| words(name).contains(&singular(&first)))
    }
}

/// The number of words of a row that a name has; a star that is a whole word does not count.
fn matched(row: &str, words: &[String]) -> Option<usize> {
    let row: Vec<&str> = row.split(' ').collect();
    let fits =
        |window: &[String]| window.iter().zip(&row).all(|(word, glob)| glob_fits(glob, word));
    let found = words.windows(row.len()).any(fits);
    found.then(|| row.iter().filter(|glob| **glob != "*").count())
}

/// The same for a row that the last words of a name have.
fn matched_at_end(row: &str, words: &[String]) -> Option<usize> {
    let start = words.len().checked_sub(row.split(' ').count())?;
    matched(row, &words[start..])
}

fn glob_fits(glob: &str, word: &str) -> bool {
    let numbered = word.trim_end_matches(|c: char| c.is_ascii_digit());
    if numbered.len() < word.len() && !numbered.is_empty() && glob_fits(glob, &singular(numbered)) {
        return true;
    }
    match (glob.strip_prefix('*'), glob.strip_suffix('*')) {
        (Some(""), _) => true,
        (Some(_), Some(_)) => word.contains(glob.trim_matches('*')),
        (Some(end), None) => word.ends_with(end),
        (None, Some(start)) => word.starts_with(start),
        (None, None) => word == glob,
    }
}

/// The words of a name, in lower case and without plurals.
fn words(name: &str) -> Vec<String> {
    split_words(name).map(|word| singular(&word.to_lowercase())).collect()
}

/// The words of a name as they are written: `get`, `HTTP` and `Status` of `getHTTPStatus`.
pub fn split_words(name: &str) -> impl Iterator<Item = &str> {
    let parts = name.split(|c: char| !c.is_alphanumeric());
    parts.flat_map(split_camel_case).filter(|word| !word.is_empty())
}

fn split_camel_case(part: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut before) = (0, None);
    let mut chars = part.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next_is_lower = chars.peek().is_some_and(|(_, next)| next.is_lowercase());
        let is_inside = before.is_some_and(|before: char| !before.is_uppercase() || next_is_lower);
        if c.is_uppercase() && is_inside {
            words.push(&part[start..at]);
            start = at;
        }
        before = Some(c);
    }
    words.push(&part[start..]);
    words
}

fn singular(word: &str) -> String {
    let is_plural = word.len() > 2
        && word.ends_with('s')
        && !["ss", "us"].iter().any(|end| word.ends_with(end));
    word[..word.len() - usize::from(is_plural)].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = include_str!("vocabulary.toml");

    /// For each list, a name or a word that only its row applies to.
    const CASES: &str = include_str!("../../tests/corpus/redaction/rows.toml");

    /// The outcome for a name or a word that a row of a list decides.
    fn outcome(vocabulary: &Vocabulary, list: &str, case: &str) -> String {
        match list {
            "secret" | "id" | "described" | "counted" => format!("{:?}", vocabulary.class(case)),
            "request" => vocabulary.is_of_request(case).to_string(),
            "error" => vocabulary.is_of_error(case).to_string(),
            "explaining" => vocabulary.is_explanation(&["pin".to_owned()], case).to_string(),
            "mixed" => vocabulary.is_mixed(case).to_string(),
            "options" => format!("{:?}", vocabulary.class_of_words(case)),
            list => panic!("no outcome of {list}"),
        }
    }

    #[test]
    fn every_row_has_a_case_that_needs_it() {
        let table: toml::Table = TABLE.parse().unwrap();
        let cases: toml::Table = CASES.parse().unwrap();
        assert!(table.keys().eq(cases.keys()), "the lists of both files differ");
        let mut needless = Vec::new();
        for (list, rows) in &table {
            let rows: Vec<&str> =
                rows.as_array().unwrap().iter().filter_map(toml::Value::as_str).collect();
            let cases = cases[list].as_table().unwrap();
            for name in cases.keys() {
                assert!(rows.contains(&name.as_str()), "{list}: no row for the case {name}");
            }
            for row in &rows {
                let case = cases.get(*row).and_then(toml::Value::as_str);
                let case = case.unwrap_or_else(|| panic!("{list}: no case for the row {row}"));
                let mut fewer = table.clone();
                fewer[list].as_array_mut().unwrap().retain(|other| other.as_str() != Some(row));
                let fewer: Vocabulary = fewer.try_into().unwrap();
                let with = outcome(&VOCABULARY, list, case);
                if with == outcome(&fewer, list, case) {
                    needless.push(format!("{list}: {case} does not need {row}"));
                }
            }
        }
        assert_eq!(needless, [""; 0]);
    }

    #[test]
    fn names_are_split_into_words() {
        for (name, expected) in [
            ("newPassword1", "new password1"),
            ("X-UIPATH-UserKey", "x uipath user key"),
            ("userAPIKeys", "user api key"),
            ("JSESSIONID", "jsessionid"),
            ("md5", "md5"),
            ("pass", "pass"),
        ] {
            assert_eq!(words(name).join(" "), expected);
        }
    }

    #[test]
    fn the_nearest_name_can_excuse_the_others() {
        let class = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
            VOCABULARY.class_of_path(&names)
        };
        assert_eq!(class(&["passwords", "x"]), Class::Secret);
        assert_eq!(class(&["password", "value"]), Class::Secret);
        assert_eq!(class(&["token", "type"]), Class::Described);
        assert_eq!(class(&["traceId", "value"]), Class::Id);
        assert_eq!(class(&["request", "body"]), Class::Plain);
        assert_eq!(class(&[]), Class::Plain);
    }

    #[test]
    fn an_explanation_is_no_secret() {
        let names = ["errors".to_owned(), "password".to_owned()];
        for (text, expected) in [
            ("is too short", true),
            ("can’t be blank", true),
            ("too_short", true),
            ("Password must have a digit", true),
            ("password", false),
            ("correct horse battery", false),
            ("", true),
        ] {
            assert_eq!(VOCABULARY.is_explanation(&names, text), expected, "{text}");
        }
    }
}
