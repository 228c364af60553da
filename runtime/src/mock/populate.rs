//! Filling the server with related data.

use std::{
    error, fmt,
    sync::{Arc, PoisonError},
};

use super::{
    Server, UnknownOperation,
    content::Content,
    related::{Population, RelatedContent},
};

impl Server {
    /// Fills the server with objects that belong together, so that `listing` has this number of items. From then on, ids and filters matter.
    ///
    /// - Every id in a response belongs to an object: other operations return it, its parts and what belongs to it under the same ids. The owners of
    ///   ids in the schema tell which objects belong to which. Two objects of a type belong to each object of the type above it: with 400
    ///   interviews, there are 200 applications, 100 talents and 800 interview records. What belongs to nothing, such as jobs and users, is as
    ///   numerous as talents.
    /// - Any other id is not found: with the documented error of the operation, or with HTTP 404 and the code for invalid parameters. If no response
    ///   has an id of the type, every id is accepted.
    /// - Ids in a request select what belongs to all of them. Times select by the field that they name, such as `update_start_time` by `update_time`.
    ///   Other parameters select by the field of the same name.
    /// - The times of each item are one hour later than those of the item before; the first has those of the sample.
    /// - Links lead to files of this server, one per object.
    ///
    /// Everything else is the sample of the operation. Writes are validated but change nothing.
    ///
    /// Responses that were set before are replaced, and can be set again. Calling this method again replaces all objects.
    ///
    /// # Errors
    /// Returns an error if there is no such operation, or if it does not list objects with ids.
    pub fn populate(&self, listing: &str, items: usize) -> Result<(), PopulateError> {
        let listed = self.on(listing).map_err(PopulateError::UnknownOperation)?.state.mocked;
        let endpoints = || self.shared.endpoints.iter();
        let relations = listed.operation.paging.zip(listed.relations);
        let item = relations.and_then(|(paging, relations)| relations.response.items(paging.items));
        let all = endpoints().filter_map(|endpoint| endpoint.mocked.relations);
        let population = item.and_then(|item| Population::new(all, item, items));
        let population = Arc::new(population.ok_or(PopulateError::NoListing(listed.operation.id))?);
        for endpoint in endpoints() {
            if let Some(content) = RelatedContent::new(&population, &endpoint.mocked) {
                endpoint.script().content = Content::Related(content);
            }
        }
        *self.shared.population.lock().unwrap_or_else(PoisonError::into_inner) = Some(population);
        Ok(())
    }

    /// Returns the ids of all objects of a type, such as `TalentId`. Empty unless the server is [populated](Self::populate).
    #[must_use]
    pub fn ids(&self, kind: &str) -> Vec<String> {
        let population = self.shared.population.lock().unwrap_or_else(PoisonError::into_inner).clone();
        population.map(|population| population.ids(kind)).unwrap_or_default()
    }
}

/// Error of [`Server::populate`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PopulateError {
    /// The server has no such operation.
    UnknownOperation(UnknownOperation),
    /// The operation with this id does not list objects with ids.
    NoListing(&'static str),
}

impl fmt::Display for PopulateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOperation(unknown) => unknown.fmt(f),
            Self::NoListing(id) => write!(f, "`{id}` does not list objects with ids"),
        }
    }
}

impl error::Error for PopulateError {}
