//! How much each sort of evidence weighs: `data/weights.toml`, as the build script wrote it.

include!(concat!(env!("OUT_DIR"), "/weights.rs"));

/// A weight for each feature, in log-odds.
#[derive(Debug, Clone, Copy)]
pub struct Weights(&'static [f64]);

impl Weights {
    #[cfg(test)]
    pub fn new(weights: &'static [f64]) -> Self {
        Self(weights)
    }

    /// The weight of one feature.
    pub fn of(self, feature: Feature) -> f64 {
        self.0.get(feature as usize).copied().unwrap_or_default()
    }
}
