"""Extends schemathesis with tokens, and with rules that OpenAPI cannot express."""

import re

import requests
import schemathesis


@schemathesis.auth()
class Tenant:
    """Gets the tokens of the mock server. It issues a token to any app, valid until the server stops, and it has one user."""

    def get(self, case, context):
        base = case.operation.schema.get_base_url()
        url = f"{base}/open-apis/auth/v3/tenant_access_token/internal"
        return requests.post(url, json={"app_id": "cli_x", "app_secret": "s"}, timeout=10).json()["tenant_access_token"]

    def set(self, case, data, context):
        takes_app = any("tenantAccessToken" in way for way in case.operation.definition.raw["security"])
        case.headers["Authorization"] = f"Bearer {data if takes_app else 'u-1'}"


@schemathesis.hook
def before_call(context, case, kwargs):
    """Makes a query satisfy `x-rules`, which OpenAPI cannot express: adds or removes parameters."""
    query = case.query if isinstance(case.query, dict) else {}
    parameters = case.operation.definition.raw.get("parameters", [])
    in_query = [parameter["name"] for parameter in parameters if parameter["in"] == "query"]
    for rule in case.operation.definition.raw.get("x-rules", []):
        names = [name for name in rule.get("at_least_one_of", []) if name in in_query]
        absent = [name for name in names if name not in query]
        if absent and all(query.get(name) in (None, "", []) for name in names):
            query = {**query, absent[0]: "6134134355464633"}
        # Keeps the first of several mutually exclusive parameters, and the earlier of two times.
        for name in (rule.get("at_most_one_of") or rule.get("not_after") or [])[1:]:
            query = {key: value for key, value in query.items() if key != name}
    case.query = query
    body = case.operation.definition.raw.get("requestBody", {}).get("content", {}).get("application/json", {})
    order_times(case.operation.schema.raw_schema, body.get("schema", {}), case.body)


def order_times(document, schema, value):
    """Removes the later of two times that violate the rule `not_after` of an object, at every depth."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].removeprefix("#/components/schemas/")]
    for part in schema.get("anyOf", []) + schema.get("allOf", []):
        order_times(document, part, value)
    if isinstance(value, list):
        for item in value:
            order_times(document, schema.get("items", {}), item)
    if isinstance(value, dict):
        for rule in schema.get("x-rules", []):
            earlier, later = (value.get(name) for name in rule.get("not_after", [None, None]))
            if is_number(earlier) and is_number(later) and int(earlier) > int(later):
                del value[rule["not_after"][1]]
        for name, field in schema.get("properties", {}).items():
            if name in value:
                order_times(document, field, value[name])


def is_number(value):
    return re.fullmatch(r"-?\d+", str(value)) is not None


@schemathesis.hook
def filter_case(context, case):
    """Leaves out queries with a text instead of a list: in a URL, they equal a list with this text, which is valid."""
    parameters = case.operation.definition.raw.get("parameters", [])
    lists = [it["name"] for it in parameters if it["in"] == "query" and "array" in str(it["schema"].get("type"))]
    query = case.query if isinstance(case.query, dict) else {}
    return all(isinstance(query[name], list) for name in lists if name in query)


def documented(case, response):
    """Returns the documented response with this status."""
    found = case.operation.definition.raw["responses"].get(str(response.status_code), {})
    name = found.get("$ref", "").removeprefix("#/components/responses/")
    return case.operation.schema.raw_schema["components"]["responses"][name] if name else found


@schemathesis.check
def code_conformance(context, response, case):
    """Checks that an error response has a code that the document lists for its status or for all operations."""
    if response.status_code in (400, 429, 500):
        general = case.operation.schema.raw_schema["x-general-codes"]
        own = case.operation.definition.raw.get("x-codes", {}).get(str(response.status_code), [])
        listed = own + documented(case, response).get("x-codes", []) + general
        code = response.json()["code"]
        assert code in listed, f"code {code} with HTTP {response.status_code} is not among {listed}"


called = set()


@schemathesis.check
def token_is_needed(context, response, case):
    """Checks that the same call without a token is refused. Feishu responds with HTTP 400 and a code; `ignored_auth` expects 401."""
    if response.status_code != 200 or case.operation.label in called:
        return
    called.add(case.operation.label)
    sent = response.request
    headers = {name: value for name, value in sent.headers.items() if name.lower() != "authorization"}
    bare = requests.request(sent.method, sent.url, headers=headers, data=sent.body, timeout=10)
    assert (bare.status_code, bare.json()["code"]) == (400, 99991661), bare.text
