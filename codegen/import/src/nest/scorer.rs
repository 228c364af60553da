//! Scores the possible parents of rows by the evidence of samples, types, names and texts.

use std::collections::HashSet;
use std::rc::Rc;

use super::candidate::{Candidate, FieldsByType, Frame, ParentLink};
use super::evidence::RowEvidence;
use super::weights::*;
use crate::sample::Sample;

/// The maximum depth of a table. The limit bounds the time for an invalid page.
const MAX_DEPTH: usize = 20;

/// Without evidence from samples or types, a parent is a guess if the score of another parent is lower by less than this, or higher.
const GUESS_MARGIN: f64 = 1.5;

/// Types that many pages share, and their fields. They are evidence only if neither a sample nor another object of the page has the type.
const COMMON_TYPES: [(&str, &[&str]); 3] =
    [("i18n", &["zh_cn", "en_us"]), ("id_name_object", &["id", "name"]), ("code_name_object", &["code", "name"])];

/// Extends candidates by a row, and scores them.
pub(super) struct Scorer<'f> {
    pub(super) evidence: &'f [RowEvidence<'f>],
    pub(super) sample_fields: &'f FieldsByType,
    pub(super) confirmed_fields: &'f FieldsByType,
    /// The names of all rows.
    pub(super) names: HashSet<&'f str>,
}

