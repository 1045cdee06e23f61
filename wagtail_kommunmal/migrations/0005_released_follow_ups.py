import django.db.models.deletion
from django.db import migrations, models

import wagtail_kommunmal.fields


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
    ]
