//! What `async_for.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

struct Countdown(u32);

impl AsyncIterator for Countdown {
    type Item = u32;
    fn __anext__(&mut self) -> Coroutine<impl Future<Output = Result<u32, Exception>>> {
        enum __Frame {}
        impl Frame for __Frame {
            const CODE: &'static Code = &Code {
                name: "__anext__",
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
                let __ret: u32 = match () {
                    () => {
                        if self.0 == 0 {
                            {
                                return Err(
                                    leave::<__Frame>(<StopAsyncIteration>::new(()), 0),
                                )
                            }
                        }
                        self.0 -= 1;
                        self.0
                    }
                };
                #[allow(unreachable_code)] Ok(__ret)
            },
        )
    }
}

fn find(wanted: u32) -> Coroutine<impl Future<Output = Result<String, Exception>>> {
    enum __Frame {}
    impl Frame for __Frame {
        const CODE: &'static Code = &Code {
            name: "find",
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
            let wanted = wanted;
            let __ret: String = match () {
                () => {
                    let mut trace = String::new();
                    {
                        '__done1: {
                            use ::asyncpy::__private::Iterate as _;
                            let mut __iterator1 = (Countdown(3)).__aiter();
                            '__end1: loop {
                                let n = match next_item(
                                    Probe(AsyncIterator::__anext__(&mut __iterator1))
                                        .__wrap::<__Frame, 0>()
                                        .await,
                                ) {
                                    Ok(Some(__value)) => __value,
                                    Ok(None) => break '__end1,
                                    Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                                };
                                {
                                    if n == wanted {
                                        trace += "found";
                                        (break '__done1);
                                    }
                                    trace += "next ";
                                }
                            }
                            {
                                trace += "end";
                            }
                        }
                    }
                    trace
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

pub fn demo() -> String {
    format!("{:?} {:?}", asyncio::run(find(1)), asyncio::run(find(7)))
}