impl Scorer<'_> {
    /// Returns the objects among values. Objects without the key of any row are left out, because they are empty or maps.
    pub(super) fn select_objects<'a>(&self, values: impl Iterator<Item = &'a Sample>) -> Vec<&'a Sample> {
        let is_evidence = |object: &&Sample| object.members().iter().any(|(key, _)| self.names.contains(key.as_str()));
        values.flat_map(Sample::objects).filter(is_evidence).collect()
    }

    fn row_evidence(&self, at: usize) -> Option<&RowEvidence<'_>> {
        self.evidence.get(at)
    }

    fn name(&self, at: usize) -> &str {
        self.row_evidence(at).map_or("", |row_evidence| row_evidence.name)
    }

    /// Returns the fields that other objects of the same type have, and whether a sample confirmed them.
    fn fields_of_type<'s>(&'s self, candidate: &'s Candidate<'_>, frame: &Frame<'_>) -> Option<(&'s [String], bool)> {
        let ty = frame.row.and_then(|row| self.row_evidence(row)?.ty.as_deref()).filter(|ty| !is_vague(ty))?;
        if let Some(fields) = self.confirmed_fields.get(ty) {
            return Some((fields, true));
        }
        candidate.types.get(ty).map(|(fields, confirmed)| (fields.as_slice(), *confirmed))
    }

    /// Returns a candidate for every open object: the candidate with the row added to this object.
    pub(super) fn extend<'a>(&self, at: usize, candidate: &Candidate<'a>) -> Vec<Candidate<'a>> {
        let mut closed = candidate.clone();
        let mut extended = Vec::new();
        while !closed.open.is_empty() {
            extended.push(self.add_to_innermost(at, closed.clone()));
            if closed.open.len() == 1 {
                break;
            }
            self.close_innermost(&mut closed);
        }
        let scores: Vec<f64> = extended.iter().map(|(candidate, _)| candidate.score).collect();
        let mut candidates = Vec::new();
        for (own, (mut candidate, mut link)) in extended.into_iter().enumerate() {
            let rivals = || scores.iter().enumerate().filter(|(other, _)| *other != own);
            let is_near = || rivals().any(|(_, score)| *score > candidate.score - GUESS_MARGIN);
            // Without a sample of the object, texts and order are not sufficient evidence.
            link.guessed &= if link.unseen { rivals().next().is_some() } else { is_near() };
            // Without evidence, a row is also a guess if the previous row is a guess in the same object.
            let follows = |before: &Rc<ParentLink>| before.guessed && before.parent == link.parent;
            link.guessed |= link.unsupported && candidate.links.as_ref().is_some_and(follows);
            link.guessed |= link.unsupported
                && !link.unseen
                && self.row_evidence(at).is_some_and(|row_evidence| row_evidence.is_shown);
            link.before = candidate.links.take();
            candidate.links = Some(Rc::new(link));
            candidates.push(candidate);
        }
        candidates
    }

    /// Adds a row to the innermost open object. Opens the row if it is an object.
    fn add_to_innermost<'a>(&self, at: usize, mut candidate: Candidate<'a>) -> (Candidate<'a>, ParentLink) {
        let mut link = ParentLink { parent: None, guessed: false, unseen: false, unsupported: false, before: None };
        let (Some(row_evidence), Some(frame)) = (self.row_evidence(at), candidate.open.last()) else {
            return (candidate, link);
        };
        let ty = frame.row.and_then(|row| self.row_evidence(row)?.ty.as_deref());
        let shown = ty
            .and_then(|ty| self.sample_fields.get(ty))
            .is_some_and(|keys| keys.iter().any(|key| key == row_evidence.name));
        let usual = COMMON_TYPES.iter().any(|(name, fields)| Some(*name) == ty && fields.contains(&row_evidence.name));
        let known = shown || usual;
        link.unsupported = !known && !frame.seen.iter().any(|object| object.get(row_evidence.name).is_some());
        link.guessed = link.unsupported;
        link.parent = frame.row;
        link.unseen = frame.seen.is_empty();
        let mut score = self.score_row(row_evidence, frame, &candidate);
        let values: Vec<&'a Sample> = frame.seen.iter().filter_map(|object| object.get(row_evidence.name)).collect();
        score += score_kind(row_evidence, &values);
        candidate.score += score;
        if let Some(frame) = candidate.open.last_mut() {
            frame.children.push(at);
        }
        if row_evidence.ty.is_some() && candidate.open.len() < MAX_DEPTH {
            let seen = self.select_objects(values.into_iter());
            candidate.open.push(Frame { row: Some(at), children: Vec::new(), seen: Rc::new(seen) });
        }
        (candidate, link)
    }

    /// Scores a row in an object. The weights are added one by one, so that equal evidence results in exactly equal scores.
    fn score_row(&self, row_evidence: &RowEvidence<'_>, frame: &Frame<'_>, candidate: &Candidate<'_>) -> f64 {
        let mut score = 0.0;
        if frame.children.iter().any(|child| self.name(*child) == row_evidence.name) {
            score += REPEATED_NAME;
        }
        let last = frame.children.last().map(|last| self.name(*last));
        if !frame.seen.is_empty() {
            self.score_sample(row_evidence, frame, last, &mut score);
        }
        match self.fields_of_type(candidate, frame) {
            Some((fields, confirmed)) => {
                let weight = if confirmed { CONFIRMED_TYPE } else { UNCONFIRMED_TYPE };
                let extend = fields.iter().position(|field| field == row_evidence.name);
                // If the object has a sample, its score already includes the missing field.
                let missing = if frame.seen.is_empty() { NOT_IN_TYPE } else { 0.0 };
                score += weight * if extend.is_some() { IN_TYPE } else { missing };
                let before = last.and_then(|last| fields.iter().position(|field| field == last));
                if extend.is_some() && extend == before.map_or(Some(0), |before| Some(before + 1)) {
                    score += NEXT_IN_TYPE;
                }
            }
            None => {
                score += self.score_common_type(row_evidence, frame);
                self.score_samples_of_type(row_evidence, frame, &mut score);
            }
        }
        if frame.row.is_none() && matches!(row_evidence.name, "page_token" | "has_more") {
            score += PAGING_AT_ROOT;
        }
        score + self.score_texts(row_evidence, frame)
    }

    /// Adds the evidence of the samples of the object.
    fn score_sample(&self, row_evidence: &RowEvidence<'_>, frame: &Frame<'_>, last: Option<&str>, score: &mut f64) {
        let here = frame.seen.iter().any(|object| object.get(row_evidence.name).is_some());
        *score += if here { IN_SAMPLE } else { NOT_IN_SAMPLE };
        if here && frame.seen.iter().any(|object| follows(object, last, row_evidence.name)) {
            *score += NEXT_IN_SAMPLE;
        }
        // An object with all fields of its samples is more likely complete than one that lacks some.
        let has = |key: &String| frame.children.iter().any(|child| self.name(*child) == key);
        if !here && frame.seen.iter().all(|object| object.members().iter().all(|(key, _)| has(key))) {
            *score += SAMPLE_COMPLETE;
        }
    }

    /// Adds the evidence of the samples of other objects of the same type.
    fn score_samples_of_type(&self, row_evidence: &RowEvidence<'_>, frame: &Frame<'_>, score: &mut f64) {
        let ty = frame.row.and_then(|row| self.row_evidence(row)?.ty.as_ref()).filter(|ty| !is_vague(ty));
        // If the object has samples, its score already includes them.
        let ty = ty.filter(|_| frame.seen.is_empty());
        if let Some(keys) = ty.and_then(|ty| self.sample_fields.get(ty)).filter(|keys| !keys.is_empty()) {
            *score +=
                if keys.iter().any(|key| key == row_evidence.name) { IN_SAMPLE_OF_TYPE } else { NOT_IN_SAMPLE_OF_TYPE };
        }
    }

    /// Returns the evidence of the types that many pages share.
    fn score_common_type(&self, row_evidence: &RowEvidence<'_>, frame: &Frame<'_>) -> f64 {
        let ty = frame.row.and_then(|row| self.row_evidence(row)?.ty.as_deref());
        let fields = COMMON_TYPES.iter().find(|(name, _)| Some(*name) == ty).map(|(_, fields)| *fields);
        match fields {
            Some(fields) if frame.seen.is_empty() && fields.contains(&row_evidence.name) => IN_COMMON_TYPE,
            Some(_) if frame.seen.is_empty() => NOT_IN_COMMON_TYPE,
            _ => 0.0,
        }
    }

    /// Returns the evidence of texts and names that resemble those of the object or of the previous field.
    fn score_texts(&self, row_evidence: &RowEvidence<'_>, frame: &Frame<'_>) -> f64 {
        let mut score = 0.0;
        if let Some(owner) = frame.row.and_then(|row| self.row_evidence(row)) {
            score += PREFIX_LIKE_OBJECT * common_prefix(owner.text, row_evidence.text).min(MAX_PREFIX) as f64;
            score += SUBSTRING_LIKE_OBJECT * common_substring(owner.text, row_evidence.text) as f64;
        }
        if let Some(sibling) = frame.children.last().and_then(|last| self.row_evidence(*last)) {
            score += PREFIX_LIKE_SIBLING * common_prefix(sibling.text, row_evidence.text).min(MAX_PREFIX) as f64;
        }
        let pair =
            |a: &str, b: &str| matches!((a, b), ("zh_cn", "en_us") | ("en_us", "zh_cn") | ("code" | "id", "name"));
        if frame.children.last().is_some_and(|last| pair(self.name(*last), row_evidence.name)) {
            score += PAIR;
        }
        score
    }

    /// Closes the innermost object. Missing fields lower the score of the candidate.
    pub(super) fn close_innermost(&self, candidate: &mut Candidate<'_>) {
        let Some(frame) = candidate.open.pop() else { return };
        let has = |name: &str| frame.children.iter().any(|child| self.name(*child) == name);
        let mut score = 0.0;
        let mut keys: Vec<&str> = Vec::new();
        for (key, _) in frame.seen.iter().flat_map(|object| object.members()) {
            if !keys.contains(&key.as_str()) {
                keys.push(key);
            }
        }
        let missing = keys.iter().filter(|key| !has(key)).count();
        score += MISSING_FROM_SAMPLE * missing.min(MAX_MISSING) as f64;
        let ty = frame.row.and_then(|row| self.row_evidence(row)?.ty.clone()).filter(|ty| !is_vague(ty));
        if let Some((fields, _)) = self.fields_of_type(candidate, &frame) {
            let missing = fields.iter().filter(|field| !has(field)).count();
            score += MISSING_FROM_TYPE * missing.min(MAX_MISSING) as f64;
        }
        if frame.children.is_empty() && frame.row.is_some() {
            score += if keys.is_empty() && ty.is_none() { EMPTY } else { EMPTY_AGAINST_EVIDENCE };
        }
        candidate.score += score;
        let Some(ty) = ty.filter(|_| !frame.children.is_empty()) else { return };
        let confirmed = !keys.is_empty() && missing == 0;
        let known = candidate.types.get(&ty).map(|(fields, confirmed)| (fields.len(), *confirmed));
        if known.is_none_or(|(len, known)| (confirmed && !known) || (confirmed == known && frame.children.len() > len))
        {
            // Only the fields in the sample of a confirmed object are known. The others are guesses.
            let names = frame.children.iter().map(|child| self.name(*child));
            let fields = names.filter(|name| !confirmed || keys.contains(name)).map(str::to_owned).collect();
            Rc::make_mut(&mut candidate.types).insert(ty, (fields, confirmed));
        }
    }
}

