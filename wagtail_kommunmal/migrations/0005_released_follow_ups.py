import django.db.models.deletion
from django.db import migrations, models

import wagtail_kommunmal.fields

BATCH_SIZE = 200
OF_EVERY_ITEM = ("id", "heading", "origin", "unit", "sign")
SEARCHED = ("title", "name", "descriptionText")


def read_releases(apps, schema_editor):
    """Fill in from the current releases, closed plans included, what lists now filter on; nothing is composed anew."""
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
        apps.get_model("wagtail_kommunmal", "ReleasedFollowUp").objects.bulk_create(follow_ups, batch_size=BATCH_SIZE)


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
    dependencies = [
        ("wagtail_kommunmal", "0004_words_of_statuses"),
    ]

    operations = [
        migrations.AddField(
            model_name="releaseditem",
            name="section",
            field=wagtail_kommunmal.fields.CompressedJSONField(
                default=dict, help_text="What the item's section says of every item in it."
            ),
        ),
        migrations.AddField(
            model_name="releaseditem",
            name="text",
            field=models.TextField(blank=True, help_text="What a search looks in, without capitals."),
        ),
        migrations.CreateModel(
            name="ReleasedFollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body_id", models.UUIDField()),
                ("code", models.CharField(max_length=40)),
                ("role", models.CharField(blank=True, max_length=10)),
                ("period", models.CharField(max_length=20)),
                ("status", models.CharField(blank=True, max_length=20)),
                ("is_overall", models.BooleanField(help_text="The body speaks for the item as a whole.")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ups",
                        to="wagtail_kommunmal.releaseditem",
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up of a released item",
                "verbose_name_plural": "follow-ups of released items",
                "indexes": [models.Index(fields=["period", "status"], name="kommunmal_said_in_period")],
            },
        ),
        migrations.RunPython(read_releases, migrations.RunPython.noop, elidable=True),
    ]
