//! Pages of endpoints that are not bound: their fields are found by name.

use serde::de::DeserializeOwned;

use super::{data, send_with};
use crate::{
    Call, Error, ErrorKind, Page, RawJson, Response, Result,
    call::page::{Fetch, Fetched},
    operation::Paging,
    wire::{Reader, Shape, Slot, UnknownFields},
};

/// A page of a [`CustomRequest`](crate::CustomRequest), as [`Items`](crate::Items) reads it.
pub struct CustomPage<T> {
    items: Vec<T>,
    next: Option<String>,
}

impl<T: Send + Unpin + 'static> Page for CustomPage<T> {
    type Item = T;

    fn into_items(self) -> Vec<T> {
        self.items
    }

    fn next_page(&self) -> Option<&str> {
        self.next.as_deref()
    }

    fn has_more(&self) -> bool {
        self.next.is_some()
    }
}

/// Fetches a page as its data.
pub(super) fn fetch_data<T: DeserializeOwned + Send + 'static>(call: Call) -> Fetch<T> {
    let paging = call.paging.unwrap_or_default();
    Box::pin(async move {
        let decode = |data: &RawJson| Ok((data::decode(data)?, Fields::of(data)?.next_page(&paging)?));
        let Response { data: (data, next), metadata } = send_with(call, decode).await?;
        Ok(Fetched::new(Response { data, metadata }, next))
    })
}

/// Fetches a page as its items.
pub(super) fn fetch_items<T: DeserializeOwned + Send + Unpin + 'static>(call: Call) -> Fetch<CustomPage<T>> {
    let paging = call.paging.unwrap_or_default();
    Box::pin(async move {
        let decode = |data: &RawJson| {
            let fields = Fields::of(data)?;
            let items = fields.0.get(paging.items).map(|items| data::decode_at(items, &["data", paging.items]));
            let items: Option<Vec<T>> = items.transpose()?.flatten();
            Ok(CustomPage { items: items.unwrap_or_default(), next: fields.next_page(&paging)? })
        };
        send_with(call, decode).await.map(Fetched::of_page)
    })
}

/// The fields of a page.
struct Fields(UnknownFields);

impl Fields {
    fn of(data: &RawJson) -> Result<Self> {
        static NO_FIELDS: Shape = Shape::new("", &[]);
        let mut fields = UnknownFields::default();
        let mut reader = Reader::new(data.as_str());
        match reader.object(&NO_FIELDS, &mut [], &mut fields) {
            Ok(_) => Ok(Self(fields)),
            Err(_) => Err(mistyped(&reader, "data".to_owned())),
        }
    }

    /// The token of the next page; `None` unless the page says that there is one.
    fn next_page(&self, paging: &Paging) -> Result<Option<String>> {
        let has_more: Option<bool> = self.read(paging.more)?;
        let token: Option<String> = self.read(paging.next)?;
        Ok(token.filter(|_| has_more == Some(true)))
    }

    /// Reads a field leniently. One that does not fit is an error: the pages would end early.
    fn read<T: Slot>(&self, name: &str) -> Result<Option<T>> {
        let mut value = Option::vacant();
        let Some(raw) = self.0.get(name) else { return Ok(value) };
        let mut reader = Reader::new(raw.as_str());
        match value.read(&mut reader) {
            Ok(_) => Ok(value),
            Err(_) => Err(mistyped(&reader, format!("data.{name}"))),
        }
    }
}

fn mistyped(reader: &Reader<'_>, path: String) -> Error {
    Error::new(ErrorKind::Decode, reader.explanation()).with_place(path, String::new())
}
