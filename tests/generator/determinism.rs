//! The same schema gives the same bytes; what is on the disk is what the schema says; what is the same is not touched.

use std::{fs, io, path::Path, time::SystemTime};

use feishu_codegen::{Changes, Rendered};
use tests::{real_files, root};

use crate::TestResult;

#[test]
fn twice_the_same() -> TestResult {
    assert_eq!(real_files()?, real_files()?);
    Ok(())
}

#[test]
fn the_generated_crate_is_current() -> TestResult {
    let changes = Changes::between(&root().join("generated"), &real_files()?)?;
    assert!(changes.is_empty(), "run `cargo xtask codegen`:\n{}", changes.diff(&root()));
    Ok(())
}

#[test]
fn nothing_of_this_machine_is_emitted() -> TestResult {
    let root = root().display().to_string();
    for file in real_files()? {
        assert!(!file.text.contains(&root), "{} holds the path of this machine", file.path);
    }
    Ok(())
}

#[test]
fn writes_what_changed_and_deletes_what_is_gone() -> TestResult {
    let folder = tempfile::tempdir()?;
    let files = real_files()?;
    let first = Changes::between(folder.path(), &files)?;
    assert_eq!(first.counts(), (files.len(), 0));
    first.apply()?;

    let before = written_at(folder.path(), &files)?;
    let orphan = folder.path().join("src/v9/orphan.rs");
    fs::create_dir_all(folder.path().join("src/v9"))?;
    fs::write(&orphan, "left behind")?;
    fs::write(folder.path().join("src/lib.rs"), "edited by hand")?;

    let second = Changes::between(folder.path(), &files)?;
    assert_eq!(second.counts(), (1, 1));
    let diff = second.diff(folder.path());
    assert!(diff.contains("-edited by hand") && diff.contains("-left behind"), "{diff}");
    second.apply()?;
    assert!(!orphan.exists() && !folder.path().join("src/v9").exists(), "the orphan's folder is gone too");
    assert!(Changes::between(folder.path(), &files)?.is_empty());

    let after = written_at(folder.path(), &files)?;
    let untouched = before.iter().zip(&after).filter(|(before, after)| before == after).count();
    assert_eq!(untouched, files.len() - 1, "only the edited file was written again");
    Ok(())
}

fn written_at(folder: &Path, files: &[Rendered]) -> io::Result<Vec<SystemTime>> {
    files.iter().map(|file| fs::metadata(folder.join(&file.path))?.modified()).collect()
}
