"""Plans: what happens at which site of a program, for every site. The Rust side is `plan.rs`.

A *site* is a place that a run reaches, counted in the order in which the run reaches them. A *plan* names sites
and the action taken there. All plans that begin with what is given are run: none more; every action at every
later site of that run; and every action at every later site of each of those runs.
"""


class Plan:
    """What happens at which site, and the trace of the run."""

    def __init__(self, *actions):
        self.actions = actions
        self.sites = 0
        self.trace = []

    def note(self, event):
        self.trace.append(event)

    def site(self, name):
        """Notes that the site was reached, and gives the action, or None."""
        self.note(name)
        index, self.sites = self.sites, self.sites + 1
        return dict(self.actions).get(index)

    def __str__(self):
        return " ".join(f"{index}{action}" for index, action in self.actions)


def run_all(title, given, first, second, run):
    """Prints a line for every plan; `run` gives the outcome's text."""
    print(f"== {title}")

    def one(*actions):
        plan = Plan(*actions)
        outcome = run(plan)
        print(f"{plan}: {''.join(plan.trace)} {outcome}".strip())
        return range(actions[-1][0] + 1 if actions else 0, plan.sites)

    for site in one(*given):
        for action in first:
            actions = (*given, (site, action))
            for later in one(*actions):
                for other in second:
                    one(*actions, (later, other))


def chain(exception):
    """The exception and its contexts."""
    texts = []
    while exception is not None:
        texts.append(repr(exception))
        exception = exception.__context__
    return " <- ".join(texts)
