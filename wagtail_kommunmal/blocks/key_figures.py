from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import ListBlock, StructBlock

from .base import SectionBlock, empty_text_block
from .fields import OnceReadChooserBlock, text_block


class KeyFigureItemBlock(StructBlock):
    """A key figure that a goal is followed by; its values are kept with the figure, not on the page."""

    key_figure = OnceReadChooserBlock("wagtail_kommunmal.KeyFigure", label=_("Key figure"))
    note = text_block(_("Note for this goal"))

    class Meta:
        icon = "kommunmal-key-figure"
        label = _("Key figure")


class KeyFiguresBlock(SectionBlock):
    """The key figures that a goal is followed by."""

    items = ListBlock(KeyFigureItemBlock(), default=[], label=_("Key figures"), collapsed=True)
    empty_text = empty_text_block()

    class Meta:
        icon = "kommunmal-key-figure"
        label = _("Key figures")
        description = _(
            "Which figures show how it goes. Values, targets and assessments are entered on the key figure."
        )
        # Its figures are chosen among those of the site; the preview's template shows two examples.
        preview_value = {"heading": _("Key figures")}
