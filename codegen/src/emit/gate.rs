//! Which features switch an item on.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::{Api, GroupNames};

/// The features of which one must be on for an item to be compiled; no condition where there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Gate(BTreeSet<String>);

impl Gate {
    /// The gate of something that no feature switches off.
    pub(super) fn open() -> Self {
        Self::default()
    }

    /// The gate of one group; open for an operation that has none yet.
    pub(super) fn of_group(group: &str) -> Self {
        Self(Some(group).filter(|group| !group.is_empty()).map(str::to_owned).into_iter().collect())
    }

    /// The gate of a type that these groups use: open if all groups do.
    pub(super) fn of_type(api: &Api, groups: &GroupNames) -> Self {
        if groups.len() == api.groups.len() { Self::open() } else { Self(groups.clone()) }
    }

    pub(super) fn is_open(&self) -> bool {
        self.0.is_empty()
    }

    /// The gate of something that is needed wherever one of several items is compiled.
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

    /// `#[cfg(…)]`, or nothing.
    pub(super) fn attribute(&self) -> TokenStream {
        let features: Vec<&String> = self.0.iter().collect();
        match features.as_slice() {
            [] => TokenStream::new(),
            [one] => quote!(#[cfg(feature = #one)]),
            several => quote!(#[cfg(any(#(feature = #several),*))]),
        }
    }
}
