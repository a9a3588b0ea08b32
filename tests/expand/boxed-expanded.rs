//! What `boxed.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

fn length<'__async, '__life0: '__async>(
    text: &'__life0 str,
) -> BoxCoroutine<'__async, usize> {
    enum __Frame {}
    impl Frame for __Frame {
        const CODE: &'static Code = &Code {
            name: "length",
            file: file!(),
            line: 0,
        };
    }
    Coroutine::new(
        <__Frame as Frame>::CODE,
        boxed(async move {
            #[allow(unused_imports)]
            use ::asyncpy::__private::{
                ProbeForeign as _, RaiseError as _, RaiseException as _, RaiseInto as _,
                RaiseNothing as _,
            };
            #[allow(clippy::no_effect_underscore_binding)]
            let text = text;
            let __ret: usize = match () {
                () => {
                    match text.get(1..) {
                        Some(rest) => {
                            1
                                + (match Probe(length(rest)).__wrap::<__Frame, 0>().await {
                                    __value => {
                                        match (&&&tag(&__value)).__raise(__value) {
                                            Ok(__value) => __value,
                                            Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                                        }
                                    }
                                })
                        }
                        None => 0,
                    }
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        }),
    )
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(length("four")))
}
