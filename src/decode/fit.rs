//! Fits the weights of `data/weights.toml` to the labelled pastes in `tests/corpus`.
//!
//! Every candidate of every paste is an observation: its features, and whether it is what the paste
//! is. The weights maximise the likelihood of these labels, with a normal prior around the weights
//! that were expected, and within bounds such as their signs. Cross-validation by source shows how well
//! weights do on pastes from sources that they were not fitted to.
//!
//! `UPDATE_WEIGHTS=1 cargo test --lib decode::fit -- --nocapture` writes the table and prints the
//! scores.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use serde::Deserialize;

use super::analysis::Decoding;
use super::input::decodings::{Wrapping, decoded};
use super::input::normalize::{Encoding, normalize};
use super::input::repair::Repairs;
use super::report::weights::{EXPECTED, FEATURES, Feature, WEIGHTS, Weights};
use super::*;

/// How strongly the weights are held at what was expected: the reciprocal of a variance.
const PRECISION: f64 = 0.3;
const FOLDS: usize = 5;
const SWEEPS: usize = 300;
/// The steps in which weights are written.
const STEP: f64 = 0.05;

#[derive(Debug, Deserialize)]
struct Paste {
    id: String,
    raw: String,
    vendor: String,
    #[serde(default)]
    codes: Vec<String>,
    #[serde(default)]
    unknown_code: String,
    source: String,
    #[serde(default)]
    ambiguous: bool,
    #[serde(default)]
    also_ok: Vec<Label>,
    #[serde(default)]
    codes_mode: String,
}

#[derive(Debug, Deserialize)]
struct Label {
    vendor: String,
    #[serde(default)]
    codes: Vec<String>,
}

/// What a candidate shows, and whether it is right.
struct Observation {
    /// The paste, the vendor and the code.
    id: String,
    features: Vec<(Feature, f64)>,
    is_right: bool,
    importance: f64,
    fold: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Right,
    Offered,
    Missed,
    False,
}

#[test]
fn the_weights_are_those_of_the_fit() {
    let pastes = corpus();
    let folds = folds(&pastes);
    let observations = observe_all(&pastes, &folds);
    let fitted = fit(&observations);
    if std::env::var_os("UPDATE_WEIGHTS").is_some() {
        write(&fitted);
    }
    let all: Vec<_> = pastes.iter().collect();
    println!("in use:    {}", Score::new(&all, WEIGHTS));
    println!("expected:  {}", Score::new(&all, EXPECTED));
    println!("fitted:    {}", Score::new(&all, leak(&fitted)));
    print_residuals(&observations, &fitted);
    let mut held_out = Score::default();
    for fold in 0..FOLDS {
        let others: Vec<_> = observations.iter().filter(|it| it.fold != fold).collect();
        let weights = leak(&fit(&others));
        let own = pastes.iter().zip(&folds).filter(|(_, own)| **own == fold);
        held_out.add(&Score::new(&own.map(|(paste, _)| paste).collect::<Vec<_>>(), weights));
    }
    println!("held out:  {held_out}");
    for (id, outcome) in &held_out.failures {
        println!("  {outcome:?} {id}");
    }
    for ((feature, name), weight) in FEATURES.iter().zip(&fitted) {
        let in_use = WEIGHTS.of(*feature);
        assert!((in_use - weight).abs() < STEP / 2.0, "{name}: {in_use} in use, {weight} fitted");
    }
}

/// Prints the observations that the weights explain worst.
fn print_residuals(observations: &[Observation], weights: &[f64]) {
    let odds = |it: &Observation| -> f64 {
        it.features.iter().map(|(feature, strength)| weights[*feature as usize] * strength).sum()
    };
    let error = |it: &Observation| if it.is_right { -odds(it) } else { odds(it) };
    let mut worst: Vec<_> = observations.iter().filter(|it| error(it) > -0.8).collect();
    worst.sort_by(|a, b| error(b).total_cmp(&error(a)));
    for it in worst {
        let features: Vec<_> = it.features.iter().map(|(feature, _)| feature).collect();
        println!(
            "{} {:.1} {} {features:?}",
            if it.is_right { "low" } else { "high" },
            odds(it),
            it.id
        );
    }
}

