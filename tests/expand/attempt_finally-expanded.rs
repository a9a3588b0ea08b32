//! What `attempt_finally.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

fn parse(
    text: &'static str,
    trace: std::rc::Rc<std::cell::Cell<u32>>,
) -> Coroutine<impl Future<Output = Result<u8, Exception>>> {
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
            #[allow(clippy::no_effect_underscore_binding)]
            let trace = trace;
            let __ret: u8 = match () {
                () => {
                    let __exit1: Exit<_, _, Never, Exception> = '__finally1: {
                        let __value = match () {
                            () => {
                                if text.is_empty() {
                                    (break '__finally1 Exit::Return({
                                        let __ret: u8 = 0;
                                        __ret
                                    }));
                                }
                                (match QuestionMark::__question_mark(text.parse()) {
                                    Ok(__value) => __value,
                                    Err(__error) => {
                                        break '__finally1 Exit::Raise(leave::<__Frame>(__error, 0));
                                    }
                                })
                            }
                        };
                        #[allow(unreachable_code)] {}
                        Exit::Done(__value)
                    };
                    {
                        #[allow(unreachable_code, clippy::diverging_sub_expression)]
                        (
                            (match Probe(asyncio::sleep(0)).__wrap::<__Frame, 0>().await
                            {
                                __value => {
                                    match (&&&tag(&__value)).__raise(__value) {
                                        Ok(__value) => __value,
                                        Err(__error) => {
                                            return Err(
                                                chain(leave::<__Frame>(__error, 0), __exit1.exception()),
                                            );
                                        }
                                    }
                                }
                            }),
                        )
                            .0;
                        trace.update(|n| n + 1);
                    }
                    #[allow(unreachable_code)] {}
                    match __exit1 {
                        Exit::Done(__value) => __value,
                        Exit::Raise(__exception) => return Err(__exception),
                        Exit::Return(__value) => return Ok(__value),
                        Exit::Jump(__jump) => match __jump {}
                    }
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

pub fn demo() -> String {
    let trace = std::rc::Rc::default();
    let results = ["1", "", "one"]
        .map(|text| asyncio::run(parse(text, std::rc::Rc::clone(&trace))));
    format!("{results:?} {trace:?}")
}
