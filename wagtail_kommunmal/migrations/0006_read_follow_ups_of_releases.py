from django.db import migrations

BATCH_SIZE = 200
OF_EVERY_ITEM = ("id", "heading", "origin", "unit", "sign")
SEARCHED = ("title", "name", "descriptionText")


def read_releases(apps, schema_editor):
    """Fill in from the current releases, closed plans included, what lists now filter on; nothing is composed anew.

    May be run again after it was stopped half-way.
    """
    head_model = apps.get_model("wagtail_kommunmal", "ReleaseHead")
    heads = head_model.objects.filter(current__isnull=False, kind="goal").order_by("pk").values_list("pk", flat=True)
    for pk in list(heads):
        head = head_model.objects.select_related("current").get(pk=pk)
        items = {item.position: item for item in head.items.all()}
        follow_ups = []
        for position, (section, source) in enumerate(sources_in(head.current.content), start=1):
            if (item := items.get(position)) is None:
                continue
            words = [source[member] for member in SEARCHED if source.get(member)]
            item.text = "\n".join(words).casefold()
            item.section = {member: section[member] for member in OF_EVERY_ITEM if member in section}
            follow_ups += follow_ups_of(apps, item, source)
        apps.get_model("wagtail_kommunmal", "ReleasedItem").objects.bulk_update(
            items.values(), ["text", "section"], batch_size=BATCH_SIZE
        )
        follow_up_model = apps.get_model("wagtail_kommunmal", "ReleasedFollowUp")
        follow_up_model.objects.filter(item__head=pk).delete()
        follow_up_model.objects.bulk_create(follow_ups, batch_size=BATCH_SIZE)


def sources_in(content):
    """Yield each section with each of its items, in the order of the items' positions."""
    for section in content["sections"]:
        for member in ("assignments", "keyFigures", "investments"):
            for source in section.get(member, ()):
                yield section, source


def follow_ups_of(apps, item, source):
    current = source.get("currentFollowUp")
    speaker = current["body"]["id"] if current else None
    return [
        apps.get_model("wagtail_kommunmal", "ReleasedFollowUp")(
            item=item,
            body_id=said["body"]["id"],
            code=said["body"]["code"],
            role=said["role"]["code"] if said["role"] else "",
            period=said["period"]["code"],
            status=said["status"]["code"] if said["status"] else "",
            is_overall=said["body"]["id"] == speaker,
        )
        for said in source.get("followUps", ())
    ]


class Migration(migrations.Migration):
    # Each head is on its own: a large archive is not held in one transaction, and what is done stays done.
    atomic = False

    dependencies = [
        ("wagtail_kommunmal", "0005_released_follow_ups"),
    ]

    operations = [
        migrations.RunPython(read_releases, migrations.RunPython.noop, elidable=True),
    ]
