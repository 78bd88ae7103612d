use std::fmt::Write;

use jiff::Timestamp;
use ratatui::prelude::Rect;

use super::*;
use crate::scan::Filter;
use crate::tui::effects::LogSource;

/// Two codes over five minutes: 2001 twice each, and in the fourth minute 1001 eleven times.
fn text() -> String {
    let mut text = String::new();
    let pagerduty = r#"pagerduty: {"error":{"message":"Invalid Input Provided","code":2001}}"#;
    let uipath = r#"uipath: {"errorCode":1001,"message":"The name Billing is already used."}"#;
    for minute in 0..5 {
        for second in 0..20 {
            let line = match (minute, second) {
                (_, 3 | 7) => pagerduty,
                (3, 8..19) => uipath,
                _ => "INFO nothing to see here",
            };
            writeln!(text, "2026-11-21T03:{minute:02}:{second:02}Z {line}").unwrap();
        }
    }
    text
}

fn page(text: &str, services: &mut Services) -> LogPage {
    let source = LogSource::Text(text.into());
    LogPage::new(LogInput { source, filter: Filter::default() }, services)
}

/// Runs all jobs, until `limit` events were received. Returns the last request.
fn run(page: &mut LogPage, services: &mut Services, mut limit: usize) -> Option<Request> {
    let mut request = None;
    while !services.effects.is_empty() {
        let mut events = Vec::new();
        for effect in std::mem::take(&mut services.effects) {
            match effect {
                Effect::ScanLog(job) => job.run(Timestamp::UNIX_EPOCH, &mut |it| events.push(it)),
                Effect::ReadLog(job) => job.run(&mut |it| events.push(it)),
                _ => {}
            }
        }
        for event in events.iter().take(limit) {
            request = page.receive(event, services).or(request);
        }
        limit = limit.saturating_sub(events.len());
    }
    request
}

/// The page of a log that was read.
fn read(text: &str) -> (LogPage, Services) {
    let mut services = Services::for_tests();
    let mut page = page(text, &mut services);
    run(&mut page, &mut services, usize::MAX);
    (page, services)
}

fn update(page: &mut LogPage, services: &mut Services, actions: &[Action]) {
    for &action in actions {
        assert!(page.update(action, services).is_none(), "{action}");
        assert!(run(page, services, usize::MAX).is_none(), "{action}");
    }
}

fn counts(page: &LogPage) -> Vec<(&str, u64)> {
    page.rows.iter().map(|(code, count)| (code.code.as_deref().unwrap(), *count)).collect()
}

fn drawn(page: &LogPage, services: &Services) -> String {
    let mut buffer = Buffer::empty(services.screen);
    page.render(services, &mut buffer);
    buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect()
}

#[test]
fn codes_are_listed_with_their_counts() {
    let (page, services) = read(&text());
    assert_eq!(counts(&page), [("1001", 11), ("2001", 10)]);
    assert!(matches!(page.progress, Progress::Read));
    let drawn = drawn(&page, &services);
    assert!(drawn.contains("your paste") && drawn.contains("21 errors, 2 codes"), "{drawn}");
    assert!(drawn.contains("03:00:03") && drawn.contains("03:04:07"), "{drawn}");
}

#[test]
fn the_selected_code_stays_selected_while_counts_change() {
    let mut services = Services::for_tests();
    let mut page = page(&text(), &mut services);
    let Some(Effect::ScanLog(job)) = services.effects.pop() else { panic!("no job") };
    let mut events = Vec::new();
    job.run(Timestamp::UNIX_EPOCH, &mut |it| events.push(it));
    let found = |page: &mut LogPage, services: &mut Services, code: &str| {
        for event in &events {
            if let LogUpdate::Found(batch) = &event.update {
                let mut part = batch.clone();
                part.found.retain(|found| found.code.as_deref() == Some(code));
                page.add(&part);
            }
        }
        page.refresh(services);
    };
    found(&mut page, &mut services, "2001");
    update(&mut page, &mut services, &[Action::GoToFirst]);
    found(&mut page, &mut services, "1001");
    found(&mut page, &mut services, "1001");
    assert_eq!(counts(&page), [("1001", 22), ("2001", 10)]);
    assert_eq!(page.code().unwrap().code.as_deref(), Some("2001"));
    assert_eq!(page.scroll.selected, Some(1));
}

