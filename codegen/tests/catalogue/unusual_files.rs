//! Files with unusual bytes, line endings or sizes: errors are reported with a location, in bounded time.

use std::{fs, io, path::Path, time::Instant};

use feishu_codegen::{File, Renderer, Sources, check, load, render};

use crate::{assert_snapshot, support::Schema};

/// Checks the small schema with an additional file.
fn report_with(path: &str, bytes: &[u8]) -> String {
    let files = Schema::small().into_files().into_iter();
    let mut files: Vec<File> = files.map(|(path, text)| File::new(path, text.into_bytes())).collect();
    files.retain(|file| file.path != path);
    files.push(File::new(path.to_owned(), bytes.to_vec()));
    let sources = Sources::new(files);
    match check(&sources) {
        Ok(_) => "no errors\n".to_owned(),
        Err(diagnostics) => render(&diagnostics, &sources, &Renderer::plain()),
    }
}

/// Every file of `unusual_files/`, as a types file. `.gitattributes` preserves their bytes.
#[test]
fn each_file_has_a_diagnostic() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/catalogue/unusual_files");
    let mut count = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "yaml") {
            continue;
        }
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let report = report_with(&format!("types/{name}.yaml"), &fs::read(&path)?);
        assert_ne!(report, "no errors\n", "{name}");
        assert_snapshot(&format!("file_{name}"), &report);
        count += 1;
    }
    assert!(count >= 15, "{count} files");
    Ok(())
}

/// A file that is too large is not read.
#[test]
fn a_file_of_fifty_megabytes_is_rejected() -> io::Result<()> {
    let folder = temp_dir();
    fs::create_dir_all(folder.join("types"))?;
    let text = "  TalentId: 人才 ID | A person in the talent pool.\n".repeat(1_000_000);
    assert!(text.len() > 50_000_000);
    fs::write(folder.join("types/dump.yaml"), &text)?;
    let start = Instant::now();
    let sources = load(&folder)?;
    let diagnostics = check(&sources).err().unwrap_or_default();
    let report = render(&diagnostics, &sources, &Renderer::plain());
    assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
    fs::remove_dir_all(&folder)?;
    assert_snapshot("file_too_large", &report.replace(&format!("{}/", folder.display()), "schema/"));
    Ok(())
}

fn temp_dir() -> std::path::PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("fifty-megabytes")
}

/// For the largest accepted files, checking time and report size are bounded.
#[test]
fn the_largest_files_have_short_reports() {
    let lines = "  TalentId: 人才 ID | A person in the talent pool.\n".repeat(17_000);
    let keys: String = (0..50_000).map(|number| format!("\"a{number}\": 1, ")).collect();
    let texts = [
        ("types/long.yaml", format!("ids:\n{lines}")),
        ("types/long.yaml", "[".repeat(1_000_000)),
        ("types/long.yaml", "a: ".repeat(330_000)),
        ("hire/v1/long/get.yaml", format!("errors: [{}]", "1, ".repeat(330_000))),
        ("hire/v1/long/get.yaml", format!("call: GET {}", "/:a".repeat(330_000))),
        ("hire/v1/note/get.response.json", format!("{{ \"code\": 0, \"msg\": \"\", \"data\": {{ {keys}\"z\": 1 }} }}")),
    ];
    for (path, text) in texts {
        assert!(text.len() < 1 << 20);
        let start = Instant::now();
        let report = report_with(path, text.as_bytes());
        println!("{path}: {:?} for {} bytes", start.elapsed(), report.len());
        assert!(start.elapsed().as_secs() < 60, "{path}: {:?}", start.elapsed());
        assert!(report.lines().count() < 3_000 && report.len() < 1_000_000, "{path}: {}", report.len());
    }
}
