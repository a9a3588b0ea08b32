//! What `main_function.rs` expands to.

use asyncpy::__private::*;
mod coroutine {
    use asyncpy::__private::*;
    use asyncpy::prelude::*;
    pub fn main() -> ::std::process::ExitCode {
        fn main() -> Coroutine<impl Future<Output = Result<(), Exception>>> {
            enum __Frame {}
            impl Frame for __Frame {
                const CODE: &'static Code = &Code {
                    name: "main",
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
                    let __ret: () = match () {
                        () => {
                            #[allow(unreachable_code, clippy::diverging_sub_expression)]
                            (
                                (match Probe(asyncio::sleep(0)).__wrap::<__Frame, 0>().await
                                {
                                    __value => {
                                        match (&&&tag(&__value)).__raise(__value) {
                                            Ok(__value) => __value,
                                            Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                                        }
                                    }
                                }),
                            )
                                .0;
                        }
                    };
                    #[allow(unreachable_code)] Ok(__ret)
                },
            )
        }
        run_main(main(), RunOptions::new())
    }
}

mod function {
    use asyncpy::__private::*;
    use asyncpy::prelude::*;
    pub fn main() -> ::std::process::ExitCode {
        fn main() -> Result<(), Exception> {
            let event_loop = asyncio::new_event_loop();
            event_loop.run_until_complete(asyncio::sleep(0))?;
            Ok(())
        }
        exit_code(main())
    }
}

pub fn demo() -> String {
    format!("{:?} {:?}", coroutine::main(), function::main())
}
