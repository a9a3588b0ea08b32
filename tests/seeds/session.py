# The database that the snippet queries, and a print of what it fetches.
class session:
    async def execute(query):
        print("executing", query)
        await asyncio.sleep(0.1)
        return ["ada", "grace"]


run = asyncio.run
asyncio.run = lambda coro: print(", ".join(run(coro)))
