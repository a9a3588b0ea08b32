"""Cancels, raises and cancels again at every await of nested `try` and `async with`: run as
`python3.13 cancellation.py > cancellation.out`. The Rust side is `cancellation.rs`.

Actions: `c` cancels the task while it waits, `s` has it cancel itself before it waits, `v` and `k` raise,
`p` raises what no `except` names. Each step waits for a timer, gives way once, or waits for a task or a gather
that does the waiting.
"""

import asyncio

from plan import chain, run_all


class PanicException(BaseException):
    pass


class World:
    def __init__(self, plan, how):
        self.plan = plan
        self.how = how
        self.task = None

    async def step(self, name):
        if self.how == "in a task":
            await asyncio.create_task(self.act(name))
        elif self.how == "in a gather":
            await asyncio.gather(asyncio.sleep(2), self.act(name))
        else:
            await self.act(name)

    async def act(self, name):
        action = self.plan.site(name)
        if action == "c":
            asyncio.get_running_loop().call_soon(self.task.cancel)
        elif action == "s":
            self.task.cancel()
        await asyncio.sleep(0 if self.how == "giving way" else 1)
        if action == "v":
            raise ValueError(name)
        if action == "k":
            raise KeyError(name)
        if action == "p":
            raise PanicException(name)


class Manager:
    """Waits on the way in and out; ignores KeyError if told to."""

    def __init__(self, world, name, ignores=False):
        self.world, self.name, self.ignores = world, name, ignores

    async def __aenter__(self):
        await self.world.step(f"{self.name}<")

    async def __aexit__(self, kind, exception, traceback):
        await self.world.step(f"{self.name}>")
        return self.ignores and isinstance(exception, KeyError)


async def program(world):
    try:
        await world.step("a")
        async with Manager(world, "m"):
            try:
                await world.step("b")
                async with Manager(world, "n", ignores=True) as _, Manager(world, "o"):
                    await world.step("c")
                await world.step("d")
            except ValueError:
                await world.step("e")
                raise
            except asyncio.CancelledError:
                await world.step("f")
                raise LookupError("f")
            else:
                await world.step("g")
            finally:
                await world.step("h")
            await world.step("i")
    except KeyError:
        await world.step("j")
    finally:
        try:
            await world.step("k")
        finally:
            await world.step("l")
    await world.step("z")


def run(plan, how):
    async def main():
        world = World(plan, how)
        world.task = asyncio.create_task(program(world))
        try:
            await world.task
            outcome = "done"
        except BaseException as exception:
            outcome = chain(exception)
        return f"{outcome} {world.task.cancelling()}"

    return asyncio.run(main(), loop_factory=VirtualLoop)


class VirtualLoop(asyncio.SelectorEventLoop):
    """Jumps to the next timer instead of waiting for it."""

    def __init__(self):
        super().__init__()
        self.now = 0.0
        select = self._selector.select

        def jump(timeout=None):
            if timeout is not None and timeout > 0:
                self.now += timeout
            return select(0)

        self._selector.select = jump

    def time(self):
        return self.now


for how, second in [("for a timer", "csv"), ("giving way", ""), ("in a task", "c"), ("in a gather", "c")]:
    run_all(how, (), "csvkp", second, lambda plan: run(plan, how))
