//! Constants that are computed from others: `#define E_LOCKED (E_BASE + 1)`.

use std::collections::HashMap;

use super::items::{Item, Part};
use super::lexer::{Token, TokenKind};

/// Longer expressions are not computed.
const MAX_PARTS: usize = 16;

/// Operators in the order in which they bind, the weakest first.
const OPERATORS: [&[&str]; 4] = [&["|"], &["<<"], &["+", "-"], &["*"]];

/// Replaces values that are computed from other constants with their numbers.
pub fn evaluate(items: &mut [Item]) {
    Constants::default().replace(items);
}

/// The numbers of the constants so far.
#[derive(Default)]
struct Constants {
    numbers: HashMap<String, i64>,
}

impl Constants {
    fn replace(&mut self, items: &mut [Item]) {
        let mut next = Some(0);
        for item in items {
            let number = match definition(&item.parts) {
                Some((name, at)) => {
                    let name = name.to_owned();
                    let number = self.number(&item.parts[at..]);
                    self.numbers.extend(number.map(|number| (name, number)));
                    if let Some(number) = number.filter(|_| is_computed(&item.parts[at..])) {
                        set_value(item, at, number);
                    }
                    number
                }
                None => next.inspect(|number| {
                    if let [name] = item.parts.as_slice()
                        && let Some(name) = name.word()
                    {
                        self.numbers.insert(name.to_owned(), *number);
                    }
                }),
            };
            next = number.and_then(|number| number.checked_add(1));
            for part in &mut item.parts {
                if let Part::Group(_, inner) = part {
                    self.replace(inner);
                }
            }
        }
    }

    /// The number that an expression is, if it consists of numbers and known constants.
    fn number(&self, parts: &[Part]) -> Option<i64> {
        if parts.len() > MAX_PARTS {
            return None;
        }
        for operators in OPERATORS {
            let is_operator = |part: &Part| operators.iter().any(|symbol| part.is(symbol));
            let Some(at) = parts.iter().rposition(is_operator).filter(|at| *at > 0) else {
                continue;
            };
            let (left, right) = (self.number(&parts[..at])?, self.number(&parts[at + 1..])?);
            return match &parts[at] {
                part if part.is("|") => Some(left | right),
                part if part.is("<<") => {
                    left.checked_mul(2_i64.checked_pow(right.try_into().ok()?)?)
                }
                part if part.is("+") => left.checked_add(right),
                part if part.is("-") => left.checked_sub(right),
                _ => left.checked_mul(right),
            };
        }
        match parts {
            [sign, rest @ ..] if sign.is("-") => self.number(rest)?.checked_neg(),
            [Part::Group('(', items)] => match items.as_slice() {
                [Item { parts, .. }] => self.number(parts),
                _ => None,
            },
            [Part::Token(Token { kind: TokenKind::Number, text, .. })] => parse(text),
            [name] => self.numbers.get(name.word()?).copied(),
            _ => None,
        }
    }
}

fn parse(text: &str) -> Option<i64> {
    let hex = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    hex.map_or_else(|| text.parse().ok(), |digits| i64::from_str_radix(digits, 16).ok())
}

/// The name of a constant, and where its value starts: `#define NAME value`, `NAME = value`,
/// `NAME: Type = value`.
fn definition(parts: &[Part]) -> Option<(&str, usize)> {
    if parts.first()?.word() == Some("#define") {
        // Otherwise a macro with parameters.
        let is_value = parts.len() == 3 || parts.get(2)?.group().is_none();
        return is_value.then_some((parts.get(1)?.word()?, 2));
    }
    let at = parts.iter().position(|part| part.is("="))?;
    let end = parts[..at].iter().position(|part| part.is(":")).unwrap_or(at);
    let name = parts[..end].last()?.word()?;
    Some((name, at + 1))
}

/// Whether a value is an expression with the names of constants.
fn is_computed(value: &[Part]) -> bool {
    let names = terms(value);
    names.len() > 1 && names.iter().any(|part| part.word().is_some())
}

/// The tokens of an expression.
fn terms(value: &[Part]) -> Vec<&Part> {
    let terms = value.iter().flat_map(|part| match part.group() {
        Some((_, items)) => items.iter().flat_map(|item| terms(&item.parts)).collect(),
        None => vec![part],
    });
    terms.collect()
}

/// Sets the value of a constant. Without a comment, an expression of names only describes it.
fn set_value(item: &mut Item, at: usize, number: i64) {
    let tokens = terms(&item.parts[at..]).into_iter().filter_map(|part| match part {
        Part::Token(token) => Some(token),
        Part::Group(..) => None,
    });
    let tokens: Vec<&Token> = tokens.collect();
    if item.comment.is_empty() && tokens.iter().all(|token| token.kind != TokenKind::Number) {
        let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
        item.comment = words.join(" ");
    }
    let (kind, text, line) = (TokenKind::Number, number.unsigned_abs().to_string(), item.line);
    let token = |kind, text| {
        Part::Token(Token { kind, text, line, end: line, column: 0, is_string: false })
    };
    item.parts.truncate(at);
    if number < 0 {
        item.parts.push(token(TokenKind::Symbol, "-".to_owned()));
    }
    item.parts.push(token(kind, text));
}