fn corpus() -> Vec<Paste> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus");
    let files = fs::read_dir(folder).expect("the corpus");
    let mut files: Vec<_> = files.map(|file| file.expect("a file").path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "jsonl"));
    files.sort();
    let texts = files.iter().map(|file| fs::read_to_string(file).expect("UTF-8"));
    let lines = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
    lines.map(|line| serde_json::from_str(&line).expect("a labelled paste")).collect()
}

/// The fold of each paste. The pastes of one source are in one fold.
fn folds(pastes: &[Paste]) -> Vec<usize> {
    let sources: BTreeSet<_> = pastes.iter().map(|paste| &paste.source).collect();
    let sources: Vec<_> = sources.into_iter().collect();
    let fold = |paste: &Paste| sources.binary_search(&&paste.source).expect("its source") % FOLDS;
    pastes.iter().map(fold).collect()
}

/// The observations that the decoder's choice is about: with what is in the structure of a paste, the
/// weaker candidates are not even looked for.
fn observe_all(pastes: &[Paste], folds: &[usize]) -> Vec<Observation> {
    let with_prior = |prior| {
        let mut weights = vec![0.0; FEATURES.len()];
        weights[Feature::Prior as usize] = prior;
        decoder(leak(&weights))
    };
    let (always, never) = (with_prior(1000.0), with_prior(-1000.0));
    let observe = |(paste, fold): (&Paste, &usize)| {
        let structural = observe(&always, paste, *fold);
        if structural.iter().any(|it| it.is_right) {
            return structural;
        }
        observe(&never, paste, *fold)
    };
    pastes.iter().zip(folds).flat_map(observe).collect()
}

fn observe(decoder: &Decoder, paste: &Paste, fold: usize) -> Vec<Observation> {
    let cancel = CancelToken::default();
    let input = paste.raw.as_bytes();
    let decoding = Decoding { decoder, input, vendor: None, cancel: &cancel };
    let mut repairs = Repairs::default();
    let text = normalize(input, 0..input.len(), Encoding::of(input), &mut repairs);
    let other = decoded(&text, Wrapping::None, &mut repairs);
    let layouts = [Some(&text), other.as_ref()].into_iter().flatten();
    let findings = |text| {
        decoding.analyse(text, Wrapping::None, Repairs::default()).expect("not cancelled").findings
    };
    let all: Vec<_> = layouts.map(findings).collect();
    let is_right = |findings: &&Vec<Finding>| {
        findings.iter().any(|finding| paste.is_right(finding) == Some(true))
    };
    let findings = all.iter().find(is_right).unwrap_or(&all[0]);
    let mut observations = Vec::new();
    for finding in findings {
        if let Some(is_right) = paste.is_right(finding) {
            let evidence = finding
                .evidence
                .iter()
                .flat_map(|it| [Some((it.feature, it.strength)), it.bonus])
                .flatten();
            let features = std::iter::once((Feature::Prior, 1.0)).chain(evidence).collect();
            let id = format!("{} {} {:?}", paste.id, finding.catalog.id, finding.code);
            observations.push(Observation { id, features, is_right, importance: 1.0, fold });
        }
    }
    for is_right in [false, true] {
        let count = observations.iter().filter(|it| it.is_right == is_right).count();
        for observation in observations.iter_mut().filter(|it| it.is_right == is_right) {
            observation.importance = 1.0 / as_f64(count);
        }
    }
    observations
}

