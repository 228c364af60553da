//! Checks the values of a call before it is sent.

use super::{Call, measure};
use crate::{
    FieldViolation, input,
    operation::{Kind, Limit, Location, Measure, Parameter},
};

impl Call {
    /// Adds the violations of all values and rules.
    pub(super) fn check(&mut self) {
        let mut found = Vec::new();
        for parameter in self.operation.parameters {
            let values = self.values_of(parameter.name);
            if let Some(description) = violation(parameter, values).or_else(|| self.input_violation(parameter, values))
            {
                found.push(FieldViolation::new(parameter.name, description));
            }
        }
        found.extend(self.unlisted_violations());
        found.extend(self.form.violations());
        for rule in self.operation.rules {
            if !rule.is_satisfied(&|name| self.values_to_check(name)) {
                found.push(FieldViolation::new(&rule.names().join(", "), rule.to_string()));
            }
        }
        self.violations.append(&mut found);
    }

    /// Describes a copy-and-paste mistake in the values, if there is one. The server may accept such a value, but with another meaning than intended.
    fn input_violation(&self, parameter: &Parameter, values: &[String]) -> Option<String> {
        let is_blank = |text: &str| input::is_empty(text);
        let is_missing = parameter.required
            && match parameter.location {
                Location::Query => values.iter().all(|value| is_blank(value)),
                Location::Form => self.form.text_of(parameter.name).is_some_and(is_blank),
                Location::Path | Location::Body | Location::BareBody => false,
            };
        if is_missing {
            return Some("must not be empty".to_owned());
        }
        let ids = if parameter.kind == Kind::Id { values } else { &[] };
        ids.iter().find_map(|id| input::id_violation(id)).map(str::to_owned)
    }

    /// Returns the violations of query parameters that the operation does not list.
    fn unlisted_violations(&self) -> impl Iterator<Item = FieldViolation> {
        let is_listed = |name: &str| self.operation.parameters.iter().any(|parameter| parameter.name == name);
        let unlisted = self.values.iter().filter(move |(name, _)| !is_listed(name));
        unlisted.filter_map(|(name, values)| {
            let is_size = self.paging.is_some_and(|paging| paging.size == *name);
            let description = values.as_slice().iter().find_map(|value| match value.parse::<i64>() {
                Ok(..1) if is_size => Some("must be at least 1"),
                _ if input::is_name_of_id(name) => input::id_violation(value),
                _ => None,
            });
            description.map(|description| FieldViolation::new(name, description))
        })
    }

    /// Returns the values of a parameter, a body field or a form part, to check the rules; `None` if it is not set.
    fn values_to_check(&self, name: &str) -> Option<Vec<String>> {
        let listed = Some(self.values_of(name)).filter(|values| values.iter().any(|value| !value.is_empty()));
        listed
            .map(<[String]>::to_vec)
            .or_else(|| self.body_fields.iter().find(|(field, _)| *field == name).map(|(_, values)| values.clone()))
            .or_else(|| {
                let part = self.form.names().find(|part| *part == name)?;
                Some(self.form.text_of(part).map(str::to_owned).into_iter().collect())
            })
    }
}

