//! Message templates: a text such as `The name [CustomNameYouAdded] is already used.` matched
//! against what an API really sent, with the values that stand in its placeholders.
//!
//! Only letters and digits are compared, in any case. White space, quotes, back-ticks and full
//! stops are what logs, terminals and clients change about a message.

use std::ops::Range;

/// A message of a catalog, ready to be compared.
#[derive(Debug)]
pub(super) struct Template {
    /// The letters and digits between the placeholders; one more than there are placeholders.
    literals: Vec<String>,
    /// The placeholders' names.
    names: Vec<String>,
}

/// How a text meets a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fit {
    /// Whether the template is the whole text, not a part of it.
    pub(super) whole: bool,
    /// The part of the text that the template covers.
    pub(super) span: Range<usize>,
    /// The placeholders' names, with the place of each value.
    pub(super) values: Vec<(String, Range<usize>)>,
}

/// A text reduced to what is compared.
#[derive(Debug)]
pub(super) struct Reduced {
    letters: String,
    /// For each byte of `letters`, where its character begins in the text.
    places: Vec<usize>,
    length: usize,
}

impl Reduced {
    pub(super) fn new(text: &str) -> Self {
        let mut letters = String::with_capacity(text.len());
        let mut places = Vec::with_capacity(text.len());
        for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            for c in c.to_lowercase() {
                letters.push(c);
                places.resize(letters.len(), at);
            }
        }
        Self { letters, places, length: text.len() }
    }

    pub(super) fn letters(&self) -> &str {
        &self.letters
    }

    /// The part of the text around a range of the letters, which may reach beyond their ends.
    pub(super) fn window(&self, text: &str, range: &Range<usize>) -> Range<usize> {
        let start = self.places.get(range.start).copied().unwrap_or(self.length);
        let end = self.places.get(range.end).copied().unwrap_or(self.length);
        boundary(text, start..end)
    }

    /// Where a range of the letters stands in the text.
    fn in_text(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.places.get(range.start).copied().unwrap_or(self.length);
        match range.end.checked_sub(1).and_then(|last| self.places.get(last)) {
            // The end of the last character is where the next one could begin at the earliest.
            Some(&last) if range.end > range.start => start..last + 1,
            _ => start..start,
        }
    }
}

impl Template {
    pub(super) fn new(message: &str) -> Self {
        let (mut literals, mut names) = (Vec::new(), Vec::new());
        let mut rest = message;
        while let Some((before, name, behind)) = placeholder(rest) {
            literals.push(Reduced::new(before).letters);
            names.push(name.to_owned());
            rest = behind;
        }
        literals.push(Reduced::new(rest).letters);
        Self { literals, names }
    }

    /// How many letters and digits the template fixes: what a match is worth.
    pub(super) fn letters(&self) -> usize {
        self.literals.iter().map(String::len).sum()
    }

    /// The longest literal, by which the template is found in running text.
    pub(super) fn anchor(&self) -> &str {
        self.literals.iter().max_by_key(|literal| literal.len()).map_or("", String::as_str)
    }

    /// Finds the template in `text`, which `reduced` was made from.
    pub(super) fn find(&self, text: &str, reduced: &Reduced) -> Option<Fit> {
        let (start, gaps, end) = self.spread(&reduced.letters)?;
        let value = |gap: &Range<usize>| trimmed(text, outward(text, reduced, gap));
        Some(Fit {
            whole: start == 0 && end == reduced.letters.len(),
            span: boundary(text, reduced.in_text(&(start..end))),
            values: self.names.iter().cloned().zip(gaps.iter().map(value)).collect(),
        })
    }

    /// Where the template begins in the letters of a text, the gaps that its placeholders cover,
    /// and where it ends.
    fn spread(&self, letters: &str) -> Option<(usize, Vec<Range<usize>>, usize)> {
        let fixed = self.letters();
        if fixed == 0 || fixed > letters.len() {
            return None;
        }
        let (first, others) = self.literals.split_first()?;
        let start = if first.is_empty() { 0 } else { letters.find(first.as_str())? };
        let mut at = start + first.len();
        let mut gaps = Vec::with_capacity(others.len());
        for (index, literal) in others.iter().enumerate() {
            let last = index + 1 == others.len();
            let end = if literal.is_empty() && last {
                letters.len()
            } else if last
                && letters.ends_with(literal.as_str())
                && letters.len() - literal.len() >= at
            {
                letters.len() - literal.len()
            } else {
                at + letters[at..].find(literal.as_str())?
            };
            gaps.push(at..end);
            at = end + literal.len();
        }
        Some((start, gaps, at))
    }

    /// Whether the template is the whole text.
    pub(super) fn is(&self, reduced: &Reduced) -> bool {
        let letters = reduced.letters();
        // Most templates are another text from their first letters on.
        self.literals.first().is_some_and(|first| letters.starts_with(first.as_str()))
            && self
                .spread(letters)
                .is_some_and(|(start, _, end)| start == 0 && end == letters.len())
    }