impl Paste {
    /// Whether a finding is right. `None` if the label does not decide it.
    fn is_right(&self, finding: &Finding) -> Option<bool> {
        let vendor = finding.catalog.id;
        if vendor == crate::catalog::HTTP {
            return None;
        }
        let is_fair = self.also_ok.iter().any(|label| label.vendor == vendor);
        let code = finding.code.as_deref();
        if vendor != self.vendor {
            return (!is_fair).then_some(false);
        }
        match code {
            _ if self.ambiguous => None,
            None if self.codes.is_empty() && self.unknown_code.is_empty() => Some(true),
            None => None,
            Some(code) if self.codes.iter().any(|it| it == code) || self.unknown_code == code => {
                Some(true)
            }
            // A listed status is right where only the vendor is expected.
            Some(code) if self.codes.is_empty() && self.unknown_code.is_empty() => {
                (code.len() == 3).then_some(true)
            }
            Some(_) if self.codes.is_empty() => None,
            Some(_) => (!is_fair).then_some(false),
        }
    }

    fn judge(&self, report: &Report) -> Outcome {
        let pair = |finding: &Finding| (finding.catalog.id, finding.code.clone());
        let is_vendor = |finding: &&Finding| finding.catalog.id != crate::catalog::HTTP;
        let found = || report.findings.iter().filter(is_vendor);
        let claims: Vec<_> = found().filter(|it| it.is_claim()).map(pair).collect();
        let offered: Vec<_> =
            found().chain(report.alternatives.iter().filter(is_vendor)).map(pair).collect();
        let unknown = Some(&self.unknown_code).filter(|code| !code.is_empty());
        let codes: Vec<_> = self.codes.iter().chain(unknown).cloned().collect();
        let meets =
            |vendor: &str, codes: &[String], any: bool, claims: &[(&str, Option<String>)]| {
                if vendor == "none" {
                    return claims.is_empty();
                }
                let is_own = |code: &String| claims.iter().any(|(_, it)| it.as_ref() == Some(code));
                !claims.is_empty()
                    && claims.iter().all(|(other, _)| *other == vendor)
                    && (codes.is_empty()
                        || codes[0] == "*"
                        || if any { codes.iter().any(is_own) } else { codes.iter().all(is_own) })
            };
        let any = self.codes_mode == "any";
        if self.vendor == "none" {
            let given = if claims.is_empty() { &offered } else { &claims };
            let is_fair = |label: &Label| {
                label.vendor != "none" && meets(&label.vendor, &label.codes, true, given)
            };
            return match (claims.is_empty(), offered.is_empty()) {
                (true, true) => Outcome::Right,
                _ if self.also_ok.iter().any(is_fair) => Outcome::Right,
                (true, false) => Outcome::Offered,
                _ => Outcome::False,
            };
        }
        if meets(&self.vendor, &codes, any, &claims)
            || self.also_ok.iter().any(|it| meets(&it.vendor, &it.codes, any, &claims))
        {
            return Outcome::Right;
        }
        if !claims.is_empty() {
            return Outcome::False;
        }
        let is_offered = offered.iter().any(|(vendor, code)| {
            *vendor == self.vendor
                && (codes.is_empty() || code.as_ref().is_some_and(|code| codes.contains(code)))
        });
        match is_offered {
            true if self.ambiguous => Outcome::Right,
            true => Outcome::Offered,
            false => Outcome::Missed,
        }
    }
}

/// The outcomes of all pastes: of one vendor, and of none.
#[derive(Default)]
struct Score {
    own: [usize; 4],
    foreign: [usize; 4],
    failures: Vec<(String, Outcome)>,
}

impl Score {
    fn new(pastes: &[&Paste], weights: Weights) -> Self {
        let decoder = decoder(weights);
        let mut score = Self::default();
        for paste in pastes {
            let outcome = paste.judge(&decoder.decode(paste.raw.as_bytes(), None));
            if paste.vendor == "none" {
                score.foreign[outcome as usize] += 1;
            } else if !paste.ambiguous {
                score.own[outcome as usize] += 1;
            }
            if outcome != Outcome::Right {
                score.failures.push((paste.id.clone(), outcome));
            }
        }
        score.failures.sort_by_key(|(_, outcome)| *outcome);
        score
    }

