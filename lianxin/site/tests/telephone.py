"""A telephone with an authenticator app, for whoever signs in with a second factor."""

import re

import pyotp
from django.test import Client

from lianxin.base import clock

SET_UP = "/desk/account/second-factor"


class App:
    """An authenticator app that knows one secret, on a telephone whose clock may be wrong."""

    recovery: list[str]

    def __init__(self, secret: str) -> None:
        self._totp = pyotp.TOTP(secret)

    def code(self, *, steps: int = 0) -> str:
        return self._totp.generate_otp(int(clock.now().timestamp()) // 30 + steps)

    def wrong(self) -> str:
        near = {self.code(steps=steps) for steps in range(-3, 4)}
        return next(code for code in (f"{n:06d}" for n in range(10)) if code not in near)


def set_up_in(client: Client) -> App:
    """Read the secret off the page as somebody would, and confirm it, for a session that owes the factor."""
    page = client.get(SET_UP).content.decode()
    app = App("".join(re.findall(r"<span>([A-Z2-7]{4})</span>", page)))
    done = client.post(SET_UP, {"sealed": sealed_in(page), "code": app.code()}).content.decode()
    app.recovery = re.findall(r"\d{4} \d{4} \d{4}", done)
    assert len(app.recovery) == 10
    return app


def sealed_in(page: str) -> str:
    return re.search(r'name="sealed" value="([^"]+)"', page)[1]
