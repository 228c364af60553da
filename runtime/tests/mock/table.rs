//! A small table of operations, and response types.

use std::time::Duration;

use feishu_runtime::{
    Call, Client, List, Result, UnknownFields,
    mock::{MockOperation, Server},
    operation::{
        Condition, DataLocation, ErrorCode, Kind, Limit, Location, Method, Operation, Paging, Parameter, Rule,
        TokenKind, Window,
    },
};

pub(crate) static OPERATIONS: &[MockOperation] = &[
    MockOperation::new(
        &LIST,
        r#"{"code": 0, "msg": "success", "data": {"items": [{"id": "0042", "round": 1}], "has_more": false, "page_token": "xx"}}"#,
    ),
    MockOperation::new(&GET_RECORD, r#"{"code": 0, "msg": "success", "data": {"id": "record"}}"#),
    MockOperation::new(&GET_ATTACHMENT, r#"{"code": 0, "msg": "success", "data": {"id": "attachment"}}"#),
    MockOperation::new(&CREATE_NOTE, r#"{"code": 0, "msg": "success", "data": {"id": "note"}}"#),
    MockOperation::new(&UPLOAD, r#"{"code": 0, "msg": "success", "data": {"id": "upload"}}"#),
    MockOperation::new(&FOR_USERS, r#"{"code": 0, "msg": "success", "data": {}}"#),
];

const BLANK: Operation = Operation {
    id: "",
    method: Method::Get,
    path: "",
    page: "",
    tokens: &[TokenKind::Tenant],
    apps: &[],
    scopes: &[],
    field_scopes: &[],
    windows: &[],
    idempotent: true,
    parameters: &[],
    rules: &[],
    data: DataLocation::Field,
    paging: None,
    errors: &[],
};

const PARAMETER: Parameter =
    Parameter { name: "", location: Location::Query, kind: Kind::Text, required: false, values: &[], limits: &[] };

pub(crate) static LIST: Operation = Operation {
    id: "hire.v1.interview.list",
    path: "/open-apis/hire/v1/interviews",
    parameters: &[
        Parameter { name: "page_size", kind: Kind::Integer, limits: &[Limit::Range(1, 100)], ..PARAMETER },
        Parameter { name: "page_token", ..PARAMETER },
        Parameter { name: "application_id", ..PARAMETER },
        Parameter { name: "start_time", kind: Kind::Timestamp, limits: &[Limit::Range(1, i64::MAX)], ..PARAMETER },
        Parameter { name: "user_id_type", values: &["open_id", "union_id"], ..PARAMETER },
    ],
    rules: &[Rule::AtLeastOneOf(&["application_id", "start_time"])],
    paging: Some(Paging {
        size: "page_size",
        token: "page_token",
        items: "items",
        next: "page_token",
        more: "has_more",
    }),
    errors: &[
        ErrorCode { code: 1002001, name: "system_error", status: 500, summary: "internal" },
        ErrorCode { code: 1002002, name: "parameter_error", status: 400, summary: "parameter" },
    ],
    ..BLANK
};

pub(crate) static GET_RECORD: Operation = Operation {
    id: "hire.v1.interview_record.get",
    path: "/open-apis/hire/v1/interview_records/:interview_record_id",
    parameters: &[Parameter { name: "interview_record_id", location: Location::Path, required: true, ..PARAMETER }],
    ..BLANK
};

pub(crate) static GET_ATTACHMENT: Operation = Operation {
    id: "hire.v1.interview_record_attachment.get",
    path: "/open-apis/hire/v1/interview_records/attachments",
    windows: &[Window { calls: 20, per: Duration::from_secs(60) }],
    parameters: &[
        Parameter { name: "application_id", required: true, ..PARAMETER },
        Parameter {
            name: "rounds",
            kind: Kind::Integer,
            limits: &[Limit::Items(1, 2), Limit::Range(0, 9)],
            ..PARAMETER
        },
    ],
    ..BLANK
};

pub(crate) static CREATE_NOTE: Operation = Operation {
    id: "hire.v1.note.create",
    method: Method::Post,
    path: "/open-apis/hire/v1/notes",
    idempotent: false,
    parameters: &[
        Parameter { name: "talent_id", location: Location::Body, required: true, ..PARAMETER },
        Parameter { name: "content", location: Location::Body, limits: &[Limit::Length(1, 5)], ..PARAMETER },
        Parameter { name: "privacy", location: Location::Body, kind: Kind::Integer, values: &["1", "2"], ..PARAMETER },
        Parameter { name: "notify", location: Location::Body, kind: Kind::Boolean, ..PARAMETER },
        Parameter {
            name: "at",
            location: Location::Body,
            kind: Kind::Timestamp,
            limits: &[Limit::Range(1, 9)],
            ..PARAMETER
        },
        Parameter {
            name: "score",
            location: Location::Body,
            kind: Kind::Float,
            limits: &[Limit::Range(0, 1)],
            ..PARAMETER
        },
        Parameter {
            name: "mentioned",
            location: Location::Body,
            kind: Kind::List,
            limits: &[Limit::Items(2, 3)],
            ..PARAMETER
        },
        Parameter { name: "extra", location: Location::Body, kind: Kind::Object, ..PARAMETER },
        Parameter { name: "anything", location: Location::Body, kind: Kind::Json, ..PARAMETER },
    ],
    rules: &[
        Rule::AtMostOneOf(&["notify", "at"]),
        Rule::RequiredIf("extra", Condition::OneOf("mentioned", &["all"])),
        Rule::RequiredIf("extra", Condition::OneOf("notify", &["false"])),
    ],
    ..BLANK
};

pub(crate) static UPLOAD: Operation = Operation {
    id: "hire.v1.attachment.create",
    method: Method::Post,
    path: "/open-apis/hire/v1/attachments",
    parameters: &[
        Parameter { name: "content", location: Location::Form, kind: Kind::File, required: true, ..PARAMETER },
        Parameter { name: "kind", location: Location::Form, kind: Kind::Integer, ..PARAMETER },
    ],
    ..BLANK
};

pub(crate) static FOR_USERS: Operation =
    Operation { id: "hire.v1.mine.list", path: "/open-apis/hire/v1/mine", tokens: &[TokenKind::User], ..BLANK };

/// Any response with an id.
#[derive(Clone, Default)]
pub(crate) struct WithId {
    pub(crate) id: String,
    unknown_fields: UnknownFields,
}

feishu_runtime::object!(WithId {
    id: "id";
});

/// A page of interviews.
#[derive(Clone, Default)]
pub(crate) struct WithIds {
    pub(crate) items: List<WithId>,
    has_more: bool,
    page_token: Option<String>,
    unknown_fields: UnknownFields,
}

feishu_runtime::object!(WithIds {
    items: "items";
    has_more: "has_more";
    page_token: "page_token";
});

feishu_runtime::page!(WithIds { items: WithId, page_token, has_more });

/// Creates a client of this server.
pub(crate) fn client(server: &Server) -> Result<Client> {
    Client::builder("cli_app", "secret").base_url(server.base_url()).build()
}

/// Creates a client without retries, which reports every fault.
pub(crate) fn client_without_retries(server: &Server) -> Result<Client> {
    Client::builder("cli_app", "secret").base_url(server.base_url()).max_retries(0).build()
}

/// Creates a call for an interview record.
pub(crate) fn record(client: &Client, id: &str) -> Call {
    let mut call = Call::new(client.clone(), &GET_RECORD);
    call.set("interview_record_id", Some(id.to_owned()));
    call
}

/// Creates a call for a list of interviews.
pub(crate) fn list(client: &Client, page_size: i64) -> Call {
    let mut call = Call::new(client.clone(), &LIST);
    call.set("application_id", Some("6134134355464633".to_owned()));
    call.set("page_size", Some(page_size));
    call
}
