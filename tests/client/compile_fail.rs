//! Programs that must not compile.

#[test]
fn incorrect_programs_do_not_compile() {
    trybuild::TestCases::new().compile_fail("compile_fail/*.rs");
}
