//! Fills the server with related objects.

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
    /// Fills the server with related objects, so that the operation `listing` returns this number of items. From then on, the server respects ids
    /// and filters.
    ///
    /// - **Objects.** Every id in a response refers to an object, which other operations return under the same id. The schema declares the owner
    ///   of each id type. For example, with 400 interviews, there are 200 applications, 100 talents and 800 interview records, because every object owns
    ///   two objects of the next type. Objects without an owner, such as jobs and users, are as numerous as talents.
    /// - **Unknown ids.** Any other id is not found. The error is the documented one of the operation, or HTTP 404 with the code for invalid
    ///   parameters. If no response contains an id of the type, every id is accepted.
    /// - **Filters.** The ids in a request select the objects that are related to all of them. Time parameters filter by the corresponding field:
    ///   `update_start_time` filters by `update_time`. Other parameters filter by the field of the same name.
    /// - **Times.** The first item has the times of the sample. The times of each further item are one hour later than those of the item before.
    /// - **Links.** Links point to files of this server, one per object.
    ///
    /// All other content is the sample of the operation. Writes are validated but change nothing.
    ///
    /// This method replaces responses that a test has set; they can be set again afterwards. Calling it again replaces all objects.
    ///
    /// # Errors
    /// Returns an error if there is no operation `listing`, or if it does not list objects with ids.
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

    /// Returns the ids of all objects of an id type, such as `TalentId`. The list is empty unless the server is [populated](Self::populate).
    #[must_use]
    pub fn ids(&self, kind: &str) -> Vec<String> {
        let population = self.shared.population.lock().unwrap_or_else(PoisonError::into_inner).clone();
        population.map(|population| population.ids(kind)).unwrap_or_default()
    }
}

/// The error of [`Server::populate`].
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
