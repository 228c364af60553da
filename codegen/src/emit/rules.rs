//! Emits rules across parameters and fields.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Condition, Literal, Rule};

/// Returns a rule of the runtime.
pub(super) fn rule(rule: &Rule) -> TokenStream {
    match rule {
        Rule::AtLeastOneOf(names) => quote!(feishu_runtime::operation::Rule::AtLeastOneOf(&[#(#names),*])),
        Rule::AtMostOneOf(names) => quote!(feishu_runtime::operation::Rule::AtMostOneOf(&[#(#names),*])),
        Rule::AllOrNone(names) => quote!(feishu_runtime::operation::Rule::AllOrNone(&[#(#names),*])),
        Rule::NotAfter(earlier, later) => quote!(feishu_runtime::operation::Rule::NotAfter(#earlier, #later)),
        Rule::RequiredIf(name, condition) => {
            let condition = match condition {
                Condition::Given(other) => quote!(feishu_runtime::operation::Condition::Given(#other)),
                Condition::OneOf(other, values) => {
                    let values = values.iter().map(Literal::wire);
                    quote!(feishu_runtime::operation::Condition::OneOf(#other, &[#(#values),*]))
                }
            };
            quote!(feishu_runtime::operation::Rule::RequiredIf(#name, #condition))
        }
    }
}

/// Returns a rule as a line of a field table, where the names of the types are short.
pub(super) fn text(rule: &Rule) -> String {
    match rule {
        Rule::AtLeastOneOf(names) => format!("Rule::AtLeastOneOf(&{names:?})"),
        Rule::AtMostOneOf(names) => format!("Rule::AtMostOneOf(&{names:?})"),
        Rule::AllOrNone(names) => format!("Rule::AllOrNone(&{names:?})"),
        Rule::NotAfter(earlier, later) => format!("Rule::NotAfter({earlier:?}, {later:?})"),
        Rule::RequiredIf(name, Condition::Given(other)) => {
            format!("Rule::RequiredIf({name:?}, Condition::Given({other:?}))")
        }
        Rule::RequiredIf(name, Condition::OneOf(other, values)) => {
            let values: Vec<_> = values.iter().map(Literal::wire).collect();
            format!("Rule::RequiredIf({name:?}, Condition::OneOf({other:?}, &{values:?}))")
        }
    }
}
