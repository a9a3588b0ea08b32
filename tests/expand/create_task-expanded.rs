//! What `create_task.rs` expands to.

use asyncpy::__private::*;
use asyncpy::prelude::*;

fn name() -> Coroutine<impl Future<Output = Result<String, Exception>>> {
    enum __Frame {}
    impl Frame for __Frame {
        const CODE: &'static Code = &Code {
            name: "name",
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
                    (match QuestionMark::__question_mark(asyncio::current_task()) {
                        Ok(__value) => __value,
                        Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                    })
                        .map_or_else(String::new, |task| task.get_name())
                }
            };
            #[allow(unreachable_code)] Ok(__ret)
        },
    )
}

fn forms() -> Coroutine<impl Future<Output = Result<String, Exception>>> {
    enum __Frame {}
    impl Frame for __Frame {
        const CODE: &'static Code = &Code {
            name: "forms",
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
                    let first = spawn(name(), TaskOptions::new().name("first"));
                    let eager = spawn(
                        name(),
                        TaskOptions::new().name("eager").eager_start(true),
                    );
                    let future = ensure_future(awaitable(first));
                    let again = ensure_future_on(
                        awaitable(eager),
                        (match QuestionMark::__question_mark(
                            asyncio::get_running_loop(),
                        ) {
                            Ok(__value) => __value,
                            Err(__error) => return Err(leave::<__Frame>(__error, 0)),
                        }),
                    );
                    format!(
                        "{} {}", (match Probe(future).__wrap:: < __Frame, 0 > (). await {
                        __value => match (& & & tag(& __value)).__raise(__value) {
                        Ok(__value) => __value, Err(__error) => return Err(leave:: <
                        __Frame > (__error, 0)), }, }), (match Probe(again).__wrap:: <
                        __Frame, 0 > (). await { __value => match (& & & tag(& __value))
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
    format!("{:?}", asyncio::run(forms()))
}
