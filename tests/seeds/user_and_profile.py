# The functions that the snippet calls and does not show.
class Details:
    def __init__(self, kind, **fields):
        self.__dict__.update(fields)
        shown = (f'{k}: "{v}"' if isinstance(v, str) else f"{k}: {v}" for k, v in fields.items())
        self.text = f"{kind} {{ {', '.join(shown)} }}"

    def __repr__(self):
        return self.text


async def get_user_details():
    print("fetching the user")
    await asyncio.sleep(0.2)
    return Details("UserDetails", username="ada")


async def get_profile_details(username):
    print("fetching the profile of", username)
    await asyncio.sleep(0.1)
    return Details("ProfileDetails", username=username, followers=1815)
