//! What `test_function.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

#[test]
fn an_hour_passes() {
    fn an_hour_passes() -> Coroutine<impl Future<Output = Result<(), Exception>>> {
        enum __Frame {}
        impl Frame for __Frame {
            const CODE: &'static Code = &Code {
                name: "an_hour_passes",
                file: file!(),
                line: 0,
            };
        }
        Coroutine::new(
            <__Frame as Frame>::CODE,
            async move {
                #[allow(unused_imports)]
                use ::asyncpy::__private::{
                    ProbeForeign as _, RaiseError as _, RaiseException as _,
                    RaiseInto as _, RaiseNothing as _,
                };
                let __ret: () = match () {
                    () => {
                        #[allow(unreachable_code, clippy::diverging_sub_expression)]
                        (
                            (match Probe(asyncio::sleep(3600))
                                .__wrap::<__Frame, 0>()
                                .await
                            {
                                __value => {
                                    match (&&&tag(&__value)).__raise(__value) {
                                        Ok(__value) => __value,
                                        Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                                    }
                                }
                            }),
                        )
                            .0;
                    }
                };
                #[allow(unreachable_code)] Ok(__ret)
            },
        )
    }
    run_test(an_hour_passes(), TestOptions::new())
}

#[test]
#[should_panic(expected = "ValueError: v")]
fn raises() {
    fn raises() -> Coroutine<impl Future<Output = Result<(), Exception>>> {
        enum __Frame {}
        impl Frame for __Frame {
            const CODE: &'static Code = &Code {
                name: "raises",
                file: file!(),
                line: 0,
            };
        }
        Coroutine::new(
            <__Frame as Frame>::CODE,
            async move {
                #[allow(unused_imports)]
                use ::asyncpy::__private::{
                    ProbeForeign as _, RaiseError as _, RaiseException as _,
                    RaiseInto as _, RaiseNothing as _,
                };
                let __ret: () = match () {
                    () => {
                        return Err(
                            leave::<
                                __Frame,
                            >(IntoException::into_exception(ValueError("v")), 0),
                        );
                    }
                };
                #[allow(unreachable_code)] Ok(__ret)
            },
        )
    }
    run_test(raises(), TestOptions::new().virtual_time(false))
}

pub fn demo() -> String {
    String::new()
}
