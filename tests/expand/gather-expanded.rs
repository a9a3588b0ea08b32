//! What `gather.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

fn number(n: u32) -> Coroutine<impl Future<Output = Result<u32, Exception>>> {
    enum __Frame {}
    impl Frame for __Frame {
        const CODE: &'static Code = &Code {
            name: "number",
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
            let n = n;
            let __ret: u32 = match () {
                () => {
                    if n == 0 {
                        {
                            return Err(
                                leave::<
                                    __Frame,
                                >(IntoException::into_exception(ValueError("zero")), 0),
                            )
                        }
                    }
                    n
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

fn forms() -> Coroutine<impl Future<Output = Result<String, Exception>>> {
    enum __Frame {}
    impl Frame for __Frame {
        const CODE: &'static Code = &Code {
            name: "forms",
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
            let __ret: String = match () {
                () => {
                    let tuple = (match Probe(
                            gather_tuple((awaitable(number(1)), awaitable(number(2)))),
                        )
                        .__wrap::<__Frame, 0>()
                        .await
                    {
                        __value => {
                            match (&&&tag(&__value)).__raise(__value) {
                                Ok(__value) => __value,
                                Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                            }
                        }
                    });
                    let list = (match Probe(gather_iter(awaitables((1..3).map(number))))
                        .__wrap::<__Frame, 0>()
                        .await
                    {
                        __value => {
                            match (&&&tag(&__value)).__raise(__value) {
                                Ok(__value) => __value,
                                Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                            }
                        }
                    });
                    let mixed = (match Probe(
                            Splat::new()
                                .one(awaitable(number(5)))
                                .many(awaitables(vec![number(6)]))
                                .one(awaitable(number(7)))
                                .gather(),
                        )
                        .__wrap::<__Frame, 0>()
                        .await
                    {
                        __value => {
                            match (&&&tag(&__value)).__raise(__value) {
                                Ok(__value) => __value,
                                Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                            }
                        }
                    });
                    let results = (match Probe(
                            gather_tuple_exceptions((
                                awaitable(number(0)),
                                awaitable(number(8)),
                            )),
                        )
                        .__wrap::<__Frame, 0>()
                        .await
                    {
                        __value => {
                            match (&&&tag(&__value)).__raise(__value) {
                                Ok(__value) => __value,
                                Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                            }
                        }
                    });
                    format!("{tuple:?} {list:?} {mixed:?} {results:?}")
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(forms()))
}
