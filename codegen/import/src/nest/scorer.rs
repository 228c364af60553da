//! Scores the possible parents of rows by the evidence of samples, types, names and texts.

use std::collections::HashSet;
use std::rc::Rc;

use super::fact::Fact;
use super::reading::{Frame, Link, Reading, Shapes};
use super::weights::*;
use crate::sample::Sample;

/// The maximum depth of a table. The limit bounds the time for an invalid page.
const MAX_DEPTH: usize = 20;

/// Without evidence from samples or types, a parent is a guess if the score of another parent is lower by at most this.
const GUESS_MARGIN: f64 = 1.5;

/// Types that many pages share, and their fields. They count if neither a sample nor another object of the page shows the fields of the type.
const COMMON: [(&str, &[&str]); 3] =
    [("i18n", &["zh_cn", "en_us"]), ("id_name_object", &["id", "name"]), ("code_name_object", &["code", "name"])];

/// Scores places and follows readings.
pub(super) struct Scorer<'f> {
    pub(super) facts: &'f [Fact<'f>],
    pub(super) hints: &'f Shapes,
    pub(super) learned: &'f Shapes,
    /// The names of all rows.
    pub(super) names: HashSet<&'f str>,
}

impl Scorer<'_> {
    /// Returns the objects among values. Objects without the key of any row are left out, because they are empty or maps.
    pub(super) fn select_objects<'a>(&self, values: impl Iterator<Item = &'a Sample>) -> Vec<&'a Sample> {
        let is_evidence = |object: &&Sample| object.members().iter().any(|(key, _)| self.names.contains(key.as_str()));
        values.flat_map(Sample::objects).filter(is_evidence).collect()
    }

    fn fact(&self, at: usize) -> Option<&Fact<'_>> {
        self.facts.get(at)
    }

    fn name(&self, at: usize) -> &str {
        self.fact(at).map_or("", |fact| fact.name)
    }

    /// The fields that the type of an object has elsewhere, and whether a sample confirmed them.
    fn shape<'s>(&'s self, reading: &'s Reading<'_>, frame: &Frame<'_>) -> Option<(&'s [String], bool)> {
        let ty = frame.row.and_then(|row| self.fact(row)?.ty.as_deref()).filter(|ty| !is_vague(ty))?;
        if let Some(fields) = self.learned.get(ty) {
            return Some((fields, true));
        }
        reading.shapes.get(ty).map(|(fields, confirmed)| (fields.as_slice(), *confirmed))
    }

    /// Adds a row to every open object. Each parent results in a reading.
    pub(super) fn place<'a>(&self, at: usize, reading: &Reading<'a>) -> Vec<Reading<'a>> {
        let mut closed = reading.clone();
        let mut places = Vec::new();
        while !closed.open.is_empty() {
            places.push(self.place_in_innermost(at, closed.clone()));
            if closed.open.len() == 1 {
                break;
            }
            self.close_innermost(&mut closed);
        }
        let scores: Vec<f64> = places.iter().map(|(placed, _)| placed.score).collect();
        let mut readings = Vec::new();
        for (own, (mut placed, mut link)) in places.into_iter().enumerate() {
            let rivals = || scores.iter().enumerate().filter(|(other, _)| *other != own);
            let is_near = || rivals().any(|(_, score)| *score > placed.score - GUESS_MARGIN);
            // Without a sample of the object, texts and order alone are no evidence.
            link.guessed &= if link.unseen { rivals().next().is_some() } else { is_near() };
            // A row without evidence that follows a guess into its object is a guess too.
            let follows = |before: &Rc<Link>| before.guessed && before.parent == link.parent;
            link.guessed |= link.unsupported && placed.links.as_ref().is_some_and(follows);
            link.guessed |= link.unsupported && !link.unseen && self.fact(at).is_some_and(|fact| fact.is_shown);
            link.before = placed.links.take();
            placed.links = Some(Rc::new(link));
            readings.push(placed);
        }
        readings
    }

    /// Places a row in the innermost open object. A row that is an object is opened.
    fn place_in_innermost<'a>(&self, at: usize, mut reading: Reading<'a>) -> (Reading<'a>, Link) {
        let mut link = Link { parent: None, guessed: false, unseen: false, unsupported: false, before: None };
        let (Some(fact), Some(frame)) = (self.fact(at), reading.open.last()) else { return (reading, link) };
        let ty = frame.row.and_then(|row| self.fact(row)?.ty.as_deref());
        let shown = ty.and_then(|ty| self.hints.get(ty)).is_some_and(|keys| keys.iter().any(|key| key == fact.name));
        let usual = COMMON.iter().any(|(name, fields)| Some(*name) == ty && fields.contains(&fact.name));
        let known = shown || usual;
        link.unsupported = !known && !frame.seen.iter().any(|object| object.get(fact.name).is_some());
        link.guessed = link.unsupported;
        link.parent = frame.row;
        link.unseen = frame.seen.is_empty();
        let mut score = self.score_row(fact, frame, &reading);
        let values: Vec<&'a Sample> = frame.seen.iter().filter_map(|object| object.get(fact.name)).collect();
        score += score_kind(fact, &values);
        reading.score += score;
        if let Some(frame) = reading.open.last_mut() {
            frame.children.push(at);
        }
        if fact.ty.is_some() && reading.open.len() < MAX_DEPTH {
            let seen = self.select_objects(values.into_iter());
            reading.open.push(Frame { row: Some(at), children: Vec::new(), seen: Rc::new(seen) });
        }
        (reading, link)
    }

    /// Scores a row in an object. The weights are added one by one, so that equal evidence makes exactly equal scores.
    fn score_row(&self, fact: &Fact<'_>, frame: &Frame<'_>, reading: &Reading<'_>) -> f64 {
        let mut score = 0.0;
        if frame.children.iter().any(|child| self.name(*child) == fact.name) {
            score += REPEATED_NAME;
        }
        let last = frame.children.last().map(|last| self.name(*last));
        if !frame.seen.is_empty() {
            self.score_sample(fact, frame, last, &mut score);
        }
        match self.shape(reading, frame) {
            Some((fields, confirmed)) => {
                let weight = if confirmed { CONFIRMED_TYPE } else { UNCONFIRMED_TYPE };
                let place = fields.iter().position(|field| field == fact.name);
                // The sample of this object has counted a missing field already.
                let missing = if frame.seen.is_empty() { NOT_IN_TYPE } else { 0.0 };
                score += weight * if place.is_some() { IN_TYPE } else { missing };
                let before = last.and_then(|last| fields.iter().position(|field| field == last));
                if place.is_some() && place == before.map_or(Some(0), |before| Some(before + 1)) {
                    score += NEXT_IN_TYPE;
                }
            }
            None => {
                score += self.score_common_type(fact, frame);
                self.score_hint(fact, frame, &mut score);
            }
        }
        if frame.row.is_none() && matches!(fact.name, "page_token" | "has_more") {
            score += PAGING_AT_ROOT;
        }
        score + self.score_texts(fact, frame)
    }

    /// Adds the evidence of the object's own samples.
    fn score_sample(&self, fact: &Fact<'_>, frame: &Frame<'_>, last: Option<&str>, score: &mut f64) {
        let here = frame.seen.iter().any(|object| object.get(fact.name).is_some());
        *score += if here { IN_SAMPLE } else { NOT_IN_SAMPLE };
        if here && frame.seen.iter().any(|object| follows(object, last, fact.name)) {
            *score += NEXT_IN_SAMPLE;
        }
        // An object with all fields of its samples is more likely complete than one that lacks some.
        let has = |key: &String| frame.children.iter().any(|child| self.name(*child) == key);
        if !here && frame.seen.iter().all(|object| object.members().iter().all(|(key, _)| has(key))) {
            *score += SAMPLE_COMPLETE;
        }
    }

    /// Adds the evidence of samples of the type at other places.
    fn score_hint(&self, fact: &Fact<'_>, frame: &Frame<'_>, score: &mut f64) {
        let ty = frame.row.and_then(|row| self.fact(row)?.ty.as_ref()).filter(|ty| !is_vague(ty));
        // The samples of this object have already been counted.
        let ty = ty.filter(|_| frame.seen.is_empty());
        if let Some(hint) = ty.and_then(|ty| self.hints.get(ty)).filter(|hint| !hint.is_empty()) {
            *score += if hint.iter().any(|key| key == fact.name) { IN_HINT } else { NOT_IN_HINT };
        }
    }

    /// The evidence of the types that many pages share.
    fn score_common_type(&self, fact: &Fact<'_>, frame: &Frame<'_>) -> f64 {
        let ty = frame.row.and_then(|row| self.fact(row)?.ty.as_deref());
        let fields = COMMON.iter().find(|(name, _)| Some(*name) == ty).map(|(_, fields)| *fields);
        match fields {
            Some(fields) if frame.seen.is_empty() && fields.contains(&fact.name) => IN_COMMON_TYPE,
            Some(_) if frame.seen.is_empty() => NOT_IN_COMMON_TYPE,
            _ => 0.0,
        }
    }

    /// The evidence of texts and names that resemble those of the object or of the previous field.
    fn score_texts(&self, fact: &Fact<'_>, frame: &Frame<'_>) -> f64 {
        let mut score = 0.0;
        if let Some(owner) = frame.row.and_then(|row| self.fact(row)) {
            score += START_LIKE_OBJECT * common_start(owner.text, fact.text).min(MOST_STARTING) as f64;
            score += RUN_LIKE_OBJECT * common_run(owner.text, fact.text) as f64;
        }
        if let Some(sibling) = frame.children.last().and_then(|last| self.fact(*last)) {
            score += START_LIKE_SIBLING * common_start(sibling.text, fact.text).min(MOST_STARTING) as f64;
        }
        let pair =
            |a: &str, b: &str| matches!((a, b), ("zh_cn", "en_us") | ("en_us", "zh_cn") | ("code" | "id", "name"));
        if frame.children.last().is_some_and(|last| pair(self.name(*last), fact.name)) {
            score += PAIR;
        }
        score
    }

    /// Closes the innermost object. Missing fields lower the score of the reading.
    pub(super) fn close_innermost(&self, reading: &mut Reading<'_>) {
        let Some(frame) = reading.open.pop() else { return };
        let has = |name: &str| frame.children.iter().any(|child| self.name(*child) == name);
        let mut score = 0.0;
        let mut keys: Vec<&str> = Vec::new();
        for (key, _) in frame.seen.iter().flat_map(|object| object.members()) {
            if !keys.contains(&key.as_str()) {
                keys.push(key);
            }
        }
        let missing = keys.iter().filter(|key| !has(key)).count();
        score += MISSING_FROM_SAMPLE * missing.min(MOST_MISSING) as f64;
        let ty = frame.row.and_then(|row| self.fact(row)?.ty.clone()).filter(|ty| !is_vague(ty));
        if let Some((fields, _)) = self.shape(reading, &frame) {
            let missing = fields.iter().filter(|field| !has(field)).count();
            score += MISSING_FROM_TYPE * missing.min(MOST_MISSING) as f64;
        }
        if frame.children.is_empty() && frame.row.is_some() {
            score += if keys.is_empty() && ty.is_none() { EMPTY } else { EMPTY_AGAINST_EVIDENCE };
        }
        reading.score += score;
        let Some(ty) = ty.filter(|_| !frame.children.is_empty()) else { return };
        let confirmed = !keys.is_empty() && missing == 0;
        let known = reading.shapes.get(&ty).map(|(fields, confirmed)| (fields.len(), *confirmed));
        if known.is_none_or(|(len, known)| (confirmed && !known) || (confirmed == known && frame.children.len() > len))
        {
            // Only the fields in the sample of a confirmed object are known. The others are guesses.
            let names = frame.children.iter().map(|child| self.name(*child));
            let fields = names.filter(|name| !confirmed || keys.contains(name)).map(str::to_owned).collect();
            Rc::make_mut(&mut reading.shapes).insert(ty, (fields, confirmed));
        }
    }
}

/// Whether the name of a type is so general that two places may have different fields.
fn is_vague(ty: &str) -> bool {
    ty.is_empty() || matches!(ty, "data" | "item" | "items" | "object" | "info")
}

/// The evidence of the values in the sample for the type of the row.
fn score_kind(fact: &Fact<'_>, values: &[&Sample]) -> f64 {
    let wrong = values.iter().any(|value| match value {
        Sample::Object(_) => fact.ty.is_none(),
        Sample::Array(items) => {
            let objects = items.iter().any(|item| matches!(item, Sample::Object(_)));
            objects && (fact.ty.is_none() || !fact.is_list)
        }
        Sample::Null => false,
        _ => fact.ty.is_some(),
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

/// The length of the common start of two texts, in characters.
fn common_start(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

/// The length of the longest run of characters that the first phrases of two texts share: 0, or 2 to 6.
fn common_run(a: &str, b: &str) -> usize {
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
