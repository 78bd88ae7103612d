//! Who answered when it was not the vendor: a proxy, a load balancer, a login page, nobody.
//! Such an answer says that the request probably never reached the API.

use super::http::Message;
use super::verdict::Intermediary;

/// Something that answers in a vendor's place.
struct Sign {
    of: Intermediary,
    /// Each group of texts, all of which must stand in the paste in lower case, betrays it.
    texts: &'static [&'static [&'static str]],
    /// What the `server` header begins with when it is this layer's own page.
    servers: &'static [&'static str],
}

/// The special before the general: Cloudflare's page also says which nginx stands behind it.
const LAYERS: &[Sign] = &[
    Sign {
        of: Intermediary::Server("Cloudflare"),
        texts: &[
            &["cloudflare ray id"],
            &["<center>cloudflare</center>"],
            &["attention required! | cloudflare"],
            &["cf-error-details"],
            &["error code: 10", "cloudflare"],
            &["error code: 52", "cloudflare"],
        ],
        servers: &["cloudflare"],
    },
    Sign {
        of: Intermediary::Server("AWS load balancer"),
        texts: &[
            &["<center>awselb/"],
            &["<html>", "<h1>503 service temporarily unavailable</h1>", "awselb"],
            &["the request could not be satisfied", "cloudfront"],
        ],
        servers: &["awselb", "cloudfront"],
    },
    Sign {
        of: Intermediary::Server("Azure front end"),
        texts: &[&["azure front door"], &["microsoft-azure-application-gateway"]],
        servers: &["microsoft-azure-application-gateway"],
    },
    Sign {
        of: Intermediary::Server("Envoy"),
        texts: &[
            &["upstream connect error or disconnect/reset before headers"],
            &["no healthy upstream"],
            &["upstream request timeout"],
        ],
        servers: &["envoy", "istio-envoy"],
    },
    Sign {
        of: Intermediary::Server("OpenResty"),
        texts: &[&["<center>openresty"]],
        servers: &["openresty"],
    },
    Sign {
        of: Intermediary::Server("nginx"),
        texts: &[&["<center>nginx"], &["<hr>", "nginx/"]],
        servers: &["nginx"],
    },
    Sign {
        of: Intermediary::Server("Apache"),
        texts: &[
            &["<address>apache"],
            &["apache", "server at", "port"],
            &["the proxy server received an invalid response from an upstream server"],
        ],
        servers: &["apache"],
    },
    Sign {
        of: Intermediary::Server("IIS"),
        texts: &[
            &["iis detailed error"],
            &["<h2>service unavailable</h2>", "http error 503"],
            &["server error in '/' application"],
            &["404 - file or directory not found"],
        ],
        servers: &["microsoft-iis", "microsoft-httpapi"],
    },
    Sign {
        of: Intermediary::Server("HAProxy"),
        texts: &[
            &["no server is available to handle this request"],
            &["<h1>504 gateway time-out</h1>", "the server didn't respond in time"],
        ],
        servers: &["haproxy"],
    },
    Sign {
        of: Intermediary::Server("Varnish"),
        texts: &[&["varnish cache server"], &["guru meditation", "xid:"]],
        servers: &["varnish"],
    },
    Sign {
        of: Intermediary::Server("Squid proxy"),
        texts: &[&["generated", "by", "(squid"], &["the requested url could not be retrieved"]],
        servers: &["squid"],
    },
    Sign {
        of: Intermediary::LoginPage,
        texts: &[
            &["<html", "type=\"password\""],
            &["<html", "type='password'"],
            &["<html", "<title>sign in"],
            &["<html", "<title>log in"],
            &["<html", "<title>login"],
            &["<html", "samlrequest"],
        ],
        servers: &[],
    },
    Sign { of: Intermediary::WebPage, texts: &[&["<!doctype html"], &["<html"]], servers: &[] },
];

/// How much of a paste is looked at: an error page names its maker early.
const LOOKED_AT: usize = 16 * 1024;

/// Who answered, if the paste is an answer of none of the vendors.
pub(super) fn intermediary(text: &str, message: &Message) -> Option<Intermediary> {
    if text.trim().is_empty() {
        return None;
    }
    let end = (0..=LOOKED_AT.min(text.len())).rev().find(|&at| text.is_char_boundary(at))?;
    let head = text[..end].to_lowercase();
    let page = LAYERS
        .iter()
        .find(|layer| layer.texts.iter().any(|page| page.iter().all(|words| head.contains(words))));
    if let Some(layer) = page.filter(|layer| layer.of != Intermediary::WebPage) {
        return Some(layer.of);
    }
    let server = message.header("server").map(|server| server.value.to_lowercase());
    let host = server.and_then(|server| {
        LAYERS.iter().find(|layer| layer.servers.iter().any(|name| server.starts_with(name)))
    });
    let gateway =
        message.status.as_ref().is_some_and(|(status, _)| matches!(status, 502..=504 | 520..=527));
    match (host, page) {
        (Some(layer), _) if gateway || page.is_some() => Some(layer.of),
        (_, Some(layer)) => Some(layer.of),
        _ if message.header("content-length").is_some_and(|length| length.value == "0") => {
            Some(Intermediary::EmptyBody)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_pages_name_their_maker() {
        let page = |text: &str| intermediary(text, &Message::default());
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
