//! What `async_with.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

struct Session(&'static str);

impl AsyncContextManager for Session {
    type Value = &'static str;
    fn __aenter__(
        &mut self,
    ) -> Coroutine<impl Future<Output = Result<&'static str, Exception>>> {
        enum __Frame {}
        impl Frame for __Frame {
            const CODE: &'static Code = &Code {
                name: "__aenter__",
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
                let _ = &self;
                let __ret: &'static str = match () {
                    () => {
                        #[allow(unreachable_code, clippy::diverging_sub_expression)]
                        (
                            (match Probe(asyncio::sleep(0)).__wrap::<__Frame, 0>().await
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
                        self.0
                    }
                };
                #[allow(unreachable_code)] Ok(__ret)
            },
        )
    }
    fn __aexit__(
        &mut self,
        exception: Option<&Exception>,
    ) -> Coroutine<impl Future<Output = Result<bool, Exception>>> {
        enum __Frame {}
        impl Frame for __Frame {
            const CODE: &'static Code = &Code {
                name: "__aexit__",
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
                let _ = &self;
                #[allow(clippy::no_effect_underscore_binding)]
                let exception = exception;
                let __ret: bool = match () {
                    () => {
                        #[allow(unreachable_code, clippy::diverging_sub_expression)]
                        (
                            (match Probe(asyncio::sleep(0)).__wrap::<__Frame, 0>().await
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
                        exception.is_none()
                    }
                };
                #[allow(unreachable_code)] Ok(__ret)
            },
        )
    }
}

fn names() -> Coroutine<
    impl Future<Output = Result<(&'static str, &'static str), Exception>>,
> {
    enum __Frame {}
    impl Frame for __Frame {
        const CODE: &'static Code = &Code {
            name: "names",
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
            let __ret: (&'static str, &'static str) = match () {
                () => {
                    use ::asyncpy::__private::AsyncManaged as _;
                    match (Session("a")).__async_with() {
                        mut __manager1 => {
                            let __value1 = (match Probe(
                                    AsyncContextManager::__aenter__(&mut __manager1),
                                )
                                .__wrap::<__Frame, 0>()
                                .await
                            {
                                Ok(__value) => __value,
                                Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                            });
                            let __exit1: Exit<_, Never, Never, Exception> = '__with1: {
                                let __value = match () {
                                    () => {
                                        let first = __value1;
                                        {
                                            use ::asyncpy::__private::AsyncManaged as _;
                                            match (Session("b")).__async_with() {
                                                mut __manager2 => {
                                                    let __value2 = (match Probe(
                                                            AsyncContextManager::__aenter__(&mut __manager2),
                                                        )
                                                        .__wrap::<__Frame, 0>()
                                                        .await
                                                    {
                                                        Ok(__value) => __value,
                                                        Err(__error) => {
                                                            break '__with1 Exit::Raise(leave::<__Frame>(__error, 0));
                                                        }
                                                    });
                                                    let __exit2: Exit<_, Never, Never, Never> = '__with2: {
                                                        let __value = match () {
                                                            () => {
                                                                let second = __value2;
                                                                { (first, second) }
                                                            }
                                                        };
                                                        #[allow(unreachable_code)] {}
                                                        Exit::Done(__value)
                                                    };
                                                    let __suppress2 = (match Probe(
                                                            AsyncContextManager::__aexit__(
                                                                &mut __manager2,
                                                                __exit2.exception(),
                                                            ),
                                                        )
                                                        .__wrap::<__Frame, 0>()
                                                        .await
                                                    {
                                                        Ok(__value) => __value,
                                                        Err(__error) => {
                                                            break '__with1 Exit::Raise(
                                                                chain(leave::<__Frame>(__error, 0), __exit2.exception()),
                                                            );
                                                        }
                                                    });
                                                    match __exit2 {
                                                        Exit::Done(__value) => __value,
                                                        Exit::Raise(__exception) => match __exception {}
                                                        Exit::Return(__value) => match __value {}
                                                        Exit::Jump(__jump) => match __jump {}
                                                    }
                                                }
                                            }
                                        }
                                    }
                                };
                                #[allow(unreachable_code)] {}
                                Exit::Done(__value)
                            };
                            let __suppress1 = (match Probe(
                                    AsyncContextManager::__aexit__(
                                        &mut __manager1,
                                        __exit1.exception(),
                                    ),
                                )
                                .__wrap::<__Frame, 0>()
                                .await
                            {
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
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(names()))
}
