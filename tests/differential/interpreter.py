# Runs programs of the language that `program.rs` describes, on CPython's asyncio.
#
# Standard input: programs, each ended by a line "%%". Standard output: their traces, ended likewise.
#
# Where CPython iterates a set of tasks, the order is left to chance. Those places are patched to insertion order.
import asyncio
import contextvars
import gc
import heapq
import inspect
import signal
import sys
import textwrap
from asyncio import runners, taskgroups, tasks


class OrderedSet(dict):
    """What asyncio uses of a set."""

    def __init__(self, items=()):
        super().__init__((item, None) for item in items)

    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)

    def remove(self, item):
        del self[item]


tasks.set = taskgroups.set = OrderedSet
source = textwrap.dedent(inspect.getsource(tasks._AsCompletedIterator.__init__))
source = source.replace("{ensure_future(aw, loop=loop) for aw in set(aws)}",
                        "OrderedSet([ensure_future(aw, loop=loop) for aw in OrderedSet(aws)])")
assert "OrderedSet" in source
tasks.OrderedSet = OrderedSet
exec(source, vars(tasks))
tasks._AsCompletedIterator.__init__ = tasks.__init__


class TasksInOrder:
    """`asyncio.tasks` for the runner, with `all_tasks` in order of creation."""

    gather = staticmethod(asyncio.gather)

    @staticmethod
    def all_tasks(loop):
        return loop.unfinished()


runners.tasks = TasksInOrder


class SteppedLoop(asyncio.SelectorEventLoop):
    """Time stands still while anything runs, and jumps exactly to the next deadline."""

    def __init__(self):
        super().__init__()
        self.now = 0.0
        self.created = []
        self.begins_eagerly = False
        self.eager_next = False
        self._clock_resolution = 1e-9
        self._selector.select = self.jump

    def jump(self, timeout=None):
        if timeout is None:
            raise SystemError("nothing will ever happen")
        if timeout > 0:
            self.now = max(self.now, self._scheduled[0]._when)
        return []

    def time(self):
        return self.now

    def create_task(self, coro, *, name=None, context=None):
        if self.eager_next:
            self.eager_next = False
            return self.eager_task(coro, name=name, context=context)
        task = super().create_task(coro, name=name, context=context)
        self.created.append(task)
        return task

    def eager_task(self, coro, **options):
        self.begins_eagerly = True  # `call` notes it: the task is there before its constructor is through
        return asyncio.Task(coro, loop=self, eager_start=True, **options)

    def begins(self):
        if self.begins_eagerly:
            self.begins_eagerly = False
            self.created.append(asyncio.current_task())

    def unfinished(self):
        return [task for task in self.created if not task.done()]


CLASSES = {
    name: getattr(asyncio, name, None) or getattr(__builtins__, name)
    for name in ("ValueError", "KeyError", "LookupError", "RuntimeError", "CancelledError", "TimeoutError",
                 "Exception", "BaseException", "InvalidStateError", "QueueEmpty", "QueueFull", "QueueShutDown",
                 "BrokenBarrierError", "ExceptionGroup", "BaseExceptionGroup", "StopIteration", "SystemExit",
                 "KeyboardInterrupt")
}
KNOWN = set(CLASSES.values()) | {asyncio.InvalidStateError, StopAsyncIteration, GeneratorExit}


def parse(lines):
    """Nodes are pairs of words and body; a body is indented by two spaces."""
    root = []
    open_bodies = [root]
    for line in lines:
        text = line.lstrip(" ")
        depth = (len(line) - len(text)) // 2
        node = (text.split(), [])
        del open_bodies[depth + 1:]
        open_bodies[depth].append(node)
        open_bodies.append(node[1])
    return root


