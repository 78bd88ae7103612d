//! Siblings: entries with the same message as a match, such as those of another endpoint. What tells
//! them apart may be missing from the query.

use crate::search::index::field::TextField;
use crate::search::index::{InvertedIndex, NameOrMessage};

/// The entries that have a message of this entry, in order; itself included.
pub fn siblings(index: &InvertedIndex, entry: u32) -> Vec<u32> {
    let messages = index.passages_of(entry).filter_map(|passage| message(index, passage));
    let mut siblings: Vec<u32> = messages.flat_map(|it| entries_with(index, it)).collect();
    siblings.sort_unstable();
    siblings.dedup();
    siblings
}

/// The entries that have a message of these words.
fn entries_with<'i>(
    index: &'i InvertedIndex,
    wanted: &'i NameOrMessage,
) -> impl Iterator<Item = u32> {
    let words = index.words_of(wanted);
    let postings = words.iter().map(|&term| index.vocabulary.postings(term));
    let rarest = postings.min_by_key(|postings| postings.len()).unwrap_or_default();
    let messages = rarest.iter().filter_map(|posting| message(index, posting.passage()));
    let same = messages.filter(move |other| index.words_of(other) == words);
    same.map(|other| index.entry_of(other.passage))
}

/// The passage as a message.
fn message(index: &InvertedIndex, passage: u32) -> Option<&NameOrMessage> {
    let texts = &index.names_and_messages;
    let is_message = index.field(passage) == TextField::Message;
    let position = || texts.binary_search_by_key(&passage, |text| text.passage).ok();
    is_message.then(position)?.map(|position| &texts[position])
}