/// Whether the name of a type is so general that two types with this name may have different fields.
fn is_vague(ty: &str) -> bool {
    ty.is_empty() || matches!(ty, "data" | "item" | "items" | "object" | "info")
}

/// Returns the evidence of the values in the sample against the type of the row.
fn score_kind(row_evidence: &RowEvidence<'_>, values: &[&Sample]) -> f64 {
    let wrong = values.iter().any(|value| match value {
        Sample::Object(_) => row_evidence.ty.is_none(),
        Sample::Array(items) => {
            let objects = items.iter().any(|item| matches!(item, Sample::Object(_)));
            objects && (row_evidence.ty.is_none() || !row_evidence.is_list)
        }
        Sample::Null => false,
        _ => row_evidence.ty.is_some(),
    });
    if wrong { WRONG_KIND } else { 0.0 }
}

/// Whether a key directly follows another one in the sample, or is the first one if there is no other.
fn follows(object: &Sample, last: Option<&str>, name: &str) -> bool {
    let at = |name: &str| object.members().iter().position(|(key, _)| key == name);
    match last {
        Some(last) => at(last).is_some_and(|last| at(name) == Some(last + 1)),
        None => at(name) == Some(0),
    }
}

/// Returns the length of the common prefix of two texts, in characters.
fn common_prefix(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

/// Returns the length of the longest common substring of the first phrases of two texts: 0, or 2 to 6.
fn common_substring(a: &str, b: &str) -> usize {
    let letters = |text: &str| -> Vec<char> {
        text.chars().take_while(|c| !matches!(c, '，' | '。' | ',' | '\n' | '<' | '*')).take(30).collect()
    };
    let (a, b) = (letters(a), letters(b));
    let mut best = 0;
    let mut row = vec![0_usize; b.len() + 1];
    for x in &a {
        let mut diagonal = 0;
        for (y, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let above = std::mem::replace(cell, if x == y && !x.is_whitespace() { diagonal + 1 } else { 0 });
            best = best.max(*cell);
            diagonal = above;
        }
    }
    if best < 2 { 0 } else { best.min(6) }
}
