//! Source code to tokens.

/// A token with its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// The text: of a string without quotes and escapes, of a comment without its marks.
    pub text: String,
    /// The line, from 1.
    pub line: usize,
    /// The line of its end.
    pub end: usize,
    /// How many bytes of its line are before it.
    pub column: usize,
    /// Whether a comment is written as a string.
    pub is_string: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// A name, keyword or directive such as `#define`.
    Word,
    /// A number.
    Number,
    /// A string or character.
    String,
    /// A comment.
    Comment,
    /// Another character, or an arrow.
    Symbol,
    /// The end of a line.
    Newline,
}

/// The marks of comments that are other symbols in most languages.
#[derive(Default)]
struct Comments {
    /// What starts comments to the end of the line.
    line: Vec<&'static str>,
    /// Whether `(*` and `*)` are around comments.
    has_stars: bool,
    /// Whether braces are around comments.
    has_braces: bool,
}

impl Comments {
    /// The marks that a source uses, by the lines that start with them.
    fn of(source: &str) -> Self {
        let starts = |marks: &[&str]| {
            source.lines().any(|line| marks.iter().any(|mark| line.trim_start().starts_with(mark)))
        };
        let lines = [
            ("%", &["%% ", "% ", "-define("][..]),
            (";", &[";; ", "; "]),
            ("'", &["End Module", "End Class", "End Enum", "End Sub", "Public Const "]),
        ];
        let line = lines.into_iter().filter(|(_, marks)| starts(marks)).map(|(mark, _)| mark);
        Self {
            line: line.collect(),
            has_stars: source.lines().any(is_star_comment),
            has_braces: starts(&["unit ", "implementation"]),
        }
    }
}

/// Whether a line has a comment between `(*` and `*)`.
fn is_star_comment(line: &str) -> bool {
    let start = line.find("(* ").or_else(|| line.find("(** "));
    start.is_some_and(|start| line[start..].trim_end().ends_with("*)"))
}

/// The tokens of a source.
pub fn tokenize(source: &str) -> Vec<Token> {
    let comments = Comments::of(source);
    let mut lexer =
        Lexer { comments, rest: source, line: 1, column: 0, parentheses: 0, tokens: Vec::new() };
    while !lexer.rest.is_empty() {
        let count = lexer.tokens.len();
        lexer.token();
        if lexer.tokens.len() > count
            && let Some(token) = lexer.tokens.last_mut()
            && token.kind != TokenKind::Newline
        {
            token.end = lexer.line;
        }
    }
    lexer.tokens
}

struct Lexer<'s> {
    comments: Comments,
    rest: &'s str,
    line: usize,
    column: usize,
    /// How many brackets other than braces are open.
    parentheses: usize,
    tokens: Vec<Token>,
}

const DIRECTIVES: [&str; 12] = [
    "define",
    "include",
    "ifdef",
    "ifndef",
    "if",
    "else",
    "elif",
    "endif",
    "undef",
    "pragma",
    "region",
    "endregion",
];

