"""The one way to say no: a code for machines, a sentence for people."""

STATUS = {
    "not_found": 404,
    "not_allowed": 403,
    "wrong_state": 409,
    "doer_cannot_verify": 409,
    "conflict": 409,
    "bad_input": 422,
    "key_reused": 422,
    "busy": 503,
}


class Refused(Exception):
    """A rule said no. Nothing was changed, and nothing that was typed is lost.

    `code` is one of STATUS; `sentence` is calm Chinese that says what to do next;
    `extra` travels to the machine answer as it is (for `bad_input`: `fields`).
    """

    def __init__(self, code: str, sentence: str, **extra: object) -> None:
        assert code in STATUS, code
        super().__init__(sentence)
        self.code = code
        self.sentence = str(sentence)
        self.extra = extra

    @property
    def status(self) -> int:
        return STATUS[self.code]

    def as_json(self) -> dict:
        return {"refused": {"code": self.code, "sentence": self.sentence, **self.extra}}
