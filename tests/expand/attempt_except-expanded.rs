//! What `attempt_except.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

fn parse(
    text: &'static str,
) -> Coroutine<impl Future<Output = Result<String, Exception>>> {
    enum __Frame {}
    impl Frame for __Frame {
        const CODE: &'static Code = &Code {
            name: "parse",
            file: file!(),
            line: 0,
        };
    }
    Coroutine::new(
        <__Frame as Frame>::CODE,
        async move {
            #[allow(unused_imports)]
            use ::asyncpy::__private::{
                ProbeForeign as _, RaiseError as _, RaiseException as _, RaiseInto as _,
                RaiseNothing as _,
            };
            #[allow(clippy::no_effect_underscore_binding)]
            let text = text;
            let __ret: String = match () {
                () => '__done1: {
                    let __caught1: Exception = '__try1: {
                        #[allow(unreachable_code)] {}
                        break '__done1 match () {
                            () => {
                                let number: u8 = (match QuestionMark::__question_mark(
                                    text.parse(),
                                ) {
                                    Ok(__value) => __value,
                                    Err(__error) => break '__try1 leave::<__Frame>(__error, 0),
                                });
                                number.to_string()
                            }
                        };
                    };
                    #[allow(unreachable_code)] {}
                    if <std::num::ParseIntError as ExceptionClass>::matches(&__caught1) {
                        let error = <std::num::ParseIntError as ExceptionClass>::bind(
                            &__caught1,
                        );
                        { format!("a number: {error}") }
                    } else if <KeyError as ExceptionClass>::matches(&__caught1)
                        || <IndexError as ExceptionClass>::matches(&__caught1)
                    {
                        let error = Clone::clone(&__caught1);
                        { format!("a key: {error:?}") }
                    } else if <ValueError as ExceptionClass>::matches(&__caught1) {
                        { String::from("a value") }
                    } else {
                        { { return Err(Clone::clone(&__caught1)) } }
                    }
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

pub fn demo() -> String {
    format!("{:?} {:?}", asyncio::run(parse("1")), asyncio::run(parse("one")))
}
