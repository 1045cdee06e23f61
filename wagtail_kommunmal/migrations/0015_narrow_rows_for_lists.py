import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Case, F, OuterRef, Subquery, Value, When


def read_items(apps, schema_editor):
    """Write of each item beside its bodies what they are counted by."""
    item = apps.get_model("wagtail_kommunmal", "ReleasedItem").objects.filter(pk=OuterRef("item_id"))
    counted_as = Case(When(row_kind="group", then=Value("")), default=F("kind"))
    apps.get_model("wagtail_kommunmal", "ReleasedItemBody").objects.update(
        head_id=Subquery(item.values("head_id")),
        counted_as=Subquery(item.annotate(counted_as=counted_as).values("counted_as")),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_kommunmal", "0014_import_wizard"),
    ]

    operations = [
        migrations.AddField(
            model_name="releaseditembody",
            name="head",
            field=models.ForeignKey(
                help_text="That of the item.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="wagtail_kommunmal.releasehead",
            ),
        ),
        migrations.AddField(
            model_name="releaseditembody",
            name="counted_as",
            field=models.CharField(
                blank=True,
                choices=[("assignment", "Assignment"), ("key_figure", "Key figure"), ("investment", "Investment")],
                default="",
                help_text="Kind of the item; of a group of investments none, as it is not counted.",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.RunPython(read_items, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="releaseditembody",
            name="head",
            field=models.ForeignKey(
                help_text="That of the item.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="wagtail_kommunmal.releasehead",
            ),
        ),
        migrations.RemoveIndex(model_name="releaseditem", name="kommunmal_item_kind"),
        migrations.RemoveIndex(model_name="releaseditembody", name="kommunmal_item_body"),
        migrations.AddIndex(
            model_name="releaseditem",
            index=models.Index(fields=["kind", "head", "row_kind", "position", "id"], name="kommunmal_item_place"),
        ),
        migrations.AddIndex(
            model_name="releaseditembody",
            index=models.Index(fields=["body_id", "status", "item"], name="kommunmal_item_body_said"),
        ),
        migrations.AddIndex(
            model_name="releaseditembody",
            index=models.Index(fields=["code", "status", "item"], name="kommunmal_item_code_said"),
        ),
        migrations.AddIndex(
            model_name="releasehead",
            index=models.Index(fields=["kind", "locale", "page", "current", "id"], name="kommunmal_head_of_page"),
        ),
    ]
