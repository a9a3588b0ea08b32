//! What `methods.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

trait Shape {
    fn area(&self) -> Coroutine<impl Future<Output = Result<u32, Exception>>>;
    fn scaled<N: Into<u32>>(
        &self,
        factor: N,
    ) -> Coroutine<impl Future<Output = Result<u32, Exception>>> {
        enum __Frame {}
        impl Frame for __Frame {
            const CODE: &'static Code = &Code {
                name: "scaled",
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
                let factor = factor;
                let __ret: u32 = match () {
                    () => {
                        (match Probe(self.area()).__wrap::<__Frame, 0>().await {
                            __value => {
                                match (&&&tag(&__value)).__raise(__value) {
                                    Ok(__value) => __value,
                                    Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                                }
                            }
                        }) * factor.into()
                    }
                };
                #[allow(unreachable_code)] Ok(__ret)
            },
        )
    }
}

struct Square(u32);

impl Shape for Square {
    fn area(&self) -> Coroutine<impl Future<Output = Result<u32, Exception>>> {
        enum __Frame {}
        impl Frame for __Frame {
            const CODE: &'static Code = &Code {
                name: "area",
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
                    () => self.0 * self.0,
                };
                #[allow(unreachable_code)] Ok(__ret)
            },
        )
    }
}

fn numbers() -> Coroutine<
    impl Future<Output = Result<impl Iterator<Item = u32>, Exception>>,
> {
    enum __Frame {}
    impl Frame for __Frame {
        const CODE: &'static Code = &Code {
            name: "numbers",
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
            let __ret = match () {
                () => {
                    [
                        (match Probe(Square(2).area()).__wrap::<__Frame, 0>().await {
                            __value => {
                                match (&&&tag(&__value)).__raise(__value) {
                                    Ok(__value) => __value,
                                    Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                                }
                            }
                        }),
                        (match Probe(Square(3).scaled(2_u8)).__wrap::<__Frame, 0>().await
                        {
                            __value => {
                                match (&&&tag(&__value)).__raise(__value) {
                                    Ok(__value) => __value,
                                    Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                                }
                            }
                        }),
                    ]
                        .into_iter()
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(numbers()).map(Iterator::collect:: < Vec < _ > >))
}
