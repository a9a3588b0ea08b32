//! What `attempt_else.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

fn parse(text: &'static str) -> Coroutine<impl Future<Output = Result<u8, Exception>>> {
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
            let __ret: u8 = match () {
                () => '__done1: {
                    let __caught1: Exception = '__try1: {
                        {
                            #[allow(unreachable_code, clippy::diverging_sub_expression)]
                            (
                                (match QuestionMark::__question_mark(text.parse::<u8>()) {
                                    Ok(__value) => __value,
                                    Err(__error) => break '__try1 leave::<__Frame>(__error, 0),
                                }),
                            )
                                .0;
                        }
                        #[allow(unreachable_code)] {}
                        #[allow(unreachable_code)] {}
                        break '__done1 match () {
                            () => {
                                (match QuestionMark::__question_mark(text.parse::<u8>()) {
                                    Ok(__value) => __value,
                                    Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                                }) + 1
                            }
                        };
                    };
                    #[allow(unreachable_code)] {}
                    if <ValueError as ExceptionClass>::matches(&__caught1) {
                        { 0 }
                    } else {
                        return Err(__caught1)
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
