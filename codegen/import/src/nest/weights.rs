//! The weights of the evidence for and against a nesting. The score of a candidate is their sum.
//!
//! `cargo xtask import --report DIR --without-depth` measures them: it removes the depth markers of pages, rebuilds the nesting and compares it with the original.

/// The object already has a field of this name.
pub(super) const REPEATED_NAME: f64 = -20.0;

/// The sample of the object has the field.
pub(super) const IN_SAMPLE: f64 = 3.0;
/// The object has a sample without the field.
pub(super) const NOT_IN_SAMPLE: f64 = -2.0;
/// The field also follows the previous one in the sample.
pub(super) const NEXT_IN_SAMPLE: f64 = 0.4;
/// The object has a sample without the field, and already has every field of its sample.
pub(super) const SAMPLE_COMPLETE: f64 = -1.0;
/// The sample has another kind of value than the type of the field.
pub(super) const WRONG_KIND: f64 = -2.0;

/// Factor for fields of a type that a sample confirmed elsewhere.
pub(super) const CONFIRMED_TYPE: f64 = 1.5;
/// Factor for fields of a type that no sample confirmed.
pub(super) const UNCONFIRMED_TYPE: f64 = 1.0;
/// Other objects of the type have the field.
pub(super) const IN_TYPE: f64 = 3.0;
/// Other objects of the type lack the field, and the object has no sample.
pub(super) const NOT_IN_TYPE: f64 = -3.0;
/// The field also follows the previous one in other objects of the type.
pub(super) const NEXT_IN_TYPE: f64 = 0.4;

/// The sample of another object of the same type has the field.
pub(super) const IN_SAMPLE_OF_TYPE: f64 = 1.0;
/// The samples of other objects of the same type lack the field.
pub(super) const NOT_IN_SAMPLE_OF_TYPE: f64 = -0.7;

/// A type that many pages share has the field.
pub(super) const IN_COMMON_TYPE: f64 = 2.0;
/// A type that many pages share lacks the field.
pub(super) const NOT_IN_COMMON_TYPE: f64 = -2.0;

/// A field for paging is at the top level.
pub(super) const PAGING_AT_ROOT: f64 = 1.5;

/// Per character of the common prefix of the texts of field and object.
pub(super) const PREFIX_LIKE_OBJECT: f64 = 0.08;
/// Per character of the longest common substring of the texts of field and object.
pub(super) const SUBSTRING_LIKE_OBJECT: f64 = 0.06;
/// Per character of the common prefix of the texts of field and previous field.
pub(super) const PREFIX_LIKE_SIBLING: f64 = 0.05;
/// The maximum length of a common prefix.
pub(super) const MAX_PREFIX: usize = 4;
/// The field and the previous one are a pair, such as two languages of one text.
pub(super) const PAIR: f64 = 0.8;

/// Per field that the sample of the object has and the closed object lacks.
pub(super) const MISSING_FROM_SAMPLE: f64 = -1.5;
/// Per field that other objects of the type have and the closed object lacks.
pub(super) const MISSING_FROM_TYPE: f64 = -2.0;
/// The maximum number of missing fields.
pub(super) const MAX_MISSING: usize = 4;
/// A closed object has no fields, and neither a sample nor a named type.
pub(super) const EMPTY: f64 = -1.0;
/// A closed object has no fields, although it has a sample or a named type.
pub(super) const EMPTY_AGAINST_EVIDENCE: f64 = -3.0;
