"""What is taken over from Kolada, and what Kolada does not say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ...authoring.recorded_changes import lock
from ...kolada.answers import Kpi
from ...kolada.suggestions import (
    suggested_decimals,
    suggested_direction,
    suggested_source,
    suggested_unit,
    suggested_unit_label,
)
from ...models import KeyFigure, KoladaLink


class TakeOverForm(forms.ModelForm):  # type: ignore[type-arg]
    """A key figure's texts as Kolada has them, and its unit and direction as the title suggests them."""

    class Meta:
        model = KeyFigure
        fields = ["name", "definition", "source", "unit", "unit_label", "decimals", "better"]

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        kpi: Kpi,
        instance: KeyFigure,
        initial: dict[str, Any] | None = None,
        prefix: str | None = None,
    ) -> None:
        self.kpi = kpi
        suggested: dict[str, Any] = {
            "name": kpi.title,
            "definition": kpi.description,
            "source": suggested_source(kpi.description),
        }
        if instance.pk is None:
            suggested |= {
                "unit": suggested_unit(kpi.title),
                "unit_label": suggested_unit_label(kpi.title),
                "better": suggested_direction(kpi.title),
            }
        if instance.decimals is None:
            suggested["decimals"] = suggested_decimals(kpi.title)
        super().__init__(data, files, instance=instance, initial={**suggested, **(initial or {})}, prefix=prefix)

    @transaction.atomic
    def take_over(self, user: Any) -> KeyFigure:
        """Write the key figure, and note what it is called at Kolada; its values are left alone."""
        self.instance.kolada_id = self.kpi.id
        figure, action = self.instance, "wagtail.create"
        if figure.pk:
            # Kolada was waited for: what others have written meanwhile stays.
            lock(figure)
            figure.save(update_fields=[*TakeOverForm.Meta.fields, "kolada_id"])
            action = "wagtail.edit"
        else:
            figure.save()
        log(instance=figure, action=action, user=user, content_changed=True)
        link = KoladaLink.objects.select_for_update().filter(key_figure=figure).first()
        if link is None:
            link = KoladaLink(key_figure=figure, kolada_id=self.kpi.id)
        elif link.kolada_id != self.kpi.id:
            # What was fetched until now is of another series.
            link = KoladaLink(pk=link.pk, key_figure=figure, kolada_id=self.kpi.id, since=timezone.now())
        # Without the time of the last fetch, the next nightly run asks for it whatever the dates of publication.
        link.title, link.warnings, link.synced_at = self.kpi.title, [], None
        link.save()
        return figure
