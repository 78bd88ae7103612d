//! Judged queries: what a tired person types, and which entries are a right first answer.

use super::{first, found};

const JUDGED: &[(&str, &[&str])] = &[
    // Codes.
    ("2001", &["pagerduty:2001", "sevenbridges:2001"]),
    ("#1250", &["uipath:1250"]),
    ("code 9014", &["sevenbridges:9014"]),
    ("9042", &["sevenbridges:9024"]),
    ("passwordlocked", &["sap:PASSWORD_LOCKED"]),
    ("duplicated", &["omnia:Duplicated"]),
    ("mismatched group id", &["sap:Mismatched group id"]),
    // Vendor and code.
    ("pd 2009", &["pagerduty:2009"]),
    ("7bridges 0", &["sevenbridges:0"]),
    ("orchestrator 1000", &["uipath:1000"]),
    ("ias 409", &["sap:409"]),
    ("sb 404", &["sevenbridges:90003"]),
    ("om duplicated", &["omnia:Duplicated"]),
    // HTTP statuses.
    ("403 forbidden", &["pagerduty:403", "sap:403"]),
    ("sap 503", &["sap:503"]),
    ("412", &["http:412"]),
    ("424 omnia", &["omnia:MissingSystemConfiguration"]),
    ("415 sevenbridges", &["sevenbridges:90008"]),
    // Names and messages.
    ("invalid cron", &["uipath:1600"]),
    ("sql lock", &["uipath:1010"]),
    ("max length", &["omnia:TextMaxLengthMismatch"]),
    ("escalation policy not found", &["pagerduty:1014", "pagerduty:5001"]),
    ("file already exists", &["sevenbridges:5003", "sevenbridges:8004"]),
    ("app revision integer", &["sevenbridges:6009"]),
    ("terms and conditions", &["uipath:1017"]),
    ("system data source", &["omnia:CreateSystemDataSourceUnsupported"]),
    ("aws_canned_acl", &["sevenbridges:9022"]),
    ("log entry limit", &["pagerduty:5002"]),
    // Abbreviations.
    ("NAUsed", &["uipath:1001"]),
    ("RLE", &["sevenbridges:1000", "sevenbridges:10371", "pagerduty:2020"]),
    ("SAcqLock", &["uipath:1010"]),
    ("cwl", &["sevenbridges:7017"]),
    ("smtp", &["omnia:SmtpServerInvalidConfiguration"]),
    ("dup name", &["uipath:1001"]),
    // Endpoints.
    ("odata/users", &["uipath:1008"]),
    ("POST releases", &["uipath:1001"]),
    ("GET libraries", &["uipath:1011"]),
    ("StartTransaction", &["uipath:1001", "uipath:1014"]),
    (
        "invitation api",
        &["sap:INVITATION_API_PARAMETER_INCORRECT", "sap:INVITATION_API_EMAIL_INCORRECT"],
    ),
    // Another order.
    ("incident merged", &["pagerduty:1019"]),
    ("group billing uuid", &["sevenbridges:4005"]),
    ("robot delete busy", &["uipath:1206"]),
    ("limit upper", &["omnia:UpperLimitNotRespected"]),
    // Symptoms.
    ("cant rename file", &["sevenbridges:5008"]),
    ("user locked out", &["uipath:1401"]),
    ("nobody on call", &["pagerduty:1015"]),
    ("connector down", &["omnia:ConnectorTimeout", "omnia:ConnectorNotFound"]),
    ("throttled", &["pagerduty:429", "sevenbridges:1000"]),
    ("maintenance", &["sevenbridges:0"]),
    ("robot offline", &["uipath:1222"]),
    ("too many licenses", &["uipath:1904"]),
    ("missing owner", &["sevenbridges:6006", "sevenbridges:3004"]),
    ("invitation email wrong", &["sap:INVITATION_API_EMAIL_INCORRECT"]),
    ("cant send mail", &["omnia:ErrorSendingEmail", "uipath:1008"]),
    ("https required", &["pagerduty:2009"]),
    ("account expired", &["pagerduty:2012"]),
    ("volume name too long", &["sevenbridges:9014"]),
    ("edit admin role", &["uipath:1412"]),
    ("behavior failed", &["omnia:BehaviourFailed"]),
    ("license expires", &["uipath:1901"]),
    // Typos.
    ("pasword lcoked", &["sap:PASSWORD_LOCKED"]),
    ("authentification failed", &["pagerduty:2006"]),
    ("unautorized", &["pagerduty:401", "sap:401"]),
    ("lisence expird", &["uipath:1901"]),
    ("escaltion polcy", &["pagerduty:1014", "pagerduty:1015", "pagerduty:2001"]),
    ("visiblity", &["sevenbridges:6012"]),
    ("snooz", &["pagerduty:1013"]),
    ("lcnsexprd", &["uipath:1901", "uipath:1673"]),
];

#[test]
fn the_right_entry_comes_first() {
    let wrong: Vec<String> = JUDGED
        .iter()
        .filter(|(query, best)| !best.contains(&first(query).as_str()))
        .map(|(query, best)| {
            let first: Vec<_> = found(query).into_iter().take(3).collect();
            format!("{query:?} wants {best:?}, first are {first:?}")
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
