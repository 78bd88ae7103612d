//! What can be open above the list.

use crate::catalog::EntryRef;
use crate::tui::pages::entry::visits::Found;
use crate::tui::pages::palette::state::Palette;
use crate::tui::pages::paste::state::PasteBox;
use crate::tui::pages::share::state::Prompt;

/// Something that is open above the list; it owns its state.
#[derive(Debug)]
pub(crate) enum Page {
    /// The selected entry, with the focus.
    Detail(Reading),
    /// The paste box.
    Paste(Box<PasteBox>),
    /// An entry that a finding or a link led to; a finding brings the values of the paste.
    Entry { record: EntryRef, found: Option<Box<Found>>, reading: Reading },
    /// The list of keys.
    Help { top: usize },
    /// The command palette.
    Palette(Palette),
    /// The ways to take away what is chosen.
    Take,
    /// The question for a file.
    Save(Prompt),
}

/// How far an entry is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The first line on the screen.
    pub(crate) top: usize,
    /// Which of the related entries is chosen.
    pub(crate) link: Option<usize>,
}

impl Page {
    /// The first line on the screen, of a page that has lines.
    pub(crate) fn top(&mut self) -> Option<&mut usize> {
        match self {
            Self::Detail(reading) | Self::Entry { reading, .. } => Some(&mut reading.top),
            Self::Help { top } => Some(top),
            Self::Paste(paste) => Some(&mut paste.top),
            Self::Palette(_) | Self::Take | Self::Save(_) => None,
        }
    }

    /// Whether it lies over another page, which stays in sight.
    pub(crate) fn is_popup(&self) -> bool {
        matches!(self, Self::Help { .. } | Self::Palette(_) | Self::Take | Self::Save(_))
    }

    pub(crate) fn reading(&mut self) -> Option<&mut Reading> {
        match self {
            Self::Detail(reading) | Self::Entry { reading, .. } => Some(reading),
            _ => None,
        }
    }
}
