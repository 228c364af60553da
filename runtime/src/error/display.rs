//! `Display` and `Debug` of errors. They contain no tokens, app secrets, sent values or response data.

use std::{error::Error as StdError, fmt};

use super::Error;

impl fmt::Display for Error {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        if let Some(operation) = self.operation() {
            write!(f, "{operation}: ")?;
        }
        f.write_str(&inner.message)?;
        if let Some(path) = &inner.path {
            write!(f, " at {path}")?;
        }
        if let Some(excerpt) = &inner.excerpt {
            write!(f, " near {excerpt}")?;
        }
        for violation in self.field_violations() {
            write!(f, "; {violation}")?;
        }
        if !self.required_scopes().is_empty() {
            write!(f, "; the app needs one of {}", self.required_scopes().join(", "))?;
        }
        let facts = [
            inner.status.map(|status| format!("HTTP {status}")),
            inner.code.map(|code| format!("code {code}")),
            inner.log_id.as_ref().map(|log_id| format!("log id {log_id}")),
            inner.rate_limit.reset.map(|reset| format!("retry after {} s", reset.as_secs())),
            Some(inner.attempts.len()).filter(|count| *count > 1).map(|count| format!("attempt {count}")),
        ];
        let facts: Vec<_> = facts.into_iter().flatten().collect();
        if !facts.is_empty() {
            write!(f, " ({})", facts.join(", "))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        let mut out = f.debug_struct("Error");
        out.field("kind", &inner.kind).field("message", &inner.message);
        let mut some = |name, value: Option<&dyn fmt::Debug>| {
            if let Some(value) = value {
                out.field(name, value);
            }
        };
        some("operation", self.operation().as_ref().map(|it| it as _));
        some("status", inner.status.as_ref().map(|it| it as _));
        some("code", inner.code.as_ref().map(|it| it as _));
        some("log_id", inner.log_id.as_ref().map(|it| it as _));
        some("path", inner.path.as_ref().map(|it| it as _));
        some("excerpt", inner.excerpt.as_ref().map(|it| it as _));
        some("source", inner.source.as_ref().map(|it| it as _));
        if !self.field_violations().is_empty() {
            out.field("field_violations", &self.field_violations());
        }
        if inner.attempts.len() > 1 {
            out.field("attempts", &inner.attempts);
        }
        if !self.permission_violations().is_empty() {
            out.field("permission_violations", &self.permission_violations());
        }
        out.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}
