//! What `raise.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

fn raises(form: u32) -> Coroutine<impl Future<Output = Result<(), Exception>>> {
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
                ProbeForeign as _, RaiseError as _, RaiseException as _, RaiseInto as _,
                RaiseNothing as _,
            };
            #[allow(clippy::no_effect_underscore_binding)]
            let form = form;
            let __ret: () = match () {
                () => {
                    match form {
                        0 => {
                            (({
                                return Err(leave::<__Frame>(<ValueError>::new(()), 0))
                            }))
                        }
                        1 => {
                            (({
                                return Err(
                                    leave::<__Frame>(<ValueError>::new(("text", 1)), 0),
                                )
                            }))
                        }
                        2 => {
                            (({
                                return Err(
                                    leave::<
                                        __Frame,
                                    >(
                                        raise_from(
                                            IntoException::into_exception(KeyError("key")),
                                            Some(IntoException::into_exception(ValueError("cause"))),
                                        ),
                                        0,
                                    ),
                                )
                            }))
                        }
                        3 => {
                            (({
                                return Err(
                                    leave::<
                                        __Frame,
                                    >(
                                        raise_from(
                                            IntoException::into_exception(KeyError("key")),
                                            None,
                                        ),
                                        0,
                                    ),
                                )
                            }))
                        }
                        _ => {
                            let error = "x".parse::<u32>().unwrap_err();
                            {
                                return Err(
                                    leave::<__Frame>(IntoException::into_exception(error), 0),
                                )
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
    format!("{:?}", [0, 1, 2, 3, 4].map(| form | asyncio::run(raises(form))))
}
