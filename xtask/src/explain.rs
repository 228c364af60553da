//! `explain`: explains error codes.

use std::process::ExitCode;

use feishu_codegen::Code;

use crate::CommandResult;

/// `cargo xtask explain S0012`
pub(crate) fn explain(code: Option<&str>) -> CommandResult {
    let Some(text) = code else {
        for code in Code::ALL {
            anstream::println!("{}  {}", code.number(), code.title());
        }
        return Ok(ExitCode::SUCCESS);
    };
    let code = Code::from_number(text)
        .ok_or_else(|| format!("unknown error code `{text}`; `cargo xtask explain` lists all codes"))?;
    anstream::println!("{}: {}\n\n{}", code.number(), code.title(), code.explanation().trim_end());
    Ok(ExitCode::SUCCESS)
}
