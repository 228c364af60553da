//! Parsing terminates without a panic for random changes to pages.

use feishu_import::{check_drafts, find_drift, measure_nesting};

use crate::{BARS, BLANKS, MIXED, NO_DEPTH, NO_TABLE, REPEATED_MARKS, TAGS, UPLOAD, drafts, small};

/// A deterministic random number generator.
struct Xorshift(u64);

impl Xorshift {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % end.max(1) as u64).unwrap_or(0)
    }
}

const PIECES: [&str; 28] = [
    "<md-dt-table>",
    "</md-dt-td>",
    "<md-enum-item key=\"",
    ">",
    "|",
    "||",
    "\\|",
    "```",
    "\n\n",
    "\r",
    "\t",
    "&emsp;",
    "└",
    "∟",
    "<br>",
    "**",
    "：",
    "- `",
    "`",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "[](",
    "**可选值有**：",
    "&",
    "\u{feff}",
];

fn mutate(text: &str, random: &mut Xorshift) -> String {
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    for _ in 0..=random.below(4) {
        let at = random.below(lines.len().max(1));
        match random.below(5) {
            0 if lines.len() > 1 => drop(lines.remove(at)),
            1 => lines.insert(at, lines.get(at).cloned().unwrap_or_default()),
            2 => {
                let other = random.below(lines.len());
                lines.swap(at, other);
            }
            _ => {
                let Some(line) = lines.get_mut(at) else { continue };
                let mut chars: Vec<char> = line.chars().collect();
                let column = random.below(chars.len() + 1);
                let piece = PIECES.get(random.below(PIECES.len())).copied().unwrap_or_default();
                let end = (column + random.below(3)).min(chars.len());
                chars.splice(column..end, piece.chars());
                *line = chars.into_iter().collect();
            }
        }
    }
    lines.concat()
}

fn survives(text: &str) {
    let _ = check_drafts(&drafts(&[("page", text)]));
    let _ = measure_nesting(text);
    let (_, api) = small();
    let _ = find_drift("page", text, &api);
}

#[test]
fn unusual_pages() {
    let deep = "| &nbsp;└ a | object | |\n".repeat(300);
    let head =
        "| 项目 | 值 |\n| --- | --- |\n| HTTP URL | https://open.feishu.cn/open-apis/x |\n| HTTP Method | GET |\n\n";
    let unusual = [
        String::new(),
        "\u{feff}---\n".to_owned(),
        "|\n|--|".to_owned(),
        "```".to_owned(),
        format!("{head}## 响应体\n|名称|类型|\n|--|--|\n{deep}"),
        format!("{head}## 响应体示例\n```json\n{}\n```", "{\"a\":[".repeat(5000)),
        format!("{head}## 响应体示例\n```json\n{{\"data\":{{\"\":1,\"a b\":{{\"中\":[]}},\"self\":null}}}}\n```"),
        format!(
            "{head}## 查询参数\n名称|类型|必填|描述\n--|--|--|--\na|int|是|**示例值**：**可选值有**：- `x`: - `x`: ** [a](b\nself|map<,>|否|"
        ),
        head.replace("GET", "FETCH"),
        head.replace("/open-apis/x", "/open-apis/:/{}/::a//"),
    ];
    unusual.iter().for_each(|page| survives(page));
}

#[test]
fn changed_pages() {
    let mut random = Xorshift(0x9E37_79B9_7F4A_7C15);
    for round in 0..150 {
        let pages = [BARS, BLANKS, NO_DEPTH, NO_TABLE, UPLOAD, REPEATED_MARKS, TAGS, MIXED];
        let page = pages.get(round % pages.len()).copied().unwrap_or_default();
        survives(&mutate(page, &mut random));
    }
}
