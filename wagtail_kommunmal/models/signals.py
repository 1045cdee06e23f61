"""What the package tells whoever listens."""

from django.dispatch import Signal

key_figure_changed = Signal()
"""Values, targets or assessments of a key figure were written in bulk. Sent with ``key_figure``."""

key_figures_changed = Signal()
"""The same of many key figures at once. Sent with ``key_figures``."""

plan_opened = Signal()
"""A closed plan was opened. Sent with ``plan``."""

reports_to_be_published = Signal()
"""Several reports are about to be published in one transaction. Sent with ``reports``, which have their new rows."""

words_changed = Signal()
"""The words of a site were written in bulk. Sent with ``site``."""

content_changed = Signal()
"""What the public reads has a new version. Sent after the commit with ``versions``, pairs of the ids of a site and a
locale, and with ``documents``, the translation keys and locale ids of those that changed, as far as that is known."""

visibility_changed = Signal()
"""Documents may have become readable or ceased to be so. Sent with the query set ``heads``, after the commit."""
