//! What a description says beside its text: example, default, values, limits.

use super::clean::{bare, one_line, plain};

/// A description, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Description {
    /// What is left when the rest is taken out, on one line.
    pub(super) text: String,
    pub(super) example: Option<String>,
    pub(super) default: Option<String>,
    /// Codes with their labels.
    pub(super) options: Vec<(String, String)>,
    pub(super) range: Limits,
    pub(super) length: Limits,
    /// Scopes of which one fills the field.
    pub(super) scopes: Vec<String>,
}

/// Smallest and largest.
pub(super) type Limits = (Option<i64>, Option<i64>);

/// What a bold word means that has no colon behind it.
const KNOWN_LABELS: [&str; 8] = ["示例值", "固定值", "可选值", "枚举值", "默认值", "校验规则", "权限要求", "Example"];

/// Takes a description apart.
pub(super) fn describe(text: &str) -> Description {
    let mut description = Description::default();
    let mut lead = Vec::new();
    for Segment { label, content, is_label } in segments(text) {
        match label.as_str() {
            _ if !is_label => lead.push(format!("{label}{content}")),
            _ if label.contains("示例值") || label.contains("固定值") || label.starts_with("Example") => {
                description.example = description.example.or_else(|| literal(&content));
            }
            _ if label.contains("可选值") || label.contains("枚举值") || label.starts_with("Optional values") => {
                if description.options.is_empty() {
                    description.options = options(&content);
                }
            }
            _ if label.starts_with("默认值") || label.starts_with("Default") => {
                description.default = description.default.or_else(|| literal(&content));
            }
            _ if label.contains("校验规则")
                || label.contains("validation rules")
                || label.starts_with("最")
                || label.contains("范围") =>
            {
                limits(&format!("{label}：{content}"), &mut description);
            }
            _ if label.contains("权限要求") => {
                if !label.contains("当值为") {
                    description.scopes = scopes(&content);
                }
            }
            _ => lead.push(format!(" {label}：{content}")),
        }
    }
    let mut lead = lead.concat();
    if description.options.is_empty()
        && let Some((before, listed)) = listed_in_words(&lead)
    {
        (description.options, lead) = (listed, before);
    }
    in_words(&lead, &mut description);
    description.text = one_line(&lead);
    description
}

/// A piece of a description.
#[derive(Default)]
struct Segment {
    label: String,
    content: String,
    /// Whether the label tells what the content is, and is not just a bold word.
    is_label: bool,
}

/// `**label**：content` pieces; what stands before the first has no label.
fn segments(text: &str) -> Vec<Segment> {
    let mut found = vec![Segment::default()];
    let mut rest = text;
    while let Some(start) = rest.find("**") {
        let (before, from) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let inside = from.get(2..).unwrap_or_default();
        let Some(end) = inside.find("**").filter(|end| inside.get(..*end).is_some_and(|label| !label.contains('\n')))
        else {
            break;
        };
        append(&mut found, before);
        let (label, after) = inside.split_at_checked(end).unwrap_or((inside, ""));
        let behind = after.get(2..).unwrap_or_default();
        let is_label = label.trim_end().ends_with(['：', ':'])
            || behind.trim_start_matches(' ').starts_with(['：', ':'])
            || KNOWN_LABELS.iter().any(|known| label.contains(known));
        let label = plain(label).trim().trim_end_matches(['：', ':']).trim().to_owned();
        found.push(Segment { label, is_label, ..Segment::default() });
        rest = if is_label { behind.trim_start_matches([' ', '：', ':']) } else { behind };
    }
    append(&mut found, rest);
    found
}

fn append(found: &mut [Segment], text: &str) {
    if let Some(last) = found.last_mut() {
        last.content.push_str(text);
    }
}

