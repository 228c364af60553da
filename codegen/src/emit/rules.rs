//! Emits rules across parameters and fields.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Condition, Literal, Rule};

/// Returns a rule of the runtime.
pub(super) fn emit_rule(rule: &Rule) -> TokenStream {
    match rule {
        Rule::AtLeastOneOf(names) => quote!(feishu_runtime::operation::Rule::AtLeastOneOf(&[#(#names),*])),
        Rule::AtMostOneOf(names) => quote!(feishu_runtime::operation::Rule::AtMostOneOf(&[#(#names),*])),
        Rule::AllOrNone(names) => quote!(feishu_runtime::operation::Rule::AllOrNone(&[#(#names),*])),
        Rule::NotAfter(earlier, later) => quote!(feishu_runtime::operation::Rule::NotAfter(#earlier, #later)),
        Rule::RequiredIf(name, condition) => {
            let condition = match condition {
                Condition::IsSet(other) => quote!(feishu_runtime::operation::Condition::IsSet(#other)),
                Condition::OneOf(other, values) => {
                    let values = values.iter().map(Literal::wire);
                    quote!(feishu_runtime::operation::Condition::OneOf(#other, &[#(#values),*]))
                }
            };
            quote!(feishu_runtime::operation::Rule::RequiredIf(#name, #condition))
        }
    }
}

/// The maximum length of a rule on one line, with its indentation and the comma.
const LONGEST: usize = 115;

/// Returns a rule as a line of a field table, where the names of the types are short; as several lines if it is long.
pub(super) fn format_rule(rule: &Rule) -> String {
    let line = format_separated(rule, ", ");
    if line.len() > LONGEST { format_separated(rule, ",\n        ") } else { line }
}

fn format_separated(rule: &Rule, separator: &str) -> String {
    let list = |texts: &[&str]| texts.iter().map(|text| format!("{text:?}")).collect::<Vec<_>>().join(separator);
    let names = |names: &[String]| list(&names.iter().map(String::as_str).collect::<Vec<_>>());
    match rule {
        Rule::AtLeastOneOf(fields) => format!("Rule::AtLeastOneOf(&[{}])", names(fields)),
        Rule::AtMostOneOf(fields) => format!("Rule::AtMostOneOf(&[{}])", names(fields)),
        Rule::AllOrNone(fields) => format!("Rule::AllOrNone(&[{}])", names(fields)),
        Rule::NotAfter(earlier, later) => format!("Rule::NotAfter({})", list(&[earlier, later])),
        Rule::RequiredIf(name, Condition::IsSet(other)) => {
            format!("Rule::RequiredIf({name:?}{separator}Condition::IsSet({other:?}))")
        }
        Rule::RequiredIf(name, Condition::OneOf(other, values)) => {
            let values = list(&values.iter().map(Literal::wire).collect::<Vec<_>>());
            format!("Rule::RequiredIf({name:?}{separator}Condition::OneOf({other:?}{separator}&[{values}]))")
        }
    }
}
