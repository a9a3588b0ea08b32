# run_forever() ends on Ctrl-C.
import signal

asyncio.get_event_loop().call_later(60, signal.raise_signal, signal.SIGINT)
