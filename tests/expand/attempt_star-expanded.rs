//! What `attempt_star.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

fn sort() -> Coroutine<impl Future<Output = Result<String, Exception>>> {
    enum __Frame {}
    impl Frame for __Frame {
        const CODE: &'static Code = &Code {
            name: "sort",
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
                    let mut text = String::new();
                    {
                        '__done1: {
                            let __caught: Exception = '__try1: {
                                {
                                    {
                                        break '__try1 leave::<
                                            __Frame,
                                        >(
                                            IntoException::into_exception(
                                                ExceptionGroup::group(
                                                    "two",
                                                    vec![ValueError("v"), KeyError("k")],
                                                ),
                                            ),
                                            0,
                                        )
                                    }
                                }
                                #[allow(unreachable_code)] {}
                                #[allow(unreachable_code)] {}
                                break '__done1 ();
                            };
                            #[allow(unreachable_code)] {}
                            let mut __star1 = ExceptStar::new(__caught);
                            if let Some(__group2) = __star1
                                .take_by(|__exception| <ValueError as ExceptionClass>::matches(
                                    __exception,
                                ))
                            {
                                let __exit: Exit<_, Never, Never, Never> = '__except2: {
                                    let group = Clone::clone(&__group2);
                                    {
                                        text = format!("{group:?} ");
                                    }
                                    #[allow(unreachable_code)] {}
                                    Exit::Done(())
                                };
                                match __exit {
                                    Exit::Done(()) => {}
                                    Exit::Raise(__exception) => match __exception {}
                                    Exit::Return(__never) => match __never {}
                                    Exit::Jump(__never) => match __never {}
                                }
                            }
                            if let Some(__group3) = __star1
                                .take_by(|__exception| <KeyError as ExceptionClass>::matches(
                                    __exception,
                                ))
                            {
                                let __exit: Exit<_, Never, Never, Never> = '__except3: {
                                    {
                                        text += "a key";
                                    }
                                    #[allow(unreachable_code)] {}
                                    Exit::Done(())
                                };
                                match __exit {
                                    Exit::Done(()) => {}
                                    Exit::Raise(__exception) => match __exception {}
                                    Exit::Return(__never) => match __never {}
                                    Exit::Jump(__never) => match __never {}
                                }
                            }
                            match __star1.finish() {
                                None => {}
                                Some(__exception) => return Err(__exception),
                            }
                        }
                    }
                    text
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

pub fn demo() -> String {
    format!("{:?}", asyncio::run(sort()))
}
