//! What `manager_function.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

fn numbered(n: u32) -> AsyncGeneratorContextManager<u32> {
    enum __Frame {}
    impl Frame for __Frame {
        const CODE: &'static Code = &Code {
            name: "numbered",
            file: file!(),
            line: 0,
        };
    }
    AsyncGeneratorContextManager::new(
        <AsyncGenerator<
            u32,
        >>::new(
            <__Frame as Frame>::CODE,
            move |__yielder| async move {
                #[allow(unused_imports)]
                use ::asyncpy::__private::{
                    ProbeForeign as _, RaiseError as _, RaiseException as _,
                    RaiseInto as _, RaiseNothing as _,
                };
                #[allow(clippy::no_effect_underscore_binding)]
                let n = n;
                let __ret: () = match () {
                    () => '__done1: {
                        let __caught1: Exception = '__try1: {
                            let __value = match () {
                                () => {
                                    {
                                        (match __yielder.__yield(n + 1).await {
                                            Ok(__value) => __value,
                                            Err(__error) => break '__try1 leave::<__Frame>(__error, 0),
                                        })
                                    };
                                }
                            };
                            #[allow(unreachable_code)] {}
                            break '__done1 __value;
                        };
                        #[allow(unreachable_code)] {}
                        if <ValueError as ExceptionClass>::matches(&__caught1) {
                            {
                                #[allow(unreachable_code, clippy::diverging_sub_expression)]
                                (
                                    (match Probe(asyncio::sleep(0)).__wrap::<__Frame, 0>().await
                                    {
                                        __value => {
                                            match (&&&tag(&__value)).__raise(__value) {
                                                Ok(__value) => __value,
                                                Err(__error) => {
                                                    return Err(chain(leave::<__Frame>(__error, 0), &__caught1));
                                                }
                                            }
                                        }
                                    }),
                                )
                                    .0;
                            }
                        } else {
                            return Err(__caught1)
                        }
                    }
                };
                #[allow(unreachable_code)] Ok(__ret)
            },
        ),
    )
}

fn forms() -> Coroutine<impl Future<Output = Result<u32, Exception>>> {
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
            let __ret: u32 = match () {
                () => {
                    let mut seen = 0;
                    {
                        {
                            use ::asyncpy::__private::AsyncManaged as _;
                            match (numbered(1)).__async_with() {
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
                                                let two = __value1;
                                                {
                                                    seen += two;
                                                    {
                                                        break '__with1 Exit::Raise(
                                                            leave::<__Frame>(<ValueError>::new(()), 0),
                                                        )
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
                    }
                    seen
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(forms()))
}
