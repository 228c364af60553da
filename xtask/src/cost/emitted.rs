//! A schema and its emitted files.

use std::path::Path;

use feishu_codegen::{Rendered, model::Api};

/// A schema with its emitted files.
pub(crate) struct EmittedSchema {
    pub(crate) api: Api,
    pub(crate) files: Vec<Rendered>,
}

impl EmittedSchema {
    /// Emits the schema in a folder.
    ///
    /// # Errors
    /// Fails if the folder cannot be read or if the schema has errors.
    pub(crate) fn of(schema: &Path) -> Result<Self, Box<dyn std::error::Error>> {
        let sources = feishu_codegen::load(schema)?;
        let shown = schema.display();
        let api = feishu_codegen::check(&sources)
            .map_err(|_| format!("the schema has errors; run `cargo xtask check --schema {shown}`"))?;
        let files = feishu_codegen::generate(&api)?;
        Ok(Self { api, files })
    }
}
