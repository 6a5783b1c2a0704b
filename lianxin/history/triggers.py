"""Triggers that refuse to change or remove history, on both databases."""

from django.db.backends.base.base import BaseDatabaseWrapper

# A migration that alters one of these tables makes it anew on SQLite, without its triggers: such a
# migration drops the guard first and creates it again at its end.
# Table → what the database refuses. The words of an event may be disposed of, never rewritten.
GUARDED = {
    "history_event": ("UPDATE", "DELETE"),
    "history_opening": ("UPDATE", "DELETE"),
    "history_seal": ("UPDATE", "DELETE"),
    "history_eventwords": ("UPDATE",),
}
_SENTENCE = "history is added to, never rewritten"


def create(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the SQL that guards the history."""
    if connection.vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END"
            for table, whats in GUARDED.items()
            for what in whats
        ]
    return [
        (
            "CREATE FUNCTION history_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{_SENTENCE}'; END $$"
        ),
        *(
            f"CREATE TRIGGER {table}_no_{what.lower()} BEFORE {what} ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION history_refuse()"
            for table, whats in GUARDED.items()
            for what in whats
        ),
    ]


def drop(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the SQL that takes the guard away."""
    on = "" if connection.vendor == "sqlite" else " ON {table}"
    dropped = [
        f"DROP TRIGGER IF EXISTS {table}_no_{what.lower()}" + on.format(table=table)
        for table, whats in GUARDED.items()
        for what in whats
    ]
    return (
        dropped
        if connection.vendor == "sqlite"
        else [*dropped, "DROP FUNCTION IF EXISTS history_refuse()"]
    )
