//! The intermediary that responded instead of the API: a proxy, a load balancer or a login page; or
//! an empty body. The request probably never reached the API.

use super::builtin::{INTERMEDIARIES, Pattern};
use crate::decode::parse::http::HttpMessage;
use crate::decode::report::Intermediary;
use crate::text::head;

/// How much of a paste is searched: an error page names its server early.
const MAX_SEARCHED: usize = 16 * 1024;

/// The intermediary that responded, if no vendor is recognised.
pub fn intermediary(text: &str, message: &HttpMessage) -> Option<Intermediary> {
    if text.trim().is_empty() {
        return None;
    }
    let page = by_page(text);
    if let Some(page) = page.filter(|page| *page != Intermediary::WebPage) {
        return Some(page);
    }
    let is_gateway_error =
        message.status.as_ref().is_some_and(|(status, _)| matches!(status, 502..=504 | 520..=527));
    let server = by_server(message).filter(|_| is_gateway_error || page.is_some());
    let is_empty = || message.header("content-length").is_some_and(|length| length.value == "0");
    server.or(page).or_else(|| is_empty().then_some(Intermediary::EmptyBody))
}

fn by_page(text: &str) -> Option<Intermediary> {
    let start = head(text, MAX_SEARCHED).to_lowercase();
    let has_all = |parts: &&[&str]| parts.iter().all(|part| start.contains(part));
    first(|pattern| pattern.pages.iter().any(has_all))
}

fn by_server(message: &HttpMessage) -> Option<Intermediary> {
    let server = message.header("server")?.value.to_lowercase();
    first(|pattern| pattern.servers.iter().any(|name| server.starts_with(name)))
}

fn first(matches: impl Fn(&Pattern) -> bool) -> Option<Intermediary> {
    INTERMEDIARIES.iter().find(|pattern| matches(pattern)).map(|pattern| pattern.intermediary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_pages_name_their_server() {
        let page = |text: &str| intermediary(text, &HttpMessage::default());
        assert_eq!(
            page(
                "<html><head><title>504 Gateway Time-out</title></head><body><hr><center>nginx</center>"
            ),
            Some(Intermediary::Server("nginx"))
        );
        assert_eq!(
            page("b'<html>\\r\\n<center>openresty</center>'"),
            Some(Intermediary::Server("OpenResty"))
        );
        assert_eq!(
            page(
                "upstream connect error or disconnect/reset before headers. reset reason: timeout"
            ),
            Some(Intermediary::Server("Envoy"))
        );
        assert_eq!(
            page("<!DOCTYPE html><html><title>Sign in to your account</title>"),
            Some(Intermediary::LoginPage)
        );
        assert_eq!(page("<!DOCTYPE html><html><title>Oops</title>"), Some(Intermediary::WebPage));
        assert_eq!(page("{\"error\":1}"), None);
    }
}