/// The first line as a value; a list or an object in JSON may take several.
fn literal(text: &str) -> Option<String> {
    let text = text.trim();
    if text.starts_with(['[', '{']) {
        return Some(text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let line = bare(text.lines().next().unwrap_or_default());
    // What follows a value in backticks is a remark.
    let line = line.split('`').next().unwrap_or(line);
    Some(bare(line).to_owned()).filter(|line| !line.is_empty())
}

/// `` - `1`: label - `2`: label `` on one line, or one on each.
fn options(text: &str) -> Vec<(String, String)> {
    let ticked = text.contains("- `") || text.contains("* `");
    let pieces: Vec<String> = if ticked {
        let pieces = text.split("- `").flat_map(|piece| piece.split("* `"));
        pieces.skip_while(|piece| !piece.contains('`')).map(str::to_owned).collect()
    } else {
        let lines = text.lines().filter_map(|line| line.trim().strip_prefix(['-', '*', '•']));
        lines.flat_map(one_line_options).collect()
    };
    let mut found: Vec<(String, String)> = Vec::new();
    for piece in pieces {
        let parts = if ticked { piece.split_once('`') } else { piece.split_once(['：', ':']) };
        let (code, label) = parts.unwrap_or((&piece, ""));
        let code = bare(code).to_owned();
        let label = one_line(label.trim_start_matches([' ', '：', ':']));
        if !code.is_empty() && !found.iter().any(|(known, _)| *known == code) {
            found.push((code, label));
        }
    }
    found
}

/// Values that a sentence announces, and what stands before them: `… 枚举值：`, then `- code：label`, on lines of their own
/// or on one.
fn listed_in_words(text: &str) -> Option<(String, Vec<(String, String)>)> {
    let (before, list) = ["\n-", "： -", ": -"].iter().find_map(|start| text.split_once(start))?;
    let list = format!("-{list}");
    let found = options(&list);
    let is_code = |code: &str| code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/'));
    let pieces = list.lines().filter(|line| !line.trim().is_empty()).flat_map(one_line_options).count();
    let whole = announces_values(before) && found.len() > 1 && found.len() == pieces;
    let whole = whole && found.iter().all(|(code, label)| is_code(code) && !label.is_empty());
    let text = without_announcement(before).map_or(before, |text| text.trim_end_matches(['，', ',', ' ', '\n']));
    whole.then(|| (text.to_owned(), found))
}

/// Whether a clause ends with a word for values that may be taken.
fn announces_values(text: &str) -> bool {
    plain(text).split(['。', '，', ',', '；', '\n']).any(|clause| without_announcement(clause).is_some())
}

/// What stands before `可选值有：` and the like, where a text ends with it.
fn without_announcement(text: &str) -> Option<&str> {
    let text = text.trim().trim_end_matches(['：', ':']).trim_end();
    let text = ["如下所示", "如下", "包括", "有", "为"].iter().fold(text, |text, end| text.trim_end_matches(end));
    ["可选值", "枚举值", "取值"].iter().find_map(|word| text.strip_suffix(word))
}

/// `1：label - 2：other - with a dash` on one line: a dash parts two values where a code and a colon follow.
fn one_line_options(line: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for piece in line.split(" - ") {
        let code = piece.split_once(['：', ':']).map(|(code, _)| bare(code));
        let starts = code.is_some_and(|code| {
            !code.is_empty() && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
        });
        match found.last_mut() {
            Some(last) if !starts => {
                last.push_str(" - ");
                last.push_str(piece);
            }
            _ => found.push(piece.to_owned()),
        }
    }
    found
}

/// `- 取值范围：`1` ～ `20` - 最大长度：`100` 字符`
fn limits(text: &str, description: &mut Description) {
    const ENGLISH: [(&str, &str); 6] = [
        ("Value range", "取值范围"),
        ("Length range", "长度范围"),
        ("Maximum value", "最大值"),
        ("Minimum value", "最小值"),
        ("Maximum length", "最大长度"),
        ("Minimum length", "最小长度"),
    ];
    let text = ENGLISH.iter().fold(plain(text), |text, (english, key)| text.replace(english, key));
    let keys = ["取值范围", "长度范围", "数据范围", "最大值", "最小值", "最大长度", "最小长度"];
    for key in keys {
        let Some(at) = text.find(key) else { continue };
        let rest = text.get(at + key.len()..).unwrap_or_default().trim_start_matches(['：', ':', ' ', '*', '为']);
        let end = rest.find("- ").or_else(|| rest.find("* ")).or_else(|| rest.find('\n')).unwrap_or(rest.len());
        let rest = rest.get(..end).unwrap_or_default();
        let target = if key.contains("长度") { &mut description.length } else { &mut description.range };
        let single = whole_number(rest);
        match key {
            "最大值" | "最大长度" => target.1 = target.1.or(single),
            "最小值" | "最小长度" => target.0 = target.0.or(single),
            _ => {
                let (from, to) = rest.split_once(['～', '~', '-', '至']).unwrap_or((rest, ""));
                *target = (whole_number(from), whole_number(to));
            }
        }
    }
}

/// Limits and defaults that a sentence states.
fn in_words(text: &str, description: &mut Description) {
    limits(text, description);
    let text = plain(text);
    let numbers = |words: &[&str]| {
        let found = words.iter().filter_map(|word| {
            let at = text.find(word)?;
            let rest = text.get(at + word.len()..)?.trim_start_matches([' ', '为', '是', '：', ':']);
            Some((whole_number(rest)?, Counted::read(rest)))
        });
        found.collect::<Vec<_>>()
    };
    let after = |words: &[&str]| numbers(words).first().map(|(number, _)| *number);
    for (most, counted) in numbers(&["不能超过", "不超过", "最大为", "上限为", "最大元素个数", "最大", "最长", "最多"])
    {
        match counted {
            Counted::Characters => description.length.1 = description.length.1.or(Some(most)),
            Counted::Value => description.range.1 = description.range.1.or(Some(most)),
            Counted::Others => {}
        }
    }
    for (least, counted) in numbers(&["最短", "至少"]) {
        if let Counted::Characters = counted {
            description.length.0 = description.length.0.or(Some(least));
        }
    }
    if description.range.0.is_none() {
        description.range.0 =
            after(&["必须大于", "需大于"]).filter(|_| !text.contains("大于等于")).map(|least| least + 1);
    }
    if description.default.is_none() {
        let words = ["默认值为", "默认值", "默认为"];
        description.default = after(&words).map(|value| value.to_string()).or_else(|| truth(&text, &words));
    }
}

/// What a number counts.
enum Counted {
    Characters,
    /// The value itself, or the items of a list.
    Value,
    /// Bytes, or calls.
    Others,
}

impl Counted {
    /// By what follows the number.
    fn read(text: &str) -> Self {
        let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, ' ' | '`' | '个'));
        let lower = unit.to_lowercase();
        if ["字节", "byte", "k", "m", "g", "次"].iter().any(|word| lower.starts_with(word)) {
            Self::Others
        } else if ["字", "汉字", "中文", "英文", "char"].iter().any(|word| lower.starts_with(word)) {
            Self::Characters
        } else {
            Self::Value
        }
    }
}

/// `true` or `false` behind one of the words, however it is written.
fn truth(text: &str, words: &[&str]) -> Option<String> {
    let text = text.to_lowercase();
    let behind = |word: &&str| {
        Some(text.get(text.find(*word)? + word.len()..)?.trim_start_matches([' ', '为', '是', '：', ':', '`', '"']))
    };
    let mut said = words.iter().filter_map(behind);
    said.find_map(|rest| ["true", "false"].into_iter().find(|word| rest.starts_with(word)).map(str::to_owned))
}

/// The number that a text starts with.
fn whole_number(text: &str) -> Option<i64> {
    let text = text.trim_start_matches([' ', '`', '：', ':']);
    let len = text.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(text.len());
    text.get(..len)?.parse().ok()
}

fn scopes(text: &str) -> Vec<String> {
    let text = plain(text);
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '.' | '-')));
    let mut found = Vec::new();
    for word in words.filter(|word| word.contains(':') && word.starts_with(|c: char| c.is_ascii_lowercase())) {
        if !word.starts_with("http") && !found.iter().any(|known| known == word) {
            found.push(word.to_owned());
        }
    }
    found
}
