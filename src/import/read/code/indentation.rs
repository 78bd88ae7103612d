//! Blocks by indentation, as in Python: brackets are added around them.

use std::sync::LazyLock;

use regex::Regex;

use super::lexer::{Token, TokenKind};
use crate::import::read::pattern;

/// Whether blocks of a source are indented behind a colon.
pub fn is_used(source: &str) -> bool {
    static BLOCK: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?m)^[ \t]*(class|def) .*:[ \t]*(#.*)?$"));
    BLOCK.is_match(source)
}

/// Adds brackets around indented blocks. The documentation of a block moves before it.
pub fn add_brackets(source: &str, tokens: &[Token]) -> Vec<Token> {
    let indents: Vec<usize> =
        source.lines().map(|line| line.len() - line.trim_start().len()).collect();
    let indent = |line: usize| indents.get(line - 1).copied().unwrap_or(0);
    let mut output: Vec<Token> = Vec::with_capacity(tokens.len());
    // The indentation of the lines that blocks start with.
    let mut blocks: Vec<usize> = Vec::new();
    let mut brackets = 0usize;
    let mut line_start = 0;
    let mut starts_line = true;
    let mut moved: Option<usize> = None;
    for (at, token) in tokens.iter().enumerate() {
        if starts_line
            && brackets == 0
            && !matches!(token.kind, TokenKind::Newline | TokenKind::Comment)
        {
            while blocks.pop_if(|block| indent(token.line) <= *block).is_some() {
                output.push(symbol("}", token.line));
                output.push(Token { kind: TokenKind::Newline, ..symbol("\n", token.line) });
            }
            line_start = output.len();
            starts_line = false;
        }
        match token.text.as_str() {
            "(" | "[" | "{" if token.kind == TokenKind::Symbol => brackets += 1,
            ")" | "]" | "}" if token.kind == TokenKind::Symbol => {
                brackets = brackets.saturating_sub(1);
            }
            _ => {}
        }
        starts_line = starts_line || token.kind == TokenKind::Newline && brackets == 0;
        let ends_line = tokens.get(at + 1).is_none_or(|next| {
            next.line > token.line || matches!(next.kind, TokenKind::Newline | TokenKind::Comment)
        });
        let opens =
            token.kind == TokenKind::Symbol && token.text == ":" && brackets == 0 && ends_line;
        if moved.take_if(|moved| *moved == at).is_some() {
            continue;
        }
        // The documentation of a member follows it.
        if token.is_string
            && let Some(last) = output.iter().rposition(|it| it.kind != TokenKind::Newline)
            && output[last].line + 1 == token.line
            && output[last].text != "{"
        {
            let line = output[last].line;
            output.insert(last + 1, Token { line, end: line, ..token.clone() });
            continue;
        }
        if opens {
            blocks.push(output.get(line_start).map_or(0, |first| indent(first.line)));
            let next = tokens
                .iter()
                .enumerate()
                .skip(at + 1)
                .find(|(_, token)| token.kind != TokenKind::Newline);
            if let Some((index, documentation)) =
                next.filter(|(_, next)| next.is_string && next.line == token.line + 1)
            {
                let line =
                    output.get(line_start).map_or(token.line, |first| first.line).saturating_sub(1);
                output.insert(line_start, Token { line, end: line, ..documentation.clone() });
                moved = Some(index);
            }
            output.push(symbol("{", token.line));
        } else {
            output.push(token.clone());
        }
    }
    output
}

fn symbol(text: &str, line: usize) -> Token {
    let kind = TokenKind::Symbol;
    Token { kind, text: text.to_owned(), line, end: line, column: 0, is_string: false }
}
