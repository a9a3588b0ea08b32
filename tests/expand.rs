//! Every form of the macros beside what it expands to.
//!
//! `expand/<form>-expanded.rs` is written by a test of `asyncpy-macros` (see `snapshots.rs` there). Here both
//! are compiled, and do the same.

#![deny(warnings)]

macro_rules! forms {
    ($($form:ident, $file:literal, $expanded:ident, $expanded_file:literal;)+) => {
        $(
            #[path = $file]
            mod $form;
            #[rustfmt::skip]
            #[allow(warnings, clippy::all, clippy::pedantic)] // text has no hygiene that would silence them
            #[path = $expanded_file]
            mod $expanded;
        )+

        #[test]
        fn expansions_do_the_same() {
            $(assert_eq!($form::demo(), $expanded::demo(), stringify!($form));)+
        }
    };
}

forms! {
    anonymous, "expand/anonymous.rs", anonymous_expanded, "expand/anonymous-expanded.rs";
    async_for, "expand/async_for.rs", async_for_expanded, "expand/async_for-expanded.rs";
    async_with, "expand/async_with.rs", async_with_expanded, "expand/async_with-expanded.rs";
    attempt_else, "expand/attempt_else.rs", attempt_else_expanded, "expand/attempt_else-expanded.rs";
    attempt_except, "expand/attempt_except.rs", attempt_except_expanded, "expand/attempt_except-expanded.rs";
    attempt_expression, "expand/attempt_expression.rs", attempt_expression_expanded, "expand/attempt_expression-expanded.rs";
    attempt_finally, "expand/attempt_finally.rs", attempt_finally_expanded, "expand/attempt_finally-expanded.rs";
    attempt_jumps, "expand/attempt_jumps.rs", attempt_jumps_expanded, "expand/attempt_jumps-expanded.rs";
    attempt_star, "expand/attempt_star.rs", attempt_star_expanded, "expand/attempt_star-expanded.rs";
    awaiting, "expand/awaiting.rs", awaiting_expanded, "expand/awaiting-expanded.rs";
    boxed, "expand/boxed.rs", boxed_expanded, "expand/boxed-expanded.rs";
    coroutine, "expand/coroutine.rs", coroutine_expanded, "expand/coroutine-expanded.rs";
    create_task, "expand/create_task.rs", create_task_expanded, "expand/create_task-expanded.rs";
    gather, "expand/gather.rs", gather_expanded, "expand/gather-expanded.rs";
    generator, "expand/generator.rs", generator_expanded, "expand/generator-expanded.rs";
    main_function, "expand/main_function.rs", main_function_expanded, "expand/main_function-expanded.rs";
    manager_function, "expand/manager_function.rs", manager_function_expanded, "expand/manager_function-expanded.rs";
    methods, "expand/methods.rs", methods_expanded, "expand/methods-expanded.rs";
    module, "expand/module.rs", module_expanded, "expand/module-expanded.rs";
    plain_function, "expand/plain_function.rs", plain_function_expanded, "expand/plain_function-expanded.rs";
    question_mark, "expand/question_mark.rs", question_mark_expanded, "expand/question_mark-expanded.rs";
    raise, "expand/raise.rs", raise_expanded, "expand/raise-expanded.rs";
    run, "expand/run.rs", run_expanded, "expand/run-expanded.rs";
    test_function, "expand/test_function.rs", test_function_expanded, "expand/test_function-expanded.rs";
    waiting, "expand/waiting.rs", waiting_expanded, "expand/waiting-expanded.rs";
    with, "expand/with.rs", with_expanded, "expand/with-expanded.rs";
}
