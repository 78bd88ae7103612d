use ratatui::prelude::Rect;

use super::*;
use crate::import::read::read;
use crate::tui::keymap::Action::{
    GoBack, GoToLast, MoveDown, MoveUp, NextRole, Open, PreviousRole, Save, SwitchPane, Toggle,
};

const PAGE: &str = "# Errors

| Code | Error | Text |
|------|-------|------|
| 4711 | INVOICE_LOCKED | The invoice is locked. |
| 4712 | INVOICE_GONE | The invoice is gone. |

## Further errors

| Code | Error | Text |
|------|-------|------|
| 4713 | INVOICE_PAID | The invoice is paid. |

## Parameters

| Name | Type | Description |
|------|------|-------------|
| page_size | integer | The number of invoices. |
| page_number | integer | Which page. |
";

fn services() -> Services {
    Services { screen: Rect::new(0, 0, 80, 24), ..Services::for_tests() }
}

fn page(services: &Services) -> ReviewPage {
    let review = Review {
        document: read(PAGE.as_bytes(), None, "page.md").unwrap(),
        choices: Choices::default(),
        metadata: Metadata {
            id: "acme".to_owned(),
            name: None,
            url: None,
            captured: "2026-11-20".to_owned(),
        },
        samples: Vec::new(),
    };
    ReviewPage::new(review, services)
}

fn codes(page: &ReviewPage) -> Vec<&str> {
    page.found.entries.iter().map(|entry| entry.code.as_str()).collect()
}

/// The page after some actions.
fn after(actions: &[Action]) -> (ReviewPage, Services) {
    let mut services = services();
    let mut page = page(&services);
    for &action in actions {
        page.update(action, &mut services);
    }
    (page, services)
}

#[test]
fn decisions_change_the_entries() {
    let table: &[(&[Action], &[&str])] = &[
        (&[], &["4711", "4712", "4713"]),
        (&[Toggle], &["4713"]),
        (&[Toggle, Toggle], &["4711", "4712", "4713"]),
        // The parameters, in spite of what they are.
        (&[GoToLast, Toggle], &["4711", "4712", "4713", "page_size", "page_number"]),
        // The names become the codes, also in the table with the same headings.
        (&[MoveDown, MoveDown, PreviousRole], &["INVOICE_LOCKED", "INVOICE_GONE", "INVOICE_PAID"]),
        (&[MoveDown, MoveDown, PreviousRole, NextRole], &["4711", "4712", "4713"]),
        // The first row, on either side.
        (&[MoveDown, MoveDown, MoveDown, MoveDown, Toggle], &["4712", "4713"]),
        (&[MoveDown, MoveDown, MoveDown, MoveDown, Toggle, Toggle], &["4711", "4712", "4713"]),
        (&[SwitchPane, MoveDown, Toggle], &["4711", "4713"]),
    ];
    for (actions, expected) in table {
        assert_eq!(codes(&after(actions).0), *expected, "{actions:?}");
    }
}

#[test]
fn the_row_of_an_entry_is_found() {
    let (page, _) = after(&[SwitchPane, MoveDown, MoveDown, Open]);
    assert_eq!(page.outline.selected(), Some(Item::Row(1, 0)));
    let (page, _) = after(&[MoveDown, MoveDown, MoveDown, MoveDown, MoveDown]);
    assert_eq!(page.outline.selected(), Some(Item::Row(0, 1)));
    assert_eq!(page.entries.selected, Some(1));
    assert_eq!(page.pane.visit.map(|visit| visit.entry.code), Some("4712"));
}

#[test]
fn a_hidden_row_leaves_its_table_selected() {
    let (page, _) = after(&[MoveDown, MoveDown, Open]);
    assert_eq!(page.outline.selected(), Some(Item::Table(0)));
    assert_eq!(page.outline.items.len(), 4, "{:?}", page.outline.items);
}

#[test]
fn decisions_are_discarded_only_after_a_warning() {
    let (mut page, mut services) = after(&[]);
    assert!(matches!(page.update(GoBack, &mut services), Some(Request::Close)));
    let (mut page, mut services) = after(&[Toggle]);
    assert!(page.update(GoBack, &mut services).is_none());
    assert!(services.notice.is_some());
    assert!(page.update(MoveUp, &mut services).is_none());
    assert!(page.update(GoBack, &mut services).is_none());
    assert!(matches!(page.update(GoBack, &mut services), Some(Request::Close)));
}

#[test]
fn only_a_valid_catalog_is_saved() {
    let (mut page, mut services) = after(&[Save]);
    page.insert("!");
    page.update(Open, &mut services);
    let errors = &page.form.as_ref().unwrap().errors;
    assert!(errors[0].reason.contains("`acme!`"), "{errors:?}");
    assert!(services.effects.is_empty());
    page.update(Action::DeleteBackward, &mut services);
    page.update(Open, &mut services);
    let effect = services.effects.pop();
    let Some(Effect::SaveCatalog { id, text, overwrite: false }) = effect else {
        panic!("{effect:?}");
    };
    assert_eq!(id, "acme");
    assert!(crate::catalog::read("acme", &text).is_ok(), "{text}");
    page.confirm_overwrite();
    page.update(Open, &mut services);
    assert!(matches!(services.effects.pop(), Some(Effect::SaveCatalog { overwrite: true, .. })));
    page.insert("2");
    page.update(Open, &mut services);
    let effect = services.effects.pop();
    let Some(Effect::SaveCatalog { text, overwrite: false, .. }) = effect else {
        panic!("{effect:?}");
    };
    assert!(text.contains("name = \"Acme2\""), "{text}");
}

#[test]
fn a_narrow_screen_shows_one_pane() {
    let mut services = Services { screen: Rect::new(0, 0, 40, 12), ..services() };
    let mut page = page(&services);
    assert_eq!((page.at.page.height, page.at.entries.height), (9, 0));
    page.update(SwitchPane, &mut services);
    assert_eq!((page.at.page.height, page.at.entries.height), (0, 4));
}
