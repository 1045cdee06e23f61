import django.core.validators
import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import wagtail_kommunmal.fields


class Migration(migrations.Migration):
    dependencies = [
        ("custom_base", "0003_revisions"),
        ("wagtail_kommunmal", "0001_plans_goals_and_releases"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanPage",
            fields=[
                (
                    "basepage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "year",
                    models.PositiveIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1900),
                            django.core.validators.MaxValueValidator(2200),
                        ],
                        verbose_name="year",
                    ),
                ),
                ("period_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("period_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                ("intro", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
                (
                    "decision_reference",
                    models.CharField(
                        blank=True,
                        help_text="For example KF 2024-11-25 § 147.",
                        max_length=255,
                        verbose_name="decision reference",
                    ),
                ),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="adopted on")),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="closed")),
            ],
            options={
                "abstract": False,
            },
            bases=("custom_base.basepage", models.Model),
        ),
        migrations.CreateModel(
            name="GoalPage",
            fields=[
                (
                    "basepage_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="number")),
                (
                    "statement",
                    models.TextField(
                        blank=True,
                        help_text="The goal in one sentence, as the council adopted it.",
                        verbose_name="statement",
                    ),
                ),
                ("scope_line", models.TextField(blank=True, help_text="“The goal is about …”", verbose_name="scope")),
                ("political_text", wagtail.fields.RichTextField(blank=True, verbose_name="political text")),
                (
                    "level_label",
                    models.CharField(
                        blank=True,
                        help_text="What your municipality calls goals of this level.",
                        max_length=80,
                        verbose_name="level",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("operational", "Operational goal"), ("financial", "Financial goal")],
                        default="operational",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("sdgs", wagtail_kommunmal.fields.SDGField(verbose_name="global goals (Agenda 2030)")),
                (
                    "sections",
                    wagtail.fields.StreamField(
                        [
                            ("text", 2),
                            ("assignments", 20),
                            ("key_figures", 25),
                            ("investments", 50),
                            ("accomplishments", 57),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Heading", "max_length": 255, "required": False},
                            ),
                            1: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link", "document-link"], "label": "Text"},
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("heading", 0), ("text", 1)]], {}),
                            3: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("council", "From the council"),
                                        ("committee", "The committee's own"),
                                        ("executive", "From the executive board"),
                                        ("other", "Other origin"),
                                    ],
                                    "label": "Origin",
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Leave blank for the standard heading with the plan's year.",
                                    "label": "Heading",
                                    "max_length": 255,
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link", "document-link"],
                                    "help_text": "May stand alone, without any items below.",
                                    "label": "Introduction",
                                    "required": False,
                                },
                            ),
                            6: ("wagtail.blocks.TextBlock", (), {"label": "Assignment", "max_length": 1000, "rows": 2}),
                            7: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link", "document-link"],
                                    "label": "Description",
                                    "required": False,
                                },
                            ),
                            8: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                ("wagtail_kommunmal.ResponsibleBody",),
                                {"label": "Responsible body"},
                            ),
                            9: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("lead", "Lead"), ("co", "Co-responsible")], "label": "Role"},
                            ),
                            10: ("wagtail.blocks.StructBlock", [[("body", 8), ("role", 9)]], {}),
                            11: ("wagtail.blocks.ListBlock", (10,), {"default": [], "label": "Responsible bodies"}),
                            12: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Start year", "max_value": 2200, "min_value": 1900, "required": False},
                            ),
                            13: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "End year", "max_value": 2200, "min_value": 1900, "required": False},
                            ),
                            14: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "For example KF 2022-05-24 § 117.",
                                    "label": "Decision reference",
                                    "max_length": 255,
                                    "required": False,
                                },
                            ),
                            15: (
                                "wagtail_kommunmal.blocks.fields.DecimalTextBlock",
                                (),
                                {
                                    "help_text": "Only for assignments that are counted, for example 10 visits.",
                                    "label": "Quantity to reach",
                                    "required": False,
                                },
                            ),
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "What is counted", "max_length": 80, "required": False},
                            ),
                            17: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("title", 6),
                                        ("description", 7),
                                        ("responsible", 11),
                                        ("start_year", 12),
                                        ("end_year", 13),
                                        ("decision_reference", 14),
                                        ("quantity_target", 15),
                                        ("quantity_unit", 16),
                                    ]
                                ],
                                {},
                            ),
                            18: (
                                "wagtail.blocks.ListBlock",
                                (17,),
                                {"collapsed": True, "default": [], "label": "Assignments"},
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Leave blank for the standard text.",
                                    "label": "Text when the section is empty",
                                    "max_length": 255,
                                    "required": False,
                                },
                            ),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [[("origin", 3), ("heading", 4), ("intro", 5), ("items", 18), ("empty_text", 19)]],
                                {},
                            ),
                            21: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                ("wagtail_kommunmal.KeyFigure",),
                                {"label": "Key figure"},
                            ),
                            22: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link", "document-link"],
                                    "label": "Note for this goal",
                                    "required": False,
                                },
                            ),
                            23: ("wagtail.blocks.StructBlock", [[("key_figure", 21), ("note", 22)]], {}),
                            24: (
                                "wagtail.blocks.ListBlock",
                                (23,),
                                {"collapsed": True, "default": [], "label": "Key figures"},
                            ),
                            25: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 4), ("intro", 5), ("items", 24), ("empty_text", 19)]],
                                {},
                            ),
                            26: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("sek", "SEK"), ("tkr", "SEK thousand"), ("mnkr", "SEK million")],
                                    "label": "Unit",
                                },
                            ),
                            27: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("expenditure_positive", "Expenditure is printed positive"),
                                        ("expenditure_negative", "Expenditure is printed negative"),
                                    ],
                                    "label": "Sign",
                                },
                            ),
                            28: ("wagtail.blocks.CharBlock", (), {"label": "Name", "max_length": 500}),
                            29: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("group", "Group"), ("row", "Row")],
                                    "help_text": "A group is the sum of the rows that follow it, up to the next group.",
                                    "label": "Kind of row",
                                },
                            ),
                            30: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("reinvestment", "Reinvestment"),
                                        ("new", "New investment"),
                                        ("development", "Land development"),
                                        ("other", "Other investment"),
                                    ],
                                    "label": "Category",
                                    "required": False,
                                },
                            ),
                            31: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {"label": "Year", "max_value": 2200, "min_value": 1900, "required": False},
                            ),
                            32: (
                                "wagtail.blocks.IntegerBlock",
                                (),
                                {
                                    "help_text": "Only for a span of years.",
                                    "label": "To year",
                                    "max_value": 2200,
                                    "min_value": 1900,
                                    "required": False,
                                },
                            ),
                            33: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("expenditure", "Expenditure"), ("income", "Income")], "label": "Flow"},
                            ),
                            34: (
                                "wagtail_kommunmal.blocks.fields.DecimalTextBlock",
                                (),
                                {"label": "Budget", "required": False},
                            ),
                            35: (
                                "wagtail_kommunmal.blocks.fields.DecimalTextBlock",
                                (),
                                {"help_text": "Final, from the books.", "label": "Outcome", "required": False},
                            ),
                            36: (
                                "wagtail_kommunmal.blocks.fields.DecimalTextBlock",
                                (),
                                {
                                    "help_text": "As published. Leave blank to have it calculated and marked as calculated.",
                                    "label": "Deviation",
                                    "required": False,
                                },
                            ),
                            37: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("year_from", 31),
                                        ("year_to", 32),
                                        ("flow", 33),
                                        ("budget", 34),
                                        ("outcome", 35),
                                        ("deviation", 36),
                                    ]
                                ],
                                {},
                            ),
                            38: ("wagtail.blocks.ListBlock", (37,), {"default": [], "label": "Amounts"}),
                            39: (
                                "wagtail_kommunmal.blocks.fields.DecimalTextBlock",
                                (),
                                {"label": "Total budget", "required": False},
                            ),
                            40: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Planned start", "max_length": 40, "required": False},
                            ),
                            41: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Planned ready", "max_length": 40, "required": False},
                            ),
                            42: ("wagtail.blocks.DateBlock", (), {"label": "Date", "required": False}),
                            43: (
                                "wagtail_kommunmal.blocks.fields.DecimalTextBlock",
                                (),
                                {
                                    "help_text": "Raised is positive, lowered negative.",
                                    "label": "Change",
                                    "required": False,
                                },
                            ),
                            44: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Decision reference", "max_length": 255, "required": False},
                            ),
                            45: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Note", "max_length": 500, "required": False},
                            ),
                            46: (
                                "wagtail.blocks.StructBlock",
                                [[("date", 42), ("amount", 43), ("decision_reference", 44), ("note", 45)]],
                                {},
                            ),
                            47: ("wagtail.blocks.ListBlock", (46,), {"default": [], "label": "Budget changes"}),
                            48: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("name", 28),
                                        ("row_kind", 29),
                                        ("category", 30),
                                        ("responsible", 11),
                                        ("amounts", 38),
                                        ("total_budget", 39),
                                        ("planned_start", 40),
                                        ("planned_ready", 41),
                                        ("budget_changes", 47),
                                    ]
                                ],
                                {},
                            ),
                            49: (
                                "wagtail.blocks.ListBlock",
                                (48,),
                                {"collapsed": True, "default": [], "label": "Investments"},
                            ),
                            50: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("heading", 4),
                                        ("intro", 5),
                                        ("unit", 26),
                                        ("sign", 27),
                                        ("items", 49),
                                        ("empty_text", 19),
                                    ]
                                ],
                                {},
                            ),
                            51: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link", "document-link"],
                                    "label": "What has been done",
                                },
                            ),
                            52: ("wagtail.blocks.URLBlock", (), {"label": "Read more at", "required": False}),
                            53: ("wagtail.images.blocks.ImageBlock", [], {"label": "Image"}),
                            54: (
                                "wagtail.snippets.blocks.SnippetChooserBlock",
                                ("wagtail_kommunmal.ResponsibleBody",),
                                {"label": "Responsible body", "required": False},
                            ),
                            55: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 51), ("date", 42), ("link", 52), ("image", 53), ("body", 54)]],
                                {},
                            ),
                            56: (
                                "wagtail.blocks.ListBlock",
                                (55,),
                                {"collapsed": True, "default": [], "label": "Accomplishments"},
                            ),
                            57: (
                                "wagtail.blocks.StructBlock",
                                [[("heading", 4), ("intro", 5), ("items", 56), ("empty_text", 19)]],
                                {},
                            ),
                        },
                        verbose_name="sections",
                    ),
                ),
                (
                    "focus_area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtail_kommunmal.focusarea",
                        verbose_name="focus area",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailimages.image",
                        verbose_name="image",
                    ),
                ),
                (
                    "parent_goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="parent goal",
                    ),
                ),
                (
                    "previous_goal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.WAGTAIL_PAGE_MODEL,
                        verbose_name="the same goal in the plan before",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
            bases=("custom_base.basepage", models.Model),
        ),
    ]