def show(value):
    """A result or an exception, with its causes."""
    if not isinstance(value, BaseException):
        if isinstance(value, list):
            return "[" + ", ".join(map(show, value)) + "]"
        return repr(value)
    text = repr(value)
    if "cannot await on itself" in text:
        text = "RuntimeError('Task cannot await on itself')"
    if type(value) not in KNOWN:
        text = "UNEXPECTED " + text
    if value.__cause__ is not None:
        text += " from " + show(value.__cause__)
    return text


def seconds(word):
    if word == "none":
        return None
    if word.endswith("+"):
        return float(word[:-1]) + 5e-10  # within the resolution of the clock
    return float(word)


class Unset(BaseException):
    """An operation names what is not there (yet)."""


class Frame:
    def __init__(self, name):
        self.name = name
        self.handled = []


TRACE_LIMIT = 3000
CALL_LIMIT = 300
WATCH_EVERY = 1000.0
WATCH_LIMIT = 30


class World:
    def __init__(self, lines):
        self.top = parse(lines)
        self.functions = {words[1]: body for words, body in self.top if words[0] in ("async", "sync")}
        self.slots = {}
        self.labels = {}
        self.callbacks = {}
        self.counters = {}
        self.trace = []
        self.late = []
        self.calls = 0
        self.base = 0
        self.watched = 0
        self.muted = False
        self.circular = False

    # The program as a whole

    def run(self):
        runner = asyncio.Runner(loop_factory=SteppedLoop)
        self.loop = runner.get_loop()
        self.loop.set_exception_handler(self.on_exception)
        self.loop.call_at(WATCH_EVERY, self.watch)
        try:
            with runner:
                result = runner.run(self.main())
            self.line("run -> " + show(result))
        except BaseException as e:
            self.line("run raised " + show(e))
            e = None
        stuck = self.muted or any(not future.done() for future in self.labels)
        self.slots.clear()
        self.labels.clear()
        self.callbacks.clear()
        self.loop.created.clear()
        runner = None
        gc.collect()
        self.muted = True
        if self.circular:
            return ["circular"]
        if stuck or any("was destroyed" in text for text in self.late):
            return self.trace  # what is closed halfway is not compared, nor what only a garbage collector finds
        return self.trace + sorted(self.late)

    async def main(self):
        self.base = int(asyncio.current_task().get_name()[5:]) - 1
        for words, _ in self.top:
            self.declare(*words)
        return await self.call("main")

    def declare(self, kind, name, *args):
        number = int(args[0]) if args and args[0].lstrip("-").isdigit() else 0
        match kind:
            case "lock": made = asyncio.Lock()
            case "event": made = asyncio.Event()
            case "condition": made = asyncio.Condition(self.slots[args[0]] if args else None)
            case "semaphore": made = asyncio.Semaphore(number)
            case "bounded": made = asyncio.BoundedSemaphore(number)
            case "barrier": made = asyncio.Barrier(number)
            case "queue": made = asyncio.Queue(number)
            case "lifo": made = asyncio.LifoQueue(number)
            case "priority": made = asyncio.PriorityQueue(number)
            case "var":
                made = contextvars.ContextVar(name, default=number) if args else contextvars.ContextVar(name)
            case "future":
                made = self.loop.create_future()
                self.label(name, made)
            case _: return
        self.slots[name] = made

    def watch(self):
        """Nothing has happened for long: whoever waits is cancelled."""
        self.watched += 1
        if self.watched > WATCH_LIMIT:
            self.line("stuck")
            self.muted = True
            self.loop.stop()
            self.loop.call_at(self.loop.time() + WATCH_EVERY, self.watch)  # the runner will run the loop once more
            return
        self.line("watch")
        for task in self.loop.unfinished():
            task.cancel()
        self.loop.call_at(self.loop.time() + WATCH_EVERY, self.watch)

    def on_exception(self, loop, context):
        message = context["message"]
        if message.startswith("Exception in callback"):
            message = "Exception in callback"
        if message.startswith("Task <"):
            message = "Task has errored out but its parent task is already completed"
        future = context.get("task") or context.get("future")
        who = self.task_name(future) if isinstance(future, asyncio.Task) else "-"
        exception = context.get("exception")
        text = f"handler {message}: {who} {show(exception)}"
        if message.endswith("never retrieved") or "was destroyed" in message:
            if not self.muted:
                self.late.append(text)
        else:
            self.line(text)

    # The trace

    def task_name(self, task):
        name = task.get_name()
        if name.startswith("Task-") and name[5:].isdigit():
            name = f"Task-{int(name[5:]) - self.base}"
        return name

    def line(self, text):
        if "RecursionError" in text:
            self.circular = True  # tasks wait for each other in a circle, and one was cancelled
        if not self.muted and len(self.trace) < TRACE_LIMIT:
            self.trace.append(f"{self.loop.now!r} {text}")

    def log(self, frame, text):
        if self.loop.is_closed():
            return
        task = asyncio.current_task()
        who = "-" if task is None else self.task_name(task)
        self.line(f"{who} {frame.name} {text}")

    # Names

    def slot(self, name):
        if self.muted:
            raise Unset
        if name == "self":
            found = asyncio.current_task()
            if found is None:
                raise Unset
            return found
        if name not in self.slots:
            raise Unset
        return self.slots[name]

    def keep(self, name, value):
        if name != "_":
            self.slots[name] = value

    def label(self, name, future):
        """The first name of a future is the one that it is called by."""
        if name != "_":
            self.labels.setdefault(future, name)

    def label_of(self, future):
        return self.labels.get(future, "unnamed")

    def awaitable(self, name):
        if name[0] == "w":
            if name not in self.functions:
                raise Unset
            return self.call(name)
        found = self.slot(name)
        if found is asyncio.current_task():
            raise Unset  # awaiting oneself leaves CPython's future in disorder
        return found

    def awaitables(self, names):
        return [self.slots[name] if name in self.slots else self.call(name)
                for name in names if name in self.functions or name in self.slots]

    def callback(self, name):
        if name not in self.functions:
            raise Unset
        if name not in self.callbacks:
            self.callbacks[name] = lambda *args: self.call_sync(name, *args)
        return self.callbacks[name]

    def outcome(self, read):
        try:
            return show(read())
        except BaseException as e:
            return "raised " + show(e)

    # Functions

    async def call(self, name):
        self.loop.begins()
        frame = Frame(name)
        self.calls += 1
        if self.calls > CALL_LIMIT:
            self.log(frame, "too many calls")
            return None
        self.log(frame, "begins")
        try:
            returned = await self.block(frame, self.functions[name])
        except BaseException as e:
            self.log(frame, "raises " + show(e))
            raise
        value = returned[0] if returned else None
        self.log(frame, "returns " + show(value))
        return value

    def call_sync(self, name, *args):
        frame = Frame(name)
        self.calls += 1
        if self.calls > CALL_LIMIT:
            self.log(frame, "too many calls")
            return
        given = ""
        if args:
            given = f" with {self.label_of(args[0])} {self.state(args[0])}"
        self.log(frame, "called" + given)
        for words, _ in self.functions[name]:
            self.step(frame, words)

    def step(self, frame, words):
        """An operation that does not await."""
        try:
            result = getattr(self, "do_" + words[0])(frame, *words[1:])
        except Unset:
            result = "unset"
        self.log(frame, f"{' '.join(words)} -> {result}")

    async def block(self, frame, nodes):
        """`None`, or what was returned in a tuple."""
        for words, body in nodes:
            op = words[0]
            if op == "return":
                return (int(words[1]),)
            if (block := getattr(self, "block_" + op, None)) is not None:
                returned = await block(frame, words, body)
                if returned is not None:
                    return returned
            elif (run := getattr(self, "await_" + op, None)) is not None:
                try:
                    result = await run(frame, *words[1:])
                except Unset:
                    result = "unset"
                self.log(frame, f"{' '.join(words)} -> {result}")
            else:
                self.step(frame, words)

    # Blocks

    async def block_try(self, frame, words, body):
        clauses = {node[0][0]: node[1] for node in body}
        handlers = [node for node in body if node[0][0] == "except"]
        returned = None
        try:
            try:
                returned = await self.block(frame, clauses.get("do", []))
            except BaseException as e:
                handler = next((h for h in handlers if isinstance(e, CLASSES[h[0][1]])), None)
                if handler is None:
                    raise
                self.log(frame, f"except {handler[0][1]}: {show(e)}")
                frame.handled.append(e)
                try:
                    returned = await self.block(frame, handler[1])
                finally:
                    frame.handled.pop()
            else:
                if returned is None and "else" in clauses:
                    self.log(frame, "else")
                    returned = await self.block(frame, clauses["else"])
        finally:
            if "finally" in clauses:
                self.log(frame, "finally")
                last = await self.block(frame, clauses["finally"])
                if last is not None:
                    return last
        return returned

    async def block_repeat(self, frame, words, body):
        for _ in range(int(words[1])):
            returned = await self.block(frame, body)
            if returned is not None:
                return returned

    async def manage(self, frame, words, manager, name, body):
        async with manager as entered:
            if name is not None:
                self.keep(name, manager)
            self.log(frame, f"{' '.join(words)} entered" + ("" if name or entered is None else f" {entered}"))
            returned = await self.block(frame, body)
        self.log(frame, f"{' '.join(words)} left")
        return returned

    async def block_timeout(self, frame, words, body):
        return await self.manage(frame, words, asyncio.timeout(seconds(words[2])), words[1], body)

    async def block_timeout_at(self, frame, words, body):
        return await self.manage(frame, words, asyncio.timeout_at(seconds(words[2])), words[1], body)

    async def block_group(self, frame, words, body):
        return await self.manage(frame, words, asyncio.TaskGroup(), words[1], body)

    async def block_with(self, frame, words, body):
        if words[1] not in self.slots:
            return self.log(frame, f"{' '.join(words)} -> unset")
        return await self.manage(frame, words, self.slots[words[1]], None, body)

    # Tasks and futures

    def do_log(self, frame, text):
        return ""

    def do_raise(self, frame, name, *args):
        raise CLASSES[name](*args)

    def do_reraise(self, frame):
        if not frame.handled:
            raise Unset
        raise frame.handled[-1]

    def do_spawn(self, frame, name, function, *options):
        return self.made_task(name, function, options, None)

    def do_gspawn(self, frame, group, name, function, *options):
        return self.made_task(name, function, options, self.slot(group))

    def made_task(self, name, function, options, group):
        if function not in self.functions:
            raise Unset
        given = {}
        eager = False
        for option in options:
            match option.split("="):
                case ["eager"]: eager = True
                case ["name", text]: given["name"] = text
                case ["context", slot]: given["context"] = self.slot(slot)
        coro = self.call(function)
        if group is not None:
            self.loop.eager_next = eager
            try:
                task = group.create_task(coro, **given)
            finally:
                self.loop.eager_next = False
        elif eager:
            task = self.loop.eager_task(coro, **given)
        else:
            task = asyncio.create_task(coro, **given)
        self.label(name, task)
        self.keep(name, task)
        return self.task_name(task)

    def do_future(self, frame, name):
        future = self.loop.create_future()
        self.label(name, future)
        self.keep(name, future)
        return ""

    def do_gather(self, frame, name, *names):
        future = asyncio.gather(*self.awaitables(names))
        self.label(name, future)
        self.keep(name, future)
        return self.state(future)

    def do_gatherx(self, frame, name, *names):
        future = asyncio.gather(*self.awaitables(names), return_exceptions=True)
        self.label(name, future)
        self.keep(name, future)
        return self.state(future)

    def do_shield(self, frame, name, inner):
        future = asyncio.shield(self.slots[inner] if inner in self.slots else self.awaitable(inner))
        self.label(name, future)
        self.keep(name, future)
        return f"{self.label_of(future)} {self.state(future)}"

    def do_set(self, frame, name, value):
        future = self.slot(name)
        return self.outcome(lambda: future.set_result(int(value)))

    def do_fail(self, frame, name, cls, *args):
        future = self.slot(name)
        return self.outcome(lambda: future.set_exception(CLASSES[cls](*args)))

    def do_cancel(self, frame, name, *msg):
        return self.slot(name).cancel(*msg)

    def do_uncancel(self, frame, name):
        return self.slot(name).uncancel()

    def state(self, future):
        if not future.done():
            state = "pending"
        else:
            state = "cancelled" if future.cancelled() else "finished"
        if isinstance(future, asyncio.Task):
            state += f" cancelling={future.cancelling()}"
        return state

    def do_state(self, frame, name):
        return self.state(self.slot(name))

    def do_result(self, frame, name):
        future = self.slot(name)
        return self.outcome(future.result)

    def do_exception(self, frame, name):
        future = self.slot(name)
        return self.outcome(future.exception)

    def do_name(self, frame, name, *new):
        task = self.slot(name)
        if new:
            task.set_name(new[0])
        return self.task_name(task)

    def do_all(self, frame):
        return " ".join(map(self.task_name, self.loop.unfinished()))

    def do_on(self, frame, name, callback):
        self.slot(name).add_done_callback(self.callback(callback))
        return ""

    def do_off(self, frame, name, callback):
        return self.slot(name).remove_done_callback(self.callback(callback))

    # Callbacks

    def context(self, options):
        return self.slot(options[0].removeprefix("context=")) if options else None

    def do_soon(self, frame, name, callback, *options):
        self.keep(name, self.loop.call_soon(self.callback(callback), context=self.context(options)))
        return ""

    def do_later(self, frame, name, delay, callback):
        self.keep(name, self.loop.call_later(seconds(delay), self.callback(callback)))
        return ""

    def do_at(self, frame, name, when, callback):
        self.keep(name, self.loop.call_at(seconds(when), self.callback(callback)))
        return ""

    def do_timers(self, frame, count):
        for number in range(int(count)):
            handle = self.loop.call_later(1 + number * 7 % 5, lambda number=number: self.log(frame, f"timer {number}"))
            if number % 3:
                handle.cancel()
        return ""

    def do_stop(self, frame):
        self.loop.stop()
        return ""

    def do_hcancel(self, frame, name):
        handle = self.slot(name)
        before = handle.cancelled()
        handle.cancel()
        return f"{before} {handle.cancelled()}"

    # Context variables

    def do_vset(self, frame, name, value, *token):
        made = self.slot(name).set(int(value))
        if token:
            self.keep(token[0], made)
        return ""

    def do_vget(self, frame, name):
        try:
            return self.slot(name).get()
        except LookupError:
            return "none"

    def do_vreset(self, frame, name, token):
        var, made = self.slot(name), self.slot(token)
        del self.slots[token]
        try:
            return var.reset(made)
        except ValueError as e:
            return "different context" if "different Context" in str(e) else "different variable"

    def do_copy(self, frame, name):
        self.keep(name, contextvars.copy_context())
        return ""

    def do_cget(self, frame, context, name):
        return self.slot(context).get(self.slot(name))

    # Waiting

    async def await_sleep(self, frame, delay, *result):
        return show(await asyncio.sleep(seconds(delay), *map(int, result)))

    async def await_await(self, frame, name):
        return show(await self.awaitable(name))

    async def await_wait_for(self, frame, delay, name):
        return show(await asyncio.wait_for(self.awaitable(name), seconds(delay)))

    async def await_wait(self, frame, when, delay, *names):
        when = {"first": asyncio.FIRST_COMPLETED, "exception": asyncio.FIRST_EXCEPTION,
                "all": asyncio.ALL_COMPLETED}[when]
        futures = self.awaitables(names)
        done, pending = await asyncio.wait(futures, timeout=seconds(delay), return_when=when)
        assert len(done) + len(pending) == len(set(futures))
        return "".join("." if future in done else "p" for future in futures)

    async def await_completed(self, frame, delay, *names):
        for number, future in enumerate(asyncio.as_completed(self.awaitables(names), timeout=seconds(delay))):
            try:
                result = await future
            except Exception as e:
                result = e
            self.log(frame, f"completed {number} {show(result)}")
        return ""

    async def await_completedx(self, frame, delay, *names):
        async for future in asyncio.as_completed(self.awaitables(names), timeout=seconds(delay)):
            self.log(frame, f"completed {self.label_of(future)} {self.state(future)}")
        return ""

    # Timeouts

    def do_reschedule(self, frame, name, delay):
        timeout, delay = self.slot(name), seconds(delay)
        when = None if delay is None else self.loop.time() + delay
        return self.outcome(lambda: timeout.reschedule(when))

    def do_expired(self, frame, name):
        timeout = self.slot(name)
        return f"{timeout.expired()} {timeout.when()}"

    # Locks

    async def await_acquire(self, frame, name):
        return await self.slot(name).acquire()

    def do_release(self, frame, name):
        self.slot(name).release()
        return ""

    def do_locked(self, frame, name):
        return self.slot(name).locked()

    def do_eset(self, frame, name):
        self.slot(name).set()
        return ""

    def do_eclear(self, frame, name):
        self.slot(name).clear()
        return ""

    async def await_ewait(self, frame, name):
        event = self.slot(name)
        return f"{await event.wait()} {event.is_set()}"

    async def await_cwait(self, frame, name):
        return await self.slot(name).wait()

    async def await_cwait_for(self, frame, name, least):
        def test():
            self.log(frame, f"test {name}")
            return self.counters.get(name, 0) >= int(least)
        return await self.slot(name).wait_for(test)

    def do_bump(self, frame, name):
        self.counters[name] = self.counters.get(name, 0) + 1
        return self.counters[name]

    def do_notify(self, frame, name, *count):
        self.slot(name).notify(*map(int, count))
        return ""

    def do_notify_all(self, frame, name):
        self.slot(name).notify_all()
        return ""

    async def await_bwait(self, frame, name):
        return await self.slot(name).wait()

    async def await_breset(self, frame, name):
        return await self.slot(name).reset()

    async def await_babort(self, frame, name):
        return await self.slot(name).abort()

    def do_bstate(self, frame, name):
        barrier = self.slot(name)
        return f"{barrier.n_waiting} {barrier.broken}"

    # Queues

    async def await_put(self, frame, name, value):
        return await self.slot(name).put(int(value))

    async def await_get(self, frame, name):
        return await self.slot(name).get()

    async def await_join(self, frame, name):
        return await self.slot(name).join()

    def do_put_nowait(self, frame, name, value):
        return self.slot(name).put_nowait(int(value))

    def do_get_nowait(self, frame, name):
        return self.slot(name).get_nowait()

    def do_task_done(self, frame, name):
        return self.slot(name).task_done()

    def do_shutdown(self, frame, name, *immediate):
        return self.slot(name).shutdown(*map(bool, immediate))

    def do_qstate(self, frame, name):
        queue = self.slot(name)
        return f"{queue.qsize()} {queue.empty()} {queue.full()}"


def main():
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # no handler to install for each program
    gc.disable()
    gc.collect()
    gc.freeze()
    lines = []
    for line in sys.stdin:
        line = line.rstrip("\n")
        if line != "%%":
            if line.strip() and not line.lstrip().startswith("#"):
                lines.append(line)
            continue
        for text in World(lines).run():
            print(text)
        print("%%", flush=True)
        lines = []


if __name__ == "__main__":
    main()
