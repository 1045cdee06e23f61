import uuid

import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import swapper
from django.db import migrations, models

import wagtail_kommunmal.fields
import wagtail_kommunmal.models.names
import wagtail_kommunmal.periods

swapper.set_app_prefix("wagtailcore", "wagtail")


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        swapper.dependency("wagtailcore", "Page"),
    ]

    operations = [
        migrations.CreateModel(
            name="KeyFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=500, verbose_name="name")),
                ("definition", models.TextField(blank=True, verbose_name="definition")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("percent", "Percent"),
                            ("percentage_points", "Percentage points"),
                            ("count", "Count"),
                            ("sek", "SEK"),
                            ("tkr", "SEK thousand"),
                            ("mnkr", "SEK million"),
                            ("sek_per_inhabitant", "SEK per inhabitant"),
                            ("index", "Index"),
                            ("rank", "Rank"),
                            ("grade", "Grade"),
                            ("ratio", "Ratio"),
                            ("hours", "Hours"),
                            ("days", "Days"),
                            ("mwh", "MWh"),
                            ("tonnes", "Tonnes"),
                            ("kg_per_inhabitant", "Kg per inhabitant"),
                            ("other", "Other unit"),
                        ],
                        default="percent",
                        max_length=30,
                        verbose_name="unit",
                    ),
                ),
                (
                    "unit_label",
                    models.CharField(
                        blank=True,
                        help_text="For example “kr/inv” or “antal dagar”.",
                        max_length=80,
                        verbose_name="unit as printed",
                    ),
                ),
                (
                    "decimals",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many are shown. Blank shows those that were entered.",
                        null=True,
                        verbose_name="decimals",
                    ),
                ),
                (
                    "better",
                    models.CharField(
                        choices=[
                            ("higher", "Higher is better"),
                            ("lower", "Lower is better"),
                            ("target", "Closest to the target is best"),
                            ("none", "No direction"),
                        ],
                        default="higher",
                        max_length=10,
                        verbose_name="direction",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=255, verbose_name="source")),
                (
                    "kolada_id",
                    models.CharField(
                        blank=True, help_text="For example N00945.", max_length=20, verbose_name="Kolada id"
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "key figure",
                "verbose_name_plural": "key figures",
                "ordering": ["name"],
            },
            bases=(wagtail_kommunmal.models.names.TranslatedNames, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="KeyFigureTarget",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "period",
                    models.CharField(
                        help_text="For example 2025, 2025-T1 or 2025-08.",
                        max_length=20,
                        validators=[wagtail_kommunmal.periods.validate_period],
                        verbose_name="period",
                    ),
                ),
                ("ends_on", models.DateField(editable=False)),
                (
                    "text",
                    models.CharField(
                        help_text="Verbatim, for example “minst 80 %” or “ska öka”.",
                        max_length=500,
                        verbose_name="target as decided",
                    ),
                ),
                (
                    "operator",
                    models.CharField(
                        choices=[
                            ("none", "Text only"),
                            ("gte", "At least"),
                            ("gt", "More than"),
                            ("lte", "At most"),
                            ("lt", "Less than"),
                            ("eq", "Exactly"),
                            ("between", "Between"),
                            ("increase", "Shall increase"),
                            ("decrease", "Shall decrease"),
                            ("unchanged", "Shall be unchanged"),
                            ("improve", "Shall improve"),
                            ("yes", "Shall be fulfilled"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="reading",
                    ),
                ),
                ("value", wagtail_kommunmal.fields.ExactDecimalField(blank=True, verbose_name="target value")),
                (
                    "value_max",
                    wagtail_kommunmal.fields.ExactDecimalField(
                        blank=True, help_text="Only for “between”.", verbose_name="upper value"
                    ),
                ),
                (
                    "gender",
                    models.CharField(
                        choices=[("T", "Total"), ("K", "Women"), ("M", "Men")],
                        default="T",
                        max_length=1,
                        verbose_name="gender",
                    ),
                ),
                (
                    "baseline_period",
                    models.CharField(
                        blank=True,
                        max_length=20,
                        validators=[wagtail_kommunmal.periods.validate_period],
                        verbose_name="baseline period",
                    ),
                ),
                (
                    "baseline_value",
                    wagtail_kommunmal.fields.ExactDecimalField(blank=True, verbose_name="baseline value"),
                ),
                (
                    "key_figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="wagtail_kommunmal.keyfigure",
                    ),
                ),
            ],
            options={
                "verbose_name": "target of a key figure",
                "verbose_name_plural": "targets of key figures",
                "ordering": ["ends_on", "period", "gender", "pk"],
            },
        ),
        migrations.CreateModel(
            name="KommunmalSiteSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "municipality_name",
                    models.CharField(
                        blank=True,
                        help_text="Blank: the name of the site.",
                        max_length=120,
                        verbose_name="name of the municipality",
                    ),
                ),
                (
                    "omit_empty_sections",
                    models.BooleanField(
                        default=False,
                        help_text="Otherwise an empty section is published with its heading and a text that says so.",
                        verbose_name="leave out empty sections",
                    ),
                ),
                (
                    "million_term",
                    models.CharField(
                        choices=[("mnkr", "mnkr"), ("mkr", "mkr")],
                        default="mnkr",
                        max_length=5,
                        verbose_name="short for million kronor",
                    ),
                ),
                (
                    "site",
                    models.OneToOneField(
                        editable=False, on_delete=django.db.models.deletion.CASCADE, to="wagtailcore.site"
                    ),
                ),
            ],
            options={
                "verbose_name": "goals and follow-up",
                "verbose_name_plural": "goals and follow-up",
            },
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("format", models.PositiveSmallIntegerField()),
                ("content", wagtail_kommunmal.fields.CompressedJSONField()),
                ("checksum", models.CharField(max_length=64)),
                ("published_from", models.DateTimeField()),
                ("published_to", models.DateTimeField(null=True)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("published", "Page published"),
                            ("plan_changed", "Plan changed"),
                            ("body_changed", "Responsible body changed"),
                            ("focus_area_changed", "Focus area changed"),
                            ("key_figure_changed", "Key figure changed"),
                            ("image_changed", "Image changed"),
                            ("link_changed", "Linked page or document changed"),
                            ("site_changed", "Site settings changed"),
                            ("rebuilt", "Rebuilt"),
                        ],
                        max_length=30,
                    ),
                ),
                ("label", models.CharField(blank=True, max_length=255)),
                (
                    "site",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="wagtailcore.site"
                    ),
                ),
            ],
            options={
                "verbose_name": "release",
                "verbose_name_plural": "releases",
                "ordering": ["head", "number"],
            },
        ),
        migrations.CreateModel(
            name="ReleaseHead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("plan", "Plan"), ("goal", "Goal")], max_length=10)),
                ("translation_key", models.UUIDField()),
                ("last_number", models.PositiveIntegerField(default=0)),
                ("live_revision", models.PositiveBigIntegerField(null=True)),
                ("composed_at", models.DateTimeField(null=True)),
                ("first_published_at", models.DateTimeField(null=True)),
                ("title", models.CharField(blank=True, max_length=255)),
                ("number", models.CharField(blank=True, max_length=20)),
                (
                    "number_key",
                    models.CharField(
                        blank=True, help_text="The number, written so that 2 sorts before 10.", max_length=160
                    ),
                ),
                ("year", models.PositiveIntegerField(null=True)),
                ("parent_goal_key", models.UUIDField(null=True)),
                ("previous_goal_key", models.UUIDField(db_index=True, null=True)),
                ("summary", wagtail_kommunmal.fields.CompressedJSONField(null=True)),
                (
                    "current",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="current_of",
                        to="wagtail_kommunmal.release",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.locale"
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=swapper.get_model_name("wagtailcore", "Page"),
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="wagtailcore.site"
                    ),
                ),
            ],
            options={
                "verbose_name": "published page",
                "verbose_name_plural": "published pages",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReleasedItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("assignment", "Assignment"),
                            ("key_figure", "Key figure"),
                            ("investment", "Investment"),
                        ],
                        max_length=12,
                    ),
                ),
                ("item_id", models.UUIDField()),
                ("lineage_id", models.UUIDField()),
                ("position", models.PositiveIntegerField()),
                ("title", models.TextField()),
                ("origin", models.CharField(blank=True, max_length=20)),
                ("category", models.CharField(blank=True, max_length=20)),
                ("row_kind", models.CharField(blank=True, max_length=10)),
                ("unit", models.CharField(blank=True, max_length=30)),
                ("kolada_id", models.CharField(blank=True, max_length=20)),
                ("content", wagtail_kommunmal.fields.CompressedJSONField()),
                (
                    "head",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="wagtail_kommunmal.releasehead",
                    ),
                ),
            ],
            options={
                "verbose_name": "released item",
                "verbose_name_plural": "released items",
                "ordering": ["head", "position"],
            },
        ),
        migrations.CreateModel(
            name="ReleaseDependency",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("body", "Responsible body"),
                            ("focus_area", "Focus area"),
                            ("key_figure", "Key figure"),
                            ("image", "Image"),
                            ("document", "Document"),
                            ("page", "Page"),
                        ],
                        max_length=12,
                    ),
                ),
                ("object_id", models.PositiveBigIntegerField()),
                (
                    "head",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dependencies",
                        to="wagtail_kommunmal.releasehead",
                    ),
                ),
            ],
            options={
                "verbose_name": "dependency of a release",
                "verbose_name_plural": "dependencies of releases",
            },
        ),
        migrations.AddField(
            model_name="release",
            name="head",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="releases", to="wagtail_kommunmal.releasehead"
            ),
        ),
        migrations.CreateModel(
            name="ResponsibleBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                (
                    "code",
                    models.CharField(
                        help_text="The short name that people use, for example KS.", max_length=40, verbose_name="code"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("council", "Council"),
                            ("executive", "Executive board"),
                            ("committee", "Committee"),
                            ("board", "Board"),
                            ("company", "Company"),
                            ("administration", "Administration"),
                            ("officer", "Officer"),
                            ("other", "Other body"),
                        ],
                        default="committee",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "is_all",
                    models.BooleanField(
                        default=False, help_text="For what is addressed to “all”.", verbose_name="stands for all bodies"
                    ),
                ),
                ("url", models.URLField(blank=True, verbose_name="web page")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
                (
                    "replaced_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtail_kommunmal.responsiblebody",
                        verbose_name="replaced by",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "responsible body",
                "verbose_name_plural": "responsible bodies",
                "ordering": ["name"],
            },
            bases=(wagtail_kommunmal.models.names.TranslatedNames, modelsearch.index.Indexed, models.Model),
        ),
        migrations.AddField(
            model_name="keyfigure",
            name="responsible",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtail_kommunmal.responsiblebody",
                verbose_name="responsible body",
            ),
        ),
        migrations.CreateModel(
            name="ResponsibleBodyName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                (
                    "body",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="wagtail_kommunmal.responsiblebody",
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
            ],
            options={
                "verbose_name": "name of a body",
                "verbose_name_plural": "names of bodies",
            },
        ),
        migrations.CreateModel(
            name="FocusArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "focus area",
                "verbose_name_plural": "focus areas",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site", "name"),
                        name="kommunmal_focus_area_once_per_site",
                        violation_error_message="This site already has a focus area with this name.",
                    )
                ],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="KeyFigureAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "period",
                    models.CharField(
                        help_text="For example 2025, 2025-T1 or 2025-08.",
                        max_length=20,
                        validators=[wagtail_kommunmal.periods.validate_period],
                        verbose_name="period",
                    ),
                ),
                ("ends_on", models.DateField(editable=False)),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("achieved", "Achieved"),
                            ("partly_achieved", "Partly achieved"),
                            ("not_achieved", "Not achieved"),
                            ("expected_achieved", "Expected to be achieved"),
                            ("expected_partly", "Expected to be partly achieved"),
                            ("expected_not", "Not expected to be achieved"),
                            ("uncertain", "Uncertain"),
                            ("not_assessed", "Not assessed"),
                        ],
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                (
                    "trend",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("improved", "Improved"),
                            ("unchanged", "Unchanged"),
                            ("worsened", "Worsened"),
                            ("not_comparable", "Not comparable"),
                        ],
                        max_length=20,
                        verbose_name="trend",
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        blank=True,
                        choices=[("upper", "Upper quarter"), ("middle", "Middle half"), ("lower", "Lower quarter")],
                        max_length=10,
                        verbose_name="position",
                    ),
                ),
                ("comment", models.TextField(blank=True, verbose_name="comment")),
                ("commented_on", models.DateField(blank=True, null=True, verbose_name="date of the comment")),
                (
                    "key_figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assessments",
                        to="wagtail_kommunmal.keyfigure",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment of a key figure",
                "verbose_name_plural": "assessments of key figures",
                "ordering": ["ends_on", "period"],
                "constraints": [
                    models.UniqueConstraint(fields=("key_figure", "period"), name="kommunmal_one_assessment_per_period")
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyFigureName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=500, verbose_name="name")),
                ("definition", models.TextField(blank=True, verbose_name="definition")),
                ("unit_label", models.CharField(blank=True, max_length=80, verbose_name="unit as printed")),
                (
                    "key_figure",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="wagtail_kommunmal.keyfigure",
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
            ],
            options={
                "verbose_name": "text of a key figure",
                "verbose_name_plural": "texts of key figures",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key_figure", "locale"), name="kommunmal_key_figure_name_once_per_locale"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeyFigureValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "period",
                    models.CharField(
                        help_text="For example 2025, 2025-T1 or 2025-08.",
                        max_length=20,
                        validators=[wagtail_kommunmal.periods.validate_period],
                        verbose_name="period",
                    ),
                ),
                ("ends_on", models.DateField(editable=False)),
                (
                    "series",
                    models.CharField(
                        choices=[
                            ("own", "Own municipality"),
                            ("nation", "Nation"),
                            ("peer_group", "Peer group"),
                            ("similar", "Similar municipalities"),
                            ("best", "Best municipality"),
                            ("worst", "Worst municipality"),
                            ("upper_quartile", "Upper quartile limit"),
                            ("lower_quartile", "Lower quartile limit"),
                            ("other", "Other series"),
                        ],
                        default="own",
                        max_length=20,
                        verbose_name="series",
                    ),
                ),
                ("series_label", models.CharField(blank=True, max_length=120, verbose_name="name of the series")),
                (
                    "gender",
                    models.CharField(
                        choices=[("T", "Total"), ("K", "Women"), ("M", "Men")],
                        default="T",
                        max_length=1,
                        verbose_name="gender",
                    ),
                ),
                ("value", wagtail_kommunmal.fields.ExactDecimalField(blank=True, verbose_name="value")),
                (
                    "value_text",
                    models.CharField(
                        blank=True,
                        help_text="For values that are no numbers.",
                        max_length=255,
                        verbose_name="value as text",
                    ),
                ),
                (
                    "missing_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_measured", "Not measured"),
                            ("not_published", "Not published yet"),
                            ("not_comparable", "Not comparable"),
                            ("suppressed", "Suppressed for privacy"),
                            ("not_applicable", "Not applicable"),
                            ("unknown", "Reason unknown"),
                        ],
                        max_length=20,
                        verbose_name="why it is missing",
                    ),
                ),
                ("preliminary", models.BooleanField(default=False, verbose_name="preliminary")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="note")),
                (
                    "provenance",
                    models.CharField(
                        choices=[("manual", "Entered by hand"), ("kolada", "Kolada"), ("import", "Imported")],
                        default="manual",
                        editable=False,
                        max_length=10,
                        verbose_name="provenance",
                    ),
                ),
                ("fetched_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="fetched")),
                (
                    "key_figure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="values",
                        to="wagtail_kommunmal.keyfigure",
                    ),
                ),
            ],
            options={
                "verbose_name": "value of a key figure",
                "verbose_name_plural": "values of key figures",
                "ordering": ["ends_on", "period", "series", "series_label", "gender"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("key_figure", "period", "series", "series_label", "gender"),
                        name="kommunmal_one_value_per_period_series_gender",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PendingRelease",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("published", "Page published"),
                            ("plan_changed", "Plan changed"),
                            ("body_changed", "Responsible body changed"),
                            ("focus_area_changed", "Focus area changed"),
                            ("key_figure_changed", "Key figure changed"),
                            ("image_changed", "Image changed"),
                            ("link_changed", "Linked page or document changed"),
                            ("site_changed", "Site settings changed"),
                            ("rebuilt", "Rebuilt"),
                        ],
                        max_length=30,
                    ),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("last_error", models.TextField(blank=True)),
                (
                    "locale",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.locale"
                    ),
                ),
            ],
            options={
                "verbose_name": "pending release",
                "verbose_name_plural": "pending releases",
                "ordering": ["pk"],
                "indexes": [models.Index(fields=["translation_key", "locale"], name="kommunmal_pending_page")],
            },
        ),
        migrations.CreateModel(
            name="ReleasedItemBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body_id", models.UUIDField()),
                ("name", models.CharField(max_length=255)),
                ("code", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=20)),
                ("role", models.CharField(max_length=10)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bodies",
                        to="wagtail_kommunmal.releaseditem",
                    ),
                ),
            ],
            options={
                "verbose_name": "body of a released item",
                "verbose_name_plural": "bodies of released items",
                "indexes": [models.Index(fields=["body_id", "role"], name="kommunmal_item_body")],
            },
        ),
        migrations.AddConstraint(
            model_name="releasehead",
            constraint=models.UniqueConstraint(
                fields=("translation_key", "locale"), name="kommunmal_one_head_per_page_and_locale"
            ),
        ),
        migrations.AddIndex(
            model_name="releaseditem",
            index=models.Index(fields=["item_id"], name="kommunmal_item_id"),
        ),
        migrations.AddIndex(
            model_name="releaseditem",
            index=models.Index(fields=["lineage_id"], name="kommunmal_item_lineage"),
        ),
        migrations.AddIndex(
            model_name="releaseditem",
            index=models.Index(fields=["kind", "head"], name="kommunmal_item_kind"),
        ),
        migrations.AddConstraint(
            model_name="releaseditem",
            constraint=models.UniqueConstraint(fields=("head", "position"), name="kommunmal_item_position_once"),
        ),
        migrations.AddConstraint(
            model_name="releasedependency",
            constraint=models.UniqueConstraint(fields=("kind", "object_id", "head"), name="kommunmal_dependency_once"),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(fields=("head", "number"), name="kommunmal_release_number_once"),
        ),
        migrations.AddConstraint(
            model_name="responsiblebody",
            constraint=models.UniqueConstraint(
                fields=("site", "code"),
                name="kommunmal_body_code_once_per_site",
                violation_error_message="Another body of this site has this code.",
            ),
        ),
        migrations.AddConstraint(
            model_name="responsiblebodyname",
            constraint=models.UniqueConstraint(fields=("body", "locale"), name="kommunmal_body_name_once_per_locale"),
        ),
    ]
