//! Rebuilds the nesting of a table without depth markers.
//!
//! Each row is a field of one of the open objects, and closes all objects inside that object. A beam search compares the possible nestings, which are
//! called readings.
//! A reading gets a higher score if it agrees with the sample, and if all objects of a type have the same fields.

mod fact;
mod reading;
mod scorer;
mod weights;

use std::rc::Rc;

use crate::rows::Row;
use crate::sample::Sample;
use crate::tree::{self, Nesting, Parents};
use fact::Fact;
use reading::{Frame, Reading, Shapes};
use scorer::Scorer;

/// The number of readings that the search keeps.
const WIDTH: usize = 48;

/// Readings whose score is lower than the best one by more than this do not make a row doubtful.
const MARGIN: f64 = 0.75;

/// The rebuilt nesting.
pub(crate) struct Rebuilt {
    pub(crate) parents: Parents,
    /// Rows that have another parent in a reading with nearly the same score.
    pub(crate) doubts: Vec<usize>,
    pub(crate) nesting: Nesting,
}

/// Rebuilds the nesting of the rows of a table.
pub(crate) fn rebuild(rows: &[Row], sample: Option<&Sample>) -> Rebuilt {
    let facts: Vec<Fact<'_>> = rows.iter().map(|row| Fact::of(row, sample)).collect();
    if facts.iter().all(|fact| fact.ty.is_none()) {
        return Rebuilt { parents: vec![None; rows.len()], doubts: Vec::new(), nesting: Nesting::Certain };
    }
    let hints = hints(&facts, sample);
    let first = search(&facts, sample, &hints, &Shapes::new());
    let learned = first.first().map(|reading| reading.confirmed()).unwrap_or_default();
    let readings = search(&facts, sample, &hints, &learned);
    let Some(best) = readings.first() else {
        return Rebuilt { parents: vec![None; rows.len()], doubts: Vec::new(), nesting: Nesting::Undecided };
    };
    let near: Vec<Parents> =
        readings.iter().skip(1).filter(|reading| best.score - reading.score < MARGIN).map(Reading::parents).collect();
    let parents = best.parents();
    let guessed = best.of_rows(|link| link.guessed);
    let elsewhere =
        |at: &usize| guessed.get(*at) == Some(&true) || near.iter().any(|other| other.get(*at) != parents.get(*at));
    let mut doubts: Vec<usize> = (0..rows.len()).filter(elsewhere).collect();
    doubts.extend(doubts.iter().flat_map(|doubt| find_confusable(*doubt, &facts, &parents)).collect::<Vec<_>>());
    doubts.sort_unstable();
    doubts.dedup();
    let nesting = if doubts.is_empty() { Nesting::Rebuilt } else { Nesting::Undecided };
    Rebuilt { parents, doubts, nesting }
}

/// Returns the rows of the same name in the objects around a row. The row could be exchanged with them.
fn find_confusable(doubt: usize, facts: &[Fact<'_>], parents: &Parents) -> Vec<usize> {
    let name = |at: usize| facts.get(at).map(|fact| fact.name);
    let around = tree::ancestors(parents, doubt);
    let is_around =
        |at: &usize| parents.get(*at).is_some_and(|parent| parent.is_none_or(|above| around.contains(&above)));
    (0..doubt).filter(|at| name(*at) == name(doubt) && is_around(at)).collect()
}

/// Returns the fields of each type in the sample: the keys of all objects with the name of a row of this type.
fn hints(facts: &[Fact<'_>], sample: Option<&Sample>) -> Shapes {
    let mut hints = Shapes::new();
    let Some(sample) = sample else { return hints };
    for fact in facts {
        let Some(ty) = fact.ty.as_ref().filter(|ty| !ty.is_empty()) else { continue };
        let mut values = Vec::new();
        sample.collect_values(fact.name, &mut values);
        let keys = hints.entry(ty.clone()).or_default();
        for (key, _) in values.iter().flat_map(|value| value.objects()).flat_map(Sample::members) {
            if !keys.contains(key) {
                keys.push(key.clone());
            }
        }
    }
    hints
}

/// Extends readings row by row; the best one is the first.
fn search<'a>(facts: &[Fact<'_>], sample: Option<&'a Sample>, hints: &Shapes, learned: &Shapes) -> Vec<Reading<'a>> {
    let scorer = Scorer { facts, hints, learned, names: facts.iter().map(|fact| fact.name).collect() };
    let root = Frame { row: None, children: Vec::new(), seen: Rc::new(scorer.select_objects(sample.into_iter())) };
    let mut readings = vec![Reading { score: 0.0, open: vec![root], shapes: Rc::default(), links: None }];
    for at in 0..facts.len() {
        let mut next = Vec::new();
        for reading in &readings {
            next.extend(scorer.place(at, reading));
        }
        next.sort_by(|a, b| b.score.total_cmp(&a.score));
        next.truncate(WIDTH);
        readings = next;
    }
    for reading in &mut readings {
        while !reading.open.is_empty() {
            scorer.close_innermost(reading);
        }
    }
    readings.sort_by(|a, b| b.score.total_cmp(&a.score));
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In `basic { extras }, extras { id { extras } }`, the last row could be exchanged with the second, but not with the first.
    #[test]
    fn a_row_can_be_exchanged_only_with_one_in_an_outer_object() {
        let names = ["basic", "extras", "extras", "id", "extras"];
        let rows: Vec<Row> = names.iter().map(|name| Row { name: (*name).to_owned(), ..Row::default() }).collect();
        let facts: Vec<Fact<'_>> = rows.iter().map(|row| Fact::of(row, None)).collect();
        let parents = vec![None, Some(0), None, Some(2), Some(3)];
        assert_eq!(find_confusable(4, &facts, &parents), [2]);
        assert!(find_confusable(1, &facts, &parents).is_empty());
    }
}
