//! Rebuilds the nesting of a table without depth markers.
//!
//! Each row is a field of one of the open objects, and closes all objects inside that object. A beam search compares candidates, the possible nestings
//! of the rows. A candidate gets a higher score if it agrees with the sample, and if all objects of a type have the same fields.

mod candidate;
mod evidence;
mod scorer;
mod weights;

use std::rc::Rc;

use crate::rows::Row;
use crate::sample::Sample;
use crate::tree::{self, Nesting, Parents};
use candidate::{Candidate, FieldsByType, Frame};
use evidence::RowEvidence;
use scorer::Scorer;

/// The number of candidates that the search keeps for the next row.
const WIDTH: usize = 48;

/// A row is uncertain if another candidate has another parent for it, and a score that is lower than the best one by less than this.
const MARGIN: f64 = 0.75;

/// A nesting without depth markers.
pub(crate) struct RebuiltNesting {
    pub(crate) parents: Parents,
    /// The rows whose parent is uncertain.
    pub(crate) uncertain_rows: Vec<usize>,
    pub(crate) nesting: Nesting,
}

/// Rebuilds the nesting of the rows of a table.
pub(crate) fn rebuild(rows: &[Row], sample: Option<&Sample>) -> RebuiltNesting {
    let evidence: Vec<RowEvidence<'_>> = rows.iter().map(|row| RowEvidence::new(row, sample)).collect();
    if evidence.iter().all(|row_evidence| row_evidence.ty.is_none()) {
        return RebuiltNesting {
            parents: vec![None; rows.len()],
            uncertain_rows: Vec::new(),
            nesting: Nesting::Certain,
        };
    }
    let sample_fields = collect_sample_fields(&evidence, sample);
    let first = search(&evidence, sample, &sample_fields, &FieldsByType::new());
    let confirmed_fields = first.first().map(|candidate| candidate.confirmed()).unwrap_or_default();
    let candidates = search(&evidence, sample, &sample_fields, &confirmed_fields);
    let Some(best) = candidates.first() else {
        return RebuiltNesting {
            parents: vec![None; rows.len()],
            uncertain_rows: Vec::new(),
            nesting: Nesting::Undecided,
        };
    };
    let near: Vec<Parents> = candidates
        .iter()
        .skip(1)
        .filter(|candidate| best.score - candidate.score < MARGIN)
        .map(Candidate::parents)
        .collect();
    let parents = best.parents();
    let guessed = best.map_rows(|link| link.guessed);
    let elsewhere =
        |at: &usize| guessed.get(*at) == Some(&true) || near.iter().any(|other| other.get(*at) != parents.get(*at));
    let mut uncertain_rows: Vec<usize> = (0..rows.len()).filter(elsewhere).collect();
    uncertain_rows.extend(
        uncertain_rows
            .iter()
            .flat_map(|uncertain_row| find_confusable(*uncertain_row, &evidence, &parents))
            .collect::<Vec<_>>(),
    );
    uncertain_rows.sort_unstable();
    uncertain_rows.dedup();
    let nesting = if uncertain_rows.is_empty() { Nesting::Rebuilt } else { Nesting::Undecided };
    RebuiltNesting { parents, uncertain_rows, nesting }
}

/// Returns the rows with the same name in the objects around a row. The page may mean one of them instead of the row.
fn find_confusable(uncertain_row: usize, evidence: &[RowEvidence<'_>], parents: &Parents) -> Vec<usize> {
    let name = |at: usize| evidence.get(at).map(|row_evidence| row_evidence.name);
    let around = tree::ancestors(parents, uncertain_row);
    let is_around =
        |at: &usize| parents.get(*at).is_some_and(|parent| parent.is_none_or(|above| around.contains(&above)));
    (0..uncertain_row).filter(|at| name(*at) == name(uncertain_row) && is_around(at)).collect()
}

/// Returns the fields of each type in the sample: the keys of all objects that have the name of a row of this type.
fn collect_sample_fields(evidence: &[RowEvidence<'_>], sample: Option<&Sample>) -> FieldsByType {
    let mut sample_fields = FieldsByType::new();
    let Some(sample) = sample else { return sample_fields };
    for row_evidence in evidence {
        let Some(ty) = row_evidence.ty.as_ref().filter(|ty| !ty.is_empty()) else { continue };
        let mut values = Vec::new();
        sample.collect_values(row_evidence.name, &mut values);
        let keys = sample_fields.entry(ty.clone()).or_default();
        for (key, _) in values.iter().flat_map(|value| value.objects()).flat_map(Sample::members) {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
    }
    sample_fields
}

/// Extends candidates row by row. Returns the best candidates, the one with the highest score first.
fn search<'a>(
    evidence: &[RowEvidence<'_>],
    sample: Option<&'a Sample>,
    sample_fields: &FieldsByType,
    confirmed_fields: &FieldsByType,
) -> Vec<Candidate<'a>> {
    let scorer = Scorer {
        evidence,
        sample_fields,
        confirmed_fields,
        names: evidence.iter().map(|row_evidence| row_evidence.name).collect(),
    };
    let root = Frame { row: None, children: Vec::new(), seen: Rc::new(scorer.select_objects(sample.into_iter())) };
    let mut candidates = vec![Candidate { score: 0.0, open: vec![root], types: Rc::default(), links: None }];
    for at in 0..evidence.len() {
        let mut next = Vec::new();
        for candidate in &candidates {
            next.extend(scorer.extend(at, candidate));
        }
        next.sort_by(|a, b| b.score.total_cmp(&a.score));
        next.truncate(WIDTH);
        candidates = next;
    }
    for candidate in &mut candidates {
        while !candidate.open.is_empty() {
            scorer.close_innermost(candidate);
        }
    }
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In `basic { extras }, extras { id { extras } }`, the last row could be exchanged with the second, but not with the first.
    #[test]
    fn a_row_can_be_exchanged_only_with_one_in_an_outer_object() {
        let names = ["basic", "extras", "extras", "id", "extras"];
        let rows: Vec<Row> = names.iter().map(|name| Row { name: (*name).to_owned(), ..Row::default() }).collect();
        let evidence: Vec<RowEvidence<'_>> = rows.iter().map(|row| RowEvidence::new(row, None)).collect();
        let parents = vec![None, Some(0), None, Some(2), Some(3)];
        assert_eq!(find_confusable(4, &evidence, &parents), [2]);
        assert!(find_confusable(1, &evidence, &parents).is_empty());
    }
}
