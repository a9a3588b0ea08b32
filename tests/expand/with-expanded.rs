//! What `with.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

struct Section(Vec<&'static str>);

impl ContextManager for &mut Section {
    type Value = usize;
    fn __enter__(&mut self) -> Result<usize, Exception> {
        self.0.push("enter");
        Ok(self.0.len())
    }
    fn __exit__(&mut self, exception: Option<&Exception>) -> Result<bool, Exception> {
        self.0.push(if exception.is_some() { "exit by exception" } else { "exit" });
        Ok(exception.is_some_and(Exception::is_instance::<ValueError>))
    }
}

fn parse(
    text: &'static str,
) -> Coroutine<impl Future<Output = Result<Vec<&'static str>, Exception>>> {
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
            let __ret: Vec<&'static str> = match () {
                () => {
                    let mut section = Section(Vec::new());
                    {
                        {
                            use ::asyncpy::__private::Managed as _;
                            match (&mut section).__with() {
                                mut __manager1 => {
                                    let __value1 = (match ContextManager::__enter__(
                                        &mut __manager1,
                                    ) {
                                        Ok(__value) => __value,
                                        Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                                    });
                                    let __exit1: Exit<_, Never, Never, Exception> = '__with1: {
                                        let __value = match () {
                                            () => {
                                                let depth = __value1;
                                                {
                                                    assert_eq!(depth, 1);
                                                    #[allow(unreachable_code, clippy::diverging_sub_expression)]
                                                    (
                                                        (match QuestionMark::__question_mark(text.parse::<u8>()) {
                                                            Ok(__value) => __value,
                                                            Err(__error) => {
                                                                break '__with1 Exit::Raise(leave::<__Frame>(__error, 0));
                                                            }
                                                        }),
                                                    )
                                                        .0;
                                                }
                                            }
                                        };
                                        #[allow(unreachable_code)] {}
                                        Exit::Done(__value)
                                    };
                                    let __suppress1 = (match ContextManager::__exit__(
                                        &mut __manager1,
                                        __exit1.exception(),
                                    ) {
                                        Ok(__value) => __value,
                                        Err(__error) => {
                                            return Err(
                                                chain(leave::<__Frame>(__error, 0), __exit1.exception()),
                                            );
                                        }
                                    });
                                    match __exit1 {
                                        Exit::Done(__value) => __value,
                                        Exit::Raise(__exception) => {
                                            if __suppress1 {
                                                (match suppressed(&__exception) {
                                                    Ok(__value) => __value,
                                                    Err(__error) => return Err(__error),
                                                })
                                            } else {
                                                return Err(__exception)
                                            }
                                        }
                                        Exit::Return(__value) => match __value {}
                                        Exit::Jump(__jump) => match __jump {}
                                    }
                                }
                            }
                        }
                    }
                    section.0
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

pub fn demo() -> String {
    format!("{:?} {:?}", asyncio::run(parse("1")), asyncio::run(parse("one")))
}
