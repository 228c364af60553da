//! Responses of a populated server: the sample, with the ids and times of the requested objects.

use std::{ops::Range, sync::Arc};

use serde_json::{Map, Value};

use super::{
    filter::{Filter, milliseconds},
    population::{Population, id},
    tables::{Related, Relations, Role},
};
use crate::{
    mock::{envelope, link, mock_operation::MockOperation, page, parameters::RequestParameters, rejection::Rejection},
    operation::Paging,
};

/// The responses of an operation.
#[derive(Debug)]
pub(in crate::mock) struct RelatedContent {
    population: Arc<Population>,
    mocked: MockOperation,
    relations: &'static Relations,
    /// The sample, with links to this server.
    sample: Map<String, Value>,
}

impl RelatedContent {
    /// Creates the responses; `None` for an operation without relations, whose response does not depend on the objects.
    pub(in crate::mock) fn new(population: &Arc<Population>, mocked: &MockOperation) -> Option<Self> {
        let sample = serde_json::from_str(&mocked.response()).ok()?;
        let population = Arc::clone(population);
        Some(Self { population, mocked: *mocked, relations: mocked.relations?, sample })
    }

    /// Returns the response body.
    ///
    /// # Errors
    /// Returns an error if no object has an id of the request, if no object is related to all ids, or if the page token is invalid.
    pub(in crate::mock) fn body(&self, request: &RequestParameters) -> Result<String, Rejection> {
        let range = self.requested(request)?;
        let mut response = self.sample.clone();
        if let Some(data) = envelope::data_mut(&mut response, self.mocked.operation.data) {
            match self.mocked.operation.paging {
                Some(paging) => self.fill_page(data, paging, &range, request)?,
                None => self.fill(data, &self.relations.response, &range),
            }
        }
        Ok(Value::from(response).to_string())
    }

    /// Returns the objects that are related to all ids of the request.
    fn requested(&self, request: &RequestParameters) -> Result<Range<u64>, Rejection> {
        let mut range = self.population.all();
        for (name, kind) in self.relations.parameters {
            for id in request.texts(name).unwrap_or_default() {
                let found = self.population.find(kind, &id).ok_or(Rejection::UnknownId(kind))?;
                range = intersection(&range, &found);
                if range.is_empty() && self.mocked.operation.paging.is_none() {
                    return Err(Rejection::UnknownId(kind));
                }
            }
        }
        Ok(range)
    }

    fn fill_page(
        &self,
        data: &mut Map<String, Value>,
        paging: Paging,
        range: &Range<u64>,
        request: &RequestParameters,
    ) -> Result<(), Rejection> {
        let items = data.remove(paging.items);
        self.fill(data, &self.relations.response, range);
        let first = items.as_ref().and_then(|items| items.get(0)?.as_object());
        let listed = first.and_then(|sample| Some((sample, self.relations.response.items(paging.items)?)));
        let Some((sample, related)) = listed else {
            data.extend(items.map(|items| (paging.items.to_owned(), items)));
            return Ok(());
        };
        let filter = Filter::read(self.mocked.operation, paging, related, sample, request);
        let mut ranges = self.objects(related, range);
        ranges.retain(|range| filter.selects(self.population.delay(range)));
        let (start, size) = page::requested(paging, request, ranges.len())?;
        let end = start.saturating_add(size).min(ranges.len());
        let shown = ranges.get(start..end).unwrap_or_default();
        let shown = shown.iter().map(|range| self.filled(sample, related, range)).collect();
        page::set(data, paging, shown, (end < ranges.len()).then_some(end));
        Ok(())
    }

    /// Returns the ranges of the objects in a list.
    fn objects(&self, related: &Related, range: &Range<u64>) -> Vec<Range<u64>> {
        let Some(kind) = related.own_id() else { return Vec::new() };
        let numbers = self.population.numbers(kind, range).unwrap_or_default();
        let within = |number| intersection(range, &self.population.range(kind, number));
        numbers.map(within).collect()
    }

    fn filled(&self, sample: &Map<String, Value>, related: &Related, range: &Range<u64>) -> Value {
        let mut object = sample.clone();
        self.fill(&mut object, related, range);
        object.into()
    }

    fn fill(&self, object: &mut Map<String, Value>, related: &Related, range: &Range<u64>) {
        for (name, value) in object {
            match related.role(name) {
                Some(role) => self.fill_value(value, role, range),
                None => link::append_segment(value, &format!("{}-{}", range.start, range.end)),
            }
        }
    }

    fn fill_value(&self, value: &mut Value, role: &Role, range: &Range<u64>) {
        match (role, &mut *value) {
            (Role::Id(kind), Value::String(text)) => {
                if let Some(number) = self.population.numbers(kind, range).and_then(|mut numbers| numbers.next()) {
                    *text = id(kind, number);
                }
            }
            (Role::Time, _) => self.postpone(value, range),
            (Role::Object(related), Value::Object(object)) => {
                let first = self.objects(related, range).into_iter().next();
                self.fill(object, related, first.as_ref().unwrap_or(range));
            }
            (Role::List(item), Value::Array(items)) => self.fill_list(items, item, range),
            _ => {}
        }
    }

    /// Replaces the items by the objects that are related to the range. If there are none, keeps the items and fills their fields.
    fn fill_list(&self, items: &mut Vec<Value>, role: &Role, range: &Range<u64>) {
        let objects = match (role, items.first()) {
            (Role::Object(related), Some(Value::Object(sample))) => {
                let objects = self.objects(related, range);
                objects.iter().map(|range| self.filled(sample, related, range)).collect()
            }
            (Role::Id(kind), Some(Value::String(_))) => {
                let numbers = self.population.numbers(kind, range).unwrap_or_default();
                numbers.map(|number| id(kind, number).into()).collect()
            }
            _ => Vec::new(),
        };
        if objects.is_empty() {
            items.iter_mut().for_each(|item| self.fill_item(item, role, range));
        } else {
            *items = objects;
        }
    }

    fn fill_item(&self, item: &mut Value, role: &Role, range: &Range<u64>) {
        match (role, item) {
            (Role::Object(related), Value::Object(object)) => self.fill(object, related, range),
            (_, item) => self.fill_value(item, role, range),
        }
    }

    /// Shifts a time, which is a number or a number in a string, by the delay of the object.
    fn postpone(&self, value: &mut Value, range: &Range<u64>) {
        let Some(time) = milliseconds(value) else { return };
        let time = time.saturating_add(self.population.delay(range));
        *value = if value.is_string() { time.to_string().into() } else { time.into() };
    }
}

fn intersection(a: &Range<u64>, b: &Range<u64>) -> Range<u64> {
    a.start.max(b.start)..a.end.min(b.end)
}