#[test]
fn occurrences_are_shown_in_context_and_decoded() {
    let (mut page, mut services) = read(&text());
    update(&mut page, &mut services, &[Action::GoToLast, Action::Open, Action::MoveDown]);
    assert_eq!(page.places.list.len(), 10);
    let shown = drawn(&page, &services);
    assert!(shown.contains("your paste:8  2026-11-21 03:00:07 UTC"), "{shown}");
    assert!(shown.contains("7 │ 2026-11-21T03:00:06Z INFO"), "{shown}");
    assert!(matches!(page.subject(), Some(Subject::Response { finding: Some(_), .. })));
    let Some(Request::Decode { text, start }) = page.update(Action::Open, &mut services) else {
        panic!("not decoded")
    };
    assert!(text.starts_with("2026-11-21T03:00:07Z pagerduty"), "{text}");
    assert!(text[start..].starts_with("{\"error\""), "{text}");
}

#[test]
fn an_occurrence_is_opened_as_soon_as_it_is_read() {
    let (mut page, mut services) = read(&text());
    for is_moved in [false, true] {
        assert!(page.update(Action::Open, &mut services).is_none());
        assert!(page.update(Action::Open, &mut services).is_none());
        if is_moved {
            page.update(Action::MoveDown, &mut services);
        }
        let request = run(&mut page, &mut services, usize::MAX);
        assert_eq!(matches!(request, Some(Request::Decode { .. })), !is_moved);
        update(&mut page, &mut services, &[Action::GoBack]);
    }
}

#[test]
fn the_peak_is_selected_and_the_range_moves() {
    let (mut page, mut services) = read(&text());
    update(&mut page, &mut services, &[Action::MoveRangeLater]);
    let range = page.timeline.range.clone().unwrap();
    assert!(page.index.count > page.rows.iter().map(|(_, count)| count).sum());
    assert_eq!(counts(&page)[0].0, "1001");
    update(&mut page, &mut services, &[Action::ExtendRange, Action::ShrinkRange]);
    assert_eq!(page.timeline.range, Some(range.clone()));
    update(&mut page, &mut services, &[Action::MoveRangeLater]);
    let later = page.timeline.range.clone().unwrap();
    assert!(later.values.start > range.values.start);
    assert_eq!(later.values.clone().count(), range.values.clone().count());
    update(&mut page, &mut services, &[Action::MoveRangeEarlier; 200]);
    let first = page.index.span(range.axis).unwrap().0;
    assert!(page.timeline.range.as_ref().unwrap().values.contains(&first));
    update(&mut page, &mut services, &[Action::ExtendRange; 200]);
    assert_eq!(counts(&page), [("1001", 11), ("2001", 10)]);
    update(&mut page, &mut services, &[Action::ClearRange]);
    assert_eq!(page.timeline.range, None);
}

#[test]
fn clicks_select_and_extend_the_range() {
    let (mut page, mut services) = read(&text());
    let bars = page.at.bars;
    let at = |column| Position::new(bars.x + column, bars.y);
    assert!(page.click(at(0), &mut services).is_none());
    assert_eq!(counts(&page), [("2001", 1)]);
    assert!(page.click(at(bars.width - 1), &mut services).is_none());
    assert_eq!(counts(&page), [("1001", 11), ("2001", 10)]);
    assert!(page.click(at(bars.width - 1), &mut services).is_none());
    assert_eq!(counts(&page), [("2001", 1)]);
}

