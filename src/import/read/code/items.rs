//! Tokens to items: what is between separators, with the brackets in it and the comments around it.

use super::lexer::{Token, TokenKind};

/// Brackets nested deeper than this are ignored.
const MAX_DEPTH: usize = 64;

/// A continued line is looked for in so many tokens.
const MAX_LOOKAHEAD: usize = 64;

/// What is between two separators.
#[derive(Debug, Default)]
pub struct Item {
    /// The tokens and groups.
    pub parts: Vec<Part>,
    /// The comments before it and behind it on its line.
    pub comment: String,
    /// The comments before it.
    pub comment_before: String,
    /// Attributes and annotations before it.
    pub attributes: Vec<Part>,
    /// Its first line.
    pub line: usize,
}

/// A token, or a group in brackets.
#[derive(Debug)]
pub enum Part {
    /// A token.
    Token(Token),
    /// The items in brackets.
    Group(char, Vec<Item>),
}

impl Part {
    /// The text of a word.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Token(Token { kind: TokenKind::Word, text, .. }) => Some(text),
            _ => None,
        }
    }

    /// Whether a symbol.
    pub fn is(&self, symbol: &str) -> bool {
        matches!(self, Self::Token(Token { kind: TokenKind::Symbol, text, .. }) if text == symbol)
    }

    /// The items of a group.
    pub fn group(&self) -> Option<(char, &[Item])> {
        match self {
            Self::Group(bracket, items) => Some((*bracket, items)),
            Self::Token(_) => None,
        }
    }
}

/// The items of a source.
pub fn parse(tokens: &[Token]) -> Vec<Item> {
    Parser { tokens, at: 0, depth: 0 }.items(true)
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    depth: usize,
}

#[derive(Default)]
struct Items {
    done: Vec<Item>,
    current: Item,
    /// Comments of the next item, and the line that the last ends on.
    comments: Vec<String>,
    comment_end: usize,
    attributes: Vec<Part>,
    /// The last line and the column of a comment behind an item.
    trailing: Option<(usize, usize)>,
}

impl Items {
    fn finish(&mut self) {
        if self.current.parts.is_empty() {
            return;
        }
        let item = std::mem::take(&mut self.current);
        if is_attribute(&item.parts) {
            self.attributes = item.attributes;
            self.attributes.extend(item.parts);
            self.comments = [item.comment].into_iter().filter(|text| !text.is_empty()).collect();
            self.comment_end = usize::MAX;
        } else {
            self.done.push(item);
        }
    }

    fn add(&mut self, part: Part, line: usize) {
        if self.current.parts.is_empty() {
            self.current.line = line;
            let comments = std::mem::take(&mut self.comments);
            // A comment with an empty line behind it belongs to what follows as a whole.
            if self.comment_end == usize::MAX || self.comment_end + 1 >= line {
                self.current.comment = comments.join("\n");
                self.current.comment_before.clone_from(&self.current.comment);
            }
            self.current.attributes = std::mem::take(&mut self.attributes);
        }
        self.current.parts.push(part);
    }
}

