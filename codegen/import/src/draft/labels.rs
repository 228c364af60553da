//! Shortens documented texts to labels.

/// Returns the first sentence of a label, at most 60 characters.
pub(super) fn clip(label: &str) -> String {
    let first = label.split(['。', '\n']).next().unwrap_or(label).trim();
    let clipped: String = first.chars().take(60).collect();
    if clipped.is_empty() { "-".to_owned() } else { clipped }
}

/// Returns a label, or its part before remarks, if it is short enough.
pub(super) fn shorten_title(label: &str) -> Option<&str> {
    let is_title = |label: &&str| !label.is_empty() && label.chars().count() <= 24;
    Some(label).filter(is_title).or_else(|| label.split(['（', '(', '，', '。']).next().map(str::trim).filter(is_title))
}

/// Returns the first phrase of a text as a label, or the fallback if the text is empty.
pub(super) fn shorten(text: &str, fallback: &str) -> String {
    let first = text.split(['，', '。', ',', '；', '、', '（']).next().unwrap_or_default().trim();
    if first.is_empty() { fallback.to_owned() } else { clip(first) }
}
