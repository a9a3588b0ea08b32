# An event loop that does not wait: its clock jumps to the next timer.
import asyncio


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self):
        super().__init__()
        self.now = 0.0
        select = self._selector.select

        def jump(timeout=None):
            if timeout:
                self.now += timeout + 1e-4
                timeout = 0
            return select(timeout)

        self._selector.select = jump

    def time(self):
        self.now += 1e-8
        return self.now


class VirtualPolicy(asyncio.DefaultEventLoopPolicy):
    _loop_factory = VirtualLoop


asyncio.set_event_loop_policy(VirtualPolicy())