#[test]
fn dragging_selects_the_columns_between() {
    let (mut page, mut services) = read(&text());
    let bars = page.at.bars;
    let at = |column| Position::new(bars.x + column, bars.y);
    let selected = |page: &LogPage| {
        let range = page.timeline.range.as_ref().unwrap();
        page.index.columns_of(range, bars.width.into())
    };
    // To the right, back to the left beyond the start, and beyond the end on another line.
    page.click(at(10), &mut services);
    page.drag(at(20), &mut services);
    assert!(selected(&page).contains(&10) && selected(&page).contains(&20));
    assert!(!selected(&page).contains(&30));
    page.drag(at(5), &mut services);
    assert!(selected(&page).contains(&5) && !selected(&page).contains(&20));
    page.drag(Position::new(u16::MAX, bars.y + 9), &mut services);
    assert_eq!(selected(&page).end, usize::from(bars.width));
    assert_eq!(counts(&page)[0], ("1001", 11));
    // Nothing is selected after the release, nor from a press elsewhere.
    let range = page.timeline.range.clone();
    page.release();
    page.drag(at(0), &mut services);
    assert_eq!(page.timeline.range, range);
    let row = Position::new(page.at.rows.x, page.at.rows.y);
    page.click(row, &mut services);
    page.drag(at(0), &mut services);
    assert_eq!(page.timeline.range, range);
}

#[test]
fn a_range_of_occurrences_counts_what_it_lists() {
    let (mut page, mut services) = read(&text());
    update(&mut page, &mut services, &[Action::GoToLast, Action::Open, Action::MoveRangeLater]);
    let listed = page.places.list.len() as u64;
    assert!(listed > 0 && listed < 10, "{listed}");
    update(&mut page, &mut services, &[Action::GoBack]);
    assert!(counts(&page).contains(&("2001", listed)), "{:?}", counts(&page));
}

#[test]
fn going_back_shows_everything_then_cancels_then_closes() {
    let mut services = Services::for_tests();
    let mut page = page(&text(), &mut services);
    let job = services.effects[0].clone();
    run(&mut page, &mut services, 2);
    update(&mut page, &mut services, &[Action::Open, Action::MoveRangeLater]);
    assert_eq!(page.focus, Focus::Places);
    update(&mut page, &mut services, &[Action::GoBack]);
    assert!(page.focus == Focus::Codes && page.timeline.range.is_some());
    update(&mut page, &mut services, &[Action::GoBack]);
    assert!(page.timeline.range.is_none() && matches!(page.progress, Progress::Reading(_)));
    update(&mut page, &mut services, &[Action::GoBack]);
    assert!(matches!(page.progress, Progress::Cancelled));
    let Effect::ScanLog(job) = job else { panic!("no job") };
    job.run(Timestamp::UNIX_EPOCH, &mut |event| {
        assert!(!matches!(event.update, LogUpdate::Found(_)), "{event:?}");
    });
    assert!(matches!(page.update(Action::GoBack, &mut services), Some(Request::Close)));
}

#[test]
fn a_log_without_times_is_shown_by_position() {
    let line = r#"uipath: {"errorCode":1001,"message":"The name Billing is already used."}"#;
    let (page, services) = read(&format!("{line}\n{line}\n"));
    assert_eq!(counts(&page), [("1001", 2)]);
    let drawn = drawn(&page, &services);
    assert!(drawn.contains("position in the log, which has no times"), "{drawn}");
}

#[test]
fn an_empty_result_is_explained() {
    let (page, services) = read("nothing\n");
    assert!(drawn(&page, &services).contains("No vendor errors found."));
    let mut services = services;
    for screen in [Rect::new(0, 0, 0, 0), Rect::new(0, 0, 1, 1), Rect::new(0, 0, 12, 4)] {
        let (mut page, _) = read(&text());
        services.screen = screen;
        page.lay_out(&mut services);
        page.update(Action::Open, &mut services);
        drawn(&page, &services);
    }
}
