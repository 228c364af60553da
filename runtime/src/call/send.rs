//! Sends a call, or formats it as a command.

use std::pin::Pin;

use super::{Call, curl, execution::CallExecution};
use crate::{
    Metadata, Response, Result,
    response::raw::{RawResponse, ReadData},
    transport::executor::require_tokio,
    wire::Slot,
};

// Boxed, because the compiler would check an opaque future for each operation, which would take a sixth of the time of a check.
/// The future of a call. Nothing is sent before it is polled.
pub type CallFuture<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

impl Call {
    /// Sends the call and returns its data.
    ///
    /// # Errors
    /// Fails if the request is invalid, if no response arrives in time, or if Feishu rejects the call. [`ErrorKind`](crate::ErrorKind) lists all causes.
    pub fn send<T: Slot + Send>(self) -> CallFuture<T> {
        Box::pin(async move {
            let mut data = T::vacant();
            self.execute(&mut data).await?;
            Ok(data)
        })
    }

    /// Sends the call and returns its data with the metadata of the response.
    ///
    /// # Errors
    /// Same as [`send`](Self::send).
    pub fn send_with_metadata<T: Slot + Send>(self) -> CallFuture<Response<T>> {
        Box::pin(async move {
            let mut data = T::vacant();
            let metadata = self.execute(&mut data).await?;
            Ok(Response { data, metadata })
        })
    }

    /// Sends the call and reads its data. The future is boxed and has no type parameter, so it is compiled once instead of once per operation.
    fn execute(self, data: &mut (dyn Slot + Send)) -> Pin<Box<dyn Future<Output = Result<Metadata>> + Send + '_>> {
        Box::pin(async move {
            let location = self.data;
            let mut read = |from: &RawResponse, on_mismatch| from.read_data_at(location, data, on_mismatch);
            self.perform(&mut read).await
        })
    }

    /// Like [`execute`](Self::execute), for data that does not implement [`Slot`].
    pub(super) fn execute_with<'a>(
        self,
        read: &'a mut ReadData<'_>,
    ) -> Pin<Box<dyn Future<Output = Result<Metadata>> + Send + 'a>> {
        Box::pin(self.perform(read))
    }

    async fn perform(self, read: &mut ReadData<'_>) -> Result<Metadata> {
        let operation = self.operation;
        let client = match &self.options.token {
            Some(token) => self.client.with_supplied(token),
            None => self.client.clone(),
        };
        match self.prepare() {
            Ok(prepared) => {
                require_tokio()?;
                CallExecution::new(&client, &prepared).run(read).await
            }
            Err(error) => Err(error.with_operation(operation)),
        }
    }

    /// Returns the call as a `curl` command, with `$FEISHU_TOKEN` instead of the token.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidParameter`](crate::ErrorKind::InvalidParameter) if [`send`](Self::send) would refuse the call.
    #[inline]
    pub fn to_curl(self) -> Result<String> {
        let (operation, form) = (self.operation, self.form.for_curl());
        let prepared = self.prepare().map_err(|error| error.with_operation(operation))?;
        Ok(curl::format_command(&prepared, &form))
    }
}
