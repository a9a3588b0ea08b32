# Since 3.11 asyncio.wait() refuses coroutines: make tasks of them, as the snippet's author saw it done.
wait = asyncio.wait
asyncio.wait = lambda aws: wait([asyncio.ensure_future(aw) for aw in aws])
