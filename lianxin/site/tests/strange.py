"""Strange words: what a broken phone, a careless paste or an attacker puts into a field."""

NUL = "锁\x00坏了"
TURNED = "锁\u202e坏了\u2066\ufeff"
SURROGATE = "锁\ud800坏了"
MEGABYTE = "字" * 5 + "a" * 1_000_000
# A browser that runs this calls `hit`; whoever only reads HTML sees an attribute that nobody wrote.
SCRIPT = "'\"></textarea></title><img src=x onerror=hit(0)>"

WORDS = {
    "nul": NUL,
    "turned": TURNED,
    "surrogate": SURROGATE,
    "extension B": "𠀀𪚥坏了",
    "emoji": "🔧👨‍👩‍👧坏了",
    "one megabyte": MEGABYTE,
    "2^63": str(2**63),
    "minus zero": "-0",
    "not a number": "NaN",
    "1e400": "1e400",
    "deep": "[" * 10_000,
    "script": SCRIPT,
    "template": "{{ 7*7 }}{% raise %}${7*7}%s%(x)s{0}",
    "quotes": "') OR 1=1 --\\",
    "blank": " \t\r\n\u3000",
    "far away": "../../../../etc/passwd\r\nSet-Cookie: x=1",
    "old day": "0000-00-00",
    "digits": "９" * 400,
}
