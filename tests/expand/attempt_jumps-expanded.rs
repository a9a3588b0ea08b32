//! What `attempt_jumps.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

fn find() -> Coroutine<impl Future<Output = Result<(u32, u32), Exception>>> {
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
            let __ret: (u32, u32) = match () {
                () => {
                    let mut cleaned = 0;
                    let mut n = 0;
                    let found = 'search: loop {
                        n += 1;
                        for factor in 2..4 {
                            {
                                {
                                    let __exit1: Exit<
                                        _,
                                        Never,
                                        Either<_, Either<_, Either<_, Never>>>,
                                        Never,
                                    > = '__finally1: {
                                        let __value = match () {
                                            () => {
                                                match n % factor {
                                                    0 if factor == 3 => {
                                                        (break '__finally1 Exit::Jump(Either::First(n)))
                                                    }
                                                    0 => {
                                                        (break '__finally1 Exit::Jump(
                                                            Either::Other(Either::First(())),
                                                        ))
                                                    }
                                                    _ => {
                                                        (break '__finally1 Exit::Jump(
                                                            Either::Other(Either::Other(Either::First(()))),
                                                        ))
                                                    }
                                                }
                                            }
                                        };
                                        #[allow(unreachable_code)] {}
                                        Exit::Done(__value)
                                    };
                                    {
                                        cleaned += 1;
                                    }
                                    #[allow(unreachable_code)] {}
                                    match __exit1 {
                                        Exit::Done(__value) => __value,
                                        Exit::Raise(__exception) => match __exception {}
                                        Exit::Return(__value) => match __value {}
                                        Exit::Jump(__jump) => {
                                            match __jump {
                                                #[allow(clippy::needless_continue)]
                                                Either::First(__value) => break 'search __value,
                                                Either::Other(__jump) => {
                                                    match __jump {
                                                        #[allow(clippy::needless_continue)]
                                                        Either::First(()) => continue,
                                                        Either::Other(__jump) => {
                                                            match __jump {
                                                                #[allow(clippy::needless_continue)]
                                                                Either::First(()) => break,
                                                                Either::Other(__jump) => match __jump {}
                                                            }
                                                        }
                                                    }
                                                }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    };
                    (found, cleaned)
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(find()))
}
