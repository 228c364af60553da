//! Reads the pages of a source, and the objects behind its items.

use feishu_hire::{Client, CustomRequest, Error, ErrorKind, Pages, Value, operation::Paging};
use tokio::task::JoinSet;

use super::source::{Lookup, Source};
use crate::{
    catalog::{Field, Operation},
    command::operation::Known,
    failure::Failure,
    global::Global,
    output::at,
    result::Shape,
    send::{Respond, next_token},
};

/// Number of concurrent calls: the calls per second of the operations with the strictest limit.
const CONCURRENT_CALLS: usize = 10;

/// Reads a source.
pub(super) struct Reader {
    client: Client,
    source: &'static Source,
    listing: Operation,
    paging: Paging,
    lookup: Option<(&'static Lookup, Operation)>,
    known: Known,
}

/// A page of objects.
pub(super) struct Read {
    pub(super) objects: Vec<Value>,
    /// Token of the next page.
    pub(super) next: Option<String>,
}

impl Reader {
    pub(super) fn new(client: Client, source: &'static Source, global: &Global) -> Result<Self, Failure> {
        let find = |id: &str| {
            Operation::with_id(id).ok_or_else(|| Failure::usage(format!("no operation {id}"), format!("没有接口 {id}")))
        };
        let listing = find(source.listing)?;
        let lookup = source.lookup.as_ref().map(|lookup| Ok::<_, Failure>((lookup, find(lookup.operation)?)));
        let lookup = lookup.transpose()?;
        let known = Known::of(lookup.as_ref().map_or(&listing, |(_, operation)| operation), global);
        let paging = listing.row.paging.ok_or_else(|| Failure::usage("the operation is not paged", "该接口不分页"))?;
        Ok(Self { client, source, listing, paging, lookup, known })
    }

    /// Returns the fields of the objects.
    pub(super) fn fields(&self) -> Vec<Field> {
        let mut fields = self.known.shape.fields();
        fields.retain(|field| self.source.parts.is_empty() || self.source.parts.contains(&field.name()));
        fields
    }

    /// Returns how many values were masked.
    pub(super) fn masked(&self) -> usize {
        self.known.masked()
    }

    /// Returns the request of the first page, or of the page with a token.
    pub(super) fn request(&self, window: Option<(&'static str, i64)>, page_token: Option<&str>) -> CustomRequest {
        let request = self.client.call(self.listing.row).query(self.paging.size, self.source.page_size);
        let request = self.source.query.iter().fold(request, |request, (name, value)| request.query(name, value));
        let request = window.into_iter().fold(request, |request, (name, millis)| request.query(name, millis));
        page_token.into_iter().fold(request, |request, token| request.query(self.paging.token, token))
    }

    /// Reads the next page.
    pub(super) async fn next(&mut self, pages: &mut Pages<Value>) -> Result<Option<Read>, Failure> {
        let Some(data) = pages.try_next().await? else { return Ok(None) };
        let next = next_token(&data, self.paging);
        let objects = match &self.lookup {
            None => self.known.values(data),
            Some((lookup, operation)) => {
                let items = Shape::of(&self.listing).values(data);
                let found = look_up(&self.client, lookup, operation, items).await?;
                found.into_iter().flat_map(|data| self.known.values(data)).collect()
            }
        };
        Ok(Some(Read { objects, next }))
    }
}

/// Reads the objects of the items, in their order. Objects that were deleted in the meantime are left out.
async fn look_up(
    client: &Client,
    lookup: &'static Lookup,
    operation: &Operation,
    items: Vec<Value>,
) -> Result<Vec<Value>, Failure> {
    let ids = items.iter().filter_map(|item| item.as_str().or_else(|| at(item, "id")?.as_str()));
    let mut requests = ids.map(|id| request(client, lookup, operation, id)).enumerate();
    let (mut calls, mut found) = (JoinSet::new(), Vec::new());
    let is_paged = operation.row.paging.is_some();
    loop {
        while calls.len() < CONCURRENT_CALLS {
            let Some((position, request)) = requests.next() else { break };
            calls.spawn(async move { (position, send(request, is_paged).await) });
        }
        let Some(done) = calls.join_next().await else { break };
        let (position, outcome) = done.map_err(std::io::Error::from)?;
        match outcome {
            Ok(data) => found.push((position, data)),
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(error.into()),
        }
    }
    found.sort_by_key(|(position, _)| *position);
    Ok(found.into_iter().flat_map(|(_, data)| data).collect())
}

fn request(client: &Client, lookup: &Lookup, operation: &Operation, id: &str) -> CustomRequest {
    let request = client.call(operation.row);
    let is_in_path = operation.path().iter().any(|field| field.name() == lookup.parameter);
    let request = if is_in_path { request.path(lookup.parameter, id) } else { request.query(lookup.parameter, id) };
    match (operation.row.paging, lookup.page_size) {
        (Some(paging), Some(size)) => request.query(paging.size, size),
        _ => request,
    }
}

async fn send(request: CustomRequest, is_paged: bool) -> feishu_hire::Result<Vec<Value>> {
    if !is_paged {
        return Ok(vec![request.send().await?]);
    }
    let (mut pages, mut found) = (request.pages::<Value>(), Vec::new());
    while let Some(data) = pages.try_next().await? {
        found.push(data);
    }
    Ok(found)
}

/// Whether the page token may have expired. The error code is not documented; any other error occurs again on the first page.
pub(super) fn may_be_expired_token(failure: &Failure) -> bool {
    let is_api = |error: &Error| error.kind() == ErrorKind::Api && !error.is_retryable();
    matches!(failure, Failure::Call(error, _) if is_api(error))
}