/// Returns a description of the violation by a path or query parameter, or `None` if its values are valid.
fn violation(parameter: &Parameter, values: &[String]) -> Option<String> {
    match parameter.location {
        Location::Body | Location::BareBody | Location::Form => return None,
        Location::Path => {
            let value = values.first().map_or("", String::as_str);
            if let Some(description) = input::segment_violation(value) {
                return Some(description.to_owned());
            }
        }
        Location::Query if parameter.required && values.iter().all(String::is_empty) => {
            return Some("must not be empty".to_owned());
        }
        Location::Query if values.is_empty() => return None,
        Location::Query => {}
    }
    let of_type = (parameter.kind == Kind::Integer32).then_some(Limit::Range(i32::MIN.into(), i32::MAX.into()));
    parameter.limits.iter().chain(&of_type).find_map(|limit| match limit {
        Limit::Items(..) => limit.violation(Measure::Items(values.len())),
        _ => values.iter().find_map(|value| limit.violation(measure(parameter.kind, value))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Client, Error, List, Result, Timestamp,
        operation::{Condition, DataLocation, Method, Operation, Rule},
        transport::http::Body,
    };

    const PARAMETER: Parameter = Parameter {
        name: "many",
        location: Location::Query,
        kind: Kind::Text,
        required: false,
        values: &[],
        limits: &[],
    };

    #[test]
    fn every_value_of_a_query_is_checked_against_its_limits() {
        let items = Parameter { limits: &[Limit::Items(2, 3), Limit::Length(0, 2)], ..PARAMETER };
        let float = Parameter { kind: Kind::Float, limits: &[Limit::Range(0, 1)], ..PARAMETER };
        let cases: [(&Parameter, &[&str], bool); 6] = [
            (&items, &["a"], false),
            (&items, &["a", "两字"], true),
            (&items, &["a", "长长长"], false),
            (&items, &[], true),
            (&float, &["0.5"], true),
            (&float, &["1.5"], false),
        ];
        for (parameter, values, fits) in cases {
            let values: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
            assert_eq!(violation(parameter, &values).is_none(), fits, "{values:?}");
        }
    }

    const OPERATION: Operation = Operation {
        id: "hire.v1.thing.create",
        method: Method::Post,
        path: "/things",
        page: "",
        tokens: &[],
        apps: &[],
        scopes: &[],
        field_scopes: &[],
        windows: &[],
        idempotent: false,
        parameters: &[],
        rules: &[Rule::AllOrNone(&["a", "b"])],
        data: DataLocation::Field,
        paging: None,
        errors: &[],
    };

    static FORM: Operation = OPERATION;

    static WITH_BODY: Operation = Operation { rules: &[Rule::AtMostOneOf(&["a", "name"])], ..OPERATION };

    static CONDITIONAL: Operation = Operation {
        rules: &[
            Rule::RequiredIf("a", Condition::OneOf("kinds", &["2"])),
            Rule::RequiredIf("a", Condition::OneOf("name", &["x"])),
            Rule::NotAfter("start", "end"),
        ],
        ..OPERATION
    };

    #[test]
    fn rules_see_the_body() -> Result<()> {
        let client: Client = Client::builder("cli_x", "secret").build()?;
        let mut call = Call::new(client, &WITH_BODY);
        call.set("a", Some("1".to_owned()));
        assert!(call.clone().prepare().is_ok());
        assert!(call.json(&crate::wire::tests::Thing::default()).prepare().is_err());
        Ok(())
    }

    #[test]
    fn rules_see_values() -> Result<()> {
        let client: Client = Client::builder("cli_x", "secret").build()?;
        let found = |name: &str, kinds: &[i64], start: i64| {
            let mut call = Call::new(client.clone(), &CONDITIONAL);
            call.set_list("kinds", &List::from(kinds.to_vec()));
            call.set("start", Some(Timestamp::from_millis(start)));
            call.set("end", Some(Timestamp::from_millis(10)));
            let mut thing = crate::wire::tests::Thing::default();
            name.clone_into(&mut thing.name);
            call.json(&thing).prepare().err().map(|error| error.to_string())
        };
        assert_eq!(found("", &[1], 9), None);
        for (name, kinds, start, wrong) in [
            ("", vec![1, 2], 9, "a: a is required if kinds is 2"),
            ("x", vec![], 9, "a: a is required if name is x"),
            ("", vec![], 11, "start, end: start must not be after end"),
        ] {
            let message = found(name, &kinds, start).unwrap_or_default();
            assert!(message.contains(wrong), "{message}");
        }
        Ok(())
    }

    #[test]
    fn rules_see_query_and_form() -> Result<()> {
        let client: Client = Client::builder("cli_x", "secret").build()?;
        let call = |query: bool, form: bool| {
            let mut call = Call::new(client.clone(), &FORM);
            if query {
                call.set("a", Some("1".to_owned()));
            }
            if form {
                call.form_text("b", Some("2".to_owned()));
            }
            call.prepare()
        };
        assert!(call(false, false).is_ok() && call(true, false).is_err() && call(false, true).is_err());
        let Body::Form(form) = call(true, true)?.body else { return Err(Error::configuration("no form")) };
        assert!(String::from_utf8_lossy(&form.in_memory()).contains("name=\"b\"\r\n\r\n2\r\n"));
        Ok(())
    }
}
