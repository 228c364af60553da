//! Reads numbers with all their digits.

use super::{ReadError, Reader};

/// A number as received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::wire) struct Number<'a> {
    pub(in crate::wire) digits: &'a str,
    /// The value, if it is an integer of at most 64 bits.
    pub(in crate::wire) integer: Option<i64>,
}

impl<'a> Reader<'a> {
    /// Reads a number, whose sign or first digit is the next byte.
    pub(super) fn number(&mut self) -> Result<Number<'a>, ReadError> {
        let start = self.at;
        let is_negative = self.rest().first() == Some(&b'-');
        self.at += usize::from(is_negative);
        let first = self.at;
        let integer = self.integer_part()?;
        let behind = self.at;
        self.fraction()?;
        self.exponent()?;
        let is_integer = self.at == behind;
        let digits = self.slice(start, self.at);
        let integer = match integer {
            // A number with up to 18 digits always fits in 64 bits.
            _ if !is_integer => None,
            magnitude if behind - first <= 18 => Some(if is_negative { -magnitude } else { magnitude }),
            _ => digits.parse().ok(),
        };
        Ok(Number { digits, integer })
    }

    /// Reads the digits before the decimal point. Returns their value, which is wrong if there are more than 18 digits.
    fn integer_part(&mut self) -> Result<i64, ReadError> {
        let mut value = 0_i64;
        let rest = self.rest();
        let mut count = 0;
        while let Some(digit) = rest.get(count).filter(|byte| byte.is_ascii_digit()) {
            value = value.wrapping_mul(10).wrapping_add(i64::from(*digit - b'0'));
            count += 1;
        }
        self.at += count;
        match (count, rest.first()) {
            (0, _) => Err(self.syntax("a digit")),
            (2.., Some(b'0')) => {
                self.at -= count - 1;
                Err(self.syntax("no digit after a leading zero"))
            }
            _ => Ok(value),
        }
    }

    fn fraction(&mut self) -> Result<(), ReadError> {
        if self.rest().first() == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        Ok(())
    }

    fn exponent(&mut self) -> Result<(), ReadError> {
        if matches!(self.rest().first(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.rest().first(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), ReadError> {
        let count = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        if count == 0 { Err(self.syntax("a digit")) } else { Ok(()) }
    }
}
