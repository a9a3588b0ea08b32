# The functions that the snippet calls and does not show, and the module under the name it mistypes.
aysncio = asyncio


class Names(list):
    def __str__(self):
        return ", ".join(self)


async def fetch(what, delay, names):
    print("fetching", what)
    await asyncio.sleep(delay)
    print("fetched", what)
    return Names(names)


def get_users():
    return fetch("users", 0.2, ["ada", "grace"])


def get_locations():
    return fetch("locations", 0.1, ["London", "New York"])
