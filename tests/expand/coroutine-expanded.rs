//! What `coroutine.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

fn greet(
    __arg0: (String, String),
    times: usize,
) -> Coroutine<impl Future<Output = Result<String, Exception>>> {
    enum __Frame {}
    impl Frame for __Frame {
        const CODE: &'static Code = &Code {
            name: "greet",
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
            let __arg0 = __arg0;
            let (first, last) = __arg0;
            #[allow(clippy::no_effect_underscore_binding)]
            let mut times = times;
            let __ret: String = match () {
                () => {
                    if times == 0 {
                        (return Ok({
                            let __ret: String = String::from("nobody");
                            __ret
                        }));
                    }
                    times += 1;
                    [first, last].join(" ").repeat(times)
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

pub fn demo() -> String {
    let name = (String::from("a"), String::from("b"));
    format!(
        "{:?} {:?}", asyncio::run(greet(name.clone(), 1)), asyncio::run(greet(name, 0))
    )
}
