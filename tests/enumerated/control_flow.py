"""Leaves every clause of two nested `try` statements in every way: run as
`python3.13 control_flow.py > control_flow.out`. The Rust side is `control_flow.rs`.

Both statements have `except ValueError` and `else`, and `finally` or not; the inner one, or an `async with` in its
place, stands in one of the clauses of the outer one, which stands in a loop. In the trace the outer clauses are
`T E L F`, the inner ones `t e l f`, a context manager with its block is `<w>`; `.` is the end of a round and `!` what
follows the loop.

Actions: `r` returns 7, `b` breaks with 8 as the loop's value, `c` continues, `v` and `k` raise, `V` and `K` await
what raises. For a manager on its way out, `r` says that it suppresses the exception. Only the first round has sites.
"""

import asyncio

from plan import chain, run_all

TEMPLATE = """
async def program(plan):
    rounds = 0
    while True:
        rounds += 1
        if rounds == 3:
            value = 1
            break
        OUTER
        plan.note(".")
    plan.note("!")
    return value
"""

CLAUSES = {
    "T": "try",
    "E": "except ValueError",
    "L": "else",
    "F": "finally",
    "W": "async with Manager(plan, rounds)",
}

ACT = """
{name}:
    action = at_site(plan, rounds, {letter!r})
    if action == "r":
        return 7
    if action == "b":
        value = 8
        break
    if action == "c":
        continue
    if action == "v":
        raise ValueError({letter!r})
    if action == "k":
        raise KeyError({letter!r})
    if action == "V":
        await raises(ValueError({letter!r}))
    if action == "K":
        await raises(KeyError({letter!r}))
"""


async def raises(exception):
    await asyncio.sleep(0)
    raise exception


def at_site(plan, rounds, letter):
    """The site's action, if this is the first round."""
    return plan.site(letter) if rounds == 1 else plan.note(letter)


class Manager:
    def __init__(self, plan, rounds):
        self.plan, self.rounds = plan, rounds

    async def act(self, letter):
        action = at_site(self.plan, self.rounds, letter)
        if action in ("v", "V"):
            raise ValueError(letter)
        if action in ("k", "K"):
            raise KeyError(letter)
        return action == "r"

    async def __aenter__(self):
        await self.act("<")

    async def __aexit__(self, kind, exception, traceback):
        return await self.act(">")


def indented(text, depth):
    return "\n".join("    " * depth + line for line in text.strip().splitlines())


def statement(letters, place=None, inner=""):
    """A statement of these clauses, with `inner` at the end of the clause `place`."""
    clauses = []
    for letter in letters:
        clause = ACT.format(name=CLAUSES[letter.upper()], letter=letter).strip()
        if letter == place:
            clause += "\n" + indented(inner, 1)
        clauses.append(clause)
    return "\n".join(clauses)


def program(outer, place, inner):
    body = statement(outer, place, statement(inner))
    scope = {"raises": raises, "at_site": at_site, "Manager": Manager}
    exec(TEMPLATE.replace("OUTER", indented(body, 2).strip()), scope)
    return scope["program"]


def run(program, plan):
    try:
        value = asyncio.run(program(plan))
        return str(value)
    except Exception as exception:
        return chain(exception)


for outer in "TEL", "TELF":
    for place in outer:
        for inner in "tel", "telf", "w":
            coroutine = program(outer, place, inner)
            title = outer.replace(place, f"{place}({inner})")
            # Without an exception, the clause `E` is not reached.
            given = [(0, "v")] if place == "E" else []
            run_all(title, given, "rbcvkVK", "rbcvk", lambda plan: run(coroutine, plan))
