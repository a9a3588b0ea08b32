//! Plans: what happens at which site of a program, for every site.
//!
//! A *site* is a place that a run reaches, counted in the order in which the run reaches them. A *plan*
//! names sites and the action taken there. [`all`] runs every plan that begins with what is given: none more;
//! every action at every later site of that run; and every action at every later site of each of those runs.
//! The Python side is `plan.py`.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use asyncpy::Exception;

/// What happens at which site, and the trace of the run. Clones are the same plan.
#[derive(Clone, Default)]
pub struct Plan(Rc<Inner>);

#[derive(Default)]
struct Inner {
    actions: Vec<(usize, char)>,
    /// The trace.
    trace: RefCell<Vec<String>>,
    /// For each site reached, the length of the trace with it.
    sites: RefCell<Vec<usize>>,
}

impl Plan {
    pub fn new(actions: &[(usize, char)]) -> Self {
        Self(Rc::new(Inner { actions: actions.to_vec(), ..Inner::default() }))
    }

    pub fn note(&self, event: &str) {
        self.0.trace.borrow_mut().push(event.to_owned());
    }

    /// Notes that the site was reached, and gives the action.
    pub fn site(&self, name: &str) -> Option<char> {
        self.note(name);
        let index = self.sites();
        self.0.sites.borrow_mut().push(self.0.trace.borrow().len());
        self.0.actions.iter().find(|(site, _)| *site == index).map(|(_, action)| *action)
    }

    /// How many sites the run has reached.
    pub fn sites(&self) -> usize {
        self.0.sites.borrow().len()
    }

    pub fn actions(&self) -> &[(usize, char)] {
        &self.0.actions
    }

    /// The first site behind the last action.
    pub fn next_site(&self) -> usize {
        self.actions().last().map_or(0, |(site, _)| site + 1)
    }

    /// The plan with one more action.
    pub fn with(&self, site: usize, action: char) -> Self {
        Self::new(&[self.actions(), &[(site, action)]].concat())
    }

    pub fn trace(&self) -> String {
        self.0.trace.borrow().concat()
    }

    /// The trace up to a site.
    pub fn trace_to(&self, site: usize) -> String {
        let length = self.0.sites.borrow()[site];
        self.0.trace.borrow()[..length].concat()
    }

    /// The plan, the trace and the outcome, as `plan.py` prints them.
    pub fn line(&self, outcome: &str) -> String {
        let line = format!("{self}: {} {outcome}", self.trace());
        line.trim().to_owned()
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, (site, action)) in self.actions().iter().enumerate() {
            let space = if number == 0 { "" } else { " " };
            write!(f, "{space}{site}{action}")?;
        }
        Ok(())
    }
}

/// Runs every plan that begins with `given` and goes on with actions of `first`, then of `second`.
pub fn all(given: &[(usize, char)], first: &str, second: &str, mut run: impl FnMut(&Plan)) {
    let mut later_sites = |actions: &[(usize, char)]| {
        let plan = Plan::new(actions);
        run(&plan);
        plan.next_site()..plan.sites()
    };
    for site in later_sites(given) {
        for action in first.chars() {
            let actions = [given, &[(site, action)]].concat();
            for later in later_sites(&actions) {
                for other in second.chars() {
                    later_sites(&[&*actions, &[(later, other)]].concat());
                }
            }
        }
    }
}

/// The exception and its contexts.
pub fn chain(exception: Exception) -> String {
    let contexts = std::iter::successors(Some(exception), Exception::context);
    contexts.map(|exception| format!("{exception:?}")).collect::<Vec<_>>().join(" <- ")
}

/// What CPython printed below `== title`, line by line.
pub fn recorded<'a>(output: &'a str, title: &str) -> impl Iterator<Item = &'a str> {
    let head = format!("== {title}");
    let lines = output.lines().skip_while(move |line| *line != head).skip(1);
    lines.take_while(|line| !line.starts_with("== "))
}

/// The recorded lines, compared one by one.
pub struct Recorded<L> {
    lines: L,
    compared: usize,
}

impl<'a, L: Iterator<Item = &'a str>> Recorded<L> {
    pub fn new(lines: L) -> Self {
        Self { lines, compared: 0 }
    }

    #[track_caller]
    pub fn next_is(&mut self, ours: &str) {
        assert_eq!(Some(ours), self.lines.next(), "after {} lines", self.compared);
        self.compared += 1;
    }

    /// Asserts that all were compared, and gives their number.
    #[track_caller]
    pub fn end(mut self) -> usize {
        assert_eq!(self.lines.next(), None);
        self.compared
    }
}
