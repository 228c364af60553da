//! The requests of operations as the mock server receives them: method, path, query, headers, body.

use feishu_hire::{
    Timestamp, Upload,
    mock::{self, ReceivedRequest},
    model::{
        ApplicationDetailOption, DepartmentIdType, EmployeeTypeIdType, InterviewerUpdate, InterviewerVerifyStatus,
        JobFamilyIdType, JobLevelIdType, Language, MentionEntity, NotePrivacy, UserIdType,
    },
};

use crate::TestResult;

/// A received request, without the headers of the HTTP client.
#[derive(Debug, PartialEq)]
struct Sent {
    line: String,
    headers: Vec<(String, String)>,
    body: String,
}

fn sent(received: &ReceivedRequest) -> Sent {
    const HTTP_HEADERS: [&str; 4] = ["host", "user-agent", "accept", "accept-encoding"];
    let query = if received.query.is_empty() { String::new() } else { format!("?{}", received.query) };
    Sent {
        line: format!("{} {}{query}", received.method, received.path),
        headers: received.headers.iter().filter(|(name, _)| !HTTP_HEADERS.contains(&name.as_str())).cloned().collect(),
        body: String::from_utf8_lossy(&received.body).into_owned(),
    }
}

/// Returns the expected request without a body. Its only header is the token.
fn bare(line: &str) -> Sent {
    Sent { line: line.to_owned(), headers: vec![authorization()], body: String::new() }
}

/// Returns the expected request with a JSON body. The order of the keys is compared too.
fn with_json(line: &str, body: &str) -> Sent {
    let content_type = ("content-type".to_owned(), "application/json; charset=utf-8".to_owned());
    let length = ("content-length".to_owned(), body.len().to_string());
    Sent { line: line.to_owned(), headers: vec![authorization(), content_type, length], body: body.to_owned() }
}

fn authorization() -> (String, String) {
    ("authorization".to_owned(), "Bearer t-1".to_owned())
}

pub(crate) async fn only(server: &mock::Server, id: &str) -> Result<ReceivedRequest, Box<dyn std::error::Error>> {
    let requests = server.requests_for(id)?;
    assert_eq!(requests.len(), 1, "{id}");
    Ok(requests.into_iter().next().ok_or("no request")?)
}

#[tokio::test]
async fn interview_list() -> TestResult {
    let server = mock::Server::start().await?;
    let list = server.client()?.v1().interview().list();
    // The parameters are set in another order than documented, and one of them twice.
    list.user_id_type(UserIdType::UnionId)
        .user_id_type(UserIdType::UserId)
        .job_level_id_type(JobLevelIdType::JobLevelId)
        .end_time(Timestamp::from_millis(1_610_489_908_000))
        .start_time(Timestamp::from_millis(1_609_489_908_000))
        .interview_id("6888217964693309704")
        .application_id("6134134355464633")
        .page_token("a+b/c==")
        .page_size(100)
        .send()
        .await?;
    let expected = bare(
        "GET /open-apis/hire/v1/interviews?page_size=100&page_token=a%2Bb%2Fc%3D%3D&application_id=6134134355464633\
         &interview_id=6888217964693309704&start_time=1609489908000&end_time=1610489908000\
         &job_level_id_type=job_level_id&user_id_type=user_id",
    );
    assert_eq!(sent(&only(&server, "hire.v1.interview.list").await?), expected);
    Ok(())
}

// Deprecated values are sent as well.
#[allow(deprecated)]
#[tokio::test]
async fn interview_get_by_talent() -> TestResult {
    let server = mock::Server::start().await?;
    let get = server.client()?.v1().interview().get_by_talent("6949805467799537964");
    get.user_id_type(UserIdType::PeopleAdminId).job_level_id_type(JobLevelIdType::PeopleAdminJobLevelId).send().await?;
    let expected = bare(
        "GET /open-apis/hire/v1/interviews/get_by_talent?talent_id=6949805467799537964\
         &user_id_type=people_admin_id&job_level_id_type=people_admin_job_level_id",
    );
    assert_eq!(sent(&only(&server, "hire.v1.interview.get_by_talent").await?), expected);
    Ok(())
}

#[tokio::test]
async fn interview_record_get() -> TestResult {
    let server = mock::Server::start().await?;
    server.client()?.v1().interview_record().get("1618209327096").user_id_type(UserIdType::OpenId).send().await?;
    let expected = bare("GET /open-apis/hire/v1/interview_records/1618209327096?user_id_type=open_id");
    assert_eq!(sent(&only(&server, "hire.v1.interview_record.get").await?), expected);
    Ok(())
}

#[tokio::test]
async fn interview_record_attachment_get() -> TestResult {
    let server = mock::Server::start().await?;
    let get = server.client()?.v1().interview_record_attachment().get("6949805467799537964");
    get.interview_record_id("6969137186734393644").language(Language::English).send().await?;
    let expected = bare(
        "GET /open-apis/hire/v1/interview_records/attachments?application_id=6949805467799537964\
         &interview_record_id=6969137186734393644&language=2",
    );
    assert_eq!(sent(&only(&server, "hire.v1.interview_record_attachment.get").await?), expected);
    Ok(())
}

