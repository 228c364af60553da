//! Calls every operation, and prints what there is to print of it.

use std::fmt;

use feishu_hire::{
    Client, Error, Upload,
    model::{DepartmentIdType, InterviewerUpdate, InterviewerVerifyStatus},
};

use crate::capture::Capture;

pub(crate) const NOTE: &str = "PERSONAL-WORDS-OF-A-NOTE";
pub(crate) const FILE_NAME: &str = "PERSONAL-NAME-OF-A-FILE";
pub(crate) const FILE: &str = "PERSONAL-CONTENT-OF-A-FILE";

/// Makes a call and prints the request, the answer or the error, and the errors behind the error.
#[allow(deprecated)] // The historic list is one of them.
pub(crate) async fn make(
    capture: &Capture,
    client: &Client,
    operation: &str,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    macro_rules! call {
        ($request:expr) => {{
            let request = $request;
            capture.print(format_args!("{request:?} {request:#?}"));
            print(capture, request.send_with_metadata().await);
        }};
    }
    let v1 = client.v1();
    match operation {
        "hire.v1.application.get_detail" => {
            call!(v1.application().get_detail("1").department_id_type(DepartmentIdType::OpenDepartmentId))
        }
        "hire.v1.application_interview.list" => call!(v1.application_interview().list("1", 50)),
        "hire.v1.attachment.create" => call!(v1.attachment().create(Upload::new(FILE_NAME, FILE))),
        "hire.v1.interview.get_by_talent" => call!(v1.interview().get_by_talent("1")),
        "hire.v1.interview.list" => call!(v1.interview().list().interview_id("1")),
        "hire.v1.interview_record.get" => call!(v1.interview_record().get("1")),
        "hire.v1.interview_record_attachment.get" => call!(v1.interview_record_attachment().get("1")),
        "hire.v1.interviewer.patch" => {
            let update = InterviewerUpdate::new().verify_status(InterviewerVerifyStatus::Verified);
            call!(v1.interviewer().patch("1", update));
        }
        "hire.v1.job.list" => call!(v1.job().list()),
        "hire.v1.note.create" => call!(v1.note().create("1", NOTE)),
        "hire.v1.note.delete" => call!(v1.note().delete("1")),
        other => return Err(format!("{other} is called nowhere: add its call to `tests/secrecy/calls.rs`").into()),
    }
    Ok(())
}

pub(crate) fn print(capture: &Capture, outcome: Result<impl fmt::Debug, Error>) {
    capture.print(format_args!("{outcome:?} {outcome:#?}"));
    let Err(error) = outcome else { return };
    capture.print(format_args!("{error} {:?}", error.attempts()));
    let mut cause = std::error::Error::source(&error);
    while let Some(behind) = cause {
        capture.print(format_args!("{behind} {behind:?}"));
        cause = behind.source();
    }
}
