//! Advice for errors. Most programs need only a few of these cases.

use feishu_hire::{Error, error_code};

/// Returns advice for the error of a step.
///
/// Codes are checked before classes: a code is more specific, and some permanent conditions have HTTP status 500.
pub(crate) fn advice(error: &Error) -> String {
    match error.code() {
        Some(error_code::TALENT_LOCKED) => {
            "The talent is locked in another application. Terminate that one first.".into()
        }
        Some(error_code::APPLICATION_LIMIT_REACHED) => {
            "The talent has reached the limit of applications, which is set in the admin console.".into()
        }
        Some(error_code::STAGE_TRANSFER_SOURCE_FORBIDDEN | error_code::STAGE_TRANSFER_TARGET_FORBIDDEN) => {
            "The recruitment process does not permit this move. Choose another --stage.".into()
        }
        Some(error_code::OFFER_UNSUPPORTED_IN_STAGE | error_code::OFFER_APPLICATION_STAGE_ABNORMAL) => {
            "This stage does not permit an offer. Choose another --stage.".into()
        }
        Some(error_code::OFFER_APPLICATION_TERMINATED) => "The application was terminated. Recover it first.".into(),
        _ => advice_by_class(error),
    }
}

fn advice_by_class(error: &Error) -> String {
    if error.is_not_found() {
        "An id does not exist. Check --job, --stage, --department and --manager.".into()
    } else if error.is_scope_missing() {
        format!("Request one of these scopes for the app: {}.", error.required_scopes().join(", "))
    } else if error.is_invalid_parameter() {
        let fields: Vec<_> = error.field_violations().iter().map(|violation| violation.field()).collect();
        format!("Correct the arguments. Invalid parameters: {}.", fields.join(", "))
    } else if error.is_retryable() && !error.was_sent() {
        "Nothing was sent. Run the same command again.".into()
    } else if error.is_retryable() {
        // The client does not retry a write that may have been executed. The steps can be repeated, because each one first checks what exists.
        "The call may have been executed. Run the same command again: it checks what exists.".into()
    } else {
        format!("Contact the support of Feishu with the log id {}.", error.log_id().unwrap_or("(none)"))
    }
}
