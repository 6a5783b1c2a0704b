"""Addresses of the office."""

from datetime import date

from django.urls import path, register_converter

from lianxin.desk import sign_in
from lianxin.desk.views import (
    account,
    categories,
    factor,
    files,
    filters,
    importing,
    ledgers,
    matters,
    messages,
    notebook,
    own_models,
    people,
    register,
    rules,
    search,
    supervision,
    topics,
    understanding,
)


class DayConverter:
    """A day in an address: 2026-11-23."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "desk"
urlpatterns = [
    path("", matters.home, name="home"),
    path("sign-in", sign_in.sign_in, name="sign_in"),
    path("sign-in/code", sign_in.code, name="code"),
    path("sign-out", sign_in.sign_out, name="sign_out"),
    path("welcome/<str:secret>", sign_in.welcome, name="welcome"),
    path("notebook", notebook.notebook, name="notebook"),
    path("notebook/draft", notebook.draft, name="draft"),
    path("notebook/days", notebook.days, name="days"),
    path("notebook/<day:day>", notebook.day, name="day"),
    path("mine", matters.mine, name="mine"),
    path("matters", matters.matters, name="matters"),
    path("matters/<str:number>", matters.matter, name="matter"),
    path("matters/<str:number>/steps/<str:name>", matters.step, name="step"),
    path("matters/<str:number>/phone", matters.phone, name="phone"),
    path("files/<uuid:file>", files.file, name="file"),
    path("files/<uuid:file>/thumbnail", files.thumbnail, name="thumbnail"),
    path("filters", filters.filters, name="filters"),
    path("filters/<uuid:saved>", filters.change, name="filter"),
    path("search", search.search, name="search"),
    path("topics", topics.topics, name="topics"),
    path("supervision", supervision.supervision, name="supervision"),
    path("understanding", understanding.understanding, name="understanding"),
    path("understanding/models", own_models.models, name="understanding_models"),
    path("ledgers", ledgers.ledgers, name="ledgers"),
    path("ledgers/matters", ledgers.figure, name="ledgers_figure"),
    path("ledgers/file.<str:ending>", ledgers.file, name="ledgers_file"),
    path("messages", messages.messages, name="messages"),
    path("messages/read", messages.read_all, name="read_all"),
    path("messages/<uuid:notice>/read", messages.read, name="read"),
    path("account", account.account, name="account"),
    path("account/keys", account.hotkeys, name="hotkeys"),
    path("account/second-factor", factor.second_factor, name="second_factor"),
    path("rules", rules.home, name="rules"),
    path("rules/calendar", rules.calendar, name="rules_calendar"),
    path("rules/limits", rules.limits, name="rules_limits"),
    path("rules/duties", rules.duties, name="rules_duties"),
    path("rules/categories", categories.categories, name="rules_categories"),
    path("rules/recount", rules.recount, name="rules_recount"),
    path("rules/failed", rules.failed, name="rules_failed"),
    path("people/<uuid:person>", people.person, name="person"),
    path("people/<uuid:person>/show", people.show, name="person_show"),
    path("reveals", people.reveals, name="reveals"),
    path("register", register.home, name="register"),
    path("register/places", register.places, name="register_places"),
    path("register/people", register.people, name="register_people"),
    path("register/people/export", people.export, name="register_export"),
    path("register/people/<uuid:person>/logins", register.login, name="register_login"),
    path("register/organisations", register.organisations, name="register_organisations"),
    path("register/posts", register.posts, name="register_posts"),
    path("register/posts/<uuid:post>/end", register.end, name="register_end"),
    path("register/logins/<uuid:login>/links", register.link, name="register_link"),
    path("register/logins/<uuid:login>/factor", register.factor, name="register_factor"),
    path("register/logins/<uuid:login>/end", register.close, name="register_close"),
    path("register/lacking", register.lacking, name="register_lacking"),
    path("register/files", importing.files, name="register_files"),
    path("register/files/<uuid:staged>", importing.people, name="register_list"),
]
