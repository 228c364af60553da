//! Finds the resource whose operation returns the value of a field, using the link in the description of the field.

/// Words that precede a link to an operation that returns the value.
const SOURCES: [&str; 5] = ["通过", "调用", "使用", "来自", "from"];

/// Returns the resource of the linked operation: `project` for `可通过[获取项目列表](https://…/hire-v1/project/list)获取`.
pub(crate) fn linked_resource(text: &str) -> Option<String> {
    let mut rest = text;
    while let Some((before, label)) = rest.split_once('[') {
        let (_, target) = label.split_once("](")?;
        let (url, after) = target.split_once(')')?;
        if SOURCES.iter().any(|word| before.trim_end_matches([' ', '「', '“', '*', '`']).ends_with(word))
            && let Some(resource) = resource_of(url)
        {
            return Some(resource);
        }
        rest = after;
    }
    None
}

/// Returns the resource of a page: `website_channel` for `…/hire-v1/website-channel/list`.
fn resource_of(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?;
    let steps: Vec<&str> = path.split('/').collect();
    let [.., service, resource, _] = steps.as_slice() else { return None };
    let (_, version) = service.rsplit_once("-v")?;
    let is_version = !version.is_empty() && version.chars().all(|c| c.is_ascii_digit());
    (is_version && !resource.is_empty()).then(|| resource.replace('-', "_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_operations_that_return_the_value_count() {
        let cases = [
            ("项目 ID，可通过[获取项目列表](https://a.b/c/hire-v1/project/list)获取", Some("project")),
            (
                "见[枚举](https://a.b/enum)，可通过 [渠道](https://a.b/hire-v2/website-channel/list?lang=zh#x) 获取",
                Some("website_channel"),
            ),
            ("字段 ID，详情请参考：[获取申请表](https://a.b/hire-v1/form/get)", None),
            ("可通过[常量](https://a.b/c/enum)获取", None),
            ("可通过[未完", None),
            ("可通过接口获取", None),
        ];
        for (text, resource) in cases {
            assert_eq!(linked_resource(text).as_deref(), resource, "{text}");
        }
    }
}
