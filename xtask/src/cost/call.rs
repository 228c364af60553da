//! The call made by the consumer.

use feishu_codegen::model::{Api, Field, Operation, Payload, Presence};

use super::group::{Group, groups};

/// A consumer's call, and the feature group that it needs.
pub(crate) struct Call {
    /// Statements in an async function that returns a `Result` and has a variable `client`.
    pub(crate) code: String,
    /// The group of the rows with one group; `None` if the schema has no groups.
    pub(crate) group: Option<String>,
}

impl Call {
    /// Uses the given code and group. Default: the first paged operation without required parameters, or else the first plain one.
    ///
    /// # Errors
    /// Fails if the schema has no such operation or no such group.
    pub(crate) fn choose(api: &Api, code: Option<&str>, group: Option<&str>) -> Result<Self, String> {
        let groups = groups(api);
        if let Some(name) = group.filter(|name| !groups.iter().any(|group| group.name == **name)) {
            return Err(format!("the schema has no group `{name}`"));
        }
        let candidates = || {
            let operations = api.operations.iter().filter(|operation| takes_nothing(operation));
            operations.filter(|operation| group.is_none_or(|name| group_of(&groups, operation) == Some(name)))
        };
        let operation = candidates().find(|operation| operation.paging.is_some()).or_else(|| candidates().next());
        let code = match (code, operation) {
            (Some(code), _) => one(code),
            (None, Some(operation)) => statements(operation),
            (None, None) => {
                return Err("no operation can be called without parameters; give the code with `--call`".to_owned());
            }
        };
        let group = group.or_else(|| operation.and_then(|operation| group_of(&groups, operation)));
        Ok(Self { code, group: group.map(str::to_owned) })
    }

    /// The consumer's `main.rs`.
    pub(crate) fn program(&self) -> String {
        format!(
            "#[tokio::main(flavor = \"current_thread\")]\n\
             async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
                 let (Ok(id), Ok(secret)) = (std::env::var(\"FEISHU_APP_ID\"), std::env::var(\"FEISHU_APP_SECRET\")) else {{\n        \
                     return Ok(());\n    \
                 }};\n    \
                 let client = feishu_hire::Client::builder(id, secret).build()?;\n\
             {}    Ok(())\n}}\n",
            self.code
        )
    }
}

/// Whether an operation has no required parameters.
fn takes_nothing(operation: &Operation) -> bool {
    let is_optional = |field: &Field| field.presence != Presence::Required;
    operation.path_parameters.is_empty()
        && operation.query.iter().all(is_optional)
        && matches!(operation.payload, Payload::None)
        && operation.deprecated.is_none()
}

fn group_of<'a>(groups: &'a [Group], operation: &Operation) -> Option<&'a str> {
    let found = groups.iter().find(|group| group.resources.contains(&operation.id.resource));
    found.map(|group| group.name.as_str())
}

fn statements(operation: &Operation) -> String {
    let id = &operation.id;
    let request = format!("client.{}().{}().{}()", id.version, id.resource, id.method);
    if operation.paging.is_none() {
        return one(&format!("{request}.send()"));
    }
    format!(
        "    let mut items = {request}.items();\n    \
         while let Some(item) = items.try_next().await? {{\n        println!(\"{{item:?}}\");\n    }}\n"
    )
}

fn one(call: &str) -> String {
    format!("    println!(\"{{:?}}\", {call}.await?);\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::emitted::EmittedSchema;
    use crate::root::root;

    #[test]
    fn the_first_paged_operation_without_required_parameters_is_called() -> Result<(), Box<dyn std::error::Error>> {
        let api = EmittedSchema::of(&root().join("schema"))?.api;
        let call = Call::choose(&api, None, None)?;
        assert!(call.code.contains("client.v1().application().list().items()"), "{}", call.code);
        // `interview.get_by_talent` comes first in its group and needs the id of a talent.
        let call = Call::choose(&api, None, Some("interview"))?;
        assert!(call.code.contains("client.v1().interview().list().items()"), "{}", call.code);
        Ok(())
    }

    #[test]
    fn given_code_replaces_the_chosen_call() -> Result<(), String> {
        let call = Call::choose(&Api::default(), Some("client.v1().role().list().send()"), None)?;
        assert!(call.program().contains("    println!(\"{:?}\", client.v1().role().list().send().await?);\n"));
        Ok(())
    }

    #[test]
    fn a_group_and_an_operation_must_exist() {
        let error = |group| Call::choose(&Api::default(), None, group).err().unwrap_or_default();
        assert_eq!(error(Some("roles")), "the schema has no group `roles`");
        assert!(error(None).contains("`--call`"));
    }
}
