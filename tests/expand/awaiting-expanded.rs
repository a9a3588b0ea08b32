//! What `awaiting.rs` expands to.

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

async fn of_another_crate(text: &str) -> Result<u32, std::num::ParseIntError> {
    std::future::ready(text.parse()).await
}

fn sum() -> Coroutine<impl Future<Output = Result<String, Exception>>> {
    enum __Frame {}
    impl Frame for __Frame {
        const CODE: &'static Code = &Code {
            name: "sum",
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
                    let both = (match Probe(number(1)).__wrap::<__Frame, 0>().await {
                        __value => {
                            match (&&&tag(&__value)).__raise(__value) {
                                Ok(__value) => __value,
                                Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                            }
                        }
                    })
                        + (match Probe(of_another_crate("2"))
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
                    let three = (match QuestionMark::__question_mark(
                        Probe(of_another_crate("3")).__wrap::<__Frame, 0>().await,
                    ) {
                        Ok(__value) => __value,
                        Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                    });
                    let task = spawn(number(4), TaskOptions::new());
                    format!(
                        "{both} {three} {}", (match Probe(& task).__wrap:: < __Frame, 0 >
                        (). await { __value => match (& & & tag(& __value))
                        .__raise(__value) { Ok(__value) => __value, Err(__error) =>
                        return Err(leave:: < __Frame > (__error, 0)), }, })
                    )
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(sum()))
}
