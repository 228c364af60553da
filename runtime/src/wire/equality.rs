//! Equality of type-erased values.

use super::{Object, View};

/// Returns whether two objects of the same type have equal values. Absent and null are equal.
#[must_use]
pub fn objects_equal(left: &dyn Object, right: &dyn Object) -> bool {
    let mut is_equal = false;
    left.values(&mut |_, left, left_unknown| {
        right.values(&mut |_, right, right_unknown| {
            let mut pairs = left.iter().zip(right);
            is_equal =
                left_unknown == right_unknown && pairs.all(|(left, right)| views_equal(left.view(), right.view()));
        });
    });
    is_equal
}

fn views_equal(left: View<'_>, right: View<'_>) -> bool {
    match (left, right) {
        (View::Absent | View::Null, right) => is_empty(right),
        (left, View::Absent | View::Null) => is_empty(left),
        (View::Bool(left), View::Bool(right)) => left == right,
        (View::Integer(left), View::Integer(right)) => left == right,
        (View::Float(left), View::Float(right)) => left == right,
        (View::Text(left), View::Text(right)) => left == right,
        (View::Object(left), View::Object(right)) => objects_equal(left, right),
        (View::Json(left), View::Json(right)) => left == right,
        (View::Raw(left), View::Raw(right)) => left == right,
        (View::List(left), View::List(right)) => {
            let item_equal = |index| match (left.item(index), right.item(index)) {
                (Some(left), Some(right)) => views_equal(left.view(), right.view()),
                _ => false,
            };
            left.count() == right.count() && (0..left.count()).all(item_equal)
        }
        (View::Map(left), View::Map(right)) => {
            let mut is_equal = left.count() == right.count();
            left.each(&mut |key, value| {
                let other = right.value(key);
                is_equal = is_equal && other.is_some_and(|other| views_equal(value.view(), other.view()));
            });
            is_equal
        }
        _ => false,
    }
}

/// Whether a value is equal to an absent one.
fn is_empty(view: View<'_>) -> bool {
    match view {
        View::Absent | View::Null => true,
        View::List(items) => items.count() == 0,
        View::Map(entries) => entries.count() == 0,
        _ => false,
    }
}
