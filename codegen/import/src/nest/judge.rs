//! What it is worth to put a row into an object: what sample, types, names and texts say for it and against it.

use std::collections::HashSet;
use std::rc::Rc;

use super::fact::Fact;
use super::reading::{Frame, Link, Reading, Shapes};
use crate::sample::Sample;

/// No table is as deep as that; a broken page shall not take for ever.
const DEEPEST: usize = 20;

/// A place that is worth less by this much is no serious other one, when nothing but texts speaks for the first.
const NEAR: f64 = 1.5;

/// Types that Feishu's pages share, for where neither the sample nor another place tells of them.
const COMMON: [(&str, &[&str]); 3] =
    [("i18n", &["zh_cn", "en_us"]), ("id_name_object", &["id", "name"]), ("code_name_object", &["code", "name"])];

/// What a step is worth.
pub(super) struct Judge<'f> {
    pub(super) facts: &'f [Fact<'f>],
    pub(super) hints: &'f Shapes,
    pub(super) learned: &'f Shapes,
    /// The names of all rows.
    pub(super) names: HashSet<&'f str>,
}

impl Judge<'_> {
    /// The objects among values; one without a key that a row has says nothing of rows: it is empty, or a map.
    pub(super) fn objects<'a>(&self, values: impl Iterator<Item = &'a Sample>) -> Vec<&'a Sample> {
        let tells = |object: &&Sample| object.members().iter().any(|(key, _)| self.names.contains(key.as_str()));
        values.flat_map(Sample::objects).filter(tells).collect()
    }

    fn fact(&self, at: usize) -> Option<&Fact<'_>> {
        self.facts.get(at)
    }

    fn name(&self, at: usize) -> &str {
        self.fact(at).map_or("", |fact| fact.name)
    }

    /// The fields that a type has elsewhere.
    fn shape<'s>(&'s self, reading: &'s Reading<'_>, frame: &Frame<'_>) -> Option<(&'s [String], bool)> {
        let ty = frame.row.and_then(|row| self.fact(row)?.ty.as_deref()).filter(|ty| !is_vague(ty))?;
        if let Some(fields) = self.learned.get(ty) {
            return Some((fields, true));
        }
        reading.shapes.get(ty).map(|(fields, confirmed)| (fields.as_slice(), *confirmed))
    }

    /// Every object that a row can go into, as a reading of its own.
    pub(super) fn steps<'a>(&self, at: usize, reading: &Reading<'a>) -> Vec<Reading<'a>> {
        let mut closed = reading.clone();
        let mut ways = Vec::new();
        while !closed.open.is_empty() {
            let (put, link) = self.put(at, closed.clone());
            ways.push((put, link));
            if closed.open.len() == 1 {
                break;
            }
            self.close(&mut closed);
        }
        let scores: Vec<f64> = ways.iter().map(|(way, _)| way.score).collect();
        let mut steps = Vec::new();
        for (own, (mut way, mut link)) in ways.into_iter().enumerate() {
            let rivals = || scores.iter().enumerate().filter(|(other, _)| *other != own);
            let is_near = || rivals().any(|(_, score)| *score > way.score - NEAR);
            // Where no sample shows the object at all, texts and order alone decide nothing.
            link.guessed &= if link.unseen { rivals().next().is_some() } else { is_near() };
            // What follows a guess into its object, and has nothing else to speak for it, is one too.
            let follows = |before: &Rc<Link>| before.guessed && before.parent == link.parent;
            link.guessed |= link.unsupported && way.links.as_ref().is_some_and(follows);
            link.guessed |= link.unsupported && !link.unseen && self.fact(at).is_some_and(|fact| fact.is_shown);
            link.before = way.links.take();
            way.links = Some(Rc::new(link));
            steps.push(way);
        }
        steps
    }

    /// Puts a row into the innermost open object, and opens it if it is one.
    fn put<'a>(&self, at: usize, mut reading: Reading<'a>) -> (Reading<'a>, Link) {
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
        let mut worth = self.worth(fact, frame, &reading);
        let values: Vec<&'a Sample> = frame.seen.iter().filter_map(|object| object.get(fact.name)).collect();
        worth += fits(fact, &values);
        reading.score += worth;
        if let Some(frame) = reading.open.last_mut() {
            frame.children.push(at);
        }
        if fact.ty.is_some() && reading.open.len() < DEEPEST {
            let seen = self.objects(values.into_iter());
            reading.open.push(Frame { row: Some(at), children: Vec::new(), seen: Rc::new(seen) });
        }
        (reading, link)
    }

    fn worth(&self, fact: &Fact<'_>, frame: &Frame<'_>, reading: &Reading<'_>) -> f64 {
        let mut worth = 0.0;
        if frame.children.iter().any(|child| self.name(*child) == fact.name) {
            worth -= 20.0;
        }
        let last = frame.children.last().map(|last| self.name(*last));
        if !frame.seen.is_empty() {
            let here = frame.seen.iter().any(|object| object.get(fact.name).is_some());
            worth += if here { 3.0 } else { -2.0 };
            if here && frame.seen.iter().any(|object| follows(object, last, fact.name)) {
                worth += 0.4;
            }
            // An object that has all that the sample shows is more likely to be over than one that lacks something.
            let has = |key: &String| frame.children.iter().any(|child| self.name(*child) == key);
            if !here && frame.seen.iter().all(|object| object.members().iter().all(|(key, _)| has(key))) {
                worth -= 1.0;
            }
        }
        match self.shape(reading, frame) {
            Some((fields, confirmed)) => {
                let weight = if confirmed { 1.5 } else { 1.0 };
                let place = fields.iter().position(|field| field == fact.name);
                // What the sample leaves out here was counted above.
                let strange = if frame.seen.is_empty() { -3.0 } else { 0.0 };
                worth += weight * if place.is_some() { 3.0 } else { strange };
                let before = last.and_then(|last| fields.iter().position(|field| field == last));
                if place.is_some() && place == before.map_or(Some(0), |before| Some(before + 1)) {
                    worth += 0.4;
                }
            }
            None => {
                worth += self.common(fact, frame);
                let ty = frame.row.and_then(|row| self.fact(row)?.ty.as_ref()).filter(|ty| !is_vague(ty));
                // What the object's own place in the sample says has been counted already.
                let ty = ty.filter(|_| frame.seen.is_empty());
                if let Some(hint) = ty.and_then(|ty| self.hints.get(ty)).filter(|hint| !hint.is_empty()) {
                    worth += if hint.iter().any(|key| key == fact.name) { 1.0 } else { -0.7 };
                }
            }
        }
        // Pages of a list are turned at the answer's own level.
        if frame.row.is_none() && matches!(fact.name, "page_token" | "has_more") {
            worth += 1.5;
        }
        worth + self.alike(fact, frame)
    }

    /// What is usual for a type of this name.
    fn common(&self, fact: &Fact<'_>, frame: &Frame<'_>) -> f64 {
        let ty = frame.row.and_then(|row| self.fact(row)?.ty.as_deref());
        let fields = COMMON.iter().find(|(name, _)| Some(*name) == ty).map(|(_, fields)| *fields);
        match fields {
            Some(fields) if frame.seen.is_empty() && fields.contains(&fact.name) => 2.0,
            Some(_) if frame.seen.is_empty() => -2.0,
            _ => 0.0,
        }
    }

    /// Texts and names that speak of the object, or go on as the sibling before did.
    fn alike(&self, fact: &Fact<'_>, frame: &Frame<'_>) -> f64 {
        let mut worth = 0.0;
        if let Some(owner) = frame.row.and_then(|row| self.fact(row)) {
            worth += 0.08 * common_start(owner.text, fact.text).min(4) as f64;
            worth += 0.06 * common_run(owner.text, fact.text) as f64;
        }
        if let Some(sibling) = frame.children.last().and_then(|last| self.fact(*last)) {
            worth += 0.05 * common_start(sibling.text, fact.text).min(4) as f64;
        }
        // Two languages of one text stand beside each other.
        let pair =
            |a: &str, b: &str| matches!((a, b), ("zh_cn", "en_us") | ("en_us", "zh_cn") | ("code" | "id", "name"));
        if frame.children.last().is_some_and(|last| pair(self.name(*last), fact.name)) {
            worth += 0.8;
        }
        worth
    }

    /// Closes the innermost object: what it should have and lacks counts against it.
    pub(super) fn close(&self, reading: &mut Reading<'_>) {
        let Some(frame) = reading.open.pop() else { return };
        let has = |name: &str| frame.children.iter().any(|child| self.name(*child) == name);
        let mut worth = 0.0;
        let mut keys: Vec<&str> = Vec::new();
        for (key, _) in frame.seen.iter().flat_map(|object| object.members()) {
            if !keys.contains(&key.as_str()) {
                keys.push(key);
            }
        }
        let missing = keys.iter().filter(|key| !has(key)).count();
        worth -= 1.5 * missing.min(4) as f64;
        let ty = frame.row.and_then(|row| self.fact(row)?.ty.clone()).filter(|ty| !is_vague(ty));
        if let Some((fields, _)) = self.shape(reading, &frame) {
            worth -= 2.0 * fields.iter().filter(|field| !has(field)).count().min(4) as f64;
        }
        if frame.children.is_empty() && frame.row.is_some() {
            worth -= if keys.is_empty() && ty.is_none() { 1.0 } else { 3.0 };
        }
        reading.score += worth;
        let Some(ty) = ty.filter(|_| !frame.children.is_empty()) else { return };
        let confirmed = !keys.is_empty() && missing == 0;
        let known = reading.shapes.get(&ty).map(|(fields, confirmed)| (fields.len(), *confirmed));
        if known.is_none_or(|(len, known)| (confirmed && !known) || (confirmed == known && frame.children.len() > len))
        {
            // Of what was confirmed only that is known which the sample has; the rest is a guess.
            let names = frame.children.iter().map(|child| self.name(*child));
            let fields = names.filter(|name| !confirmed || keys.contains(name)).map(str::to_owned).collect();
            Rc::make_mut(&mut reading.shapes).insert(ty, (fields, confirmed));
        }
    }
}

