//! What `module.rs` expands to.

use asyncpy::__private::*;
mod session {
    use asyncpy::__private::*;
    pub fn number() -> Coroutine<impl Future<Output = Result<u32, Exception>>> {
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
                    ProbeForeign as _, RaiseError as _, RaiseException as _,
                    RaiseInto as _, RaiseNothing as _,
                };
                let __ret: u32 = match () {
                    () => 7,
                };
                #[allow(unreachable_code)] Ok(__ret)
            },
        )
    }
    pub struct Session;
    impl Session {
        pub fn number<'__async, '__life0: '__async>(
            &'__life0 self,
        ) -> BoxCoroutine<'__async, u32>
        where
            Self: '__async,
        {
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
                boxed(async move {
                    #[allow(unused_imports)]
                    use ::asyncpy::__private::{
                        ProbeForeign as _, RaiseError as _, RaiseException as _,
                        RaiseInto as _, RaiseNothing as _,
                    };
                    let _ = &self;
                    let __ret: u32 = match () {
                        () => 8,
                    };
                    #[allow(unreachable_code)] Ok(__ret)
                }),
            )
        }
    }
}

pub fn demo() -> String {
    let session: &'static session::Session = &session::Session;
    format!(
        "{:?} {:?}", asyncpy::asyncio::run(session::number()),
        asyncpy::asyncio::run(session.number())
    )
}
