//! What `generator.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

fn sums() -> AsyncGenerator<u32, Option<u32>> {
    enum __Frame {}
    impl Frame for __Frame {
        const CODE: &'static Code = &Code {
            name: "sums",
            file: file!(),
            line: 0,
        };
    }
    <AsyncGenerator<
        u32,
        Option<u32>,
    >>::new(
        <__Frame as Frame>::CODE,
        move |__yielder| async move {
            #[allow(unused_imports)]
            use ::asyncpy::__private::{
                ProbeForeign as _, RaiseError as _, RaiseException as _, RaiseInto as _,
                RaiseNothing as _,
            };
            let __ret: () = match () {
                () => {
                    let mut sum = 0;
                    {
                        {
                            let __exit1: Exit<_, _, Never, Exception> = '__finally1: {
                                let __value = match () {
                                    () => {
                                        while let Some(n) = (({
                                            (match __yielder.__yield(sum).await {
                                                Ok(__value) => __value,
                                                Err(__error) => {
                                                    break '__finally1 Exit::Raise(leave::<__Frame>(__error, 0));
                                                }
                                            })
                                        })) {
                                            if n == 0 {
                                                (break '__finally1 Exit::Return(()));
                                            }
                                            sum += n;
                                        }
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
                            }
                            #[allow(unreachable_code)] {}
                            match __exit1 {
                                Exit::Done(__value) => __value,
                                Exit::Raise(__exception) => return Err(__exception),
                                Exit::Return(__value) => return Ok(__value),
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

fn forms() -> Coroutine<impl Future<Output = Result<(u32, u32, bool), Exception>>> {
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
            let __ret: (u32, u32, bool) = match () {
                () => {
                    let sums = sums();
                    #[allow(unreachable_code, clippy::diverging_sub_expression)]
                    (
                        (match Probe(sums.asend(None)).__wrap::<__Frame, 0>().await {
                            __value => {
                                match (&&&tag(&__value)).__raise(__value) {
                                    Ok(__value) => __value,
                                    Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                                }
                            }
                        }),
                    )
                        .0;
                    let (five, seven) = (
                        (match Probe(sums.asend(Some(5))).__wrap::<__Frame, 0>().await {
                            __value => {
                                match (&&&tag(&__value)).__raise(__value) {
                                    Ok(__value) => __value,
                                    Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                                }
                            }
                        }),
                        (match Probe(sums.asend(Some(2))).__wrap::<__Frame, 0>().await {
                            __value => {
                                match (&&&tag(&__value)).__raise(__value) {
                                    Ok(__value) => __value,
                                    Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                                }
                            }
                        }),
                    );
                    (
                        five,
                        seven,
                        (({
                            '__try1: {
                                let __value = (match Probe(sums.asend(Some(0)))
                                    .__wrap::<__Frame, 0>()
                                    .await
                                {
                                    __value => {
                                        match (&&&tag(&__value)).__raise(__value) {
                                            Ok(__value) => __value,
                                            Err(__error) => {
                                                break '__try1 Err(leave::<__Frame>(__error, 0));
                                            }
                                        }
                                    }
                                });
                                #[allow(unreachable_code)] {}
                                Ok(__value)
                            }
                        }))
                            .is_err(),
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