impl Parser<'_> {
    /// The items up to a closing bracket. Lines separate items if `by_line`.
    fn items(&mut self, by_line: bool) -> Vec<Item> {
        let mut items = Items::default();
        let mut last_line = 0;
        while let Some(token) = self.tokens.get(self.at) {
            self.at += 1;
            match (token.kind, token.text.as_str()) {
                (TokenKind::Comment, _) => comment(&mut items, token, last_line),
                (TokenKind::Newline, _) => {
                    let directive =
                        items.current.parts.first().is_some_and(|part| {
                            part.word().is_some_and(|word| word.starts_with('#'))
                        });
                    if directive || (by_line && self.ends_item(&items.current)) {
                        items.finish();
                    }
                }
                (TokenKind::Symbol, "<") if self.skip_generics(token.line) => {}
                // The types that a type extends.
                (TokenKind::Symbol, ",") if self.depth == 0 && is_heading(&items.current.parts) => {
                }
                (TokenKind::Symbol, "," | ";") => items.finish(),
                (TokenKind::Symbol, "=") if is_type(&items.current.parts) => {
                    items.add(Part::Token(token.clone()), token.line);
                    for part in self.union() {
                        items.add(part, token.line);
                    }
                }
                (TokenKind::Symbol, ")" | "]" | "}") => {
                    if self.depth > 0 {
                        break;
                    }
                }
                (TokenKind::Symbol, open @ ("(" | "[" | "{")) => {
                    let group = self.group(open, &items.current);
                    items.add(group, token.line);
                    last_line = self
                        .tokens
                        .get(self.at.saturating_sub(1))
                        .map_or(token.line, |token| token.line);
                }
                _ => {
                    items.add(Part::Token(token.clone()), token.line);
                    last_line = token.line;
                }
            }
        }
        items.finish();
        items.done
    }

    /// Skips the parameters of a type behind `<`, if there are some on the line.
    fn skip_generics(&mut self, line: usize) -> bool {
        let mut depth = 1;
        for (length, token) in self.tokens[self.at..].iter().enumerate().take(40) {
            match (token.kind, token.text.as_str()) {
                _ if token.line != line => return false,
                (TokenKind::Symbol, "<") => depth += 1,
                (TokenKind::Symbol, ">") => depth -= 1,
                (TokenKind::Word | TokenKind::String, _)
                | (
                    TokenKind::Symbol,
                    "," | "." | "[" | "]" | "?" | "|" | "&" | ":" | "::" | "(" | ")" | "{" | "}",
                ) => {}
                _ => return false,
            }
            if depth == 0 {
                self.at += length + 1;
                return true;
            }
        }
        false
    }

    fn group(&mut self, open: &str, before: &Item) -> Part {
        let bracket = open.chars().next().unwrap_or('(');
        if self.depth >= MAX_DEPTH {
            return Part::Group(bracket, Vec::new());
        }
        let is_go_block = matches!(before.parts.as_slice(), [part] if matches!(part.word(), Some("const" | "var" | "type")));
        self.depth += 1;
        let items = self.items(bracket == '{' || is_go_block);
        self.depth -= 1;
        Part::Group(bracket, items)
    }

    /// What a type is: a group of its alternatives if there are several.
    fn union(&mut self) -> Vec<Part> {
        let mut items = Items::default();
        let mut last_line = 0;
        while let Some(token) = self.tokens.get(self.at) {
            match (token.kind, token.text.as_str()) {
                (TokenKind::Comment, _) => comment(&mut items, token, last_line),
                (TokenKind::Newline, _) => {
                    if self.ends_item(&items.current) {
                        break;
                    }
                }
                (TokenKind::Symbol, ";" | "," | ")" | "]" | "}")
                | (TokenKind::Word, "deriving") => break,
                (TokenKind::Symbol, "|") => items.finish(),
                (TokenKind::Symbol, open @ ("(" | "[" | "{")) => {
                    self.at += 1;
                    let group = self.group(open, &items.current);
                    items.add(group, token.line);
                    continue;
                }
                _ => {
                    items.add(Part::Token(token.clone()), token.line);
                    last_line = token.line;
                }
            }
            self.at += 1;
        }
        items.finish();
        // Alternatives that are types are listed where they are declared.
        let is_constant = |item: &Item| {
            let is_string =
                |part: &Part| matches!(part, Part::Token(Token { kind: TokenKind::String, .. }));
            !item.comment.is_empty() || matches!(item.parts.as_slice(), [only] if is_string(only))
        };
        if items.done.len() > 1 && items.done.iter().any(is_constant) {
            return vec![Part::Group('|', items.done)];
        }
        items.done.into_iter().flat_map(|item| item.parts).collect()
    }

    /// Whether the line end at the position ends an item: it is complete, and the next line does not
    /// continue it.
    fn ends_item(&self, item: &Item) -> bool {
        let complete = match item.parts.last() {
            Some(Part::Token(token)) => {
                token.kind != TokenKind::Symbol || matches!(token.text.as_str(), ">" | "?" | "!")
            }
            Some(Part::Group(..)) => true,
            None => false,
        };
        if !complete {
            return false;
        }
        let next = self.tokens[self.at..]
            .iter()
            .take(MAX_LOOKAHEAD)
            .find(|token| !matches!(token.kind, TokenKind::Newline | TokenKind::Comment));
        let continues = next.is_some_and(|token| {
            token.kind == TokenKind::Symbol
                && matches!(
                    token.text.as_str(),
                    "." | "="
                        | "+"
                        | "|"
                        | "&"
                        | "?"
                        | ":"
                        | "||"
                        | "&&"
                        | "=>"
                        | "->"
                        | "::"
                        | "{"
                )
        });
        !continues
    }
}

/// The keyword of a declaration is among its first parts.
const MAX_MODIFIERS: usize = 8;

/// Whether an item is the start of a declaration with members: `enum Name: Type`.
fn is_heading(parts: &[Part]) -> bool {
    let mut words = parts.iter().take(MAX_MODIFIERS).filter_map(Part::word);
    words.any(|word| matches!(word, "enum" | "class" | "struct" | "extension" | "interface"))
        && !matches!(parts.last(), Some(Part::Group('{', _)))
}

/// Whether an item declares a type: `export type Name`, `data Name`.
fn is_type(parts: &[Part]) -> bool {
    let mut words = parts.iter().take(MAX_MODIFIERS).filter_map(Part::word);
    let keyword = words.find(|word| !matches!(*word, "export" | "declare" | "pub"));
    matches!(keyword, Some("type" | "data")) && words.next().is_some()
}

/// A comment on the line of the item before belongs to that; any other to the next item.
fn comment(items: &mut Items, token: &Token, last_line: usize) {
    let Token { text, line, end, column, .. } = token;
    let is_continued = items.trailing == Some((line.saturating_sub(1), *column));
    if *line == last_line || is_continued {
        items.trailing = Some((*end, *column));
        let target = if items.current.parts.is_empty() {
            items.done.last_mut()
        } else {
            Some(&mut items.current)
        };
        if let Some(item) = target {
            if !item.comment.is_empty() && !text.is_empty() {
                item.comment.push('\n');
            }
            item.comment.push_str(text);
            return;
        }
    }
    if items.comment_end.saturating_add(1) < *line {
        items.comments.clear();
    }
    items.comment_end = *end;
    if !text.is_empty() {
        items.comments.push(text.clone());
    }
}

/// `#[…]`, `[…]` and `@Name(…)`.
fn is_attribute(parts: &[Part]) -> bool {
    match parts {
        [hash, Part::Group('[', _)] => hash.is("#"),
        [first, ..] if first.word().is_some_and(|word| word.starts_with('@')) => parts[1..]
            .iter()
            .all(|part| part.is(".") || part.word().is_some() || part.group().is_some()),
        [Part::Group('[', items)] => {
            items.iter().all(|item| item.parts.first().is_some_and(|part| part.word().is_some()))
        }
        _ => false,
    }
}
