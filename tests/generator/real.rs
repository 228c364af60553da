//! The emitted files of the interview operations, and lists of fields of the real schema.

use feishu_codegen::model::Payload;
use tests::{real_files, real_schema};

use crate::TestResult;

const INTERVIEW_OPERATIONS: [&str; 5] = [
    "v1/application_interview/list",
    "v1/interview/get_by_talent",
    "v1/interview/list",
    "v1/interview_record/get",
    "v1/interview_record_attachment/get",
];

#[test]
fn interview_operations() -> TestResult {
    let files = real_files()?;
    for stem in INTERVIEW_OPERATIONS {
        for kind in ["", "_wire"] {
            let path = format!("src/{stem}{kind}.rs");
            let file = files.iter().find(|file| file.path == path).ok_or(path)?;
            insta::with_settings!({ omit_expression => true }, {
                insta::assert_snapshot!(format!("{}{kind}", stem.replace('/', "_")), file.text);
            });
        }
    }
    Ok(())
}

/// The fields that no documented sample contains, so that their types are not verified.
#[test]
fn fields_that_no_sample_contains() -> TestResult {
    let quirk = |explained| if explained { " (quirk)" } else { "" };
    let report: Vec<_> = feishu_codegen::unexercised(real_schema()?)
        .iter()
        .map(|field| format!("{} {}{}", field.of, field.path, quirk(field.explained)))
        .collect();
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(report.join("\n")) });
    Ok(())
}

/// Every field that `Debug` hides. Removing one from the list may expose personal data in logs.
#[test]
fn sensitive_fields() -> TestResult {
    let api = real_schema()?;
    let objects = api.objects.iter().map(|object| (object.name.clone(), object.fields.iter().collect()));
    let operations = api.operations.iter().map(|operation| {
        let payload = match &operation.payload {
            Payload::None => &[][..],
            Payload::Json(fields) | Payload::Form(fields) => fields,
        };
        let parameters = operation.path_parameters.iter().chain(&operation.query);
        let fields: Vec<_> = parameters.chain(payload).chain(&operation.response).collect();
        (operation.id.to_string(), fields)
    });
    let hidden: Vec<_> = objects
        .chain(operations)
        .flat_map(|(owner, fields)| {
            let hidden = fields.into_iter().filter(|field| field.sensitive);
            hidden.map(move |field| format!("{owner}.{}", field.name)).collect::<Vec<_>>()
        })
        .collect();
    insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(hidden.join("\n")) });
    Ok(())
}
