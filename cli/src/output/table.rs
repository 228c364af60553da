//! Tables for terminals: columns by their width on the screen, on which a Chinese character takes two cells.

use console::{Term, measure_text_width, truncate_str};

/// The space between columns.
const GAP: &str = "  ";
/// Columns are not narrowed further than to this width, which shows ids and times as a whole. The last ones are left out instead.
const NARROWEST: usize = 20;

/// A table, and the columns that did not fit.
pub(super) struct Layout {
    pub(super) text: String,
    pub(super) left_out: usize,
}

/// Lays out rows below a header. `width` is that of the terminal, if there is one.
pub(super) fn layout(header: &[String], rows: &[Vec<String>], width: Option<usize>) -> Layout {
    let clean: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| one_line(cell)).collect()).collect();
    let natural: Vec<usize> = header
        .iter()
        .enumerate()
        .map(|(index, name)| {
            let cells = clean.iter().filter_map(|row| row.get(index)).map(|cell| measure_text_width(cell));
            cells.chain([measure_text_width(name)]).max().unwrap_or(0)
        })
        .collect();
    let widths = width.map_or_else(|| natural.clone(), |width| fit(&natural, width));
    let line = |cells: &[String]| {
        let cells: Vec<_> = cells.iter().zip(&widths).map(|(cell, width)| padded(cell, *width)).collect();
        format!("{}\n", cells.join(GAP).trim_end())
    };
    let text = std::iter::once(line(header)).chain(clean.iter().map(|row| line(row))).collect();
    Layout { text, left_out: header.len() - widths.len() }
}

/// Returns the width of the terminal behind stdout, if there is one.
pub(super) fn terminal_width() -> Option<usize> {
    let terminal = Term::stdout();
    let (_, columns) = terminal.size_checked().filter(|_| terminal.is_term())?;
    Some(columns.into())
}

/// Narrows the widest columns until all fit, and leaves out the last ones if they do not fit then.
fn fit(natural: &[usize], width: usize) -> Vec<usize> {
    let gaps = |count: usize| GAP.len() * count.saturating_sub(1);
    let least =
        |widths: &[usize]| widths.iter().map(|width| (*width).min(NARROWEST)).sum::<usize>() + gaps(widths.len());
    let mut widths = natural.to_vec();
    while widths.len() > 1 && least(&widths) > width {
        widths.pop();
    }
    while widths.iter().sum::<usize>() + gaps(widths.len()) > width {
        let Some(widest) = widths.iter_mut().max().filter(|widest| **widest > NARROWEST) else { break };
        *widest -= 1;
    }
    // The last column is left.
    if let [only] = widths.as_mut_slice() {
        *only = width.min(*only);
    }
    widths
}

fn padded(cell: &str, width: usize) -> String {
    let cell = truncate_str(cell, width, "…");
    let blanks = width.saturating_sub(measure_text_width(&cell));
    format!("{cell}{}", " ".repeat(blanks))
}

/// Control characters could move the cursor or change the terminal.
fn one_line(cell: &str) -> String {
    cell.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn chinese_characters_take_two_cells() {
        let rows = [cells(&["1", "张三丰"]), cells(&["22", "a\u{1b}b"])];
        let table = layout(&cells(&["id", "name"]), &rows, None);
        assert_eq!(table.text, "id  name\n1   张三丰\n22  a b\n");
        let rows = [cells(&["张三", "x"]), cells(&["a", "y"])];
        assert_eq!(layout(&cells(&["n", "v"]), &rows, None).text, "n     v\n张三  x\na     y\n");
    }

    #[test]
    fn a_table_fits_the_terminal() {
        let long = "x".repeat(50);
        let table = layout(&cells(&["a", "b", "c"]), &[cells(&[&long, &long, "1"])], Some(50));
        assert!(table.text.lines().all(|line| measure_text_width(line) <= 50), "{}", table.text);
        assert_eq!(table.left_out, 0);
        for (width, left_out) in [(70, 0), (60, 1), (42, 1), (41, 2), (10, 2)] {
            let table = layout(&cells(&["a", "b", "c"]), &[cells(&[&long, &long, &long])], Some(width));
            assert!(table.text.lines().all(|line| measure_text_width(line) <= width), "{}", table.text);
            assert_eq!(table.left_out, left_out, "{width}: {}", table.text);
        }
        let ids = layout(&cells(&["id", "text"]), &[cells(&["6949805467799537964", &long])], Some(60));
        assert!(ids.text.contains("6949805467799537964  xxx"), "{}", ids.text);
    }
}
