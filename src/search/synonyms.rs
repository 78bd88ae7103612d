//! Synonyms of the trade: what people type for what the vendors write. Data, reviewed by hand.

use std::sync::LazyLock;

use super::words::{fold, stem, words};

/// Phrases that can stand for each other. Words are compared by their stems, so one inflection is
/// enough. A phrase of several words is met by a text that has all of them, in any order.
const GROUPS: &[&[&str]] = &[
    // Abbreviations that are not the word's beginning.
    &["ad", "active directory"],
    &["args", "arguments"],
    &["cfg", "configuration"],
    &["creds", "credentials"],
    &["db", "database"],
    &["mgr", "manager"],
    &["msg", "message"],
    &["ou", "organization unit"],
    &["params", "parameters"],
    &["perms", "permissions"],
    &["pkg", "package"],
    &["pw", "password"],
    &["pwd", "password"],
    &["passwd", "password"],
    &["svc", "service"],
    &["usr", "user"],
    // Signing in.
    &["login", "log in", "logon", "log on", "signin", "sign in", "sign on"],
    &["login", "authentication"],
    &["auth", "login"],
    &["2fa", "mfa", "two factor", "totp", "otp"],
    &["sso", "saml", "single sign on"],
    &["credentials", "password"],
    &["lockout", "locked out", "locked", "too many attempts", "too many failed", "too many wrong"],
    &["blocked", "locked"],
    &["suspended", "locked", "disabled"],
    &["token", "api key"],
    // Rights.
    &["permission", "privilege", "right"],
    &["forbidden", "access denied", "not allowed", "no permission", "insufficient privileges"],
    &["permission denied", "perm denied", "access denied", "forbidden"],
    &["denied", "forbidden"],
    &[
        "unauthorized",
        "not authorized",
        "unauthenticated",
        "not authenticated",
        "not logged in",
        "not signed in",
    ],
    // Limits.
    &["rate limit", "ratelimit", "throttle", "too many requests"],
    &["too fast", "rate limit"],
    &["slow down", "rate limit"],
    &["quota", "limit"],
    &["ran out", "run out", "out of", "not enough", "no available", "no more", "exhausted"],
    &["ran out", "limit exceeded"],
    &["used up", "limit exceeded"],
    &["too many", "limit exceeded"],
    &["too many", "maximum", "upper limit"],
    &["too few", "minimum", "minimal", "lower limit"],
    &["limit exceeded", "limit reached"],
    &["too big", "too large", "too long"],
    // Things that are not right.
    &["invalid", "wrong", "incorrect", "bad", "malformed", "not valid"],
    &["misconfigured", "invalid configuration"],
    &["mismatch", "doesnt match", "differs"],
    &["empty", "null", "blank"],
    &["broken", "failed"],
    &["failed", "faulted"],
    &["failed", "failure", "unsuccessful", "could not", "unable"],
    &["crash", "internal error"],
    &["server error", "internal error"],
    &["parse", "decode"],
    // Things that are not there.
    &["missing", "not found", "does not exist", "doesnt exist", "isnt there", "no such", "gone"],
    &["got deleted", "was deleted", "no longer exists", "no longer available"],
    &["missing", "required"],
    &["missing", "not provided"],
    &["missing", "not be null"],
    &["not found", "cant be found", "cannot be found"],
    &["unknown", "not found"],
    &["nonexistent", "does not exist"],
    &["unavailable", "down", "outage", "not available"],
    &["offline", "disconnected", "unavailable"],
    &["offline", "down", "unreachable", "cant be reached"],
    &["hung", "hangs", "frozen", "unresponsive", "not responding", "stopped responding"],
    &["stuck", "pending", "queued", "waiting"],
    &["unreachable", "cannot connect", "cant be reached", "no connection"],
    &["maintenance", "downtime"],
    &["timeout", "time out", "took too long", "didnt respond"],
    &["slow", "took too long"],
    &["disabled", "not enabled", "inactive", "deactivated", "turned off", "switched off"],
    &["unsupported", "not supported"],
    &["required", "mandatory", "must", "only allowed"],
    &["nobody", "no user", "no one"],
    // Things that are there already.
    &["duplicate", "dup", "already exists", "already used", "already taken"],
    &["taken", "already used", "already exists"],
    &["already used", "used before"],
    &["exists", "already exists"],
    &["busy", "in use"],
    &["old", "previous"],
    &["reuse", "use previous", "already used"],
    &["same twice", "used twice", "duplicate", "already exists", "already used"],
    &["stale", "outdated", "changed", "updated since"],
    &["else changed", "another user changed", "changed meanwhile", "been changed", "updated since"],
    &["conflict", "clash"],
    // What is done.
    &["delete", "remove", "destroy"],
    &["edit", "modify", "change", "update", "alter"],
    &["uneditable", "not editable", "cannot change"],
    &["read only", "readonly", "ro", "not configured writing"],
    &["add", "create", "insert"],
    &["cancel", "abort", "stop", "terminate", "kill"],
    &["cancel", "undo", "revert"],
    &["rename", "change name"],
    &["refresh", "reload"],
    &["update", "upgrade"],
    &["acknowledge", "acked"],
    &["disconnected", "lost connection"],
    &["send", "sent"],
    &["associated", "attached", "assigned", "linked"],
    &["redirect", "moved"],
    &["reset", "change"],
    // What it is done to.
    &["email", "mail", "smtp"],
    &["mime", "media type"],
    &["content type", "media type"],
    &["json", "request body", "request content"],
    &["https", "ssl", "tls"],
    &["account", "user"],
    &["field", "attribute", "property"],
    &["item", "element"],
    &["list", "collection", "array"],
    &["robot", "bot"],
    &["callback", "redirect uri"],
    &["deadlock", "lock"],
    &["another user", "different user", "other user", "someone else", "somebody else"],
    &["folder", "organization unit"],
    &["oncall", "on call"],
    &["revision", "version"],
    &["payment", "billing"],
    // A denial in any of its forms.
    &["not", "no", "cannot", "cant", "doesnt", "dont", "isnt", "wont", "didnt", "unable", "never"],
];

