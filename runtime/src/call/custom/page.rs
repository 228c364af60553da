//! Pages of unbound endpoints. Their fields are looked up by the names in [`Paging`].

use serde::de::DeserializeOwned;

use super::{data, send::send_with};
use crate::{
    Call, Error, ErrorKind, Page, RawJson, Response, Result,
    call::page::{Fetch, Fetched, Next},
    operation::{DataLocation, Paging},
    wire::{Reader, Shape, Slot, UnknownFields},
};

/// A page of a [`CustomRequest`](crate::CustomRequest), the page type of its [`Items`](crate::Items).
pub struct CustomPage<T> {
    items: Vec<T>,
    next: Option<String>,
}

impl<T: Send + Unpin + 'static> Page for CustomPage<T> {
    type Item = T;

    #[inline]
    fn into_items(self) -> Vec<T> {
        self.items
    }

    #[inline]
    fn next_page(&self) -> Option<&str> {
        self.next.as_deref()
    }

    #[inline]
    fn has_more(&self) -> bool {
        self.next.is_some()
    }
}

/// Fetches a page and deserializes its data as a whole.
#[inline]
pub(super) fn fetch_data<T: DeserializeOwned + Send + 'static>(call: Call) -> Fetch<T> {
    let (location, paging) = (call.data, call.paging.unwrap_or_default());
    Box::pin(async move {
        let decode = |data: &RawJson| Ok((data::decode(data, location)?, Fields::next_of(data, location, &paging)?));
        let Response { data: (data, next), metadata } = send_with(call, decode).await?;
        Ok(Fetched::new(Response { data, metadata }, next))
    })
}

/// Fetches a page and deserializes its items.
#[inline]
pub(super) fn fetch_items<T: DeserializeOwned + Send + Unpin + 'static>(call: Call) -> Fetch<CustomPage<T>> {
    let (location, paging) = (call.data, call.paging.unwrap_or_default());
    Box::pin(async move {
        let decode = |data: &RawJson| {
            let items = Fields::of(data, location)?.items(&paging)?;
            let next = Fields::next_of(data, location, &paging)?;
            let token = if let Next::Page(token) = &next { Some(token.clone()) } else { None };
            Ok((CustomPage { items, next: token }, next))
        };
        let Response { data: (data, next), metadata } = send_with(call, decode).await?;
        Ok(Fetched::new(Response { data, metadata }, next))
    })
}

/// The fields of a page, by name.
struct Fields {
    fields: UnknownFields,
    location: DataLocation,
}

impl Fields {
    #[inline]
    fn of(data: &RawJson, location: DataLocation) -> Result<Self> {
        static NO_FIELDS: Shape = Shape::new("", &[]);
        let mut fields = UnknownFields::default();
        let mut reader = Reader::new(data.as_str());
        match reader.object(&NO_FIELDS, &mut [], &mut fields) {
            Ok(_) => Ok(Self { fields, location }),
            Err(_) => Err(mismatch_error(&reader, location.keys().concat())),
        }
    }

    /// Returns the state of the listing after the page.
    #[inline]
    fn next_of(data: &RawJson, location: DataLocation, paging: &Paging) -> Result<Next> {
        if data.as_str() == "null" {
            return Ok(Next::NoData);
        }
        let fields = Self::of(data, location)?;
        let has_more: Option<bool> = fields.read(paging.more)?;
        let token: Option<String> = fields.read(paging.next)?;
        let has_token = token.as_deref().is_some_and(|token| !token.is_empty());
        if has_token && fields.fields.get(paging.more).is_none() {
            return Err(fields.missing(paging.more, "more"));
        }
        Ok(Next::of(has_more == Some(true), token.as_deref()))
    }

    /// Returns the items. A page without the field is empty only if no other field can contain the items.
    #[inline]
    fn items<T: DeserializeOwned>(&self, paging: &Paging) -> Result<Vec<T>> {
        match self.fields.get(paging.items) {
            Some(items) => {
                let items: Option<Vec<T>> = data::decode_at(items, &[self.location.keys(), &[paging.items]].concat())?;
                Ok(items.unwrap_or_default())
            }
            None if self.fields.iter().any(|(_, value)| value.as_str().starts_with(['[', '{'])) => {
                Err(self.missing(paging.items, "items"))
            }
            None => Ok(Vec::new()),
        }
    }

    /// Reads a field leniently. A value that does not fit is an error, because the listing would end early without it.
    #[inline]
    fn read<T: Slot>(&self, name: &str) -> Result<Option<T>> {
        let mut value = Option::vacant();
        let Some(raw) = self.fields.get(name) else { return Ok(value) };
        let mut reader = Reader::new(raw.as_str());
        match value.read(&mut reader) {
            Ok(_) => Ok(value),
            Err(_) => Err(mismatch_error(&reader, self.location.path(name))),
        }
    }

    /// Creates the error of a page that lacks a field of [`Paging`].
    #[inline]
    fn missing(&self, name: &str, role: &str) -> Error {
        let message = format!("the page has no field `{name}`; name the right one in `Paging::{role}`");
        Error::new(ErrorKind::Decode, message).with_location(self.location.path(name), String::new())
    }
}

#[inline]
fn mismatch_error(reader: &Reader<'_>, path: String) -> Error {
    Error::new(ErrorKind::Decode, reader.explanation()).with_location(path, String::new())
}