    /// Whether `text` is the beginning of the template, cut off, and long enough to tell.
    pub(super) fn begins_with(&self, reduced: &Reduced) -> bool {
        let cut = reduced.letters.len();
        cut >= 12
            && self
                .literals
                .first()
                .is_some_and(|first| first.len() > cut && first.starts_with(&reduced.letters))
    }
}

/// A gap between letters, widened over the signs around it (a path's slash, a sign, a bracket).
fn outward(text: &str, reduced: &Reduced, gap: &Range<usize>) -> Range<usize> {
    let inner = boundary(text, reduced.in_text(gap));
    let start = match gap.start.checked_sub(1).and_then(|before| reduced.places.get(before)) {
        Some(&before) => boundary(text, before..before + 1).end,
        None => inner.start,
    };
    let end = reduced.places.get(gap.end).copied().unwrap_or(text.len());
    start.min(inner.start)..end.max(inner.end)
}

/// The range with its end moved to the end of the character it stands in.
fn boundary(text: &str, range: Range<usize>) -> Range<usize> {
    let end = (range.end..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    range.start..end.max(range.start)
}

/// A value without the blanks, quotes and stops around it, and without half a pair of brackets.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let blank = |c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '`' | ':' | ',');
    let mut value = text[range.clone()].trim_start_matches(blank);
    let mut start = range.end - value.len();
    value = value.trim_end_matches(|c| blank(c) || matches!(c, '.' | '!' | ';'));
    for (open, close) in [('(', ')'), ('[', ']')] {
        if value.starts_with(open) && !value.contains(close) {
            value = &value[1..];
            start += 1;
        } else if value.ends_with(close) && !value.contains(open) {
            value = &value[..value.len() - 1];
        }
    }
    start..start + value.len()
}

/// The first placeholder of a message: what stands before it, its name, and what stands behind.
///
/// Placeholders are one word in square brackets, braces or angle brackets (`[Status]`, `{0}`,
/// `<id>`), or plain lower-case words in parentheses of their own (`(defined length)`).
fn placeholder(message: &str) -> Option<(&str, &str, &str)> {
    message.char_indices().find_map(|(at, open)| {
        let close = match open {
            '[' => ']',
            '{' => '}',
            '<' => '>',
            '(' => ')',
            _ => return None,
        };
        let inside = &message[at + 1..];
        let end = inside.find(close)?;
        let (name, behind) = (&inside[..end], &inside[end + 1..]);
        let word =
            |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        let lower =
            |name: &str| name.chars().all(|c| c.is_ascii_lowercase() || c == ' ') && name.len() > 2;
        // What stands in brackets behind a colon is a list of values: `Allowed values: [folder].`
        let listed = message[..at].trim_end().ends_with(':');
        let fits = if listed {
            false
        } else if open == '(' {
            lower(name) && message[..at].ends_with(' ')
        } else {
            word(name)
        };
        fits.then_some((&message[..at], name, behind))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(template: &str, text: &str) -> Option<(bool, Vec<(String, String)>)> {
        let fit = Template::new(template).find(text, &Reduced::new(text))?;
        let values =
            fit.values.into_iter().map(|(name, span)| (name, text[span].to_owned())).collect();
        Some((fit.whole, values))
    }

    fn value(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn placeholders_capture_what_stands_in_their_place() {
        let template =
            "Cannot cancel a job with status [Status]. This can only be applied to Running jobs.";
        let text =
            "Cannot cancel a job with status Successful. This can only be applied to Running jobs.";
        assert_eq!(fit(template, text), Some((true, vec![value("Status", "Successful")])));
        let text = "The name 'A/B test (2)' is already used.";
        assert_eq!(
            fit("The name [Name] is already used.", text),
            Some((true, vec![value("Name", "A/B test (2)")]))
        );
        assert_eq!(
            fit(
                "Value is too long to the defined length of (defined length).",
                "Value is too long to the defined length of 100."
            ),
            Some((true, vec![value("defined length", "100")]))
        );
        assert_eq!(
            fit(
                "The job's package [P], version [V] could not be found.",
                "The job's package Über.Bot, version 1.0.2-beta could not be found."
            ),
            Some((true, vec![value("P", "Über.Bot"), value("V", "1.0.2-beta")]))
        );
    }

    #[test]
    fn white_space_quotes_and_stops_do_not_matter() {
        assert!(
            fit(
                "Malformed project id. Expecting `owner/project`",
                "Malformed project id.\n  Expecting owner/project."
            )
            .is_some_and(|(whole, _)| whole)
        );
        assert!(
            fit("Invalid Input Provided", "Inva\nlid Input Provided")
                .is_some_and(|(whole, _)| whole)
        );
        assert_eq!(fit("Not Found", "User Not Found").map(|(whole, _)| whole), Some(false));
        assert_eq!(fit("Not Found", "Not there"), None);
        assert_eq!(
            fit("Allowed values: [folder].", "Allowed values: [folder]."),
            Some((true, vec![]))
        );
    }

    #[test]
    fn a_cut_message_begins_its_template() {
        let template = Template::new("Requested file does not exist.");
        assert!(template.begins_with(&Reduced::new("Requested file do")));
        assert!(!template.begins_with(&Reduced::new("Requested")));
        assert!(!template.begins_with(&Reduced::new("Requested thing do")));
    }
}
