//! Changes to a value: unusual values instead of documented ones, and undocumented keys.

use serde_json::{Value, json};

use super::{
    MARKER,
    tree::{Key, Node},
    value::text,
};

/// A marker in the values of unknown keys.
pub(super) const UNKNOWN_MARKER: &str = "SECRET-UNKNOWN";

/// A number beyond `f64`.
const BEYOND: &str = "1e999";

/// The depth of a list that exceeds the limit for typed values.
const DEEP: usize = 200;

/// Maximum number of changes. More changes leave less of the sample unchanged.
const MAX_CHANGES: usize = 8;

/// Applies changes of three bytes each: the number of the value (two bytes) and the kind of change. A change may use further bytes for its
/// value.
pub(super) fn change(data: &mut Node, mut changes: &[u8]) {
    for number in 0..MAX_CHANGES {
        let Some((&[low, high, what], rest)) = changes.split_first_chunk() else { return };
        changes = rest;
        let place = usize::from(u16::from_le_bytes([low, high])) % data.count();
        let is_root = place == 0;
        let Some(node) = data.nth(place) else { return };
        match node {
            Node::Object { fields, .. } if is_root || what >= 0x80 => {
                fields.push((key(what, number), value(what, UNKNOWN_MARKER, &mut changes)));
            }
            node if !is_root => *node = value(what, MARKER, &mut changes),
            _ => {}
        }
    }
}

/// Returns an unknown key. Some kinds of changes make it invalid text.
fn key(what: u8, number: usize) -> Key {
    let name = format!("zz{number}");
    let damage: &[u8] = match what {
        0x9c => br"\ud800",
        0x9d => br"\q",
        0x9e => b"\xff",
        _ => return Key::new(name),
    };
    let raw = [b"\"", name.as_bytes(), damage, b"\""].concat();
    let damaged = if what == 0x9d { format!("{name}\u{fffd}q") } else { format!("{name}\u{fffd}") };
    Key { raw, name: damaged }
}

fn value(what: u8, marker: &str, rest: &mut &[u8]) -> Node {
    let raw = |parts: &[&[u8]]| Node::Raw(parts.concat());
    Node::changed(match what & 0x1f {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(false),
        3 => json!(0),
        4 => json!(1),
        5 => json!(-1),
        6 => json!(1.5),
        7 => json!(1_234_567_890_123_456_789_i64),
        8 => json!(""),
        9 => json!(" "),
        10 => json!("1"),
        11 => json!("true"),
        12 => json!(marker),
        13 => json!([]),
        14 => json!([null]),
        15 => json!([1, marker, [marker]]),
        16 => json!({}),
        17 => json!({ "zz": UNKNOWN_MARKER }),
        18 => json!({ "zz": [{ "zz": 1 }], "": null }),
        19 => json!(format!("{marker}{}", "\u{4e2d}".repeat(2000))),
        20 => return raw(&[br#""\ud800"#, marker.as_bytes(), b"\""]),
        21 => return raw(&[b"\"\x01\n", marker.as_bytes(), b"\""]),
        22 => return raw(&[b"\"\xff", marker.as_bytes(), b"\xc3\""]),
        23 => return raw(&[br#""\q\u12"#, marker.as_bytes(), b"\""]),
        24 => return raw(&[BEYOND.as_bytes()]),
        25 => return raw(&[b"123456789012345678901234567890"]),
        26 => return raw(&[deep().as_bytes()]),
        27 => return raw(&[b"-0"]),
        28 => json!(i64::from_le_bytes(taken(rest))),
        29 => json!(f64::from_le_bytes(taken(rest))),
        _ => json!(text(&taken::<12>(rest)).trim_matches('\0')),
    })
}

/// Takes the next bytes. Missing bytes are zero.
fn taken<const N: usize>(rest: &mut &[u8]) -> [u8; N] {
    let (bytes, behind) = rest.split_at(N.min(rest.len()));
    *rest = behind;
    std::array::from_fn(|index| bytes.get(index).copied().unwrap_or_default())
}

fn deep() -> String {
    "[".repeat(DEEP) + &"]".repeat(DEEP)
}

/// Parses serialized JSON, with scalars in place of values that a `Value` cannot represent.
pub(super) fn readable(json: &str) -> Result<Value, String> {
    let json = json.replace(&deep(), "\"deep\"").replace(BEYOND, "12").replace(r"\ud800", r"\ufffd");
    serde_json::from_str(&json).map_err(|error| format!("the serialized value is not JSON: {error}: {json}"))
}
