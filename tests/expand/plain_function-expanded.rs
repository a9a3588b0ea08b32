//! What `plain_function.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

fn first_number(texts: &[&str]) -> Result<u32, Exception> {
    for text in texts {
        {
            enum __Frame {}
            impl Frame for __Frame {
                const CODE: &'static Code = &Code {
                    name: "<function>",
                    file: file!(),
                    line: 0,
                };
            }
            #[allow(unused_imports)]
            use ::asyncpy::__private::{
                ProbeForeign as _, RaiseError as _, RaiseException as _, RaiseInto as _,
                RaiseNothing as _,
            };
            let __exit: Exit<_, Never, Either<_, Never>, Never> = '__call: {
                let __value = match () {
                    () => '__done1: {
                        let __caught1: Exception = '__try1: {
                            let __value = match () {
                                () => {
                                    (return Ok(
                                        (match QuestionMark::__question_mark(text.parse()) {
                                            Ok(__value) => __value,
                                            Err(__error) => break '__try1 leave::<__Frame>(__error, 0),
                                        }),
                                    ));
                                }
                            };
                            #[allow(unreachable_code)] {}
                            break '__done1 __value;
                        };
                        #[allow(unreachable_code)] {}
                        if <ValueError as ExceptionClass>::matches(&__caught1) {
                            {
                                (break '__call Exit::Jump(Either::First(())));
                            }
                        } else {
                            return Err(From::from(__caught1))
                        }
                    }
                };
                #[allow(unreachable_code)] {}
                Exit::Done(__value)
            };
            match __exit {
                Exit::Done(__value) => __value,
                Exit::Raise(__exception) => match __exception {}
                Exit::Return(__value) => match __value {}
                Exit::Jump(__jump) => {
                    match __jump {
                        #[allow(clippy::needless_continue)]
                        Either::First(()) => continue,
                        Either::Other(__jump) => match __jump {}
                    }
                }
            }
        }
    }
    return Err(
        From::from({
            enum __Frame {}
            impl Frame for __Frame {
                const CODE: &'static Code = &Code {
                    name: "<function>",
                    file: file!(),
                    line: 0,
                };
            }
            #[allow(unused_imports)]
            use ::asyncpy::__private::{
                ProbeForeign as _, RaiseError as _, RaiseException as _, RaiseInto as _,
                RaiseNothing as _,
            };
            leave::<__Frame>(IntoException::into_exception(LookupError("no number")), 0)
        }),
    );
}

pub fn demo() -> String {
    format!("{:?} {:?}", first_number(& ["one", "2"]), first_number(& []))
}
