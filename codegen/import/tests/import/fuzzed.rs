//! Runs the committed fuzz corpus of the importer through the checks of the fuzz target.

use std::{fs, path::Path};

#[path = "../../../../tests/fuzz/src/schema.rs"]
#[allow(dead_code, unreachable_pub, reason = "the fuzz targets are another crate")]
mod schema;

#[path = "../../../../tests/fuzz/src/page.rs"]
#[allow(unreachable_pub, reason = "the fuzz targets are another crate")]
mod page;

#[test]
fn pages() -> Result<(), Box<dyn std::error::Error>> {
    let mut count = 0;
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz/corpus/page"))? {
        let path = entry?.path();
        page::page(&fs::read(&path)?).map_err(|why| format!("{}: {why}", path.display()))?;
        count += 1;
    }
    assert!(count >= 9, "only {count} pages in the corpus");
    Ok(())
}
