//! Limits and defaults, as rules or in the words of a sentence.

use super::description::Description;
use crate::clean::plain;

/// `- 取值范围：`1` ～ `20` - 最大长度：`100` 字符`
pub(super) fn limits(text: &str, description: &mut Description) {
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
pub(super) fn in_words(text: &str, description: &mut Description) {
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
