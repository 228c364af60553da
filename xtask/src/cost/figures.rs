//! Figures of one measurement, with the keys used in `budget.toml` and in the JSON output.

use std::{fmt::Write as _, time::Duration};

use super::{
    build::{Build, Profile, Scope},
    count::Counts,
};

/// One measurement.
pub(crate) struct Figures {
    pub(crate) counts: Counts,
    /// The group of the rows with one group.
    pub(crate) group: Option<String>,
    /// Number of builds per row.
    pub(crate) runs: usize,
    pub(crate) measured: Vec<Measurement>,
}

/// One row of builds.
pub(crate) struct Measurement {
    pub(crate) profile: Profile,
    pub(crate) scope: Scope,
    /// `None` for one group of a schema without groups.
    pub(crate) build: Option<Build>,
}

/// A CPU time of a build, by its name in a key.
type Part = (&'static str, fn(&Build) -> Duration);

/// The columns of the table, in order.
const PARTS: [Part; 5] = [
    ("runtime", |build| build.runtime),
    ("emitted", |build| build.emitted),
    ("library", Build::library),
    ("consumer", |build| build.consumer),
    ("total", Build::total),
];

impl Figures {
    /// Returns all figures with their keys; `None` for figures of one group in a schema without groups.
    pub(crate) fn all(&self) -> Vec<(String, Option<f64>)> {
        let counts = &self.counts;
        let mut all: Vec<(String, Option<f64>)> = [
            ("operations", counts.operations as f64),
            ("types", counts.types as f64),
            ("documented_fields", counts.documented_fields as f64),
            ("model_fields", counts.model_fields as f64),
            ("emitted_lines", counts.lines as f64),
            ("mock_lines", counts.mock_lines as f64),
            ("emitted_lines_per_field", counts.lines_per_field()),
            ("emitted_lines_per_model_field", counts.lines_per_model_field()),
        ]
        .map(|(key, value)| (key.to_owned(), Some(value)))
        .to_vec();
        for (key, share) in [("median", 0.5), ("p90", 0.9)] {
            all.push((format!("operation_lines_per_field_{key}"), counts.quantile(share)));
        }
        for row in &self.measured {
            all.extend(row.figures());
        }
        all
    }

    /// CPU time of rustc for a clean `cargo check` of everything, dependencies included. 0 if their check was not measured.
    ///
    /// Build scripts run outside of rustc and are not part of it.
    pub(crate) fn whole_check(&self) -> Duration {
        let row = self.measured.iter().find(|row| row.profile == Profile::Check && row.scope == Scope::AllGroups);
        row.and_then(|row| row.build).map_or(Duration::ZERO, |build| build.dependencies + build.total())
    }

    /// One JSON object, a line per figure.
    pub(crate) fn json(&self) -> String {
        let mut lines: Vec<String> = vec![match &self.group {
            Some(group) => format!("  \"group\": {group:?}"),
            None => "  \"group\": null".to_owned(),
        }];
        lines.push(format!("  \"runs\": {}", self.runs));
        for (key, value) in self.all() {
            let value = value.map_or_else(|| "null".to_owned(), |value| format!("{}", (value * 1e3).round() / 1e3));
            lines.push(format!("  \"{key}\": {value}"));
        }
        format!("{{\n{}\n}}\n", lines.join(",\n"))
    }

    /// Text for a terminal.
    pub(crate) fn table(&self) -> String {
        let mut text = self.head();
        let _ = write!(text, "{:<26}", "CPU seconds");
        PARTS.iter().for_each(|(name, _)| _ = write!(text, "{name:>10}"));
        text.push('\n');
        self.measured.iter().for_each(|row| text.push_str(&row.line()));
        for row in &self.measured {
            if let Some(files) = row.build.and_then(|build| build.files) {
                let scope = row.scope.key().replace('_', " ");
                let _ = writeln!(
                    text,
                    "release, {scope}: rlib {} MB, stripped consumer {} bytes",
                    megabytes(files.rlib),
                    files.binary
                );
            }
        }
        text
    }

    fn head(&self) -> String {
        let counts = &self.counts;
        let quantile = |share| counts.quantile(share).map_or_else(|| "-".to_owned(), |value| format!("{value:.1}"));
        let group = match &self.group {
            Some(group) => format!("one group: {group}"),
            None => "no groups".to_owned(),
        };
        format!(
            "{} operations, {} types, {} documented fields ({} in the model); {group}; median of {} builds\n\
             {} emitted lines (without samples and without {} lines of mock tables): {:.2} per documented field, {:.2} per field of the model; \
             own files of an operation: median {}, p90 {} per own field\n",
            counts.operations,
            counts.types,
            counts.documented_fields,
            counts.model_fields,
            self.runs,
            counts.lines,
            counts.mock_lines,
            counts.lines_per_field(),
            counts.lines_per_model_field(),
            quantile(0.5),
            quantile(0.9),
        )
    }
}

impl Measurement {
    fn figures(&self) -> Vec<(String, Option<f64>)> {
        let start = format!("{}_{}", self.profile.key(), self.scope.key());
        let mut figures: Vec<(String, Option<f64>)> = PARTS
            .iter()
            .map(|(name, part)| {
                (format!("{start}_{name}_cpu_seconds"), self.build.map(|build| part(&build).as_secs_f64()))
            })
            .collect();
        if self.profile == Profile::Release {
            let files = self.build.and_then(|build| build.files);
            figures.push((format!("{start}_rlib_bytes"), files.map(|files| files.rlib as f64)));
            figures.push((format!("{start}_stripped_binary_bytes"), files.map(|files| files.binary as f64)));
        }
        figures
    }

    fn line(&self) -> String {
        let mut line = format!("{:<26}", format!("{}, {}", self.profile.key(), self.scope.key().replace('_', " ")));
        match &self.build {
            None => line.push_str("no groups"),
            Some(build) => {
                PARTS.iter().for_each(|(_, part)| _ = write!(line, "{:>10.1}", part(build).as_secs_f64()));
            }
        }
        line.push('\n');
        line
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum as _;
    use feishu_codegen::model::Api;

    impl Figures {
        /// The keys of all figures.
        pub(crate) fn keys() -> Vec<String> {
            let rows = Profile::value_variants().iter().flat_map(|&profile| {
                [Scope::AllGroups, Scope::OneGroup].map(|scope| Measurement { profile, scope, build: None })
            });
            let figures = Self { measured: rows.collect(), ..figures() };
            figures.all().into_iter().map(|(key, _)| key).collect()
        }
    }

    fn figures() -> Figures {
        let build = Build {
            runtime: Duration::from_millis(1000),
            emitted: Duration::from_millis(2500),
            consumer: Duration::from_millis(500),
            ..Build::default()
        };
        let measured = vec![
            Measurement { profile: Profile::Check, scope: Scope::AllGroups, build: Some(build) },
            Measurement { profile: Profile::Check, scope: Scope::OneGroup, build: None },
        ];
        Figures { counts: Counts::of(&Api::default(), &[]), group: None, runs: 1, measured }
    }

    #[test]
    fn totals_are_the_sums_of_their_parts() {
        let all = figures().all();
        let figure = |key: &str| all.iter().find(|(found, _)| found == key).map(|(_, value)| *value);
        assert_eq!(figure("check_all_groups_library_cpu_seconds"), Some(Some(3.5)));
        assert_eq!(figure("check_all_groups_total_cpu_seconds"), Some(Some(4.0)));
        assert_eq!(figure("check_one_group_total_cpu_seconds"), Some(None));
        assert_eq!(figure("release_all_groups_total_cpu_seconds"), None);
    }

    #[test]
    fn a_schema_without_groups_has_no_figure_for_one_group() {
        assert!(figures().table().contains("check, one group          no groups\n"), "{}", figures().table());
        assert!(figures().json().contains("\"check_one_group_total_cpu_seconds\": null"), "{}", figures().json());
    }
}
