//! `--jq`: filters a value with an expression of jq.

use std::fmt::Debug;

use jaq_core::{
    Compiler, Ctx, Filter as Compiled, Vars,
    data::JustLut,
    load::{Arena, File, Loader},
    unwrap_valr,
};
use jaq_json::Val;
use serde_json::Value;

use crate::failure::Failure;

/// A compiled expression.
pub(crate) struct Filter(Compiled<JustLut<Val>>);

impl Filter {
    /// Compiles an expression.
    pub(crate) fn parse(code: &str) -> Result<Self, String> {
        let definitions = jaq_core::defs().chain(jaq_std::defs()).chain(jaq_json::defs());
        let functions = jaq_core::funs().chain(jaq_std::funs()).chain(jaq_json::funs());
        let arena = Arena::default();
        let modules =
            Loader::new(definitions).load(&arena, File { code, path: () }).map_err(|errors| shown(&errors))?;
        let compiled = Compiler::default().with_funs(functions).compile(modules).map_err(|errors| shown(&errors))?;
        Ok(Self(compiled))
    }

    /// Returns the outputs of the expression for a value.
    pub(crate) fn run(&self, value: Value) -> Result<Vec<Value>, Failure> {
        let input: Val = serde_json::from_value(value)?;
        let context = Ctx::<JustLut<Val>>::new(&self.0.lut, Vars::new([]));
        let outputs = self.0.id.run((context, input)).map(unwrap_valr);
        let json = |output: Result<Val, jaq_core::Error<Val>>| match output {
            Ok(output) => Ok(serde_json::from_str(&output.to_string())?),
            Err(error) => Err(Failure::usage(format!("--jq: {error}"))),
        };
        outputs.map(json).collect()
    }
}

fn shown<P, E: Debug>(errors: &[(File<&str, P>, E)]) -> String {
    let errors: Vec<_> = errors.iter().map(|(_, error)| format!("{error:?}")).collect();
    format!("not a jq expression: {}", errors.join("; "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_expression_filters_a_value() -> Result<(), Failure> {
        let filter = Filter::parse(".[] | select(.n > 1) | {id, big: .big}").map_err(Failure::Usage)?;
        let value = json!([{ "n": 1 }, { "n": 2, "id": "中\"\n", "big": 6949805467799537964_u64 }]);
        assert_eq!(filter.run(value)?, [json!({ "id": "中\"\n", "big": 6949805467799537964_u64 })]);
        assert!(Filter::parse(".[").is_err() && Filter::parse("unknown").is_err());
        let filter = Filter::parse(".a").map_err(Failure::Usage)?;
        assert!(filter.run(json!(1)).is_err());
        Ok(())
    }
}
