use super::*;

fn paints(name: &str) -> [Paint; Role::ALL.len()] {
    let (_, text) = FILES.iter().find(|file| file.0 == name).unwrap();
    parse(text).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn built_in_themes_are_valid() {
    for name in Theme::names() {
        paints(name);
        for &colours in Colours::ALL {
            let theme = Theme::named(name, colours).unwrap();
            let mut styles = theme.styles.iter();
            let has_colour = styles.any(|style| style.fg.is_some() || style.bg.is_some());
            assert!(!has_colour || colours != Colours::None, "{name}");
        }
    }
    assert_eq!(Theme::named("nosuch", Colours::True), None);
}

#[test]
fn every_theme_file_is_built_in() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/themes");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<_> =
        files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    let mut names: Vec<_> = Theme::names().collect();
    files.sort();
    names.sort_unstable();
    assert_eq!(files, names);
}

#[test]
fn roles_are_distinguishable_without_colour() {
    // A background counts: it is visible as a block, not only as a hue.
    let appearance = |paint: &Paint| (paint.modifiers.clone(), paint.bg.is_some());
    for name in Theme::names() {
        let paints = paints(name);
        let of = |role: Role| appearance(&paints[role as usize]);
        for role in [Role::Match, Role::Selected, Role::ActiveTab, Role::Evidence, Role::Capture] {
            assert_ne!(of(role), of(Role::Text), "{name}: {role}");
        }
        for role in [Role::Key, Role::Title, Role::Link, Role::Chosen] {
            assert_ne!(of(role), of(Role::Text), "{name}: {role}");
        }
        assert_ne!(of(Role::Selected), of(Role::Chosen), "{name}");
    }
}

#[test]
fn matches_warnings_and_evidence_differ() {
    for name in Theme::names().filter(|name| *name != PLAIN) {
        for colours in [Colours::Sixteen, Colours::Indexed, Colours::True] {
            let theme = Theme::named(name, colours).unwrap();
            let styles = [Role::Match, Role::Warn, Role::Bad, Role::Evidence, Role::Capture];
            for (i, a) in styles.iter().enumerate() {
                for b in &styles[i + 1..] {
                    assert_ne!(theme[*a], theme[*b], "{name}, {colours}: {a} and {b}");
                }
            }
        }
    }
}

/// The WCAG 2 contrast ratio.
fn contrast(a: (u8, u8, u8), b: (u8, u8, u8)) -> f64 {
    let luminance = |(r, g, b): (u8, u8, u8)| {
        let linear = |c: u8| {
            let c = f64::from(c) / 255.0;
            if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn contrast_is_sufficient() {
    for (name, backgrounds, least) in [
        ("dark", &[(0, 0, 0), (30, 30, 30), (40, 44, 52)][..], 4.5),
        ("light", &[(255, 255, 255), (250, 250, 245)][..], 4.5),
        ("high-contrast", &[(0, 0, 0)][..], 7.0),
    ] {
        for (role, paint) in Role::ALL.iter().zip(paints(name)) {
            // Lines need less contrast than text.
            let least = if *role == Role::Rule { 2.0 } else { least };
            let own = paint.bg.and_then(|shade| shade.rgb);
            let text = paints(name)[Role::Text as usize].fg.and_then(|shade| shade.rgb).unwrap();
            let fg = paint.fg.and_then(|shade| shade.rgb).unwrap_or(text);
            for &background in backgrounds {
                let found = contrast(fg, own.unwrap_or(background));
                assert!(found >= least, "{name}: {role} has a contrast of {found:.1}");
            }
        }
    }
}

#[test]
fn reduces_colours() {
    let title = |colours| Theme::named("dark", colours).unwrap()[Role::Heading].fg;
    assert_eq!(title(Colours::True), Some(Color::Rgb(0x6c, 0xb6, 0xd9)));
    assert_eq!(title(Colours::Indexed), Some(Color::Indexed(74)));
    assert_eq!(title(Colours::Sixteen), Some(Color::Cyan));
    assert_eq!(title(Colours::None), None);
    assert_eq!(nearest((0, 0, 0)), 16);
    assert_eq!(nearest((255, 255, 255)), 231);
    assert_eq!(nearest((118, 118, 118)), 243);
}

#[test]
fn detects_colour_support() {
    for (colorterm, term, colours) in [
        ("truecolor", "xterm-256color", Colours::True),
        ("24bit", "screen", Colours::True),
        ("", "xterm-direct", Colours::True),
        ("", "tmux-256color", Colours::Indexed),
        ("", "xterm", Colours::Sixteen),
        ("", "", Colours::Sixteen),
        ("", "dumb", Colours::None),
    ] {
        assert_eq!(Colours::from_env(colorterm, term), colours, "{colorterm} {term}");
    }
}

#[test]
fn reports_errors_in_theme_files() {
    let (_, text) = FILES[0];
    for (text, expected) in [
        (text.replace("link ", "lnik "), "unknown variant `lnik`"),
        (text.replace("fg = \"cyan\"", "fg = \"#00ffff\""), "unknown colour `#00ffff`"),
        (text.replace("fg = \"cyan\"", "fg = \"teal soup\""), "unknown colour `teal soup`"),
        (text.replace("\"dim\"", "\"faint\""), "unknown variant `faint`"),
        (text.replace("fg = \"cyan\"", "foreground = \"cyan\""), "unknown field `foreground`"),
        (text.replace("link ", "# "), "has no style for link"),
    ] {
        let error = Theme::parse(&text, Colours::True).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}
