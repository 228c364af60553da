//! Arbitrary values in the path and the query of any operation do not change the structure of the URL.

use std::sync::LazyLock;

use feishu_hire::operation::{ALL, Location, Operation, Parameter};
use feishu_runtime::{Call, Client, ErrorKind, mock::fuzzing};
use url::Url;

use super::shown::nothing_personal;

/// These two bytes do not occur in UTF-8.
const NEXT_PARAMETER: u8 = 0xff;
const NEXT_VALUE: u8 = 0xfe;

static CLIENT: LazyLock<Option<Client>> = LazyLock::new(|| Client::builder("cli_x", "secret").build().ok());

type Arguments<'a> = Vec<(&'a Parameter, Vec<String>)>;

/// The first byte selects the operation. The values of its path and query follow, in order.
pub fn check(input: &[u8]) -> Result<(), String> {
    let Some((&choice, values)) = input.split_first() else { return Ok(()) };
    let Some(operation) = ALL.get(usize::from(choice) % ALL.len()) else { return Ok(()) };
    check_operation(operation, values)
}

/// Uses the values for every operation and ignores the first byte.
pub fn check_all(input: &[u8]) -> Result<(), String> {
    let Some((_, values)) = input.split_first() else { return Ok(()) };
    ALL.iter().try_for_each(|operation| check_operation(operation, values))
}

fn check_operation(operation: &'static Operation, values: &[u8]) -> Result<(), String> {
    let client = CLIENT.clone().ok_or("no client")?;
    let parameters = operation.parameters.iter().filter(|it| matches!(it.location, Location::Path | Location::Query));
    let arguments: Arguments<'_> = parameters
        .zip(values.split(|&byte| byte == NEXT_PARAMETER))
        .map(|(it, values)| (it, take_values(it, values)))
        .collect();
    let mut call = Call::new(client, operation);
    for (parameter, values) in &arguments {
        match values.as_slice() {
            [one] => call.set(parameter.name, Some(one.clone())),
            many => call.set_list(parameter.name, &many.to_vec().into()),
        }
    }
    let in_operation = |why| format!("{}: {why}", operation.id);
    match fuzzing::address(call) {
        Ok(address) => check_positions(operation, &arguments, &address).map_err(in_operation),
        Err(error) if error.kind() != ErrorKind::InvalidParameter => Err(in_operation(format!("{error:?}"))),
        Err(error) => nothing_personal(&error, values).map_err(in_operation),
    }
}

/// Splits the values of a parameter. A path parameter has one value.
fn take_values(parameter: &Parameter, values: &[u8]) -> Vec<String> {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    match parameter.location {
        Location::Query => values.split(|&byte| byte == NEXT_VALUE).map(text).collect(),
        _ => vec![text(values)],
    }
}

fn check_positions(operation: &Operation, arguments: &Arguments<'_>, address: &str) -> Result<(), String> {
    let url = Url::parse(address).map_err(|error| format!("{address} is not a URL: {error}"))?;
    let values =
        |name: &str| arguments.iter().find(|(it, _)| it.name == name).map_or(&[][..], |(_, values)| values.as_slice());
    let expected = operation.path.split('/').skip(1).map(|segment| match segment.strip_prefix(':') {
        Some(name) => values(name).concat(),
        None => segment.to_owned(),
    });
    let segments: Vec<_> = url.path_segments().into_iter().flatten().map(decoded).collect();
    let queried = arguments.iter().filter(|(it, _)| it.location == Location::Query);
    let query: Vec<_> =
        queried.flat_map(|(it, values)| values.iter().map(|value| (it.name.to_owned(), value.clone()))).collect();
    let found: Vec<_> = url.query_pairs().into_owned().collect();
    let holds = [
        ("normalized", url.as_str() == address),
        ("at the operation's host", url.origin().ascii_serialization() == "https://open.feishu.cn"),
        ("without credentials", url.username().is_empty() && url.password().is_none()),
        ("without a fragment", url.fragment().is_none()),
        ("with the operation's path", segments.into_iter().eq(expected.map(Some))),
        ("with the query that was arguments", found == query),
    ];
    match holds.iter().find(|(_, holds)| !holds) {
        Some((what, _)) => Err(format!("not {what}: {address}")),
        None => Ok(()),
    }
}

/// Decodes a path segment.
fn decoded(segment: &str) -> Option<String> {
    percent_encoding::percent_decode_str(segment).decode_utf8().ok().map(Into::into)
}