impl Lexer<'_> {
    fn push(&mut self, kind: TokenKind, text: &str) {
        self.tokens.push(Token {
            kind,
            text: text.to_owned(),
            line: self.line,
            end: self.line,
            column: self.column,
            is_string: false,
        });
    }

    fn advance(&mut self, length: usize) {
        let skipped = &self.rest[..length];
        self.line += skipped.matches('\n').count();
        self.column = match skipped.rfind('\n') {
            Some(at) => length - at - 1,
            None => self.column + length,
        };
        self.rest = &self.rest[length..];
    }

    fn token(&mut self) {
        let rest = self.rest;
        let Some(first) = rest.chars().next() else { return };
        match first {
            '\n' => {
                self.push(TokenKind::Newline, "\n");
                self.advance(1);
            }
            '\\' if rest[1..].starts_with('\n') => self.advance(2),
            _ if first.is_whitespace() => self.advance(first.len_utf8()),
            '/' if rest.starts_with("//") => self.line_comment(2),
            '/' if rest.starts_with("/*") => self.block_comment(),
            '-' if rest.starts_with("-- ") => self.line_comment(2),
            // The end of a clause, as in Erlang.
            '.' if self.comments.line.contains(&"%")
                && rest[1..].starts_with(['\n', '\r', ' ']) =>
            {
                self.push(TokenKind::Symbol, ";");
                self.advance(1);
            }
            '(' if self.comments.has_stars && rest.starts_with("(*") => self.enclosed("(*", "*)"),
            '{' if self.comments.has_braces => self.enclosed("{", "}"),
            _ if self.comments.line.iter().any(|mark| rest.starts_with(mark)) => {
                self.line_comment(1);
            }
            '#' => self.hash(),
            '"' | '\'' | '`' => self.string(first),
            _ if first.is_alphabetic() || first == '_' || first == '$' || first == '@' => {
                self.word(first.len_utf8());
            }
            _ if first.is_ascii_digit() => self.number(),
            _ => {
                let arrow = ["=>", "->", "::", "==", "!=", "<=", ">=", "<<", "||", "&&"]
                    .into_iter()
                    .find(|arrow| rest.starts_with(arrow));
                let length = arrow.map_or(first.len_utf8(), str::len);
                match first {
                    '(' | '[' => self.parentheses += 1,
                    ')' | ']' => self.parentheses = self.parentheses.saturating_sub(1),
                    _ => {}
                }
                self.push(TokenKind::Symbol, &rest[..length]);
                self.advance(length);
            }
        }
    }

    fn line_comment(&mut self, mark: usize) {
        let end = self.rest.find('\n').unwrap_or(self.rest.len());
        let marks = ['/', '!', '<', '#', ':', '%', ';', '-', '^', '|'];
        let text = self.rest[mark..end].trim_start_matches(marks).trim();
        let text = text.strip_prefix(['|', '^']).unwrap_or(text).trim();
        self.push(TokenKind::Comment, text);
        self.advance(end);
    }

    /// A comment between marks.
    fn enclosed(&mut self, open: &str, close: &str) {
        let inner = &self.rest[open.len()..];
        let length = inner.find(close).unwrap_or(inner.len());
        self.push(TokenKind::Comment, inner[..length].trim_matches(['*', ' ', '\n']));
        let end = open.len() + length + close.len();
        self.advance(end.min(self.rest.len()));
    }

    fn block_comment(&mut self) {
        let end = self.rest[2..].find("*/").map_or(self.rest.len(), |end| end + 4);
        let inner = self.rest[2..end]
            .trim_end_matches('/')
            .trim_end_matches('*')
            .trim_start_matches(['*', '!', '<']);
        let lines = inner.lines().map(|line| line.trim().trim_start_matches('*').trim());
        let text = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
        self.push(TokenKind::Comment, &text);
        self.advance(end);
    }

    /// `#` starts a directive of C, an attribute of Rust, or a comment.
    fn hash(&mut self) {
        let after = self.rest[1..].trim_start_matches([' ', '\t']);
        let word = after.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if self.rest.starts_with("#[") || self.rest.starts_with("#![") {
            self.push(TokenKind::Symbol, "#");
            self.advance(1);
        } else if DIRECTIVES.contains(&word) {
            self.push(TokenKind::Word, &format!("#{word}"));
            let length = self.rest.len() - after.len() + word.len();
            self.advance(length);
        } else {
            self.line_comment(1);
        }
    }

    fn word(&mut self, first: usize) {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
        let end =
            self.rest[first..].find(|c| !is_word(c)).map_or(self.rest.len(), |end| first + end);
        let text = &self.rest[..end];
        self.push(TokenKind::Word, text);
        self.advance(end);
    }

    fn number(&mut self) {
        // `16#00FF` of Erlang and Ada.
        if let Some(digits) = self.rest.strip_prefix("16#") {
            let length = digits.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(digits.len());
            self.push(TokenKind::Number, &format!("0x{}", &digits[..length]));
            return self.advance("16#".len() + length);
        }
        let is_number = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
        let end = self.rest.find(|c| !is_number(c)).unwrap_or(self.rest.len());
        let text = &self.rest[..end];
        // Suffixes such as `u32` and `UL`.
        let digits = if text.starts_with("0x") || text.starts_with("0X") {
            text.trim_end_matches(['u', 'U', 'l', 'L'])
        } else {
            let length = text
                .find(|c: char| !c.is_ascii_digit() && !matches!(c, '_' | '.'))
                .unwrap_or(text.len());
            let suffix = &text[length..];
            let is_suffix =
                suffix.chars().all(|c| "uUlLn".contains(c)) || suffix.starts_with(['u', 'i']);
            if is_suffix { text[..length].trim_end_matches('_') } else { text }
        };
        self.push(TokenKind::Number, &digits.replace('_', ""));
        self.advance(end);
    }

    fn string(&mut self, quote: char) {
        let rest = self.rest;
        let triple = match quote {
            '"' if rest.starts_with("\"\"\"") => Some("\"\"\""),
            '\'' if rest.starts_with("'''") => Some("'''"),
            _ => None,
        };
        if let Some(triple) = triple {
            let end = rest[3..].find(triple).map_or(rest.len(), |end| end + 6);
            let inner = rest[3..end].strip_suffix(triple).unwrap_or(&rest[3..end]);
            let lines: Vec<&str> =
                inner.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            // A string that is a statement is documentation.
            let starts = self.parentheses == 0
                && self.tokens.last().is_none_or(|token| token.kind == TokenKind::Newline);
            self.push(
                if starts { TokenKind::Comment } else { TokenKind::String },
                &lines.join("\n"),
            );
            if let Some(token) = self.tokens.last_mut() {
                token.is_string = starts;
            }
            return self.advance(end);
        }
        if quote == '\'' && is_lifetime(rest, self.tokens.last()) {
            return self.advance(1);
        }
        let mut text = String::new();
        let mut chars = rest.char_indices().skip(1);
        let mut end = rest.len();
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' if quote != '`' || !rest[at..].starts_with("\\`") => {
                    unescape(&mut chars, &mut text);
                }
                '\n' if quote != '`' => {
                    end = at;
                    break;
                }
                _ if c == quote => {
                    end = at + 1;
                    break;
                }
                _ => text.push(c),
            }
        }
        self.push(TokenKind::String, &text);
        self.advance(end);
    }
}

fn unescape(chars: &mut impl Iterator<Item = (usize, char)>, text: &mut String) {
    match chars.next() {
        Some((_, 'n' | 'r' | 't')) => text.push(' '),
        Some((_, 'u')) => text.push_str("\\u"),
        Some((_, c)) if c != '\n' => text.push(c),
        _ => {}
    }
}

fn is_lifetime(rest: &str, before: Option<&Token>) -> bool {
    let follows = before.is_some_and(|token| matches!(token.text.as_str(), "&" | "<" | "+"));
    follows
        && rest[1..].starts_with(|c: char| c.is_alphabetic() || c == '_')
        && rest.chars().nth(2) != Some('\'')
}
