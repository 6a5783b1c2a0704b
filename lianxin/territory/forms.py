"""A place named part by part, as residents and offices say it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base.forms import Line
from lianxin.territory.models import Place
from lianxin.territory.queries import place_named, unregistered


class PlaceNames(forms.Form):
    """The parts of a place below a community, and the spot that the register does not know."""

    compound = Line(label=gettext_lazy("小区"), required=False)
    building = Line(label=gettext_lazy("楼栋"), required=False)
    stairwell = Line(label=gettext_lazy("单元"), required=False)
    home = Line(label=gettext_lazy("户"), required=False)
    spot = Line(label=gettext_lazy("具体位置"), required=False)

    PLACE = ("compound", "building", "stairwell", "home")

    def registered(self, community: Place, names: dict[str, str]) -> Place:
        """Return the place of these names; a name that the register lacks becomes an error of its field."""
        place = place_named(community, *names.values())
        missing = unregistered(place, names)
        if missing:
            sentence = _("登记簿里没有“%(name)s”。请核对，或写在“具体位置”里。")
            self.add_error(missing, sentence % {"name": names[missing]})
        return place
