import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtail_kommunmal", "0002_follow_up_reports"),
    ]

    operations = [
        migrations.AddField(
            model_name="responsiblebody",
            name="reporters",
            field=models.ForeignKey(
                blank=True,
                help_text="The group whose members report for this body. It needs the right to use the admin.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="auth.group",
                verbose_name="reporters",
            ),
        ),
    ]