/// A phrase by the stems of its words.
pub(super) type Phrase = Vec<String>;

static STEMS: LazyLock<Vec<Vec<Phrase>>> = LazyLock::new(|| {
    let phrase = |text: &&str| words(text).map(|word| stem(&fold(&text[word]))).collect();
    GROUPS.iter().map(|group| group.iter().map(phrase).collect()).collect()
});

/// Every phrase that stands for some of the words with these stems, each with the places of the
/// words that it stands for.
pub(super) fn swaps(stems: &[String]) -> Vec<(Vec<usize>, &'static Phrase)> {
    let mut swaps = Vec::new();
    for group in STEMS.iter() {
        for (at, phrase) in group.iter().enumerate() {
            let places: Option<Vec<usize>> =
                phrase.iter().map(|word| stems.iter().position(|stem| stem == word)).collect();
            if let Some(places) = places {
                let others = group.iter().enumerate().filter(|&(other, _)| other != at);
                swaps.extend(others.map(|(_, other)| (places.clone(), other)));
            }
        }
    }
    swaps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        let stems: Vec<_> = words(text).map(|word| stem(&fold(&text[word]))).collect();
        swaps(&stems).into_iter().map(|(_, phrase)| phrase.join(" ")).collect()
    }

    #[test]
    fn phrases_stand_for_each_other_in_any_order() {
        let too_many: Vec<_> = ["too", "many", "requests"].map(stem).to_vec();
        assert!(of("throttled").contains(&too_many.join(" ")));
        assert!(of("limit rate").contains(&too_many.join(" ")));
        assert!(of("passwords").is_empty() || !of("passwords").contains(&stem("login")));
        assert!(of("limit").contains(&stem("quota")), "{:?}", of("limit"));
        assert_eq!(of("machine"), Vec::<String>::new());
    }

    #[test]
    fn no_group_says_the_same_twice() {
        for (group, text) in STEMS.iter().zip(GROUPS) {
            let mut phrases: Vec<_> = group.clone();
            for phrase in &mut phrases {
                phrase.sort();
            }
            phrases.sort();
            phrases.dedup();
            assert_eq!(phrases.len(), group.len(), "{text:?}");
        }
    }
}
