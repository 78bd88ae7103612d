//! The lines of a source.

/// Finds the line of an offset.
#[derive(Debug)]
pub struct LineIndex {
    ends: Vec<usize>,
}

impl LineIndex {
    /// An index of the lines of a text.
    pub fn new(text: &str) -> Self {
        Self { ends: text.match_indices('\n').map(|(at, _)| at).collect() }
    }

    /// The line of an offset, from 1.
    pub fn line(&self, offset: usize) -> usize {
        self.ends.partition_point(|&end| end < offset) + 1
    }
}
