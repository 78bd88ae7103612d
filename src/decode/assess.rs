//! Fourth stage: from candidates to scored findings, a verdict and the next step.

pub mod advice;
mod evidence;
pub mod http_status;
mod known_message;
pub mod meaning;
pub mod resolve;
pub mod score;
