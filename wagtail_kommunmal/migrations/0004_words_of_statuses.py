import django.db.models.deletion
from django.db import migrations, models

import wagtail_kommunmal.models.words


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_kommunmal", "0003_reporters_of_bodies"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.AlterField(
            model_name="pendingrelease",
            name="reason",
            field=models.CharField(
                choices=[
                    ("published", "Page published"),
                    ("plan_changed", "Plan changed"),
                    ("body_changed", "Responsible body changed"),
                    ("focus_area_changed", "Focus area changed"),
                    ("key_figure_changed", "Key figure changed"),
                    ("image_changed", "Image changed"),
                    ("link_changed", "Linked page or document changed"),
                    ("follow_up", "Follow-up reported"),
                    ("site_changed", "Site settings changed"),
                    ("words_changed", "Words of statuses changed"),
                    ("rebuilt", "Rebuilt"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="release",
            name="reason",
            field=models.CharField(
                choices=[
                    ("published", "Page published"),
                    ("plan_changed", "Plan changed"),
                    ("body_changed", "Responsible body changed"),
                    ("focus_area_changed", "Focus area changed"),
                    ("key_figure_changed", "Key figure changed"),
                    ("image_changed", "Image changed"),
                    ("link_changed", "Linked page or document changed"),
                    ("follow_up", "Follow-up reported"),
                    ("site_changed", "Site settings changed"),
                    ("words_changed", "Words of statuses changed"),
                    ("rebuilt", "Rebuilt"),
                ],
                max_length=30,
            ),
        ),
        migrations.CreateModel(
            name="StatusWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "vocabulary",
                    models.CharField(
                        choices=[
                            ("assignment", "Status of assignments and investments"),
                            ("achievement", "Achievement of goals and key figures"),
                            ("trend", "Trend of key figures"),
                        ],
                        max_length=20,
                        verbose_name="vocabulary",
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="code")),
                (
                    "label",
                    models.CharField(
                        blank=True, help_text="Blank: the standard word.", max_length=60, verbose_name="own word"
                    ),
                ),
                (
                    "sort_order",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Counted from 1. Blank: the standard place.",
                        null=True,
                        verbose_name="place",
                    ),
                ),
                (
                    "icon",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("check", "Check mark"),
                            ("cross", "Cross"),
                            ("circle", "Circle"),
                            ("half", "Half-filled circle"),
                            ("play", "Triangle to the right"),
                            ("pause", "Pause"),
                            ("square", "Square"),
                            ("clock", "Clock"),
                            ("warning", "Warning triangle"),
                            ("question", "Question mark"),
                            ("dash", "Dash"),
                            ("arrow_up", "Arrow upwards"),
                            ("arrow_right", "Arrow to the right"),
                            ("arrow_down", "Arrow downwards"),
                        ],
                        help_text="Blank: the standard sign.",
                        max_length=20,
                        verbose_name="sign",
                    ),
                ),
                (
                    "colour",
                    models.CharField(
                        blank=True,
                        help_text="For example #2a8a4a. Blank: the standard colour.",
                        max_length=7,
                        validators=[wagtail_kommunmal.models.words.validate_colour],
                        verbose_name="colour",
                    ),
                ),
                (
                    "is_offered",
                    models.BooleanField(
                        default=True,
                        help_text="Otherwise it stays where it was given, and can be given no more.",
                        verbose_name="offered",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "word of a status",
                "verbose_name_plural": "words of statuses",
                "ordering": ["vocabulary", "sort_order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StatusWordLabel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "label",
                    models.CharField(
                        blank=True, help_text="Blank: the standard word.", max_length=60, verbose_name="own word"
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="language",
                    ),
                ),
                (
                    "word",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="labels",
                        to="wagtail_kommunmal.statusword",
                    ),
                ),
            ],
            options={
                "verbose_name": "word of a status in a further language",
                "verbose_name_plural": "words of statuses in further languages",
            },
        ),
        migrations.AddConstraint(
            model_name="statusword",
            constraint=models.UniqueConstraint(
                fields=("site", "vocabulary", "code"), name="kommunmal_word_once_per_status"
            ),
        ),
        migrations.AddConstraint(
            model_name="statuswordlabel",
            constraint=models.UniqueConstraint(fields=("word", "locale"), name="kommunmal_word_once_per_locale"),
        ),
    ]
