//! Reads lists.

use super::{ReadError, Reader};

/// A list without its item type, to which the reader adds items.
pub(in crate::wire) trait ErasedList {
    /// Adds an item and reads it in place. `room` is the number of items for which to reserve memory.
    fn read_item(&mut self, room: usize, from: &mut Reader<'_>) -> Result<(), ReadError>;

    /// Removes the last item.
    fn remove_last(&mut self);

    /// Returns the size of an item in memory.
    fn item_size(&self) -> usize;
}

/// Depth of the item list of a page: inside the envelope and the data.
const PAGE_LIST: u16 = 3;

impl Reader<'_> {
    /// Reads the items of a list. Returns `false` for null.
    pub(in crate::wire) fn list(&mut self, list: &mut dyn ErasedList) -> Result<bool, ReadError> {
        if self.null()? {
            return Ok(false);
        }
        if self.peek() != Some(b'[') {
            return Err(self.type_mismatch("a list"));
        }
        self.descend()?;
        self.at += 1;
        if self.peek() == Some(b']') {
            self.at += 1;
        } else {
            self.items(list)?;
        }
        self.depth -= 1;
        Ok(true)
    }

    fn items(&mut self, list: &mut dyn ErasedList) -> Result<(), ReadError> {
        let outside = self.path_length();
        let mut room = 1;
        let mut index = 0;
        loop {
            self.step_to_item(outside, index);
            let mark = self.mark();
            if let Err(fault) = list.read_item(room, self) {
                self.recover(fault, &mark)?;
                list.remove_last();
            }
            room = match index {
                0 => self.expected_items(mark.start(), list.item_size()),
                _ => 0,
            };
            index += 1;
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => break,
                _ => return Err(self.syntax("`,` or `]`")),
            }
        }
        self.at += 1;
        self.step_back(outside);
        Ok(())
    }

    /// Returns the number of items for which to reserve memory after the first item, which started at `start`.
    ///
    /// The list of a page makes up most of the text, so the length of its first item is a good estimate. The reserved memory never exceeds the
    /// remaining text. Other lists grow on demand.
    fn expected_items(&self, start: usize, item_size: usize) -> usize {
        if self.depth != PAGE_LIST {
            return 0;
        }
        let left = self.text.len().saturating_sub(self.at);
        let by_length = left / self.at.saturating_sub(start).max(1);
        by_length.min(left / item_size.max(1))
    }
}
