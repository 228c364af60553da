//! Counted figures: operations, types, documented fields, emitted lines.

use std::collections::HashMap;

use feishu_codegen::{
    Rendered,
    model::{Api, Field, Home, Operation, Payload, Type},
};

/// Counts of a schema and of its emitted Rust files.
pub(crate) struct Counts {
    pub(crate) operations: usize,
    /// Ids, enums and objects.
    pub(crate) types: usize,
    /// Fields of the model: those of objects, payloads of events, bodies, forms and responses, and the parameters of every operation.
    pub(crate) model_fields: usize,
    /// Fields as listed on the documentation pages, where every operation and every event repeats the fields of its objects.
    pub(crate) documented_fields: usize,
    /// Lines of the emitted Rust files, without samples and without the mock's tables.
    pub(crate) lines: usize,
    /// Lines of the mock's tables.
    pub(crate) mock_lines: usize,
    /// For each operation with files of its own, their lines per field of the operation, sorted.
    per_operation: Vec<f64>,
}

impl Counts {
    pub(crate) fn of(api: &Api, files: &[Rendered]) -> Self {
        let of_objects: usize = api.objects.iter().map(|object| object.fields.len()).sum();
        let of_operations: usize = api.operations.iter().map(own_fields).sum();
        let counted = |kind: Kind| files.iter().filter(move |file| Kind::of(file) == kind).map(lines).sum();
        let mut per_operation: Vec<f64> =
            api.operations.iter().filter_map(|operation| lines_per_field(api, operation, files)).collect();
        per_operation.sort_by(f64::total_cmp);
        Self {
            operations: api.operations.len(),
            types: api.ids.len() + api.enums.len() + api.objects.len(),
            model_fields: of_objects + of_operations,
            documented_fields: documented_fields(api),
            lines: counted(Kind::Crate),
            mock_lines: counted(Kind::Mock),
            per_operation,
        }
    }

    /// Emitted lines per documented field.
    pub(crate) fn lines_per_field(&self) -> f64 {
        self.lines as f64 / self.documented_fields.max(1) as f64
    }

    /// Emitted lines per field of the model.
    pub(crate) fn lines_per_model_field(&self) -> f64 {
        self.lines as f64 / self.model_fields.max(1) as f64
    }

    /// Quantile of the lines of an operation's own files per field; `None` if no file belongs to a single operation.
    pub(crate) fn quantile(&self, share: f64) -> Option<f64> {
        let last = self.per_operation.len().checked_sub(1)?;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and `last`")]
        let index = (last as f64 * share).round() as usize;
        self.per_operation.get(index).copied()
    }
}

/// Purpose of an emitted file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Rust that every consumer compiles.
    Crate,
    /// Tables of the mock server.
    Mock,
    /// Samples and files that are not Rust.
    Other,
}

impl Kind {
    fn of(file: &Rendered) -> Self {
        let path = file.path.replace('\\', "/");
        match path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")) {
            None => Self::Other,
            Some(path) if path == "samples" || path.starts_with("samples/") => Self::Other,
            Some(path) if path == "mock" || path.starts_with("mock/") => Self::Mock,
            Some(_) => Self::Crate,
        }
    }
}

fn lines(file: &Rendered) -> usize {
    file.text.lines().count()
}

/// Parameters, and fields of body, form and response.
fn own_fields(operation: &Operation) -> usize {
    operation_fields(operation).count()
}

fn operation_fields(operation: &Operation) -> impl Iterator<Item = &Field> {
    let payload: &[Field] = match &operation.payload {
        Payload::None => &[],
        Payload::Json(fields) | Payload::Form(fields) => fields,
    };
    operation.path_parameters.iter().chain(&operation.query).chain(payload).chain(&operation.response)
}

fn documented_fields(api: &Api) -> usize {
    let objects: Objects<'_> =
        api.objects.iter().map(|object| (object.name.as_str(), object.fields.as_slice())).collect();
    let payloads = api.events.iter().flat_map(|event| objects.get(event.payload.as_str()).copied().unwrap_or_default());
    let fields = api.operations.iter().flat_map(operation_fields).chain(payloads);
    fields.map(|field| rows(&objects, &field.ty, &mut Vec::new())).sum()
}

