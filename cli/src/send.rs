//! Sends a request and prints its result: once, or page by page.

use feishu_hire::{CustomRequest, Metadata, Value, operation::Paging};
use indicatif::ProgressBar;

use crate::{failure::Failure, global::Global, output::Printer, progress, signal::Stop};

/// Converts the data of a response into the values to print.
pub(crate) trait Respond {
    /// Returns the values to print.
    fn values(&mut self, data: Value) -> Vec<Value>;

    /// Returns how many values were masked.
    fn masked(&self) -> usize;
}

/// The end of a listing.
#[derive(Clone, Copy)]
pub(crate) enum Extent {
    /// One page.
    Page,
    /// Pages until there are this many items.
    Items(usize),
    /// Everything.
    All,
}

/// Prints a request as a curl command.
pub(crate) fn print_curl(curl: &str) -> Result<(), Failure> {
    use std::io::Write;
    Ok(writeln!(std::io::stdout(), "{curl}")?)
}

/// Sends the request once.
pub(crate) async fn send_once(
    request: CustomRequest,
    global: &Global,
    respond: &mut impl Respond,
    mut printer: Printer,
) -> Result<(), Failure> {
    let response = Stop::listen()?.until(request.send_with_metadata::<Value>()).await??;
    report(global, &response.metadata);
    for value in respond.values(response.data) {
        printer.write(value)?;
    }
    finish(global, printer, respond.masked())
}

/// Sends the request for one page after the other.
pub(crate) async fn send_pages(
    request: CustomRequest,
    paging: Paging,
    extent: Extent,
    global: &Global,
    respond: &mut impl Respond,
    mut printer: Printer,
) -> Result<(), Failure> {
    let mut stop = Stop::listen()?;
    let mut pages = request.pages::<Value>();
    let mut listed = Listed { bar: progress(global, extent), next: None };
    let mut left = if let Extent::Items(count) = extent { count } else { usize::MAX };
    let outcome = loop {
        let (data, token) = match stop.until(pages.try_next()).await {
            Ok(Ok(Some(data))) => (data, pages.page_token().map(str::to_owned)),
            Ok(Ok(None)) => break Ok(None),
            Ok(Err(error)) => {
                let token = error.page_token().map(str::to_owned);
                break Err((error.into(), token));
            }
            // The requested page follows the last one, if there was one.
            Err(failure) => break Err((failure, listed.next.clone())),
        };
        pages.metadata().into_iter().for_each(|metadata| report(global, metadata));
        let next = next_token(&data, paging);
        let values = respond.values(data);
        let is_cut = values.len() > left;
        let count = values.len().min(left);
        for value in values.into_iter().take(count) {
            printer.write(value)?;
        }
        printer.flush()?;
        left -= count;
        listed.bar.inc(count as u64);
        match (extent, next) {
            (_, _) if is_cut => break Ok(Some((token.unwrap_or_default(), true))),
            (Extent::Page, next) => break Ok(next.map(|next| (next, false))),
            (_, next) if left == 0 => break Ok(next.map(|next| (next, false))),
            (_, next) => listed.next = next,
        }
    };
    listed.bar.finish_and_clear();
    let outcome = match outcome {
        // Nothing was read, so there is nothing to end and nothing to resume.
        Err((failure, _)) if pages.metadata().is_none() => return Err(failure),
        outcome => outcome,
    };
    finish(global, printer, respond.masked())?;
    match outcome {
        Ok(None) => Ok(()),
        Ok(Some((token, is_cut))) => {
            global.note(&more(global, &token, is_cut));
            Ok(())
        }
        Err((failure, token)) => {
            token.iter().for_each(|token| global.note(&resume(global, token)));
            Err(failure)
        }
    }
}

/// Ends the output and prints its notes.
fn finish(global: &Global, printer: Printer, masked: usize) -> Result<(), Failure> {
    printer.finish()?.iter().for_each(|note| global.note(note.get(global.language)));
    if masked > 0 {
        global.note(&global.language.select(
            format!("{masked} values are masked; --show-personal shows them"),
            format!("已隐藏 {masked} 个值，可用 --show-personal 显示"),
        ));
    }
    Ok(())
}

/// The progress of a listing.
struct Listed {
    bar: ProgressBar,
    /// The token of the page after the last that was read.
    next: Option<String>,
}

fn progress(global: &Global, extent: Extent) -> ProgressBar {
    match extent {
        Extent::Page => ProgressBar::hidden(),
        Extent::Items(count) => progress::items(global, count as u64),
        Extent::All => progress::counter(global, global.language.select("items", "已读取")),
    }
}

/// Returns the token of the next page.
pub(crate) fn next_token(data: &Value, paging: Paging) -> Option<String> {
    let has_more = data.get(paging.more).and_then(Value::as_bool).unwrap_or_default();
    let token = data.get(paging.next).and_then(Value::as_str).filter(|token| !token.is_empty());
    token.filter(|_| has_more).map(str::to_owned)
}

fn more(global: &Global, token: &str, is_cut: bool) -> String {
    let flag = if token.is_empty() { String::new() } else { format!(" --page-token {token}") };
    let (english, chinese) = match is_cut {
        true => (" (that page starts with items that were printed)", "（该页开头的部分数据已输出）"),
        false => ("", ""),
    };
    global.language.select(
        format!("there are more items; continue with{flag}{english}"),
        format!("还有更多数据，继续请加{flag}{chinese}"),
    )
}

fn resume(global: &Global, token: &str) -> String {
    global.language.select(
        format!("resume with --page-token {token}; everything before that page was printed"),
        format!("继续请加 --page-token {token}，该页之前的数据均已输出"),
    )
}

fn report(global: &Global, metadata: &Metadata) {
    global.report(|| {
        let log_id = metadata.log_id.as_deref().unwrap_or("-");
        let (status, attempts, waited) = (metadata.status, metadata.attempts, metadata.waited.as_secs_f64());
        global.language.select(
            format!("HTTP {status}, log id {log_id}, attempts {attempts}, waited {waited:.1} s for the rate limit"),
            format!("HTTP {status}，日志 ID {log_id}，尝试 {attempts} 次，因限频等待 {waited:.1} 秒"),
        )
    });
}
