//! Cause, context and traceback: what an exception gathers on its way.

use std::mem;

use super::{Exception, FrameSummary, Inner};
use crate::coroutine::Code;

impl Exception {
    /// The exception that `raise … from …` named: Python's `e.__cause__`.
    ///
    /// The source of a Rust error is not an exception, and is not returned here; tracebacks show it.
    pub fn cause(&self) -> Option<Exception> {
        let state = self.inner.state.borrow();
        state.rare.as_ref().and_then(|rare| rare.cause.clone())
    }

    /// Sets the cause, as `raise self from cause`; with `None`, as `raise self from None`. Either
    /// way the context is no longer shown in tracebacks.
    ///
    /// An exception that is made its own cause is kept without one, which prints the same.
    #[must_use = "the exception is only marked; raise it"]
    pub fn with_cause(self, cause: Option<Exception>) -> Exception {
        let cause = cause.filter(|cause| !cause.is(&self));
        let replaced = self.state_mut(|state| {
            let rare = state.rare();
            rare.suppress_context = true;
            mem::replace(&mut rare.cause, cause)
        });
        drop(replaced);
        self
    }

    /// The exception that was being handled when this one was raised: Python's `e.__context__`.
    pub fn context(&self) -> Option<Exception> {
        let state = self.inner.state.borrow();
        state.rare.as_ref().and_then(|rare| rare.context.clone())
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
        let mut link = handled.clone();
        while let Some(next) = link.context() {
            if next.is(self) {
                link.replace_context(None);
                break;
            }
            link = next;
        }
        self.replace_context(Some(handled.clone()));
    }

    /// Puts `handled` at the end of this exception's chain of contexts, unless it is in it already:
    /// what happens to an exception that leaves a handler, `handled` being what the handler caught.
    ///
    /// Handlers are left from the inside out, so the chain grows to what CPython builds at once when
    /// the exception is raised.
    pub fn chain_context(&self, handled: &Exception) {
        let mut last = self.clone();
        let mut length = 1;
        loop {
            if last.is(handled) {
                return;
            }
            match last.context() {
                Some(next) => last = next,
                None => break,
            }
            length += 1;
        }
        handled.cut_context_before(&last, self, length);
        last.replace_context(Some(handled.clone()));
    }

    /// Cuts this chain of contexts where it enters the chain of `length` from `first` to `last`.
    fn cut_context_before(&self, last: &Exception, first: &Exception, length: usize) {
        let mut end = self.clone();
        let mut own_length = 1;
        while let Some(next) = end.context() {
            end = next;
            own_length += 1;
        }
        if !end.is(last) {
            return;
        }
        // Both chains end alike: walk them in step, the same distance from the end.
        let (mut own, mut other) = (self.clone(), Some(first.clone()));
        let (mut own_left, mut other_left) = (own_length, length);
        while let Some(next) = own.context() {
            own_left -= 1;
            while other_left > own_left {
                other = other.and_then(|other| other.context());
                other_left -= 1;
            }
            if other_left == own_left && other.as_ref().is_some_and(|other| other.is(&next)) {
                own.replace_context(None);
                return;
            }
            own = next;
        }
    }

    pub(super) fn replace_context(&self, context: Option<Exception>) {
        let replaced = self.state_mut(|state| mem::replace(&mut state.rare().context, context));
        drop(replaced);
    }

    /// Notes that the exception left the function `code` at `line`.
    pub fn push_frame(&self, code: &'static Code, line: u32) {
        self.state_mut(|state| state.frames.push((code, line)));
    }

    /// The functions that the exception has left, outermost first: Python's
    /// `traceback.extract_tb(e.__traceback__)`.
    pub fn traceback(&self) -> Vec<FrameSummary> {
        let state = self.inner.state.borrow();
        let frames = state.frames.iter().rev();
        frames.map(|&(code, line)| FrameSummary::new(code, line)).collect()
    }

    /// The number of frames in the traceback.
    pub fn traceback_len(&self) -> usize {
        self.inner.state.borrow().frames.len()
    }

    /// Cuts the traceback back to the `length` frames that were left first, as
    /// `e.with_traceback(earlier)` does with an earlier traceback of the same exception.
    pub fn truncate_traceback(&self, length: usize) {
        self.state_mut(|state| state.frames.truncate(length));
    }

    /// Copies cause, context, notes and traceback from `original`: what a part of an exception group
    /// takes over from the whole.
    pub(super) fn copy_state(&self, original: &Exception) {
        let (frames, notes) = {
            let state = original.inner.state.borrow();
            (state.frames.clone(), original.notes())
        };
        let (cause, context) = (original.cause(), original.context());
        self.state_mut(|state| {
            state.frames = frames;
            let rare = state.rare();
            rare.notes = notes;
            rare.cause = cause;
            rare.context = context;
            // As in CPython, where setting a cause sets this, even if the cause is None.
            rare.suppress_context = true;
        });
    }
}

/// Frees a chain of causes and contexts link by link: a long one would exhaust the stack.
impl Drop for Inner {
    fn drop(&mut self) {
        let Some(rare) = self.state.get_mut().rare.take() else {
            return;
        };
        let mut pending: Vec<Exception> = Vec::new();
        pending.extend(rare.cause);
        pending.extend(rare.context);
        while let Some(exception) = pending.pop() {
            let Some(mut inner) = std::rc::Rc::into_inner(exception.inner) else {
                continue;
            };
            if let Some(rare) = inner.state.get_mut().rare.take() {
                pending.extend(rare.cause);
                pending.extend(rare.context);
            }
        }
    }
}
