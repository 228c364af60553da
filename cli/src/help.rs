//! The help of an operation.

use feishu_hire::operation::{Rule, Window};

use crate::{
    argument::{Parser, first_text},
    catalog::{Operation, Type, kebab},
    language::Language,
};

/// Returns title and description.
pub(crate) fn about(operation: &Operation, language: Language) -> String {
    let deprecated =
        operation.deprecation(language).map(|doc| format!("\n\n{}{doc}", language.select("Deprecated. ", "已废弃。")));
    let doc = operation.doc(language);
    format!("{}\n\n{}{}", operation.title(language), doc.trim_end(), deprecated.unwrap_or_default())
}

/// Returns rules, limits, scopes, the page and an example.
pub(crate) fn facts(operation: &Operation, language: Language) -> String {
    let row = operation.row;
    let rules = operation.rules(language).join("\n  ");
    let scopes = row.scopes.join("\n  ");
    let field_scopes = row.field_scopes.join("\n  ");
    let sections = [
        (language.select("Rules:", "参数规则："), rules),
        (language.select("Rate limit per tenant:", "频率限制（按租户）："), rate_limit(operation, language)),
        (language.select("Scopes, of which the app needs one:", "所需权限（任一）："), scopes),
        (language.select("Scopes that fill further fields:", "字段权限："), field_scopes),
        (language.select("Documentation:", "文档："), row.page.to_owned()),
        (language.select("Example:", "示例："), example(operation, language)),
    ];
    let shown = sections.into_iter().filter(|(_, text)| !text.is_empty());
    shown.map(|(heading, text)| format!("{heading}\n  {text}")).collect::<Vec<_>>().join("\n\n")
}

fn rate_limit(operation: &Operation, language: Language) -> String {
    if operation.has_special_limit() {
        return language.select("special; available from Feishu on request", "特殊频率限制，请咨询飞书").to_owned();
    }
    let window = |window: &Window| {
        let unit = match window.per.as_secs() {
            1 => language.select("second", "秒").to_owned(),
            60 => language.select("minute", "分钟").to_owned(),
            seconds => language.select(format!("{seconds} seconds"), format!("{seconds} 秒")),
        };
        language.select(format!("{} calls per {unit}", window.calls), format!("{} 次/{unit}", window.calls))
    };
    let windows: Vec<_> = operation.row.windows.iter().map(window).collect();
    windows.join(language.select(" and ", "，"))
}

/// Returns the words of an example call.
fn example(operation: &Operation, language: Language) -> String {
    let [resource, method] = operation.command();
    let mut words = vec!["feishu-hire".to_owned(), resource, method];
    let mut needs_file = false;
    let fields = operation.path().into_iter().chain(operation.query()).chain(operation.form()).chain(operation.body());
    // The first one is enough for a rule that needs any of several.
    let first = |rule: &Rule| if let Rule::AtLeastOneOf(names) = rule { names.first().copied() } else { None };
    let one_of: Vec<_> = operation.row.rules.iter().filter_map(first).collect();
    for field in fields.filter(|field| field.is_required() || one_of.contains(&field.name())) {
        let ty = field.ty();
        let item = if let Type::List(item) = &ty { item } else { &ty };
        match Parser::of(item, &field, language) {
            None => needs_file = true,
            Some(parser) => {
                let example = field.example().and_then(first_text).unwrap_or("…");
                let example = if matches!(ty, Type::File) { "resume.pdf" } else { example };
                words.push(format!("--{} {}", kebab(field.flag()), quoted(&parser.shown(example))));
            }
        }
    }
    if needs_file {
        words.push("--body body.json".to_owned());
    }
    if operation.overwrites() {
        words.push("--yes".to_owned());
    }
    words.join(" ")
}

/// Quotes a word for a shell, if needed.
fn quoted(text: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "_-./:@…".contains(character);
    if text.chars().all(is_plain) { text.to_owned() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}
