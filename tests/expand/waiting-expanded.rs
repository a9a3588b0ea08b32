//! What `waiting.rs` expands to.

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
                    #[allow(unreachable_code, clippy::diverging_sub_expression)]
                    (
                        (match Probe(asyncio::sleep(0)).__wrap::<__Frame, 0>().await {
                            __value => {
                                match (&&&tag(&__value)).__raise(__value) {
                                    Ok(__value) => __value,
                                    Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                                }
                            }
                        }),
                    )
                        .0;
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
                    let tasks = [
                        spawn(number(1), TaskOptions::new()),
                        spawn(number(2), TaskOptions::new()),
                    ];
                    let (done, pending) = (match Probe(
                            wait(
                                tasks,
                                WaitOptions::new().return_when(asyncio::FIRST_EXCEPTION),
                            ),
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
                    let three = (match Probe(wait_for(awaitable(number(3)), 5))
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
                    let mut completed = Vec::new();
                    for next in as_completed([number(4), number(5)], None) {
                        completed
                            .push(
                                (match Probe(next).__wrap::<__Frame, 0>().await {
                                    __value => {
                                        match (&&&tag(&__value)).__raise(__value) {
                                            Ok(__value) => __value,
                                            Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                                        }
                                    }
                                }),
                            );
                    }
                    let six = (({
                        {
                            use ::asyncpy::__private::AsyncManaged as _;
                            match (timeout(10)).__async_with() {
                                mut __manager1 => {
                                    let _ = (match Probe(
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
                                                (match Probe(shield(awaitable(number(6))))
                                                    .__wrap::<__Frame, 0>()
                                                    .await
                                                {
                                                    __value => {
                                                        match (&&&tag(&__value)).__raise(__value) {
                                                            Ok(__value) => __value,
                                                            Err(__error) => {
                                                                break '__with1 Exit::Raise(leave::<__Frame>(__error, 0));
                                                            }
                                                        }
                                                    }
                                                })
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
                    }));
                    format!(
                        "{} {} {three} {completed:?} {six}", done.len(), pending.len()
                    )
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(forms()))
}
