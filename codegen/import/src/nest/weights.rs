//! The weights of the evidence for and against a nesting. The score of a reading is their sum.
//!
//! `cargo xtask import --report DIR --without-depth` measures them: it removes the depth markers of pages, rebuilds the nesting and compares it with the original.

/// The object has a field of this name already.
pub(super) const REPEATED_NAME: f64 = -20.0;

/// The object's sample has the field.
pub(super) const IN_SAMPLE: f64 = 3.0;
/// The object has a sample without the field.
pub(super) const NOT_IN_SAMPLE: f64 = -2.0;
/// The field follows the previous one in the sample too.
pub(super) const NEXT_IN_SAMPLE: f64 = 0.4;
/// The object has a sample without the field, and already has every field of its sample.
pub(super) const SAMPLE_COMPLETE: f64 = -1.0;
/// The sample has another kind of value than the type of the field.
pub(super) const WRONG_KIND: f64 = -2.0;

/// Factor for fields of a type that a sample confirmed elsewhere.
pub(super) const CONFIRMED_TYPE: f64 = 1.5;
/// Factor for fields of a type that no sample confirmed.
pub(super) const UNCONFIRMED_TYPE: f64 = 1.0;
/// The type has the field elsewhere.
pub(super) const IN_TYPE: f64 = 3.0;
/// The type lacks the field elsewhere, and the object has no sample.
pub(super) const NOT_IN_TYPE: f64 = -3.0;
/// The field follows the previous one in the type too.
pub(super) const NEXT_IN_TYPE: f64 = 0.4;

/// A sample of the type at another place has the field.
pub(super) const IN_HINT: f64 = 1.0;
/// Samples of the type at other places lack the field.
pub(super) const NOT_IN_HINT: f64 = -0.7;

/// A type that many pages share has the field.
pub(super) const IN_COMMON_TYPE: f64 = 2.0;
/// A type that many pages share lacks the field.
pub(super) const NOT_IN_COMMON_TYPE: f64 = -2.0;

/// A field for paging is at the top level.
pub(super) const PAGING_AT_ROOT: f64 = 1.5;

/// Per character at the start that the texts of field and object share.
pub(super) const START_LIKE_OBJECT: f64 = 0.08;
/// Per character of the longest run that the texts of field and object share.
pub(super) const RUN_LIKE_OBJECT: f64 = 0.06;
/// Per character at the start that the texts of field and previous field share.
pub(super) const START_LIKE_SIBLING: f64 = 0.05;
/// At most this many characters at the start count.
pub(super) const MOST_STARTING: usize = 4;
/// The field and the previous one are a pair, such as two languages of one text.
pub(super) const PAIR: f64 = 0.8;

/// Per field that the object's sample has and the closed object lacks.
pub(super) const MISSING_FROM_SAMPLE: f64 = -1.5;
/// Per field that the type has elsewhere and the closed object lacks.
pub(super) const MISSING_FROM_TYPE: f64 = -2.0;
/// At most this many missing fields count.
pub(super) const MOST_MISSING: usize = 4;
/// A closed object has no fields, and neither a sample nor a named type.
pub(super) const EMPTY: f64 = -1.0;
/// A closed object has no fields, but a sample or a named type.
pub(super) const EMPTY_AGAINST_EVIDENCE: f64 = -3.0;
