"""What the pages of this app stand on: Wagtail's stock base page, or the site's own."""

from wagtail_kommunmal.compat import page_model_name

if page_model_name() == "wagtailcore.Page":
    from wagtail.models import Page as BasePage
else:
    from tests.custom_base.models import BasePage

__all__ = ["BasePage"]
