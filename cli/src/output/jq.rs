//! `--jq`: filters a value with an expression of jq.

use jaq_core::{
    Compiler, Ctx, Filter as Compiled, Vars, compile,
    data::JustLut,
    load::{self, Arena, File, Loader, lex},
    unwrap_valr,
};
use jaq_json::Val;
use serde_json::Value;

use crate::{failure::Failure, text::Text};

/// A compiled expression.
pub(crate) struct Filter(Compiled<JustLut<Val>>);

impl Filter {
    /// Compiles an expression.
    pub(crate) fn parse(code: &str) -> Result<Self, Text> {
        let definitions = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
        let functions = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
        let arena = Arena::default();
        let modules = Loader::new(definitions)
            .load(&arena, File { code, path: () })
            .map_err(|errors| problem(errors.iter().find_map(|(_, error)| mistake(error))))?;
        let compiled = Compiler::default()
            .with_funs(functions)
            .compile(modules)
            .map_err(|errors| problem(errors.iter().flat_map(|(_, errors)| errors).map(undefined).next()))?;
        Ok(Self(compiled))
    }

    /// Returns the outputs of the expression for a value.
    pub(crate) fn run(&self, value: Value) -> Result<Vec<Value>, Failure> {
        let input: Val = serde_json::from_value(value)?;
        let context = Ctx::<JustLut<Val>>::new(&self.0.lut, Vars::new([]));
        let outputs = self.0.id.run((context, input)).map(unwrap_valr);
        let json = |output: Result<Val, jaq_core::Error<Val>>| match output {
            Ok(output) => Ok(serde_json::from_str(&output.to_string())?),
            Err(error) => Err(Failure::Usage(Text::foreign(error).about("--jq"))),
        };
        outputs.map(json).collect()
    }
}

fn problem(problem: Option<Text>) -> Text {
    let problem = problem.unwrap_or_else(|| Text::new("unknown error", "未知错误"));
    problem.within("not a jq expression", "不是有效的 jq 表达式")
}

/// Returns the first mistake in the syntax.
fn mistake(error: &load::Error<&str>) -> Option<Text> {
    match error {
        load::Error::Io(errors) => errors.first().map(|(_, message)| Text::foreign(message)),
        load::Error::Lex(errors) => errors.first().map(|(expected, rest)| {
            let expected = match expected {
                lex::Expect::Delim("(") => ")",
                lex::Expect::Delim("[") => "]",
                lex::Expect::Delim("{") => "}",
                lex::Expect::Delim(delimiter) => delimiter,
                other => other.as_str(),
            };
            missing(expected, rest)
        }),
        load::Error::Parse(errors) => errors.first().map(|(expected, rest)| missing(expected.as_str(), rest)),
    }
}

/// `rest` is what follows instead.
fn missing(expected: &str, rest: &str) -> Text {
    match rest.is_empty() {
        true => Text::new(format!("expected {expected} at the end"), format!("末尾缺少 {expected}")),
        false => Text::new(format!("expected {expected} before {rest:?}"), format!("{rest:?} 之前缺少 {expected}")),
    }
}

fn undefined((name, kind): &compile::Error<&str>) -> Text {
    Text::new(format!("undefined {} {name}", kind.as_str()), format!("未定义 {name}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::language::Language;

    #[test]
    fn an_expression_filters_a_value() -> Result<(), Failure> {
        let filter = Filter::parse(".[] | select(.n > 1) | {id, big: .big}").map_err(Failure::Usage)?;
        let value = json!([{ "n": 1 }, { "n": 2, "id": "中\"\n", "big": 6949805467799537964_u64 }]);
        assert_eq!(filter.run(value)?, [json!({ "id": "中\"\n", "big": 6949805467799537964_u64 })]);
        for (code, mistake) in [
            (".[", "expected ] at the end"),
            (".a | ) .b", "before"),
            ("1 +", "expected term at the end"),
            ("unknown", "undefined filter unknown"),
            ("$x", "undefined variable $x"),
            ("\"a", "expected \" at the end"),
        ] {
            let problem = Filter::parse(code).err();
            let shown = problem.as_ref().map(|problem| problem.get(Language::English)).unwrap_or_default();
            assert!(shown.starts_with("not a jq expression: ") && shown.contains(mistake), "{code}: {shown}");
        }
        let filter = Filter::parse(".a").map_err(Failure::Usage)?;
        assert!(filter.run(json!(1)).is_err());
        Ok(())
    }
}
