//! Finds fields with personal data or credentials, by the policy in `schema/README.md`.

use crate::drafted::{DraftField, Ty};

/// Words in names.
const WORDS: [&str; 48] = [
    "mobile",
    "mobiles",
    "phone",
    "telephone",
    "email",
    "emails",
    "mail",
    "wechat",
    "qq",
    "sns", // contact data
    "birthday",
    "birth",
    "age",
    "gender",
    "sex",
    "identification",
    "passport",
    "nickname",
    "username",
    "avatar",
    "school",
    "company",
    "employer",
    "education", // school and employer
    "address",
    "addresses",
    "salary",
    "pay",
    "compensation",
    "bank",
    "password",
    "secret",
    "token_key",
    "id_card", // credentials
    "url",
    "link",
    "resume", // links to files
    "content",
    "remark",
    "comment",
    "note",
    "evaluation",
    "reason",
    "answer",
    "introduction", // free text
    "first_name",
    "last_name",
    "full_name",
];

/// Words in descriptions.
const PHRASES: [&str; 20] = [
    "姓名",
    "生日",
    "出生",
    "性别",
    "学校",
    "公司名",
    "邮箱",
    "邮件",
    "薪资",
    "薪酬",
    "手机",
    "电话",
    "身份证",
    "证件号",
    "住址",
    "微信",
    "昵称",
    "备注",
    "自我评价",
    "简历链接",
];

/// Suffixes of names of classifications, which are not personal.
const KINDS: [&str; 15] = [
    "_time",
    "_type",
    "_code",
    "_source",
    "_id",
    "_ids",
    "_id_list",
    "_status",
    "_count",
    "_level",
    "_scope",
    "_template",
    "_schema",
    "_config",
    "_enum",
];

/// Types and resources whose `name` is the name of a person.
const PERSONS: [&str; 8] = ["user", "talent", "candidate", "person", "employee", "contact", "basic", "interviewer"];

/// Whether a field is personal data or a credential. `owner` is the name of its object in snake case.
pub(crate) fn is_sensitive(field: &DraftField, owner: &str) -> bool {
    let name = field.name.as_str();
    if !can_be_sensitive(&field.ty) || KINDS.iter().any(|end| name.ends_with(end)) {
        return false;
    }
    let lead: String = field.text.split(['，', '。', ',', '；', '（', '\n']).next().unwrap_or_default().to_owned();
    let of_person = name == "name" && PERSONS.iter().any(|word| owner.contains(word));
    let custom = owner.contains("customized") && matches!(name, "value" | "option" | "content");
    let named = WORDS.iter().any(|word| contains_word(name, word));
    of_person || custom || named || PHRASES.iter().any(|phrase| lead.contains(phrase))
}

/// Flags, numbers and ids are not marked, except for enums such as a gender.
fn can_be_sensitive(ty: &Ty) -> bool {
    match ty {
        Ty::Plain(name) => matches!(*name, "string" | "url" | "date" | "timestamp" | "file"),
        Ty::AsString(name) => *name == "timestamp",
        Ty::Named(name) => !name.ends_with("Id") && !name.ends_with("Type"),
        Ty::List(item) => matches!(**item, Ty::Plain("string" | "url")),
        Ty::Map(_) => false,
    }
}

/// Whether a name contains a word, separated by underscores.
fn contains_word(name: &str, word: &str) -> bool {
    format!("_{name}_").contains(&format!("_{word}_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_applied_by_names_and_descriptions() {
        let string = || Ty::Plain("string");
        let gender = Ty::Named("TalentGender".to_owned());
        let mails = Ty::List(Box::new(string()));
        let sensitive = [
            DraftField::with_text("username", string(), "用户名"),
            DraftField::with_text("first_name", string(), "名"),
            DraftField::with_text("birthday", Ty::AsString("timestamp"), "生日"),
            DraftField::with_text("gender", gender, "性别"),
            DraftField::with_text("school", string(), "学校"),
            DraftField::with_text("company", string(), "公司"),
            DraftField::with_text("cc_email_list", mails, "抄送人"),
            DraftField::with_text("xm", string(), "候选人姓名"),
            DraftField::with_text("content", string(), "正文"),
        ];
        for field in &sensitive {
            assert!(is_sensitive(field, "schema"), "{}", field.name);
        }
        let others = [
            DraftField::with_text("content_type", string(), "内容类型"),
            DraftField::with_text("mobile_country_code", string(), "手机国家码"),
            DraftField::with_text("resume_source", string(), "简历来源"),
            DraftField::with_text("resume_source_id", string(), "简历来源 ID"),
            DraftField::with_text("name", string(), "名称"),
            DraftField::with_text("pay_time", Ty::AsString("timestamp"), "支付时间"),
            DraftField::with_text("mobile", Ty::Named("MobileId".to_owned()), "手机"),
        ];
        for field in &others {
            assert!(!is_sensitive(field, "schema"), "{}", field.name);
        }
        assert!(is_sensitive(&DraftField::with_text("name", string(), "名称"), "talent"));
        assert!(is_sensitive(&DraftField::with_text("value", string(), "值"), "talent_customized_data"));
    }
}