    fn add(&mut self, other: &Self) {
        for index in 0..4 {
            self.own[index] += other.own[index];
            self.foreign[index] += other.foreign[index];
        }
        self.failures.extend(other.failures.iter().cloned());
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let share = |count: usize, all: &[usize; 4]| as_f64(count) / as_f64(all.iter().sum());
        let [right, offered, _, wrong] = self.own;
        let [_, foreign_offered, _, foreign_wrong] = self.foreign;
        write!(
            f,
            "identified {:.3}, offered {:.3}, false claims {wrong}; of no vendor: offers {:.3}, \
             false claims {foreign_wrong}",
            share(right, &self.own),
            share(right + offered, &self.own),
            share(foreign_offered, &self.foreign),
        )
    }
}

/// The most probable weights, by coordinate descent with Newton's steps.
fn fit<O: std::borrow::Borrow<Observation>>(observations: &[O]) -> Vec<f64> {
    let expected: Vec<f64> = FEATURES.iter().map(|(feature, _)| EXPECTED.of(*feature)).collect();
    let mut weights = expected.clone();
    // The observations of each feature, with its strength in them.
    let mut of_feature: Vec<Vec<(usize, f64)>> = vec![Vec::new(); weights.len()];
    let mut odds = vec![0.0; observations.len()];
    for (index, observation) in observations.iter().enumerate() {
        for (feature, strength) in &observation.borrow().features {
            of_feature[*feature as usize].push((index, *strength));
            odds[index] += weights[*feature as usize] * strength;
        }
    }
    for _ in 0..SWEEPS {
        for (feature, seen) in of_feature.iter().enumerate() {
            let mut gradient = PRECISION * (weights[feature] - expected[feature]);
            let mut curvature = PRECISION;
            for (index, strength) in seen {
                let Observation { is_right, importance, .. } = observations[*index].borrow();
                let probability = 1.0 / (1.0 + (-odds[*index]).exp());
                gradient += importance * strength * (probability - f64::from(u8::from(*is_right)));
                curvature += importance
                    * strength
                    * strength
                    * (probability * (1.0 - probability)).max(0.01);
            }
            let wanted = weights[feature] - gradient / curvature;
            let (least, most) = bounds(FEATURES[feature].0, expected[feature]);
            let allowed = wanted.clamp(least, most);
            for (index, strength) in seen {
                odds[*index] += (allowed - weights[feature]) * strength;
            }
            weights[feature] = allowed;
        }
    }
    weights.iter().map(|weight| (weight / STEP).round() * STEP).collect()
}

/// The least and the greatest weight of a feature, which has the sign that was expected.
fn bounds(feature: Feature, expected: f64) -> (f64, f64) {
    // The log-odds between what is offered and what is claimed are 2.66.
    const MAX_WORD: f64 = 2.6;
    match feature {
        // The name of a vendor beside a text that isn't even offered makes no claim.
        Feature::Marker | Feature::SharedWord => (0.0, MAX_WORD),
        _ if expected > 0.0 => (0.0, f64::INFINITY),
        _ if expected < 0.0 => (f64::NEG_INFINITY, 0.0),
        _ => (f64::NEG_INFINITY, f64::INFINITY),
    }
}

/// Writes the weights into the table.
fn write(weights: &[f64]) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/weights.toml");
    let text = fs::read_to_string(path).expect("the table");
    let mut weights = weights.iter();
    let mut out = String::new();
    for line in text.lines() {
        if line.starts_with("weight = ") {
            let weight = weights.next().expect("a weight for each feature");
            let _ = writeln!(out, "weight = {weight:.2}");
        } else {
            let _ = writeln!(out, "{line}");
        }
    }
    fs::write(path, out).expect("written");
}

fn decoder(weights: Weights) -> Decoder {
    Decoder { weights, ..Decoder::new(&Catalogs::builtin()) }
}

/// Weights that live as long as the test.
fn leak(weights: &[f64]) -> Weights {
    Weights::new(weights.to_vec().leak())
}

#[allow(clippy::cast_precision_loss)] // counts
fn as_f64(count: usize) -> f64 {
    count as f64
}