/// The paths of the two operations differ only in the literal `attachments`.
#[tokio::test]
async fn the_record_id_attachments_matches_the_attachment_operation() -> TestResult {
    let server = mock::Server::start().await?;
    let outcome = server.client()?.v1().interview_record().get("attachments").send().await;
    assert!(
        outcome.is_err_and(|error| error.is_invalid_parameter()),
        "the attachment operation requires an application id"
    );
    assert_eq!(server.requests_for("hire.v1.interview_record.get")?.len(), 0);
    assert_eq!(server.requests_for("hire.v1.interview_record_attachment.get")?.len(), 1);
    Ok(())
}

#[tokio::test]
#[allow(deprecated)] // The operation is deprecated.
async fn application_interview_list() -> TestResult {
    let server = mock::Server::start().await?;
    let list = server.client()?.v1().application_interview().list("6949805467799537964", 50);
    list.page_token("xx").user_id_type(UserIdType::OpenId).send().await?;
    let expected = bare(
        "GET /open-apis/hire/v1/applications/6949805467799537964/interviews?page_size=50&page_token=xx&user_id_type=open_id",
    );
    assert_eq!(sent(&only(&server, "hire.v1.application_interview.list").await?), expected);
    Ok(())
}

#[tokio::test]
async fn note_create() -> TestResult {
    let server = mock::Server::start().await?;
    let create = server.client()?.v1().note().create("6916472453069883661", "这是一个备注");
    create
        .application_id("6891565253964859661")
        .creator_id("ou_f476cb099ac9227c9bae09ce46112579")
        .privacy(NotePrivacy::Private)
        .notify_mentioned_user(false)
        .mention_entity_list([MentionEntity::new(3, "on_94a1ee5551019f18cd73d9f111898cf2")])
        .user_id_type(UserIdType::OpenId)
        .send()
        .await?;
    let expected = with_json(
        "POST /open-apis/hire/v1/notes?user_id_type=open_id",
        concat!(
            r#"{"talent_id":"6916472453069883661","application_id":"6891565253964859661","#,
            r#""creator_id":"ou_f476cb099ac9227c9bae09ce46112579","content":"这是一个备注","privacy":1,"#,
            r#""notify_mentioned_user":false,"#,
            r#""mention_entity_list":[{"offset":3,"user_id":"on_94a1ee5551019f18cd73d9f111898cf2"}]}"#,
        ),
    );
    assert_eq!(sent(&only(&server, "hire.v1.note.create").await?), expected);
    Ok(())
}

#[tokio::test]
async fn a_body_contains_only_the_fields_that_were_set() -> TestResult {
    let server = mock::Server::start().await?;
    server.client()?.v1().note().create("1", "text").send().await?;
    let expected = with_json("POST /open-apis/hire/v1/notes", r#"{"talent_id":"1","content":"text"}"#);
    assert_eq!(sent(&only(&server, "hire.v1.note.create").await?), expected);
    Ok(())
}

#[tokio::test]
async fn note_delete() -> TestResult {
    let server = mock::Server::start().await?;
    server.client()?.v1().note().delete("6996605821056812588").send().await?;
    assert_eq!(
        sent(&only(&server, "hire.v1.note.delete").await?),
        bare("DELETE /open-apis/hire/v1/notes/6996605821056812588")
    );
    Ok(())
}

#[tokio::test]
async fn interviewer_patch() -> TestResult {
    let server = mock::Server::start().await?;
    let update = InterviewerUpdate::new().verify_status(InterviewerVerifyStatus::NotVerified);
    server
        .client()?
        .v1()
        .interviewer()
        .patch("ou_7dab8a3d3cdcc9da365777c7ad535d62", update)
        .user_id_type(UserIdType::OpenId)
        .send()
        .await?;
    let expected = with_json(
        "PATCH /open-apis/hire/v1/interviewers/ou_7dab8a3d3cdcc9da365777c7ad535d62?user_id_type=open_id",
        r#"{"interviewer":{"verify_status":1}}"#,
    );
    assert_eq!(sent(&only(&server, "hire.v1.interviewer.patch").await?), expected);
    Ok(())
}

#[tokio::test]
async fn attachment_create() -> TestResult {
    let server = mock::Server::start().await?;
    let file = Upload::new("résumé \"a\"\r\n.pdf", "%PDF\r\n--\0中").content_type("application/pdf");
    let created = server.client()?.v1().attachment().create(file).send().await?;
    assert_eq!(created.name.as_deref(), Some("test.rar"));
    let received = only(&server, "hire.v1.attachment.create").await?;
    let content_type = received.header("content-type").unwrap_or_default();
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
    let expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"content\"; filename=\"résumé %22a%22%0D%0A.pdf\"\r\n\
         Content-Type: application/pdf\r\n\r\n%PDF\r\n--\0中\r\n--{boundary}--\r\n"
    );
    let length = ("content-length".to_owned(), expected.len().to_string());
    let headers = vec![authorization(), ("content-type".to_owned(), content_type.to_owned()), length];
    assert_eq!(
        sent(&received),
        Sent { line: "POST /open-apis/hire/v1/attachments".to_owned(), headers, body: expected }
    );
    Ok(())
}

