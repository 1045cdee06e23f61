from django.db import migrations

from wagtail_kommunmal.compat import page_model, page_model_name

LISTS = ("assignments", "keyFigures", "investments", "accomplishments")
SEARCHED = ("title", "name", "heading", "introText", "textText", "descriptionText", "definition", "noteText")


def read_releases(apps, schema_editor):
    """Fill in from the current releases what goals are filtered by and searched for, and where they are public now.

    Nothing is composed anew. ``update_index`` lets Wagtail's search find the words. May be run again after it was
    stopped half-way.
    """
    head_model = apps.get_model("wagtail_kommunmal", "ReleaseHead")
    is_public = public_pages(apps, head_model)
    keys = head_model.objects.filter(current__isnull=False).order_by("pk").values_list("pk", flat=True)
    for pk in list(keys):
        head = head_model.objects.select_related("current").get(pk=pk)
        content = head.current.content
        head.shown_on_id = head.site_id if is_public(head) else None
        if head.kind == "goal":
            area = content.get("focusArea")
            sdgs = content.get("sdgs") or []
            head.goal_kind = (content.get("kind") or {}).get("code", "")
            head.focus_area_id = area["id"] if area else None
            head.sdgs = "".join(f",{sdg}" for sdg in sdgs) + "," * bool(sdgs)
            write_text(apps, head, content)
        head.save(update_fields=["shown_on", "goal_kind", "focus_area_id", "sdgs"])


def write_text(apps, head, content):
    if head.site_id is None:
        return
    words = [content.get("politicalTextText") or ""]
    for section in content.get("sections", ()):
        for source in (section, *(item for name in LISTS for item in section.get(name, ()))):
            words += [source[name] for name in SEARCHED if source.get(name)]
    columns = {
        "site_id": head.site_id,
        "locale_id": head.locale_id,
        "title": content["title"],
        "statement": content.get("statement") or "",
        "text": "\n".join(words),
    }
    apps.get_model("wagtail_kommunmal", "GoalText").objects.update_or_create(head_id=head.pk, defaults=columns)


def public_pages(apps, head_model):
    """Return a function that tells whether the page of a released head is open to the public."""
    page = apps.get_model(page_model_name())
    restriction = apps.get_model("wagtailcore", "PageViewRestriction")
    restricted = set(page.objects.filter(pk__in=restriction.objects.values("page_id")).values_list("path", flat=True))
    heads = head_model.objects.filter(current__isnull=False, page_id__isnull=False)
    keys = dict(heads.values_list("page_id", "kind"))
    live = dict(page.objects.filter(pk__in=keys, live=True).values_list("pk", "path"))
    plans = {path for pk, path in live.items() if keys[pk] == "plan"}
    step = page_model().steplen

    def is_public(head):
        path = live.get(head.page_id)
        if path is None or (head.kind == "goal" and path[:-step] not in plans):
            return False
        return not any(path[:end] in restricted for end in range(step, len(path) + 1, step))

    return is_public


class Migration(migrations.Migration):
    # Each head is on its own: a large archive is not held in one transaction, and what is done stays done.
    atomic = False

    dependencies = [
        ("wagtail_kommunmal", "0009_public_history"),
    ]

    operations = [
        migrations.RunPython(read_releases, migrations.RunPython.noop, elidable=True),
    ]
