//! Links between exceptions that would form a cycle, and so never be freed.
//!
//! Counted references need this; CPython leaves it to its collector. A cycle closes when an exception
//! is given a cause or context from which it can be reached, as by `raise eg.exceptions[0]` in the
//! handler of `eg`, or by `raise e.__cause__` in the handler of `e`. Before that, all that can be
//! reached from the new cause or context is looked over, unless nobody else has a handle of the
//! exception, as when it was just made. Terms: a *member* is an exception that must
//! not be reached (the one that is given the link, and those that have it in their chain).
//!
//! Rules:
//! 1. A cause or context that is a member becomes a weak link. It can be followed as long as the
//!    member lives, which it does while the traceback with both is being shown.
//! 2. A group with a member among its parts, at any depth, is replaced by a twin in which the member
//!    is a twin. A *twin* is a copy that counts as the same object (`is`, `==`, `id`) and, as long as
//!    its original lives, has one traceback and one list of notes with it.
//! 3. Exceptions that are arguments or sources of others are not looked into.

use std::collections::{HashMap, HashSet};
use std::mem;
use std::rc::{Rc, Weak};

use super::group::Group;
use super::{Exception, Inner, Payload};

/// A cause or context.
#[derive(Default, Clone)]
pub(super) enum Link {
    #[default]
    None,
    Strong(Exception),
    Weak(Weak<Inner>),
}

impl Link {
    /// The exception, unless it is gone.
    pub(super) fn get(&self) -> Option<Exception> {
        match self {
            Self::None => None,
            Self::Strong(exception) => Some(exception.clone()),
            Self::Weak(exception) => exception.upgrade().map(|inner| Exception { inner }),
        }
    }

    /// The exception that this link keeps alive.
    pub(super) fn into_owned(self) -> Option<Exception> {
        match self {
            Self::Strong(exception) => Some(exception),
            Self::None | Self::Weak(_) => None,
        }
    }
}

impl From<Option<Exception>> for Link {
    fn from(exception: Option<Exception>) -> Self {
        exception.map_or(Self::None, Self::Strong)
    }
}

/// Exceptions that must not be reached, by identity.
pub(super) type Members = HashSet<usize>;

impl Exception {
    /// Whether nothing can be reached from this exception.
    pub(super) fn is_bare(&self) -> bool {
        !self.is_group() && self.inner.state.borrow().rare.is_none()
    }

    /// Whether this is the only handle, so that nothing can reach the exception.
    pub(super) fn is_unshared(&self) -> bool {
        Rc::strong_count(&self.inner) == 1 && Rc::weak_count(&self.inner) == 0
    }

    /// What to link to in the place of this exception, so that no member can be reached.
    pub(super) fn without_way_to(&self, members: &Members) -> Exception {
        let mut walk = Walk { members, replacements: HashMap::new(), pending: Vec::new() };
        let replacement = walk.visit(self);
        while let Some(exception) = walk.pending.pop() {
            walk.relink(&exception);
        }
        replacement
    }

    /// A copy that counts as this exception (rule 2).
    fn twin(&self, payload: Payload) -> Exception {
        let twin = Exception::from_payload(self.class(), payload);
        twin.copy_state(self);
        twin.state_mut(|state| {
            state.rare().twin_of = Some(self.original());
        });
        twin
    }

    fn original(&self) -> Weak<Inner> {
        let state = self.inner.state.borrow();
        let original = state.rare.as_ref().and_then(|rare| rare.twin_of.clone());
        original.unwrap_or_else(|| Rc::downgrade(&self.inner))
    }
}

/// A look over all that can be reached.
struct Walk<'a> {
    members: &'a Members,
    /// What was visited, by address, and what stands in its place: mostly itself.
    replacements: HashMap<*const Inner, Exception>,
    /// What was visited and has links to be followed.
    pending: Vec<Exception>,
}

impl Walk<'_> {
    fn is_member(&self, exception: &Exception) -> bool {
        self.members.contains(&exception.id())
    }

    /// What stands in the place of an exception that is no member.
    fn visit(&mut self, exception: &Exception) -> Exception {
        if exception.is_bare() {
            return exception.clone();
        }
        let address = Rc::as_ptr(&exception.inner);
        if let Some(replacement) = self.replacements.get(&address) {
            return replacement.clone();
        }
        let replacement = self.visit_group(exception);
        self.replacements.insert(address, replacement.clone());
        self.pending.push(replacement.clone());
        replacement
    }

    /// Applies rule 2.
    fn visit_group(&mut self, exception: &Exception) -> Exception {
        let Payload::Group(group) = &exception.inner.payload else {
            return exception.clone();
        };
        let mut is_changed = false;
        let parts = group.exceptions().iter().map(|part| {
            if self.is_member(part) {
                is_changed = true;
                let twin = part.twin(part.inner.payload.clone());
                twin.drop_links();
                return twin;
            }
            let replacement = self.visit(part);
            is_changed |= !Rc::ptr_eq(&replacement.inner, &part.inner);
            replacement
        });
        let parts: Box<[Exception]> = parts.collect();
        if is_changed {
            let group = Group::new(group.message().clone(), parts);
            exception.twin(Payload::Group(Rc::new(group)))
        } else {
            exception.clone()
        }
    }

    /// Applies rule 1 to the links of an exception, and visits what they lead to.
    fn relink(&mut self, exception: &Exception) {
        let (cause, context) = exception.state_mut(|state| {
            let Some(rare) = &mut state.rare else {
                return (Link::None, Link::None);
            };
            (mem::take(&mut rare.cause), mem::take(&mut rare.context))
        });
        let (cause, context) = (self.follow(cause), self.follow(context));
        exception.state_mut(|state| {
            if let Some(rare) = &mut state.rare {
                rare.cause = cause;
                rare.context = context;
            }
        });
    }

    fn follow(&mut self, link: Link) -> Link {
        match link {
            Link::Strong(target) if self.is_member(&target) => Link::Weak(target.original()),
            Link::Strong(target) => Link::Strong(self.visit(&target)),
            link => link,
        }
    }
}
