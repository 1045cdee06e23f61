from __future__ import annotations

import factory
from factory.django import DjangoModelFactory

from ..models import FocusArea, ResponsibleBody
from ..vocabulary import BodyKind
from .sites import default_site


class ResponsibleBodyFactory(DjangoModelFactory[ResponsibleBody]):
    """Makes a committee of the default site; ``company=True`` a company, ``everyone=True`` the body “Alla”."""

    class Meta:
        model = ResponsibleBody

    class Params:
        company = factory.Trait(kind=BodyKind.COMPANY)
        everyone = factory.Trait(name="Alla", code="Alla", kind=BodyKind.OTHER, is_all=True)

    site = factory.LazyFunction(default_site)
    name = factory.Sequence(lambda n: f"Nämnd {n}")
    code = factory.Sequence(lambda n: f"N{n}")
    kind = BodyKind.COMMITTEE


class FocusAreaFactory(DjangoModelFactory[FocusArea]):
    """Makes a focus area of the default site."""

    class Meta:
        model = FocusArea

    site = factory.LazyFunction(default_site)
    name = factory.Sequence(lambda n: f"Fokusområde {n}")
