//! The context that all parts of the emitter share.

use std::collections::{BTreeSet, HashSet};

use super::{
    emitted_file::{Content, EmittedFile},
    homes::Homes,
    id_uses::IdUses,
    scope::{self, Item},
};
use crate::{model::Api, names};

/// The API, and the data derived from it.
pub(super) struct Context<'a> {
    pub(super) api: &'a Api,
    pub(super) homes: Homes<'a>,
    pub(super) id_uses: IdUses<'a>,
    /// Every type name that the emitted crate defines.
    defined: HashSet<String>,
}

impl<'a> Context<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        Self { api, homes: Homes::new(api), id_uses: IdUses::new(api), defined: names::defined(api) }
    }

    /// Returns a file of Rust code. `own` are the paths of the items that the file defines.
    pub(super) fn create_unit(
        &self,
        path: impl Into<String>,
        origin: impl Into<String>,
        items: Vec<Item>,
        own: &BTreeSet<String>,
    ) -> EmittedFile {
        let items = scope::add_imports(items, own, &self.defined);
        EmittedFile { path: path.into(), origin: origin.into(), content: Content::Rust(items) }
    }
}
