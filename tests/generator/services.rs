//! A second service with a type that has the same name as one of `hire`: the locations of modules and types, and their compilation.

use crate::{TestResult, compiled::compile};

const HIRE: &str = "\
operation: hire.v1.thing.get
title: Get a thing
zh: 获取事物
doc: Gets a thing.
page: https://open.feishu.cn/document/thing/get
updated: 2026-01-02
call: GET /open-apis/hire/v1/things/:thing_id
scopes: [hire:thing]
path:
  thing_id: ThingId | Which thing. | 1
response:
  owner: Owner | Its owner.
objects:
  Owner:
    doc: Whose thing it is.
    fields:
      name: string | Name of the owner.
";

const CONTACT: &str = "\
operation: contact.v3.thing.get
title: Get a thing
zh: 获取事物
doc: Gets a thing of another service.
page: https://open.feishu.cn/document/contact/get
updated: 2026-01-02
call: GET /open-apis/contact/v3/things/:thing_id
scopes: [hire:thing]
path:
  thing_id: ThingId | Which thing. | 1
response:
  owner: Owner | Its owner.
objects:
  Owner:
    doc: Whose thing it is, in the address book.
    fields:
      open_id: string | Id of the owner.
";

/// The schema. The two services have different operations, and different types with the name `Owner`.
const FILES: &[(&str, &str)] = &[
    ("hire/v1/thing/get.yaml", HIRE),
    ("hire/v1/thing/get.response.json", r#"{"code":0,"msg":"ok","data":{"owner":{"name":"a"}}}"#),
    ("contact/v3/thing/get.yaml", CONTACT),
    ("contact/v3/thing/get.response.json", r#"{"code":0,"msg":"ok","data":{"owner":{"open_id":"a"}}}"#),
];

#[test]
fn two_services_with_a_type_of_the_same_name() -> TestResult {
    let mut tree = String::new();
    let files = tests::generate(FILES)?;
    for file in files.iter().filter(|file| file.path.ends_with(".rs")) {
        let names: Vec<_> = file.text.lines().filter_map(declared).collect();
        tree += &format!("{}\n{}", file.path, names.concat());
    }
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(tree) });
    Ok(())
}

/// Returns a line if it declares a module, an export, a type, a method or a field.
fn declared(line: &str) -> Option<String> {
    let line = line.trim().trim_end_matches(['{', ',']);
    let is_declared = ["mod ", "pub ", "pub(crate) ", "pub(super) "].iter().any(|start| line.starts_with(start));
    (is_declared && !line.starts_with("pub use feishu_runtime")).then(|| format!("    {}\n", line.trim()))
}

/// A service whose responses have their data at the top level.
const BOT: &str = "\
operation: bot.v3.info.list
title: List bots
zh: 获取机器人
doc: Lists bots.
page: https://open.feishu.cn/document/bot/list
updated: 2026-01-02
call: GET /open-apis/bot/v3/infos
scopes: [hire:thing]
query:
  page_size: int32 = 10 | Number of bots.
  page_token: string | Page to return.
data: top_level
response:
  bots: list of Bot | The bots.
  has_more: bool | Whether there are more bots.
  page_token: string | Token of the next page.
paging: { size: page_size, token: page_token, items: bots, next: page_token, more: has_more }
objects:
  Bot:
    doc: A bot.
    fields:
      name: string | Name of the bot.
";

/// An operation whose body and data are lists.
const TAGS: &str = "\
operation: bot.v3.tag.update
title: Update tags
zh: 更新标签
doc: Updates tags.
page: https://open.feishu.cn/document/bot/tag
updated: 2026-01-02
call: POST /open-apis/bot/v3/tags
scopes: [hire:thing]
body:
  tags:
    type: list of Tag, required, bare
    doc: The tags.
    items: 1..9
response:
  tags: list of Tag, bare | The updated tags.
objects:
  Tag:
    doc: A tag.
    fields:
      id: string, required | Id of the tag.
      self: string | Link to the tag.
";

#[test]
fn services_compile() -> TestResult {
    let sample = r#"{"code":0,"msg":"ok","bots":[{"name":"a"}],"has_more":false}"#;
    let bot = [("bot/v3/info/list.yaml", BOT), ("bot/v3/info/list.response.json", sample)];
    let tags = [
        ("bot/v3/tag/update.yaml", TAGS),
        ("bot/v3/tag/update.request.json", r#"[{"id":"a"}]"#),
        ("bot/v3/tag/update.response.json", r#"{"code":0,"msg":"ok","data":[{"id":"a","self":"b"}]}"#),
    ];
    compile("services", &[FILES, &bot, &tags].concat())
}
