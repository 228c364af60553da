//! Selects the items of a listing by the parameters of a request. A parameter is matched to a field by its name.

use serde_json::{Map, Value};

use super::tables::{Related, Role};
use crate::{
    mock::parameters::RequestParameters,
    operation::{Kind, Operation, Paging, Parameter},
};

/// Words in a parameter name that mark a lower or an upper bound.
const FROM: [&str; 3] = ["start", "begin", "from"];
const UNTIL: [&str; 2] = ["end", "to"];

/// The selection of items by the parameters of a request.
#[derive(Debug, Default)]
pub(super) struct Filter {
    /// Times in the sample, with their inclusive bounds.
    times: Vec<(i64, Bound)>,
    /// Whether a parameter requires a value that no item has.
    excludes_all: bool,
}

#[derive(Clone, Copy, Debug)]
enum Bound {
    From(i64),
    Until(i64),
}

impl Filter {
    /// Creates a filter from the parameters of a request. `sample` is an item of the sample.
    pub(super) fn read(
        operation: &Operation,
        paging: Paging,
        related: &Related,
        sample: &Map<String, Value>,
        request: &RequestParameters,
    ) -> Self {
        let mut filter = Self::default();
        let has_other_meaning = |parameter: &&Parameter| {
            parameter.kind == Kind::Id || [paging.size, paging.token].contains(&parameter.name)
        };
        for parameter in operation.parameters.iter().filter(|parameter| !has_other_meaning(parameter)) {
            let values: Vec<_> = request.values(parameter).iter().map(|value| value.text()).collect();
            if values.is_empty() {
                continue;
            }
            if parameter.kind == Kind::Timestamp {
                filter.times.extend(time_bound(parameter.name, &values, related, sample));
            } else if let Some(text) = sample.get(parameter.name).and_then(scalar) {
                filter.excludes_all |= !values.contains(&text);
            }
        }
        filter
    }

    /// Whether the filter selects an item whose times are `delay` milliseconds later than those of the sample.
    pub(super) fn selects(&self, delay: i64) -> bool {
        let fits = |(time, bound): &(i64, Bound)| match *bound {
            Bound::From(from) => time.saturating_add(delay) >= from,
            Bound::Until(until) => time.saturating_add(delay) <= until,
        };
        !self.excludes_all && self.times.iter().all(fits)
    }
}

/// Returns the bound that a parameter sets, with the time in the sample to which it applies. `update_start_time` applies to `update_time`. Both
/// `start_time` and `end_time` apply to the start time of an item, such as `begin_time`.
fn time_bound(name: &str, values: &[String], related: &Related, sample: &Map<String, Value>) -> Option<(i64, Bound)> {
    let value = values.first()?.parse().ok()?;
    let has = |name: &str, words: &[&str]| name.split('_').any(|word| words.contains(&word));
    let bound = match (has(name, &FROM), has(name, &UNTIL)) {
        (true, false) => Bound::From(value),
        (false, true) => Bound::Until(value),
        _ => return None,
    };
    let times = || related.fields.iter().filter(|(_, role)| matches!(role, Role::Time)).map(|(field, _)| *field);
    let base = without_bound(name);
    let field = times().find(|field| *field == base);
    let field = field.or_else(|| times().find(|field| has(field, &FROM) && without_bound(field) == base))?;
    Some((milliseconds(sample.get(field)?)?, bound))
}

fn without_bound(name: &str) -> String {
    let words = name.split('_').filter(|word| !FROM.contains(word) && !UNTIL.contains(word));
    words.collect::<Vec<_>>().join("_")
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

pub(super) fn milliseconds(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}
