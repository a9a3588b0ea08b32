//! Cause, context and traceback: what an exception gathers on its way.

use std::mem;
use std::rc::Rc;

use super::links::Members;
use super::{Exception, FrameSummary, Inner, State};
use crate::coroutine::Code;

impl Exception {
    /// The exception that `raise … from …` named: Python's `e.__cause__`.
    ///
    /// The source of a Rust error is not an exception, and is not returned here; tracebacks show it.
    pub fn cause(&self) -> Option<Exception> {
        let state = self.inner.state.borrow();
        state.rare.as_ref().and_then(|rare| rare.cause.get())
    }

    /// Sets the cause, as `raise self from cause`; with `None`, as `raise self from None`. Either
    /// way the context is no longer shown in tracebacks.
    ///
    /// An exception that is made its own cause is kept without one, which prints the same.
    #[must_use = "the exception is only marked; raise it"]
    pub fn with_cause(self, cause: Option<Exception>) -> Exception {
        let cause = cause.filter(|cause| !cause.is(&self)).map(|cause| {
            if self.is_unshared() || cause.is_bare() {
                cause
            } else {
                cause.without_way_to(&Members::from([self.id()]))
            }
        });
        let replaced = self.state_mut(|state| {
            let rare = state.rare();
            rare.suppress_context = true;
            mem::replace(&mut rare.cause, cause.into())
        });
        drop(replaced);
        self
    }

    /// The exception that was being handled when this one was raised: Python's `e.__context__`.
    pub fn context(&self) -> Option<Exception> {
        let state = self.inner.state.borrow();
        state.rare.as_ref().and_then(|rare| rare.context.get())
    }

    /// Whether tracebacks leave out the context: Python's `e.__suppress_context__`.
    pub fn suppress_context(&self) -> bool {
        let state = self.inner.state.borrow();
        state.rare.as_ref().is_some_and(|rare| rare.suppress_context)
    }

    /// Sets whether tracebacks leave out the context.
    pub fn set_suppress_context(&self, suppress: bool) {
        self.state_mut(|state| state.rare().suppress_context = suppress);
    }

    /// Makes `handled` the context, as raising `self` while `handled` is being handled does. If
    /// `self` is in `handled`'s own chain of contexts, the chain is cut there, so that no cycle
    /// comes about. Nothing happens if both are the same.
    pub fn set_context(&self, handled: &Exception) {
        if self.is(handled) {
            return;
        }
        if self.is_unshared() || handled.is_bare() {
            return self.replace_context(Some(handled.clone()));
        }
        let members = Members::from([self.id()]);
        handled.cut_context_at(&members);
        self.replace_context(Some(handled.without_way_to(&members)));
    }

    /// Puts `handled` at the end of this exception's chain of contexts, unless it is in it already:
    /// what happens to an exception that leaves a handler, `handled` being what the handler caught.
    ///
    /// Handlers are left from the inside out, so the chain grows to what CPython builds at once when
    /// the exception is raised.
    pub fn chain_context(&self, handled: &Exception) {
        if self.context().is_none() {
            return self.set_context(handled);
        }
        let mut last = self.clone();
        loop {
            if last.is(handled) {
                return;
            }
            match last.context() {
                Some(next) => last = next,
                None => break,
            }
        }
        if handled.is_bare() {
            return last.replace_context(Some(handled.clone()));
        }
        let members: Members = self.contexts().map(|link| link.id()).collect();
        handled.cut_context_at(&members);
        last.replace_context(Some(handled.without_way_to(&members)));
    }

    /// This exception and its chain of contexts.
    fn contexts(&self) -> impl Iterator<Item = Exception> {
        std::iter::successors(Some(self.clone()), Exception::context)
    }

    /// Cuts this chain of contexts where it comes upon a member.
    fn cut_context_at(&self, members: &Members) {
        let meets = |link: &Exception| {
            let next = link.context();
            next.is_some_and(|next| members.contains(&next.id()))
        };
        if let Some(link) = self.contexts().find(meets) {
            link.replace_context(None);
        }
    }

    fn replace_context(&self, context: Option<Exception>) {
        let context = context.into();
        let replaced = self.state_mut(|state| mem::replace(&mut state.rare().context, context));
        drop(replaced);
    }

    /// Notes that the exception left the function `code` at `line`.
    pub fn push_frame(&self, code: &'static Code, line: u32) {
        self.shared(|state| state.frames.push((code, line)));
    }

    /// The functions that the exception has left, outermost first: Python's
    /// `traceback.extract_tb(e.__traceback__)`.
    pub fn traceback(&self) -> Vec<FrameSummary> {
        self.shared(|state| {
            let frames = state.frames.iter().rev();
            frames.map(|&(code, line)| FrameSummary::new(code, line)).collect()
        })
    }

    /// The number of frames in the traceback.
    pub fn traceback_len(&self) -> usize {
        self.shared(|state| state.frames.len())
    }

    /// Cuts the traceback back to the `length` frames that were left first, as
    /// `e.with_traceback(earlier)` does with an earlier traceback of the same exception.
    pub fn truncate_traceback(&self, length: usize) {
        self.shared(|state| state.frames.truncate(length));
    }

    /// Copies cause, context, notes and traceback from `original`.
    pub(super) fn copy_state(&self, original: &Exception) {
        let frames = original.shared(|state| state.frames.clone());
        let notes = original.notes();
        let mut rare = original.state_mut(|state| state.rare.clone()).unwrap_or_default();
        rare.notes = notes;
        rare.twin_of = None;
        self.state_mut(|state| *state = State { frames, rare: Some(rare) });
    }

    /// Drops cause and context.
    pub(super) fn drop_links(&self) {
        let dropped = self.state_mut(|state| {
            let rare = state.rare();
            (mem::take(&mut rare.cause), mem::take(&mut rare.context))
        });
        drop(dropped);
    }
}

/// Frees a chain of causes and contexts link by link: a long one would exhaust the stack.
impl Drop for Inner {
    fn drop(&mut self) {
        let Some(rare) = self.state.get_mut().rare.take() else {
            return;
        };
        let mut pending: Vec<Exception> = Vec::new();
        pending.extend(rare.cause.into_owned());
        pending.extend(rare.context.into_owned());
        while let Some(exception) = pending.pop() {
            let Some(mut inner) = Rc::into_inner(exception.inner) else {
                continue;
            };
            if let Some(rare) = inner.state.get_mut().rare.take() {
                pending.extend(rare.cause.into_owned());
                pending.extend(rare.context.into_owned());
            }
        }
    }
}
