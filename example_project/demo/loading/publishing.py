"""The one way in which the demo makes a page public."""

from wagtail.models import Page


def publish(page: Page) -> None:
    """Publish as an editor does: through a revision, so that signals are sent and a release is made."""
    page.save_revision().publish()
