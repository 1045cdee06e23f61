import uuid

import django.db.models.deletion
import modelcluster.fields
import swapper
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import wagtail_kommunmal.fields
import wagtail_kommunmal.periods

swapper.set_app_prefix("wagtailcore", "wagtail")


class Migration(migrations.Migration):
    dependencies = [
        ("wagtail_kommunmal", "0001_plans_goals_and_releases"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        swapper.dependency("wagtailcore", "Page"),
    ]

    operations = [
        migrations.AddField(
            model_name="kommunmalsitesettings",
            name="assessing_bodies",
            field=models.ManyToManyField(
                blank=True,
                help_text="None chosen: the council and the executive board.",
                related_name="+",
                to="wagtail_kommunmal.responsiblebody",
                verbose_name="bodies that assess goals",
            ),
        ),
        migrations.AddField(
            model_name="pendingrelease",
            name="label",
            field=models.CharField(blank=True, max_length=255),
        ),
        migrations.AddField(
            model_name="releaseditem",
            name="status",
            field=models.CharField(blank=True, help_text="Of the current follow-up or assessment.", max_length=20),
        ),
        migrations.AddField(
            model_name="releaseditembody",
            name="status",
            field=models.CharField(blank=True, help_text="What the body itself reported last.", max_length=20),
        ),
        migrations.AddField(
            model_name="releasehead",
            name="assessment",
            field=models.CharField(blank=True, help_text="Status of a goal's current assessment.", max_length=20),
        ),
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
                    ("rebuilt", "Rebuilt"),
                ],
                max_length=30,
            ),
        ),
        migrations.AlterField(
            model_name="releasedependency",
            name="kind",
            field=models.CharField(
                choices=[
                    ("body", "Responsible body"),
                    ("focus_area", "Focus area"),
                    ("key_figure", "Key figure"),
                    ("image", "Image"),
                    ("document", "Document"),
                    ("page", "Page"),
                    ("report", "Follow-up report"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="FollowUpReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(default=False, editable=False, verbose_name="has unpublished changes"),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(blank=True, db_index=True, null=True, verbose_name="first published at"),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "period",
                    models.CharField(
                        help_text="For example 2026-T1, or 2026 for the year.",
                        max_length=20,
                        validators=[wagtail_kommunmal.periods.validate_period],
                        verbose_name="period",
                    ),
                ),
                ("ends_on", models.DateField(editable=False, verbose_name="last day of the period")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtail_kommunmal.responsiblebody",
                        verbose_name="responsible body",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=swapper.get_model_name("wagtailcore", "Page"),
                        verbose_name="plan",
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
                "verbose_name": "follow-up report",
                "verbose_name_plural": "follow-up reports",
                "ordering": ["-ends_on", "period", "body__name"],
            },
        ),
        migrations.CreateModel(
            name="AssignmentFollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("goal_key", models.UUIDField(help_text="The goal's translation key.", verbose_name="goal")),
                ("comment", wagtail.fields.RichTextField(blank=True, verbose_name="comment")),
                (
                    "lineage_id",
                    models.UUIDField(help_text="The lineage id of the assignment or investment.", verbose_name="item"),
                ),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_started", "Not started"),
                            ("in_progress", "In progress"),
                            ("partly_completed", "Partly completed"),
                            ("completed", "Completed"),
                            ("not_completed", "Not completed"),
                            ("expected_complete", "Expected to be completed"),
                            ("expected_incomplete", "Not expected to be completed"),
                            ("delayed", "Delayed"),
                            ("paused", "Paused"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("quantity_done", wagtail_kommunmal.fields.ExactDecimalField(blank=True, verbose_name="quantity done")),
                (
                    "report",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="wagtail_kommunmal.followupreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up of an assignment",
                "verbose_name_plural": "follow-ups of assignments",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="GoalAssessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("goal_key", models.UUIDField(help_text="The goal's translation key.", verbose_name="goal")),
                ("comment", wagtail.fields.RichTextField(blank=True, verbose_name="comment")),
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
                    "report",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="goal_assessments",
                        to="wagtail_kommunmal.followupreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment of a goal",
                "verbose_name_plural": "assessments of goals",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="InvestmentFollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("goal_key", models.UUIDField(help_text="The goal's translation key.", verbose_name="goal")),
                ("comment", wagtail.fields.RichTextField(blank=True, verbose_name="comment")),
                (
                    "lineage_id",
                    models.UUIDField(help_text="The lineage id of the assignment or investment.", verbose_name="item"),
                ),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("not_started", "Not started"),
                            ("in_progress", "In progress"),
                            ("partly_completed", "Partly completed"),
                            ("completed", "Completed"),
                            ("not_completed", "Not completed"),
                            ("expected_complete", "Expected to be completed"),
                            ("expected_incomplete", "Not expected to be completed"),
                            ("delayed", "Delayed"),
                            ("paused", "Paused"),
                            ("cancelled", "Cancelled"),
                        ],
                        max_length=20,
                        verbose_name="status",
                    ),
                ),
                ("forecast", wagtail_kommunmal.fields.ExactDecimalField(blank=True, verbose_name="forecast")),
                (
                    "outcome_to_date",
                    wagtail_kommunmal.fields.ExactDecimalField(blank=True, verbose_name="outcome to date"),
                ),
                (
                    "report",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="investments",
                        to="wagtail_kommunmal.followupreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "follow-up of an investment",
                "verbose_name_plural": "follow-ups of investments",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="followupreport",
            constraint=models.UniqueConstraint(
                fields=("plan", "body", "period"),
                name="kommunmal_report_once",
                violation_error_message="This body already has a report of the plan for this period.",
            ),
        ),
        migrations.AddIndex(
            model_name="assignmentfollowup",
            index=models.Index(fields=["goal_key"], name="kommunmal_assignment_goal"),
        ),
        migrations.AddConstraint(
            model_name="assignmentfollowup",
            constraint=models.UniqueConstraint(
                fields=("report", "goal_key", "lineage_id"), name="kommunmal_assignment_once"
            ),
        ),
        migrations.AddIndex(
            model_name="goalassessment",
            index=models.Index(fields=["goal_key"], name="kommunmal_assessment_goal"),
        ),
        migrations.AddConstraint(
            model_name="goalassessment",
            constraint=models.UniqueConstraint(fields=("report", "goal_key"), name="kommunmal_goal_assessment_once"),
        ),
        migrations.AddIndex(
            model_name="investmentfollowup",
            index=models.Index(fields=["goal_key"], name="kommunmal_investment_goal"),
        ),
        migrations.AddConstraint(
            model_name="investmentfollowup",
            constraint=models.UniqueConstraint(
                fields=("report", "goal_key", "lineage_id"), name="kommunmal_investment_once"
            ),
        ),
    ]
