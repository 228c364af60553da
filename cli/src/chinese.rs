//! Errors of the library in Chinese. What Feishu says stays as it is.

use feishu_hire::{Error, ErrorKind, FieldViolation};

/// Returns the message of an error, with the facts of its English one.
pub(crate) fn message(error: &Error) -> String {
    let operation = error.operation().map(|operation| format!("{operation}：")).unwrap_or_default();
    let mut text = format!("{operation}{}", summary(error));
    if let Some(path) = error.json_path() {
        text += &format!("，位于 {path}");
    }
    if let Some(excerpt) = error.excerpt() {
        text += &format!("，附近内容为 {excerpt}");
    }
    for violation in error.field_violations() {
        text += &format!("；{}", self::violation(violation));
    }
    if !error.required_scopes().is_empty() {
        text += &format!("；应用需要以下任一权限：{}", error.required_scopes().join("、"));
    }
    let attempts = error.attempts().len();
    let facts = [
        error.status().map(|status| format!("HTTP {status}")),
        error.code().map(|code| format!("错误码 {code}")),
        error.log_id().map(|log_id| format!("日志 ID {log_id}")),
        error.rate_limit().reset.map(|reset| format!("{} 秒后可重试", reset.as_secs())),
        (attempts > 1).then(|| format!("共尝试 {attempts} 次")),
    ];
    let facts: Vec<_> = facts.into_iter().flatten().collect();
    if facts.is_empty() { text } else { format!("{text}（{}）", facts.join("，")) }
}

fn summary(error: &Error) -> String {
    let summary = match error.kind() {
        ErrorKind::InvalidParameter if !error.field_violations().is_empty() => return "请求有误，未发送".to_owned(),
        ErrorKind::InvalidParameter => "请求有误，未发送",
        ErrorKind::Configuration => "设置有误",
        ErrorKind::Token => "未能获取 token",
        ErrorKind::Connect => "未能建立连接",
        ErrorKind::Timeout => "请求超时",
        ErrorKind::Transport => "连接中断",
        ErrorKind::Api => "接口返回错误",
        ErrorKind::Http => "网关或代理返回错误",
        ErrorKind::Decode => "响应与文档不符",
        ErrorKind::IncompleteListing => "列表未读完",
        ErrorKind::LinkExpired => "链接已过期",
        ErrorKind::TooLarge => "文件过大",
        ErrorKind::Io => "读写本地文件失败",
        _ => return error.message().to_owned(),
    };
    format!("{summary}：{}", error.message())
}

/// Returns what is wrong with a parameter or a field.
pub(crate) fn violation(violation: &FieldViolation) -> String {
    let (field, description) = (violation.field(), violation.description());
    let translated = DESCRIPTIONS.iter().find_map(|(english, chinese)| {
        let values = values(english, description)?;
        let fill = |text: String, (index, value): (usize, &&str)| text.replace(&format!("{{{index}}}"), value);
        Some(values.iter().enumerate().fold((*chinese).to_owned(), fill))
    });
    format!("{field}：{}", translated.unwrap_or_else(|| description.to_owned()))
}

/// Returns the values of the placeholders `{}`, if the text has this form.
fn values<'a>(form: &str, text: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = form.split("{}");
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut values = Vec::new();
    for part in parts {
        let (value, after) = if part.is_empty() { (rest, "") } else { rest.split_once(part)? };
        values.push(value);
        rest = after;
    }
    rest.is_empty().then_some(values)
}

/// The descriptions of the library, and their meaning. The first form that fits is used.
const DESCRIPTIONS: &[(&str, &str)] = &[
    ("there is no such field", "没有该字段"),
    ("must not be empty", "不能为空"),
    ("must be between {} and {}", "须在 {0} 到 {1} 之间"),
    ("must be at least {} characters long", "至少 {0} 个字符"),
    ("must be at most {} characters long", "最多 {0} 个字符"),
    ("must be {} to {} characters long", "须为 {0} 到 {1} 个字符"),
    ("must be a list of at least {} items", "至少 {0} 项"),
    ("must be a list of at most {} items", "最多 {0} 项"),
    ("must be a list of {} to {} items", "须为 {0} 到 {1} 项"),
    ("must be at least {}", "不能小于 {0}"),
    ("must be at most {}", "不能大于 {0}"),
    ("must be true or false", "须为 true 或 false"),
    ("must be an integer", "须为整数"),
    ("must be an integer of 32 bits", "须为 32 位整数"),
    ("must be a number", "须为数字"),
    ("must be a string", "须为字符串"),
    ("must be a date such as {}", "须为日期，如 {0}"),
    ("must be a URL", "须为 URL"),
    ("must be a time in milliseconds", "须为毫秒时间戳"),
    ("must be a list", "须为列表"),
    ("must be an object", "须为对象"),
    ("must be a JSON object", "须为 JSON 对象"),
    ("must be JSON in a string", "须为字符串形式的 JSON"),
    ("must be an integer in a string", "须为字符串形式的整数"),
    ("must be a number in a string", "须为字符串形式的数字"),
    ("must be a time in milliseconds in a string", "须为字符串形式的毫秒时间戳"),
    ("must be one id, not a list", "只能是一个 ID，不能是列表"),
    ("must be one value, not a list", "只能是一个值，不能是列表"),
    ("must not contain full-width digits", "不能包含全角数字"),
    ("must not start or end with whitespace or an invisible character", "首尾不能有空白或不可见字符"),
    ("must not contain whitespace or an invisible character", "不能包含空白或不可见字符"),
    ("must not contain a control character or an invisible character", "不能包含控制字符或不可见字符"),
    ("must not be in quotes", "不能带引号"),
    ("must not be `.` or `..`", "不能是 `.` 或 `..`"),
    ("must not be an empty file", "不能是空文件"),
    ("must have a file name", "须有文件名"),
    ("at least one of {} is required", "至少须设置其中一个"),
    ("at most one of {} is allowed", "最多只能设置其中一个"),
    ("either all or none of {} must be set", "须全部设置或全部不设置"),
    ("{} must not be after {}", "{0} 不能晚于 {1}"),
    ("{} is required if {} is set", "设置 {1} 时必填"),
    ("{} is required if {} is {}", "{1} 为 {2} 时必填"),
    // A body names its field again.
    ("{} is required", "必填"),
    ("is required", "必填"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_values_of_a_form_are_found() {
        assert_eq!(values("must be {} to {} long", "must be 1 to 20 long"), Some(vec!["1", "20"]));
        assert_eq!(values("is at most {}", "is at most 5"), Some(vec!["5"]));
        assert_eq!(values("is required", "is required"), Some(vec![]));
        assert_eq!(values("is required", "is required if a is set"), None);
        assert_eq!(values("must be {} items", "must be 5"), None);
    }
}