/// Whether a type's name says nothing, so that two places of it need not be alike.
fn is_vague(ty: &str) -> bool {
    ty.is_empty() || matches!(ty, "data" | "item" | "items" | "object" | "info")
}

/// Whether the sample's values are what the row's type says.
fn fits(fact: &Fact<'_>, values: &[&Sample]) -> f64 {
    let wrong = values.iter().any(|value| match value {
        Sample::Object(_) => fact.ty.is_none(),
        Sample::Array(items) => {
            let objects = items.iter().any(|item| matches!(item, Sample::Object(_)));
            objects && (fact.ty.is_none() || !fact.is_list)
        }
        Sample::Null => false,
        _ => fact.ty.is_some(),
    });
    if wrong { -2.0 } else { 0.0 }
}

/// Whether a key stands right behind another in the sample, or first when there is none.
fn follows(object: &Sample, last: Option<&str>, name: &str) -> bool {
    let at = |name: &str| object.members().iter().position(|(key, _)| key == name);
    match last {
        Some(last) => at(last).is_some_and(|last| at(name) == Some(last + 1)),
        None => at(name) == Some(0),
    }
}

/// How many characters two texts start with alike.
fn common_start(a: &str, b: &str) -> usize {
    a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count()
}

/// The longest run of letters that two texts share within their first sentences, from two on and up to six.
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
