//! What `run.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

fn number() -> Coroutine<impl Future<Output = Result<u32, Exception>>> {
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
            let __ret: u32 = match () {
                () => {
                    #[allow(unreachable_code, clippy::diverging_sub_expression)]
                    (
                        (match Probe(asyncio::sleep(3600)).__wrap::<__Frame, 0>().await {
                            __value => {
                                match (&&&tag(&__value)).__raise(__value) {
                                    Ok(__value) => __value,
                                    Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                                }
                            }
                        }),
                    )
                        .0;
                    7
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

pub fn demo() -> String {
    let factory = EventLoop::with_virtual_time;
    format!("{:?}", run(number(), RunOptions::new().debug(false).loop_factory(factory)))
}