/// The fields of every object, by its name.
type Objects<'a> = HashMap<&'a str, &'a [Field]>;

/// Returns the number of rows of a field in the table of a page: its own row and those of the objects in it. An object inside itself is not
/// listed again.
fn rows<'a>(objects: &Objects<'a>, ty: &'a Type, above: &mut Vec<&'a str>) -> usize {
    match ty {
        Type::List(item) | Type::Map(item) => rows(objects, item, above),
        Type::Object(name) | Type::Boxed(name) if !above.contains(&name.as_str()) => {
            above.push(name);
            let fields = objects.get(name.as_str()).copied().unwrap_or_default();
            let nested: usize = fields.iter().map(|field| rows(objects, &field.ty, above)).sum();
            above.pop();
            1 + nested
        }
        _ => 1,
    }
}

/// Lines of an operation's own files per field of the operation and of the objects that are its own.
fn lines_per_field(api: &Api, operation: &Operation, files: &[Rendered]) -> Option<f64> {
    let (id, home) = (&operation.id, Home::Operation(operation.id.to_string()));
    let stem = format!("/{}/{}/{}", id.version, id.resource, id.method);
    let own: usize = files.iter().filter(|file| belongs(&file.path, &stem)).map(lines).sum();
    let objects = api.objects.iter().filter(|object| object.home == home);
    let fields = own_fields(operation) + objects.map(|object| object.fields.len()).sum::<usize>();
    (own > 0 && fields > 0).then(|| own as f64 / fields as f64)
}

fn belongs(path: &str, stem: &str) -> bool {
    let path = path.replace('\\', "/").replace("r#", "");
    let Some(path) = path.strip_suffix(".rs") else { return false };
    path.strip_suffix("_wire").unwrap_or(path).ends_with(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_and_mock_tables_are_counted_separately() {
        let file = |path: &str| Rendered { path: path.to_owned(), text: "a\nb\n".to_owned() };
        let files =
            ["src/lib.rs", "src/mock.rs", "src/samples/list.rs", "src/v1/job/list.rs", "openapi.json"].map(file);
        let counts = Counts::of(&Api::default(), &files);
        assert_eq!((counts.lines, counts.mock_lines), (4, 2));
    }

    #[test]
    fn an_object_is_counted_wherever_it_occurs() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        crate::synthetic::hire::write(folder.path(), 2)?;
        let api = crate::cost::emitted::EmittedSchema::of(folder.path())?.api;
        let objects = api.objects.iter().map(|object| (object.name.as_str(), object.fields.as_slice())).collect();
        let count = |name: &str| rows(&objects, &Type::Object(name.to_owned()), &mut Vec::new());
        assert_eq!(count("Missing"), 1);
        // Itself, four plain fields, `title` with two texts.
        assert_eq!(count("Core0"), 1 + 4 + 3);
        // Itself, five plain fields, `inner` and `previous`: each five plain fields and a `Core`.
        assert_eq!(count("Part0"), 1 + 5 + 2 * (1 + 5 + 8));
        Ok(())
    }

    #[test]
    fn a_file_belongs_to_one_operation() {
        assert!(belongs("src/v1/job/list.rs", "/v1/job/list"));
        assert!(belongs("src/v1/job/list_wire.rs", "/v1/job/list"));
        assert!(!belongs("src/v1/job/list_by_owner.rs", "/v1/job/list"));
        assert!(!belongs("src/v1/job.rs", "/v1/job/list"));
    }

    #[test]
    fn quantiles_are_measured_values() {
        let counts = |per_operation: &[f64]| Counts {
            per_operation: per_operation.to_vec(),
            ..Counts::of(&Api::default(), &[])
        };
        assert_eq!(counts(&[]).quantile(0.5), None);
        assert_eq!(counts(&[1.0]).quantile(0.9), Some(1.0));
        let ten: Vec<f64> = (1..=11).map(f64::from).collect();
        assert_eq!((counts(&ten).quantile(0.5), counts(&ten).quantile(0.9)), (Some(6.0), Some(10.0)));
    }
}
