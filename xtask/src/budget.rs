//! `budget`: compares the build cost of the emitted crate with the limits in `budget.toml`.

use std::{collections::BTreeSet, fs, process::ExitCode};

use toml::Table;

use crate::{
    CommandResult,
    cost::{self, build::Profile, call::Call, emitted::EmittedSchema},
    process::{cargo, output},
    root::root,
};

const CONSUMER: &str = "tests/consumer/Cargo.toml";

type Error = Box<dyn std::error::Error>;

/// `cargo xtask budget`: fails if a figure exceeds its limit.
pub(crate) fn budget() -> CommandResult {
    let budget = limits()?;
    let emitted = EmittedSchema::of(&root().join("schema"))?;
    let call = Call::choose(&emitted.api, None, None)?;
    // The folder is empty, so that the dependencies are compiled and measured too.
    let folder = tempfile::tempdir()?;
    let measured = cost::measure(folder.path(), &emitted, &call, &[Profile::Check, Profile::Release], 1)?;
    anstream::print!("{}", measured.table());
    anstream::println!("clean `cargo check` with dependencies: {:.1} CPU s", measured.whole_check().as_secs_f64());
    let mut figures = measured.all();
    figures.push(("crates_in_the_tree".to_owned(), Some(crates_in_the_tree()? as f64)));
    let mut is_kept = true;
    for (name, limit) in budget {
        let (_, figure) = figures.iter().find(|(key, _)| *key == name).ok_or_else(|| unknown(&name))?;
        match figure {
            None => anstream::println!("{name}: no groups"),
            Some(figure) => {
                let is_over = *figure > limit;
                let shown = (figure * 10.0).round() / 10.0;
                anstream::println!("{name}: {shown} of {limit}{}", if is_over { ", exceeded" } else { "" });
                is_kept &= !is_over;
            }
        }
    }
    Ok(if is_kept { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn unknown(name: &str) -> String {
    format!("`{name}` in budget.toml is not a figure; `cargo xtask cost --format json` prints their keys")
}

/// Reads the limits from `budget.toml`, with the keys of their figures.
fn limits() -> Result<Vec<(String, f64)>, Error> {
    let budget: Table = fs::read_to_string(root().join("budget.toml"))?.parse()?;
    let limit = |(name, value): (String, toml::Value)| {
        let number = value.as_float().or_else(|| value.as_integer().map(|number| number as f64));
        let number = number.ok_or_else(|| format!("`{name}` in budget.toml is not a number"))?;
        Ok((name, number))
    };
    budget.into_iter().map(limit).collect()
}

/// Counts the crates in the dependency tree of the consumer, without the consumer itself.
fn crates_in_the_tree() -> Result<usize, Error> {
    let mut tree =
        cargo(&["tree", "--edges", "normal", "--prefix", "none", "--no-dedupe", "--manifest-path", CONSUMER]);
    let tree = output(&mut tree)?;
    let crates: BTreeSet<_> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    Ok(crates.len().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::{count::Counts, figures::Figures};

    fn limit(name: &str) -> Result<f64, Error> {
        let found = limits()?.into_iter().find(|(key, _)| key == name).map(|(_, limit)| limit);
        found.ok_or_else(|| format!("budget.toml has no `{name}`").into())
    }

    /// A test can compare counted figures, because they do not depend on the machine.
    #[test]
    fn the_counted_figures_are_within_the_budget() -> Result<(), Error> {
        let emitted = EmittedSchema::of(&root().join("schema"))?;
        let counts = Counts::of(&emitted.api, &emitted.files);
        let counted = [
            ("crates_in_the_tree", crates_in_the_tree()? as f64),
            ("emitted_lines_per_field", counts.lines_per_field()),
            ("emitted_lines_per_model_field", counts.lines_per_model_field()),
            ("operation_lines_per_field_median", counts.quantile(0.5).unwrap_or_default()),
        ];
        for (name, figure) in counted {
            let limit = limit(name)?;
            assert!(figure <= limit, "{name}: {figure} of {limit}");
        }
        Ok(())
    }

    #[test]
    fn every_limit_is_for_a_figure() -> Result<(), Error> {
        let keys = Figures::keys();
        for (name, _) in limits()? {
            assert!(name == "crates_in_the_tree" || keys.contains(&name), "{}", unknown(&name));
        }
        Ok(())
    }
}
