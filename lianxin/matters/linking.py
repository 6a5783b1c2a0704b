"""Linking matters that have to do with each other: each goes its own way, and its page leads to the other."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base.forms import Words
from lianxin.base.refused import Refused
from lianxin.matters.flow import Beside, Step, Turn, says
from lianxin.matters.models import MatterLink, Relation, State
from lianxin.matters.naming import NumberField, OtherForm
from lianxin.matters.related import links_between
from lianxin.matters.rules import may_relate


class _LinkForm(OtherForm):
    number = NumberField(label=gettext_lazy("另一件的编号"))
    relation = forms.ChoiceField(
        label=gettext_lazy("关系"), choices=Relation.choices, widget=forms.RadioSelect
    )

    def clean_number(self) -> str:
        return self.named("number").number


class LinkForm(_LinkForm):
    words = Words(label=gettext_lazy("说明"), required=False)

    def clean_number(self) -> str:
        number, other = super().clean_number(), self.other
        if other.pk == self.matter.pk:
            raise forms.ValidationError(_("不能和它自己关联，请写另一件的编号。"))
        if self.matter.pk in (other.parent_id, other.merged_into_id) or other.pk in (
            self.matter.parent_id,
            self.matter.merged_into_id,
        ):
            raise forms.ValidationError(_("一件本来就是另一件的一部分，不用再关联。"))
        return number

    def clean(self) -> dict:
        clean = super().clean()
        if not self.errors and links_between(self.matter, self.other, clean["relation"]).exists():
            raise forms.ValidationError(_("这两件已经这样关联了。"))
        return clean


class UnlinkForm(_LinkForm):
    def clean(self) -> dict:
        clean = super().clean()
        if (
            not self.errors
            and not links_between(self.matter, self.other, clean["relation"]).exists()
        ):
            raise forms.ValidationError(_("这两件没有这样关联。"))
        return clean


@says(gettext_lazy("有关联的事项"))
def is_linked(turn: Turn) -> None:
    if not MatterLink.objects.filter(MatterLink.touching(turn.matter)).exists():
        raise Refused("wrong_state", _("这件事没有关联的事项。"), state=turn.matter.state)


def link(turn: Turn) -> None:
    matter, other = turn.matter, turn.clean["other"]
    one, two, kind = Relation(turn.clean["relation"]).from_its_side(matter, other)
    turn.rows.append(MatterLink(district_id=matter.district_id, one=one, other=two, kind=kind))
    _note_both(turn, "link")


def unlink(turn: Turn) -> None:
    links_between(turn.matter, turn.clean["other"], turn.clean["relation"]).delete()
    _note_both(turn, "unlink")


def _note_both(turn: Turn, name: str) -> None:
    """Write it on both matters, each in its own direction; the number is told to who may know it."""
    matter, other, relation = turn.matter, turn.clean["other"], Relation(turn.clean["relation"])
    turn.facts = {"other": str(other.pk), "relation": relation.value}
    back = {"other": str(matter.pk), "relation": relation.reverse.value}
    there = Turn(matter=other, by=turn.by, at=turn.at, facts=back)
    turn.beside.append(Beside(name, other.state, there))


_ANY = tuple(State)
LINKING = (
    Step("link", _ANY, who=(may_relate,), asks=LinkForm, then=link),
    Step("unlink", _ANY, who=(may_relate, is_linked), asks=UnlinkForm, then=unlink),
)
