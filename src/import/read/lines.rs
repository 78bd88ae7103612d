//! The lines of a source.

/// Finds the line of an offset.
#[derive(Debug)]
pub struct LineIndex {
    ends: Vec<usize>,
    /// The numbers of the lines in the original source, if lines were added.
    numbers: Vec<usize>,
}

impl LineIndex {
    /// An index of the lines of a text.
    pub fn new(text: &str) -> Self {
        Self::numbered(text, Vec::new())
    }

    /// An index of the lines of a text, which have these numbers.
    pub fn numbered(text: &str, numbers: Vec<usize>) -> Self {
        Self { ends: text.match_indices('\n').map(|(at, _)| at).collect(), numbers }
    }

    /// The line of an offset, from 1.
    pub fn line(&self, offset: usize) -> usize {
        let line = self.ends.partition_point(|&end| end < offset);
        self.numbers.get(line).copied().unwrap_or(line + 1)
    }
}
