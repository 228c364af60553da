//! Writes a plan as YAML.

use super::planned::{Plan, PlannedHome, PlannedType};
use crate::yaml::{Writer, format_flow_scalar, format_scalar};

impl Plan {
    /// Returns the plan as YAML.
    #[must_use]
    pub fn to_yaml(&self) -> String {
        let mut writer = Writer::new("");
        for (section, types) in [("objects", &self.objects), ("enums", &self.enums)] {
            if !types.is_empty() {
                writer.write_line(0, &format!("{section}:"));
                types.iter().for_each(|planned| print(&mut writer, planned));
            }
        }
        writer.finish()
    }
}

fn print(writer: &mut Writer, planned: &PlannedType) {
    let home = match &planned.home {
        PlannedHome::Operation => "operation".to_owned(),
        PlannedHome::Shared(topic) => format!("types/{topic}.yaml"),
    };
    writer.write_line(0, &format!("- name: {}", planned.name));
    writer.write_pair(2, "home", &home);
    writer.write_pair(2, "zh", &planned.zh);
    writer.write_pair(2, "doc", &planned.doc);
    match planned.members.as_slice() {
        [member] => writer.write_list(2, "members", std::slice::from_ref(member)),
        members => {
            writer.write_line(2, "members:");
            members.iter().for_each(|member| writer.write_line(2, &format!("- {}", format_scalar(member))));
        }
    }
    if !planned.values.is_empty() {
        writer.write_line(2, "values:");
    }
    for value in &planned.values {
        let text = format!("{} | {} | {}", value.name, value.label.replace('|', "/"), value.doc);
        writer.write_pair(4, &value.code, text.trim_end());
    }
    if !planned.missing.is_empty() {
        writer.write_line(2, "missing:");
    }
    for (member, names) in &planned.missing {
        let names: Vec<String> = names.iter().map(|name| format_flow_scalar(name)).collect();
        writer.write_line(4, &format!("{}: [{}]", format_scalar(member), names.join(", ")));
    }
}
