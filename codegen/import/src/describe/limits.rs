//! Parses limits and defaults, from lists of rules or from sentences.

use super::description::Description;
use crate::clean::strip_markup;

/// Parses a list of rules such as `- 取值范围：`1` ～ `20` - 最大长度：`100` 字符`.
pub(super) fn read_limits(text: &str, description: &mut Description) {
    const ENGLISH: [(&str, &str); 6] = [
        ("Value range", "取值范围"),
        ("Length range", "长度范围"),
        ("Maximum value", "最大值"),
        ("Minimum value", "最小值"),
        ("Maximum length", "最大长度"),
        ("Minimum length", "最小长度"),
    ];
    let text = ENGLISH.iter().fold(strip_markup(text), |text, (english, key)| text.replace(english, key));
    let keys = ["取值范围", "长度范围", "数据范围", "最大值", "最小值", "最大长度", "最小长度"];
    for key in keys {
        let Some(at) = text.find(key) else { continue };
        let rest = text.get(at + key.len()..).unwrap_or_default().trim_start_matches(['：', ':', ' ', '*', '为']);
        let end = rest.find("- ").or_else(|| rest.find("* ")).or_else(|| rest.find('\n')).unwrap_or(rest.len());
        let rest = rest.get(..end).unwrap_or_default();
        let target = if key.contains("长度") { &mut description.length } else { &mut description.range };
        let single = leading_integer(rest);
        match key {
            "最大值" | "最大长度" => target.1 = target.1.or(single),
            "最小值" | "最小长度" => target.0 = target.0.or(single),
            _ => {
                let (from, to) = rest.split_once(['～', '~', '-', '至']).unwrap_or((rest, ""));
                *target = (leading_integer(from), leading_integer(to));
            }
        }
    }
}

/// Parses limits and defaults from sentences.
pub(super) fn from_sentences(text: &str, description: &mut Description) {
    read_limits(text, description);
    let text = strip_markup(text);
    let numbers = |words: &[&str]| {
        let found = words.iter().filter_map(|word| {
            let at = text.find(word)?;
            let rest = text.get(at + word.len()..)?.trim_start_matches([' ', '为', '是', '：', ':']);
            Some((leading_integer(rest)?, Quantity::read(rest)))
        });
        found.collect::<Vec<_>>()
    };
    let after = |words: &[&str]| numbers(words).first().map(|(number, _)| *number);
    for (most, counted) in numbers(&["不能超过", "不超过", "最大为", "上限为", "最大元素个数", "最大", "最长", "最多"])
    {
        match counted {
            Quantity::Characters => description.length.1 = description.length.1.or(Some(most)),
            Quantity::Value => description.range.1 = description.range.1.or(Some(most)),
            Quantity::Others => {}
        }
    }
    for (least, counted) in numbers(&["最短", "至少"]) {
        if let Quantity::Characters = counted {
            description.length.0 = description.length.0.or(Some(least));
        }
    }
    if description.range.0.is_none() {
        description.range.0 =
            after(&["必须大于", "需大于"]).filter(|_| !text.contains("大于等于")).map(|least| least + 1);
    }
    if description.default.is_none() {
        let words = ["默认值为", "默认值", "默认为"];
        let words_of_numbers = [words.as_slice(), &["默认"]].concat();
        description.default =
            after(&words_of_numbers).map(|value| value.to_string()).or_else(|| find_bool(&text, &words));
    }
}

/// The quantity that a number measures.
enum Quantity {
    Characters,
    /// A value, or the number of items of a list.
    Value,
    /// A number of bytes, calls or other things.
    Others,
}

impl Quantity {
    /// Determines the meaning from the text after the number.
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

/// Finds `true` or `false` after one of the words, in any case.
fn find_bool(text: &str, words: &[&str]) -> Option<String> {
    let text = text.to_lowercase();
    let behind = |word: &&str| {
        Some(text.get(text.find(*word)? + word.len()..)?.trim_start_matches([' ', '为', '是', '：', ':', '`', '"']))
    };
    let mut candidates = words.iter().filter_map(behind);
    candidates.find_map(|rest| ["true", "false"].into_iter().find(|word| rest.starts_with(word)).map(str::to_owned))
}

/// Parses the integer at the start of a text.
fn leading_integer(text: &str) -> Option<i64> {
    let text = text.trim_start_matches([' ', '`', '：', ':']);
    let len = text.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(text.len());
    text.get(..len)?.parse().ok()
}