#[tokio::test]
async fn an_upload_cannot_inject_headers_or_parts() -> TestResult {
    let server = mock::Server::start().await?;
    let create = server.client()?.v1().attachment();
    create.clone().create(Upload::new("a", "x")).send().await?;
    create.create(Upload::new("a", "x").content_type("a/b\r\nX-Header: 1")).send().await?;
    let requests = server.requests_for("hire.v1.attachment.create")?;
    let texts: Vec<_> = requests.iter().map(|request| String::from_utf8_lossy(&request.body)).collect();
    assert!(texts[0].contains("\r\nContent-Type: application/octet-stream\r\n\r\n"), "{texts:?}");
    assert!(texts[1].contains("\r\nContent-Type: a/bX-Header: 1\r\n\r\n"), "{texts:?}");
    assert_ne!(
        requests[0].header("content-type"),
        requests[1].header("content-type"),
        "two forms have the same boundary"
    );
    Ok(())
}

#[tokio::test]
async fn requests_have_a_user_agent_and_accept_gzip() -> TestResult {
    let server = mock::Server::start().await?;
    server.client()?.v1().note().delete("1").send().await?;
    let received = only(&server, "hire.v1.note.delete").await?;
    assert!(received.header("user-agent").is_some_and(|agent| agent.starts_with("feishu-hire-rust/")));
    assert!(received.header("accept-encoding").is_some_and(|encodings| encodings.contains("gzip")));
    Ok(())
}

#[tokio::test]
async fn application_get_detail() -> TestResult {
    let server = mock::Server::start().await?;
    let get = server.client()?.v1().application().get_detail("6956499586395523359");
    get.user_id_type(UserIdType::OpenId)
        .department_id_type(DepartmentIdType::OpenDepartmentId)
        .job_level_id_type(JobLevelIdType::JobLevelId)
        .job_family_id_type(JobFamilyIdType::JobFamilyId)
        .employee_type_id_type(EmployeeTypeIdType::EmployeeTypeEnumId)
        .options([ApplicationDetailOption::WithJob, ApplicationDetailOption::WithTalent])
        .send()
        .await?;
    let expected = bare(
        "GET /open-apis/hire/v1/applications/6956499586395523359/get_detail?user_id_type=open_id\
         &department_id_type=open_department_id&job_level_id_type=job_level_id&job_family_id_type=job_family_id\
         &employee_type_id_type=employee_type_enum_id&options=with_job&options=with_talent",
    );
    assert_eq!(sent(&only(&server, "hire.v1.application.get_detail").await?), expected);
    Ok(())
}

// Deprecated values are sent as well.
#[allow(deprecated)]
#[tokio::test]
async fn job_list() -> TestResult {
    let server = mock::Server::start().await?;
    let list = server.client()?.v1().job().list();
    list.update_start_time(Timestamp::from_millis(1_618_500_278_663))
        .update_end_time(Timestamp::from_millis(1_618_500_278_664))
        .page_size(20)
        .department_id_type(DepartmentIdType::DepartmentId)
        .job_family_id_type(JobFamilyIdType::PeopleAdminJobCategoryId)
        .send()
        .await?;
    let expected = bare(
        "GET /open-apis/hire/v1/jobs?update_start_time=1618500278663&update_end_time=1618500278664&page_size=20\
         &department_id_type=department_id&job_family_id_type=people_admin_job_category_id",
    );
    assert_eq!(sent(&only(&server, "hire.v1.job.list").await?), expected);
    Ok(())
}

#[tokio::test]
async fn a_request_can_be_printed_as_a_curl_command() -> TestResult {
    let client = feishu_hire::Client::builder("cli_x", "very-secret").build()?;
    let v1 = client.v1();
    let list = v1.interview().list().interview_id("a/b'c").page_size(10).to_curl()?;
    assert_eq!(
        list,
        "curl 'https://open.feishu.cn/open-apis/hire/v1/interviews?page_size=10&interview_id=a%2Fb%27c' \\\n  \
         -H \"Authorization: Bearer $FEISHU_TOKEN\""
    );
    let note = v1.note().create("1", "it's here").to_curl()?;
    assert!(note.ends_with(r#"--data-raw '{"talent_id":"1","content":"it'\''s here"}'"#), "{note}");
    let file = v1.attachment().create(Upload::new("cv.pdf", "x")).to_curl()?;
    assert!(file.ends_with("-F 'content=@cv.pdf'"), "{file}");
    assert_eq!(
        v1.note().delete("").to_curl().map_err(|error| error.kind()),
        Err(feishu_hire::ErrorKind::InvalidParameter)
    );
    Ok(())
}
