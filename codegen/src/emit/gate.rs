//! The features that enable an item.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, GroupNames};

/// The features of which at least one must be enabled to compile an item. Without features, the item is always compiled.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Gate(BTreeSet<String>);

impl Gate {
    /// Returns the gate of an item that is always compiled.
    pub(super) fn open() -> Self {
        Self::default()
    }

    /// Returns the gate of a group. An operation without a group is always compiled.
    pub(super) fn of_group(group: &str) -> Self {
        Self(Some(group).filter(|group| !group.is_empty()).map(str::to_owned).into_iter().collect())
    }

    /// Returns the gate of a type that these groups use: open if all groups use it, or an operation without a group.
    pub(super) fn of_type(api: &Api, groups: &GroupNames) -> Self {
        let is_open = groups.len() == api.groups.len() || groups.contains("");
        if is_open { Self::open() } else { Self(groups.clone()) }
    }

    pub(super) fn is_open(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the gate of an item that is compiled whenever one of several items is compiled.
    pub(super) fn any<'a>(gates: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut all = BTreeSet::new();
        for gate in gates {
            if gate.is_open() {
                return Self::open();
            }
            all.extend(gate.0.iter().cloned());
        }
        Self(all)
    }

    /// Returns `#[cfg(…)]`, or no tokens if the gate is open.
    pub(super) fn attribute(&self) -> TokenStream {
        let features: Vec<&String> = self.0.iter().collect();
        match features.as_slice() {
            [] => TokenStream::new(),
            [one] => quote!(#[cfg(feature = #one)]),
            several => quote!(#[cfg(any(#(feature = #several),*))]),
        }
    }
}
